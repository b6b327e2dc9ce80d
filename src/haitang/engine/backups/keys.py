"""Keys 备份密钥: files in the format of age (age-encryption.org), so that an archive can be opened without Haitang too.

A file with an identity (`AGE-SECRET-KEY-1…`) seals and opens. One with recipients alone (`age1…`) only seals: a machine
that keeps nothing else cannot read its own backups, and neither can whoever steals it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from haitang.kernel.errors import Invalid, NotNow
from haitang.kernel.words import Words

_SECRET, _PUBLIC = "AGE-SECRET-KEY-1", "age1"


@dataclass(frozen=True, slots=True)
class Keys:
    """Whom an archive is sealed for, and what opens it; both empty for an archive in plain."""

    recipients: tuple[x25519.Recipient, ...] = ()
    identities: tuple[x25519.Identity, ...] = ()


PLAIN = Keys()


def read(path: Path | None) -> Keys:
    """The keys of a file, empty without one; Invalid naming `key` when it holds none or something else."""
    if path is None:
        return PLAIN
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        found = [line for line in lines if line and not line.startswith("#")]
        identities = tuple(x25519.Identity.from_str(line) for line in found if line.startswith(_SECRET))
        named = tuple(x25519.Recipient.from_str(line) for line in found if not line.startswith(_SECRET))
    except (OSError, UnicodeDecodeError, IdentityError, RecipientError):
        raise _no_key(path) from None
    if not identities and not named:
        raise _no_key(path)
    return Keys(named or tuple(identity.to_public() for identity in identities), identities)


def make(path: Path) -> str:
    """A new key in a file only its owner may read; its public half. NotNow when the file is there already."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    text = f"# public key: {public}\n{identity}\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NotNow(
            Words(zh=f"{path} 已经有了，不会覆盖", en=f"{path} is there already and is not replaced")
        ) from None
    with open(handle, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    return public


def _no_key(path: Path) -> Invalid:
    return Invalid.of(
        "key",
        f"{path} 里没有 age 密钥（haitang backup --new-key 文件 可以生成一把）",
        f"{path} holds no age key (haitang backup --new-key FILE makes one)",
    )
