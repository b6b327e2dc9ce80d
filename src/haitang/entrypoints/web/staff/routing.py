"""Routing rules 派办规则 at work: the rules in their order, each in a sentence; what no rule fits; trying a change first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.commands import routing as commands
from haitang.engine import routing, rule_drafts, scope, sheets
from haitang.engine.binding import bind
from haitang.engine.routing import Proposal, Trial
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, errors_of, given, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff, name_of
from haitang.entrypoints.web.staff.keeping import lists, may, office_place, offices, tuned
from haitang.entrypoints.web.staff.rows import Line, lines_of
from haitang.kernel.command import Command, described
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import SENTENCE
from haitang.kernel.words import Words
from haitang.records.duty import RoutingEdition, RoutingRule
from haitang.records.hold import HandBack
from haitang.records.matter import Matter
from haitang.records.party import Organization

ADD, CHANGE = described(commands.add), described(commands.change_rule)
MOVE, RETIRE, QUEUE = described(commands.move), described(commands.retire), described(commands.queue)
#: What a step of a rule's page does.
STEPS = {"change": CHANGE, "move": MOVE, "retire": RETIRE}
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A rule as pages show it: the rule in a sentence."""

    rule: RoutingRule
    sentence: Words
    why: Words


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A matter that a changed rule would propose to somebody else."""

    line: Line
    now: Words | None
    then: Words | None


def told(rule: RoutingRule) -> Told:
    """A rule with its words."""
    return Told(rule, rule_drafts.sentence(rule), Words(zh=rule.why, en=rule.why_en))


@for_staff
def listed(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The rules, the queue of what no rule fits with its owner, and what came back."""
    organization = staff.posts[0].organization
    queue = routing.queue_of(organization)
    context = {
        "section": "office",
        "rules": [told(rule) for rule in routing.in_force(organization)],
        "queue": name_of(queue) if queue else None,
        "queue_fields": _queue(staff, organization, queue.code if queue else ""),
        "queue_key": new_key(),
        "lists": [_sheet(staff, name) for name in ("unmatched", "bounced")],
        "may": may(staff, ADD, organization),
    }
    return render(request, "staff/routing.html", context)


def _queue(staff: Staff, organization: Organization, code: str) -> list[Field]:
    if not may(staff, QUEUE, organization):
        return []
    values = {"place": office_place(organization), "owner": code}
    extra = {"owner": offices(staff, organization)}
    made = fields_for(QUEUE, None, staff.tongue, values=values, hidden=["place"], prefix="queue", extra=extra)
    return tuned(made)


def _sheet(staff: Staff, name: str) -> dict[str, Any]:
    page = sheets.rows(name, staff.actor, {}, limit=SHOWN, posts=staff.posts)
    lines = lines_of(page, staff.tongue)
    found = {back.matter.number: back for back in _backs([line.row.number for line in lines])} if lines else {}
    sheet = sheets.SHEETS[name]
    return {"sheet": sheet, "rows": [(line, found.get(line.row.number)) for line in lines], "more": bool(page.after)}


def _backs(numbers: Sequence[str]) -> list[HandBack]:
    """The last hand-back of each matter."""
    rows = HandBack.objects.filter(matter__number__in=numbers, adjudicated_at=None).select_related("matter", "owner")
    return list(rows.order_by("id"))


