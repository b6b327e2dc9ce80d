"""Addresses of the tables 网址."""

from django.urls import URLPattern, URLResolver, path

from haitang.entrypoints.web.tables import bringing, exports, returning, templates

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/import", bringing.listed, name="desk_import"),
    path("desk/import/template/<str:kind>.<str:suffix>", templates.template, name="desk_import_template"),
    path("desk/import/<str:room>", bringing.one, name="desk_intake"),
    path("desk/import/<str:room>/report", bringing.report, name="desk_intake_report"),
    path("desk/export/<str:sheet>.<str:suffix>", exports.export, name="desk_export"),
    path("desk/m/<str:number>/way-back", returning.page, name="desk_way_back"),
    path("desk/m/<str:number>/way-back.zip", returning.pack, name="desk_way_back_pack"),
]
