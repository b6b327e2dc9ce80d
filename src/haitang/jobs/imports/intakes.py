"""Intakes 导入单: a table handed in at a page: kept in the home until it is done, judged, confirmed by a person, entered.

Each step is taken by whoever claims it: the request itself for a small table, the server's worker for a large one. A
worker that dies leaves a lease behind; when it is over, another one goes on, and what was entered is not entered again.
"""

import logging
import os
import secrets
import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from threading import Event

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import Q

from haitang.engine import clock, scanning
from haitang.engine.tables.refusals import refuse
from haitang.jobs.imports.bringing import DOOR, Stopped, Task, bring, judge, layout_of
from haitang.jobs.imports.report import Report
from haitang.jobs.imports.rows import WRONG, Fate
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.layout import Layout
from haitang.kernel.words import Words
from haitang.records.intake import Intake
from haitang.records.party import Organization

log = logging.getLogger(__name__)
JUDGING, JUDGED, WRONGED, RUNNING, DONE, STOPPED, DROPPED = (
    "judging", "judged", "wrong", "running", "done", "stopped", "dropped",
)  # fmt: skip
DUE = (JUDGING, RUNNING)
LEASE = timedelta(minutes=2)
#: How long a report is kept, and how long a table waits for somebody's yes: what is in it lies there unsealed.
KEPT, WAITS = timedelta(days=7), timedelta(days=1)
#: A table so small is judged, and so few rows are entered, while somebody waits for the page.
SMALL_BYTES, SMALL_ROWS = 512 * 1024, 100
PAUSE_SECONDS = 2.0
TABLE, REPORT = "table", "report.csv"
INFECTED = Words(zh="查毒没有通过，这个文件不收", en="The check found something harmful; this file is not taken")


def room_of(intake: Intake) -> Path:
    """The folder of an intake: nothing in it is ever served but the report."""
    return Path(settings.FILES).parent / "tables" / intake.room


def report_of(intake: Intake) -> Path | None:
    """Every row's fate, once there is one."""
    path = room_of(intake) / REPORT
    return path if path.is_file() else None


