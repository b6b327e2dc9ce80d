/* Passkeys: the one thing of sign-in that needs a script. A form says data-passkey="get" or "create"; its options stand
   in the JSON element that data-options names, or are fetched from its own address. Without WebAuthn all stays hidden. */
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const named = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  const read = async (form) => {
    const here = form.dataset.options && document.getElementById(form.dataset.options);
    if (here) return JSON.parse(here.textContent);
    const answer = await fetch(form.action, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  };

  const plain = (credential) => {
    const said = { clientDataJSON: 0, attestationObject: 0, authenticatorData: 0, signature: 0, userHandle: 0 };
    for (const name of Object.keys(said)) {
      const value = credential.response[name];
      if (value) said[name] = text(value); else delete said[name];
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: said,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const get = async (form) => {
    const { publicKey } = (await read(form)).request_options;
    publicKey.challenge = bytes(publicKey.challenge);
    publicKey.allowCredentials = named(publicKey.allowCredentials);
    return navigator.credentials.get({ publicKey });
  };

  // A passkey that opens the account by itself: kept on the device, and the device asks who holds it.
  const create = async (form) => {
    const { publicKey } = (await read(form)).creation_options;
    publicKey.challenge = bytes(publicKey.challenge);
    publicKey.user.id = bytes(publicKey.user.id);
    publicKey.excludeCredentials = named(publicKey.excludeCredentials);
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection, residentKey: 'required', requireResidentKey: true, userVerification: 'required',
    };
    return navigator.credentials.create({ publicKey });
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const sorry = form.querySelector('[data-passkey-error]');
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      if (form.credential.value) return;
      event.preventDefault();
      sorry.hidden = true;
      try {
        const credential = await (form.dataset.passkey === 'create' ? create(form) : get(form));
        form.credential.value = JSON.stringify(plain(credential));
        form.submit();
      } catch {
        sorry.hidden = false;
      }
    });
  }
})();
