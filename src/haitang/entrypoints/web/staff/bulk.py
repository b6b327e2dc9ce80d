"""Bulk 一起办: the same step for several matters. Each is a change of its own through the gate, with its own result.

Nothing is decided here: what a page of one matter would refuse is refused here too, one by one, with the reason.
Looking at what others did is not among the steps: a check is a look at one thing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from haitang.engine import gate, scope
from haitang.engine.authority import may
from haitang.engine.binding import bind
from haitang.engine.sheets import first_said, title_of
from haitang.engine.territory import ABOVE, named
from haitang.entrypoints.web.acting import version
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, errors_of, given, new_key
from haitang.entrypoints.web.returning import within_site
from haitang.entrypoints.web.staff import bulk_answers
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.bulk_answers import Draft
from haitang.entrypoints.web.staff.rows import called
from haitang.kernel.command import Command
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.limits import PAGE, QUERY
from haitang.kernel.registry import commands, kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter

#: Steps that make sense for several at once, and what each matter has to be told for itself.
STEPS: Mapping[str, tuple[str, ...]] = {
    "matters.accept": ("title", "screened"),
    "matters.assign": (),
    "matters.start": (),
    "matters.answer": bulk_answers.OWN,
}
ANSWER = "matters.answer"


@dataclass(frozen=True, slots=True)
class Offer:
    """A step for the chosen matters, and how many of them it can be taken for as they stand."""

    name: str
    words: Words
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """One chosen matter; `possible` when the step can be taken now, `result` what came of it."""

    matter: Matter
    title: str
    place: Words
    state: Words
    possible: bool
    done: bool = False
    result: Words | None = None
    draft: Draft | None = None


@for_staff
def bulk(request: HttpRequest, staff: Staff) -> HttpResponse:
    """GET shows the chosen matters and the step's form; POST takes the step for each and says what came of it."""
    source = request.POST if request.method == "POST" else request.GET
    numbers = list(dict.fromkeys(number[:20] for number in source.getlist("matter")))
    matters = _chosen(staff, numbers[:PAGE])
    if not matters:
        return redirect("desk")
    spec = _step(staff, matters, source.get("step", ""))
    if request.method != "POST":
        return _form(request, staff, matters, spec, cut=len(numbers) > PAGE)
    if spec is None:
        raise Http404
    again = _asked_again(request, staff, matters, spec)
    if again is not None:
        return again
    done = [_take(request, staff, spec, matter) for matter in matters]
    context = {
        "section": "today",
        "spec": spec,
        "rows": done,
        "done": sum(one.done for one in done),
        "refused": sum(not one.done for one in done),
        "next": within_site(request, request.POST.get("next") or reverse("desk")),
    }
    return render(request, "staff/bulk_done.html", context)


def _asked_again(request: HttpRequest, staff: Staff, matters: Sequence[Matter], spec: Command) -> HttpResponse | None:
    """The form once more: for a wrong field, or for an answer that nobody has read as it would be sent."""
    if spec.name == ANSWER:
        able = [matter for matter in matters if _possible(staff, matter, spec)]
        known = bulk_answers.drafts(able, request.POST)
        error = bulk_answers.wrong_of(known, able)
        if error is None and not bulk_answers.unread(known, able, request.POST):
            return None
        return _form(request, staff, matters, spec, error)
    try:
        bind(spec, (), {**given(spec, request.POST), spec.on: matters[0].number})
    except Invalid as error:
        return _form(request, staff, matters, spec, error)
    return None


def _form(
    request: HttpRequest,
    staff: Staff,
    matters: Sequence[Matter],
    spec: Command | None,
    error: Invalid | None = None,
    cut: bool = False,
) -> HttpResponse:
    """The form, with everything that was typed and every tick where it was."""
    source = request.POST if request.method == "POST" else request.GET
    context = {
        "section": "today",
        "spec": spec,
        "offers": _offers(staff, matters, spec),
        "rows": _rows(request, staff, matters, spec),
        "again": request.method == "POST" and error is None,
        "fields": _fields(staff, matters, spec, source.dict(), error) if spec else [],
        "errors": errors_of(error, staff.tongue),
        "key": source.get("key") or new_key(),
        "next": within_site(request, source.get("next") or reverse("desk")),
        "numbers": [matter.number for matter in matters],
        "cut": cut,
        "most": PAGE,
    }
    return render(request, "staff/bulk.html", context, status=422 if error else 200)


