"""Deferring 缓办: more time, asked for by one and granted by another; and parking, which stops the clock in public."""

from datetime import timedelta
from typing import Literal

from haitang.engine import authority, clock, holds, terming
from haitang.engine.authority import posts_of
from haitang.engine.change import Change, refuse_now
from haitang.engine.promise import workdays
from haitang.engine.readying import EXTENSIONS
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import Code, Day, Instant, OptionalSentence, Sentence
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.hold import Extension
from haitang.records.matter import Matter

#: How long a matter may be parked before somebody looks again (loop.md row 10).
REVIEW_DAYS = 90

Parking = Literal["season", "capital_work", "ownership_unclear", "law_court", "owners_vote"]


@command("deferring.ask_time", zh="申请延期", en="Ask for more time", move="ask_time", on="matter", shape="case")
def ask_time(change: Change, matter: Code, due: Instant, reason: Sentence) -> Fact:
    """Before the term is over: until when, and why. Each time at most the original term, twice in all."""
    subject = change.matter
    earlier = list(Extension.objects.filter(matter=subject))
    if any(one.granted is None for one in earlier):
        raise refuse_now("上一次申请还没有答复", "The last request is not decided yet")
    if sum(bool(one.granted) for one in earlier) >= EXTENSIONS:
        raise refuse_now("已经延过两次，不能再延", "It has been extended twice; there is no third time")
    if subject.due_at is None or subject.due_at <= change.at:
        raise refuse_now("期限已过，不能再申请延期", "The term is over; more time can no longer be asked for")
    _within_term(subject, subject.due_at, due)
    Extension.objects.create(matter=subject, reason=reason, first_due_at=subject.due_at, until=due, asked_at=change.at)
    change.to(subject.state)
    return change.fact("time_asked")


def _within_term(subject: Matter, from_: Instant, until: Instant) -> None:
    """At most the original term at a time; a term in hours counts as one working day here."""
    if until <= from_:
        raise Invalid.of("due", "新的期限要比原来的晚", "The new date has to be later than the present one")
    span = terming.span_of(subject)
    most = span.amount if span.unit == "w" else 1
    if workdays(subject.organization_id).elapsed_workdays(from_, until) > most:
        raise Invalid.of("due", f"一次最多延 {most} 个工作日", f"At most {most} working days can be added at a time")


@command("deferring.grant_time", zh="同意延期", en="Grant more time", move="grant_time", on="matter", shape="case")
def grant_time(change: Change, matter: Code, note: OptionalSentence = "") -> Fact:
    """Somebody above agrees; everybody who spoke sees the new date beside the first one, with the reason."""
    subject, asked = change.matter, _asked(change)
    _high_enough(change)
    terming.named(subject, asked.until)
    _decide(change, asked, True, note)
    return change.fact("time_granted")


@command("deferring.refuse_time", zh="不同意延期", en="Refuse more time", move="refuse_time", on="matter", shape="case")
def refuse_time(change: Change, matter: Code, note: Sentence) -> Fact:
    """Somebody above does not agree, with the reason; the date stays."""
    _decide(change, _asked(change), False, note)
    return change.fact("time_refused")


def _high_enough(change: Change) -> None:
    """The first time anybody above; the second time the supervisor (loop.md row 9)."""
    at = change.matter.place
    if not Extension.objects.filter(matter=change.matter, granted=True).exists():
        return
    if authority.holds(posts_of(change.by), (Role.SUPERVISOR,), at, change.matter.organization.code) is None:
        raise Denied(Words(zh="第二次延期由督办员决定", en="A second extension is for the supervisor to grant"))


def _asked(change: Change) -> Extension:
    asked = Extension.objects.filter(matter=change.matter, granted=None).order_by("-id").first()
    if asked is None:
        raise refuse_now("没有待答复的延期申请", "Nobody has asked for more time")
    return asked


def _decide(change: Change, asked: Extension, granted: bool, note: str) -> None:
    asked.granted, asked.note, asked.decided_at = granted, note, change.at
    asked.save()
    change.to(change.matter.state)


@command("deferring.park", zh="挂账", en="Park", move="park", on="matter", shape="case")
def park(change: Change, matter: Code, reason: Parking, note: Sentence, until: Day) -> Fact:
    """It cannot go on now: why, and on which day somebody looks again. The list of what is parked is public."""
    today = clock.today()
    if not today < until <= today + timedelta(days=REVIEW_DAYS):
        raise Invalid.of(
            "until", f"复查日期在明天到 {REVIEW_DAYS} 天之内", f"The day of review lies within {REVIEW_DAYS} days"
        )
    holds.pause(change.matter, "parked", clock.start_of(until), reason, note)
    change.to()
    return change.fact("parked", facts={"reason": reason})


@command("deferring.resume", zh="恢复办理", en="Resume", move="resume", on="matter", shape="case")
def resume(change: Change, matter: Code) -> Fact:
    """It goes on: by its owner or somebody above, and by itself on the day of review."""
    if change.by.system and not holds.over(change.matter):
        raise refuse_now("还没到复查日", "The day of review has not come yet")
    holds.resume(change.matter)
    change.to()
    return change.fact("resumed")


COMMANDS = (ask_time, grant_time, refuse_time, park, resume)
