"""Tokens 链接码: the reference and the secret of a capability link, as one text that can be scanned and typed."""

import hmac
import secrets

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HEARD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_REF, _SECRET = 8, 16
_SHORTEST_KEY, _LONGEST_INPUT = 16, 64


def new_ref() -> str:
    """A fresh reference: eight characters of chance, forty bits. It names a link and opens nothing."""
    return "".join(secrets.choice(_CROCKFORD) for _ in range(_REF))


def secret_for(key: bytes, ref: str) -> str:
    """The sixteen characters that open link `ref`: 80 bits of HMAC-SHA-256 under the home's `key`.

    ValueError for a key under 16 bytes.
    """
    if len(key) < _SHORTEST_KEY:
        raise ValueError("the key for secrets is too short")
    value = int.from_bytes(hmac.digest(key, f"haitang-link/1:{ref}".encode(), "sha256")[:10], "big")
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(5 * (_SECRET - 1), -1, -5))


def written(ref: str, secret: str) -> str:
    """Reference and secret as they stand in an address."""
    return f"{ref}-{secret}"


def parse(text: str) -> tuple[str, str]:
    """The reference and the secret meant by what was scanned or typed; ValueError when it cannot be a token."""
    if len(text) > _LONGEST_INPUT:
        raise ValueError("too long")
    bare = "".join(text.split()).replace("-", "").upper().translate(_HEARD)
    if len(bare) != _REF + _SECRET or not set(bare) <= set(_CROCKFORD):
        raise ValueError("not a token")
    return bare[:_REF], bare[_REF:]


def same(ours: str, theirs: str) -> bool:
    """Whether two secrets are one; takes equally long wherever the first difference is."""
    return hmac.compare_digest(ours.encode(), theirs.encode())
