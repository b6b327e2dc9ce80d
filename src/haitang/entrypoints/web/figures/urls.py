"""Addresses of these rooms 网址. Everything under /desk/ is for staff; everything else is as it was sealed."""

from django.urls import URLPattern, URLResolver, path

from haitang.entrypoints.web.figures import brief, entry, figure, ledgers, overview

urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/overview", overview.overview, name="desk_overview"),
    path("briefs", brief.public, name="briefs"),
    path("briefs/print", brief.printed, name="briefs_print"),
    path("f/<str:name>", figure.public, name="figure"),
    path("l/", ledgers.index, name="ledger"),
    path("l/<str:organization>", ledgers.of, name="ledger_of"),
    path("l/<str:organization>/proof.json", entry.proof, name="entry_proof"),
    path("l/<str:organization>/<int:number>", entry.public, name="entry"),
    path("desk/briefs", brief.desk, name="desk_briefs"),
    path("desk/briefs/print", brief.desk_printed, name="desk_briefs_print"),
    path("desk/f/<str:name>", figure.desk, name="desk_figure"),
    path("desk/ledger", ledgers.desk, name="desk_ledger"),
    path("desk/l/<str:organization>/<int:number>", entry.desk, name="desk_entry"),
]
