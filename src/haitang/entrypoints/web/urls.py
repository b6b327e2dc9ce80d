"""Addresses of the web 网址: each room brings its own list."""

from django.urls import URLPattern, URLResolver, path

from haitang.entrypoints.web import metrics
from haitang.entrypoints.web.account import urls as account
from haitang.entrypoints.web.act import views as act
from haitang.entrypoints.web.atlas import urls as atlas
from haitang.entrypoints.web.behalf import urls as behalf
from haitang.entrypoints.web.figures import urls as figures
from haitang.entrypoints.web.links import urls as links
from haitang.entrypoints.web.public import urls as public
from haitang.entrypoints.web.setup import urls as setup
from haitang.entrypoints.web.staff import urls as staff
from haitang.entrypoints.web.tables import urls as tables

urlpatterns: list[URLPattern | URLResolver] = [
    *account.urlpatterns,
    path("metrics", metrics.metrics, name="metrics"),
    path("do/<str:name>", act.act, name="act"),
    *links.urlpatterns,
    *atlas.urlpatterns,
    *public.urlpatterns,
    *staff.urlpatterns,
    *behalf.urlpatterns,
    *figures.urlpatterns,
    *setup.urlpatterns,
    *tables.urlpatterns,
]
