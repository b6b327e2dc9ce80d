"""What happened to a matter is told by offices, as they were that day, never by persons."""

from datetime import date, timedelta

import pytest

from haitang.commands import handing, matters, offices
from haitang.engine import chronicle, clock, gate, ledger
from haitang.jobs import daily
from haitang.records.matter import Matter
from haitang.records.party import Membership
from tests.cast import FOUNDER, Cast


def offices_of(matter: Matter) -> dict[str, str | None]:
    return {act.command: act.office.zh if act.office else None for act in chronicle.of(matter)}


def test_each_act_names_the_post_that_took_it(cast: Cast) -> None:
    told = cast.solved()
    assert offices_of(told.record()) == {
        "matters.report": None,
        "matters.accept": "社区受理台",
        "matters.assign": "街道派办员",
        "matters.start": "物业公司",
        "matters.claim": "物业公司",
        "matters.check": "核查员",
        "matters.answer": "社区受理台",
        "voices.judge": None,
    }


def test_of_several_posts_the_one_that_may_take_the_step_is_named(cast: Cast) -> None:
    gate.do(offices.appoint, FOUNDER, post="auditor", login="desk", since=date(2019, 1, 1))
    gate.do(offices.appoint, FOUNDER, post="jinhua_desk", login="desk", since=date(2019, 1, 1))
    assert offices_of(cast.accepted().record())["matters.accept"] == "社区受理台"
    assert offices_of(cast.accepted(cast.report(place="jinhua")).record())["matters.accept"] == "锦华受理台"


def test_whose_it_is_no_longer_is_named_by_the_post_that_serves_there(cast: Cast) -> None:
    given = {
        "name": "锦华物业",
        "name_en": "Jinhua property",
        "role": "owner",
        "place": "jinhua",
        "organization": "sujin",
    }
    gate.do(offices.create_post, FOUNDER, code="jinhua_property", **given)
    gate.do(offices.appoint, FOUNDER, post="jinhua_property", login="property", since=date(2019, 1, 1))
    told = cast.accepted(cast.report(place="jinhua"))
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="jinhua_property")
    gate.do(handing.hand_back, cast.property, matter=told.number, reason="not_ours", note="不归我们")
    assert offices_of(told.record())["handing.hand_back"] == "锦华物业"


def test_a_post_left_since_is_still_named(cast: Cast) -> None:
    told = cast.accepted()
    account = cast.desk.account
    with gate.upkeep():
        Membership.objects.filter(account_id=account).update(until=date(2100, 1, 1))
    assert offices_of(told.record())["matters.accept"] == "社区受理台"


def test_the_voice_and_the_clock_are_told_from_offices(cast: Cast) -> None:
    told = cast.lapsed()
    acts = {act.command: act for act in chronicle.of(told.record())}
    assert acts["matters.close"].by_clock
    judged = {act.command: act for act in chronicle.of(cast.solved().record())}["voices.judge"]
    assert judged.voice is not None


@pytest.mark.parametrize("named", [("matters.accept",), ("matters.nothing", "matters.claim")])
def test_the_last_act_of_a_sort_is_found(named: tuple[str, ...], cast: Cast) -> None:
    acts = chronicle.of(cast.solved().record())
    found = chronicle.last(acts, *named)
    assert found is not None and found.command == named[-1]
    assert chronicle.last(acts, "matters.reject") is None


def test_a_step_of_the_clock_is_told_once_however_many_lines_it_left(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=40)):
        told = cast.working()
    daily.climb()
    lines = [leaf.kind for _, leaf in ledger.of_subject(told.number)]
    assert "request.overdue" in lines and "request.raised" in lines
    climbed = [act for act in chronicle.of(told.record()) if act.command == "ladder.climb"]
    assert len(climbed) == lines.count("request.raised") and all(act.kind == "request.raised" for act in climbed)
