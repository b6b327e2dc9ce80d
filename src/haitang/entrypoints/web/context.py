"""What every page shell needs 页面外壳: preferences, the demonstration banner, the office the site speaks for."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from haitang.engine import clock, directory
from haitang.engine.shell import of as shell_of
from haitang.entrypoints.web.actors import language
from haitang.kernel.pages import is_open
from haitang.kernel.words import Words
from haitang.records.party import Organization

SIZES = ("", "large", "elder", "huge")
THEMES = ("", "light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. A page about one organization puts that one's `office` in its own context."""
    size, theme = request.COOKIES.get("size", ""), request.COOKIES.get("theme", "")
    return {
        "prefs": {"size": size if size in SIZES else "", "theme": theme if theme in THEMES else ""},
        "demonstration": clock.is_demonstration(),
        "now": clock.now(),
        "correctable": correctable(request),
        "office": SimpleLazyObject(lambda: office(request, directory.site())),
    }


def correctable(request: HttpRequest) -> str:
    """The address of the page shown, for the link “correct this page”; empty where it must not be written down:
    a matter, a receipt, whatever a link with a secret opens, and what is not there."""
    path = request.path_info
    return path if getattr(request, "resolver_match", None) is not None and is_open(path) else ""


def office(request: HttpRequest, organization: Organization | None) -> dict[str, Any]:
    """What header and footer say of an organization, and what it takes on; empty before the first is founded."""
    if organization is None:
        return {
            "name": "",
            "place": "",
            "phone": "",
            "state": "open",
            "meetings": True,
            "talents": False,
            "shell": shell_of({}),
        }
    return said(request, directory.office_of(organization))


def said(request: HttpRequest, known: directory.Office) -> dict[str, Any]:
    """An office that has been read already, as header and footer say it."""
    return {
        "organization": known.organization,
        "name": known.words.say(language(request)),
        "place": "",
        "phone": known.phone,
        "hours": known.hours,
        "state": known.charter.state,
        "meetings": "meeting" in known.charter.shapes(),
        "talents": "talent" in known.charter.shapes(),
        "privacy": known.charter.privacy,
        "privacy_who": _of(known.charter.privacy, language(request)),
        "charter": known.charter,
        "shell": known.charter.shell,
    }


def _of(said: Mapping[str, str], tongue: str) -> str:
    """Who answers for personal data, in the reader's language."""
    return Words(zh=said["zh"], en=said["en"]).say(tongue) if said else ""
