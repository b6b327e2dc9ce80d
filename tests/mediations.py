"""A dispute walked as far as a test wants it: asked for, taken on, agreed to by both sides, sat on, signed."""

from dataclasses import dataclass

from haitang.commands import agreements, mediation, terms
from haitang.engine import clock, gate, sealed_files
from haitang.kernel.actor import Actor
from haitang.records.party import Membership, Organization
from tests.cast import Cast, Told

WORDS = "楼上装修，早上六点就开工"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Dispute:
    """A dispute with its first side, its second once that is noted, and its mediator."""

    cast: Cast
    first: Told
    second: Told | None
    mediator: Actor

    @property
    def number(self) -> str:
        """Its number."""
        return self.first.number

    def state(self) -> str:
        """Where it stands."""
        return self.first.record().state


def asked(cast: Cast, words: str = WORDS, place: str = "dgmy", **given: object) -> Dispute:
    """One side asks on the page."""
    made = gate.do(mediation.request, cast.anyone, words=words, place=place, **given).values  # type: ignore[arg-type]
    first = Told(made["number"], made["matter"], Actor("web", voice=made["voice"]))
    return Dispute(cast, first, None, cast.second_mediator)


def taken(cast: Cast, **given: object) -> Dispute:
    """The second mediator of the cast takes it on."""
    dispute = asked(cast, **given)  # type: ignore[arg-type]
    gate.do(mediation.take, dispute.mediator, matter=dispute.number, unconcerned=True)
    return dispute


def invited(cast: Cast, language: str = "zh-hans", **given: object) -> Dispute:
    """The other side has a number and a code."""
    dispute = taken(cast, **given)
    made = gate.do(mediation.invite, dispute.mediator, matter=dispute.number, language=language).values  # type: ignore[arg-type]
    second = Told(made["number"], made["matter"], Actor("web", voice=made["voice"]))
    return Dispute(cast, dispute.first, second, dispute.mediator)


def agreed(cast: Cast, **given: object) -> Dispute:
    """Both sides agree: one on its page, one on paper."""
    dispute = invited(cast, **given)  # type: ignore[arg-type]
    gate.do(mediation.consent, dispute.first.voice, matter=dispute.number)
    gate.do(mediation.consent, dispute.mediator, matter=dispute.number, side="second", how="paper")
    return dispute


def sat(cast: Cast, minutes: str = "双方各说了一遍", **given: object) -> Dispute:
    """One sitting today."""
    dispute = agreed(cast, **given)
    day = clock.today()
    gate.do(agreements.sit, dispute.mediator, matter=dispute.number, day=day, venue="daguan", record=minutes)
    return dispute


def paper(upload: bytes = PDF) -> str:
    """A signed agreement, kept sealed; its digest."""
    return sealed_files.keep(upload, Organization.objects.get(code="sujin"))


def signed(cast: Cast, **given: object) -> Dispute:
    """The agreement is signed today."""
    dispute = sat(cast, **given)  # type: ignore[arg-type]
    gate.do(agreements.sign, dispute.mediator, matter=dispute.number, day=clock.today(), paper=paper())
    return dispute


def applied(cast: Cast) -> Dispute:
    """Both have asked the court today."""
    dispute = signed(cast)
    gate.do(agreements.apply, dispute.mediator, matter=dispute.number, day=clock.today())
    return dispute


def ruled(cast: Cast) -> Dispute:
    """The court has confirmed it."""
    dispute = applied(cast)
    gate.do(agreements.ruling, dispute.mediator, matter=dispute.number, day=clock.today(), ruled="confirmed")
    return dispute


def left(cast: Cast) -> Dispute:
    """Taken on by somebody whose term is over since."""
    dispute = taken(cast)
    term = Membership.objects.get(account=dispute.mediator.account)
    gate.do(terms.end_appointment, cast.administrator, term=term.pk)
    return dispute
