"""Addresses 地址: pages, API, health."""

from django.urls import URLPattern, URLResolver

from haitang.entrypoints.api.urls import urlpatterns as api
from haitang.entrypoints.web.urls import urlpatterns as web

urlpatterns: list[URLPattern | URLResolver] = [*api, *web]
