"""Addresses of this room 网址."""

from django.urls import URLPattern, URLResolver, path

from haitang.entrypoints.web.behalf import paper

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/paper", paper.paper, name="desk_paper"),
]
