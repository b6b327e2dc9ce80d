"""Returning 回到原页: where a form leads when it is done; never out of this site, never nowhere."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def within_site(request: HttpRequest, target: str) -> str:
    """`target` when it is a path of this site; else the home page. A bare word is no path."""
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours and target.startswith("/") and target.isprintable() else reverse("home")
