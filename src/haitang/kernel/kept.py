"""Kept secrets 密钥文件: a text made once and kept in a file only its owner may read, whoever comes first."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept(path: Path, make: Callable[[], str]) -> str:
    """The text in `path`; made at the first call, mode 0600, whole or not at all.

    Of several processes that start together one makes it and all read the same: the finished file is linked into its
    name, which fails when it is there already.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _publish(path, make())
    return path.read_text()


def _publish(path: Path, text: str) -> None:
    waiting = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with open(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(waiting, path)
    except FileExistsError:
        pass  # somebody was quicker; theirs counts
    finally:
        waiting.unlink()
