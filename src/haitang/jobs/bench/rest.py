"""Rest 其余各表: what stands beside synthetic matters: voices, answers, the index of words, parts, clocks, the inbox."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Model

from haitang.engine.territory import named
from haitang.jobs.bench.lots import AHEAD, DISPUTE, JOINT, PROBLEM, SESSIONS, Told
from haitang.jobs.bench.office import Office
from haitang.kernel.fair import REASONS
from haitang.kernel.grams import pairs
from haitang.kernel.registry import kinds
from haitang.records.account import Account
from haitang.records.breach import Breach, Countdown
from haitang.records.contact import Contact
from haitang.records.fair import SettingAside
from haitang.records.hold import HandBack, Pause
from haitang.records.listing import Listing
from haitang.records.matter import Claim, Task
from haitang.records.mediation import Mediator, Side
from haitang.records.office import Delivery, Message
from haitang.records.reopening import Reopening
from haitang.records.searched import Searched
from haitang.records.slot import Motion, Slot
from haitang.records.voice import Answer, Voice

#: Lines of the year's lists, in every home: an office keeps no more of them because it has more matters.
LISTED = 40
#: Everything is told to two of these posts, in turn; one message in five is unread.
TOLD_TO = ("desk", "dispatcher", "supervisor", "checker", "owner", "grid")


def beside(office: Office, told: Sequence[Told], now: datetime) -> None:
    """Everything but the matters and the ledger; the matters have their ids."""
    voices = _spoken(office, told)
    _answered(office, told, voices)
    _found(told)
    _parts(office, told, now)
    _clocks(office, told, now)
    _marked(office, told, voices, now)
    _read(office, told, now)


def _of(told: Iterable[Told], make: Callable[[Told], Any], where: Callable[[Told], bool]) -> list[Any]:
    return [make(one) for one in told if where(one)]


def _save(model: type[Model], rows: list[Any]) -> list[Any]:
    return list(model._default_manager.bulk_create(rows)) if rows else []


def _voiced(one: Told) -> bool:
    return kinds[one.lot.kind].flow.voiced


def _spoken(office: Office, told: Sequence[Told]) -> dict[int, Voice]:
    reached = [one for one in told if _voiced(one) and one.number % 3 == 0]
    contacts = _save(Contact, [
        Contact(organization=office.organization, channel="phone", mask="139****0000", key_id="bench", sealed=b"-")
        for _ in reached
    ])  # fmt: skip
    by = {one.number: contact for one, contact in zip(reached, contacts, strict=True)}
    rows = _of(
        told,
        lambda one: Voice(
            matter=one.row, words=one.words, contact=by.get(one.number), door="web", said_at=one.row.received_at,
            reopened=int(one.lot.state == "reopened"),
        ),
        _voiced,
    )  # fmt: skip
    return {voice.matter_id: voice for voice in _save(Voice, rows)}


def _answered(office: Office, told: Sequence[Told], voices: dict[int, Voice]) -> None:
    rows = _of(
        told,
        lambda one: Answer(
            voice=voices[one.row.pk], text="合成数据：已经办好。", language="zh-hans", outcome="solved",
            at=one.row.answered_at or one.row.received_at,
        ),
        lambda one: one.lot.answered,
    )  # fmt: skip
    _save(Delivery, [
        Delivery(
            ledger=office.organization.code, entry=answer.pk, consumer="answers", target=str(answer.pk),
            state="failed" if answer.pk % 3 == 0 else "delivered", attempt=1, tried_at=answer.at,
        )
        for answer in _save(Answer, rows)
    ])  # fmt: skip


def _found(told: Sequence[Told]) -> None:
    _save(Searched, _of(told, _searched, lambda one: not one.row.private and not kinds[one.lot.kind].confidential))


def _searched(one: Told) -> Searched:
    matter, kind = one.row, kinds[one.lot.kind]
    place, category = named(matter.place), kind.option("categories", matter.category)
    about = [place.zh, place.en, *([category.words.zh, category.words.en] if category else [])]
    said, shown = [matter.title, one.words, *about], [matter.title] if matter.screened else []
    digest = sha256("\n".join([*said, "", *shown]).encode()).hexdigest()
    return Searched(matter=matter, said=" ".join(pairs(said)), shown=" ".join(pairs(shown)), digest=digest)


def _parts(office: Office, told: Sequence[Told], now: datetime) -> None:
    owned = [one for one in told if one.lot.owner and one.lot.kind == PROBLEM]
    since = timedelta(days=1)
    tasks = _save(Task, [
        Task(
            matter=one.row, owner=one.row.owner, why="合成", assigned_at=one.row.received_at + since,
            ended_at=one.row.closed_at or (one.row.answered_at if one.lot.state == "answered" else None),
        )
        for one in owned
    ])  # fmt: skip
    _save(Task, [
        Task(matter=one.row, owner=office.posts["grid"], why="合成", assigned_at=now)
        for one in owned
        if "part" in one.lot.marks and one.number % 4 == 0
    ])  # fmt: skip
    done = {"claimed_done", "checked", "answered", "closed", "reopened"}
    account = Account.objects.get(login="owner")
    _save(Claim, [
        Claim(
            matter=task.matter, task=task, account=account, outcome="solved", evidence="word", note="合成",
            at=task.assigned_at + since,
        )
        for task in tasks
        if task.matter.state in done
    ])  # fmt: skip


def _clocks(office: Office, told: Sequence[Told], now: datetime) -> None:
    running = [one for one in told if one.lot.kind == PROBLEM]
    rows = _save(Countdown, [_countdown(one, now) for one in running])
    _save(Breach, [
        Breach(
            countdown=row, matter=row.matter, clock=row.clock, level=row.level, at=row.due_at,
            post=office.posts["dispatcher" if row.level == 3 else "supervisor"],
        )
        for row in rows
        if row.level >= 3
    ])  # fmt: skip


def _countdown(one: Told, now: datetime) -> Countdown:
    matter, over = one.row, one.lot.closed or one.lot.state in {"answered", "parked", "needs_info", "joined"}
    due = matter.due_at or now
    level = 3 + one.number % 2 if due < now else 1
    return Countdown(
        matter=matter, clock="resolve", span="5w", rule="bench", since=matter.received_at, due_at=due, level=level,
        next_at=None if over or level == 4 else max(due, now) + timedelta(days=30), ended_at=due if over else None,
    )  # fmt: skip


def _marked(office: Office, told: Sequence[Told], voices: dict[int, Voice], now: datetime) -> None:
    posts, organization = office.posts, office.organization
    back = _of(
        told,
        lambda one: HandBack(matter=one.row, owner=posts["owner"], reason="not_ours", note="合成", at=now),
        lambda one: "bounced" in one.lot.marks,
    )
    parked = _of(
        told,
        lambda one: Pause(
            matter=one.row, sort="parked", reason="season", note="合成", left=3, since=now,
            review_at=now + timedelta(days=30),
        ),
        lambda one: one.lot.state == "parked",
    )  # fmt: skip
    wishes = _of(
        told,
        lambda one: Reopening(matter=one.row, voice=voices[one.row.pk], level=2, asked_at=now, until=now),
        lambda one: "wish" in one.lot.marks and one.number < AHEAD,
    )
    listed = _of(
        told,
        lambda one: Listing(
            matter=one.row,
            organization=organization,
            roll="focus",
            year=now.year,
            promise="合成",
            source="合成",
            put_at=now,
        ),
        lambda one: one.number < LISTED and one.lot.kind == PROBLEM,
    )
    for model, rows in ((HandBack, back), (Pause, parked), (Reopening, wishes), (Listing, listed)):
        _save(model, rows)
    _aside(office, told, now)
    _quarrels(office, told, voices, now)


def _aside(office: Office, told: Sequence[Told], now: datetime) -> None:
    reasons = sorted(REASONS["withheld"])
    rows = [
        SettingAside(
            matter=one.row, sort="withheld", reason=reasons[0], office=office.posts["desk"], proposed_at=now,
            confirmed=None if one.number % 3 == 0 else True, decided_at=None if one.number % 3 == 0 else now,
        )
        for one in told
        if one.lot.state == "working" and one.lot.kind == PROBLEM and (one.number < AHEAD or one.number % 20 == 0)
    ]  # fmt: skip
    _save(SettingAside, rows)
    _save(Slot, [
        Slot(matter=one.row, place=one.row.place, starts=one.row.due_at, ends=one.row.due_at + timedelta(hours=2))
        for one in told
        if one.lot.kind in SESSIONS and one.row.due_at
    ])  # fmt: skip
    _save(Motion, [
        Motion(meeting=one.row, position=1, topic="合成", decision="postponed", text="合成", decided_at=now)
        for one in told
        if one.lot.kind == JOINT and one.number < AHEAD
    ])  # fmt: skip


def _quarrels(office: Office, told: Sequence[Told], voices: dict[int, Voice], now: datetime) -> None:
    disputes = [one for one in told if one.lot.kind == DISPUTE]
    account = Account.objects.get(login="mediator")
    _save(Side, [Side(matter=one.row, voice=voices[one.row.pk], consented_at=now, how="paper") for one in disputes])
    _save(Mediator, [
        Mediator(matter=one.row, account=account, post=office.posts["mediator"], since=now) for one in disputes
    ])  # fmt: skip


def _read(office: Office, told: Sequence[Told], now: datetime) -> None:
    rows = [
        Message(
            post=office.posts[post], matter=one.row, template="case.reminded", at=now,
            read_at=None if one.number % 5 == 0 else now,
        )
        for one in told
        if one.lot.kind == PROBLEM
        for post in (TOLD_TO[one.number % 6], TOLD_TO[(one.number + 1) % 6])
    ]  # fmt: skip
    _save(Message, rows)
