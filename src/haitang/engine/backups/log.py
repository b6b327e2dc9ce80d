"""Log 备份记录: one line for each archive that was made, in the home: when, what it is called, whether it was verified."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

NAME = "backups.jsonl"


@dataclass(frozen=True, slots=True)
class Made:
    """`at` and `verified_at` are instants (RFC 3339); `verified_at` is empty while nobody has restored it to look."""

    at: str
    name: str
    bytes: int
    sha256: str
    sealed: bool
    verified_at: str = ""


def note(made: Made) -> None:
    """Add a line, on the disk before anybody relies on it."""
    with open(os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as out:
        out.write(json.dumps(asdict(made), ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())


def made() -> list[Made]:
    """Every line, oldest first; one that was cut off by a crash is passed over."""
    return [found for found in map(_read, _lines()) if found is not None]


def verified() -> Made | None:
    """The last archive that was restored and compared."""
    return next((one for one in reversed(made()) if one.verified_at), None)


def path() -> Path:
    """Where the record lies."""
    return Path(settings.HOME) / NAME


def _lines() -> list[str]:
    return path().read_text().splitlines() if path().exists() else []


def _read(line: str) -> Made | None:
    try:
        return Made(**json.loads(line))
    except (ValueError, TypeError):
        return None
