"""On behalf 代记: what somebody says on paper, by telephone or at the counter becomes their matter, as of the day they said it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from pydantic import Field

from haitang.engine import clock, steps
from haitang.engine.change import Change
from haitang.engine.taking import open_matter, voice_in
from haitang.kernel.behalf import How
from haitang.kernel.command import Fact, command
from haitang.kernel.dangers import DangerCode
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import PHOTOS, Code, ContactText, Day, Digest, Sentence
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Language

#: A paper form that lay longer than this is no late entry but a finding; the design names no number.
LATEST = timedelta(days=60)
NOON = time(12)


@command(
    "behalf.report",
    zh="替人记一件",
    en="Write something down for somebody",
    roles=(Role.RECORDER, Role.GRID, Role.DESK, Role.DISPATCHER),
    at="place",
    opens=True,
)
def report(
    change: Change,
    words: Sentence,
    place: Code,
    how: How = "paper",
    said_on: Day | None = None,
    contact: ContactText = "",
    language: Language = "zh-hans",
    photos: Annotated[list[Digest], Field(max_length=PHOTOS)] = [],  # noqa: B006 (pydantic copies it)
    danger: DangerCode = "",
    called: bool = False,
) -> Fact:
    """Their words, not the writer's. The date on the paper is when it occurred and when the clock began; ours is when it
    was recorded."""
    change.at = _occurred(change.at, said_on)
    details = {"danger": danger, "called": called} if danger else None
    matter = open_matter(change, kinds["requests.problem"], change.placed, details=details)
    if danger:
        matter.severity = 0
        matter.save(update_fields=["severity"])
    voice = voice_in(change, matter, words, contact, language, for_somebody=True)
    shown = steps.attach(matter, photos, "reported", voice=voice)
    change.subject = matter
    facts = {
        "door": change.by.door, "on_behalf": how, "photos": shown or None, "trial": matter.details.get("trial"),
        "danger": danger or None, "called": called if danger else None,
    }  # fmt: skip
    return change.fact("received", facts=facts, number=matter.number, voice=voice.pk, matter=matter.pk)


def _occurred(now: datetime, said_on: date | None) -> datetime:
    """The noon of the day on the paper; now for today's. Invalid for a day ahead, and for one long past."""
    if said_on is None or said_on == clock.local_day(now):
        return now
    # In UTC, as every instant of the ledger: its commitment is over the text.
    day = datetime.combine(said_on, NOON, clock.ZONE).astimezone(UTC)
    if day > now or now - day > LATEST:
        raise Invalid.of(
            "said_on",
            f"日期要在今天以前、{LATEST.days} 天以内",
            f"The date lies before today, within {LATEST.days} days",
        )
    return day


COMMANDS = (report,)
