"""Solved 解决的诉求: the requests behind the page's printed count, each titled 示例记录, each told to its end."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from haitang.engine import clock
from haitang.engine.gate import Outcome
from haitang.jobs.demonstration.days import next_workday, on, spread, workday
from haitang.jobs.demonstration.founding import Staff
from haitang.jobs.demonstration.papers import FACTS, paper, turn
from haitang.jobs.demonstration.replay import Step, Story
from haitang.jobs.demonstration.tale import Board, Request, Tale
from haitang.records.place import Place

FIGURE = "requests.problems_solved"
FIRST, LAST = date(2023, 1, 4), date(2023, 11, 6)
#: From this day on nobody's silence could run out before the demonstration opens: the voice says yes.
LAST_SILENCE = date(2023, 10, 20)
#: What is said from this hour on is accepted on the next working day.
EVENING = 16

Handling = Generator[Step, Outcome, date]


@dataclass(frozen=True)
class Course:
    """How one request goes: sent back once, undone once before or after closing, ended by a yes or by silence."""

    rejected: bool
    again: str
    silent: bool
    checked: bool


def stories(staff: Staff, board: Board) -> Iterator[Story]:
    """One story for each request of the printed count."""
    count = next(figure["value"] for figure in paper(FACTS)["figures"] if figure["figure"] == FIGURE)
    for number, day in enumerate(spread(FIRST, LAST, count)):
        yield _story(number, Tale(_request(number, day), staff), board)


def _request(number: int, day: date) -> Request:
    work = turn(paper("requests")["works"], number)
    community = ("daguan", "jinhua")[number // 3 % 2]
    place = turn(paper("requests")["places"][community], number // 6)
    english = number % 16 == 7
    owner = _owner(turn(work["owners"], number // 3), community)
    return Request(
        said=_said(number, day),
        words=turn(work["words_en"] if english else work["words"], number // 3),
        place=place,
        place_words="" if english else turn(work["spots"], number // 2),
        title=f"示例记录 {number + 1:03d} · {work['label']}",
        category=work["category"],
        owner=owner,
        why=work["basis"][turn(work["owners"], number // 3)],
        language="en" if english else "zh-hans",
        for_somebody=not english and number % 9 == 2,
    )


def _owner(who: str, community: str) -> str:
    return who if who == "drains-crew" else f"{who}-{community}"


def _said(number: int, day: date) -> datetime:
    """Any time of the day: before work, over lunch, in the evening."""
    hour, minute = turn([7, 12, 19, 9, 18, 15, 20, 10], number), number * 13 % 60
    return on(day, hour, minute)


def _course(number: int, said: datetime) -> Course:
    return Course(
        rejected=number % 13 == 4,
        again={5: "answered", 31: "answered", 57: "answered", 18: "closed", 44: "closed"}.get(number, ""),
        silent=number % 4 == 1 and clock.local_day(said) < LAST_SILENCE,
        checked=number % 3 == 0,
    )


def _story(number: int, tale: Tale, board: Board) -> Story:
    course = _course(number, tale.request.said)
    work = turn(paper("requests")["works"], number)
    yield from tale.told()
    done = yield from _handled(number, tale, board, work, course)
    yield from tale.check_if_drawn(on(done, 9, number % 40), always=course.checked or course.rejected)
    yield from tale.answer(on(done, 11, number % 50), turn(work["answers"], number), turn(work["answers_en"], 0))
    if course.again:
        done = yield from _undone(number, tale, course, done)
    if course.silent and not course.again:
        yield from tale.lapse()
    else:
        yield from tale.judge(on(done + timedelta(days=1 + number % 3), 19, number % 60), "yes")


def _handled(number: int, tale: Tale, board: Board, work: dict[str, Any], course: Course) -> Handling:
    """From the desk to the claim that holds; the working day on which it may be answered."""
    first = _taken_up(tale.request.said)
    community = _community(tale.request.place)
    yield from tale.accept(max(on(first, 9, number % 45), tale.request.said + timedelta(minutes=25)))
    yield from tale.assign(max(on(first, 10, number % 45), tale.request.said + timedelta(minutes=55)))
    yield from tale.start(on(workday(first, 1), 9, number % 55))
    board.take(community, tale.number)
    yield from tale.claim(on(workday(first, 2), 15, number % 55), turn(work["notes"], number))
    board.drop(community, tale.number)
    if not course.rejected:
        return workday(first, 3)
    yield from tale.reject(on(workday(first, 2), 16, number % 55), work["rejected"])
    yield from tale.claim(on(workday(first, 3), 14, number % 55), turn(work["notes"], number + 1), evidence="slip")
    return workday(first, 4)


def _taken_up(said: datetime) -> date:
    """The working day on which the desk gets to it."""
    return next_workday(said) if said.hour >= EVENING else workday(clock.local_day(said))


def _undone(number: int, tale: Tale, course: Course, answered: date) -> Handling:
    """It comes back: from the answer, or after it was closed; the working day of the second answer."""
    texts = paper("requests")
    told = answered + timedelta(days=2)
    if course.again == "closed":
        yield from tale.judge(on(answered + timedelta(days=1), 18, 20), "yes")
        told = answered + timedelta(days=6)
    words = texts["again_en"] if tale.request.language == "en" else turn(texts["again"], number)
    yield from tale.judge(on(told, 20, number % 60), "no", words)
    first = next_workday(on(told, 20))
    yield from tale.start(on(first, 9, 15))
    yield from tale.claim(on(first, 15, 30), turn(texts["done_again"], number), evidence="slip")
    second = workday(first, 1)
    yield from tale.check(on(second, 9, 20))
    yield from tale.answer(on(second, 11, 10), turn(texts["answered_again"], number), texts["answered_again_en"])
    return second


def _community(place: str) -> str:
    return Place.objects.get(code=place).community
