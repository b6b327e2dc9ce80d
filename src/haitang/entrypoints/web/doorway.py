"""Doorway 门口: an office that has not opened yet shows its public pages to its own staff only; others read that it is not open."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haitang.engine import opening
from haitang.entrypoints.web.actors import actor_of


def turned_away(request: HttpRequest, office: Mapping[str, Any]) -> HttpResponse | None:
    """The page for whoever may not look yet; None for everybody else. `office` is what web/context.py says of it."""
    settled, organization = office.get("charter"), office.get("organization")
    if settled is None or organization is None or opening.may_look(actor_of(request), organization, settled):
        return None
    return render(request, "public/not_open.html", {"office": {**office, "state": ""}, "noindex": True})
