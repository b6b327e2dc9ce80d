/* Choosing a place on the drawn map: a tap sets the field «place» of the form around it and draws the map again.
   Without this script a shape is a link to the form with its place chosen. */
(() => {
  if (window.haitangPick) return;
  window.haitangPick = true;
  const set = (field, code, name) => {
    if (field instanceof HTMLSelectElement && ![...field.options].some(option => option.value === code)) {
      field.add(new Option(name, code));
    }
    field.value = code;
  };
  const draw = async (map, code, focus) => {
    const answer = await fetch(`${map.dataset.pickMap}?place=${encodeURIComponent(code)}`);
    if (!answer.ok) return;
    const made = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-pick-map]');
    if (!made) return;
    made.querySelectorAll('script').forEach(script => script.remove());
    map.replaceWith(made);
    if (focus) made.querySelector('[role=status]').focus({ preventScroll: true });
  };
  const fieldOf = map => map.closest('form')?.elements.namedItem('place');
  document.addEventListener('click', event => {
    const link = event.target.closest('[data-pick]');
    const map = link?.closest('[data-pick-map]');
    const field = map && fieldOf(map);
    if (!field || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    set(field, link.dataset.pick, link.querySelector('title')?.textContent || '');
    draw(map, link.dataset.pick, true).catch(() => {});
  });
  document.addEventListener('change', event => {
    const map = event.target.name === 'place' && event.target.form?.querySelector('[data-pick-map]');
    if (map) draw(map, event.target.value, false).catch(() => {});
  });
})();
