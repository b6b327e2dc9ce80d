"""Sound input for every command, and each command prepared so that it can be made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from haitang.commands import (
    answers,
    channels,
    deliveries,
    matters,
    meetings,
    offices,
    projects,
    rhythm,
    voices,
    wordings,
)  # fmt: skip
from haitang.engine import clock, gate, outbox
from haitang.kernel.actor import Actor
from haitang.kernel.command import Command
from haitang.records.office import Delivery
from haitang.records.slot import Motion
from haitang.records.voice import Answer
from tests.cast import Cast

MATTER = {"matter": "SJ23-00001-7"}
CHANNEL = {"place": "sujin", "channel": 1}
WORDING = {"place": "sujin", "kind": "requests.problem", "event": "solved", "language": "zh-hans"}
MEETING = {"meeting": "SJ23-00001-7"}
PROJECT = {"project": "SJ23-00001-7"}
SLOT = {"starts": "2023-11-14T09:30:00+08:00", "ends": "2023-11-14T11:30:00+08:00"}
NAMES = {"name": "名", "name_en": "name"}

SOUND: dict[str, dict[str, Any]] = {
    "offices.found": {"code": "a", "mark": "AB", **NAMES},
    "offices.add_place": {"code": "a", "kind": "spot", **NAMES},
    "offices.create_post": {"code": "a", "role": "desk", "place": "daguan", "organization": "sujin", **NAMES},
    "offices.open_account": {"login": "a"},
    "offices.appoint": {"post": "desk", "login": "desk", "since": "2023-01-01"},
    "matters.report": {"words": "路灯不亮", "place": "dgmy"},
    "matters.accept": {**MATTER, "category": "drains"},
    "matters.assign": {**MATTER, "owner": "property"},
    "matters.start": MATTER,
    "matters.claim": {**MATTER, "outcome": "solved", "evidence": "word", "note": "好了"},
    "matters.reject": {**MATTER, "note": "没好"},
    "matters.check": MATTER,
    "matters.answer": {**MATTER, "sentence": "办好了"},
    "matters.close": MATTER,
    "matters.reopen": {**MATTER, "reason": "没好"},
    "answers.told": {**MATTER, "answer": 1, "how": "phone"},
    "deliveries.retry": {**MATTER, "delivery": 1},
    "channels.add": {"place": "sujin", "kind": "email", "name": "值班邮箱", "address": "desk@example.org"},
    "channels.test": CHANNEL,
    "channels.enable": CHANNEL,
    "channels.disable": CHANNEL,
    "channels.remove": CHANNEL,
    "wordings.change": {**WORDING, "text": "办好了。{sentence}"},
    "wordings.reset": WORDING,
    "voices.judge": {**MATTER, "verdict": "yes"},
    "rhythm.choose": {"place": "daguan", "rule": "fours"},
    "meetings.plan": {"kind": "talk_on_fours.session", "place": "daguan", "title": "逢四说事", **SLOT},
    "meetings.table": {**MEETING, "topic": "小径"},
    "meetings.publish": MEETING,
    "meetings.attend": {**MEETING, "heads": 12},
    "meetings.decide": {**MEETING, "motion": 1, "decision": "task", "text": "办", "reason": "急"},
    "meetings.close": MEETING,
    "meetings.cancel": {**MEETING, "reason": "下雨"},
    "projects.propose": {
        "kind": "service_projects.project", "place": "daguan", "title": "小径", "purpose": "好走",
        "theme": "neighbors", "owner": "works", "due": SLOT["ends"],
    },
    "projects.approve": PROJECT,
    "projects.start": PROJECT,
    "projects.claim": {**PROJECT, "note": "好了"},
    "projects.reject": {**PROJECT, "note": "没好"},
    "projects.accept": {**PROJECT, "note": "好"},
    "projects.close": PROJECT,
}  # fmt: skip


def schema(spec: Command) -> dict[str, dict[str, Any]]:
    """Of each field what pydantic says of it, an optional one without its null."""
    made = spec.form.model_json_schema()
    return {name: _plain(field, made.get("$defs", {})) for name, field in made["properties"].items()}


def _plain(field: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    field = {**field, **next((each for each in field.get("anyOf", []) if each.get("type") != "null"), {})}
    return {**field, **defs.get(str(field.get("$ref", "")).rpartition("/")[2], {})}


@dataclass(frozen=True)
class Prepared:
    """A command that can be made now; `codes` are the fields whose values must name something that is there."""

    command: Callable[..., Any]
    by: Actor
    given: dict[str, Any]
    codes: tuple[str, ...]

    def __call__(self, more: dict[str, Any]) -> gate.Outcome:
        return gate.do(self.command, self.by, **{**self.given, **more})


def prepared(
    command: Callable[..., Any], by: Callable[[Cast], Actor], ready: Callable[[Cast], dict[str, Any]], *codes: str
) -> Callable[[Cast], Prepared]:
    """The sound input of a command, on what `ready` makes of the cast's matters."""
    name = command.__haitang_command__.name
    return lambda cast: Prepared(command, by(cast), {**SOUND[name], **ready(cast)}, codes)


