"""Sessions 逢四说事: about thirty of them on the 4th, 14th and 24th, and the next one with its topics gathered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from haitang.commands import meetings, projects
from haitang.engine import promise
from haitang.jobs.demonstration import projects as deeds
from haitang.jobs.demonstration.days import START, on
from haitang.jobs.demonstration.founding import Staff
from haitang.jobs.demonstration.papers import paper, turn
from haitang.jobs.demonstration.replay import Act, Story, Wait
from haitang.jobs.demonstration.tale import Acts, Board

KIND = "talk_on_fours.session"
#: Communities by the day of the month; what is quarrelled over belongs to the invented one.
PLACES = {4: "jinhua", 14: "daguan", 24: "shili-community"}
INVENTED = "shili-community"
ROOMS = {"jinhua": "jinhua-room", "daguan": "daguan-room", INVENTED: "shili-room"}
#: From this day on Daguan meets in its new pavilion.
PAVILION_SINCE = date(2023, 7, 1)
#: Projects decided later could not be finished within the year of the demonstration.
LAST_PROJECT = date(2023, 9, 14)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Item:
    """One item of an agenda: what it is, which matter brought it, what is decided."""

    topic: str
    decision: str
    text: str
    reason: str
    opinions: str
    matter: str = ""
    plan: deeds.Plan | None = None


@dataclass
class Session:
    """One session: its day and place, its items, and the motions they became."""

    day: date
    community: str
    items: list[Item]
    number: str = ""
    motions: list[int] = field(default_factory=list)

    @property
    def room(self) -> str:
        """Where it is held."""
        built = self.community == "daguan" and self.day >= PAVILION_SINCE
        return "pavilion" if built else ROOMS[self.community]

    @property
    def title(self) -> str:
        """The title with the mark of the demonstration."""
        title: str = paper("sessions")["title"].format(month=self.day.month, day=self.day.day)
        return title


def days() -> list[date]:
    """The 4ths, 14ths and 24ths of the year up to the opening, without public holidays."""
    rest = promise.workdays().rest
    found = [date(2023, month, day) for month in range(1, 12) for day in PLACES]
    return [day for day in found if day < date(2023, 11, 15) and day not in rest]


def sessions(plans: Mapping[str, Iterator[deeds.Plan]], story: date) -> list[Session]:
    """The year's sessions but for the one whose day is `story`; each in a real place decides one more project."""
    return [
        Session(day, PLACES[day.day], _items(number, day, plans)) for number, day in enumerate(days()) if day != story
    ]


def _items(number: int, day: date, plans: Mapping[str, Iterator[deeds.Plan]]) -> list[Item]:
    texts = paper("sessions")
    if PLACES[day.day] == INVENTED:
        first = 3 * day.month // 2
        return [Item(**turn(texts["invented"], first + more)) for more in range(1 + day.month % 2)]
    told = Item(**turn(texts["told"], number), decision="task")
    plan = next(plans[PLACES[day.day]], None) if day <= LAST_PROJECT else None
    return [told] if plan is None else [told, _deed(plan)]


def _deed(plan: deeds.Plan) -> Item:
    return Item(
        topic=plan.paper["name"],
        decision="project",
        text=f"立项：{plan.paper['purpose']}",
        reason="到场的人多数赞成，有人愿意牵头",
        opinions="有人问钱从哪里来，答：社区服务经费里出",
        plan=plan,
    )


def held(session: Session, staff: Staff, board: Board) -> Story:
    """A session from its planning to its end, and the project it decides to its own."""
    yield from gathered(session, staff)
    yield Wait(on(session.day - _DAY, 15))
    yield from _brought(session, staff, board)
    yield from decided(session, staff)
    for plan, motion in ((i.plan, m) for i, m in zip(session.items, session.motions, strict=True) if i.plan):
        outcome = yield Act(
            on(session.day, 21), staff["chair"], projects.propose, plan.given(on(session.day, 21), motion)
        )
        yield from closed(session, staff)
        yield from deeds.carried_out(plan, staff, outcome.subject, on(session.day, 21, 30))
        return
    yield from closed(session, staff)


def gathered(session: Session, staff: Staff) -> Acts:
    """Planned ten days before; topics come in over the following days."""
    planned = max(on(session.day - 10 * _DAY, 10), on(START.date(), 9))
    outcome = yield Act(planned, staff["chair"], meetings.plan, _planned(session))
    session.number = outcome.subject
    for position, item in enumerate(session.items):
        yield from tabled(session, staff, item, max(planned, on(session.day - 5 * _DAY, 11, 5 * position)))


def _planned(session: Session) -> dict[str, Any]:
    starts, ends = on(session.day, 19), on(session.day, 20, 30)
    return {"kind": KIND, "place": session.room, "title": session.title, "starts": starts, "ends": ends}


def tabled(session: Session, staff: Staff, item: Item, at: Any) -> Acts:
    """One item put on the agenda."""
    given = {"meeting": session.number, "topic": item.topic, "matter": item.matter}
    outcome = yield Act(at, staff["chair"], meetings.table, given)
    session.motions.append(outcome.values["motion"])


def _brought(session: Session, staff: Staff, board: Board) -> Acts:
    """A request that is in hand in the same community comes along, so that neighbors hear how it stands."""
    for number in board.in_hand.get(session.community, [])[:1]:
        text, reason = "按受理时答应的日子办完，办完在群里和公告栏说一声", "已经有人在办，大家知道进展就好"
        item = Item("正在办的一件事，听听旁边楼的意见", "task", text, reason, "有人愿意帮着看现场", matter=number)
        session.items.append(item)
        yield from tabled(session, staff, item, on(session.day - _DAY, 15, 10))


def decided(session: Session, staff: Staff) -> Acts:
    """The agenda is published, people come, every item gets its decision."""
    about, heads = {"meeting": session.number}, turn(paper("sessions")["heads"], session.day.toordinal())
    yield Act(on(session.day - _DAY, 16), staff["chair"], meetings.publish, about)
    yield Act(on(session.day, 19, 5), staff["chair"], meetings.attend, {**about, "heads": heads})
    for position, (item, motion) in enumerate(zip(session.items, session.motions, strict=True)):
        given = {"motion": motion, "decision": item.decision, "text": item.text}
        said = {"reason": item.reason, "opinions": item.opinions}
        yield Act(on(session.day, 19, 20 + 12 * position), staff["chair"], meetings.decide, {**about, **given, **said})


def closed(session: Session, staff: Staff) -> Acts:
    """The session ends."""
    yield Act(on(session.day, 21, 15), staff["chair"], meetings.close, {"meeting": session.number})


def ahead(staff: Staff, board: Board) -> Story:
    """The next session: planned, its topics being gathered, some brought by matters of the invented compound."""
    text = paper("sessions")["ahead"]
    session = Session(date.fromisoformat(text["date"]), INVENTED, [])
    outcome = yield Act(on(date(2023, 11, 6), 10), staff["chair"], meetings.plan, _planned(session))
    session.number = outcome.subject
    yield Wait(on(date(2023, 11, 14), 16))
    for position, entry in enumerate(text["topics"]):
        item = Item(entry["topic"], "", "", "", "", matter=board.named.get(entry.get("matter", ""), ""))
        yield from tabled(session, staff, item, on(date(2023, 11, 14), 16, 5 + 5 * position))
