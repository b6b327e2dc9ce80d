"""Addresses of Open311 开放诉求接口地址: the specification's resources, each with `.xml`, `.json` or neither (XML)."""

from django.urls import URLPattern, URLResolver, path, re_path

from haitang.entrypoints.open311 import discovery, nothing, reporting, requests, services

_FORM = r"(?:\.(?P<form>xml|json))?$"
_V2 = "open311/v2"

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(rf"^open311/discovery{_FORM}", discovery.discovery, name="open311_discovery"),
    re_path(rf"^{_V2}/services{_FORM}", services.listed, name="open311_services"),
    re_path(rf"^{_V2}/services/(?P<code>[A-Za-z0-9._-]+?){_FORM}", services.defined, name="open311_service"),
    re_path(rf"^{_V2}/requests{_FORM}", reporting.requests, name="open311_requests"),
    re_path(rf"^{_V2}/requests/(?P<number>[^/]+?){_FORM}", requests.one, name="open311_request"),
    re_path(rf"^{_V2}/tokens/(?P<token>[^/]+?){_FORM}", requests.of_token, name="open311_token"),
    path(f"{_V2}/", nothing.here, name="open311"),
    re_path(rf"^open311(?:/.*?)?{_FORM}", nothing.here),
]
