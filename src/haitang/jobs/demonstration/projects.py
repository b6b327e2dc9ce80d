"""Projects 服务项目: the printed count in three themes, decided at sessions or proposed by the desks, all accepted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from haitang.commands import projects
from haitang.engine import clock
from haitang.jobs.demonstration.days import next_workday, on, spread, workday
from haitang.jobs.demonstration.founding import Staff, holder
from haitang.jobs.demonstration.papers import paper, turn
from haitang.jobs.demonstration.replay import Act, Story
from haitang.jobs.demonstration.tale import Acts

KIND = "service_projects.project"
FIRST, LAST = date(2023, 1, 9), date(2023, 9, 26)
#: Calendar days from a proposal to the day it is due: a small deed, something that is built.
TERM, BUILDING = timedelta(days=75), timedelta(days=108)


@dataclass(frozen=True)
class Plan:
    """One project of the year: its paper, its number on the list, who does it."""

    number: int
    paper: dict[str, Any]

    @property
    def title(self) -> str:
        """The title with the mark of the demonstration."""
        title: str = paper("projects")["title"].format(number=self.number, name=self.paper["name"])
        return title

    @property
    def community(self) -> str:
        """The community it is in."""
        return "daguan" if self.paper.get("story") else str(self.paper["place"])

    @property
    def owner(self) -> str:
        """The post that does it: the committee, every third time the property company."""
        who = "property" if self.number % 3 == 0 and not self.paper.get("story") else "committee"
        return f"{who}-{self.community}"

    def given(self, at: datetime, motion: int | None = None, also: tuple[int, ...] = ()) -> dict[str, Any]:
        """What proposing it takes."""
        term = BUILDING if self.paper.get("story") else TERM
        return {
            "kind": KIND,
            "place": self.paper["place"],
            "title": self.title,
            "purpose": self.paper["purpose"],
            "theme": self.paper["theme"],
            "owner": self.owner,
            "due": on(workday(clock.local_day(at + term)), 18),
            "motion": motion,
            "also": list(also),
        }


def plans() -> list[Plan]:
    """All projects of the year, numbered in the order of the paper."""
    return [Plan(number, entry) for number, entry in enumerate(paper("projects")["projects"], 1)]


def stories(staff: Staff, unsaid: list[Plan]) -> Iterator[Story]:
    """The projects that no session decides: proposed by the desk, spread over the year."""
    for plan, day in zip(unsaid, spread(FIRST, LAST, len(unsaid)), strict=True):
        yield proposed(plan, staff, on(workday(day), 10, plan.number % 60))


def proposed(plan: Plan, staff: Staff, at: datetime) -> Story:
    """From the desk's proposal to the end."""
    outcome = yield Act(at, staff["desk"], projects.propose, plan.given(at))
    yield from carried_out(plan, staff, outcome.subject, at)


def carried_out(plan: Plan, staff: Staff, number: str, decided: datetime) -> Acts:
    """Approved, begun, claimed, looked at, closed; some are sent back once."""
    texts, owner = paper("projects"), staff[holder(plan.owner)]
    begun = next_workday(decided, 4)
    claimed = workday(begun + timedelta(days=12 + plan.number * 7 % 21))
    yield Act(on(next_workday(decided, 2), 10, plan.number % 60), staff["supervisor"], projects.approve, _of(number))
    yield Act(on(begun, 9, plan.number % 60), owner, projects.start, _of(number))
    note = {"note": turn(texts["claim_notes"], plan.number), "evidence": turn(["minute", "slip"], plan.number)}
    yield Act(on(claimed, 15, plan.number % 60), owner, projects.claim, {**_of(number), **note})
    if plan.number % 15 == 4:
        note_ = {"note": texts["rejected"]}
        yield Act(on(workday(claimed, 1), 10), staff["checker"], projects.reject, {**_of(number), **note_})
        claimed = workday(claimed, 4)
        yield Act(on(claimed, 15, plan.number % 60), owner, projects.claim, {**_of(number), **note})
    accepted = {**_of(number), "note": turn(texts["accept_notes"], plan.number)}
    yield Act(on(workday(claimed, 2), 10, plan.number % 60), staff["checker"], projects.accept, accepted)
    yield Act(on(workday(claimed, 3), 11, plan.number % 60), staff["desk"], projects.close, _of(number))


def _of(number: str) -> dict[str, str]:
    return {"project": number}
