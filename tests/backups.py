"""Homes for the tests of backups: the copy as a home of its own, and empty ones beside it, in this process."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine.backups import keys, log
from haitang.jobs import backing_up, restoring
from haitang.kernel.words import Words
from tests import databases, home
from tests.databases import Committed

_numbers = itertools.count(1)


def unwatched(_stage: Words, _length: int) -> Callable[[int], object]:
    """Nobody looks at the bars."""
    return lambda _bytes: None


@dataclass
class House:
    """A home with a cast, a folder for archives, and a key."""

    copy: Committed
    room: Path
    settings: DjangoSettings

    @property
    def key(self) -> Path:
        """An age key, made at the first use."""
        path = self.room / "age.key"
        if not path.exists():
            keys.make(path)
        return path

    def back_up(self, name: str = "a.tar.gz", sealed: bool = False, with_vault: bool = False) -> log.Made:
        """An archive of the home as it stands."""
        found = keys.read(self.key if sealed else None)
        return backing_up.back_up(self.room / name, found, with_vault, unwatched)

    def restore(self, archive: Path | str, key: Path | None = None, anyway: bool = False) -> Any:
        """Into the home at hand, by `elsewhere`."""
        return restoring.restore(Path(archive), keys.read(key), unwatched, anyway)

    @contextmanager
    def elsewhere(self) -> Iterator[Path]:
        """An empty home with an empty database, for whatever is done within the block."""
        number = next(_numbers)
        room = self.room / f"home-{number}"
        room.mkdir()
        database = f"{home.DATABASE}_restored_{number}"
        if home.SERVER:
            databases.on_server("CREATE DATABASE {}", database)
        before = self.settings.HOME
        lead(self.settings, room)
        try:
            with databases.led_to(database if home.SERVER else str(room / "haitang.sqlite3")):
                yield room
        finally:
            lead(self.settings, before)
            if home.SERVER:
                databases.on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


def lead(settings: DjangoSettings, room: Path) -> None:
    """Let the settings name a home."""
    settings.HOME, settings.FILES, settings.VAULT_KEY_FILE = room, room / "files", room / "vault.key"
