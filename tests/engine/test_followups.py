"""Follow-ups: an accepted project answers those who raised what it resolves, once, on the strength of its acceptance."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError

from haitang.commands import matters, meetings, projects
from haitang.engine import followups, gate, ledger, outbox
from haitang.kernel.command import Command
from haitang.kernel.errors import NotNow
from haitang.kernel.limits import SENTENCE, TITLE
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.office import Delivery, Message
from haitang.records.voice import Answer
from tests.cast import Cast, Told
from tests.databases import Committed

TITLE_SAID = "修便民小径"


def raised(cast: Cast, told: Told, severity: int = 2) -> str:
    """A project that a session decided on because of that matter; its number."""
    session = cast.session()
    motion = gate.do(meetings.table, cast.chair, meeting=session, topic="修小径", matter=told.number).values["motion"]
    cast.held(session)
    gate.do(
        meetings.decide, cast.chair, meeting=session, motion=motion, decision="project", text="立项", reason="多人提出"
    )
    return cast.project(motion=motion)


def commands_on(number: str) -> list[str]:
    return [body.command for body, _ in ledger.of_subject(number)]


def test_those_who_raised_it_are_answered_when_the_project_is_accepted(cast: Cast) -> None:
    told = cast.working(cast.report(contact=""))
    project = cast.finished(raised(cast, told))
    outbox.drain()
    matter = told.record()
    assert (matter.state, matter.outcome, matter.basis) == ("answered", "project", "document")
    answer = Answer.objects.get(voice__matter=matter)
    assert TITLE_SAID in answer.text
    assert project in answer.text


def test_a_voice_that_spoke_english_is_answered_in_english(cast: Cast) -> None:
    told = cast.working(cast.report(language="en"))
    project = cast.finished(raised(cast, told))
    outbox.drain()
    answer = Answer.objects.get(voice__matter__number=told.number)
    assert answer.language == "en"
    assert f"({project}), is finished" in answer.text


def test_a_matter_that_is_assigned_but_not_begun_is_answered_too(cast: Cast) -> None:
    told = cast.assigned()
    cast.finished(raised(cast, told))
    outbox.drain()
    assert told.record().state == "answered"


@pytest.mark.parametrize("severity", [0, 1, 2, 3])
def test_the_acceptance_was_somebody_elses_look_whatever_the_risk(cast: Cast, severity: int) -> None:
    told = cast.accepted(severity=severity)
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="property", why="物业合同")
    cast.finished(raised(cast, told))
    outbox.drain()
    assert told.record().basis == "document"


def test_a_project_not_yet_accepted_answers_nobody(cast: Cast) -> None:
    told = cast.working()
    project = raised(cast, told)
    gate.do(projects.approve, cast.supervisor, project=project)
    gate.do(projects.start, cast.works, project=project)
    gate.do(projects.claim, cast.works, project=project, note="已铺好")
    outbox.drain()
    assert told.record().state == "working"


def test_a_claim_of_a_project_that_nobody_accepted_still_needs_its_look(cast: Cast) -> None:
    told = cast.accepted(severity=1)
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="property", why="物业合同")
    raised(cast, told)
    given = {"outcome": "project", "evidence": "minute", "note": "说是做完了"}
    gate.do(matters.claim, cast.property, matter=told.number, **given)
    with pytest.raises(NotNow):
        gate.do(matters.answer, cast.desk, matter=told.number, sentence="做完了")


def test_draining_again_answers_nobody_again(cast: Cast) -> None:
    told = cast.working()
    cast.finished(raised(cast, told))
    outbox.drain()
    before = commands_on(told.number)
    outbox.drain()
    assert commands_on(told.number) == before
    assert before.count("matters.answer") == 1


def test_the_acts_are_the_clocks_and_keyed(cast: Cast) -> None:
    told = cast.working()
    cast.finished(raised(cast, told))
    outbox.drain()
    actors = {body.command: body.actor for body, _ in ledger.of_subject(told.number)}
    assert actors["matters.claim"] == actors["matters.answer"] == "system:followup"


def test_a_matter_not_in_hand_goes_to_the_desk_to_answer(cast: Cast) -> None:
    told = cast.accepted()
    cast.finished(raised(cast, told))
    outbox.drain()
    assert told.record().state == "accepted"
    assert Delivery.objects.get(consumer="followups").state == "failed"
    assert [row.template for row in Message.objects.filter(post__code="desk")][-1] == "project.owed"


def test_a_matter_answered_meanwhile_is_left_as_it_is(cast: Cast) -> None:
    told = cast.working()
    project = raised(cast, told)
    gate.do(matters.claim, cast.property, matter=told.number, outcome="solved", evidence="word", note="先通了")
    gate.do(matters.check, cast.checker, matter=told.number)
    gate.do(matters.answer, cast.desk, matter=told.number, sentence="先通了")
    cast.finished(project)
    outbox.drain()
    assert told.record().outcome == "solved"
    assert Delivery.objects.get(consumer="followups").note == "somebody has seen to it already"


@pytest.fixture
def answering_breaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """`answering_breaks(error)`: from now on the gate raises that instead of answering."""
    ordinary = gate.ask

    def breaks(error: Exception) -> None:
        def ask(spec: Command, *given: Any, **more: Any) -> gate.Outcome:
            if spec.name == "matters.answer":
                raise error
            return ordinary(spec, *given, **more)

        monkeypatch.setattr(gate, "ask", ask)

    return breaks


def test_a_refused_answer_takes_the_claim_back_with_it(
    cast: Cast, answering_breaks: Callable[[Exception], None]
) -> None:
    told = cast.working()
    cast.finished(raised(cast, told))
    answering_breaks(NotNow(Words(zh="还不行", en="not now")))
    outbox.drain()
    assert told.record().state == "working"
    row = Delivery.objects.get(consumer="followups")
    assert (row.state, row.note) == ("failed", "not now")


def test_a_database_that_goes_away_in_between_leaves_nothing_half_done(
    cast: Cast, answering_breaks: Callable[[Exception], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = cast.working()
    cast.finished(raised(cast, told))
    answering_breaks(OperationalError("database or disk is full"))
    with pytest.raises(OperationalError):
        outbox.drain()
    assert told.record().state == "working"
    monkeypatch.undo()
    outbox.drain()
    assert told.record().state == "answered"
    assert commands_on(told.number).count("matters.claim") == 1


def test_processes_that_drain_together_answer_once(committed: Committed) -> None:
    cast = committed.cast
    numbers = [cast.working() for _ in range(4)]
    for told in numbers:
        cast.finished(raised(cast, told))
    results = committed.at_once(lambda _: outbox.drain(), threads=5)
    assert not [result for result in results if not isinstance(result, int | OperationalError)]
    outbox.drain()
    for told in numbers:
        assert told.record().state == "answered"
        assert commands_on(told.number).count("matters.answer") == 1


def test_the_sentence_fits_its_limit_whatever_the_title() -> None:
    said = followups.sentence(Matter(title="修" * TITLE, number="SJ26-1234567890-1"))
    assert max(len(said.zh), len(said.en)) <= SENTENCE
