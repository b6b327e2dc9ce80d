"""Unindexed 不走索引: a comparison that no index answers, for where another test finds the few rows there are.

SQLite knows no statistics here and would prefer the index on the organization, by which all its matters are read (0070).
"""

from collections.abc import Iterable

from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.db.models.lookups import Exact, In


def equals(field: str, value: int) -> Q:
    """`field` is `value`, written as a sum."""
    return Q(Exact(F(field) + 0, value))


def among(field: str, texts: Iterable[str]) -> Q:
    """`field` is one of `texts`, written as a text with nothing behind it."""
    return Q(In(Concat(field, Value("")), set(texts)))
