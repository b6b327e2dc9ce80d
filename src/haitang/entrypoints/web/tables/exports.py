"""Exports 导出: a list of the desk as .xlsx or .csv, for the filter on the screen; never more than the screen shows.

Scope and masking are those of the list itself (`sheets.rows`), page after page. What was said is left out, also where the
screen shows its beginning: a file travels further than a screen.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse

from haitang.engine import clock, sheets
from haitang.engine.sheets import Page, Row
from haitang.engine.tables import writing
from haitang.engine.tables.writing import Leaf, Value
from haitang.entrypoints.web.acting import refused
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.tables.templates import download
from haitang.kernel.errors import Denied
from haitang.kernel.words import Words

AT_ONCE = 500
EXAMPLE = Words(zh="示例 · 演示数据，不是真实记录", en="示例 · demonstration, no real records")
HEADS: tuple[Words, ...] = (
    Words(zh="编号", en="number"),
    Words(zh="标题", en="title"),
    Words(zh="种类", en="kind"),
    Words(zh="地方", en="place"),
    Words(zh="状态", en="state"),
    Words(zh="急缓", en="urgency"),
    Words(zh="谁在办", en="who handles it"),
    Words(zh="收到", en="received"),
    Words(zh="期限", en="due"),
    Words(zh="答复", en="answered"),
    Words(zh="结案", en="closed"),
    Words(zh="结果", en="outcome"),
    Words(zh="试运行", en="trial"),
)
TRIAL = Words(zh="是", en="yes")


@for_staff
def export(request: HttpRequest, staff: Staff, sheet: str, suffix: str) -> HttpResponse:
    """The rows of a list that the reader may see; refused as the list is."""
    if sheet not in sheets.SHEETS or suffix not in writing.TYPES:
        raise Http404
    filters = {name: request.GET.get(name, "")[:64].replace("\0", "") for name in ("place", "category", "state")}
    try:
        first = _page(staff, sheet, filters, "")
    except Denied as refusal:
        return refused(request, refusal)
    above = EXAMPLE.say(staff.tongue) if clock.is_demonstration() else ""
    rows = _rows(staff, sheet, filters, first)
    leaf = Leaf(sheets.SHEETS[sheet].words.say(staff.tongue), [head.say(staff.tongue) for head in HEADS], rows, above)
    made = writing.as_csv(leaf.lines(), clock.ZONE) if suffix == writing.CSV else writing.as_xlsx([leaf], clock.ZONE)
    return download(made, f"{sheet}-{clock.today().isoformat()}", suffix)


def _page(staff: Staff, sheet: str, filters: Mapping[str, str], after: str) -> Page:
    return sheets.rows(sheet, staff.actor, filters, after, limit=AT_ONCE, posts=staff.posts)


def _rows(staff: Staff, sheet: str, filters: Mapping[str, str], page: Page) -> Iterator[Sequence[Value]]:
    """Page after page, each forgotten when the next is read."""
    while True:
        yield from (_line(row, staff.tongue) for row in page.rows)
        if not page.after:
            return
        page = _page(staff, sheet, filters, page.after)


def _line(row: Row, tongue: str) -> Sequence[Value]:
    return (
        row.number,
        row.title.say(tongue),
        row.kind.say(tongue),
        row.place.say(tongue),
        row.state_words.say(tongue),
        row.severity,
        row.owner.say(tongue) if row.owner else "",
        row.received_at,
        row.due_at,
        row.answered_at,
        row.closed_at,
        row.outcome.say(tongue) if row.outcome else "",
        TRIAL.say(tongue) if row.trial else "",
    )