def _held(cast: Cast) -> dict[str, Any]:
    session = cast.held(_tabled(cast))
    return {"meeting": session, "motion": Motion.objects.get(meeting__number=session).pk}


def _under_way(cast: Cast) -> dict[str, Any]:
    project = cast.project()
    gate.do(projects.approve, cast.supervisor, project=project)
    gate.do(projects.start, cast.works, project=project)
    return {"project": project}


def _done(cast: Cast) -> dict[str, Any]:
    given = _under_way(cast)
    gate.do(projects.claim, cast.works, **given, note="好了")
    return given


def _judged(cast: Cast) -> Prepared:
    told = cast.answered()
    return Prepared(voices.judge, told.voice, {"matter": told.number, "verdict": "half"}, ("matter",))


def _undelivered(cast: Cast) -> dict[str, Any]:
    told = cast.answered(cast.report(contact="13800001234"))
    outbox.drain()
    return {"matter": told.number, "answer": Answer.objects.get(voice__matter__number=told.number).pk}


def _stuck(cast: Cast) -> dict[str, Any]:
    given = _undelivered(cast)
    return {"matter": given["matter"], "delivery": Delivery.objects.get(consumer="answers").pk}


def _channel(cast: Cast) -> dict[str, Any]:
    made = gate.do(channels.add, cast.administrator, **SOUND["channels.add"])
    return {"channel": made.values["channel"]}


def _silent(cast: Cast) -> dict[str, Any]:
    given = _channel(cast)
    gate.do(channels.disable, cast.administrator, place="sujin", **given)
    return given


def _worded(cast: Cast) -> dict[str, Any]:
    gate.do(wordings.change_wording, cast.administrator, **SOUND["wordings.change"])
    return {}


def _published(cast: Cast) -> dict[str, Any]:
    session = _tabled(cast)
    gate.do(meetings.publish, cast.chair, meeting=session)
    return {"meeting": session}


def _tabled(cast: Cast) -> str:
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="小径")
    return session


def _decided(cast: Cast) -> dict[str, Any]:
    given = _held(cast)
    gate.do(meetings.decide, cast.chair, **given, decision="task", text="办", reason="急")
    return {"meeting": given["meeting"]}


def _approved(cast: Cast) -> dict[str, Any]:
    project = cast.project()
    gate.do(projects.approve, cast.supervisor, project=project)
    return {"project": project}


def _lapsing(cast: Cast) -> dict[str, Any]:
    with clock.at(clock.now() - timedelta(days=60)):
        return {"matter": cast.answered().number}


