"""Tokens prepared so that every command about them can be given."""

from typing import Any

from haitang.commands import tokens
from haitang.engine import gate
from tests.cast import Cast
from tests.commands.ready import prepared
from tests.commands.sound import SOUND


def given_made(cast: Cast) -> dict[str, Any]:
    made = gate.do(tokens.make, cast.administrator, **SOUND["tokens.make"])
    return {"token": made.values["token"]}


def given_lent(cast: Cast) -> dict[str, Any]:
    return {"token": gate.do(tokens.lend, cast.desk, **SOUND["tokens.lend"]).values["token"]}


PREPARED = {
    "tokens.make": prepared(tokens.make, lambda cast: cast.administrator, lambda cast: {}, "place"),
    "tokens.lend": prepared(tokens.lend, lambda cast: cast.desk, lambda cast: {}, "post"),
    "tokens.revoke": prepared(tokens.revoke, lambda cast: cast.administrator, given_made, "place"),
    "tokens.withdraw": prepared(tokens.withdraw, lambda cast: cast.desk, given_lent, "post"),
}
