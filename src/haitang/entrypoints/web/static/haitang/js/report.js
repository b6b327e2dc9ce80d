/* The report form: whoever types of a danger sees its numbers at once. The server asks again in any case. */
(() => {
  const words = document.getElementById('f-words');
  const dangers = document.querySelector('[data-dangers]');
  if (!words || !dangers) return;
  const APART = 16;
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const ascii = (text) => /^[\x20-\x7e]+$/.test(text);
  const found = (text, flags) => new RegExp(ascii(text) ? `\\b${escaped(text)}\\b` : escaped(text), flags);
  const spoken = dangers.dataset.dangers.split('|').sort((a, b) => b.length - a.length);
  const alarms = [...dangers.children].map((section) => [
    section,
    section.dataset.danger.split('|').map((phrase) => phrase.split('+')),
  ]);

  const together = (parts, text) => {
    const reach = APART + Math.max(...parts.map((part) => part.length));
    return [...text.matchAll(found(parts[0], 'g'))].some(({ index, 0: first }) => {
      const near = text.slice(Math.max(0, index - reach), index + first.length + reach);
      return parts.slice(1).every((part) => found(part).test(near));
    });
  };

  const look = () => {
    const text = spoken.reduce((left, part) => left.replace(found(part, 'g'), '·'), words.value.toLowerCase());
    const met = alarms.find(([, phrases]) => phrases.some((parts) => together(parts, text)));
    for (const [section] of alarms) {
      const shown = met && section === met[0];
      const fresh = shown && section.hidden;
      section.hidden = !shown;
      if (fresh) section.scrollIntoView({ block: 'nearest' });
    }
  };

  words.addEventListener('input', look);
  look();
})();
