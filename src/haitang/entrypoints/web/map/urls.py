"""Addresses of the map 网址."""

from django.urls import URLPattern, URLResolver, path

from haitang.entrypoints.web.map import pick

urlpatterns: list[URLPattern | URLResolver] = [
    path("map/pick", pick.fragment, name="map_pick"),
]
