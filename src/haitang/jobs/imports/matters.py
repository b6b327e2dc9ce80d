"""Hotline orders 热线工单: each a matter here with its own number there; the same number again brings only what has changed."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from haitang.commands import hotline
from haitang.engine import clock, orders
from haitang.engine.orders import Known
from haitang.jobs.imports.planning import Office, not_yours
from haitang.jobs.imports.rows import CREATED, UNCHANGED, UPDATED, Fate, Told, problem, wrong
from haitang.jobs.imports.whereabouts import OUTSIDE, Whereabouts
from haitang.kernel.kind import Kind
from haitang.kernel.layout import Layout
from haitang.kernel.limits import CODE, SENTENCE, TEXT
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.order import OutsideOrder

AHEAD = Words(
    zh="日期在演示时钟以后，按现在算", en="dated after the demonstration's clock: taken as received now"
)  # fmt: skip
UNTIMED = Words(zh="办结时间早于受理，按受理时间算", en="closed before it was received: taken as closed then")


class Matters:
    """How a table of orders is judged."""

    def __init__(self, office: Office, layout: Layout) -> None:
        self.office, self.layout = office, layout
        self.where = Whereabouts(office)
        self.kind: Kind = kinds[hotline.KIND]
        self.source = layout.source or layout.name
        #: Of each number seen in this file a few bytes, and of what its row said.
        self.seen: dict[int, int] = {}

    def judge(self, told: list[Told]) -> list[Fate]:
        """The fate of each row; what is known of their numbers is read at once."""
        numbers = [one.text("order") for one in told]
        known = orders.by_number(self.office.organization, self.source, [each[:CODE] for each in numbers if each])
        return [self._judge(one, known.get(one.text("order"))) for one in told]

    def _judge(self, told: Told, held: OutsideOrder | None) -> Fate:
        number = told.text("order")
        if told.problems:
            return wrong(told, number, told.problems)
        if (before := self._before(told, number)) is not None:
            if before:
                return Fate(told.row, number, UNCHANGED)
            twice = problem(
                "order", "前面的行里有同一编号，内容不同", "an earlier row has this number and says otherwise"
            )
            return wrong(told, number, [twice])
        known, received, notes = self._known(told, number)
        if held is not None:
            return self._again(told, held, known)
        return self._new(told, known, received, notes)

    def _before(self, told: Told, number: str) -> bool | None:
        """Whether an earlier row of this file said just the same; None where none had this number."""
        said, this = _short(number), _short(repr(sorted(told.values.items())))
        before = self.seen.get(said)
        self.seen.setdefault(said, this)
        return None if before is None else before == this

    def _known(self, told: Told, number: str) -> tuple[Known, datetime, list[Words]]:
        """What the row says of the order now, as it can have been."""
        notes: list[Words] = []
        received, closed = told.values["received"], self._closed(told)
        if clock.is_demonstration() and max(received, closed or received) > clock.now():
            notes.append(AHEAD)
            received, closed = min(received, clock.now()), min(closed, clock.now()) if closed else None
        if closed is not None and closed < received:
            notes.append(UNTIMED)
            closed = received
        known = Known(
            self.source,
            number,
            _cut(told.text("sort"), SENTENCE),
            _cut(told.text("status"), CODE),
            told.values.get("due"),
            closed,
            _cut(told.text("told"), TEXT),
        )
        return known, received, notes

    def _closed(self, told: Told) -> datetime | None:
        """When they closed it: by its date, and only where its state, if it has one, says so too."""
        status, day = told.text("status").strip().lower(), told.values.get("closed")
        if not status:
            return day if isinstance(day, datetime) else None
        if status not in self.layout.over:
            return None
        found = day or told.values.get("updated") or told.values["received"]
        return found if isinstance(found, datetime) else None

    def _new(self, told: Told, known: Known, received: datetime, notes: list[Words]) -> Fate:
        at = self.where.of(told)
        if at is None:
            missing = problem("place", "您的单位里没有这个地方", "your office has no such place")
            return wrong(told, known.number, [missing])
        given: dict[str, Any] = {
            "words": told.text("words"),
            "place": at.place.code,
            "source": known.source,
            "order": known.number,
            "received": received,
            "due": known.due,
            "category": self._category(known.sort),
            "sort": known.sort,
            "place_words": _cut(at.words, SENTENCE),
            "contact": told.text("contact"),
            "status": known.status,
            "told": known.told,
            "closed": known.closed,
            "point": at.point,
            "language": self.layout.language,
        }
        asked, problems = self.office.asked(hotline.bring, given)
        if not self.office.may(hotline.bring, at.place):
            problems.append(not_yours("place"))
        if received > clock.now():
            problems.append(problem("received", "受理时间还没有到", "it cannot have been received in time to come"))
        if asked is None or problems:
            return wrong(told, known.number, problems)
        notes += [OUTSIDE] if at.outside else []
        return Fate(told.row, known.number, CREATED, (asked,), notes=tuple(notes))

    def _again(self, told: Told, held: OutsideOrder, known: Known) -> Fate:
        """What they say otherwise than before. An order closed here keeps what it was closed with."""
        before = orders.known_of(held)
        if before == known or (clock.is_demonstration() and replace(before, closed=known.closed) == known):
            return Fate(told.row, known.number, UNCHANGED)
        matter = held.matter
        given = {
            "matter": matter.number, "due": known.due, "sort": known.sort, "status": known.status, "told": known.told,
            "closed": known.closed,
        }  # fmt: skip
        asked, problems = self.office.asked(hotline.update, given, expect=matter.version)
        if not self.office.may(hotline.update, matter.place):
            problems.append(not_yours("order"))
        if asked is None or problems:
            return wrong(told, known.number, problems)
        return Fate(told.row, known.number, UPDATED, (asked,))

    def _category(self, sort: str) -> str:
        """Ours for theirs: as the layout says, else by our own words for it."""
        said = self.layout.category(sort)
        if said and self.kind.option("categories", said):
            return said
        plain = sort.strip().lower()
        for option in self.kind.categories:
            if plain and (
                plain in (option.words.zh, option.words.en) or any(word in plain for word in option.keywords)
            ):
                return option.code
        return ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _short(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(errors="replace"), digest_size=7).digest())
