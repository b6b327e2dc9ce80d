"""Prose 行文: a brief's sentences in pieces, so that every number in them can be a link to its figure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from string import Formatter

from haitang.engine.briefs import Brief, Said
from haitang.engine.tally import Number
from haitang.entrypoints.web.figures.amounts import shown
from haitang.entrypoints.web.figures.asked import Asked, period_words
from haitang.entrypoints.web.figures.headings import heading_of
from haitang.kernel.figure import Figure
from haitang.kernel.words import Words

FLOW = Words(zh="{name} {number} {unit}", en="{number} {name}")
ONE = Words(zh="{name} {number} {unit}", en="{name}: {number}")
THEN = Words(zh="（上年同期 {before} {unit}）", en=" ({before} in the same days a year before)")
STOCK = Words(zh="截至 {day}，{name} {number} {unit}", en="{number} {name} on {day}")
CHANGE = Words(zh="{name} {number}{unit}", en="{name}: {number} {unit}")
HIDDEN = Words(zh="{name}：{why}", en="{name}: {why}")
OPENING = Words(zh="{period}，{place}", en="{place}, {period}: ")
NEXT = Words(zh="，", en=", ")
STOP = Words(zh="。", en=".")
LEAD = Words(zh="还没有：", en="Not yet: ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; with `url` a number that opens, with `source` its place in the list of sources."""

    text: str
    url: str = ""
    source: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """出处: one printed number with what it means and how many lines stand behind it."""

    number: int
    figure: Figure
    value: str
    period: Words
    rows: int
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """One catalogue page's sentences, as pieces of one running paragraph."""

    name: str
    heading: Words
    pieces: tuple[Piece, ...]


@dataclass
class Writer:
    """Writes one brief in one language and keeps count of its sources."""

    asked: Asked
    language: str
    sources: list[Source] = field(default_factory=list)

    def sections(self, brief: Brief) -> list[Section]:
        """A paragraph for each catalogue page that has something to say, in the order of the catalogue."""
        groups: dict[str, list[Said]] = {}
        for said in brief.said:
            groups.setdefault(page_of(said.number.figure), []).append(said)
        return [
            Section(name, heading_of(name), tuple(self._paragraph(group, opens=not place)))
            for place, (name, group) in enumerate(groups.items())
        ]

    def _paragraph(self, group: list[Said], opens: bool) -> Iterator[Piece]:
        """The figures of one page in one sentence; the first of all says when and where."""
        if opens:
            period, place = period_words(self.asked.start, self.asked.end), self.asked.words
            said = OPENING.say(self.language)
            yield Piece(said.format(period=period.say(self.language), place=place.say(self.language)))
        for position, each in enumerate(group):
            if position:
                yield Piece(NEXT.say(self.language))
            yield from self.clause(each)
        yield Piece(STOP.say(self.language))

    def clause(self, said: Said) -> Iterator[Piece]:
        """One figure: its number, and that of the same days a year before where there was one."""
        number = said.number
        if number.value is None:
            why = number.closed.say(self.language).rstrip("。.") if number.closed else "–"
            yield from self._fill(HIDDEN, number, {"why": Piece(why)})
            return
        yield from self._fill(_form(number), number, {"number": self._number(number)})
        then = said.before
        if then is not None and then.value:
            before = self.source(number.figure, then.value, then.rows, then.start, then.end)
            yield from self._fill(THEN, number, {"before": before})

    def _number(self, number: Number) -> Piece:
        return self.source(number.figure, number.value, number.rows, number.start, number.end)

    def source(self, figure: Figure, value: int | float | None, rows: int, start: date, end: date) -> Piece:
        """Take a number into the list of sources; the piece that links to its figure with the same period."""
        url = self.asked.during(start, end).url("figure", figure.name)
        period = as_of(end) if figure.stock else period_words(start, end)
        self.sources.append(Source(len(self.sources) + 1, figure, shown(value), period, rows, url))
        return Piece(shown(value), url, len(self.sources))

    def _fill(self, form: Words, number: Number, known: dict[str, Piece]) -> Iterator[Piece]:
        texts = {
            "name": number.figure.words.say(self.language),
            "unit": number.unit.say(self.language),
            "day": period_words(number.end, number.end).say(self.language),
        }
        for literal, name, _, _ in Formatter().parse(form.say(self.language)):
            if literal:
                yield Piece(literal)
            if name:
                yield known.get(name) or Piece(texts[name])


def as_of(day: date) -> Words:
    """The day a stock figure is read at."""
    on = period_words(day, day)
    return Words(zh=f"截至 {on.zh}", en=f"as of {on.en}")


def page_of(figure: Figure) -> str:
    """The catalogue page a figure belongs to: the first part of its name."""
    return figure.name.partition(".")[0]


def to_come(numbers: Iterable[Number], asked: Asked, language: str) -> list[dict[str, str]]:
    """What is not there yet, each with what will bring it."""
    return [
        {
            "name": number.figure.words.say(language),
            "what": number.not_yet.say(language).removeprefix(LEAD.say(language)) if number.not_yet else "",
            "url": asked.url("figure", number.figure.name),
        }
        for number in numbers
    ]


def _form(number: Number) -> Words:
    if number.figure.measure == "change":
        return CHANGE
    if number.figure.stock:
        return STOCK
    return ONE if number.value == 1 else FLOW
