"""Hotline orders 热线转办: what reached another body first becomes a matter here, as of the moment it reached them.

What they closed before it came here is kept as closed, answered in their words: it is nobody's work any more, and no
figure counts it as ours.
"""

from datetime import UTC

from haitang.engine import orders
from haitang.engine.change import Change, option_of, refuse_now
from haitang.engine.orders import Known
from haitang.engine.taking import open_matter, voice_in
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Conflict, Invalid
from haitang.kernel.limits import (
    SENTENCE,
    Code,
    ContactText,
    Instant,
    Latitude,
    Longitude,
    OptionalCode,
    OptionalSentence,
    OptionalText,
    Text,
)
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Language, Words
from haitang.records.matter import Matter
from haitang.records.order import OutsideOrder
from haitang.records.voice import Answer

KIND = "requests.problem"
TAKERS = (Role.DESK, Role.DISPATCHER, Role.SYSTEM)
#: What came of an order that its own body has closed: they took it, and by their word it is over.
OVER, BASIS = "handed_over", "document"


@command("hotline.bring", zh="登记转办工单", en="Bring in a hotline order", roles=TAKERS, at="place", opens=True)
def bring(
    change: Change,
    words: Text,
    place: Code,
    source: Code,
    order: Code,
    received: Instant,
    due: Instant | None = None,
    category: OptionalCode = "",
    sort: OptionalSentence = "",
    place_words: OptionalSentence = "",
    contact: ContactText = "",
    status: OptionalCode = "",
    told: OptionalText = "",
    closed: Instant | None = None,
    point: tuple[Longitude, Latitude] | None = None,
    language: Language = "zh-hans",
) -> Fact:
    """An order of another system with its number, its deadline and its words; T0 is when they received it, never reset.

    `closed` is when they closed it: such a one is kept as closed, with `told` as its answer.
    """
    orders.in_order(change.at, received, closed)
    # In UTC, as every instant of the ledger: its commitment is over the text.
    change.at = received.astimezone(UTC)
    known = Known(source, order, sort, status, due, closed, told)
    matter = _opened(change, known, place_words, category)
    spoken = voice_in(change, matter, words[:SENTENCE], contact, language, for_somebody=True)
    orders.keep(matter, known, words[SENTENCE:], point)
    change.subject = matter
    facts = {"door": change.by.door, "source": source, "trial": matter.details.get("trial")}
    if closed is not None:
        Answer.objects.create(voice=spoken, text=told, language=language, outcome=OVER, at=closed)
    verb = "received" if closed is None else "kept"
    return change.fact(verb, facts=facts, number=matter.number, voice=spoken.pk, matter=matter.pk)


def _opened(change: Change, known: Known, place_words: str, category: str) -> Matter:
    """The matter, open or closed as the order is. Conflict when that order is here already."""
    spec = kinds[KIND]
    organization = change.placed.organization
    if OutsideOrder.objects.filter(organization=organization, source=known.source, number=known.number).exists():
        raise Conflict(Words(zh="这张工单已经登记过", en="This order is here already"))
    matter = open_matter(change, spec, change.placed, place_words)
    matter.category = option_of(spec, "categories", category, "category") if category else ""
    if known.closed is not None:
        matter.state, matter.outcome, matter.basis = "closed", OVER, BASIS
        matter.answered_at = matter.closed_at = known.closed
    matter.save()
    return matter


@command(
    "hotline.update", zh="转办工单有变化", en="A hotline order has changed", roles=TAKERS, on="matter", shape="case"
)
def update(
    change: Change,
    matter: Code,
    due: Instant | None = None,
    sort: OptionalSentence = "",
    status: OptionalCode = "",
    told: OptionalText = "",
    closed: Instant | None = None,
) -> Fact:
    """Their deadline, their state, their answer as they stand now. The matter itself is closed by its own answer only."""
    held = orders.of(change.matter)
    if held is None:
        raise refuse_now("这件事不是转办来的", "This matter did not come from a hotline")
    if closed is not None and closed > change.at:
        raise Invalid.of("closed", "办结时间还没有到", "It cannot have been closed in time to come")
    orders.renew(held, Known(held.source, held.number, sort, status, due, closed, told), change.at)
    return change.fact("order_changed", facts={"source": held.source})


COMMANDS = (bring, update)
