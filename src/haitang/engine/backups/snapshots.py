"""Snapshots 一个时刻的数据库: a database as it stands at one moment, while others go on writing.

SQLite: a read transaction holds the moment, and its online backup copies what that transaction sees. PostgreSQL: a
repeatable-read transaction exports its snapshot to pg_dump. Figures read on the same connection meanwhile are of the
very same moment.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words

#: Pages of 4 KiB copied between two looks at the progress bar.
_PAGES = 2_048
Advance = Callable[[int], object]


class ToolFailed(NotNow):
    """工具出错: pg_dump or pg_restore is not here, or did not do it."""


@contextmanager
def one_moment() -> Iterator[str]:
    """Hold the database at one moment for this connection; the exported snapshot's name, empty on SQLite."""
    embedded = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED" if embedded else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT count(*) FROM django_migrations" if embedded else "SELECT pg_export_snapshot()")
            yield "" if embedded else str(cursor.fetchone()[0])
        finally:
            cursor.execute("ROLLBACK")


def size() -> int:
    """About how many bytes the copy will have."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def copy(target: Path, snapshot: str, advance: Advance = lambda _bytes: None) -> None:
    """Copy the database of the held moment into `target`."""
    if connection.vendor == "sqlite":
        _copy_file(target, advance)
    else:
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
        _run("pg_dump", words)
        advance(size())


def put(source: Path) -> None:
    """Fill the empty PostgreSQL database at hand from a dump, whole or not at all."""
    name = str(connection.settings_dict["NAME"])
    words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--dbname={name}"]
    _run("pg_restore", [*words, str(source)])


def tables() -> list[str]:
    """Every table in the database at hand, by name."""
    return sorted(connection.introspection.table_names())


def rows(apart: Iterable[str]) -> dict[str, int]:
    """How many rows each table has, but those set `apart`."""
    found = {}
    with connection.cursor() as cursor:
        for name in sorted({*tables()} - {*apart}):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 (names the database gave)
            found[name] = int(cursor.fetchone()[0])
    return found


def clear() -> None:
    """Take away what a restore that was refused has put into a database that was empty."""
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS haitang_append_only()")


def server_version() -> int:
    """The major version of the PostgreSQL server; 0 on SQLite."""
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def _copy_file(target: Path, advance: Advance) -> None:
    connection.ensure_connection()
    source: Any = connection.connection
    left: list[int] = []

    def told(_status: int, remaining: int, total: int) -> None:
        advance(((left[-1] if left else total) - remaining) * 4096)
        left.append(remaining)

    target.touch(mode=0o600)
    copied = sqlite3.connect(target)
    try:
        source.backup(copied, pages=_PAGES, progress=told, sleep=0)
        copied.execute("PRAGMA journal_mode=DELETE")
    finally:
        copied.close()


def _run(program: str, words: list[str]) -> None:
    """One of PostgreSQL's own tools on the database at hand; ToolFailed says what it said, never the password."""
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own program, its arguments are ours)
        [_tool(program), *words], env=_surroundings(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1][:300]
        raise ToolFailed(Words(zh=f"{program} 没有成功：{said}", en=f"{program} failed: {said}"))


def _tool(program: str) -> str:
    """Debian keeps each version's programs in a folder of its own; the newest can dump every older server."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=_version)
    path = str(found[-1]) if found else shutil.which(program)
    if not path:
        raise ToolFailed(
            Words(zh=f"没有 {program}：请安装 postgresql-client", en=f"{program} is missing: install postgresql-client")
        )
    return path


def _version(path: Path) -> int:
    return int(re.sub(r"\D", "", path.parts[4]) or 0)


def _surroundings() -> dict[str, str]:
    told = connection.settings_dict
    named = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    given = {name: str(told[key]) for key, name in named.items() if told.get(key)}
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", **given}
