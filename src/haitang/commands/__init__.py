"""The verbs 动词: one named function per change, in rooms that do not know each other."""

from haitang.commands import (
    accounts,
    agreements,
    answers,
    asked,
    asking,
    channels,
    deferring,
    deliveries,
    directory,
    erasures,
    exports,
    guide,
    handing,
    links,
    matters,
    mediation,
    meetings,
    notices,
    offices,
    openings,
    photos,
    places,
    projects,
    retention,
    rhythm,
    setup,
    site,
    terms,
    voices,
    wordings,
    workdays,
)
from haitang.kernel.registry import enlist

ROOMS = (
    offices, matters, asking, handing, terms, answers, voices, meetings, projects, rhythm, notices, directory,
    guide, asked, erasures, retention, exports, openings, places, setup, workdays, accounts, deferring, links,
    photos, site, channels, deliveries, wordings, mediation, agreements,
)  # fmt: skip


def load() -> None:
    """Put every command into the registry."""
    for room in ROOMS:
        enlist(*room.COMMANDS)
