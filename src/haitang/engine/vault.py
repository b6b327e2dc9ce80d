"""Vault 保险柜: contacts sealed by AES-256-GCM (NIST SP 800-38D), masked by default."""

import hashlib
import re
import secrets
from base64 import b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from haitang.kernel.errors import NotNow
from haitang.kernel.kept import kept
from haitang.kernel.words import Words
from haitang.records.contact import Contact
from haitang.records.party import Organization

_NONCE = 12


class Unopenable(NotNow):
    """打不开: the key is not here, or the sealed text was altered or moved to another organization."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                zh="这个联系方式打不开，请告诉管理员", en="This contact cannot be opened; please tell the administrator"
            )
        )


def _keys() -> dict[str, bytes]:
    """Every key in the key file by its id, oldest first: a line is an id and 32 bytes in hex."""
    text = kept(Path(settings.VAULT_KEY_FILE), lambda: f"k1 {secrets.token_hex(32)}\n")
    return {name: bytes.fromhex(value) for name, value in (row.split() for row in text.splitlines() if row)}


def seal(text: str, organization: Organization) -> Contact:
    """A contact (unsaved) whose text is encrypted under the newest key; the organization is bound in."""
    key_id, key = list(_keys().items())[-1]
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), organization.code.encode())
    return Contact(organization=organization, channel=channel_of(text), mask=mask(text), key_id=key_id, sealed=sealed)


def unseal(contact: Contact) -> str:
    """The text of a contact, for deliveries; people go through `looking.look`. Unopenable when it cannot be."""
    sealed = bytes(contact.sealed)
    try:
        key = AESGCM(_keys()[contact.key_id])
        return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], contact.organization.code.encode()).decode()
    except (KeyError, ValueError, InvalidTag):
        raise Unopenable from None


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


def fingerprint() -> str:
    """A short name of the newest key, for `haitang check`; not the key."""
    key_id, key = list(_keys().items())[-1]
    return f"{key_id}:{b64encode(hashlib.sha256(key).digest()[:6]).decode()}"
