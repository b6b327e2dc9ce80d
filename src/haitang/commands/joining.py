"""Joining 并案: two matters about the same go on together; whoever spoke first sets the date, everybody is answered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from haitang.engine import again, clock, joined, steps
from haitang.engine.authority import may
from haitang.engine.change import Change, refuse_now
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code
from haitang.kernel.number import parse_number
from haitang.kernel.role import Role
from haitang.records.matter import Link, Matter
from haitang.records.voice import Answer

#: How long after its closing a matter may still be joined; it is opened again then (loop.md row 5).
CLOSED_DAYS = 90


@command("joining.join", zh="并案", en="Join with another matter", move="join", on="matter", shape="case")
def join(change: Change, matter: Code, into: Code) -> Fact:
    """The same as another matter: they go on as one. Number, code and own answer stay; whoever spoke is told of it."""
    subject = change.matter
    _joinable(subject)
    target = _target(change, into)
    line = _taken_in(change, target)
    Link.objects.create(source=subject, target=target, type=joined.INTO)
    _tell(change, target)
    subject.owner, subject.owner_basis = None, ""
    change.to()
    return replace(change.fact("joined", facts={"into": target.number}), also=(line,))


@command("joining.part", zh="不同意并案", en="Object to the joining", move="part", on="matter", shape="case")
def part(change: Change, matter: Code) -> Fact:
    """It is not the same, says whoever spoke: it stands alone again, with its own T0, and for good."""
    subject = change.matter
    target = joined.into(subject)
    if subject.basis == "about_person":
        raise refuse_now("内容已经删除，不能再分开", "Nothing is left of it that could go on by itself")
    Link.objects.filter(source=subject, target=target, type=joined.INTO).update(type=joined.PARTED)
    subject.outcome, subject.basis, subject.answered_at, subject.closed_at = "", "", None, None
    change.to()
    return replace(change.fact("parted", facts={"from": target.number}), also=(_line(change, target, "let_go"),))


def _joinable(subject: Matter) -> None:
    if joined.objected(subject):
        raise refuse_now(
            "说事人要求单独办，不能再并", "Whoever spoke wants it dealt with by itself; it is not joined again"
        )
    if joined.sources(subject).exists():
        raise refuse_now(
            "已经有别的事并进这一件，请把那一件并过来", "Others go on with this one: please join the other one to it"
        )
    if subject.private:
        raise refuse_now("私事不并案", "Private matters are not joined")


def _target(change: Change, number: str) -> Matter:
    """The other matter, locked: of the same kind and office, within the desk's reach, and not itself joined."""
    subject = change.matter
    found = Matter.objects.select_for_update(of=("self",)).select_related("place", "organization", "owner")
    target = found.filter(number=_canonical(number), kind=subject.kind, organization=subject.organization_id).first()
    if (
        target is None
        or target.pk == subject.pk
        or not may(change.by, (Role.DESK,), target.place, target.organization.code)
    ):
        raise Invalid.of("into", "没有这件可以并的事", "There is no such matter to join with")
    if target.state == joined.STATE or target.private or target.basis == "about_person":
        raise Invalid.of("into", "那一件已经并入别的事，或者不能并", "That one was joined itself, or cannot be joined")
    if target.closed_at and clock.now() - target.closed_at > timedelta(days=CLOSED_DAYS):
        raise Invalid.of(
            "into", "那一件结案超过 90 天，请按新的办", "That one closed more than 90 days ago; please take this as new"
        )
    return target


def _canonical(number: str) -> str:
    try:
        return parse_number(number)
    except ValueError:
        return number


def _taken_in(change: Change, target: Matter) -> Fact:
    """The other matter takes it in: opened again if it was answered, its T0 and its date the earlier ones of the two."""
    subject, verb, quantity = change.matter, "taken_in", 1
    known: dict[str, Any] = {"took_in": subject.number}
    if target.answered_at or target.closed_at:
        again.note(target, change.at)
        told = steps.open_again(target, change.at)
        verb, quantity, known = told["verb"], told["quantity"], {**known, **told["facts"]}
        joined.follow(target)
    target.received_at = min(target.received_at, subject.received_at)
    dates = [(each.due_at, each.due_provisional) for each in (target, subject) if each.due_at]
    if dates:
        target.due_at, target.due_provisional = min(dates)
    target.version += 1
    target.save()
    return _line(change, target, verb, quantity, known)


def _line(change: Change, matter: Matter, verb: str, quantity: int = 1, facts: dict[str, Any] | None = None) -> Fact:
    known = {"kind": matter.kind, "category": matter.category, **(facts or {})}
    return Fact(
        verb=f"{change.kind.leaf}.{verb}",
        organization=matter.organization.code,
        place=matter.place.code,
        subject=matter.number,
        quantity=quantity,
        facts={name: value for name, value in known.items() if value not in ("", None)},
    )


def _tell(change: Change, target: Matter) -> None:
    Answer.objects.bulk_create(
        Answer(
            voice=voice,
            text=joined.TELLING.say(voice.language).format(number=target.number),
            language=voice.language,
            outcome=joined.TOLD,
            at=change.at,
        )
        for voice in joined.speaking(change.matter)
    )


COMMANDS = (join, part)
