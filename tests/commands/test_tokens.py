"""Who makes a token gains nothing by it; what it opens is named when it is made, and the ledger says so."""

import json
from typing import Any

import pytest

from haitang.commands import tokens
from haitang.engine import gate, ledger
from haitang.kernel.bearer import NEVER, READS
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.registry import commands
from haitang.kernel.role import Role
from haitang.records.token import Token
from tests.cast import Cast
from tests.tokens import lent, made, record

MACHINE: dict[str, Any] = {"place": "daguan", "name": "热线系统"}


def test_the_ledger_says_what_a_token_opens_and_neither_its_name_nor_a_part_of_it(cast: Cast) -> None:
    outcome = gate.do(tokens.lend, cast.desk, post="desk", name="受理系统", scopes=["matters.accept", "asking.*"])
    leaf, body = ledger.line("sujin", outcome.entry) or pytest.fail("no line")
    pk = outcome.values["token"]
    assert (leaf.kind, body.subject) == ("token.lent", f"token:{pk}")
    assert json.loads(body.facts or "") == {"token": pk, "scopes": ["asking.*", "matters.accept"], "post": "desk"}
    assert "受理系统" not in f"{leaf.__dict__}{body.__dict__}" and outcome.values == {"token": pk}


def test_a_machine_may_be_given_what_anybody_may_do_and_what_can_be_read(cast: Cast) -> None:
    open_to_all = {spec.name for spec in commands if Role.ANYONE in spec.roles and spec.name.split(".")[0] not in NEVER}
    assert "matters.report" in open_to_all and "accounts.start" not in open_to_all
    gate.do(tokens.make, cast.administrator, **MACHINE, scopes=[*sorted(open_to_all), *READS, "read.*", "photos.keep"])
    for spec in commands:
        if spec.name not in open_to_all:
            with pytest.raises(Invalid):
                gate.do(tokens.make, cast.administrator, **MACHINE, scopes=[spec.name])


@pytest.mark.parametrize(
    "scope", ["matters", "*", "*.*", "matters.everything", "tokens.make", "accounts.*", "read", "nothing.*"]
)
def test_a_scope_that_names_nothing_or_too_much_is_refused(cast: Cast, scope: str) -> None:
    for command, by, given in (
        (tokens.make, cast.administrator, MACHINE), (tokens.lend, cast.desk, {"post": "desk", "name": "系统"}),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            gate.do(command, by, **given, scopes=["matters.report", scope])
        assert refused.value.problems[0].field == "scopes"


def test_nobody_lends_a_post_that_is_not_theirs(cast: Cast) -> None:
    """Not even the administrator, who may appoint to it: a token would be authority for themselves."""
    for by in (cast.administrator, cast.supervisor, cast.grid, cast.other_desk):
        with pytest.raises(Denied):
            gate.do(tokens.lend, by, post="desk", name="系统", scopes=["matters.accept"])


def test_an_office_makes_and_ends_its_own_tokens_only(cast: Cast) -> None:
    pk = record(made(cast, "matters.report")).pk
    for place in ("daguan", "huangqiao"):
        with pytest.raises((Denied, Invalid)):
            gate.do(tokens.revoke, cast.other_administrator, place=place, token=pk)
    with pytest.raises(Invalid):  # named at another place of the same office
        gate.do(tokens.revoke, cast.administrator, place="jinhua", token=pk)
    gate.do(tokens.revoke, cast.administrator, place="daguan", token=pk)
    with pytest.raises(NotNow):
        gate.do(tokens.revoke, cast.administrator, place="daguan", token=pk)


def test_the_administrator_ends_a_lent_token_too_and_its_lender_no_other(cast: Cast) -> None:
    mine, theirs = (
        record(lent(cast.desk, "desk", "matters.accept")),
        record(lent(cast.property, "property", "matters.start")),
    )
    with pytest.raises(Invalid):
        gate.do(tokens.withdraw, cast.desk, post="desk", token=theirs.pk)
    gate.do(tokens.withdraw, cast.desk, post="desk", token=mine.pk)
    gate.do(tokens.revoke, cast.administrator, place=theirs.place.code, token=theirs.pk)
    assert Token.objects.filter(revoked_at=None).count() == 0
