"""What the report form asks for the sake of fairness 公道: whose office it is about, whether it is private, who may call."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from haitang.engine import raising
from haitang.records.party import Organization
from haitang.records.place import Place


def fair_fields(
    given: QueryDict, wrong: Mapping[str, str], organization: Organization | None, place: Place | None, tongue: str
) -> dict[str, Any]:
    """The three controls of public/parts/report_fairness.html; `unfolded` once one of them holds something."""
    fields: dict[str, dict[str, Any]] = {
        "named": {"label": _("Whoever handles it may call me"), "kind": "checkbox"},
        "private": {
            "label": _("It is a private matter: health, age, income or a quarrel"),
            "kind": "checkbox",
        },
        "concerns": {
            "label": _("It is about an office, its staff or a committee"),
            "kind": "select",
            "empty": _("No, about a place or a thing"),
            "hint": _("Then it goes one level up, and that office cannot see it. No names of persons."),
            "choices": _offices(organization, place, tongue),
        },
    }
    for name, field in fields.items():
        field |= {"name": name, "value": given.get(name, ""), "error": wrong.get(name, "")}
    return {"fair": {**fields, "unfolded": any(field["value"] or field["error"] for field in fields.values())}}


def _offices(organization: Organization | None, place: Place | None, tongue: str) -> list[dict[str, str]]:
    found = raising.offices(organization, near=place) if organization else []
    return [{"value": one.code, "label": one.words.say(tongue), "group": one.place.say(tongue)} for one in found]
