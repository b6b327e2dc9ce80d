"""Layouts 表格样式: how a foreign table is laid out, as data: which of its columns say what, how it writes dates, what its
categories are here. A later kind of import, or another city's export, is one more catalogue file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from haitang.kernel.words import Words

#: What a column holds: running text, a code, an instant, a number.
TEXT, CODE, MOMENT, NUMBER = "text", "code", "moment", "number"


@dataclass(frozen=True, slots=True)
class Column:
    """One thing an import reads: its field, and the heads under which it may stand, the first for our own templates.

    `joined`: every one of these heads that is there, one after the other (a street and its number). `example` stands in
    the templates, never in a home.
    """

    field: str
    heads: tuple[str, ...]
    holds: str = TEXT
    needed: bool = False
    joined: bool = False
    words: Words | None = None
    example: str = ""


@dataclass(frozen=True)
class Layout:
    """表格样式: a named way in which one kind of table comes.

    `source` is the system it comes from, which its numbers belong to. `categories` says which of ours each of its
    categories is (compared in small letters; `*` is all others). `over` are the words of its states that mean closed.
    `patterns` are its dates (strptime), `zone` its clock.
    """

    name: str
    imports: str
    words: Words
    columns: tuple[Column, ...]
    source: str = ""
    zone: str = "Asia/Shanghai"
    patterns: tuple[str, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    over: frozenset[str] = frozenset()
    language: str = "zh-hans"

    def category(self, said: str) -> str:
        """Which of our categories one of theirs is; empty where nobody has said."""
        return self.categories.get(said.strip().lower(), self.categories.get("*", ""))
