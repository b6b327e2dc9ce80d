"""Home 演示库: what kind of home this is, and how an empty one becomes a demonstration: once, whole, and never a real one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Literal

from django.contrib.auth.hashers import make_password
from django.db import connection, connections

from haitang.engine import clock, gate, homes, installation, outbox, promise, sealing, territory
from haitang.jobs import open_data
from haitang.jobs.demonstration.days import END
from haitang.jobs.demonstration.replay import Watch
from haitang.jobs.demonstration.year import tell
from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words
from haitang.records.account import Account
from haitang.records.office import Message, Setting
from haitang.records.party import Organization

#: Every login of a demonstration has this one password, printed by `haitang demo`; no other home ever knows it.
PASSWORD = "haitang-demo"  # noqa: S105 (said aloud on purpose)
MARK = "demonstration"
OFFSET = "clock.offset_seconds"
SOURCE = "haitang demo"
#: Messages about what is over by then have been read.
READ_UP_TO = datetime(2023, 11, 8, tzinfo=clock.ZONE)

Nature = Literal["empty", "real", "unfinished", "demonstration"]

REAL = Words(
    zh="这个数据目录里是真实单位的数据，不能变成演示。请用 --home 换一个空目录。",
    en="This home holds a real office and never becomes a demonstration. Choose an empty one with --home.",
)
UNFINISHED = Words(
    zh="上一次装载演示中断了，数据库里只有半年。请删掉这个数据库（DROP DATABASE）、建一个空的，再来一次。",
    en="An earlier load was interrupted and the database holds half a year. Drop it, create an empty one, try again.",
)


def nature() -> Nature:
    """What this home is; its tables have to be there."""
    mark = Setting.objects.filter(organization=None, name=MARK).first()
    if mark is None:
        return "real" if Organization.objects.exists() else "empty"
    return "demonstration" if mark.value is True else "unfinished"


def ensure(watch: Watch) -> bool:
    """Make this home a demonstration unless it is one; whether it had to be loaded.

    NotNow for a home with a real office, a half-loaded database, or a home that somebody else is using.
    """
    if _there():
        if not installation.is_current():
            installation.migrate()
        found = nature()
        if found == "demonstration":
            return False
        if found != "empty":
            raise NotNow(REAL if found == "real" else UNFINISHED)
    with _aside() if connection.vendor == "sqlite" else nullcontext():
        load(watch)
    return True


def load(watch: Watch) -> None:
    """Load the year into the empty database at hand: tables, the whole replay, seals, the demonstration's own clock."""
    installation.migrate()
    with gate.upkeep():
        Setting.objects.create(name=MARK, value="unfinished", source=SOURCE)
    tell(watch)
    with clock.at(END):
        outbox.drain(lines=outbox.MANY_LINES)
        _close_the_books()
    _open_the_doors()
    _forget()


def _close_the_books() -> None:
    """Messages about what is long over are read; every ledger is sealed, and its open data lie ready."""
    with gate.upkeep():
        Message.objects.filter(at__lt=READ_UP_TO).update(read_at=READ_UP_TO)
    sealing.seal_all()
    open_data.write_all()


def _open_the_doors() -> None:
    """From now on the home's clock runs on from the end of the year; whoever knows the password may sign in."""
    Account.objects.update(password=make_password(PASSWORD))
    offset = ceil((END - datetime.now(UTC)).total_seconds())
    with gate.upkeep():
        Setting.objects.create(name=OFFSET, value=offset, source=SOURCE)
        Setting.objects.filter(organization=None, name=MARK).update(value=True)


def _forget() -> None:
    """What the process remembers of the database it had before."""
    territory.forget()
    promise.forget()
    clock.forget_offset()


def _there() -> bool:
    """Whether there is a database to look into; SQLite would make one by looking."""
    return connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).exists()


@contextmanager
def _aside() -> Iterator[None]:
    """Load into a file of its own that takes the database's place only when it is whole."""
    final = Path(connection.settings_dict["NAME"])
    loading = final.with_name(f"{final.name}.loading")
    with homes.alone(final.parent):
        _remove(loading)
        _lead_to(loading)
        try:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")
            yield
        finally:
            _lead_to(final)
        _remove(final)
        _put(loading, final)


def _lead_to(path: Path) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = path
    _forget()


def _remove(path: Path) -> None:
    """A database that holds nothing, with the files SQLite keeps beside it."""
    for beside in ("", "-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)


def _put(loading: Path, final: Path) -> None:
    """On the disk first, then under its name."""
    with loading.open("rb") as whole:
        os.fsync(whole.fileno())
    loading.replace(final)
