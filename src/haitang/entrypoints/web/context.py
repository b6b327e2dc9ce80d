"""What every page shell needs 页面外壳: preferences, the demonstration banner, the office the site speaks for."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from haitang.engine import clock, directory
from haitang.entrypoints.web.actors import language
from haitang.kernel.pages import is_open
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


def office(request: HttpRequest, organization: Organization | None) -> dict[str, str]:
    """What header and footer say of an organization: name and telephone; empty before the first is founded."""
    if organization is None:
        return {"name": "", "place": "", "phone": ""}
    return said(request, directory.office_of(organization))


def said(request: HttpRequest, known: directory.Office) -> dict[str, str]:
    """An office that has been read already, as header and footer say it."""
    return {"name": known.words.say(language(request)), "place": "", "phone": known.phone}
