"""Preferences 显示设置, in cookies. Residents need no account."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from haitang.entrypoints.web.context import SIZES, THEMES
from haitang.entrypoints.web.returning import within_site

YEAR = 365 * 24 * 60 * 60
CHOICES = {"size": SIZES, "theme": THEMES, "language": tuple(code for code, _ in settings.LANGUAGES)}


def preferences(request: HttpRequest) -> HttpResponse:
    """Keep one preference in a cookie and go back; works without JavaScript."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    response = redirect(within_site(request, request.POST.get("next", "")))
    for name, allowed in CHOICES.items():
        if name in request.POST and request.POST[name] in allowed:
            cookie = settings.LANGUAGE_COOKIE_NAME if name == "language" else name
            response.set_cookie(cookie, request.POST[name], max_age=YEAR, samesite="Lax", secure=request.is_secure())
    return response
