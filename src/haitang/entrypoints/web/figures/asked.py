"""Asked 问的是: a place and a period, from the address alone, so that every page can be linked to and shared."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from haitang.engine import clock, directory, tally, territory
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.figures import places
from haitang.entrypoints.web.figures.readers import Reader
from haitang.entrypoints.web.forms import Field
from haitang.kernel.errors import Invalid
from haitang.kernel.words import Words
from haitang.records.place import Place

#: In an address, for the lines that say nothing of a fact.
NOTHING_SAID = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """A place and a period, both days inclusive.

    `desk` when it is asked on a staff page; `live` when its reader may read the live ledger there; `where` what the
    lines of a part have to say, for those who may read that.
    """

    place: Place | None
    start: date
    end: date
    desk: bool = False
    live: bool = False
    where: tally.Where = ()

    @property
    def code(self) -> str:
        """The place's code; empty for all organizations."""
        return self.place.code if self.place else ""

    @property
    def words(self) -> Words:
        """The place's name."""
        return places.words_of(self.place)

    @property
    def given(self) -> tuple[str, date, date]:
        """As the tally takes it."""
        return self.code, self.start, self.end

    def during(self, start: date, end: date) -> "Asked":
        """The same of another period."""
        return replace(self, start=start, end=end)

    def part(self, *where: tuple[str, str]) -> "Asked":
        """The same of the lines that say this; of all lines without."""
        return replace(self, where=where)

    def query(self, **other: Any) -> str:
        """The same question as the end of an address; `other` replaces parts of it or adds some."""
        said = {name: value or NOTHING_SAID for name, value in self.where}
        parts = {"place": self.code, "from": self.start, "to": self.end, **said, **other}
        return urlencode({name: str(value) for name, value in parts.items() if value not in ("", None)})

    def url(self, name: str, *args: object, desk: bool | None = None, **other: Any) -> str:
        """The address of a page on this side of the door (`figure`, or `desk_figure` at the desk), asking the same."""
        side = self.desk if desk is None else desk
        return reverse(f"desk_{name}" if side else name, args=args) + "?" + self.query(**other)


def asked(given: QueryDict, reader: Reader, desk: bool = False) -> Asked:
    """What the end of an address asks for; Invalid naming `place`, `from` or `to`."""
    place = _place(str(given.get("place", "")), reader.home() if desk else None, desk)
    start, end = tally.period(_day(given, "from"), _day(given, "to"))
    return Asked(place, start, end, desk, desk and reader.reads(place))


def narrowed(given: QueryDict, chosen: Asked, names: Iterable[str]) -> Asked:
    """The part that the end of an address asks for. Facts lie in the sealed halves: everybody else is shown the whole."""
    said = [(name, str(given.get(name, ""))) for name in names if chosen.live]
    return chosen.part(*((name, "" if value == NOTHING_SAID else value) for name, value in said if value))


def _place(code: str, home: Place | None, desk: bool) -> Place | None:
    if not code:
        return home or _whole()
    found = territory.known(code)
    if found is None or (not desk and found.organization_id in directory.hidden()):
        raise Invalid.of(
            "place", "没有找到这个地方，请从列表里选", "There is no such place; please choose one from the list"
        )
    return found


def _whole() -> Place | None:
    """The territory of the organization this site speaks for."""
    organization = directory.site()
    return territory.whole(organization) if organization else None


def _day(given: QueryDict, name: str) -> date | None:
    text = str(given.get(name, "")).strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid.of(name, "日子写成 2023-11-15 这样", "Please write the day like 2023-11-15") from None


def fields(request: HttpRequest, chosen: Asked) -> list[Field]:
    """The plain form that asks again: where, from, to."""
    where = Field("place", _("Place"), kind="select", value=chosen.code, required=True)
    where.choices = places.choices(places.offered(), language(request))
    if all(choice["value"] != chosen.code for choice in where.choices):
        where.choices = [{"value": chosen.code, "label": chosen.words.say(language(request))}, *where.choices]
    return [
        where,
        Field("from", _("From"), kind="date", value=chosen.start.isoformat(), required=True),
        Field("to", _("To"), kind="date", value=chosen.end.isoformat(), required=True),
    ]


def spans(chosen: Asked) -> list[dict[str, Any]]:
    """Periods one taps: this year, last year, this month, last month."""
    today = clock.today()
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    named = [
        (_("This year"), date(today.year, 1, 1), today),
        (_("Last year"), date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
        (_("This month"), month, today),
        (_("Last month"), before.replace(day=1), before),
    ]
    return [
        {
            "label": label,
            "query": chosen.during(start, end).query(),
            "current": (start, end) == (chosen.start, chosen.end),
        }
        for label, start, end in named
    ]


def period_words(start: date, end: date) -> Words:
    """A period as people say it: 2023 年 · 2023 年 11 月 · 2023 年 1 月 1 日至 11 月 15 日."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return Words(zh=f"{start.year} 年", en=f"{start.year}")
    if start.day == 1 and (end.year, end.month, end.day) == (start.year, start.month, _last(start)):
        return Words(zh=f"{start.year} 年 {start.month} 月", en=f"{start:%B} {start.year}")
    zh_end, en_start = _zh(end, start), f"{start.day} {start:%B}"
    if start.year != end.year:
        en_start = f"{en_start} {start.year}"
    return Words(
        zh=f"{_zh(start)}至 {zh_end}" if start != end else _zh(start),
        en=f"{en_start} – {end.day} {end:%B} {end.year}" if start != end else f"{en_start} {start.year}",
    )


def _zh(day: date, after: date | None = None) -> str:
    year = "" if after and after.year == day.year else f"{day.year} 年 "
    return f"{year}{day.month} 月 {day.day} 日"


def _last(day: date) -> int:
    return monthrange(day.year, day.month)[1]