def take(chunks: Iterable[bytes], layout: Layout, organization: Organization, by: Actor) -> Intake:
    """Keep a table; OSError, with nothing left behind, where there is no room. Invalid for what a virus scanner refuses."""
    intake = Intake(
        organization=organization, account_id=by.account or 0, imports=layout.imports, layout=layout.name,
        room=secrets.token_hex(16), state=JUDGING, made_at=clock.now(),
    )  # fmt: skip
    room = room_of(intake)
    room.mkdir(parents=True, mode=0o700)
    try:
        with open(os.open(room / TABLE, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                file.write(chunk)
        _scanned(room / TABLE)
        intake.save()
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)
        raise
    if (room / TABLE).stat().st_size <= SMALL_BYTES:
        go_on(intake, by.language)
    return intake


def _scanned(table: Path) -> None:
    if settings.CLAMD:
        try:
            scanning.check(table.read_bytes())
        except Invalid:
            raise refuse(INFECTED) from None


def confirm(intake: Intake, language: str) -> None:
    """Somebody has seen what it would do and wants it; or wants a stopped one to go on."""
    moved = Intake.objects.filter(pk=intake.pk, state__in=(JUDGED, STOPPED))
    if moved.update(state=RUNNING, lease_until=None, stopped=[]) and intake.rows <= SMALL_ROWS:
        go_on(intake, language)


def drop(intake: Intake) -> None:
    """Not wanted after all: the table goes, the report with it."""
    if Intake.objects.filter(pk=intake.pk, state__in=(JUDGED, WRONGED, STOPPED, JUDGING)).update(
        state=DROPPED, first=[]
    ):
        shutil.rmtree(room_of(intake), ignore_errors=True)


def go_on(intake: Intake, language: str = "zh-hans") -> None:
    """Take the next step of an intake, if nobody else is at it."""
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    if not Intake.objects.filter(free, pk=intake.pk, state__in=DUE).update(lease_until=now + LEASE):
        return
    intake.refresh_from_db()
    try:
        (_judge if intake.state == JUDGING else _enter)(intake, _task(intake, language))
    except Refusal as refusal:
        problems = refusal.problems if isinstance(refusal, Invalid) else []
        words = problems[0].words if problems else refusal.words
        _end(intake, WRONGED if intake.state == JUDGING else STOPPED, stopped=[words.zh, words.en])


def _task(intake: Intake, language: str) -> Task:
    by = Actor(DOOR, account=intake.account_id, language=language)
    layout = layout_of(intake.imports, intake.layout)
    return Task(room_of(intake) / TABLE, intake.imports, layout, intake.organization, by)


def _judge(intake: Intake, task: Task) -> None:
    report = judge(task, room_of(intake) / REPORT, lambda found: _note(intake, found))
    shown = [
        [
            one.row,
            one.name,
            one.fate,
            [[p.field, p.words.zh, p.words.en] for p in one.problems],
            [[n.zh, n.en] for n in one.notes],
        ]
        for one in _worst_first(report)
    ]
    _counted(intake, report)
    _end(intake, WRONGED if report.wrong else JUDGED, encoding=report.encoding, first=shown)


def _worst_first(report: Report) -> list[Fate]:
    return sorted(report.first, key=lambda one: one.fate != WRONG)


def _enter(intake: Intake, task: Task) -> None:
    try:
        bring(task, room_of(intake) / REPORT, lambda found: _note(intake, found), judged=True, after=intake.done)
    except Stopped as stop:
        words = stop.refusal.problems[0].words if isinstance(stop.refusal, Invalid) else stop.refusal.words
        _end(intake, STOPPED, stopped=[words.zh, words.en, stop.row])
        return
    _end(intake, DONE)


def _note(intake: Intake, found: Report) -> None:
    """How far it is; whoever is at it keeps the lease."""
    intake.done = found.rows
    Intake.objects.filter(pk=intake.pk).update(done=found.rows, lease_until=clock.now() + LEASE)


def _counted(intake: Intake, report: Report) -> None:
    for name in ("rows", "created", "updated", "unchanged", "wrong"):
        setattr(intake, name, getattr(report, name))
    intake.done = 0


def _end(intake: Intake, state: str, **also: object) -> None:
    """The step is over. A table that is entered, or has to be mended first, is not kept."""
    for name, value in {"state": state, "lease_until": None, **also}.items():
        setattr(intake, name, value)
    intake.save()
    if state in (DONE, WRONGED):
        (room_of(intake) / TABLE).unlink(missing_ok=True)


def run_waiting() -> int:
    """Take a step of every intake that waits for one; how many there were."""
    now = clock.now()
    waiting = Intake.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), state__in=DUE).order_by("id")
    found = list(waiting.select_related("organization")[:20])
    for intake in found:
        go_on(intake)
    return len(found)


def sweep() -> int:
    """Forget tables that nobody has confirmed within a day, and reports after a week; how many."""
    now = clock.now()
    unconfirmed = Q(made_at__lt=now - WAITS, state__in=(JUDGING, JUDGED, STOPPED))
    old = Intake.objects.filter(Q(made_at__lt=now - KEPT) | unconfirmed).exclude(state__in=(RUNNING, DROPPED))
    found = list(old[:100])
    for intake in found:
        shutil.rmtree(room_of(intake), ignore_errors=True)
        Intake.objects.filter(pk=intake.pk).update(state=DROPPED, first=[], stopped=[])
    return len(found)


def run_forever(stop: Event) -> None:
    """The worker of imports, in a thread beside the deliveries: a long import holds up no answer."""
    while not stop.is_set():
        try:
            close_old_connections()
            run_waiting()
        except Exception:
            log.exception("imports: a round was broken off; it goes on")
            connection.close()
        stop.wait(PAUSE_SECONDS)
    connection.close()
