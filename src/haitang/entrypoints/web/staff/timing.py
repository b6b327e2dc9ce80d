"""Timing 时限与计时: which term a matter goes by and why, what it was promised first, how long it has taken, what runs now."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haitang.engine import clock, lateness, terming
from haitang.engine.papers import Paper, Papers
from haitang.entrypoints.web.tags import moment, words
from haitang.kernel.ladder import CLOCKS
from haitang.kernel.span import Span
from haitang.kernel.words import Words
from haitang.records.matter import Matter

#: Why a date is another one than before.
CAUSES: dict[str, Words] = {
    "term": Words(zh="受理时定了类别、急缓", en="category and urgency were settled"),
    "extended": Words(zh="批准延期", en="more time was granted"),
    "project": Words(zh="立了项，跟着项目的日子走", en="it became a project and is due with it"),
    "pause": Words(zh="停表后接着算", en="the clock went on after a pause"),
    "reopened": Words(zh="复办，时限减半", en="reopened: half of the time"),
    "calendar": Words(zh="放假安排有变", en="the calendar of holidays changed"),
}


@dataclass(frozen=True, slots=True)
class Running:
    """One clock that runs: what for, until when, whether it is over."""

    what: str
    until: str
    over: bool


@dataclass(frozen=True, slots=True)
class Timing:
    """What staff/parts/timing.html shows."""

    term: str
    why: str
    source: str
    confirmed: bool
    moved: list[tuple[str, str, str]]
    elapsed: str
    paused: str
    running: list[Running]


@dataclass(slots=True)
class Hold:
    """A stretch in which the clock stood, from the matter's papers."""

    since: datetime
    ended_at: datetime | None


def timing_of(matter: Matter, papers: Papers) -> Timing:
    """Of one matter, from its papers. One query at most, for a line of the office."""
    line = _line(matter, papers)
    taken = lateness.elapsed(matter, _holds(papers), clock.now())
    working = ngettext("%(n)s working day", "%(n)s working days", taken.working) % {"n": taken.working}
    real = ngettext("%(n)s day of the calendar", "%(n)s days of the calendar", taken.real.days) % {"n": taken.real.days}
    return Timing(
        term=words(Span.read(matter.term).words) if matter.term else "",
        why=_why(line),
        source=words(line.source) if line else "",
        confirmed=line.confirmed if line else False,
        moved=_moved(matter, papers),
        elapsed=_("%(working)s (%(real)s)") % {"working": working, "real": real},
        paused=ngettext("%(n)s working day on hold", "%(n)s working days on hold", taken.paused) % {"n": taken.paused}
        if taken.paused
        else "",
        running=[_running(paper) for paper in papers.of("clock") if paper.at is not None],
    )


def _line(matter: Matter, papers: Papers) -> terming.Line | None:
    """The line it goes by; of the general promise the office may have said another source, and confirmed it."""
    line = terming.named_line(matter)
    said = papers.of("promise")
    if line is None or not said or f"{terming.PROMISE}:{said[0].code}" != line.rule:
        return line
    source = Words(zh=said[0].text, en=said[0].text) if said[0].text else line.source
    return replace(line, source=source, confirmed=said[0].state == "yes" and bool(said[0].text))


def _holds(papers: Papers) -> list[Hold]:
    ended = {paper.pk: paper.at for paper in papers.of("held")}
    return [Hold(paper.at, ended.get(paper.pk)) for paper in papers.of("hold") if paper.at is not None]


def _running(paper: Paper) -> Running:
    over = paper.at is not None and paper.at <= clock.now()
    return Running(words(CLOCKS[paper.code].words), moment(paper.at), over)


def _why(line: terming.Line | None) -> str:
    """For what the line was made."""
    if line is None:
        return ""
    said = [words(terming.category_words(line.category))] if line.category else []
    said += [_("urgency %(n)s") % {"n": line.severity}] if line.severity is not None else []
    return " · ".join(said) or _("for everything")


def _moved(matter: Matter, papers: Papers) -> list[tuple[str, str, str]]:
    """Earlier dates, each with why it is not the date any more; the first promise is called that."""
    return [
        (
            _("Promised first") if paper.at == matter.first_due_at else _("The date was"),
            moment(paper.at),
            words(CAUSES.get(paper.code, paper.code)),
        )
        for paper in papers.of("redating")
    ]
