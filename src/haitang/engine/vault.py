"""Vault 保险柜: contacts sealed by AES-256-GCM, masked by default; opening one leaves a reading its subject can see."""

import hashlib
import re
import secrets
from base64 import b64encode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from haitang.engine import clock
from haitang.kernel.canonical import canonical
from haitang.records.contact import Contact, Reading
from haitang.records.party import Organization

_NONCE = 12


def _keys() -> dict[str, bytes]:
    """Every key in the key file by its id, oldest first; the file is made at the first use, mode 0600."""
    path = settings.VAULT_KEY_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"k1 {secrets.token_hex(32)}\n")
    return {name: bytes.fromhex(value) for name, value in (row.split() for row in path.read_text().splitlines() if row)}


def seal(text: str, organization: Organization) -> Contact:
    """A contact (unsaved) whose text is encrypted under the newest key; the organization is bound in."""
    key_id, key = list(_keys().items())[-1]
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), organization.code.encode())
    return Contact(organization=organization, channel=channel_of(text), mask=mask(text), key_id=key_id, sealed=sealed)


def unseal(contact: Contact) -> str:
    """The text of a contact, for deliveries; people go through `read`."""
    sealed = bytes(contact.sealed)
    key = _keys()[contact.key_id]
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], contact.organization.code.encode()).decode()


def channel_of(text: str) -> str:
    """`email`, `phone` or `other`, by the look of it."""
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        return "email"
    return "phone" if re.fullmatch(r"[+0-9 ()\-]{5,20}", text) else "other"


def mask(text: str) -> str:
    """What lists may show: 138····10, r···@e···."""
    if channel_of(text) == "email":
        name, _, host = text.partition("@")
        return f"{name[0]}···@{host[0]}···"
    return f"{text[:3]}····{text[-2:]}" if len(text) >= 8 else "····"


def record_reading(contact: Contact, account: int, office: str, reason: str) -> Reading:
    """Chain one reading to the contact's last; the caller holds the gate's key."""
    last = Reading.objects.filter(contact=contact).order_by("-id").first()
    previous = last.digest if last else ""
    at = clock.now()
    text = canonical([contact.pk, account, office, reason, at.isoformat(), previous])
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Reading.objects.create(
        contact=contact, account_id=account, office=office, reason=reason, at=at, previous=previous, digest=digest
    )


def fingerprint() -> str:
    """A short name of the newest key, for `haitang check`; not the key."""
    key_id, key = list(_keys().items())[-1]
    return f"{key_id}:{b64encode(hashlib.sha256(key).digest()[:6]).decode()}"
