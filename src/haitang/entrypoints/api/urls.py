"""Addresses of the API 接口地址."""

from django.urls import URLPattern, URLResolver, path, re_path

from haitang.entrypoints.api import answers, commands, figures, health, ledgers, photos
from haitang.entrypoints.api.describing import Described

api = Described(
    title="Haitang 海棠",
    version="1",
    description="Figures with their evidence, ledgers with their proofs, and every command. "
    "Days are inclusive and local (Asia/Shanghai); instants carry their offset. Answers speak the language of "
    "Accept-Language, zh-Hans or en.",
    docs_url=None,
    urls_namespace="api",
    parser=answers.StrictParser(),
)
answers.install(api)
for room in (figures, ledgers, commands, photos):
    api.add_router("", room.router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/", api.urls),
    re_path("^api(?:/|$)", answers.nothing_here),
]
