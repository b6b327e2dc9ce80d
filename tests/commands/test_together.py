"""One matter, several offices, one owner; self-handled matters; questions answered at once; who may check whom."""

import pytest

from haitang.commands import deferring, handing, handling, matters, together
from haitang.engine import gate, sheets
from haitang.engine.promise import due
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.role import Role
from haitang.records.voice import Answer
from tests.cast import Cast, Told
from tests.commands.test_matrix import colleague

CLAIM = {"evidence": "word", "note": "好了"}


def joint(cast: Cast) -> Told:
    told = cast.working()
    gate.do(together.involve, cast.dispatcher, matter=told.number, owner="works", why="路面归市政")
    return told


def claim(by: Actor, told: Told, outcome: str = "solved", **more: str) -> None:
    gate.do(matters.claim, by, matter=told.number, outcome=outcome, **{**CLAIM, **more})


def state(told: Told) -> tuple[str, str]:
    return told.record().state, told.record().outcome


def test_it_is_claimed_done_with_the_last_part_as_its_owner_says(cast: Cast) -> None:
    told = joint(cast)
    claim(cast.property, told, "partly")
    assert state(told) == ("working", "")
    with pytest.raises(NotNow, match="part is claimed"):
        claim(cast.property, told)
    claim(cast.works, told)
    assert state(told) == ("claimed_done", "partly")


def test_an_office_brought_in_sees_and_finds_it_and_nobody_else_does(cast: Cast) -> None:
    told = cast.working()
    assert [row.number for row in sheets.rows("mine", cast.works).rows] == []
    gate.do(together.involve, cast.dispatcher, matter=told.number, owner="works", why="路面归市政")
    assert [row.number for row in sheets.rows("mine", cast.works).rows] == [told.number]
    assert sheets.may_see(cast.works, told.record())
    claim(cast.works, told)
    assert [row.number for row in sheets.rows("mine", cast.works).rows] == []


def test_a_part_taken_back_leaves_the_rest(cast: Cast) -> None:
    told = joint(cast)
    claim(cast.property, told)
    gate.do(together.release, cast.dispatcher, matter=told.number, owner="works", reason="不用挖路")
    assert state(told) == ("claimed_done", "solved")


def test_the_owner_itself_is_not_let_go_and_nobody_comes_twice(cast: Cast) -> None:
    told = joint(cast)
    for command, owner in ((together.release, "property"), (together.involve, "works"), (together.involve, "property")):
        given = {"reason" if command is together.release else "why": "定"}
        with pytest.raises(Invalid):
            gate.do(command, cast.dispatcher, matter=told.number, owner=owner, **given)


def test_what_was_rejected_goes_back_to_all_who_had_a_part(cast: Cast) -> None:
    told = joint(cast)
    claim(cast.property, told)
    claim(cast.works, told)
    gate.do(matters.reject, cast.checker, matter=told.number, note="路面没补")
    assert [task.owner.code for task in told.record().tasks.filter(ended_at=None)] == ["property", "works"]
    claim(cast.works, told)
    assert state(told)[0] == "working"


def test_an_office_brought_in_hands_nothing_back(cast: Cast) -> None:
    told = cast.assigned()
    gate.do(together.involve, cast.dispatcher, matter=told.number, owner="works", why="路面归市政")
    with pytest.raises(NotNow, match="part"):
        gate.do(handing.hand_back, cast.works, matter=told.number, reason="not_ours", note="不归")


def test_what_belongs_above_the_sub_district_goes_to_the_joint_meeting(cast: Cast) -> None:
    told = cast.assigned()
    gate.do(handing.hand_back, cast.property, matter=told.number, reason="above", note="归区里")
    assert told.record().details["joint_meeting"] == "above"


def test_the_grid_worker_handles_it_in_two_steps_and_somebody_else_looks(cast: Cast) -> None:
    told = cast.accepted()
    gate.do(handling.take, cast.grid, matter=told.number)
    assert [row.number for row in sheets.rows("mine", cast.grid).rows] == [told.number]
    claim(cast.grid, told)
    assert state(told) == ("claimed_done", "solved")
    gate.do(matters.check, cast.desk, matter=told.number)


def test_neither_the_same_post_nor_one_under_it_checks(cast: Cast) -> None:
    told = cast.accepted()
    gate.do(handling.take, cast.desk, matter=told.number)
    claim(cast.desk, told)
    with pytest.raises(Denied, match="under"):
        gate.do(matters.check, colleague(Role.DESK), matter=told.number)
    gate.do(matters.check, cast.checker, matter=told.number)


def test_a_question_is_answered_with_its_source_and_date(cast: Cast) -> None:
    told = cast.accepted(severity=4)
    given = {"sentence": "带身份证", "source": "办事指南 3", "dated": "2023-01-01"}
    gate.do(handling.consult, cast.desk, matter=told.number, **given)
    assert (state(told), told.record().basis) == (("answered", "explained"), "document")
    text = Answer.objects.get(voice=told.voice.voice).text
    assert "带身份证" in text and "办事指南 3（2023-01-01）" in text


@pytest.mark.parametrize("severity", [0, 1, 2, 3])
def test_nothing_but_a_question_is_answered_at_once(cast: Cast, severity: int) -> None:
    told = cast.accepted(severity=severity)
    with pytest.raises(NotNow):
        gate.do(handling.consult, cast.desk, matter=told.number, sentence="好", source="指南", dated="2023-01-01")


@pytest.mark.parametrize(("category", "evidence", "taken"), [
    ("drains", "word", True), ("lifts", "word", False), ("lifts", "photos", False), ("lifts", "slip", True),
    ("fire", "word", False), ("fire", "reading", True),
])  # fmt: skip
def test_a_category_takes_its_own_evidence(cast: Cast, category: str, evidence: str, taken: bool) -> None:
    told = cast.working(cast.assigned(cast.accepted(category=category)))
    if taken:
        claim(cast.property, told, evidence=evidence)
    else:
        with pytest.raises(Invalid) as refused:
            claim(cast.property, told, evidence=evidence)
        assert refused.value.problems[0].field == "evidence"


def test_the_second_extension_is_the_supervisors(cast: Cast) -> None:
    told = cast.working()
    for grantor in (cast.dispatcher, cast.supervisor):
        until = due(told.record().due_at, 1).at  # type: ignore[arg-type]
        gate.do(deferring.ask_time, cast.property, matter=told.number, due=until, reason="等配件")
        if grantor == cast.supervisor:
            with pytest.raises(Denied, match="second"):
                gate.do(deferring.grant_time, cast.dispatcher, matter=told.number)
        gate.do(deferring.grant_time, grantor, matter=told.number)
