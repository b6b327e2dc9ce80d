/* The desk by keyboard and by click: enhancement only. j and k move, Enter opens (it is a link), / finds. */
(() => {
  const rows = () => [...document.querySelectorAll('[data-rows] tbody tr')];
  const peeker = (row) => row.querySelector('.peeker');
  const shown = (element) => element && element.offsetParent !== null;

  const select = (row) => {
    rows().forEach((other) => other.classList.toggle('selected', other === row));
    const look = peeker(row);
    if (shown(look)) look.click();
  };

  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const from = at < 0 ? all.findIndex((row) => row.classList.contains('selected')) : at;
    const row = all[Math.min(all.length - 1, Math.max(0, from + by))];
    row.querySelector('th a').focus();
    row.scrollIntoView({ block: 'nearest' });
    select(row);
  };

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    '/': () => document.querySelector('[data-find]').focus(),
  };

  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === 'Escape' && typing) typing.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  document.addEventListener('click', (event) => {
    const row = event.target.closest('[data-rows] tbody tr');
    if (!row) return;
    if (event.target.closest('.peeker')) rows().forEach((other) => other.classList.toggle('selected', other === row));
    else if (!event.target.closest('a, button')) select(row);
  });

  for (const form of document.querySelectorAll('[data-auto]')) {
    form.querySelector('button').hidden = true;
    form.addEventListener('change', () => form.requestSubmit());
  }
})();
