"""Addresses 地址: pages, API, Open311, health."""

from django.urls import URLPattern, URLResolver

from haitang.entrypoints.api.urls import urlpatterns as api
from haitang.entrypoints.open311.urls import urlpatterns as open311
from haitang.entrypoints.web.urls import urlpatterns as web

urlpatterns: list[URLPattern | URLResolver] = [*api, *open311, *web]
