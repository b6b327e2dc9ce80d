"""The way 一件事怎么走: which steps a matter takes, who takes them and within which time, read from the flow itself.

Nothing here is written a second time: steps, roles and what a step does to the clock come from the flow, times from the
lines that hold at this office, each with its source and whether anybody has confirmed it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from haitang.commands.deferring import REVIEW_DAYS
from haitang.engine import directory, rules, terming
from haitang.engine.holds import HAND_BACKS
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.choices import SEVERITIES
from haitang.entrypoints.web.public.showing import show
from haitang.kernel.flow import Move
from haitang.kernel.ladder import CLOCKS, REPLY, RESOLVE
from haitang.kernel.role import ROLE_WORDS
from haitang.kernel.shapes import CASE
from haitang.kernel.span import Span
from haitang.kernel.words import Words
from haitang.records.party import Organization

#: Most matters go so; what else may happen stands below, in the order in which it would.
STRAIGHT = ("report", "accept", "assign", "claim", "check", "answer", "judge", "close")
ELSE = (
    "ask", "refer", "join", "part", "consult", "take", "hand_back", "adjudicate", "ask_time",
    "park", "reject", "withdraw", "reopen", "grant_again", "appeal", "refuse", "confirm_aside",
)  # fmt: skip
#: Times that stand in no line an office can set; defaults of this product, like the lines nobody has confirmed.
FIXED: dict[str, Words] = {
    "hand_back": Words(zh=f"最多 {HAND_BACKS} 次，再退就要裁定", en=f"{HAND_BACKS} times; after that it is decided"),
    "park": Words(zh=f"{REVIEW_DAYS} 天以内要再看一次", en=f"looked at again within {REVIEW_DAYS} days"),
}
#: Steps whose time is a rule of the office.
RULED = {"judge": "reopen_days", "close": "lapse_workdays"}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long, and whether somebody has confirmed it."""

    words: Words
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the page shows it."""

    words: Words
    when: str
    who: str
    notes: list[str]
    limit: Limit | None
    petals: int


@dataclass(frozen=True, slots=True)
class Time:
    """One line of the times: of which step, for what, how long, from where."""

    clock: Words
    what: str
    span: Words
    source: Words
    confirmed: bool


def way(request: HttpRequest) -> HttpResponse:
    """`/how`: the usual way, what else may happen, and the times."""
    organization, tongue = directory.site(), language(request)
    times = _times(organization, tongue) if organization else []
    limits = _limits(organization) if organization else {}
    context: dict[str, Any] = {
        "usual": _steps(STRAIGHT, limits, tongue),
        "otherwise": _steps(ELSE, limits, tongue),
        "times": times,
        "unconfirmed": any(not time.confirmed for time in times),
    }
    return show(request, "way", context, organization=organization)


def _steps(names: Iterable[str], limits: dict[str, Limit], tongue: str) -> list[Step]:
    moves = (CASE.move(name) for name in names)
    return [_step(move, limits.get(move.name), tongue) for move in moves if move is not None]


def _step(move: Move, limit: Limit | None, tongue: str) -> Step:
    between = "、" if tongue.startswith("zh") else ", "
    states = between.join(CASE.state(name).words.say(tongue) for name in move.sources)
    who = between.join(ROLE_WORDS[role].say(tongue) for role in move.roles)
    return Step(move.words, states, who, list(_notes(move, tongue)), limit, CASE.state(move.targets[0]).petals)


def _notes(move: Move, tongue: str) -> Iterable[str]:
    """What a step does besides: to the clock, to those who spoke, and who may not take it."""
    if move.pauses:
        yield _("The time stands still while it waits.")
    if move.resumes:
        yield _("The time goes on with what was left.")
    if move.answers:
        yield _("Everybody who spoke is told.")
    others = [other.words.say(tongue) for name in move.not_by if (other := CASE.move(name)) is not None]
    if others:
        yield _("Not by whoever took one of these steps: %(steps)s.") % {
            "steps": ("、" if tongue.startswith("zh") else ", ").join(others)
        }


def _limits(organization: Organization) -> dict[str, Limit]:
    """The general time of each step that has one."""
    own = rules.of(organization)
    found = {name: Limit(words, confirmed=False) for name, words in FIXED.items()}
    for move, rule in RULED.items():
        found[move] = Limit(_named(own[rule].rule.words, own[rule].words), own[rule].confirmed)
    for line in terming.lines(organization):
        if not line.kind and not line.category and line.severity is None and line.clock != RESOLVE:
            found[_taken_by(line.clock)] = Limit(_named(CLOCKS[line.clock].words, line.span.words), line.confirmed)
    return found


def _named(what: Words, how_long: Words) -> Words:
    return Words(zh=f"{what.zh}：{how_long.zh}", en=f"{what.en}: {how_long.en}")


def _taken_by(clock: str) -> str:
    """The step that has to be taken within a clock's time: what is taken on or handed back follows the assigning."""
    known = CLOCKS[clock]
    return {"hand_back": "assign", "taken": "refer"}.get(known.move, known.move) or {REPLY: "ask"}.get(clock, "")


def _times(organization: Organization, tongue: str) -> list[Time]:
    """Every line that holds today, the narrowest of each clock first; the general promise as the office's rules have it."""
    promise = rules.of(organization)["promise_workdays"]
    return [
        Time(
            CLOCKS[RESOLVE].words,
            _("everything else"),
            Span(int(promise.value)).words,
            promise.source,
            promise.confirmed,
        )
        if line.rule == f"{terming.DEFAULT}:{RESOLVE}"
        else Time(CLOCKS[line.clock].words, _what(line, tongue), line.span.words, line.source, line.confirmed)
        for line in terming.lines(organization)
    ]


def _what(line: terming.Line, tongue: str) -> str:
    said = [terming.category_words(line.category).say(tongue)] if line.category else []
    said += [str(SEVERITIES[line.severity])] if line.severity is not None else []
    return " · ".join(said) or _("everything else")
