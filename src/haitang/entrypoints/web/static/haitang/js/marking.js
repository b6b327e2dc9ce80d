/* Marking areas of a photo: enhancement only. Drawn rectangles go, in thousandths, into the hidden input of the form. */
(() => {
  const figure = document.querySelector('[data-marking]');
  if (!figure) return;
  const image = figure.querySelector('img');
  const input = document.getElementById(figure.dataset.marking);
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  const areas = input.value.split(' ').filter(Boolean).map((area) => area.split(',').map(Number));
  let start = null;
  let now = null;

  const thousandth = (value) => Math.round(Math.min(1, Math.max(0, value)) * 1000);
  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    return [thousandth((event.clientX - box.left) / box.width), thousandth((event.clientY - box.top) / box.height)];
  };
  const between = (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])];

  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    const shown = start ? [...areas, between(start, now)] : areas;
    for (const [left, top, width, height] of shown) {
      const box = [left * canvas.width, top * canvas.height, width * canvas.width, height * canvas.height].map((n) => n / 1000);
      pen.fillStyle = 'rgba(20, 20, 20, .72)';
      pen.fillRect(...box);
      pen.lineWidth = 3;
      pen.strokeStyle = '#fff';
      pen.strokeRect(...box);
    }
    input.value = areas.map((area) => area.join(',')).join(' ');
    document.querySelector('[data-marked-count]').textContent = areas.length;
  };

  const fit = () => {
    canvas.width = image.clientWidth * window.devicePixelRatio;
    canvas.height = image.clientHeight * window.devicePixelRatio;
    draw();
  };

  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    start = now = spot(event);
    event.preventDefault();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!start) return;
    now = spot(event);
    draw();
  });
  canvas.addEventListener('pointerup', () => {
    if (!start) return;
    const area = between(start, now);
    start = null;
    if (area[2] > 4 && area[3] > 4 && areas.length < 20) areas.push(area);
    draw();
  });
  canvas.addEventListener('pointercancel', () => {
    start = null;
    draw();
  });
  document.querySelector('[data-unmark]').addEventListener('click', () => {
    areas.pop();
    draw();
  });

  canvas.setAttribute('aria-hidden', 'true');
  figure.append(canvas);
  document.querySelectorAll('[data-marked]').forEach((part) => { part.hidden = false; });
  new ResizeObserver(fit).observe(image);
  fit();
})();
