"""What every page shell needs 页面外壳: preferences, the demonstration banner, the office the site speaks for."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from haitang.engine import clock, directory
from haitang.engine.shell import of as shell_of
from haitang.entrypoints.web.actors import language
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
        "office": SimpleLazyObject(lambda: office(request, directory.site())),
    }


def office(request: HttpRequest, organization: Organization | None) -> dict[str, Any]:
    """What header and footer say of an organization: name and telephone; empty before the first is founded."""
    if organization is None:
        return {"name": "", "place": "", "phone": "", "shell": shell_of({})}
    known = directory.office_of(organization)
    return {"name": known.words.say(language(request)), "place": "", "phone": known.phone, "shell": known.shell}
