"""Container 备份文件: a tar in gzip, sealed with age where a key is given; written whole or not at all, read as a stream.

What comes out of an archive is not trusted: only names that a home can have, only plain files, never a link.
"""

import gzip
import hashlib
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pyrage

from haitang.engine.backups.keys import Keys
from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words

MANIFEST = "manifest.json"
DATABASES = {"sqlite": "haitang.sqlite3", "postgresql": "haitang.pgdump"}
#: The only names an archive may hold.
NAMES = re.compile(
    rf"{re.escape(MANIFEST)}|haitang\.sqlite3|haitang\.pgdump|secret\.key|vault\.key|categories\.npz"
    r"|files(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,120}){1,4}"
)
_SEALED = b"age-encryption.org/v1"
_CHUNK = 1024 * 1024
Advance = Callable[[int], object]


class Unreadable(NotNow):
    """打不开: this is no archive, it is damaged or was changed, or it was sealed for another key."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive."""

    size: int
    sha256: str


@dataclass
class Packer:
    """An archive that is being written."""

    tar: tarfile.TarFile
    members: dict[str, Member] = field(default_factory=dict)

    def add(self, name: str, path: Path, advance: Advance = lambda _bytes: None) -> None:
        """Put a file in; FileNotFoundError when it is gone."""
        with path.open("rb") as source:
            self._put(name, source, os.fstat(source.fileno()).st_size, advance)

    def _put(self, name: str, source: IO[bytes], size: int, advance: Advance) -> None:
        told = tarfile.TarInfo(name)
        told.size, told.mode = size, 0o600
        read = _Hashed(source, advance)
        self.tar.addfile(told, read)
        self.members[name] = Member(size, read.digest.hexdigest())


class _Hashed:
    """A source that remembers the digest of what was read."""

    def __init__(self, source: IO[bytes], advance: Advance) -> None:
        self.source, self.advance, self.digest = source, advance, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.source.read(size)
        self.digest.update(chunk)
        self.advance(len(chunk))
        return chunk


@contextmanager
def packing(path: Path, keys: Keys) -> Iterator[Packer]:
    """Write an archive of mode 0600 that stands under its name only when it is whole and on the disk."""
    waiting = path.with_name(f".{path.name}.partial")
    waiting.unlink(missing_ok=True)
    try:
        with open(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            with (
                _sealing(out, keys) as inner,
                gzip.GzipFile(fileobj=inner, mode="wb", compresslevel=1, mtime=0) as small,
                tarfile.open(fileobj=small, mode="w|", bufsize=_CHUNK) as tar,
            ):
                yield Packer(tar)
            out.flush()
            os.fsync(out.fileno())
        waiting.replace(path)
        _on_disk(path.parent)
    finally:
        waiting.unlink(missing_ok=True)


def unpack(path: Path, keys: Keys, into: Path, advance: Advance = lambda _bytes: None) -> dict[str, Member]:
    """Lay every member of an archive below `into`; what was found, by name. Unreadable when anything is odd."""
    found: dict[str, Member] = {}
    try:
        with path.open("rb") as archive, _opened(_Hashed(archive, advance), _is_sealed(path), keys) as plain:
            with gzip.GzipFile(fileobj=plain, mode="rb") as large, tarfile.open(fileobj=large, mode="r|") as tar:
                for told in tar:
                    found[told.name] = _lay(tar, told, into, found)
            while plain.read(_CHUNK):
                pass  # to the end: only there it is known that nothing was cut off
    except FileNotFoundError:
        raise Unreadable(Words(zh=f"没有这个文件：{path}", en=f"There is no such file: {path}")) from None
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error):
        raise _damaged() from None
    return found


def _lay(tar: tarfile.TarFile, told: tarfile.TarInfo, into: Path, found: dict[str, Member]) -> Member:
    source = tar.extractfile(told) if told.isreg() else None
    if source is None or not NAMES.fullmatch(told.name) or told.name in found:
        raise Unreadable(Words(zh="里面有不该有的东西", en="It holds something that does not belong there"))
    target = into / told.name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    read = _Hashed(source, lambda _bytes: None)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while chunk := read.read(_CHUNK):
            out.write(chunk)
    return Member(told.size, read.digest.hexdigest())


def _is_sealed(path: Path) -> bool:
    with path.open("rb") as archive:
        return archive.read(len(_SEALED)) == _SEALED


@contextmanager
def _sealing(out: IO[bytes], keys: Keys) -> Iterator[IO[bytes]]:
    """What is written is sealed into `out` by a thread; a disk that is full there is told here."""
    if not keys.recipients:
        yield out
        return
    reading, writing = os.pipe()
    failed = _beside(lambda: pyrage.encrypt_io(_closing(reading), out, list(keys.recipients)))
    try:
        with open(writing, "wb") as inner:
            yield inner
    except BrokenPipeError:
        pass  # why, the thread knows
    if error := failed():
        raise OSError(str(error))


@contextmanager
def _opened(archive: Any, sealed: bool, keys: Keys) -> Iterator[IO[bytes]]:
    """What lies in an archive, in plain; Unreadable for another's key and for a changed byte."""
    if not sealed:
        yield archive
        return
    if not keys.identities:
        raise Unreadable(
            Words(zh="这份备份加了密，请用 --key 给出钥匙", en="This backup is sealed: give the key with --key")
        )
    reading, writing = os.pipe()
    failed = _beside(lambda: _poured(archive, writing, keys))
    try:
        with open(reading, "rb") as plain:
            yield plain
    finally:
        error = failed()
        if isinstance(error, pyrage.DecryptError):
            raise Unreadable(Words(zh="这把钥匙打不开这份备份", en="This key does not open this backup")) from None
        if error is not None and not isinstance(error, BrokenPipeError):
            raise _damaged() from None


def _poured(archive: Any, writing: int, keys: Keys) -> None:
    with open(writing, "wb") as out:
        pyrage.decrypt_io(archive, out, list(keys.identities))


def _closing(reading: int) -> IO[bytes]:
    return open(reading, "rb")


def _beside(work: Callable[[], object]) -> Callable[[], Exception | None]:
    """Do `work` in a thread; the answer waits for it and says what went wrong."""
    failed: list[Exception] = []

    def run() -> None:
        try:
            work()
        except Exception as error:
            failed.append(error)

    thread = Thread(target=run, name="age", daemon=True)
    thread.start()

    def ended() -> Exception | None:
        thread.join()
        return failed[0] if failed else None

    return ended


def _damaged() -> Unreadable:
    return Unreadable(Words(zh="这份备份坏了、不完整或被改过", en="This backup is damaged, cut off, or was changed"))


def _on_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
