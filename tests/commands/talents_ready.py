"""The commands of the register of talents, each at a moment when it can be made."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from haitang.commands import talents
from haitang.engine import clock, gate
from tests import talents as walk
from tests.cast import Cast
from tests.commands.ready import Prepared, prepared


def _offered(cast: Cast) -> dict[str, Any]:
    return {"matter": walk.offered(cast).number}


def _confirmed(cast: Cast) -> dict[str, Any]:
    return {"matter": walk.confirmed(cast).number}


def _asking(cast: Cast) -> dict[str, Any]:
    return {"matter": cast.accepted().number, "talent": walk.confirmed(cast).number}


def _asked(cast: Cast) -> dict[str, Any]:
    _matter, one, made = walk.asked(cast)
    return {"matter": one.number, "asked": made.pk}


def _long_ago(days: int) -> Callable[[Cast], dict[str, Any]]:
    """On the register since that many days."""

    def ready(cast: Cast) -> dict[str, Any]:
        with clock.at(clock.now() - timedelta(days=days)):
            return _confirmed(cast)

    return ready


def _left(cast: Cast) -> dict[str, Any]:
    with clock.at(clock.now() - timedelta(days=40)):
        told = walk.confirmed(cast)
        gate.do(talents.leave, told.voice, matter=told.number)
    return {"matter": told.number}


def _desk(
    command: Callable[..., Any], ready: Callable[[Cast], dict[str, Any]], *codes: str
) -> Callable[[Cast], Prepared]:
    return prepared(command, lambda cast: cast.desk, ready, "matter", *codes)


def _clock(command: Callable[..., Any], ready: Callable[[Cast], dict[str, Any]]) -> Callable[[Cast], Prepared]:
    return prepared(command, lambda cast: cast.system, ready, "matter")


TALENTS: dict[str, Callable[[Cast], Prepared]] = {
    "talents.offer": prepared(talents.offer, lambda cast: cast.anyone, lambda cast: {}, "place", "skill"),
    "talents.offer_for": prepared(talents.offer_for, lambda cast: cast.recorder, lambda cast: {}, "place", "skill"),
    "talents.confirm": _desk(talents.confirm, _offered),
    "talents.turn_down": _desk(talents.turn_down, _offered),
    "talents.renew": _desk(talents.renew, _confirmed),
    "talents.leave": _desk(talents.leave, _confirmed),
    "talents.ask": _desk(talents.ask, _asking, "talent"),
    "talents.agree": _desk(talents.agree, _asked),
    "talents.cannot": _desk(talents.cannot, _asked),
    "talents.notify": _clock(talents.notify, _long_ago(360)),
    "talents.expire": _clock(talents.expire, _long_ago(370)),
    "talents.forget": _clock(talents.forget, _left),
}
