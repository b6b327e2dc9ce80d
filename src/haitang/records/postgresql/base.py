"""Django's PostgreSQL backend 数据库后端 with the write guard on every connection."""

from typing import Any

from django.db.backends.postgresql import base

from haitang.records.guard import guard, without_nul


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows the guard from its first statement."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers += [guard, without_nul]
