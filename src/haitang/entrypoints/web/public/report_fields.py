"""The questions of the report 说一件事的问题: what, where, a photo, how to tell you. Only the first needs an answer."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from haitang.engine.territory import choices
from haitang.entrypoints.web.actors import language
from haitang.kernel.limits import CONTACT, SENTENCE
from haitang.records.party import Organization
from haitang.records.place import Place


def place_field(
    request: HttpRequest,
    given: QueryDict,
    organization: Organization | None,
    place: Place | None,
    wrong: Mapping[str, str],
) -> dict[str, Any]:
    """Where: chosen by the plate somebody scanned, from the list, or not at all."""
    tongue = language(request)
    offered = choices(organization, near=place) if organization else []
    scanned = bool(place and "place" in request.GET)
    return {
        "name": "place",
        "label": _("Where is it?"),
        "kind": "select",
        "step": 2,
        "optional": _("if you do not know, leave it"),
        "empty": _("I do not know exactly"),
        "hint": _("From the plate you scanned; you may choose another.") if scanned else "",
        "choices": [
            {"value": one.code, "label": one.words.say(tongue), "group": one.community.say(tongue)} for one in offered
        ],
        "value": place.code if place else given.get("place", ""),
        "error": wrong.get("place", ""),
    }


def fields(given: QueryDict, wrong: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The other controls, by name."""
    made: dict[str, dict[str, Any]] = {
        "words": {
            "label": _("What is it, in one sentence?"),
            "kind": "textarea",
            "step": 1,
            "required": True,
            "maxlength": SENTENCE,
            "hint": _("No names, no door numbers. For example: the drain below building 3 is blocked."),
        },
        "place_words": {
            "label": _("Where, in your own words"),
            "kind": "text",
            "maxlength": SENTENCE,
            "hint": _("For example: at the entrance of stairwell 2"),
        },
        "photos": {
            "label": _("A photo"),
            "kind": "photos",
            "step": 3,
            "optional": _("not needed"),
            "hint": _("Please no faces and no number plates. Place and time stored in the photo are removed."),
        },
        "contact": {
            "label": _("How can we tell you?"),
            "kind": "text",
            "step": 4,
            "maxlength": CONTACT,
            "optional": _("not needed"),
            "hint": _(
                "Mobile number or e-mail, sealed; whoever looks at it is recorded, and you can see it. "
                "Without it you read the answer here with your number and code."
            ),
        },
    }
    for name, field in made.items():
        field |= {"name": name, "value": given.get(name, ""), "error": wrong.get(name, "")}
    return made
