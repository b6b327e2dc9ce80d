"""Tokens for tests: made through the gate by whoever may, and shown as their maker sees them."""

from typing import Any

from haitang.commands import tokens
from haitang.engine import gate
from haitang.engine import tokens as engine
from haitang.kernel.actor import Actor
from haitang.records.token import Token
from tests.cast import Cast


def made(cast: Cast, *scopes: str, place: str = "daguan", **given: Any) -> str:
    """A machine's token at a place."""
    outcome = gate.do(tokens.make, cast.administrator, place=place, name="区级平台", scopes=list(scopes), **given)
    return engine.shown_once(outcome.values["token"])


def lent(by: Actor, post: str, *scopes: str, **given: Any) -> str:
    """A token that acts in a post, lent by whoever was appointed to it."""
    outcome = gate.do(tokens.lend, by, post=post, name="工单系统", scopes=list(scopes), **given)
    return engine.shown_once(outcome.values["token"])


def record(text: str) -> Token:
    """The row of a token."""
    return Token.objects.get(digest=engine.digest_of(text))
