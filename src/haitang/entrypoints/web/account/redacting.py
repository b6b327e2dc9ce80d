"""Redacting 日志隐去: what opens something never stands in a log, whoever writes the line."""

import logging
import re

_SECRET = re.compile(r"(invitation/)[^/\s?#\"']+")


def redacted(text: str) -> str:
    """`text` with the secrets of invitation links taken out."""
    return _SECRET.sub(r"\1…", text)


class Redacted(logging.Filter):
    """Takes secrets out of a line and its arguments before any handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line pass."""
        record.msg = redacted(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(redacted(each) if isinstance(each, str) else each for each in record.args)
        return True
