"""The check list 开办清单 and its plain steps: office, hours and calendar, rules, channels, modules, privacy, opening."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine import charter, clock, opening, promise, proofs
from haitang.engine.rules import Line
from haitang.entrypoints.web.setup.access import Desk, for_administrator
from haitang.entrypoints.web.setup.forms import ROUTES, Sheet, page, sheet
from haitang.kernel.registry import modules
from haitang.kernel.words import Words


@for_administrator
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ten steps, how far each is, and what is still missing before the office may open."""
    found = opening.standing(desk.organization)
    steps = opening.steps(found)
    context = {
        "section": "setup",
        "steps": [(step, reverse(ROUTES[step.name])) for step in steps],
        "part": sum(step.done for step in steps if step.needed),
        "whole": sum(step.needed for step in steps),
        "state": found.charter.state,
        "name": Words(zh=desk.organization.name, en=desk.organization.name_en),
        "demonstration": clock.is_demonstration(),
    }
    return render(request, "setup/index.html", context)


@for_administrator
def office(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Step 1: what the office is called and which number it answers."""
    known = charter.of(desk.organization)
    values = {"name": desk.organization.name, "name_en": desk.organization.name_en, "phone": known.phone}
    return page(request, desk, "office", {"sheets": [sheet(desk, "setup.office", _("Save"), values)]})


@for_administrator
def hours(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Step 4: when somebody is there, and which days are working days."""
    known, year = charter.of(desk.organization).hours, clock.today().year
    values = {"hours": known.zh, "hours_en": known.en} if known else {}
    official = promise.workdays().official_years
    context = {
        "sheets": [
            sheet(desk, "setup.hours", _("Save"), values),
        ],
        "years": [(one, one in official) for one in (year, year + 1)],
    }
    return page(request, desk, "hours", context)


@for_administrator
def rules(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Step 5: every line with its value and its source; confirmed one by one."""
    lines = charter.of(desk.organization).rules.values()
    tongue = desk.staff.tongue
    told = []
    for number, line in enumerate(lines):
        choices = [{"value": code, "label": words.say(tongue)} for code, words in line.rule.choices.items()]
        given = {"rule": line.rule.name, "value": line.value, "source": line.source.say(tongue)}
        hidden, extra = ["place", "rule"], {"value": choices} if choices else None
        told.append(
            (
                line,
                sheet(desk, "rules.confirm", _("Confirm"), given, hidden, number=number, quiet=True),
                None
                if line.rule.fixed
                else sheet(desk, "rules.set", _("Change"), given, hidden, extra, number=number, quiet=True),
            )
        )
    return page(request, desk, "rules", {"lines": told, "proofs": _proofs(desk)})


def _proofs(desk: Desk) -> list[tuple[Line, Sheet, Sheet]]:
    """What proves a claim, category by category, as boxes to tick. One query."""
    tongue, told = desk.staff.tongue, []
    for number, line in enumerate(proofs.lines(desk.organization), start=500):
        choices = [{"value": code, "label": words.say(tongue)} for code, words in line.rule.choices.items()]
        source = line.source.say(tongue) if line.confirmed else ""
        given, hidden = {"rule": line.rule.name, "source": source}, ["place", "rule"]
        confirm = sheet(desk, "rules.confirm", _("Confirm"), given, hidden, number=number, quiet=True)
        change = sheet(desk, "rules.set", _("Change"), given, hidden, {"value": choices}, number=number, quiet=True)
        for field in change.fields:
            if field.name == "value":
                field.kind, field.value = "checks", str(line.value).split(",")
        told.append((line, confirm, change))
    return told


@for_administrator
def channels(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Step 6: how answers reach people; without any channel they are on the page, and the desk is told whom to call."""
    return page(request, desk, "channels", {})


@for_administrator
def module_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Step 7: what this office does and does not do."""
    known = charter.of(desk.organization)
    told = [
        (
            module,
            known.does(module.name),
            sheet(
                desk,
                "modules.switch",
                _("Switch off") if known.does(module.name) else _("Switch on"),
                {"module": module.name, "on": "" if known.does(module.name) else "yes"},
                ["place", "module", "on"],
                number=number,
                quiet=True,
            ),
        )
        for number, module in enumerate(modules)
    ]
    return page(request, desk, "modules", {"modules": told})


@for_administrator
def privacy(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Step 8: which office answers for personal data, and the number to call."""
    known = charter.of(desk.organization)
    values = {
        "responsible": known.privacy.get("zh", desk.organization.name),
        "responsible_en": known.privacy.get("en", desk.organization.name_en),
        "phone": known.privacy.get("phone", known.phone),
    }
    return page(request, desk, "privacy", {"sheets": [sheet(desk, "setup.privacy", _("Save"), values)]})


@for_administrator
def trial(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Step 9: a week among the office's own staff."""
    state = charter.of(desk.organization).state
    sheets = [sheet(desk, "openings.start_trial", _("Start the trial"))] if state == "preparing" else []
    return page(request, desk, "trial", {"sheets": sheets, "state": state})


@for_administrator
def publish(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Step 10: what is still missing, and the door."""
    known = charter.of(desk.organization)
    lacking = [(step, reverse(ROUTES[step.name])) for step in opening.missing(desk.organization)]
    open_already = known.state == "open"
    sheets = [] if open_already or lacking else [sheet(desk, "openings.publish", _("Open to the public"))]
    context = {"sheets": sheets, "state": known.state, "since": known.since, "lacking": lacking}
    return page(request, desk, "publish", context)
