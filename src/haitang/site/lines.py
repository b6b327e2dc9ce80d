"""Lines 日志行: log lines as text for people or as JSON for machines, each with the id of its request.

An exception is told by its type and by where it came from; what it says of itself may quote what somebody wrote.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, cast

from haitang.kernel import passage
from haitang.site.redacting import redacted

Information = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Text(logging.Formatter):
    """One line, and the frames of an exception below it; all of it on a developer's own machine (`full`)."""

    def __init__(self, full: bool = False) -> None:
        self.full = full
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, with the request's id behind it."""
        number = passage.current()
        record.message = _words(record)
        return super().formatMessage(record) + (f" [{number}]" if number else "")

    def formatException(self, ei: Information) -> str:
        """Type and frames."""
        if self.full:
            return super().formatException(ei)
        return "\n".join([*(f"  {frame}" for frame in frames(ei[2])), ei[0].__name__ if ei[0] else ""])


class Json(logging.Formatter):
    """One object a line: time, level, logger, message, request, and what the record tells beside."""

    def format(self, record: logging.LogRecord) -> str:
        """The object, without a line break in it."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "logger": record.name, "message": _words(record),
            "request": passage.current(), **getattr(record, "told", {}),
        }  # fmt: skip
        if record.exc_info and record.exc_info[0]:
            said |= {"error": record.exc_info[0].__name__, "frames": frames(record.exc_info[2])}
        return json.dumps(said, ensure_ascii=False)


def _words(record: logging.LogRecord) -> str:
    """What is said. Django names an answer that went wrong by its address, which may hold anything: here its route does."""
    status, request = getattr(record, "status_code", None), cast(Any, getattr(record, "request", None))
    if status is None or not hasattr(request, "resolver_match"):
        return redacted(record.getMessage())
    match = request.resolver_match
    return f"{status} {request.method} {f'/{match.route}' if match else 'unmatched'}"


def frames(trace: TracebackType | None) -> list[str]:
    """Where it went, outermost first: file, line, function; no source and no values."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
