"""Searched 检索: which pairs of characters stand in a matter's words, kept beside it for full-text search.

FTS5 on SQLite, tsvector with GIN on PostgreSQL: made by `install` after the migrations, as the triggers are, because a
migration can describe neither for both. The words are written as pairs of characters (`kernel/grams.py`), so that no
dictionary decides what a word is: two characters are found, and one.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

#: What PostgreSQL keeps of one text: positions up to 16,383, 256 of them for each pair.
_FAR, _OFTEN = 16_000, 255
#: A text beyond that is kept in pieces that overlap by more than any word looked for; none of it is lost.
WINDOW, OVERLAP = 240, 64
TABLE = "haitang_searched"

Phrases = Sequence[Sequence[str]]


class Pairs(models.TextField):  # type: ignore[type-arg]
    """Pairs of characters in the order of the text, as this database indexes them."""

    def db_type(self, connection: Any) -> str:
        """A column of the virtual table, or a tsvector."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """How a value stands in an INSERT or UPDATE."""
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """PostgreSQL is told every pair's position; FTS5 counts them itself."""
        return _positioned(value.split()) if connection.vendor == "postgresql" else value


@Pairs.register_lookup
class Says(models.Lookup):
    """`field__says=phrases`: each phrase stands in the text, its pairs one after the other."""

    lookup_name = "says"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        """The question in the database's own notation."""
        return "%s", [_tsquery(value) if connection.vendor == "postgresql" else _fts5(value)]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """`column MATCH question`, or `column @@ question`."""
        column, params = self.process_lhs(compiler, connection)
        asked, more = self.process_rhs(compiler, connection)
        test = f"{column} @@ {asked}::tsquery" if connection.vendor == "postgresql" else f"{column} MATCH {asked}"
        return test, [*params, *more]


class Searched(models.Model):
    """检索: what can be found of one matter: `said` by staff who may see it, `shown` by everybody.

    `digest` tells whether the words have changed since. The table is not Django's to make: see `install`.
    """

    matter = models.OneToOneField("Matter", models.PROTECT, primary_key=True, db_column="rowid")
    said = Pairs()
    shown = Pairs()
    digest = models.CharField(max_length=64)

    class Meta:
        managed = False
        db_table = TABLE


def install() -> bool:
    """Make the index where it is missing; whether it was. Safe to repeat."""
    if not missing():
        return False
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)
    return True


def missing() -> bool:
    """Whether there is no index in this database yet."""
    return TABLE not in connection.introspection.table_names()


def tidy() -> None:
    """Leave nothing on the disk of what was taken out. PostgreSQL does so by itself, in time."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")  # noqa: S608 (our own name)


_SQLITE = (f"CREATE VIRTUAL TABLE {TABLE} USING fts5(said, shown, digest UNINDEXED, tokenize = 'ascii')",)
_POSTGRESQL = (
    f"CREATE TABLE {TABLE} (rowid bigint PRIMARY KEY, said tsvector NOT NULL, shown tsvector NOT NULL, "
    "digest varchar(64) NOT NULL)",
    f"CREATE INDEX {TABLE}_said ON {TABLE} USING gin (said)",
    f"CREATE INDEX {TABLE}_shown ON {TABLE} USING gin (shown)",
)


def _fts5(phrases: Phrases) -> str:
    """`"ab bc" AND "d" *`: pairs are letters and digits only, so nothing has to be escaped."""
    return " AND ".join(_phrase(phrase) for phrase in phrases)


def _phrase(phrase: Sequence[str]) -> str:
    return f'"{phrase[0][:-1]}" *' if phrase[0].endswith("*") else f'"{" ".join(phrase)}"'


def _tsquery(phrases: Phrases) -> str:
    """`('ab' <-> 'bc') & 'd':*`."""
    return " & ".join(f"({' <-> '.join(_lexeme(pair) for pair in phrase)})" for phrase in phrases)


def _lexeme(pair: str) -> str:
    return f"'{pair[:-1]}':*" if pair.endswith("*") else f"'{pair}'"


def _positioned(pairs: Sequence[str]) -> str:
    """A tsvector's text. What exceeds its bounds is laid over itself in pieces: it may then find too much, never less."""
    often = max(Counter(pairs).values(), default=0)
    if len(pairs) <= _FAR and often <= _OFTEN:
        return _numbered(pairs)
    pieces = (pairs[at : at + WINDOW] for at in range(0, len(pairs), WINDOW - OVERLAP))
    return " ".join(_numbered(piece) for piece in pieces)


def _numbered(pairs: Sequence[str]) -> str:
    return " ".join(f"'{pair}':{at}" for at, pair in enumerate(pairs, 1))
