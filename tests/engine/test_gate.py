"""The gate: validate, lock, authority, version, flow, command, ledger line, all in one transaction or not at all."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from haitang.commands import matters, meetings, projects, voices
from haitang.engine import gate, ledger
from haitang.engine.binding import bind
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Conflict, Denied, Invalid, NotNow, Refusal
from haitang.kernel.registry import commands
from haitang.records.matter import Counter, Matter
from haitang.records.office import Idempotency
from haitang.records.office import Refusal as RefusalNote
from haitang.records.voice import Voice
from tests.cast import Cast


def sizes() -> tuple[int, int, int, int]:
    return (ledger.head("sujin").size, Matter.objects.count(), Voice.objects.count(), Idempotency.objects.count())


def test_a_change_leaves_exactly_one_line_that_says_what_happened(
    cast: Cast, clock_at: Callable[[str], datetime]
) -> None:
    when = clock_at("2023-11-14 09:30")
    before = ledger.head("sujin").size
    outcome = gate.do(matters.report, cast.anyone, words="路灯不亮", place="dgmy-15")
    assert (outcome.ledger, outcome.entry) == ("sujin", before + 1) == ("sujin", ledger.head("sujin").size)
    [(body, leaf)] = ledger.of_subject(outcome.subject)
    assert (leaf.kind, leaf.community, leaf.quantity, str(leaf.day)) == ("request.received", "daguan", 1, "2023-11-14")
    assert (body.command, body.door, body.actor) == ("matters.report", "web", "anyone")
    assert body.place == "/gusu/sujin/daguan/daguan-1/dgmy/dgmy-15/"
    assert body.occurred_at == body.recorded_at == when


def test_the_words_of_a_resident_are_not_in_the_ledger(cast: Cast) -> None:
    told = cast.report(words="张三家漏水", contact="13800001234", place_words="靠近张三家")
    [(body, leaf)] = ledger.of_subject(told.number)
    whole = json.dumps(ledger.body_value(body), ensure_ascii=False) + ledger.leaf_text(leaf)
    assert not [word for word in ("张三", "13800001234") if word in whole]


def test_a_subject_grows_by_one_version_with_every_change(cast: Cast) -> None:
    told = cast.working()
    assert told.record().version == 4
    assert len(ledger.of_subject(told.number)) == 4


def test_a_door_may_look_a_command_up_by_name(cast: Cast) -> None:
    spec = commands["matters.report"]
    given = bind(spec, (), {"words": "路灯不亮", "place": "dgmy"})
    assert gate.ask(spec, cast.anyone, given).subject.startswith("SJ")


def test_positional_input_is_taken_in_the_order_of_the_signature(cast: Cast) -> None:
    outcome = gate.do(matters.report, cast.anyone, "", None, "路灯不亮", "dgmy")
    assert Matter.objects.get(number=outcome.subject).place.code == "dgmy"


# Refusals leave nothing behind


@pytest.mark.parametrize(
    ("refusal", "ask"),
    [
        (Invalid, lambda cast, told: gate.do(matters.report, cast.anyone, key="k", words="", place="dgmy")),
        (Invalid, lambda cast, told: gate.do(matters.report, cast.anyone, key="k", words="灯", place="nowhere")),
        (Denied, lambda cast, told: gate.do(matters.accept, cast.reader, matter=told.number, category="drains")),
        (NotNow, lambda cast, told: gate.do(matters.start, cast.property, matter=told.number)),
        (Conflict, lambda cast, told: gate.do(matters.accept, cast.desk, "", 9, matter=told.number, category="drains")),
    ],
)  # fmt: skip
def test_a_refusal_leaves_nothing_behind(cast: Cast, refusal: type[Refusal], ask: Callable[..., Any]) -> None:
    told = cast.assigned() if refusal is NotNow else cast.report()
    if refusal is NotNow:
        gate.do(matters.start, cast.property, matter=told.number)
    before, counted = sizes(), list(Counter.objects.values_list("last", flat=True))
    with pytest.raises(refusal) as refused:
        ask(cast, told)
    assert refused.value.words.zh and refused.value.words.en
    assert sizes() == before
    assert list(Counter.objects.values_list("last", flat=True)) == counted


def test_an_accident_after_the_command_leaves_nothing_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sizes()

    def broken(line: ledger.Line) -> int:
        raise DatabaseError("disk is full")

    monkeypatch.setattr(ledger, "append", broken)
    with pytest.raises(DatabaseError), transaction.atomic():
        cast.report()
    assert sizes() == before


def test_denied_and_not_now_are_noted_for_the_security_log_without_their_input(cast: Cast) -> None:
    told = cast.report(words="张三家漏水")
    with pytest.raises(Denied):
        gate.do(matters.accept, cast.reader, matter=told.number, category="drains", title="张三")
    with pytest.raises(Invalid):
        gate.do(matters.accept, cast.desk, matter=told.number, category="nothing")
    [note] = RefusalNote.objects.values()
    assert (note["command"], note["refusal"], note["actor"]) == ("matters.accept", "Denied", cast.reader.name)
    assert "张三" not in str(note)


def test_nobody_learns_which_numbers_exist(cast: Cast) -> None:
    with pytest.raises(Denied):
        gate.do(matters.accept, cast.desk, matter="SJ23-99999-9", category="drains")


# Versions


def test_who_saw_an_older_version_is_told_of_the_conflict(cast: Cast) -> None:
    told = cast.report()
    gate.do(matters.accept, cast.desk, "", 1, matter=told.number, category="drains")
    with pytest.raises(Conflict, match="changed"):
        gate.do(matters.assign, cast.dispatcher, "", 1, matter=told.number, owner="property")
    assert gate.do(matters.assign, cast.dispatcher, "", 2, matter=told.number, owner="property").version == 3


def test_strangers_do_not_learn_the_version_of_a_matter(cast: Cast) -> None:
    told = cast.report()
    with pytest.raises(Denied):
        gate.do(matters.accept, cast.other_desk, "", 9, matter=told.number, category="drains")


# A command serves matters of its own shape only


def test_a_session_is_not_closed_by_another_shapes_command(cast: Cast) -> None:
    project = cast.finished(cast.project())
    with pytest.raises(Denied):
        gate.do(meetings.close, cast.chair, meeting=project)
    with pytest.raises(Denied):
        gate.do(matters.reject, cast.checker, matter=cast.project(), note="不行")
    told = cast.claimed()
    with pytest.raises(Denied):
        gate.do(projects.accept, cast.checker, project=told.number, note="好")
    assert told.record().state == "claimed_done"


def test_every_command_that_needs_a_matter_says_of_which_shape() -> None:
    assert {spec.name for spec in commands if spec.reads_subject and spec.move} <= {
        spec.name for spec in commands if spec.reads_subject and spec.shape
    }


# Separation of duties


@pytest.mark.parametrize("look", [matters.check, matters.reject])
def test_nobody_checks_what_they_claimed_themselves(cast: Cast, look: Callable[..., Any]) -> None:
    told = cast.assigned(owner="desk")
    gate.do(matters.claim, cast.desk, matter=told.number, outcome="solved", evidence="word", note="自己办了")
    with pytest.raises(Denied, match="yourself"):
        gate.do(look, cast.desk, matter=told.number, note="看过")
    assert gate.do(look, cast.checker, matter=told.number, note="看过").version == 5


def test_through_another_door_one_is_still_oneself(cast: Cast) -> None:
    told = cast.assigned(owner="desk")
    gate.do(matters.claim, cast.desk, matter=told.number, outcome="solved", evidence="word", note="自己办了")
    with pytest.raises(Denied):
        gate.do(matters.check, cast.desk.through("api"), matter=told.number)


# Many at once in one transaction


def reports(cast: Cast, count: int, **given: Any) -> list[gate.Asked]:
    return [
        gate.Asked(matters.report, cast.anyone, {"words": f"第{n}件", "place": "dgmy", **given}) for n in range(count)
    ]


def test_many_changes_are_the_same_changes(cast: Cast) -> None:
    before = ledger.head("sujin").size
    outcomes = list(gate.many(reports(cast, 7), batch=3))
    assert [outcome.entry for outcome in outcomes] == list(range(before + 1, before + 8))
    assert len({outcome.subject for outcome in outcomes}) == 7
    assert ledger.head("sujin").size == before + 7


def test_many_changes_may_build_on_each_other(cast: Cast) -> None:
    told = cast.report()
    asked = [
        gate.Asked(matters.accept, cast.desk, {"matter": told.number, "category": "drains"}),
        gate.Asked(matters.assign, cast.dispatcher, {"matter": told.number, "owner": "desk"}),
        gate.Asked(matters.claim, cast.desk,
                   {"matter": told.number, "outcome": "solved", "evidence": "word", "note": "好"}),
    ]  # fmt: skip
    assert [outcome.version for outcome in gate.many(asked)] == [2, 3, 4]
    with pytest.raises(Denied, match="yourself"):
        list(gate.many([gate.Asked(matters.check, cast.desk, {"matter": told.number})]))


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (gate.Asked(matters.report, Actor("web"), {"words": "", "place": "dgmy"}), Invalid),
        (gate.Asked(matters.accept, Actor("web"), {"matter": "SJ23-99999-9", "category": "drains"}), Denied),
    ],
)
def test_one_refusal_undoes_its_batch_and_no_other(cast: Cast, wrong: gate.Asked, refusal: type[Refusal]) -> None:
    before = sizes()
    asked = [*reports(cast, 5), wrong, *reports(cast, 2)]
    with pytest.raises(refusal):
        list(gate.many(asked, batch=3))
    assert sizes()[:2] == (before[0] + 3, before[1] + 3)


def test_a_voice_speaks_only_in_its_own_matter(cast: Cast) -> None:
    mine, theirs = cast.answered(), cast.answered()
    with pytest.raises(Denied):
        gate.do(voices.judge, mine.voice, matter=theirs.number, verdict="yes")
