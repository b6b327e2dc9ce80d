"""Acts 办事: the moves open to this member of staff now, each as a small form; the next one open, the others folded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from haitang.engine import moves
from haitang.engine.moves import Choice
from haitang.entrypoints.web.choices import Options, fields_for
from haitang.entrypoints.web.forms import Field, new_key
from haitang.entrypoints.web.staff.access import Staff
from haitang.kernel.words import Words
from haitang.records.matter import Matter

#: Commands that a page of their own posts, because files come with them or something has to be looked up.
OWN_DOORS = {
    "matters.claim": "desk_claim",
    "meetings.table": "desk_table",
    "agreements.sign": "desk_mediation_sign",
    "mediation.invite": "mediation_invite",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One form: where it goes, what it asks, and whether it has to wait."""

    name: str
    move: str
    words: Words
    url: str
    fields: list[Field]
    key: str
    expect: int
    next: str
    main: bool
    barred: Words | None
    upload: bool
    answers: bool = False
    preview: Sequence[tuple[str, str]] = ()

    @property
    def bare(self) -> bool:
        """Whether the form is its button alone."""
        return all(control.kind == "hidden" for control in self.fields)


def acts_for(
    staff: Staff,
    matter: Matter,
    back: str,
    *,
    barred: Mapping[str, Words | None] | None = None,
    values: Mapping[str, Mapping[str, Any]] | None = None,
    skip: Sequence[str] = (),
    without: Sequence[str] = (),
) -> list[Act]:
    """The forms of a matter's page, the next step first; each leads `back` there when it is done.

    `barred` adds reasons the page knows by command, `values` what stands in a form beforehand; commands in `skip` have
    a place of their own on the page; fields in `without` are left out.
    """
    found = [choice for choice in moves.choices(staff.actor, staff.posts, matter) if choice.command.name not in skip]
    reasons = {choice.command.name: choice.barred or (barred or {}).get(choice.command.name) for choice in found}
    main = _main(found, reasons)
    made = [
        act_of(
            staff, choice, matter, back, main=choice is main, barred=reasons[choice.command.name],
            values=(values or {}).get(choice.command.name), without=without,
        )
        for choice in found
    ]  # fmt: skip
    return sorted(made, key=lambda act: (not act.main, act.move in moves.SELDOM))


def act_of(
    staff: Staff,
    choice: Choice,
    matter: Matter,
    back: str,
    *,
    main: bool,
    barred: Words | None = None,
    values: Mapping[str, Any] | None = None,
    hidden: Sequence[str] = (),
    without: Sequence[str] = (),
    prefix: str = "",
    extra: Mapping[str, Options] | None = None,
) -> Act:
    """One choice as a form. What is barred has no controls: its reason stands there instead.

    `hidden` inputs keep their `values` out of sight; `prefix` tells forms of the same command apart on one page.
    """
    spec = choice.command
    given = {spec.on: matter.number, **(values or {})}
    fields = [] if barred else fields_for(
        spec, matter, staff.tongue, values=given, hidden=[spec.on, *hidden],
        prefix=prefix or spec.name.partition(".")[2], extra=extra,
    )  # fmt: skip
    return Act(
        name=spec.name,
        move=choice.move.name,
        words=spec.words,
        url=_door(spec.name, matter),
        fields=[control for control in fields if control.name not in without],
        key=new_key(),
        expect=matter.version,
        next=back,
        main=main,
        barred=barred,
        upload=any(control.kind in {"photos", "file"} for control in fields),
        answers=choice.move.answers,
    )


def _door(name: str, matter: Matter) -> str:
    return reverse(OWN_DOORS[name], args=[matter.number]) if name in OWN_DOORS else reverse("act", args=[name])


def _main(found: Sequence[Choice], reasons: Mapping[str, Words | None]) -> Choice | None:
    """The step to take: the first in the flow that nothing bars and that people take as a matter of course."""
    ready = (c for c in found if not reasons[c.command.name] and c.move.name not in moves.SELDOM)
    return next(ready, None)
