"""Addresses of this room 网址. The one with the secret leads on at once to one without it."""

from django.urls import URLPattern, URLResolver, path, re_path

from haitang.entrypoints.web.links import entering, page

urlpatterns: list[URLPattern | URLResolver] = [
    path("k/at/<str:ref>", page.page, name="link_page"),
    path("k/no/<str:why>", entering.closed, name="link_closed"),
    re_path(r"^k/(?P<secret>[^/]+)/?$", entering.enter, name="link"),
]
