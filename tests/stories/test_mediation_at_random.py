"""However a mediation goes, what must always hold holds: drawn from the flow itself, by whoever may make the move or not.

Nothing is signed that both sides did not agree to, nobody but its mediators and its sides moves it, and a dispute that is
over has told both sides, each in its language.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.commands import agreements, mediation
from haitang.engine import clock, gate
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Refusal
from haitang.kernel.registry import kinds
from haitang.records.matter import Matter
from haitang.records.mediation import Accord, Mediator, Side
from haitang.records.voice import Answer, Voice
from tests import mediations
from tests.cast import Cast

FLOW = kinds["disputes.mediation"].flow
Given = Callable[[], dict[str, Any]]

#: Every command of the flow with what it takes, drawn in any order.
STEPS: list[tuple[Any, Given]] = [
    (mediation.take, lambda: {"unconcerned": True}),
    (mediation.bring_in, lambda: {"mediator": "mediator"}),
    (mediation.step_aside, dict),
    (mediation.refuse_mediator, dict),
    (mediation.release, dict),
    (mediation.invite, lambda: {"language": "en"}),
    (mediation.consent, lambda: {"side": "first"}),
    (mediation.consent, lambda: {"side": "second", "how": "paper"}),
    (agreements.sit, lambda: {"day": clock.today(), "venue": "daguan"}),
    (agreements.sign, lambda: {"day": clock.today(), "paper": mediations.paper()}),
    (agreements.apply, lambda: {"day": clock.today()}),
    (agreements.ruling, lambda: {"day": clock.today(), "ruled": "dismissed"}),
    (agreements.visit, lambda: {"day": clock.today(), "venue": "daguan"}),
    (agreements.close, dict),
]
#: Drawn seldom, or every walk would be over at once.
ENDS: list[tuple[Any, Given]] = [
    (mediation.decline, lambda: {"side": "second"}),
    (agreements.end, lambda: {"outcome": "unsuitable"}),
]
#: Where a walk begins, so that the far states are walked as often as the near ones.
STARTS = [mediations.asked, mediations.taken, mediations.invited, mediations.agreed, mediations.sat, mediations.signed]
WHO = ["first", "second", "second_mediator", "mediator", "desk", "supervisor", "administrator", "system", "anyone"]


def actor(cast: Cast, number: str, who: str) -> Actor:
    voices = list(Voice.objects.filter(matter__number=number).order_by("id"))
    if who in ("first", "second"):
        place = ("first", "second").index(who)
        return Actor("web", voice=voices[place].pk) if place < len(voices) else cast.anyone
    special = {"system": cast.system, "anyone": cast.anyone}
    return special.get(who) or cast.by_login[who]


def took_part(number: str, by: Actor) -> bool:
    """Whether somebody is one of its sides, or mediates it now."""
    mine = Mediator.objects.filter(matter__number=number, account=by.account, until=None)
    return by.system != "" or by.voice is not None or (by.account is not None and mine.exists())


def holds(matter: Matter) -> None:
    """What must be so after every step."""
    if Accord.objects.filter(matter=matter).exists():
        assert Side.objects.filter(matter=matter).exclude(consented_at=None).count() == 2
        assert matter.outcome == "agreement"
    if matter.state in ("accepted", "mediating"):
        assert Mediator.objects.filter(matter=matter, until=None).exists()
    if matter.state == "asked":
        assert not Mediator.objects.filter(matter=matter, until=None).exists()
    if FLOW.state(matter.state).final:
        assert matter.closed_at is not None and matter.outcome
        for voice in Voice.objects.filter(matter=matter):
            told = Answer.objects.get(voice=voice, outcome=matter.outcome)
            assert told.language == voice.language and told.text
    assert (matter.title, matter.place_words, matter.owner_id, matter.details) == ("", "", None, {})


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_must_hold_holds_after_every_step(cast: Cast, data: st.DataObject) -> None:
    with transaction.atomic():
        number = data.draw(st.sampled_from(STARTS))(cast).number
        for _ in range(data.draw(st.integers(4, 14))):
            command, given_ = data.draw(st.sampled_from([*STEPS, *STEPS, *ENDS]))
            by = actor(cast, number, data.draw(st.sampled_from([*WHO, *["second_mediator"] * 9])))
            entitled = took_part(number, by) or command is mediation.take
            before = Matter.objects.get(number=number).version
            try:
                gate.do(command, by, matter=number, **given_())
            except Refusal:
                assert Matter.objects.get(number=number).version == before
            else:
                assert entitled, (command, by)
            holds(Matter.objects.get(number=number))
        transaction.set_rollback(True)
