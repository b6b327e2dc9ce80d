"""Deadlines 时限: the date promised, as a shape and a word; and how much of the time has gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haitang.engine import clock
from haitang.entrypoints.web.tags import day, time

HOUR = timedelta(hours=1)
FEW_HOURS = 6


@dataclass(frozen=True, slots=True)
class Deadline:
    """What parts/due.html and parts/progress.html take: `due` late ◆, soon ▲, wait or later; `part` of `whole`."""

    due: str
    word: str
    at: datetime | None = None
    part: int = 0
    whole: int = 1


def deadline(
    state: str, received: datetime, due: datetime | None, closed: datetime | None, provisional: bool = False
) -> Deadline:
    """The deadline of one matter as it stands now; one into a year without its notice says that it may still move."""
    if closed is not None:
        return Deadline("later", _("closed %(day)s") % {"day": day(closed)})
    if state == "answered":
        return Deadline("wait", _("waits for a verdict"), due, 1, 1)
    if state in {"needs_info", "parked"}:
        return Deadline("wait", _("the clock stands"), due)
    if due is None:
        return Deadline("later", _("no date"))
    now = clock.now()
    whole = max(1, int((due - received).total_seconds()))
    part = min(whole, max(0, int((now - received).total_seconds())))
    tag, word = _late(now - due) if due < now else _ahead(due, now)
    doubt = f" {_('(provisional)')}" if provisional and due > now else ""
    return Deadline(tag, f"{word}{doubt}", due, part, whole)


def _late(by: timedelta) -> tuple[str, str]:
    if by < HOUR:
        return "late", _("just late")
    if by < 24 * HOUR:
        hours = int(by / HOUR)
        return "late", ngettext("%(n)s hour late", "%(n)s hours late", hours) % {"n": hours}
    return "late", ngettext("%(n)s day late", "%(n)s days late", by.days) % {"n": by.days}


def _ahead(due: datetime, now: datetime) -> tuple[str, str]:
    days = (clock.local_day(due) - clock.local_day(now)).days
    if days == 0:
        return "soon", _today(due, now)
    return "later", _("tomorrow") if days == 1 else day(due)


def _today(due: datetime, now: datetime) -> str:
    hours = int((due - now) / HOUR)
    if hours < 1:
        return _("less than an hour left")
    if hours < FEW_HOURS:
        return ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": hours}
    return _("today %(time)s") % {"time": time(due)}
