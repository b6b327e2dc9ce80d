"""Open tables 公开的表: which there are, what stands in each column, and where the rows come from.

Nothing is here that a public page does not show: screened titles, places down to the compound, days instead of hours;
what was said lately waits as long as for the public map.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from haitang.engine import clock, rules, sheets, tally
from haitang.engine.cartography.geojson import PUBLIC
from haitang.engine.cartography.marks import DELAY
from haitang.engine.open_data.columns import Type, Value
from haitang.engine.scope import COMMUNITIES
from haitang.engine.sheets import Row
from haitang.kernel.actor import Actor
from haitang.kernel.words import Words
from haitang.records.party import Organization
from haitang.records.place import Place

Rows = Callable[[Organization], Iterator[tuple[Value, ...]]]
ANYONE = Actor("open", system="open")
PAGE = 500


@dataclass(frozen=True, slots=True)
class Field:
    """列: one column; its type as the Table Schema has it (https://datapackage.org/standard/table-schema/)."""

    name: str
    words: Words
    type: Type = "string"


@dataclass(frozen=True, slots=True)
class Table:
    """表: its file name, what it holds, its columns, and its rows for one office."""

    name: str
    words: Words
    fields: tuple[Field, ...]
    rows: Rows


def _both(name: str, zh: str, en: str) -> tuple[Field, Field]:
    return Field(f"{name}_zh", Words(zh=f"{zh}（中文）", en=f"{en}, in Chinese")), Field(
        f"{name}_en", Words(zh=f"{zh}（英文）", en=f"{en}, in English")
    )


_ROW = (
    Field("number", Words(zh="编号", en="number")),
    Field("title", Words(zh="标题，过了目才公开；没有标题的写类别", en="title, once screened; else the category")),
    *_both("kind", "种类", "kind"),
    *_both("place", "地方，到小区为止", "place, down to the compound"),
    Field("state", Words(zh="到哪一步（代码）", en="state, as a code")),
    *_both("state", "到哪一步", "state"),
    *_both("outcome", "结果；没结的空着", "outcome, empty while open"),
    Field("received", Words(zh="收到那天", en="day of receipt"), "date"),
    Field("due", Words(zh="答应答复的那天；会议是开会那天", en="promised day; of a session its day"), "date"),
    Field("answered", Words(zh="答复那天", en="day of the answer"), "date"),
    Field("closed", Words(zh="结案那天", en="day of closing"), "date"),
)
_PLACE = (
    Field("code", Words(zh="代码", en="code")),
    Field("name_zh", Words(zh="名称（中文）", en="name, in Chinese")),
    Field("name_en", Words(zh="名称（英文）", en="name, in English")),
    Field("kind", Words(zh="哪一类地方（代码）", en="kind of place, as a code")),
    Field("parent", Words(zh="上一级的代码", en="code of the place above")),
)
_FIGURE = (
    Field("figure", Words(zh="数字的代码", en="code of the figure")),
    *_both("definition", "怎么算的", "definition"),
    Field("place", Words(zh="地方的代码", en="code of the place")),
    Field("from", Words(zh="从哪天", en="first day"), "date"),
    Field("to", Words(zh="到哪天", en="last day"), "date"),
    Field("value", Words(zh="数值；还没有、不公开的空着", en="value; empty where there is none yet or it is not shown"), "number"),
    *_both("unit", "单位", "unit"),
    Field("rows", Words(zh="由几行台账组成", en="number of ledger lines behind it"), "integer"),
)  # fmt: skip


def _places(organization: Organization) -> Iterator[tuple[Value, ...]]:
    """What people name, down to the compound; cells are the offices' own."""
    places = Place.objects.filter(organization=organization, closed_on=None, kind__in=PUBLIC).order_by("path")
    yield from places.values_list("code", "name", "name_en", "kind", "parent__code").iterator(PAGE)


def _sheet(name: str, late: bool = False) -> Rows:
    """The rows of a public sheet, page after page; with `late`, only what was received some days ago."""

    def rows(organization: Organization) -> Iterator[tuple[Value, ...]]:
        until = clock.now() - timedelta(days=int(rules.of(organization)[DELAY].value) if late else 0)
        after, more = "", True
        while more:
            page = sheets.rows(name, ANYONE, {"organization": organization.code}, after, PAGE)
            yield from (_row(one) for one in page.rows if not late or one.received_at < until)
            after, more = page.after, bool(page.after)

    return rows


def _row(one: Row) -> tuple[Value, ...]:
    outcome = (one.outcome.zh, one.outcome.en) if one.outcome else ("", "")
    days = (one.received_at, one.due_at, one.answered_at, one.closed_at)
    pairs = (one.kind, one.place)
    return (
        one.number, one.title.zh, *(text for words in pairs for text in (words.zh, words.en)), one.state,
        one.state_words.zh, one.state_words.en, *outcome, *(_day(at) for at in days),
    )  # fmt: skip


def _day(at: datetime | None) -> date | None:
    return at.astimezone(clock.ZONE).date() if at else None


def _figures(organization: Organization) -> Iterator[tuple[Value, ...]]:
    """Every figure of this year, of the office and of each community, as the public view has it."""
    told = Q(code=organization.code) | Q(organization=organization, closed_on=None, kind__in=COMMUNITIES)
    end = clock.today()
    for place in Place.objects.filter(told).order_by("path").values_list("code", flat=True):
        for known in tally.figures((), place, date(end.year, 1, 1), end):
            said, unit = known.definition, known.unit
            yield (
                known.figure.name, said.zh, said.en, place, known.start, known.end, known.value, unit.zh, unit.en, known.rows,
            )  # fmt: skip


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("places", Words(zh="地方", en="places"), _PLACE, _places),
        Table("matters-in-hand", Words(zh="正在办的事", en="matters in hand"), _ROW, _sheet("public_open", late=True)),
        Table("matters-parked", Words(zh="挂账的事", en="parked matters"), _ROW, _sheet("public_parked", late=True)),
        Table("matters-done", Words(zh="办好的事", en="matters closed"), _ROW, _sheet("public_closed")),
        Table("sessions-to-come", Words(zh="接下来的会", en="sessions to come"), _ROW, _sheet("public_ahead")),
        Table("sessions", Words(zh="开过的会", en="past sessions"), _ROW, _sheet("public_sessions")),
        Table("projects", Words(zh="项目", en="projects"), _ROW, _sheet("public_projects")),
        Table("figures", Words(zh="今年的数字", en="this year's figures"), _FIGURE, _figures),
    )
}
