"""Untold 未送达: what did not arrive by itself: answers that a person has to bring, and messages that reached nobody.

An answer that cannot be delivered is a task for the desk: tell them by phone or on paper. It is done by telling.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from haitang.engine import answers, concern, ledger
from haitang.engine.channels import telling
from haitang.engine.deliveries import STUCK
from haitang.kernel.role import Role
from haitang.records.channel import Channel
from haitang.records.office import Delivery
from haitang.records.party import Post
from haitang.records.voice import Answer

#: Whose posts bring answers to people.
TELLING = (Role.DESK, Role.DISPATCHER)
#: Whose posts see which messages to channels reached nobody.
MENDING = (*TELLING, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Untold:
    """One answer that a person has to bring, with the delivery that did not succeed; the contact stays masked."""

    answer: Answer
    delivery: Delivery
    mask: str
    channel: str


@dataclass(frozen=True, slots=True)
class Dead:
    """One message that reached nobody: for which line and subject, by which channel (None: inside the product)."""

    delivery: Delivery
    subject: str
    channel: Channel | None


def waiting(posts: Sequence[Post]) -> QuerySet[Delivery] | None:
    """Deliveries of answers that need a person, at the places of the posts that tell; None without such a post."""
    telling_posts = [post for post in posts if post.role in TELLING]
    if not telling_posts:
        return None
    here = Q()
    for post in telling_posts:
        here |= Q(
            voice__matter__organization=post.organization_id, voice__matter__place__path__startswith=post.place.path
        )
    here &= concern.open_to(posts, "voice__matter__")
    ledgers = {post.organization.code for post in telling_posts}
    rows = Delivery.objects.filter(consumer=answers.NAME, ledger__in=ledgers, state__in=STUCK, due_at=None)
    # A line that could not be read has no answer to name (`-`); CASE keeps the cast away from it.
    named = Case(When(target="-", then=Value(None)), default=Cast("target", BigIntegerField()))
    return rows.alias(answer=named).filter(Exists(Answer.objects.filter(here, pk=OuterRef("answer"))))


def of(posts: Sequence[Post], limit: int) -> list[Untold]:
    """Answers that need a person at these posts' places, newest first."""
    rows = waiting(posts)
    found = list(rows.order_by("-pk")[:limit]) if rows is not None else []
    known = Answer.objects.select_related("voice__contact", "voice__matter__place")
    given = known.in_bulk([int(row.target) for row in found])
    return [_untold(given[int(row.target)], row) for row in found if int(row.target) in given]


def _untold(answer: Answer, row: Delivery) -> Untold:
    contact = answer.voice.contact
    return Untold(answer, row, contact.mask if contact else "", contact.channel if contact else "")


def dead(posts: Sequence[Post], limit: int) -> list[Dead]:
    """Messages of the posts' organizations that reached nobody, newest first: what answers need stands above.

    A test says on its own page what came of it; a channel that was removed has nobody left to tell.
    """
    ledgers = {post.organization.code for post in posts if post.role in MENDING}
    rows = Delivery.objects.filter(ledger__in=ledgers, state__in=STUCK, due_at=None)
    ours = rows.filter(Q(consumer=telling.NAME) | Q(target="-") | Q(state="dead") & ~Q(consumer=answers.NAME))
    found = list(ours.order_by("-pk")[:limit])
    channels = Channel.objects.in_bulk(_channels(found))
    subjects = ledger.subjects([(row.ledger, row.entry) for row in found])
    made = [Dead(row, subjects.get((row.ledger, row.entry), ""), channels.get(_channel(row))) for row in found]
    hidden = concern.hidden(posts, [one.subject for one in made])
    shown = [one for one in made if ":" not in one.subject and one.subject not in hidden]
    return [one for one in shown if not (one.channel and one.channel.removed_at)]


def _channels(rows: Iterable[Delivery]) -> list[int]:
    return [pk for row in rows if (pk := _channel(row))]


def _channel(row: Delivery) -> int:
    """The id of the channel a delivery goes to; 0 when it goes to none."""
    return int(row.target) if row.consumer == telling.NAME and row.target.isdecimal() else 0
