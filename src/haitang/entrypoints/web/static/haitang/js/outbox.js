/* What staff record on a bad line waits in this phone until the server has it: one record, one key, one change.
   Photos go one by one, each against the server's receipt; nothing is deleted here before its receipt is there.
   No coordinates. Attributes: docs/design.md. Without IndexedDB the forms are sent as they always were. */
(() => {
  const box = document.querySelector('[data-outbox]');
  if (!box || !window.indexedDB) return;
  const said = box.dataset;
  const list = box.querySelector('ul');
  const line = box.querySelector('[role=status]');
  const token = () => document.querySelector('[name=csrfmiddlewaretoken]').value;
  const KEPT = 24 * 60 * 60 * 1000;
  const LONGEST = 1600;

  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const opened = new Promise((done, failed) => {
    const request = indexedDB.open('haitang-outbox', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('records', { keyPath: 'id' });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const store = async (mode) => (await opened).transaction('records', mode).objectStore('records');
  // A write counts once its transaction is on the disk, not when it was asked for.
  const written = async (act) => {
    const records = await store('readwrite');
    act(records);
    return new Promise((done, failed) => {
      records.transaction.oncomplete = () => done();
      records.transaction.onabort = () => failed(records.transaction.error);
      records.transaction.onerror = () => failed(records.transaction.error);
    });
  };
  const put = (record) => written((records) => records.put(record));
  const drop = (id) => written((records) => records.delete(id));
  const all = async () => {
    const found = await asked((await store('readonly')).getAll());
    return found.filter((record) => record.who === said.who).sort((a, b) => a.at - b.at);
  };

  // randomUUID is there on TLS and localhost only; an intranet may have neither.
  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return [...bytes].map((byte, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + byte.toString(16).padStart(2, '0')).join('');
  };

  // Smaller before it travels, and drawn anew: where it was taken does not leave the phone.
  const shrunk = async (file) => {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      return await new Promise((done) => canvas.toBlob((blob) => done(blob || file), 'image/jpeg', 0.8));
    } catch {
      return file;
    }
  };

  const recordOf = async (form) => {
    const fields = {};
    const photos = [];
    for (const [name, value] of new FormData(form)) {
      if (value instanceof File) {
        if (value.size) photos.push({ blob: await shrunk(value) });
      } else if (name === 'photos') photos.push({ digest: value });
      else if (!['key', 'expect', 'next', 'csrfmiddlewaretoken'].includes(name) && value !== '') fields[name] = value;
    }
    const expect = form.elements.expect ? form.elements.expect.value : '';
    return {
      id: uuid(), who: said.who, command: form.dataset.outboxForm, title: form.dataset.title, at: Date.now(),
      expect, fields, photos, state: 'waiting', why: '',
    };
  };

  // The talk with the server. `Later` is worth another try; whatever else comes back is its last word.
  class Later extends Error {}
  class SignIn extends Error {}
  class Refused extends Error {}

  const send = async (url, body, headers, seconds) => {
    const patience = new AbortController();
    const bell = setTimeout(() => patience.abort(), seconds * 1000);
    let answer;
    let told;
    try {
      answer = await fetch(url, {
        method: 'POST', body, headers: { 'X-CSRFToken': token(), ...headers }, signal: patience.signal,
      });
      told = await answer.json();
    } catch {
      throw new Later();
    } finally {
      clearTimeout(bell);
    }
    if (answer.ok) return told;
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Later();
    if (answer.status === 403 && !(await signedIn())) throw new SignIn();
    const refusal = new Refused([told.message, ...(told.problems || []).map((one) => one.message)].join(' · '));
    refusal.fields = (told.problems || []).map((one) => one.field);
    throw refusal;
  };

  const signedIn = async () => {
    try {
      return (await fetch(said.page, { redirect: 'manual', cache: 'no-store' })).ok;
    } catch {
      throw new Later();
    }
  };

  const deliver = async (record) => {
    for (const photo of record.photos) {
      if (photo.digest) continue;
      const body = new FormData();
      body.append('photo', photo.blob, 'photo.jpg');
      photo.digest = (await send(`${said.api}photos`, body, {}, 120)).digest;
      await put(record);
    }
    const given = { ...record.fields };
    if (record.photos.length) given.photos = record.photos.map((photo) => photo.digest);
    const url = `${said.api}commands/${record.command}${record.expect ? `?expect=${record.expect}` : ''}`;
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': record.id };
    try {
      record.receipt = (await send(url, JSON.stringify(given), headers, 30)).entry;
    } catch (refusal) {
      // Photos that waited longer than a day were let go by the server: they go again, from here.
      const gone = refusal instanceof Refused && refusal.fields.includes('photos') && record.photos.some((p) => p.blob);
      if (!gone || record.again) throw refusal;
      record.again = true;
      for (const photo of record.photos) if (photo.blob) delete photo.digest;
      await put(record);
      throw new Later();
    }
  };

  let busy = false;
  let tries = 0;
  let bell = 0;
  const flush = async () => {
    if (busy) return;
    busy = true;
    clearTimeout(bell);
    let later = false;
    try {
      for (const record of await all()) {
        if (record.state === 'sent' || record.state === 'refused') continue;
        await mark(record, 'sending');
        try {
          await deliver(record);
          record.photos = record.photos.map(({ digest }) => ({ digest }));
          record.sent = Date.now();
          await mark(record, 'sent');
          tries = 0;
          leave(record);
        } catch (error) {
          if (error instanceof Refused) await mark(record, 'refused', error.message);
          else await mark(record, 'waiting', error instanceof SignIn ? said.signIn : '');
          later = later || error instanceof Later;
          if (error instanceof Later || error instanceof SignIn) break;
        }
      }
    } finally {
      busy = false;
    }
    if (later) {
      tries += 1;
      bell = setTimeout(flush, Math.min(60, 2 ** Math.min(tries, 6)) * 500 * (1 + Math.random()));
    }
  };

  const mark = async (record, state, why = '') => {
    Object.assign(record, { state, why });
    await put(record);
    await paint();
  };

  // Where one form is the whole page, the page has done its work once the form is there.
  let from = '';
  const leave = (record) => {
    if (from === record.id && said.next) window.location.assign(said.next);
  };

  const button = (label, act) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'button outline small';
    made.textContent = label;
    made.addEventListener('click', act);
    return made;
  };

  const paint = async () => {
    const records = await all();
    box.hidden = !records.length;
    const left = records.filter((record) => record.state !== 'sent').length;
    line.textContent = left ? said.left.replace('0', left) : said.none;
    box.dataset.pending = left;
    list.replaceChildren(...records.map((record) => {
      const item = document.createElement('li');
      item.dataset.state = record.state;
      const title = document.createElement('b');
      title.textContent = record.title;
      const word = document.createElement('span');
      word.textContent = [said[record.state], record.why].filter(Boolean).join(' · ');
      item.append(title, word);
      if (record.state === 'refused') {
        const look = Object.assign(document.createElement('a'), {
          href: said.matter.replace('NUMBER', encodeURIComponent(record.fields.matter || '')), textContent: said.look,
        });
        item.append(
          look,
          // Whoever has looked at the matter as it is now sends it for that.
          button(said.sendAgain, async () => { record.expect = ''; await mark(record, 'waiting'); flush(); }),
          button(said.drop, async () => { await drop(record.id); card(record, false); await paint(); }),
        );
      }
      card(record, record.state !== 'refused');
      return item;
    }));
  };

  // A card whose claim waits here is not filled in a second time.
  const card = (record, hidden) => {
    const found = document.querySelector(`[data-card="${CSS.escape(record.fields.matter || '')}"]`);
    if (!found) return;
    for (const part of found.querySelectorAll('[data-until-sent]')) part.hidden = hidden;
    const word = found.querySelector('[data-card-state]');
    word.hidden = !hidden;
    word.textContent = hidden ? said[record.state] : '';
  };

  for (const form of document.querySelectorAll('[data-outbox-form]')) {
    form.addEventListener('submit', async (event) => {
      if (!form.checkValidity()) return; // the server says what is missing
      event.preventDefault();
      try {
        const record = await recordOf(form);
        await put(record);
        from = form.hasAttribute('data-alone') ? record.id : '';
        if (from) form.hidden = true;
      } catch {
        form.submit();
        return;
      }
      navigator.storage?.persist?.();
      await paint();
      box.scrollIntoView({ block: 'nearest' });
      flush();
    });
  }

  // Leaving for good while something waits: asked once. A phone is often somebody else's the next night.
  for (const form of document.querySelectorAll('form[action$="/sign-out"], form.leave')) {
    form.addEventListener('submit', (event) => {
      if (Number(box.dataset.pending) && !window.confirm(said.stay)) event.preventDefault();
    });
  }

  window.addEventListener('online', () => { tries = 0; flush(); });
  document.addEventListener('visibilitychange', () => document.hidden || flush());
  (async () => {
    for (const record of await all()) if (record.sent && Date.now() - record.sent > KEPT) await drop(record.id);
    await paint();
    flush();
  })();
})();
