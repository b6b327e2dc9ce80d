/* The desk by keyboard and by click: enhancement only. j and k move, h and l change the column, x chooses, Enter opens
   (it is a link), / finds, ? helps. */
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

  const columns = () => [...document.querySelectorAll('[data-board] section')].map((one) => [...one.querySelectorAll('.card > a:first-child')]);

  const walk = (down, across) => {
    const all = columns();
    const column = all.findIndex((links) => links.includes(document.activeElement));
    if (column < 0) return void all.flat()[0]?.focus();
    const row = all[column].indexOf(document.activeElement);
    const beside = across ? all.filter((links, at) => links.length && (at - column) * across > 0) : [];
    const to = across ? beside[across > 0 ? 0 : beside.length - 1] || all[column] : all[column];
    to[Math.max(0, Math.min(to.length - 1, row + down))].focus();
  };

  const onBoard = () => document.querySelector('[data-board]');
  const choose = () => {
    const row = rows().find((one) => one.contains(document.activeElement) || one.classList.contains('selected'));
    const box = row && row.querySelector('.choose input');
    if (box) box.checked = !box.checked;
  };

  const keys = {
    j: () => (onBoard() ? walk(1, 0) : step(1)),
    k: () => (onBoard() ? walk(-1, 0) : step(-1)),
    h: () => onBoard() && walk(0, -1),
    l: () => onBoard() && walk(0, 1),
    x: choose,
    '/': () => document.querySelector('[data-find]')?.focus(),
    '?': () => document.getElementById('keys')?.showModal(),
  };

  for (const all of document.querySelectorAll('[data-all]')) {
    all.hidden = false;
    all.addEventListener('click', () => {
      const boxes = [...all.form.querySelectorAll('.choose input')];
      const on = boxes.some((box) => !box.checked);
      boxes.forEach((box) => { box.checked = on; });
    });
  }

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
    else if (!event.target.closest('a, button, label')) select(row);
  });

  for (const form of document.querySelectorAll('[data-auto]')) {
    form.querySelector('button').hidden = true;
    form.addEventListener('change', () => form.requestSubmit());
  }
})();
