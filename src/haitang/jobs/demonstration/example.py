"""The Example Compound 示例小区: invented, and the only place where things are late, hazardous, quarrelled over or fail."""

from collections.abc import Iterator
from typing import Any

from haitang.jobs.demonstration.days import read
from haitang.jobs.demonstration.founding import Staff
from haitang.jobs.demonstration.papers import paper
from haitang.jobs.demonstration.replay import Story
from haitang.jobs.demonstration.tale import Acts, Board, Request, Tale


def stories(staff: Staff, board: Board) -> Iterator[Story]:
    """One story for each matter of the paper, as far as it had come when the desk opens."""
    for entry in paper("example")["matters"]:
        yield _story(entry, Tale(request(entry), staff), board)


def request(entry: dict[str, Any]) -> Request:
    """What was said, as an entry of a paper has it."""
    known = {name: entry[name] for name in Request.__dataclass_fields__ if name in entry}
    return Request(**{"title": "", "category": "", "owner": "", "why": "", **known, "said": read(entry["said"])})


def _story(entry: dict[str, Any], tale: Tale, board: Board) -> Story:
    yield from tale.told()
    if "code" in entry:
        board.named[entry["code"]] = tale.number
    for step, at in entry["steps"]:
        yield from _step(entry, tale, step, at)


def _step(entry: dict[str, Any], tale: Tale, step: str, at: str) -> Acts:
    match step:
        case "claim":
            return tale.claim(read(at), entry["note"], outcome=entry.get("outcome", "solved"))
        case "reject":
            return tale.reject(read(at), entry["rejected"])
        case "answer":
            return tale.answer(read(at), entry["answer"])
        case "half" | "no":
            return tale.judge(read(at), step, entry[step])
        case "close":
            return tale.lapse()
        case _:
            acts: Acts = getattr(tale, step)(read(at))
            return acts
