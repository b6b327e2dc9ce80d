"""Number and secret 编号与查询码: what stands on a receipt. The number may be read aloud, the secret opens the matter.

A number is two letters of the organization, the year, a serial and a check digit: SJ23-00127-4. The check digit is
ISO/IEC 7064 MOD 11,10 over year and serial; it finds every single wrong digit and nearly every exchanged pair.
The secret is Crockford's base 32: no I, L, O or U, so that it survives handwriting and the telephone.
"""

import hmac
import re
import unicodedata

_WRITTEN = re.compile(r"([A-Z]{2})([0-9]{2})([0-9]{5}|[1-9][0-9]{5,9})([0-9])")
_MARK = re.compile(r"[A-Z]{2}")
#: Spaces, dashes of every length, dots and invisible characters that people and their keyboards put in between.
_BETWEEN = re.compile(r"[\s\-_.·‐-―−\u200b-\u200f\u2060\ufeff]+")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HEARD = str.maketrans("OIL", "011")
_LONGEST_INPUT = 64
_SECRET_LENGTH, _SECRET_BITS = 8, 40
_SHORTEST_KEY = 16
_FIRST_YEAR, _LAST_YEAR, _LAST_SERIAL = 2000, 2099, 10**10 - 1


def format_number(mark: str, year: int, serial: int) -> str:
    """The number of the `serial`-th matter of `year` (2000-2099); `mark` is the organization's two capital letters."""
    if not _MARK.fullmatch(mark):
        raise ValueError("a mark is two capital letters")
    if not _FIRST_YEAR <= year <= _LAST_YEAR or not 1 <= serial <= _LAST_SERIAL:
        raise ValueError("year or serial out of range")
    digits = f"{year % 100:02d}{serial:05d}"
    return f"{mark}{digits[:2]}-{digits[2:]}-{_check_digit(digits)}"


def parse_number(text: str) -> str:
    """The canonical number meant by what somebody typed: full-width, lower case, spaces and dashes do not matter.

    ValueError when it is no number or its check digit is wrong, so that a slip never opens another person's matter.
    """
    written = _WRITTEN.fullmatch(_bare(text))
    if not written:
        raise ValueError("not a matter number")
    mark, year, serial, check = written.groups()
    if _check_digit(year + serial) != check or int(serial) == 0:
        raise ValueError("a digit of the matter number is wrong")
    return f"{mark}{year}-{serial}-{check}"


def secret(key: bytes, matter: int, voice: int) -> str:
    """The eight characters that let one voice follow one matter: 40 bits of HMAC-SHA-256 under the home's `key`.

    The same matter and voice always give the same secret, so that a repeated request prints the same receipt.
    ValueError for a key under 16 bytes.
    """
    if len(key) < _SHORTEST_KEY:
        raise ValueError("the key for secrets is too short")
    digest = hmac.digest(key, f"haitang-secret/1:{matter}:{voice}".encode(), "sha256")
    value = int.from_bytes(digest[: _SECRET_BITS // 8], "big")
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(_SECRET_BITS - 5, -1, -5))


def normalize_secret(text: str) -> str:
    """The secret meant by what somebody typed: o is 0, i and l are 1; ValueError when it cannot be a secret."""
    bare = _bare(text).translate(_HEARD)
    if len(bare) != _SECRET_LENGTH or not set(bare) <= set(_CROCKFORD):
        raise ValueError("not a secret")
    return bare


def same_secret(ours: str, theirs: str) -> bool:
    """Whether what somebody typed is our secret; takes equally long wherever the first difference is."""
    try:
        typed = normalize_secret(theirs)
    except ValueError:
        return False
    return hmac.compare_digest(ours.encode(), typed.encode())


def _bare(text: str) -> str:
    if len(text) > _LONGEST_INPUT:
        raise ValueError("too long")
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


def _check_digit(digits: str) -> str:
    """ISO/IEC 7064 hybrid system MOD 11,10: one decimal check digit."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)
