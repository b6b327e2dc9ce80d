"""Keyring 钥匙串: the master keys of the vault, one a line in `vault.key`: an id and 32 bytes in hex, the newest first.

An id is the beginning of its key's SHA-256, so that a line whose bytes were exchanged is known as such. The file is
read at every use: a server meets a new key as soon as it is there, without being told.
"""

import fcntl
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from haitang.kernel.errors import NotNow
from haitang.kernel.kept import kept
from haitang.kernel.words import Words
from haitang.records.contact import Contact

_BYTES = 32
_LINE = re.compile(r"(\S+) ([0-9a-f]{64})")


class NoKeyring(NotNow):
    """没有钥匙: the key file is gone or cannot be read; nothing may be sealed or opened until it is put back."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Words(
                zh=f"保险柜的钥匙不在或读不出（{path}）：请把备份的 vault.key 放回原处",
                en=f"The vault's key is missing or cannot be read ({path}): put your copy of vault.key back in its place",
            )
        )


def keys() -> dict[str, bytes]:
    """Every master key by its id, the newest first; NoKeyring when the file is not there or is not a keyring."""
    try:
        return _parsed(path().read_text())
    except (OSError, ValueError):
        raise NoKeyring(path()) from None


def ready() -> dict[str, bytes]:
    """The same, made at the very first use. Never where something was sealed before: that key must come back."""
    if not path().exists():
        if Contact.objects.exists():
            raise NoKeyring(path())
        begin()
    return keys()


def begin() -> None:
    """Make the first key, unless the file is there already, whoever comes first."""
    kept(path(), lambda: _line(secrets.token_bytes(_BYTES)))


def add() -> str:
    """Put a new key before the others and give its id. Whole or not at all; call it within `alone`."""
    key = secrets.token_bytes(_BYTES)
    _write(_line(key) + path().read_text())
    return id_of(key)


def drop(name: str) -> None:
    """Take a key that nothing uses out of the file; call it within `alone`."""
    _write("".join(_text(each, key) for each, key in keys().items() if each != name))


def newest() -> str:
    """The id of the key that seals now."""
    return next(iter(keys()))


def id_of(key: bytes) -> str:
    """The name of a key; it tells nothing of its bytes."""
    return f"k{hashlib.sha256(key).hexdigest()[:10]}"


def path() -> Path:
    """Where the keyring lies."""
    return Path(settings.VAULT_KEY_FILE)


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else changes the keyring meanwhile; a lock of the operating system, gone with its process."""
    with path().with_name(f"{path().name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _parsed(text: str) -> dict[str, bytes]:
    """The keys of a text; ValueError when it is no keyring, or a line's id is not that of its bytes."""
    found: dict[str, bytes] = {}
    for row in filter(None, text.splitlines()):
        match = _LINE.fullmatch(row.strip())
        if match is None:
            raise ValueError("not a line of a keyring")
        found[match[1]] = bytes.fromhex(match[2])
    if not found or any(len(name) == 11 and name != id_of(key) for name, key in found.items()):
        raise ValueError("no key, or a key under another's name")
    return found


def _line(key: bytes) -> str:
    return _text(id_of(key), key)


def _text(name: str, key: bytes) -> str:
    return f"{name} {key.hex()}\n"


def _write(text: str) -> None:
    """Temporary file of mode 0600, fsync, rename: a reader sees the old keyring or the new one."""
    waiting = path().with_name(f".{path().name}.{secrets.token_hex(4)}")
    with open(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    waiting.replace(path())
