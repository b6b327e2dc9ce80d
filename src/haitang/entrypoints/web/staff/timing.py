"""Timing 时限与计时: which term a matter goes by and why, what it was promised first, how long it has taken, what runs now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haitang.engine import clock, ladder, lateness, terming
from haitang.entrypoints.web.tags import moment, words
from haitang.kernel.span import Span
from haitang.kernel.words import Words
from haitang.records.breach import Redating
from haitang.records.matter import Matter

#: Why a date is another one than before.
CAUSES: dict[str, Words] = {
    "term": Words(zh="受理时定了类别、急缓", en="category and urgency were settled"),
    "extended": Words(zh="批准延期", en="more time was granted"),
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


def timing_of(matter: Matter) -> Timing:
    """Of one matter. Five queries."""
    line = terming.named_line(matter)
    taken = lateness.elapsed(matter, matter.pauses.all(), clock.now())
    working = ngettext("%(n)s working day", "%(n)s working days", taken.working) % {"n": taken.working}
    real = ngettext("%(n)s day of the calendar", "%(n)s days of the calendar", taken.real.days) % {"n": taken.real.days}
    return Timing(
        term=words(Span.read(matter.term).words) if matter.term else "",
        why=_why(line),
        source=words(line.source) if line else "",
        confirmed=line.confirmed if line else False,
        moved=_moved(matter),
        elapsed=_("%(working)s (%(real)s)") % {"working": working, "real": real},
        paused=ngettext("%(n)s working day on hold", "%(n)s working days on hold", taken.paused) % {"n": taken.paused}
        if taken.paused
        else "",
        running=[Running(words(name), moment(until), over) for name, until, over in ladder.running(matter)],
    )


def _why(line: terming.Line | None) -> str:
    """For what the line was made."""
    if line is None:
        return ""
    said = [words(terming.category_words(line.category))] if line.category else []
    said += [_("urgency %(n)s") % {"n": line.severity}] if line.severity is not None else []
    return " · ".join(said) or _("for everything")


def _moved(matter: Matter) -> list[tuple[str, str, str]]:
    """Earlier dates, each with why it is not the date any more; the first promise is called that."""
    rows = Redating.objects.filter(matter=matter).order_by("id")
    return [
        (
            _("Promised first") if row.was == matter.first_due_at else _("The date was"),
            moment(row.was),
            words(CAUSES.get(row.cause, row.cause)),
        )
        for row in rows
    ]
