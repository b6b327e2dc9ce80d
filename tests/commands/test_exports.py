"""What leaves is declared first, in public, with its law; and it ends on a day that everybody can read."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from haitang.commands import exports
from haitang.engine import gate, handovers, ledger
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.handover import Handover
from haitang.records.party import Organization
from tests.cast import Cast

At = Callable[..., datetime]
GIVEN: dict[str, Any] = {
    "place": "sujin", "recipient": "市档案馆", "purpose": "归档", "law": "档案法", "clause": "第十四条", "people": 3,
    "since": date(2023, 11, 10), "until": date(2023, 11, 20), "give_words": True, "give_place": True,
}  # fmt: skip


def declare(cast: Cast, **more: Any) -> int:
    return int(gate.do(exports.declare, cast.administrator, **{**GIVEN, **more}).values["handover"])


def test_a_declaration_is_a_dated_public_entry(cast: Cast, clock_at: At) -> None:
    clock_at("2023-11-14 09:30")
    declare(cast)
    found = ledger.line("sujin", ledger.head("sujin").size)
    assert found is not None
    assert (found[0].kind, found[0].day.isoformat()) == ("handover.declared", "2023-11-14")
    assert '"fields":["words","place"]' in (found[1].facts or "")


@pytest.mark.parametrize(
    ("day", "fields", "may"),
    [
        ("2023-11-14", ["words"], True),
        ("2023-11-14", ["words", "place"], True),
        ("2023-11-14", ["contact"], False),
        ("2023-11-14", ["words", "photos"], False),
        ("2023-11-14", [], False),
        ("2023-11-09", ["words"], False),
        ("2023-11-20", ["words"], True),
        ("2023-11-21", ["words"], False),
    ],
)
def test_only_what_is_declared_may_leave_and_only_on_its_days(
    cast: Cast, clock_at: At, day: str, fields: list[str], may: bool
) -> None:
    clock_at("2023-11-14 09:30")
    handover, sujin = declare(cast), Organization.objects.get(code="sujin")
    clock_at(f"{day} 12:00")
    if may:
        assert handovers.must_be_declared(sujin, handover, fields).pk == handover
        return
    with pytest.raises(Denied):
        handovers.must_be_declared(sujin, handover, fields)


def test_nothing_leaves_without_under_another_offices_or_after_it_ended(cast: Cast, clock_at: At) -> None:
    clock_at("2023-11-14 09:30")
    sujin, other = (Organization.objects.get(code=code) for code in ("sujin", "xcscjg8"))
    with pytest.raises(Denied):
        handovers.must_be_declared(sujin, 1, ["words"])
    handover = declare(cast)
    with pytest.raises(Denied):
        handovers.must_be_declared(other, handover, ["words"])
    gate.do(exports.end, cast.administrator, place="sujin", handover=handover)
    with pytest.raises(Denied):
        handovers.must_be_declared(sujin, handover, ["words"])
    with pytest.raises(NotNow):
        gate.do(exports.end, cast.administrator, place="sujin", handover=handover)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"give_words": False, "give_place": False}, "give_words"), ({"until": date(2023, 11, 9)}, "until")],
)
def test_a_declaration_that_says_nothing_is_refused(cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        declare(cast, **more)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Handover.objects.exists()


@pytest.mark.parametrize("login", ["desk", "grid", "property", "auditor", "reader", "other_administrator"])
def test_nobody_else_declares_or_ends(cast: Cast, login: str) -> None:
    handover = declare(cast)
    with pytest.raises(Denied):
        gate.do(exports.declare, cast.by_login[login], **GIVEN)
    with pytest.raises(Denied):
        gate.do(exports.end, cast.by_login[login], place="sujin", handover=handover)


def test_everybody_reads_to_whom_what_and_by_which_law(cast: Cast, clock_at: At) -> None:
    clock_at("2023-11-14 09:30")
    assert "没有向任何单位提供个人信息" in Client().get("/exports").content.decode()
    handover = declare(cast, estimated=True)
    page = Client().get("/exports").content.decode()
    for said in ("市档案馆", "归档", "档案法", "第十四条", "说的话、确切地点", "估计", "提供中"):
        assert said in page
    gate.do(exports.end, cast.administrator, place="sujin", handover=handover)
    assert "已停止" in Client().get("/exports").content.decode()
