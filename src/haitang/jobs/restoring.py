"""Restoring 恢复: an archive into an empty home, put in place only when everything comes out as it was backed up."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from haitang.engine import clock, homes, installation, promise, territory
from haitang.engine.backups import container, manifest, snapshots, standing
from haitang.engine.backups.keys import Keys
from haitang.engine.backups.manifest import Manifest
from haitang.jobs.backing_up import Watch, digests
from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words
from haitang.records.file import File

_ROOM = ".restoring"
#: What a home may hold and still be empty: a secret made by looking at it, and locks.
_NOTHING = frozenset({"secret.key", homes.LOCK, _ROOM})
UNPACKING = Words(zh="解开备份", en="Unpacking the backup")
COMPARING = Words(zh="重新计算台账和数字", en="Reckoning ledgers and figures anew")


class Differs(NotNow):
    """恢复出来的和备份时不一样: nothing was put in place; `found` says what differs."""

    def __init__(self, found: list[Words]) -> None:
        zh, en = ("\n".join(words.say(language) for words in found) for language in ("zh-hans", "en"))
        super().__init__(
            Words(
                zh=f"恢复出来的和备份时不一样，没有放进去：\n{zh}",
                en=f"It does not come out as backed up, and is left out:\n{en}",
            )
        )
        self.found = found


def restore(archive: Path, keys: Keys, watch: Watch, anyway: bool = False) -> tuple[Manifest, list[Words]]:
    """Put an archive into this home, which has to be empty, its PostgreSQL database too; what it is, and what differs.

    Differs, with nothing left behind, unless `anyway`: for the day on which a damaged copy is all there is.
    """
    home = Path(settings.HOME)
    with homes.alone(home):
        _empty(home)
        room = home / _ROOM
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir(mode=0o700)
        try:
            found = container.unpack(archive, keys, room, watch(UNPACKING, _size(archive)))
            told = manifest.read(room, found)
            _suits(told)
            with _database(room, told):
                compared = watch(COMPARING, 1)
                wrong = _wrong(told, room)
                if wrong and not anyway:
                    raise Differs(wrong)
                compared(1)
            _put(room, home)
        finally:
            shutil.rmtree(room, ignore_errors=True)
    return told, wrong


def _empty(home: Path) -> None:
    there = sorted(path.name for path in home.iterdir() if path.name not in _NOTHING)
    if there:
        named = ", ".join(there[:5])
        raise NotNow(Words(zh=f"数据目录 {home} 不是空的（{named}）", en=f"The home {home} is not empty ({named})"))
    if connection.vendor == "postgresql" and snapshots.tables():
        raise NotNow(Words(zh="这个 PostgreSQL 数据库不是空的", en="The PostgreSQL database is not empty"))


def _size(archive: Path) -> int:
    return archive.stat().st_size if archive.exists() else 0


def _suits(told: Manifest) -> None:
    """The same kind of database, and nothing in it that this Haitang has never heard of."""
    if told.database != connection.vendor:
        raise NotNow(
            Words(
                zh=f"这份备份来自 {told.database}，这里是 {connection.vendor}",
                en=f"This backup is of {told.database}; the database here is {connection.vendor}",
            )
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if strange := sorted(set(told.standing.migrations) - known):
        raise NotNow(
            Words(
                zh=f"这份备份是更新的海棠 {told.haitang} 做的（{strange[0]}）",
                en=f"This backup was made by a newer Haitang, {told.haitang} ({strange[0]})",
            )
        )


@contextmanager
def _database(room: Path, told: Manifest) -> Iterator[None]:
    """Let the connection lead to the restored database within the block; a PostgreSQL one is emptied when refused."""
    source = room / container.DATABASES[connection.vendor]
    if connection.vendor == "sqlite":
        before = connection.settings_dict["NAME"]
        _lead_to(source)
        try:
            yield
        finally:
            _lead_to(before)
        return
    snapshots.put(source)
    try:
        _lead_to(connection.settings_dict["NAME"])
        yield
    except BaseException:
        snapshots.clear()
        raise


def _wrong(told: Manifest, room: Path) -> list[Words]:
    """Everything that is not as it was at the moment of the backup."""
    if not installation.is_current():
        installation.migrate()
    before, after = told.standing, standing.read(date.fromisoformat(told.standing.until))
    broken = standing.recomputed()
    return [*standing.differences(before, after), *([broken] if broken else []), *_files(told, room)]


def _files(told: Manifest, room: Path) -> Iterator[Words]:
    """Files that the database names and that neither lie in the archive nor were destroyed meanwhile."""
    there = digests((*told.members, *told.gone))
    for digest in File.objects.order_by("pk").values_list("digest", flat=True).iterator(5_000):
        if digest not in there:
            yield Words(zh=f"附件 {digest[:16]}… 不在", en=f"the file {digest[:16]}… is missing")


def _put(room: Path, home: Path) -> None:
    """Into place, the database last: a home without one is still an empty home."""
    (room / container.MANIFEST).unlink()
    database = room / container.DATABASES[connection.vendor]
    for path in sorted(path for path in room.iterdir() if path != database):
        path.replace(home / path.name)
    if connection.vendor == "sqlite":
        database.replace(connection.settings_dict["NAME"])


def _lead_to(name: object) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name
    clock.forget_offset()
    promise.forget()
    territory.forget()
