"""The commands of fairness, each brought to a moment when it can be made."""

from collections.abc import Callable

from haitang.commands import fairness
from haitang.engine import gate
from tests.cast import Cast, Told
from tests.commands.ready import Prepared
from tests.commands.sound import SOUND

INVALID, WITHHELD = "advertising", "would_endanger"


def proposed(cast: Cast, because: str = INVALID, told: Told | None = None) -> Told:
    """The desk proposes to set aside an accepted matter, or to withhold it."""
    told = told or cast.accepted()
    command = fairness.withhold if because == WITHHELD else fairness.set_aside
    gate.do(command, cast.desk, matter=told.number, because=because)
    return told


def confirmed(cast: Cast, because: str = INVALID, told: Told | None = None) -> Told:
    """The checker, who stands outside the community, agrees."""
    told = proposed(cast, because, told)
    if because == WITHHELD:
        gate.do(fairness.decide_withholding, cast.checker, matter=told.number, agreed=True)
    else:
        gate.do(fairness.confirm_aside, cast.checker, matter=told.number)
    return told


def appealed(cast: Cast, because: str = INVALID, told: Told | None = None) -> Told:
    """Whoever spoke appeals."""
    told = confirmed(cast, because, told)
    gate.do(fairness.appeal, told.voice, matter=told.number, words="这不是广告")
    return told


def _ready(
    command: Callable[..., object], by: str, walk: Callable[[Cast], Told], *codes: str
) -> Callable[[Cast], Prepared]:
    name = command.__haitang_command__.name  # type: ignore[attr-defined]

    def made(cast: Cast) -> Prepared:
        told = walk(cast)
        actor = told.voice if by == "voice" else cast.by_login[by]
        return Prepared(command, actor, {**SOUND[name], "matter": told.number}, ("matter", *codes))

    return made


PREPARED: dict[str, Callable[[Cast], Prepared]] = {
    "fairness.raise_up": _ready(fairness.raise_up, "desk", Cast.accepted, "concerns"),
    "fairness.set_aside": _ready(fairness.set_aside, "desk", Cast.accepted, "because"),
    "fairness.confirm_aside": _ready(fairness.confirm_aside, "checker", proposed),
    "fairness.refuse_aside": _ready(fairness.refuse_aside, "checker", proposed),
    "fairness.withhold": _ready(fairness.withhold, "desk", Cast.accepted, "because"),
    "fairness.decide_withholding": _ready(
        fairness.decide_withholding, "checker", lambda cast: proposed(cast, WITHHELD)
    ),
    "fairness.appeal": _ready(fairness.appeal, "voice", confirmed),
    "fairness.decide_appeal": _ready(fairness.decide_appeal, "supervisor", appealed),
    "fairness.decide_withholding_appeal": _ready(
        fairness.decide_withholding_appeal, "supervisor", lambda cast: appealed(cast, WITHHELD)
    ),
}
