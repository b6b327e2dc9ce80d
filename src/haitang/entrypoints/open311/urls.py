"""Addresses of Open311 开放诉求接口地址: the specification's resources, each with `.xml`, `.json` or neither (XML)."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path

from haitang.entrypoints.open311 import discovery, nothing, reporting, requests, services
from haitang.entrypoints.open311.answering import JSON, XML

_V2 = "open311/v2"


def _resource(address: str, view: Callable[..., HttpResponseBase], name: str) -> list[URLPattern]:
    """One resource in each format; its name stands for the default."""
    formats = [path(f"{address}.{form}", view, {"form": form}, name=f"{name}_{form}") for form in (XML, JSON)]
    return [*formats, path(address, view, name=name)]


urlpatterns: list[URLPattern | URLResolver] = [
    *_resource("open311/discovery", discovery.discovery, "open311_discovery"),
    *_resource(f"{_V2}/services", services.listed, "open311_services"),
    *_resource(f"{_V2}/services/<str:code>", services.defined, "open311_service"),
    *_resource(f"{_V2}/requests", reporting.requests, "open311_requests"),
    *_resource(f"{_V2}/requests/<str:number>", requests.one, "open311_request"),
    *_resource(f"{_V2}/tokens/<str:key>", requests.of_token, "open311_token"),
    path(f"{_V2}/", nothing.here, name="open311"),
    path("open311/", nothing.here, name="open311_nothing"),
    path("open311/<path:rest>", nothing.here, name="open311_nothing_below"),
]
