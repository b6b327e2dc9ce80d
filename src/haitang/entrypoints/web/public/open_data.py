"""Open data 公开数据: what anybody may take along, what each column means, and under which licence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from haitang.engine import clock, directory, rules
from haitang.engine.open_data import package
from haitang.engine.open_data.package import DESCRIPTION, FORMATS, LICENSE, LICENSES, Package
from haitang.engine.open_data.tables import TABLES, Table
from haitang.entrypoints.web.context import office
from haitang.entrypoints.web.doorway import turned_away
from haitang.entrypoints.web.public.showing import show
from haitang.kernel.registry import figures
from haitang.records.party import Organization


@dataclass(frozen=True, slots=True)
class Offered:
    """One table as the page shows it: how many rows, and its files with their sizes in KB."""

    table: Table
    rows: int
    files: list[tuple[str, str, int]]


def index(request: HttpRequest) -> HttpResponse:
    """The tables, their columns, the licence, and where the rows of every figure are."""
    organization = directory.site()
    found = package.latest(organization) if organization else None
    context: dict[str, Any] = {"organization": organization, "package": found, "tables": list(_offered(found))}
    context |= {
        "description": DESCRIPTION,
        "figures": [one for one in figures if not one.not_yet and not one.count_only],
    }
    if organization is not None:
        line = rules.of(organization)[LICENSE]
        context |= {"license": line, "license_at": LICENSES[str(line.value)]}
    return show(request, "open_data", context, organization=organization)


def _offered(found: Package | None) -> Iterator[Offered]:
    for table in TABLES.values() if found else ():
        files = [one for one in found.described["resources"] if one["path"].rpartition(".")[0] == table.name]  # type: ignore[union-attr]
        sizes = [(one["path"], one["format"], -(-one["bytes"] // 1024)) for one in files]
        yield Offered(table, files[0]["rows"], sizes)


@require_safe
def file(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """One file of an office's package, or its description; 304 for whom nothing has changed."""
    organization = Organization.objects.filter(code=code).first()
    if organization is None:
        raise Http404
    if (turned := turned_away(request, office(request, organization))) is not None:
        return turned
    found = package.latest(organization)
    path = found.file(name) if found else None
    if path is None or not path.exists():
        raise Http404
    etag = quote_etag(f"{path.stat().st_mtime_ns:x}-{path.stat().st_size:x}")
    mark = "demonstration-" if clock.is_demonstration() else ""
    kind = FORMATS.get(path.suffix[1:], "application/json")
    if (same := get_conditional_response(request, etag)) is not None:
        return same
    response = FileResponse(path.open("rb"), as_attachment=True, filename=f"{mark}{code}-{name}", content_type=kind)
    response["ETag"], response["Cache-Control"] = etag, "public, max-age=300"
    return response
