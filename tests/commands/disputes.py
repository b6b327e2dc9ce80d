"""The commands of a mediation, each at a moment when it can be made; the cast's second mediator has the case."""

from collections.abc import Callable
from typing import Any

from haitang.commands import agreements, mediation
from haitang.engine import clock
from tests import mediations
from tests.cast import Cast
from tests.commands.ready import Prepared, prepared
from tests.mediations import Dispute


def _of(walk: Callable[[Cast], Dispute], **given: Any) -> Callable[[Cast], dict[str, Any]]:
    """The number of a dispute walked that far, and what else is given."""
    return lambda cast: {"matter": walk(cast).number, **given}


def _today(walk: Callable[[Cast], Dispute]) -> Callable[[Cast], dict[str, Any]]:
    return lambda cast: {"matter": walk(cast).number, "day": clock.today()}


def _signing(cast: Cast) -> dict[str, Any]:
    return {**_today(mediations.sat)(cast), "paper": mediations.paper()}


def _by_voice(command: Callable[..., Any]) -> Callable[[Cast], Prepared]:
    def ready(cast: Cast) -> Prepared:
        dispute = mediations.taken(cast)
        return Prepared(command, dispute.first.voice, {"matter": dispute.number}, ("matter",))

    return ready


def _ours(
    command: Callable[..., Any], ready: Callable[[Cast], dict[str, Any]], *codes: str
) -> Callable[[Cast], Prepared]:
    return prepared(command, lambda cast: cast.second_mediator, ready, "matter", *codes)


MEDIATION: dict[str, Callable[[Cast], Prepared]] = {
    "mediation.request": prepared(mediation.request, lambda cast: cast.anyone, lambda cast: {}, "place", "origin"),
    "mediation.take": _ours(mediation.take, _of(mediations.asked)),
    "mediation.bring_in": _ours(mediation.bring_in, _of(mediations.taken), "mediator"),
    "mediation.step_aside": _ours(mediation.step_aside, _of(mediations.taken)),
    "mediation.refuse_mediator": _by_voice(mediation.refuse_mediator),
    "mediation.release": prepared(mediation.release, lambda cast: cast.system, _of(mediations.left), "matter"),
    "mediation.invite": _ours(mediation.invite, _of(mediations.taken)),
    "mediation.consent": _ours(mediation.consent, _of(mediations.invited)),
    "mediation.decline": _ours(mediation.decline, _of(mediations.agreed)),
    "agreements.sit": _ours(agreements.sit, _today(mediations.agreed), "venue"),
    "agreements.visit": _ours(agreements.visit, _today(mediations.signed), "venue"),
    "agreements.sign": _ours(agreements.sign, _signing, "paper"),
    "agreements.end": _ours(agreements.end, _of(mediations.taken)),
    "agreements.apply": _ours(agreements.apply, _today(mediations.signed)),
    "agreements.ruling": _ours(agreements.ruling, _today(mediations.applied)),
    "agreements.close": _ours(agreements.close, _of(mediations.ruled)),
}
