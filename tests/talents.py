"""An offer on the register of talents walked as far as a test wants it: offered, confirmed, asked, agreed."""

from typing import Any

from haitang.commands import talents
from haitang.engine import gate
from haitang.engine import links as opening
from haitang.kernel.actor import Actor
from haitang.records.talent import Talent, TalentRequest
from tests.cast import Cast, Told

WORDS = "修了三十年水电，小毛病我来看"
CONTACT = "13800006789"
GIVEN: dict[str, Any] = {"words": WORDS, "skill": "plumbing", "place": "dgmy", "contact": CONTACT, "consent": True}


def offered(cast: Cast, **given: Any) -> Told:
    """Somebody offers on the page."""
    made = gate.do(talents.offer, cast.anyone, **{**GIVEN, **given}).values
    return Told(made["number"], made["matter"], Actor("web", voice=made["voice"]))


def confirmed(cast: Cast, **given: Any) -> Told:
    """The coordinator has spoken with them; they are on the register."""
    told = offered(cast, **given)
    gate.do(talents.confirm, cast.dispatcher, matter=told.number, spoken=True)
    return told


def turned_down(cast: Cast) -> Told:
    """They are told that the register has enough of this skill."""
    told = offered(cast)
    gate.do(talents.turn_down, cast.desk, matter=told.number, why_not="enough")
    return told


def asked(cast: Cast, told: Told | None = None) -> tuple[Told, Told, TalentRequest]:
    """The desk asks them to help with a matter about drains in their compound: matter, offer, request."""
    matter, one = cast.accepted(), told or confirmed(cast)
    made = gate.do(talents.ask, cast.desk, matter=matter.number, talent=one.number).values
    return matter, one, TalentRequest.objects.select_related("link").get(pk=made["asked"])


def agreed(cast: Cast) -> tuple[Told, Told, TalentRequest]:
    """They say yes by the link."""
    matter, one, made = asked(cast)
    gate.do(talents.agree, opening.actor_of(made.link, "zh-hans"), matter=one.number)
    made.refresh_from_db()
    return matter, one, made


def talent(told: Told) -> Talent:
    """What is kept of an offer."""
    return Talent.objects.get(matter__number=told.number)