#: Every command, at a moment when it can be made.
PREPARED: dict[str, Callable[[Cast], Prepared]] = {
    "offices.found": prepared(offices.found, lambda cast: cast.founder, lambda cast: {}, "code"),
    "offices.add_place": prepared(
        offices.add_place, lambda cast: cast.founder, lambda cast: {"parent": "dgmy"}, "code", "parent", "organization"
    ),
    "offices.create_post": prepared(
        offices.create_post, lambda cast: cast.founder, lambda cast: {}, "code", "place", "organization", "role"
    ),
    "offices.open_account": prepared(offices.open_account, lambda cast: cast.founder, lambda cast: {}),
    "matters.report": prepared(matters.report, lambda cast: cast.anyone, lambda cast: {}, "place", "kind"),
    "matters.accept": prepared(
        matters.accept, lambda cast: cast.desk, lambda cast: {"matter": cast.report().number}, "matter", "category"
    ),
    "matters.assign": prepared(
        matters.assign, lambda cast: cast.desk, lambda cast: {"matter": cast.accepted().number}, "matter", "owner"
    ),
    "matters.claim": prepared(
        matters.claim, lambda cast: cast.property, lambda cast: {"matter": cast.working().number},
        "matter", "outcome", "evidence",
    ),
    "matters.reject": prepared(
        matters.reject, lambda cast: cast.checker, lambda cast: {"matter": cast.claimed().number}, "matter"
    ),
    "matters.check": prepared(
        matters.check, lambda cast: cast.checker, lambda cast: {"matter": cast.claimed().number}, "matter"
    ),
    "matters.answer": prepared(
        matters.answer, lambda cast: cast.desk, lambda cast: {"matter": cast.checked().number}, "matter"
    ),
    "matters.reopen": prepared(
        matters.reopen, lambda cast: cast.supervisor, lambda cast: {"matter": cast.answered().number}, "matter"
    ),
    "voices.judge": _judged,
    "meetings.plan": prepared(meetings.plan, lambda cast: cast.chair, lambda cast: {}, "kind", "place"),
    "meetings.table": prepared(
        meetings.table, lambda cast: cast.chair, lambda cast: {"meeting": cast.session()}, "meeting", "matter"
    ),
    "meetings.decide": prepared(meetings.decide, lambda cast: cast.chair, _held, "meeting"),
    "meetings.cancel": prepared(
        meetings.cancel, lambda cast: cast.chair, lambda cast: {"meeting": cast.session()}, "meeting"
    ),
    "projects.propose": prepared(
        projects.propose, lambda cast: cast.chair, lambda cast: {}, "kind", "place", "theme", "owner"
    ),
    "projects.approve": prepared(
        projects.approve, lambda cast: cast.supervisor, lambda cast: {"project": cast.project()}, "project"
    ),
    "projects.claim": prepared(projects.claim, lambda cast: cast.works, _under_way, "project", "evidence"),
    "projects.reject": prepared(projects.reject, lambda cast: cast.checker, _done, "project"),
    "projects.accept": prepared(projects.accept, lambda cast: cast.checker, _done, "project"),
    "offices.appoint": prepared(offices.appoint, lambda cast: cast.founder, lambda cast: {}, "post", "login"),
    "matters.start": prepared(
        matters.start, lambda cast: cast.property, lambda cast: {"matter": cast.assigned().number}, "matter"
    ),
    "matters.close": prepared(matters.close, lambda cast: cast.system, _lapsing, "matter"),
    "answers.told": prepared(answers.told, lambda cast: cast.desk, _undelivered, "matter"),
    "deliveries.retry": prepared(deliveries.retry, lambda cast: cast.desk, _stuck, "matter"),
    "channels.add": prepared(
        channels.add, lambda cast: cast.administrator, lambda cast: {}, "place", "address", "secret"
    ),
    "channels.test": prepared(channels.test, lambda cast: cast.administrator, _channel, "place"),
    "channels.enable": prepared(channels.enable, lambda cast: cast.administrator, _silent, "place"),
    "channels.disable": prepared(channels.disable, lambda cast: cast.administrator, _channel, "place"),
    "channels.remove": prepared(channels.remove, lambda cast: cast.administrator, _channel, "place"),
    "wordings.change": prepared(
        wordings.change_wording, lambda cast: cast.administrator, lambda cast: {}, "place", "kind", "event"
    ),
    "wordings.reset": prepared(wordings.reset, lambda cast: cast.administrator, _worded, "place", "kind", "event"),
    "rhythm.choose": prepared(rhythm.choose, lambda cast: cast.chair, lambda cast: {}, "place"),
    "meetings.publish": prepared(
        meetings.publish, lambda cast: cast.chair, lambda cast: {"meeting": _tabled(cast)}, "meeting"
    ),
    "meetings.attend": prepared(meetings.attend, lambda cast: cast.chair, _published, "meeting"),
    "meetings.close": prepared(meetings.close, lambda cast: cast.chair, _decided, "meeting"),
    "projects.start": prepared(projects.start, lambda cast: cast.works, _approved, "project"),
    "projects.close": prepared(
        projects.close, lambda cast: cast.chair, lambda cast: {"project": cast.finished(cast.project())}, "project"
    ),
}  # fmt: skip
