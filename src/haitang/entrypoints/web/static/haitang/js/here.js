/* Where I stand, on a tap and for this one answer: the only file that asks a phone for its place. Nothing is kept. */
(() => {
  const form = document.querySelector('[data-here]');
  if (!form || !navigator.geolocation || !window.isSecureContext) return;
  const button = form.querySelector('button');
  const wrong = form.querySelector('[role=status]');
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    if (form.elements.longitude.value) return;
    event.preventDefault();
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.longitude.value = coords.longitude.toFixed(4);
        form.elements.latitude.value = coords.latitude.toFixed(4);
        form.submit();
      },
      () => {
        button.disabled = false;
        wrong.textContent = form.dataset.unknown;
      },
      { timeout: 10000, maximumAge: 60000 },
    );
  });
})();
