"""What every page shell needs 页面外壳: preferences, the demonstration banner, who is signed in."""

from typing import Any

from django.http import HttpRequest

from haitang.engine import clock

SIZES = ("", "large", "elder", "huge")
THEMES = ("", "light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    size, theme = request.COOKIES.get("size", ""), request.COOKIES.get("theme", "")
    return {
        "prefs": {"size": size if size in SIZES else "", "theme": theme if theme in THEMES else ""},
        "demonstration": clock.is_demonstration(),
        "now": clock.now(),
    }