@for_staff
def new(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Write a rule, try it on the latest matters, then keep it."""
    organization = staff.posts[0].organization
    if not may(staff, ADD, organization):
        return render(request, "staff/not_yours.html", {"section": "office"}, status=403)
    first = {"place": office_place(organization), "at_least": "4", "then": "duty"}
    if request.method != "POST":
        return _form(request, staff, ADD, {**first, **_asked(request)}, None)
    return _tried(request, staff, ADD, None, lambda error: _form(request, staff, ADD, request.POST.dict(), error))


def _asked(request: HttpRequest) -> dict[str, str]:
    """What a link brings along: what a decision proposes as a rule, or what a matter without one is about."""
    known = ("category", "below", "owner", "then", "at_least", "why", "why_en", "turn")
    return {name: request.GET[name][:SENTENCE] for name in known if request.GET.get(name)}


@for_staff
def rule(request: HttpRequest, staff: Staff, rule: int) -> HttpResponse:
    """One rule: how it reads, how it read before; change, move or retire it, each tried first."""
    organization = staff.posts[0].organization
    rows = RoutingRule.objects.select_related("post", "place", "organization")
    found = rows.filter(pk=rule, organization=organization).first() if rule < 2**63 else None
    if found is None:
        raise Http404
    spec = STEPS.get(request.POST.get("step", ""))
    if request.method == "POST" and spec is not None and may(staff, spec, organization):
        again = lambda error: _page(request, staff, found, error)  # noqa: E731 (one use)
        return _tried(request, staff, spec, found, again)
    return _page(request, staff, found, None)


def _page(request: HttpRequest, staff: Staff, found: RoutingRule, error: Invalid | None) -> HttpResponse:
    organization = found.organization
    base = {"place": office_place(organization), "rule": found.pk, "edition": found.edition}
    known = {"at_least": str(found.severity), "party": found.part, "owner": found.post.code if found.post else ""}
    known |= {name: getattr(found, name) for name in ("category", "kind", "door", "then", "why", "why_en")}
    values = {
        **known,
        "below": found.place.code if found.place else "",
        **(request.POST.dict() if error else {}),
        **base,
    }
    open_to = found.retired_at is None and may(staff, CHANGE, organization)
    context = {
        "section": "office",
        "told": told(found),
        "fields": _fields(staff, organization, CHANGE, values, error) if open_to else [],
        "base": base,
        "turns": range(1, routing.in_force(organization).count() + 1),
        "editions": [(one, _read(one)) for one in RoutingEdition.objects.filter(rule=found).order_by("-edition")[:20]],
        "errors": errors_of(error, staff.tongue),
    }
    return render(request, "staff/rule.html", context, status=error.status if error else 200)


def _read(one: RoutingEdition) -> Words:
    return Words(zh=one.text["why"], en=one.text["why_en"])


def _form(
    request: HttpRequest, staff: Staff, spec: Command, values: Mapping[str, Any], error: Invalid | None
) -> HttpResponse:
    context = {
        "section": "office",
        "fields": _fields(staff, staff.posts[0].organization, spec, values, error),
        "errors": errors_of(error, staff.tongue),
    }
    return render(request, "staff/rule_new.html", context, status=error.status if error else 200)


def _fields(
    staff: Staff, organization: Organization, spec: Command, values: Mapping[str, Any], error: Invalid | None
) -> list[Field]:
    extra, hidden = lists(staff, organization), ["place", "rule", "edition"]
    return tuned(fields_for(spec, None, staff.tongue, values=values, hidden=hidden, error=error, extra=extra))


def _tried(request: HttpRequest, staff: Staff, spec: Command, known: RoutingRule | None, again: Any) -> HttpResponse:
    """What the change would have done to the latest matters, and the button that makes it so; nothing is written."""
    organization = staff.posts[0].organization
    try:
        made = bind(spec, (), given(spec, request.POST))
        changed = _changed(organization, spec, known, made)
    except Invalid as error:
        shown: HttpResponse = again(error)
        return shown
    trial = routing.trial(organization, changed)
    names = [name for name in spec.form.model_fields if name in request.POST]
    context = {
        "section": "office",
        "words": spec.words,
        "action": reverse("act", args=[spec.name]),
        "hidden": [(name, request.POST[name]) for name in names],
        "key": new_key(),
        "rules": [told(rule) for rule in changed],
        "mine": known.pk if known else None,
        "back": request.path,
        "trial": trial,
        "elsewhere": _elsewhere(staff, trial),
        "retired": spec is RETIRE,
    }
    return render(request, "staff/rule_tried.html", context)


def _changed(
    organization: Organization, spec: Command, known: RoutingRule | None, made: Mapping[str, Any]
) -> list[RoutingRule]:
    """The rules as they would be; what somebody has changed in between is a conflict at the gate."""
    now = list(routing.in_force(organization))
    if spec is RETIRE and known is not None:
        return routing.with_change(now, retired=known.pk)
    if spec is MOVE and known is not None:
        return routing.with_change(now, known, made["turn"])
    draft = RoutingRule(
        pk=known.pk if known else None, organization=organization, position=known.position if known else 0
    )
    return routing.with_change(now, rule_drafts.write(draft, dict(made)), made.get("turn") or 0)


def _elsewhere(staff: Staff, trial: Trial) -> list[Elsewhere]:
    """Those of the matters that this member of staff may open; whoever reads no matters sees the counts alone."""
    keys = [moved.matter.pk for moved in trial.moved]
    mine = set(Matter.objects.filter(scope.over(staff.posts), pk__in=keys).values_list("pk", flat=True))
    seen = [moved for moved in trial.moved if moved.matter.pk in mine][:SHOWN]
    lines = lines_of(sheets.Page([sheets.row_of(moved.matter) for moved in seen], ""), staff.tongue)
    return [Elsewhere(line, _office(moved.now), _office(moved.then)) for line, moved in zip(lines, seen, strict=True)]


def _office(found: Proposal | None) -> Words | None:
    return name_of(found.post) if found else None
