/* Drawing an outline: corners are dragged, added by a tap and taken away; the list below is what is sent.
   Keyboard: a corner takes the focus, arrows move it (Shift: ten times as far), Delete takes it away, Enter adds one. */
(() => {
  const surface = document.querySelector('[data-outline]');
  const list = surface && document.getElementById(surface.dataset.outline);
  if (!list) return;
  const { west, north, degrees, shorter } = Object.fromEntries(
    ['west', 'north', 'degrees', 'shorter'].map(name => [name, Number(surface.dataset[name])]));
  const own = surface.querySelector('.own');
  const handles = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  handles.setAttribute('class', 'handles');
  surface.append(handles);
  const corners = () => list.value.split('\n').map(line => line.split(/[,，]/).map(Number))
    .filter(pair => pair.length === 2 && pair.every(Number.isFinite));
  const open = made => made.length > 3 && made[0].join() === made.at(-1).join() ? made.slice(0, -1) : made;
  const drawn = ([x, y]) => [(x - west) / degrees, (north - y) / degrees / shorter];
  const where = (x, y) => [west + x * degrees, north - y * degrees * shorter].map(n => Number(n.toFixed(6)));
  const at = event => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(surface.getScreenCTM().inverse());
    return [point.x, point.y];
  };
  const radius = () => 9 / (surface.getScreenCTM()?.a || 1);
  const draw = () => {
    const made = open(corners());
    own.setAttribute('points', made.map(corner => drawn(corner).join()).join(' '));
    handles.replaceChildren(...made.map((corner, index) => {
      const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
      const [x, y] = drawn(corner);
      for (const [name, value] of Object.entries({ cx: x, cy: y, r: radius(), tabindex: 0, role: 'button',
        'aria-label': `${surface.dataset.corner} ${index + 1}: ${corner.join(', ')}` })) dot.setAttribute(name, value);
      dot.dataset.index = index;
      return dot;
    }));
  };
  const keep = (made, focus) => {
    list.value = made.map(([x, y]) => `${x}, ${y}`).join('\n');
    draw();
    if (focus !== undefined) handles.children[Math.min(focus, made.length - 1)]?.focus();
  };
  const away = (p, a, b) => {
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const t = Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)));
    return Math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
  };
  const add = point => {
    const made = open(corners());
    if (made.length < 3) return keep([...made, where(...point)]);
    const points = made.map(drawn);
    const edges = points.map((a, i) => away(point, a, points[(i + 1) % points.length]));
    const nearest = edges.indexOf(Math.min(...edges));
    keep(made.toSpliced(nearest + 1, 0, where(...point)), nearest + 1);
  };
  let held = null;
  let moved = false;
  surface.addEventListener('pointerdown', event => {
    held = event.target.dataset?.index ?? null;
    moved = false;
    if (held !== null) surface.setPointerCapture(event.pointerId);
  });
  surface.addEventListener('pointermove', event => {
    if (held === null) return;
    moved = true;
    keep(open(corners()).with(held, where(...at(event))));
  });
  surface.addEventListener('pointerup', () => { held = null; });
  surface.addEventListener('click', event => {
    if (!moved && event.target.dataset?.index === undefined) add(at(event));
    moved = false;
  });
  surface.addEventListener('dblclick', event => {
    const index = event.target.dataset?.index;
    if (index !== undefined) keep(open(corners()).toSpliced(index, 1), Number(index));
  });
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  handles.addEventListener('keydown', event => {
    const index = Number(event.target.dataset.index);
    const made = open(corners());
    const step = steps[event.key];
    if (step) {
      const far = event.shiftKey ? 10 : 1;
      const [x, y] = drawn(made[index]);
      keep(made.with(index, where(x + step[0] * far, y + step[1] * far)), index);
    } else if (event.key === 'Delete' || event.key === 'Backspace') keep(made.toSpliced(index, 1), index);
    else if (event.key === 'Enter') {
      const [a, b] = [drawn(made[index]), drawn(made[(index + 1) % made.length])];
      keep(made.toSpliced(index + 1, 0, where((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)), index + 1);
    } else return;
    event.preventDefault();
  });
  list.addEventListener('input', draw);
  addEventListener('resize', draw);
  const button = (mark, act) => {
    const found = document.querySelector(mark);
    if (found) { found.hidden = false; found.addEventListener('click', act); }
  };
  button('[data-outline-back]', () => keep(open(corners()).slice(0, -1)));
  button('[data-outline-clear]', () => keep([]));
  draw();
})();
