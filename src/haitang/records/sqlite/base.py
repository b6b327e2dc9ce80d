"""Django's SQLite backend with the write guard on every connection."""

from typing import Any

from django.db.backends.sqlite3 import base

from haitang.records.guard import guard


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows the guard from its first statement."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(guard)
