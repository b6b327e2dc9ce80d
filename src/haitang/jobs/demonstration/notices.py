"""Notices 公告: invented ones, so that the board is not empty: current, to come, over, corrected, withdrawn."""

from collections.abc import Iterator
from typing import Any

from haitang.commands import notices
from haitang.jobs.demonstration.days import read
from haitang.jobs.demonstration.founding import Staff
from haitang.jobs.demonstration.papers import paper
from haitang.jobs.demonstration.replay import Act, Story

WORDING = ("place", "title", "body", "source", "title_en", "body_en")


def stories(staff: Staff) -> Iterator[Story]:
    """One story for each notice of the paper."""
    yield from (_story(entry, staff) for entry in paper("notices")["notices"])


def _story(entry: dict[str, Any], staff: Staff) -> Story:
    by, said = staff[entry["by"]], _taken(entry, *WORDING)
    said |= {name: read(entry[name]) for name in ("starts", "ends") if name in entry}
    sort = _taken(entry, "sort", "warning")
    outcome = yield Act(read(entry["at"]), by, notices.publish, {**said, **sort})
    number = {"notice": outcome.values["notice"]}
    if "correct" in entry:
        changed = {"body": entry["correct"]["body"], "reason": entry["correct"]["reason"], "version": 1}
        yield Act(read(entry["correct"]["at"]), by, notices.correct, {**said, **number, **changed})
    if "withdraw" in entry:
        gone = {"place": entry["place"], "reason": entry["withdraw"]["reason"]}
        yield Act(read(entry["withdraw"]["at"]), by, notices.withdraw, {**gone, **number})


def _taken(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: entry[name] for name in names if name in entry}
