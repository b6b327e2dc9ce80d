"""Lists of the year: a public matter with its promise and source; its state and answer are read from the matter."""

from typing import Any

import pytest

from haitang.commands import listings, matters
from haitang.engine import gate, ledger, registers
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.party import Organization
from tests.cast import Cast, Told

YEAR = {"year": 2023}
PROMISE = {"roll": "pledges", **YEAR, "promise": "年内把下水道全部疏通", "source": "示例：街道年度计划"}


@pytest.fixture(autouse=True)
def _in_2023(clock_at: Any) -> None:
    clock_at("2023-11-14 09:30")


def put(cast: Cast, told: Told, by: str = "supervisor", **given: Any) -> None:
    gate.do(listings.put, cast.by_login[by], **{**PROMISE, "matter": told.number, **given})


def listed() -> dict[str, list[registers.Item]]:
    return registers.items(Organization.objects.get(code="sujin"), 2023)


def test_what_is_promised_stands_there_with_what_became_of_it(cast: Cast) -> None:
    told = cast.accepted()
    put(cast, told)
    (item,) = listed()["pledges"]
    assert (item.promise.zh, item.source, item.state.zh, item.outcome) == (
        PROMISE["promise"],
        PROMISE["source"],
        "已受理",
        None,
    )
    cast.solved(told)
    (item,) = listed()["pledges"]
    assert item.outcome is not None and item.outcome.zh == "办好了" and item.ended_at is not None


def test_a_project_may_stand_on_a_list_too(cast: Cast) -> None:
    put(cast, Told(cast.project(), 0, cast.anyone), roll="focus")
    assert [item.shape for item in listed()["focus"]] == ["project"]


def test_only_what_everybody_may_read_stands_on_a_list(cast: Cast) -> None:
    for told in (cast.report(), cast.accepted(screened=False)):
        with pytest.raises(NotNow):
            put(cast, told)


def test_it_stands_once_on_a_list_and_comes_off_with_a_reason_in_sight(cast: Cast) -> None:
    told = cast.accepted()
    put(cast, told)
    with pytest.raises(NotNow):
        put(cast, told)
    gate.do(listings.take_off, cast.supervisor, matter=told.number, roll="pledges", **YEAR, reason="资金没到位")
    (item,) = listed()["pledges"]
    assert item.reason == "资金没到位" and item.taken_off_at is not None
    with pytest.raises(NotNow):
        gate.do(listings.take_off, cast.supervisor, matter=told.number, roll="pledges", **YEAR, reason="再撤")
    put(cast, told)
    assert len(listed()["pledges"]) == 2


def test_what_may_no_longer_be_shown_disappears_from_the_list(cast: Cast) -> None:
    told = cast.accepted()
    put(cast, told)
    gate.do(matters.refuse_person, cast.desk, matter=told.number, competent="hotline")
    assert listed() == {"focus": [], "pledges": []}


@pytest.mark.parametrize("year", [2021, 2025])
def test_a_year_out_of_reach_is_refused(cast: Cast, year: int) -> None:
    with pytest.raises(Invalid):
        put(cast, cast.accepted(), year=year)


def test_another_office_lists_nothing_of_ours(cast: Cast) -> None:
    with pytest.raises(Denied):
        put(cast, cast.accepted(), by="other_supervisor")


def test_the_line_of_the_ledger_names_list_and_year_and_no_promise(cast: Cast) -> None:
    told = cast.accepted()
    outcome = gate.do(listings.put, cast.supervisor, **{**PROMISE, "matter": told.number})
    _leaf, body = ledger.line("sujin", outcome.entry) or (None, None)
    assert body is not None and "疏通" not in str(body.facts) and "pledges" in str(body.facts)
