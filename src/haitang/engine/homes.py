"""Homes 数据目录: who uses a home directory right now. A lock of the operating system, gone with its process."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words

LOCK = "in-use.lock"


@contextmanager
def in_use(home: Path) -> Iterator[None]:
    """Share the home with other servers and terminals; NotNow while somebody has it alone."""
    with _locked(home, fcntl.LOCK_SH):
        yield


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Have the home alone, to put a database in its place; NotNow while anybody uses it."""
    with _locked(home, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(home: Path, how: int) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotNow(_busy(home)) from None
        yield


def _busy(home: Path) -> Words:
    return Words(
        zh=f"数据目录 {home} 正在被另一个程序使用，请先停掉它，或用 --home 换一个目录",
        en=f"The home {home} is being used by another program; stop it first, or choose another with --home",
    )
