/* Enhancement only: every page works without this file. Attributes are listed in docs/design.md. */
(() => {
  const root = document.documentElement;
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const zh = root.lang.startsWith('zh');

  // Follow the text size chosen inside WeChat, unless the reader chose one here.
  try {
    const scale = JSON.parse(window.__wxWebEnv.getEnv()).fontScale;
    if (!root.dataset.size && scale >= 130) root.dataset.size = scale >= 160 ? 'huge' : 'elder';
  } catch { /* not inside WeChat */ }

  const read = (where) => {
    const speech = window.speechSynthesis;
    if (speech.speaking) return speech.cancel();
    const words = new SpeechSynthesisUtterance(document.querySelector(where || 'main').innerText);
    words.lang = root.lang;
    words.rate = 0.9;
    speech.speak(words);
  };

  // A code and the words below it, drawn on a canvas and handed over as a PNG.
  const save = (button) => {
    const drawing = document.getElementById(button.dataset.save).querySelector('svg');
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 720 });
    const pen = canvas.getContext('2d');
    const scale = 600 / drawing.viewBox.baseVal.width;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, 640, 720);
    pen.fillStyle = '#000';
    pen.textAlign = 'center';
    pen.font = '600 40px sans-serif';
    pen.fillText(button.dataset.name, 320, 680);
    pen.setTransform(scale, 0, 0, scale, 20, 20);
    for (const path of all('path', drawing)) pen.stroke(new Path2D(path.getAttribute('d')));
    Object.assign(document.createElement('a'), { download: `${button.dataset.name}.png`, href: canvas.toDataURL() }).click();
  };

  const acts = {
    read: (button) => read(button.dataset.read),
    print: () => window.print(),
    save,
    open: (button) => document.getElementById(button.dataset.open).showModal(),
    close: (button) => button.closest('dialog').close(),
  };

  for (const [name, act] of Object.entries(acts)) {
    for (const button of all(`[data-${name}]`)) {
      button.hidden = name === 'read' && !window.speechSynthesis;
      button.addEventListener('click', () => act(button));
    }
  }

  // Thumbnails before anything is sent.
  const shrink = async (file) => {
    const picture = await createImageBitmap(file);
    const side = Math.min(picture.width, picture.height);
    const canvas = Object.assign(document.createElement('canvas'), { width: 300, height: 300 });
    canvas.getContext('2d')
      .drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 300, 300);
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', file.name);
    return canvas;
  };
  for (const shots of all('[data-shots]')) {
    shots.addEventListener('change', async (event) => {
      const canvases = await Promise.all([...event.target.files].slice(0, 9).map(shrink));
      all('canvas', shots).forEach((old) => old.remove());
      shots.prepend(...canvases);
    });
  }

  // A draft lives in this tab only, until a page says that it was sent.
  const draft = (area) => `draft:${area.form.dataset.draft}:${area.name}`;
  try {
    const kept = window.sessionStorage;
    for (const area of all('[data-draft] textarea')) {
      area.value = area.value || kept.getItem(draft(area)) || '';
      area.addEventListener('input', () => kept.setItem(draft(area), area.value));
    }
    for (const { dataset } of all('[data-draft-done]')) {
      const mine = (key) => key.startsWith(`draft:${dataset.draftDone}:`);
      Object.keys(kept).filter(mine).forEach((key) => kept.removeItem(key));
    }
  } catch { /* a browser that keeps nothing */ }

  for (const form of all('form[data-once]')) {
    form.addEventListener('submit', (event) => setTimeout(() => {
      if (event.submitter) event.submitter.textContent = zh ? '正在交…' : 'Sending…';
      all('button', form).forEach((button) => { button.disabled = true; });
    }));
  }
  // Back to a page the browser kept: its buttons must work again.
  window.addEventListener('pageshow', (event) => event.persisted && window.location.reload());

  // The secret stands behind #, so that no server logs it.
  const field = document.querySelector('[data-secret]');
  const parts = /^#(.+)-([^-]+)$/.exec(decodeURIComponent(window.location.hash));
  if (field && parts) {
    const number = document.querySelector('[data-number]');
    if (number) number.value = parts[1];
    field.value = parts[2];
    history.replaceState(null, '', window.location.pathname + window.location.search);
    field.form.submit();
  }

  document.querySelector('[data-focus]')?.focus();
})();
