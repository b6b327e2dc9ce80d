"""Vault 保险柜: contacts sealed by AES-256-GCM (NIST SP 800-38D), masked by default.

Envelope encryption: every contact has a data key of its own, and a master key of the keyring wraps it. Turning to a
new master key rewraps the small data keys and touches no text. Both layers bind the organization and the contact's own
name, so that neither half can be moved to another contact.
"""

import re
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from haitang.engine import keyring
from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words
from haitang.records.contact import Contact
from haitang.records.party import Organization

_NONCE, _KEY = 12, 32
_BROKEN = (KeyError, ValueError, InvalidTag)


class Unopenable(NotNow):
    """打不开: the key is not here, or the sealed text was altered or moved to another contact or organization."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                zh="这个联系方式打不开，请告诉管理员", en="This contact cannot be opened; please tell the administrator"
            )
        )


def seal(text: str, organization: Organization) -> Contact:
    """A contact (unsaved) under a data key of its own, wrapped by the newest master key."""
    contact = Contact(organization=organization, name=secrets.token_hex(16))
    reseal(contact, text)
    return contact


def reseal(contact: Contact, text: str) -> None:
    """Give a contact (not saved here) another text under another data key; its name and its readings stay."""
    data_key = secrets.token_bytes(_KEY)
    contact.channel, contact.mask = channel_of(text), mask(text)
    contact.sealed = _encrypted(data_key, text.encode(), _bound(contact, "text"))
    master, key = next(iter(keyring.ready().items()))
    _wrap(contact, data_key, master, key)


def unseal(contact: Contact) -> str:
    """The text of a contact, for deliveries; people go through `looking.look`. Unopenable when it cannot be."""
    try:
        keys = keyring.keys()
        if not contact.wrapped:  # sealed before there were data keys
            code = contact.organization.code.encode()
            return _decrypted(keys[contact.key_id], bytes(contact.sealed), code).decode()
        return _decrypted(_data_key(contact, keys), bytes(contact.sealed), _bound(contact, "text")).decode()
    except (*_BROKEN, keyring.NoKeyring):
        raise Unopenable from None


def rewrap(contact: Contact, keys: Mapping[str, bytes]) -> None:
    """Wrap the data key of a contact (not saved here) under the first of `keys`; Unopenable when it cannot be."""
    master, key = next(iter(keys.items()))
    if not contact.wrapped:
        contact.name = contact.name or secrets.token_hex(16)
        reseal(contact, unseal(contact))
        return
    try:
        _wrap(contact, _data_key(contact, keys), master, key)
    except _BROKEN:
        raise Unopenable from None


def _wrap(contact: Contact, data_key: bytes, master: str, key: bytes) -> None:
    contact.key_id, contact.wrapped = master, _encrypted(key, data_key, _bound(contact, f"key {master}"))


def _data_key(contact: Contact, keys: Mapping[str, bytes]) -> bytes:
    return _decrypted(keys[contact.key_id], bytes(contact.wrapped), _bound(contact, f"key {contact.key_id}"))


def _bound(contact: Contact, what: str) -> bytes:
    """What is authenticated beside the text: whose it is, which contact, and which of the two layers."""
    return f"haitang-vault/2 {contact.organization.code} {contact.name} {what}".encode()


def _encrypted(key: bytes, text: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, bound)


def _decrypted(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)


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
    """The name of the newest master key, for `haitang check`; made at its first use."""
    return next(iter(keyring.ready()))
