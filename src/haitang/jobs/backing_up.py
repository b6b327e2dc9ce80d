"""Backing up 备份: one archive of this home while it is used, and the proof that it can be put back."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from haitang import __version__
from haitang.engine import clock, homes
from haitang.engine.backups import container, log, snapshots, standing
from haitang.engine.backups.keys import Keys
from haitang.engine.backups.manifest import Manifest
from haitang.kernel.errors import Invalid, NotNow
from haitang.kernel.words import Words
from haitang.records.file import File

#: What a home keeps beside database and files, and what an archive of it holds unless told otherwise.
BESIDE = ("secret.key", "categories.npz")
VAULT = "vault.key"
_LOCK, _SCRATCH = "backup.lock", ".backup-"
_CHUNK = 1024 * 1024
#: `watch(stage, length)` begins a stage and gives what to call with every so many bytes of it.
Watch = Callable[[Words, int], Callable[[int], object]]
COPYING = Words(zh="复制数据库", en="Copying the database")
PACKING = Words(zh="打包附件", en="Packing the files")
RECKONING = Words(zh="计算台账和数字", en="Reckoning ledgers and figures")


def target_of(given: Path) -> Path:
    """The archive's path: as given, or in the folder given with the moment in its name."""
    if not given.is_dir():
        return given
    return given / f"haitang-{clock.now():%Y%m%dT%H%M%SZ}.tar.gz"


def back_up(target: Path, keys: Keys, with_vault: bool, watch: Watch) -> log.Made:
    """Write the archive and note it in the home's record. NotNow while another backup of this home is under way."""
    if with_vault and not keys.recipients:
        raise Invalid.of(
            "key",
            "保险柜的钥匙只放进加密的备份，请给出 --key",
            "The vault's key goes into a sealed archive only: give --key",
        )
    if keys.recipients and not target.name.endswith(".age"):
        target = target.with_name(f"{target.name}.age")
    if target.exists():
        raise NotNow(Words(zh=f"{target} 已经有了，不会覆盖", en=f"{target} is there already and is not replaced"))
    with homes.in_use(settings.HOME), _one_at_a_time(), _scratch() as room:
        moment = clock.now()
        _write(target, keys, with_vault, room, watch, moment)
    made = log.Made(
        moment.isoformat(), str(target.resolve()), target.stat().st_size, digest(target), bool(keys.recipients)
    )
    log.note(made)
    return made


def verify(made: log.Made, key: Path | None) -> log.Made:
    """Restore the archive into a home that is thrown away, in a process of its own; NotNow with what it said.

    What is verified is what a machine without this home would have: the archive and its key.
    """
    with _scratch() as room, _scratch_database() as url:
        command = [
            sys.executable,
            "-m",
            "haitang.entrypoints.terminal",
            "restore",
            made.name,
            "--home",
            str(room / "home"),
        ]
        plain = {name: value for name, value in os.environ.items() if not name.startswith("HAITANG_")}
        surroundings = {**plain, **({"HAITANG_DATABASE_URL": url} if url else {})}
        with_key = ["--key", str(key)] if key else []
        done = subprocess.run([*command, *with_key], env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise NotNow(Words(zh=f"备份没有通过核对：\n{said}", en=f"The backup did not stand the test:\n{said}"))
    verified = replace(made, verified_at=clock.now().isoformat())
    log.note(verified)
    return verified


def prune(folder: Path, keep: int) -> list[Path]:
    """Take away archives of this home in `folder` beyond the newest `keep`; only those that the record names."""
    known = dict.fromkeys(Path(one.name) for one in log.made())
    there = sorted((path for path in known if path.parent == folder.resolve() and path.exists()), reverse=True)
    for path in there[keep:]:
        path.unlink()
    return there[keep:]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    found = hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _write(target: Path, keys: Keys, with_vault: bool, room: Path, watch: Watch, moment: datetime) -> None:
    """The database's moment first, then the files: bytes are named by their digest and never change."""
    name = container.DATABASES[connection.vendor]
    with snapshots.one_moment() as snapshot:
        snapshots.copy(room / name, snapshot, watch(COPYING, snapshots.size()))
        reckoned = watch(RECKONING, 1)
        stands = standing.read(clock.local_day(moment))
        named = set(File.objects.values_list("digest", flat=True))
        reckoned(1)
    with container.packing(target, keys) as packer:
        packer.add(name, room / name)
        gone = [*_pack_files(packer, watch), *_lost(named, packer)]
        for beside in (*BESIDE, *((VAULT,) if with_vault else ())):
            if (settings.HOME / beside).exists():
                packer.add(beside, settings.HOME / beside)
        told = Manifest(moment, __version__, connection.vendor, dict(packer.members), gone, stands)
        (room / container.MANIFEST).write_text(told.text())
        packer.add(container.MANIFEST, room / container.MANIFEST)


def _pack_files(packer: container.Packer, watch: Watch) -> list[str]:
    """Every file of the home; those that somebody destroyed meanwhile are named instead."""
    files = Path(settings.FILES)
    there = sorted(path for path in files.rglob("*") if path.is_file() and not path.name.startswith("."))
    advance = watch(PACKING, sum(path.stat().st_size for path in there if path.exists()))
    gone = []
    for path in there:
        name = f"files/{path.relative_to(files).as_posix()}"
        try:
            packer.add(name, path, advance)
        except FileNotFoundError:
            gone.append(name)
    return gone


def _lost(named: set[str], packer: container.Packer) -> list[str]:
    """Files that the database names and that are not there: a backup is made all the same, and says so."""
    return [f"files/{digest[:2]}/{digest}" for digest in sorted(named - digests(packer.members))]


def digests(names: Iterable[str]) -> set[str]:
    """The digests of the files among an archive's names; a small picture and its whole have one."""
    return {name.rpartition("/")[2].partition(".")[0] for name in names if name.startswith("files/")}


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (settings.HOME / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotNow(Words(zh="这个数据目录正在备份", en="Another backup of this home is under way")) from None
        yield


@contextmanager
def _scratch() -> Iterator[Path]:
    """A room in the home, on the same disk and as closed as the home itself; gone afterwards."""
    room = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=settings.HOME))
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _scratch_database() -> Iterator[str]:
    """The URL of an empty database beside ours, gone afterwards; empty on SQLite, where the home holds it."""
    if connection.vendor == "sqlite":
        yield ""
        return
    told = connection.settings_dict
    name = f"haitang_verify_{os.urandom(4).hex()}"
    url = psycopg.conninfo.make_conninfo(
        host=told["HOST"], port=told["PORT"] or None, user=told["USER"], password=told["PASSWORD"], dbname=told["NAME"]
    )
    try:
        _on_server(url, "CREATE DATABASE {}", name)
    except psycopg.errors.InsufficientPrivilege:
        raise NotNow(
            Words(
                zh="核对备份要另建一个数据库：请 ALTER ROLE … CREATEDB",
                en="Verifying a backup makes a database beside this one: ALTER ROLE … CREATEDB",
            )
        ) from None
    try:
        yield _url(told, name)
    finally:
        _on_server(url, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _on_server(url: str, statement: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _url(told: dict[str, Any], name: str) -> str:
    """As HAITANG_DATABASE_URL has it."""
    user, secret, host = (quote(str(told[part]), safe="") for part in ("USER", "PASSWORD", "HOST"))
    host = f"[{told['HOST']}]" if ":" in str(told["HOST"]) else host
    port = f":{told['PORT']}" if told["PORT"] else ""
    whose = f"{user}{f':{secret}' if secret else ''}@" if user else ""
    return f"postgresql://{whose}{host}{port}/{name}"
