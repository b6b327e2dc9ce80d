"""Terms 时限: every line with its source and whether anybody has confirmed it; set, confirmed and dropped one by one."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine import rules, terming
from haitang.entrypoints.web.choices import SEVERITIES, of_shape
from haitang.entrypoints.web.setup.access import Desk, for_keeper
from haitang.entrypoints.web.setup.forms import Sheet, sheet
from haitang.kernel.ladder import CLOCKS, RESOLVE
from haitang.kernel.role import Role

SET, CONFIRM, DROP = "terms.set", "terms.confirm", "terms.drop"


@dataclass(frozen=True, slots=True)
class Told:
    """One line as the page shows it; `general` is the promise that stands among the rules of the office."""

    line: terming.Line
    what: str
    span: str
    general: bool
    confirm: Sheet | None
    drop: Sheet | None


@for_keeper
def terms(request: HttpRequest, desk: Desk) -> HttpResponse:
    """By clock: how long, for what, by which source. What is said here holds for what comes from now on."""
    told = [_told(desk, line, number) for number, line in enumerate(terming.lines(desk.organization))]
    context = {
        "section": "setup",
        "desk": desk,
        "here": reverse("setup_terms"),
        "clocks": [(clock, [one for one in told if one.line.clock == name]) for name, clock in CLOCKS.items()],
        "promise": rules.of(desk.organization)["promise_workdays"],
        "administrator": desk.staff.holds(Role.ADMINISTRATOR),
        "add": sheet(desk, SET, _("Set it"), {"urgency": "any"}, choices=_choices(desk), number=900),
    }
    return render(request, "setup/terms.html", context)


def _told(desk: Desk, line: terming.Line, number: int) -> Told:
    general = line.rule == f"{terming.DEFAULT}:{RESOLVE}"
    given = {"rule": line.rule, "source": line.source.say(desk.staff.tongue) if line.confirmed else ""}
    hidden = ("place", "rule")
    own = line.rule.startswith(f"{terming.OWN}:")
    return Told(
        line,
        _what(line, desk.staff.tongue),
        line.span.words.say(desk.staff.tongue),
        general,
        None
        if general or line.confirmed
        else sheet(desk, CONFIRM, _("Confirm"), given, hidden, number=number, quiet=True),
        sheet(desk, DROP, _("Drop it"), given, hidden, number=number, quiet=True) if own else None,
    )


def _what(line: terming.Line, tongue: str) -> str:
    """Of what a line speaks."""
    said = [terming.category_words(line.category).say(tongue)] if line.category else []
    said += [str(SEVERITIES[line.severity])] if line.severity is not None else []
    return " · ".join(said) or _("everything else")


def _choices(desk: Desk) -> dict[str, list[dict[str, str]]]:
    tongue = desk.staff.tongue
    categories: dict[str, Any] = {option.code: option.words for kind in of_shape("case") for option in kind.categories}
    return {
        "clock": [{"value": name, "label": clock.words.say(tongue)} for name, clock in CLOCKS.items()],
        "category": [
            {"value": code, "label": words.say(tongue)} for code, words in (categories | terming.CATEGORIES).items()
        ],
        "urgency": [
            {"value": "any", "label": _("any urgency")},
            *({"value": str(number), "label": str(words)} for number, words in SEVERITIES.items()),
        ],
    }
