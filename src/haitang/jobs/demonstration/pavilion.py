"""The pavilion 花园议事亭 (S14): residents ask, a session decides, it is built and accepted, those who asked are answered."""

from collections.abc import Generator
from typing import Any

from haitang.commands import projects
from haitang.engine.gate import Outcome
from haitang.jobs.demonstration import projects as deeds
from haitang.jobs.demonstration.days import next_workday, on, read
from haitang.jobs.demonstration.founding import Staff, holder
from haitang.jobs.demonstration.papers import paper
from haitang.jobs.demonstration.replay import Act, Step, Story, Wait
from haitang.jobs.demonstration.sessions import Item, Session, closed, decided, gathered, tabled
from haitang.jobs.demonstration.tale import Acts, Request, Tale

COMMUNITY = "daguan"


def stories(staff: Staff, plan: deeds.Plan) -> list[Story]:
    """Every voice's own story, and the one of the session and the project that joins them."""
    tales = [Tale(_request(voice), staff) for voice in paper("pavilion")["voices"]]
    told = [_asked(tale, voice) for tale, voice in zip(tales, paper("pavilion")["voices"], strict=True)]
    return [*told, _built(tales, staff, plan)]


def _request(voice: dict[str, Any]) -> Request:
    text = paper("pavilion")
    return Request(
        said=read(voice["said"]),
        words=voice["words"],
        place=text["place"],
        title=text["title"],
        category="other",
        owner=f"committee-{COMMUNITY}",
        why=text["why"],
        language=voice.get("language", "zh-hans"),
    )


def _asked(tale: Tale, voice: dict[str, Any]) -> Story:
    """Said, accepted, in the committee's hands; the accepted project answers by itself; judged or left in silence."""
    text = paper("pavilion")
    yield from tale.told()
    day = next_workday(tale.request.said) if tale.request.said.hour >= 16 else tale.request.said.date()
    for step, minute in ((tale.accept, 20), (tale.assign, 40), (tale.start, 55)):
        yield from step(on(day, 9, minute))
    yield Wait(read(text["accept"]).replace(hour=14))
    if voice["verdict"]:
        yield from tale.judge(read(text["verdicts"]), voice["verdict"])
    else:
        yield from tale.lapse()


def _built(tales: list[Tale], staff: Staff, plan: deeds.Plan) -> Story:
    """The session of that day, its decision, and the project until it is closed."""
    text = paper("pavilion")
    session = Session(read(f"{text['session']} 00:00").date(), COMMUNITY, [])
    yield from gathered(session, staff)
    yield Wait(on(session.day, 9).replace(day=session.day.day - 2))
    for tale, topic in zip(tales, text["topics"], strict=True):
        item = Item(topic, "project", text["text"], text["reason"], text["opinions"], matter=tale.number)
        session.items.append(item)
        yield from tabled(session, staff, item, on(session.day, 9, 30).replace(day=session.day.day - 2))
    yield from decided(session, staff)
    number = yield from _proposed(session, staff, plan)
    yield from closed(session, staff)
    yield from _carried_out(number, staff, plan)


def _proposed(session: Session, staff: Staff, plan: deeds.Plan) -> Generator[Step, Outcome, str]:
    at = on(session.day, 21)
    first, *others = session.motions
    outcome = yield Act(at, staff["chair"], projects.propose, plan.given(at, first, tuple(others)))
    return outcome.subject


def _carried_out(number: str, staff: Staff, plan: deeds.Plan) -> Acts:
    text, owner = paper("pavilion"), staff[holder(plan.owner)]
    done = {"note": text["claim_note"], "evidence": "minute"}
    for name, by, command, more in (
        ("approve", staff["supervisor"], projects.approve, {}),
        ("start", owner, projects.start, {}),
        ("claim", owner, projects.claim, done),
        ("accept", staff["checker"], projects.accept, {"note": text["accept_note"]}),
        ("close", staff["desk"], projects.close, {}),
    ):
        yield Act(read(text[name]), by, command, {"project": number, **more})
