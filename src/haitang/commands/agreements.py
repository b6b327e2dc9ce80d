"""Agreements 调解的后半: sittings, the signed agreement or its lack, confirmation by the court within 30 days, a visit."""

from datetime import UTC, date, datetime
from typing import Literal

from haitang.engine import clock, confided, mediating, steps
from haitang.engine.change import Change, place_of, refuse_now
from haitang.engine.promise import workdays
from haitang.kernel.calendar import CalendarMissing, Due
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code, Day, Digest, OptionalText
from haitang.records.mediation import Accord, SealedFile, Side, Sitting

SHAPE = "mediation"


@command("agreements.sit", zh="记一次调解", en="Record a sitting", move="sit", on="matter", shape=SHAPE)
def sit(change: Change, matter: Code, day: Day, venue: Code, record: OptionalText = "") -> Fact:
    """On which day and where both sides were heard; the minutes are sealed at once."""
    _meet(change, "session", day, venue, record)
    change.to()
    return change.fact("sat")


@command("agreements.visit", zh="回访", en="Record a visit afterwards", move="visit", on="matter", shape=SHAPE)
def visit(change: Change, matter: Code, day: Day, venue: Code, record: OptionalText = "") -> Fact:
    """How it goes since the agreement; what was said is sealed."""
    mediating.not_before(day, _accord(change).effective_on, "day")
    _meet(change, "visit", day, venue, record)
    change.to()
    return change.fact("visited")


def _meet(change: Change, sort: str, day: date, venue: str, record: str) -> None:
    _past(day, "day")
    mediating.not_before(day, clock.local_day(change.matter.received_at), "day")
    place = place_of(venue, "venue")
    if place.organization_id != change.matter.organization_id:
        raise Invalid.of("venue", "请选本单位的地方", "Please choose a place of this office")
    sealed = confided.sealed_text(record, change.matter.organization)
    Sitting.objects.create(matter=change.matter, sort=sort, held_on=day, place=place, minutes=sealed, at=change.at)


@command("agreements.sign", zh="签了协议", en="Agreement signed", move="sign", on="matter", shape=SHAPE)
def sign(change: Change, matter: Code, day: Day, paper: Digest) -> Fact:
    """Both sides, the mediator and the committee's seal stand on it: from `day` on it binds. The paper itself is sealed."""
    _past(day, "day")
    mediating.not_before(day, _last_consent(change), "day")
    if not Sitting.objects.filter(matter=change.matter, sort="session").exists():
        raise refuse_now("先记一次调解", "Record a sitting first")
    unused = SealedFile.objects.filter(file__digest=paper, file__attachment=None)
    kept = unused.filter(key__organization=change.matter.organization_id).first()
    if kept is None:
        raise Invalid.of("paper", "协议没有传上来，请再选一次", "The agreement did not arrive; please choose it again")
    steps.attach(change.matter, [paper], "agreement")
    due = confirmation_due(day)
    Accord.objects.create(
        matter=change.matter,
        effective_on=day,
        paper=kept,
        due_at=due.at if due else None,
        calendar=due.calendar if due else "",
    )
    mediating.finish(change, "agreement")
    return change.fact("signed")


def confirmation_due(day: date) -> Due | None:
    """The last moment to ask the court; None in a year whose calendar is not entered: the law's clock is never guessed."""
    try:
        return workdays().due_in_days(_noon(day), mediating.CONFIRMATION_DAYS, legal=True)
    except CalendarMissing:
        return None


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def _last_consent(change: Change) -> date:
    given = [side.consented_at for side in Side.objects.filter(matter=change.matter) if side.consented_at]
    return clock.local_day(max(given))


@command("agreements.end", zh="没有达成", en="End without an agreement", move="end", on="matter", shape=SHAPE)
def end(change: Change, matter: Code, outcome: Literal["not_reached", "unsuitable"]) -> Fact:
    """It cannot be mediated, or was without success: both sides are told what else is open to them."""
    mediating.finish(change, outcome)
    return change.fact(f"ended.{outcome}")


@command("agreements.apply", zh="已申请司法确认", en="Confirmation asked for", move="apply", on="matter", shape=SHAPE)
def apply(change: Change, matter: Code, day: Day) -> Fact:
    """On which day both sides asked the court together: within thirty days, by a calendar that is known."""
    accord = _accord(change)
    _past(day, "day")
    mediating.not_before(day, accord.effective_on, "day")
    if accord.applied_on is not None:
        raise refuse_now("已经申请过", "It has been asked for already")
    term = workdays().due_in_days(_noon(accord.effective_on), mediating.CONFIRMATION_DAYS, legal=True)
    if day > clock.local_day(term.at):
        raise Invalid.of("day", "超过了三十天的期限", "That is past the thirty days")
    accord.applied_on, accord.due_at, accord.calendar = day, term.at, term.calendar
    accord.save()
    change.to()
    return change.fact("applied")


@command("agreements.ruling", zh="记法院的裁定", en="What the court ruled", move="ruling", on="matter", shape=SHAPE)
def ruling(change: Change, matter: Code, day: Day, ruled: Literal["confirmed", "not_confirmed"]) -> Fact:
    """The court confirmed it, or did not: then mediation may change it, or a court decides (Art. 33)."""
    accord = _accord(change)
    _past(day, "day")
    if accord.applied_on is None:
        raise refuse_now("还没有申请司法确认", "Confirmation has not been asked for")
    mediating.not_before(day, accord.applied_on, "day")
    accord.ruled_on, accord.ruling = day, ruled
    accord.save()
    change.to()
    return change.fact(f"ruled.{ruled}")


@command("agreements.close", zh="结案", en="Close", move="close", on="matter", shape=SHAPE)
def close(change: Change, matter: Code) -> Fact:
    """Nothing is left to do: by a mediator, or by the clock once the court can no longer be asked."""
    accord = _accord(change)
    if accord.applied_on is not None and accord.ruled_on is None:
        raise refuse_now("法院还没有裁定", "The court has not ruled yet")
    if change.by.system and not over(accord, change.at):
        raise refuse_now("还在三十天里", "The thirty days are not over yet")
    change.matter.basis, change.matter.closed_at = "document", change.at
    change.to()
    return change.fact("closed")


def over(accord: Accord, now: datetime) -> bool:
    """Whether the time to ask the court has passed, or the court has ruled."""
    due = accord.due_at or (found.at if (found := confirmation_due(accord.effective_on)) else None)
    return accord.ruled_on is not None or (due is not None and due <= now)


def _past(day: date, field: str) -> None:
    if day > clock.today():
        raise Invalid.of(field, "日子还没到", "That day has not come yet")


def _accord(change: Change) -> Accord:
    return Accord.objects.get(matter=change.matter)


COMMANDS = (sit, sign, end, apply, ruling, visit, close)
