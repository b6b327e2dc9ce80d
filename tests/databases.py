"""The template database and its copies: a test that commits gets a copy of its own, never a flush.

A flush would need DELETE or TRUNCATE on the ledger, which the triggers refuse.
"""

import itertools
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from haitang.engine import clock, installation, promise, similar, territory, vault
from tests import cast, home

_numbers = itertools.count(1)


def forget() -> None:
    """Drop what the process remembers of a database: cells, calendar, clock, texts weighed."""
    territory.forget()
    promise.forget()
    clock.forget_offset()
    similar.forget()


def make_template() -> None:
    """The product's tables and the fixed cast, committed once for the run."""
    if home.SERVER:
        on_server("CREATE DATABASE {}", home.DATABASE)
    installation.migrate()
    cast.build()
    vault.fingerprint()  # it makes the key, which every copy has to share
    connections.close_all()
    forget()


def drop_template() -> None:
    """Nothing is left on the server when the run ends."""
    connections.close_all()
    if home.SERVER:
        on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", home.DATABASE)


@dataclass
class Committed:
    """A copy of the template that tests may commit to, with its home and what another process needs to join it."""

    home: Path
    database: str
    cast: "cast.Cast" = field(init=False)

    @property
    def url(self) -> str:
        """The copy as HAITANG_DATABASE_URL; empty on SQLite, where the home says it all."""
        return home.url_of(self.database) if home.SERVER else ""

    def environ(self) -> dict[str, str]:
        """The environment in which another process works on this copy."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("HAITANG_")}
        return {**plain, "HAITANG_HOME": str(self.home), **({"HAITANG_DATABASE_URL": self.url} if self.url else {})}

    def at_once(self, work: Callable[[int], Any], threads: int) -> list[Any]:
        """`work(n)` in so many threads that start together, each with its own connection: results or exceptions."""
        barrier = threading.Barrier(threads)

        def one(number: int) -> Any:
            barrier.wait()
            try:
                return work(number)
            except Exception as error:
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, range(threads)))


@contextmanager
def copied(room: Path) -> Iterator[Committed]:
    """A copy of the template; the process' connections lead to it within the block."""
    copy = Committed(room / "home", f"{home.DATABASE}_{next(_numbers)}")
    copy.home.mkdir(exist_ok=True)
    for name in ("secret.key", "vault.key"):
        if (home.HOME / name).exists():
            shutil.copy(home.HOME / name, copy.home / name)
    target = _copy_on_server(copy) if home.SERVER else _copy_file(copy)
    with led_to(target):
        copy.cast = cast.Cast.load()
        yield copy
    if home.SERVER:
        on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", copy.database)


@contextmanager
def led_to(target: str) -> Iterator[None]:
    """Every thread's connections go to `target`: they share one dictionary of settings."""
    connections.close_all()
    forget()
    shared = connections.settings["default"]
    before, shared["NAME"] = shared["NAME"], target
    try:
        yield
    finally:
        connections.close_all()
        shared["NAME"] = before
        forget()


def _copy_file(copy: Committed) -> str:
    connections.close_all()
    source = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    target = sqlite3.connect(copy.home / "haitang.sqlite3")
    with target:
        source.backup(target)
    source.close()
    target.close()
    return str(copy.home / "haitang.sqlite3")


def _copy_on_server(copy: Committed) -> str:
    connections.close_all()
    on_server("CREATE DATABASE {} TEMPLATE {}", copy.database, home.DATABASE)
    return copy.database


def on_server(statement: str, *names: str) -> None:
    with psycopg.connect(home.SERVER, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
