"""Again 复办: how often a matter was opened again, who asks for it once more, and what follows (loop.md rows 16, 17)."""

from datetime import datetime

from haitang.engine import terming
from haitang.kernel.ladder import AGAIN
from haitang.records.matter import Matter
from haitang.records.reopening import Reopening
from haitang.records.voice import Voice

#: From which time on another person checks, and at which time the joint meeting takes it up (loop.md rows 16 and 20).
OTHER_CHECKER, JOINT_MEETING = 2, 3
TIMES = "times_reopened"
#: The outcome of the answer to a wish that was refused; no matter ends with it.
REFUSED = "again_refused"


def times(matter: Matter) -> int:
    """How often it was opened again; kept with the matter, so that lists and pages need not count."""
    return int(matter.details.get(TIMES, 0))


def counted(matter: Matter) -> None:
    """It is opened once more; the caller saves the matter."""
    matter.details = {**matter.details, TIMES: times(matter) + 1}
    matter.came_back = True


def undecided(matter: Matter) -> Reopening | None:
    """The oldest wish that nobody has decided."""
    return Reopening.objects.filter(matter=matter, granted=None).select_related("voice__matter").order_by("id").first()


def wish(matter: Matter, voice: Voice, words: str, at: datetime, level: int = 1) -> Reopening:
    """Somebody asks for another reopening; until when it has to be decided."""
    until = terming.ends(matter, AGAIN, at)
    return Reopening.objects.create(matter=matter, voice=voice, words=words, level=level, asked_at=at, until=until)


def since_answer(matter: Matter, voice: Voice) -> list[Reopening]:
    """What a voice has asked for since the last answer."""
    rows = Reopening.objects.filter(matter=matter, voice=voice)
    return list((rows.filter(asked_at__gte=matter.answered_at) if matter.answered_at else rows).order_by("id"))


def note(matter: Matter, at: datetime, voice: Voice | None = None, words: str = "") -> None:
    """It is opened again as of right, by the supervisor, or because another matter was joined into it."""
    Reopening.objects.create(matter=matter, voice=voice, words=words, asked_at=at, granted=True, decided_at=at)


def withdrawn(voice: Voice, at: datetime) -> None:
    """Whoever withdraws asks for nothing any more."""
    Reopening.objects.filter(voice=voice, granted=None).update(granted=False, decided_at=at)
