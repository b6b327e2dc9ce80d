/* Drawing an outline: each tap on the surface adds a corner to the list below it; the list is what is sent. */
(() => {
  const surface = document.querySelector('[data-outline]');
  const list = surface && document.getElementById(surface.dataset.outline);
  if (!list) return;
  const { west, north, degrees, shorter } = Object.fromEntries(
    Object.entries(surface.dataset).map(([name, value]) => [name, Number(value)]));
  const own = surface.querySelector('.own');
  const corners = () => list.value.split('\n').map(line => line.split(/[,，]/).map(Number))
    .filter(pair => pair.length === 2 && pair.every(Number.isFinite));
  const draw = () => own.setAttribute('points', corners()
    .map(([x, y]) => `${(x - west) / degrees},${(north - y) / degrees / shorter}`).join(' '));
  const keep = made => { list.value = made.map(([x, y]) => `${x}, ${y}`).join('\n'); draw(); };
  surface.addEventListener('click', event => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(surface.getScreenCTM().inverse());
    keep([...corners(), [west + at.x * degrees, north - at.y * degrees * shorter].map(n => Number(n.toFixed(6)))]);
  });
  list.addEventListener('input', draw);
  const button = (mark, act) => {
    const found = document.querySelector(mark);
    if (found) { found.hidden = false; found.addEventListener('click', act); }
  };
  button('[data-outline-back]', () => keep(corners().slice(0, -1)));
  button('[data-outline-clear]', () => keep([]));
})();
