"""Crowd 灌大量: a synthetic office with very many matters and their ledger, written in bulk, quick enough to be made anew.

The rows are those the gate would have left: states, places, owners, clocks, voices, answers, the index of words, the
inbox, ten ledger lines a matter. They are spread so that every list of the desk fills its page at 1,000 matters
already, and nine tenths of an office's trouble is open: harder for the open lists than a real year.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from time import perf_counter

from haitang.engine import clock, installation, ledger
from haitang.engine.gate import upkeep
from haitang.jobs.bench.lots import AHEAD, LOTS, PROBLEM, SESSION, Lot, Told
from haitang.jobs.bench.office import BUILDINGS, CELLS, COMMUNITIES, TINY, Office, founded
from haitang.jobs.bench.rest import beside
from haitang.jobs.bench.sentences import ASIDE, TROUBLE, WHERE
from haitang.jobs.bench.trail import lines
from haitang.kernel.number import format_number
from haitang.kernel.registry import kinds
from haitang.records.matter import Counter, Matter

BATCH = 2_000
#: Matters of the tiny cell, in every home.
TINY_ONES = 100
PAST = Lot(SESSION, "closed")
#: How the others lie over the communities.
SHARES = (70, 10, 10, 10)
AGES = (1_100, 30)
#: A category, and a word, that as few matters have in a large home as in a small one.
RARE, RARE_WORD = "parking", "海棠树"
CATEGORIES = sorted(set(TROUBLE) - {RARE})


def crowd(count: int) -> Iterator[int]:
    """Fill the home with so many matters; yields how many are in. Safe to stop and go on by batches."""
    office = founded()
    done = Matter.objects.count()
    now = clock.now().replace(microsecond=0)
    while done < count:
        told = [_told(office, number, now) for number in range(done, min(done + BATCH, count))]
        with upkeep():
            _write(office, told, now)
        done += len(told)
        yield done


def main(count: int) -> None:
    """In a process of its own: tables, then the rows, saying how long it took."""
    installation.migrate()
    began = perf_counter()
    for done in crowd(count):
        sys.stderr.write(f"\rsynthetic matters: {done:,} of {count:,} in {perf_counter() - began:.0f} s")
    sys.stderr.write("\n")


def _write(office: Office, told: Sequence[Told], now: datetime) -> None:
    Matter.objects.bulk_create([one.row for one in told])
    beside(office, told, now)
    with ledger.batch():
        for one in told:
            for line in lines(office, one, now):
                ledger.append(line)
    for year in {one.row.received_at.year for one in told}:
        Counter.objects.update_or_create(organization=office.organization, year=year, defaults={"last": 9_000_000})


def _told(office: Office, number: int, now: datetime) -> Told:
    drawn = random.Random(number)  # noqa: S311 (the same data in every run)
    lot = _lot(number)
    place = office.places[_where(number, drawn)]
    category = RARE if number < AHEAD and number % 4 == 0 else drawn.choice(CATEGORIES)
    words = _words(category, number, drawn)
    received, due = _times(lot, number, drawn, now)
    row = Matter(
        number=format_number(office.organization.mark, received.year, number + 1),
        kind=lot.kind,
        shape=kinds[lot.kind].shape,
        organization=office.organization,
        place=place,
        community=place.community,
        title=words[:40] if lot.state != "received" else "",
        screened=lot.state != "received" and number % 10 != 3,
        private=number % 50 == 49,
        category=category if lot.state != "received" and lot.kind == PROBLEM else "",
        severity=drawn.choice((1, 2, 2, 2, 3, 3, 4)),
        state=lot.state,
        outcome=lot.outcome,
        basis="lapsed" if lot.closed else "",
        owner=office.posts[lot.owner] if lot.owner else None,
        owner_basis="合成" if lot.owner else "",
        details=lot.details(number),
        came_back=lot.state == "reopened",
        for_joint="joint" in lot.marks,
        received_at=received,
        due_at=due,
        first_due_at=due,
        term="5w",
        counted="5w",
        counted_from=received,
        answered_at=received + timedelta(days=4) if lot.answered else None,
        closed_at=received + timedelta(days=18) if lot.closed else None,
    )
    return Told(row, lot, words, number)


def _lot(number: int) -> Lot:
    """Sessions ahead are as few in a large home: what grows is what is past."""
    lot = LOTS[number % len(LOTS)]
    return PAST if lot.kind == SESSION and number >= AHEAD else lot


def _words(category: str, number: int, drawn: random.Random) -> str:
    """An invented complaint; a few tell of a tree that nobody else tells of."""
    where = drawn.choice(WHERE).format(n=drawn.randrange(1, 40), m=drawn.randrange(1, 5))
    tree = f"，{RARE_WORD}边上" if number < AHEAD and number % 20 == 5 else ""
    return f"{where}{drawn.choice(TROUBLE[category])}{tree}{drawn.choice(ASIDE)}"


def _where(number: int, drawn: random.Random) -> str:
    if number < TINY_ONES:
        return f"{TINY}-c-{number % BUILDINGS}"
    community = drawn.choices(range(COMMUNITIES), SHARES)[0]
    cell = drawn.randrange(CELLS - 1 if community == 1 else CELLS)
    return f"bench-{community}-{cell}-c" + (f"-{drawn.randrange(BUILDINGS)}" if drawn.random() < 0.8 else "")


def _times(lot: Lot, number: int, drawn: random.Random, now: datetime) -> tuple[datetime, datetime]:
    """Long ago for what is closed, lately for what is open; a third late, a tenth due today, the others later."""
    if lot.closed:
        received = now - timedelta(days=drawn.uniform(20, AGES[0]))
        return received, received + timedelta(days=7)
    received = now - timedelta(days=drawn.uniform(1, AGES[1]))
    turn = number // len(LOTS) + number
    if turn % 3 == 0:
        return received, now - timedelta(hours=drawn.uniform(1, 400))
    if turn % 10 < 2:
        return received, now + drawn.random() * (clock.start_of(clock.today() + timedelta(days=1)) - now)
    return received, now + timedelta(days=drawn.uniform(2, 20))