def _chosen(staff: Staff, numbers: Sequence[str]) -> list[Matter]:
    """The matters of those numbers that are theirs to open, in the order of the list. One query."""
    rows = Matter.objects.filter(
        scope.seen(staff.posts), number__in=[n for n in numbers if "\0" not in n], shape="case"
    )
    found = {
        row.number: row
        for row in rows.annotate(said=first_said()).select_related(f"place__{ABOVE}", "organization", "owner")
    }
    return [found[number] for number in numbers if number in found]


def _steps() -> list[Command]:
    return [spec for name in STEPS if (spec := commands.get(name)) is not None]


def _step(staff: Staff, matters: Sequence[Matter], asked: str) -> Command | None:
    """The step asked for, else the first one that can be taken for most of them."""
    if asked:
        return commands.get(asked) if asked in STEPS else None
    best = max(_steps(), key=lambda spec: _count(staff, matters, spec))
    return best if _count(staff, matters, best) else None


def _offers(staff: Staff, matters: Sequence[Matter], current: Command | None) -> list[Offer]:
    counted = [(spec, _count(staff, matters, spec)) for spec in _steps()]
    return [Offer(spec.name, spec.words, count, spec is current) for spec, count in counted if count or spec is current]


def _count(staff: Staff, matters: Sequence[Matter], spec: Command) -> int:
    return sum(_possible(staff, matter, spec) for matter in matters)


def _possible(staff: Staff, matter: Matter, spec: Command) -> bool:
    """Whether the flow leads on from here by this step and the posts may take it; the gate asks again."""
    move = kinds[matter.kind].flow.move(spec.move)
    if move is None or matter.state not in move.sources:
        return False
    return may(staff.actor, move.roles, matter.place, matter.organization.code, matter, staff.posts, move.name)


def _row(staff: Staff, matter: Matter, spec: Command | None) -> Chosen:
    state = kinds[matter.kind].flow.state(matter.state).words
    possible = spec is not None and _possible(staff, matter, spec)
    title = called(title_of(matter, False), _said(matter), staff.tongue, bool(matter.title))
    return Chosen(matter, title, named(matter.place), state, possible)


def _rows(request: HttpRequest, staff: Staff, matters: Sequence[Matter], spec: Command | None) -> list[Chosen]:
    """The chosen matters; where they are answered, each with its answer as it would be sent."""
    rows = [_row(staff, matter, spec) for matter in matters]
    if spec is None or spec.name != ANSWER:
        return rows
    able = [row.matter for row in rows if row.possible]
    known = bulk_answers.drafts(able, request.POST if request.method == "POST" else None)
    return [replace(row, draft=known.get(row.matter.pk)) for row in rows]


def _said(matter: Matter) -> str:
    return "" if matter.private else getattr(matter, "said", None) or ""


def _fields(
    staff: Staff, matters: Sequence[Matter], spec: Command, values: dict[str, Any], error: Invalid | None
) -> list[Field]:
    """The step's inputs without the matter, and without what has to be said of each by itself."""
    able = next((matter for matter in matters if _possible(staff, matter, spec)), matters[0])
    made = fields_for(spec, able, staff.tongue, values=values, error=error)
    return [field for field in made if field.name != spec.on and field.name not in STEPS[spec.name]]


def _take(request: HttpRequest, staff: Staff, spec: Command, matter: Matter) -> Chosen:
    """The step for one matter. Sent again with the same key, what was done is not done twice."""
    taken = {name: value for name, value in given(spec, request.POST).items() if name not in STEPS[spec.name]}
    if spec.name == ANSWER:
        taken |= bulk_answers.own_of(request.POST, matter.number)
    key = request.POST.get("key", "")[:QUERY]
    shown = _row(staff, matter, spec)
    try:
        expect = version(request.POST.get(f"expect-{matter.number}", ""))
        bound = bind(spec, (), {**taken, spec.on: matter.number})
        gate.ask(spec, staff.actor, bound, f"{key}-{matter.number}" if key else "", expect)
    except Refusal as refusal:
        return Chosen(matter, shown.title, shown.place, shown.state, False, False, _why(refusal))
    return Chosen(matter, shown.title, shown.place, shown.state, True, True)


def _why(refusal: Refusal) -> Words:
    """The reason as the page of one matter would give it: the first wrong field in its own words."""
    return refusal.problems[0].words if isinstance(refusal, Invalid) and refusal.problems else refusal.words
