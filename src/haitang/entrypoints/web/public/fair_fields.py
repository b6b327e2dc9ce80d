"""What the report form asks for the sake of fairness 公道: whose office it is about, whether it is private, who may call."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from haitang.engine import raising
from haitang.kernel import refused
from haitang.kernel.refused import Refused
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
    unfolded = any(field["value"] or field["error"] for field in fields.values())
    about = hinted(given)
    return {
        "fair": {**fields, "unfolded": unfolded, "hint": about.words if about else None, "meant": given.get("meant")}
    }


def hinted(given: QueryDict) -> Refused | None:
    """What the words hint at that does not belong here, unless whoever speaks has read that and sends it all the same."""
    return None if given.get("meant") else refused.hint(given.get("words", ""))


def _offices(organization: Organization | None, place: Place | None, tongue: str) -> list[dict[str, str]]:
    found = raising.offices(organization, near=place) if organization else []
    return [{"value": one.code, "label": one.words.say(tongue), "group": one.place.say(tongue)} for one in found]
