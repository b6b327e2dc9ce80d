"""Who may do what: the table of loop.md §3 and the parts of a session and a project, tried by everybody.

Everybody of both organizations tries each command on a matter that stands where the command can be made.
The cast's dgmy lies in grid cell daguan-1 and community daguan of sujin.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from haitang.commands import matters, meetings, projects, voices
from haitang.engine import clock, gate
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied
from haitang.records.slot import Motion
from tests.cast import Cast

EVERYBODY = "everybody"
Try = Callable[[Cast, Actor], Any]
Ready = Callable[[Cast], Try]


def on(prepare: Callable[[Cast], Any], command: Callable[..., Any], subject: str = "matter", **given: Any) -> Ready:
    """The command on what `prepare` made."""

    def ready(cast: Cast) -> Try:
        made = prepare(cast)
        number = made if isinstance(made, str) else made.number
        return lambda cast, actor: gate.do(command, actor, **{subject: number}, **given)

    return ready


def tabled(cast: Cast) -> str:
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="便民小径")
    return session


def decided(cast: Cast) -> Ready:
    session = cast.held(tabled(cast))
    motion = Motion.objects.get(meeting__number=session).pk
    return lambda cast, actor: gate.do(
        meetings.decide, actor, meeting=session, motion=motion, decision="no_action", text="不办", reason="已办"
    )


def all_decided(cast: Cast) -> str:
    session = cast.held(tabled(cast))
    motion = Motion.objects.get(meeting__number=session).pk
    gate.do(
        meetings.decide, cast.chair, meeting=session, motion=motion, decision="no_action", text="不办", reason="已办"
    )
    return session


def approved(cast: Cast) -> str:
    project = cast.project()
    gate.do(projects.approve, cast.supervisor, project=project)
    return project


def under_way(cast: Cast) -> str:
    project = approved(cast)
    gate.do(projects.start, cast.works, project=project)
    return project


def done(cast: Cast) -> str:
    project = under_way(cast)
    gate.do(projects.claim, cast.works, project=project, note="已铺好")
    return project


def planned(cast: Cast) -> Try:
    starts = clock.now()
    given = {"kind": "talk_on_fours.session", "title": "逢四说事", "place": "daguan"}
    return lambda cast, actor: gate.do(meetings.plan, actor, starts=starts, ends=starts.replace(year=2030), **given)


def proposed(cast: Cast) -> Try:
    given = {"kind": "service_projects.project", "title": "小径", "purpose": "好走", "theme": "neighbors"}
    return lambda cast, actor: gate.do(projects.propose, actor, place="daguan", owner="works", due=clock.now(), **given)


def lapsing(cast: Cast) -> Try:
    number = cast.answered().number

    def much_later(cast: Cast, actor: Actor) -> Any:
        with clock.at(clock.now().replace(year=clock.now().year + 1)):
            return gate.do(matters.close, actor, matter=number)

    return much_later


#: The command, ready to be tried; who may; by which row of loop.md §3 or which part.
TABLE: dict[str, tuple[Ready, set[str], str]] = {
    "matters.report": (
        lambda cast: lambda cast, actor: gate.do(matters.report, actor, words="灯", place="dgmy"),
        {EVERYBODY}, "row 1: anyone",
    ),
    "matters.accept": (
        on(lambda cast: cast.report(), matters.accept, category="drains"),
        {"desk", "grid"}, "row 3: grid lead, desk",
    ),
    "matters.assign": (
        on(lambda cast: cast.accepted(), matters.assign, owner="property"),
        {"dispatcher", "desk"}, "row 6: dispatcher; the grid lead handles it itself by handling.take",
    ),
    "matters.start": (on(lambda cast: cast.assigned(), matters.start), {"property"}, "row 8: owner"),
    "matters.claim": (
        on(lambda cast: cast.working(), matters.claim, outcome="solved", evidence="word", note="好"),
        {"property", "the clock"}, "row 11: every task owner; the clock where a project carried it out",
    ),
    "matters.reject": (
        on(lambda cast: cast.claimed(), matters.reject, note="没好"),
        {"checker", "desk"}, "row 12: a checker, never the claimant; the desk calls back",
    ),
    "matters.check": (
        on(lambda cast: cast.claimed(), matters.check),
        {"checker", "desk"}, "row 13: a checker, never the claimant; the desk calls back",
    ),
    "matters.answer": (
        on(lambda cast: cast.checked(), matters.answer, sentence="办好了"),
        {"desk", "property", "the clock"}, "row 14: desk or owner; the clock where a project carried it out",
    ),
    "voices.judge": (
        lambda cast: (
            lambda told: lambda cast, actor: gate.do(
                voices.judge, told.voice if actor.voice == -1 else actor, matter=told.number, verdict="yes"
            )
        )(cast.answered()),
        {"the voice"}, "row 16: the voice",
    ),
    "matters.close": (lapsing, {"the clock"}, "row 15: automatic"),
    "matters.reopen": (
        on(lambda cast: cast.answered(), matters.reopen, reason="没好"),
        {"supervisor"}, "row 16: supervisor any time",
    ),
    "meetings.plan": (planned, {"chair", "desk", "dispatcher"}, "organizers"),
    "meetings.table": (
        on(lambda cast: cast.session(), meetings.table, "meeting", topic="小径"),
        {"chair", "desk", "dispatcher"}, "organizers",
    ),
    "meetings.publish": (on(tabled, meetings.publish, "meeting"), {"chair", "desk", "dispatcher"}, "organizers"),
    "meetings.attend": (
        on(lambda cast: _published(cast), meetings.attend, "meeting", heads=9),
        {"chair", "desk", "dispatcher"}, "organizers",
    ),
    "meetings.decide": (decided, {"chair"}, "chair of the meeting"),
    "meetings.close": (on(all_decided, meetings.close, "meeting"), {"chair"}, "chair of the meeting"),
    "meetings.cancel": (on(tabled, meetings.cancel, "meeting", reason="下雨"), {"chair"}, "chair of the meeting"),
    "projects.propose": (proposed, {"chair", "desk", "dispatcher"}, "organizers"),
    "projects.approve": (
        on(lambda cast: cast.project(), projects.approve, "project"), {"supervisor"}, "somebody above",
    ),
    "projects.start": (on(approved, projects.start, "project"), {"works"}, "owner"),
    "projects.claim": (on(under_way, projects.claim, "project", note="好"), {"works"}, "owner"),
    "projects.reject": (
        on(done, projects.reject, "project", note="没好"), {"checker", "supervisor"}, "never the claimant",
    ),
    "projects.accept": (
        on(done, projects.accept, "project", note="好"), {"checker", "supervisor"}, "never the claimant",
    ),
    "projects.close": (
        on(lambda cast: cast.finished(cast.project()), projects.close, "project"),
        {"chair", "desk", "dispatcher", "the clock"}, "organizers; the clock when all are answered",
    ),
}  # fmt: skip


def _published(cast: Cast) -> str:
    session = tabled(cast)
    gate.do(meetings.publish, cast.chair, meeting=session)
    return session


def everybody(cast: Cast) -> dict[str, Actor]:
    return {
        **cast.by_login,
        "a passer-by": cast.anyone,
        "the clock": cast.system,
        "the voice": Actor("web", voice=-1),
        "another voice": cast.report(words="别的事").voice,
    }


def succeeds(attempt: Try, cast: Cast, actor: Actor) -> bool:
    """Whether the command is made; what it did is undone."""
    with transaction.atomic():
        try:
            attempt(cast, actor)
        except Denied:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("name", TABLE)
def test_exactly_those_may(cast: Cast, name: str) -> None:
    ready, allowed, _ = TABLE[name]
    people = everybody(cast)
    attempt = ready(cast)
    did = {who for who, actor in people.items() if succeeds(attempt, cast, actor)}
    assert did == (set(people) if allowed == {EVERYBODY} else allowed)


def test_nobody_of_another_organization_may_anything_but_speak() -> None:
    for name, (_, allowed, _) in TABLE.items():
        assert name == "matters.report" or not {who for who in allowed if who.startswith("other_")}
