"""Forms of the set-up 设置表单: each is one command at the one door, and comes back to its step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.engine import clock, opening
from haitang.entrypoints.web.choices import fields_for
from haitang.entrypoints.web.forms import Field, new_key
from haitang.entrypoints.web.setup.access import Desk
from haitang.kernel.registry import commands


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form of a step: its command, its controls, the word on its button."""

    name: str
    title: str
    verb: str
    fields: list[Field]
    key: str
    quiet: bool = False


def sheet(
    desk: Desk,
    name: str,
    verb: str,
    values: Mapping[str, Any] | None = None,
    hidden: Sequence[str] = ("place",),
    choices: Mapping[str, list[dict[str, str]]] | None = None,
    number: int = 0,
    title: str = "",
    quiet: bool = False,
) -> Sheet:
    """The form of a command with what is settled hidden; `number` tells several of one page apart."""
    spec = commands[name]
    known = {"place": desk.top.code, **(values or {})}
    prefix = f"{name.replace('.', '-')}-{number}"
    made = fields_for(spec, None, desk.staff.tongue, values=known, hidden=hidden, prefix=prefix, extra=choices)
    return Sheet(name, title or spec.words.say(desk.staff.tongue), verb, made, new_key(), quiet)


def page(request: HttpRequest, desk: Desk, step: str, context: Mapping[str, Any]) -> HttpResponse:
    """A step's page: `setup/<step>.html` with the step before and after."""
    found = opening.steps(opening.standing(desk.organization))
    names = [one.name for one in found]
    at = names.index(step)
    known = {
        "section": "setup",
        "step": found[at],
        "number": at + 1,
        "after": found[at + 1] if at + 1 < len(found) else None,
        "demonstration": clock.is_demonstration(),
        "here": reverse(ROUTES[step]),
        "after_url": reverse(ROUTES[names[at + 1]]) if at + 1 < len(found) else "",
        "desk": desk,
    }
    return render(request, f"setup/{step}.html", {**known, **context})


ROUTES = {
    "office": "setup_office",
    "places": "setup_places",
    "posts": "setup_posts",
    "hours": "setup_hours",
    "rules": "setup_rules",
    "channels": "setup_channels",
    "modules": "setup_modules",
    "privacy": "setup_privacy",
    "trial": "setup_trial",
    "publish": "setup_publish",
}
