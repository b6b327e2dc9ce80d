"""Templates 模板: an empty table of each kind to fill in, with a sheet that says what each column is."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from haitang.engine import clock
from haitang.engine.tables import writing
from haitang.engine.tables.writing import Leaf
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.jobs.imports.kinds import IMPORTABLE, layouts_of
from haitang.kernel.layout import Column
from haitang.kernel.words import Words

NEEDED = Words(zh="必填", en="needed")


@for_staff
def template(request: HttpRequest, staff: Staff, kind: str, suffix: str) -> HttpResponse:
    """The heads only in .csv; in .xlsx also what each column is, with an example, on a sheet of its own."""
    if kind not in IMPORTABLE or suffix not in writing.TYPES:
        raise Http404
    columns = layouts_of(kind)[0].columns
    table = Leaf(IMPORTABLE[kind].words.say(staff.tongue), [head_of(each, staff.tongue) for each in columns], [])
    told = Leaf(
        _("What the columns are"),
        [_("Column"), "", _("What it is"), _("Example")],
        [_told(each, staff.tongue) for each in columns],
    )
    made = (
        writing.as_csv(table.lines(), clock.ZONE)
        if suffix == writing.CSV
        else writing.as_xlsx([table, told], clock.ZONE)
    )
    return download(made, kind, suffix)


def head_of(column: Column, tongue: str) -> str:
    """What a column is called in a template: the first of its heads in the reader's letters."""
    plain = [head for head in column.heads if head.isascii()]
    return plain[0] if tongue == "en" and plain else column.heads[0]


def _told(column: Column, tongue: str) -> list[str]:
    what = column.words.say(tongue) if column.words else ""
    return [head_of(column, tongue), NEEDED.say(tongue) if column.needed else "", what, column.example]


def download(made: Iterator[bytes], name: str, suffix: str) -> HttpResponse:
    """A file to be kept, not shown, handed out as it is made."""
    # A streamed answer is an answer to those who guard the page; Django's types keep the two apart.
    response: Any = StreamingHttpResponse(made, content_type=writing.TYPES[suffix])
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response  # type: ignore[no-any-return]
