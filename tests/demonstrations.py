"""The demonstration year, loaded once for the whole run: it takes a while."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from haitang.jobs.demonstration import home as demonstration_home
from tests import databases, home, servers

_NAME = f"{home.DATABASE}_demonstration"


@dataclass(frozen=True)
class Loaded:
    """The loaded year: where its database is, how long loading took and which days it went through."""

    room: Path
    target: str
    seconds: float
    days: tuple[date, ...]


def _empty(room: Path) -> str:
    """A database without even tables."""
    if not home.SERVER:
        return str(room / "haitang.sqlite3")
    databases.on_server("CREATE DATABASE {}", _NAME)
    return _NAME


@pytest.fixture(scope="session")
def demonstration_loaded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    """Loaded by the product's own hand, in this process."""
    room, days = tmp_path_factory.mktemp("demonstration"), []
    target = _empty(room)
    with django_db_blocker.unblock():
        with databases.led_to(target):
            began = time.monotonic()
            assert demonstration_home.ensure(days.append)
            seconds = time.monotonic() - began
        yield Loaded(room, target, seconds, tuple(days))
        if home.SERVER:
            databases.on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", _NAME)


@pytest.fixture
def demonstration(demonstration_loaded: Loaded, django_db_blocker: Any) -> Iterator[Loaded]:
    """The loaded year to look at: shared by all tests, so nobody writes into it. Not together with `cast`."""
    with django_db_blocker.unblock(), databases.led_to(demonstration_loaded.target):
        yield demonstration_loaded


@pytest.fixture
def demonstration_copy(
    demonstration_loaded: Loaded, django_db_blocker: Any, tmp_path: Path
) -> Iterator[databases.Committed]:
    """A copy of the loaded year that one test may write into; connections lead to it."""
    with (
        django_db_blocker.unblock(),
        copied(demonstration_loaded, tmp_path) as (copy, target),
        databases.led_to(target),
    ):
        yield copy


@pytest.fixture(scope="module")
def demonstration_live(
    demonstration_loaded: Loaded, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[servers.Live]:
    """A real server on a copy of the loaded year that the tests of one file share."""
    room = tmp_path_factory.mktemp("demonstration-live")
    with django_db_blocker.unblock(), copied(demonstration_loaded, room) as (copy, _), servers.serving(copy) as server:
        yield server


@contextmanager
def copied(loaded: Loaded, room: Path) -> Iterator[tuple[databases.Committed, str]]:
    """A copy of the loaded year with the keys of this run; the copy and where connections find it."""
    copy = databases.Committed(room / "home", f"{_NAME}_{room.name}".replace("-", "_")[:60])
    copy.home.mkdir()
    for name in ("secret.key", "vault.key"):
        if (home.HOME / name).exists():
            shutil.copy(home.HOME / name, copy.home / name)
    if not home.SERVER:
        yield copy, shutil.copy(loaded.target, copy.home / "haitang.sqlite3")
        return
    databases.on_server("CREATE DATABASE {} TEMPLATE {}", copy.database, loaded.target)
    try:
        yield copy, copy.database
    finally:
        databases.on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", copy.database)
