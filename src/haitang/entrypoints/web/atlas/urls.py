"""Addresses of the map 网址."""

from django.urls import URLPattern, URLResolver, path

from haitang.entrypoints.web.atlas import desk, draw, views
from haitang.entrypoints.web.map import pick

urlpatterns: list[URLPattern | URLResolver] = [
    path("map", views.drawn_map, name="map"),
    path("map.geojson", desk.public, name="map_geojson"),
    path("map/pick", pick.fragment, name="map_pick"),
    path("desk/map", desk.desk_map, name="desk_map"),
    path("desk/map.geojson", desk.export, name="desk_map_export"),
    path("desk/map/<str:code>/draw", draw.draw, name="desk_draw"),
]
