"""Talents 能人: who may be found for a matter, in which order, and what they are told. Never a score, never a person's name.

`standing` is the one place that says whom anybody is shown: consented, confirmed, not left, not run out, not erased.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from haitang.engine import charter, clock, concern, links, rules
from haitang.engine.change import Change, refuse_now
from haitang.engine.tally.reading import SMALL
from haitang.engine.territory import ABOVE, EXACT, shown
from haitang.kernel import token
from haitang.kernel.errors import Invalid
from haitang.kernel.kind import Kind
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.talent_flow import WRITES
from haitang.kernel.words import Words
from haitang.records.link import CapabilityLink
from haitang.records.matter import Matter
from haitang.records.party import Organization, Post
from haitang.records.place import Place
from haitang.records.talent import Talent, TalentRequest
from haitang.records.voice import Answer, Voice

SHAPE = "talent"
#: Moves that a message to somebody who is asked for help opens.
REPLIES = ("agree", "cannot")
#: Whose posts see the register of their place; those who confirm, and those who write for others.
KEEPS = (*WRITES, Role.SUPERVISOR)
#: Days before the last one on which the person is told that it runs out.
NOTICE_DAYS = 14
#: Lines of one list.
MOST = 50
#: How near: in the same compound, in the same community, elsewhere in the territory.
NEAR: tuple[Words, ...] = (
    Words(zh="同一个小区", en="the same compound"),
    Words(zh="同一个社区", en="the same community"),
    Words(zh="本街道", en="elsewhere in the sub-district"),
)
WAITING, YES, OVER = "waiting", "yes", "over"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who may be asked: a number, a skill, a sentence, roughly where. No contact, no figure about them."""

    number: str
    skill: Words
    words: str
    place: Words
    near: Words


def kind() -> Kind:
    """The kind by which people offer what they can do."""
    return next(kind for kind in kinds if kind.shape == SHAPE)


def on(organization: Organization) -> bool:
    """Whether an office keeps this register."""
    return charter.of(organization).does(kind().name)


def standing() -> Q:
    """Offers that may be shown and asked today."""
    return Q(
        matter__state="confirmed",
        matter__closed_at=None,
        voice__withdrawn_at=None,
        voice__erasure="",
        confirmed_by__isnull=False,
        confirmed_at__isnull=False,
        consented_at__lte=clock.now(),
        until__gte=clock.today(),
    )


def barred(matter: Matter) -> Words | None:
    """Why nobody is asked to help with a matter; None when somebody may be."""
    if matter.private or concern.concerned(matter) or kinds[matter.kind].sealed:
        return Words(zh="这件事不告诉别人，不请能人", en="This is told to nobody else; no talent is asked")
    if matter.closed_at is not None:
        return Words(zh="这件事已经结案", en="This matter is closed")
    if not matter.category:
        return Words(zh="先受理、定好类别，再找能人", en="Accept it and choose its category first")
    return None


def fitting(category: str) -> list[str]:
    """The skills that are of use in matters of a category."""
    return [skill.code for skill in kind().categories if category in skill.serves]


def near(matter: Matter) -> list[Found]:
    """Who may be asked to help with a matter: the nearest first, among them who was never asked or longest ago."""
    return [] if barred(matter) else [_found(one) for one in candidates(matter)[:MOST]]


def candidates(matter: Matter) -> QuerySet[Talent]:
    """The offers behind `near`; whoever was asked about this very matter is not asked twice."""
    rows = Talent.objects.filter(
        standing(), matter__organization=matter.organization_id, matter__category__in=fitting(matter.category)
    ).exclude(requests__matter=matter)
    ordered = rows.annotate(near=_nearness(matter)).order_by("near", F("asked_at").asc(nulls_first=True), "pk")
    return ordered.select_related("voice", f"matter__place__{ABOVE}")


def _nearness(matter: Matter) -> Case:
    cases = (
        [When(matter__place__path__startswith=compound.path, then=Value(0))] if (compound := _compound(matter)) else []
    )
    if matter.community:
        cases.append(When(matter__community=matter.community, then=Value(1)))
    return Case(*cases, default=Value(2), output_field=IntegerField())


def _compound(matter: Matter) -> Place | None:
    at: Place | None = matter.place
    while at is not None and at.kind != "compound":
        at = at.parent
    return at


def _found(one: Talent) -> Found:
    nearness: int = one.near  # type: ignore[attr-defined]
    return Found(one.matter.number, skill_of(one.matter), one.voice.words, shown(one.matter.place), NEAR[nearness])


def skill_of(matter: Matter) -> Words:
    """What somebody offers, in words."""
    option = kind().option("categories", matter.category)
    return option.words if option else kind().words


def asked(matter: Matter) -> list[TalentRequest]:
    """Those asked for help with a matter, in order, each with its offer. One query."""
    rows = TalentRequest.objects.filter(matter=matter).select_related("talent__matter", "link__answer")
    return list(rows.order_by("id")[:MOST])


def waits(one: TalentRequest) -> bool:
    """Whether somebody's word is still waited for."""
    return one.standing == WAITING and one.until >= clock.now()


def at_posts(posts: Sequence[Post]) -> QuerySet[Talent]:
    """The register as far as these posts keep it: their place and below."""
    here = Q(pk__in=[])
    for post in posts:
        if post.role in KEEPS:
            here |= Q(matter__organization=post.organization_id, matter__place__path__startswith=post.place.path)
    return Talent.objects.filter(here).select_related(
        "voice__contact", "matter__organization", f"matter__place__{ABOVE}"
    )


def find(posts: Sequence[Post], number: str) -> Talent | None:
    """One offer for those who keep the register there; None for everybody else."""
    return at_posts(posts).select_related("confirmed_by").filter(matter__number=number).first()


def offered(posts: Sequence[Post]) -> list[Talent]:
    """What waits to be confirmed at these posts, the oldest first."""
    return list(at_posts(posts).filter(matter__state="offered").order_by("pk")[:MOST])


def listed(posts: Sequence[Post]) -> list[Talent]:
    """Who is on the register at these posts, by skill and place."""
    return list(
        at_posts(posts).filter(standing()).order_by("matter__category", "matter__place__path", "pk")[: 4 * MOST]
    )


def counted(organization: Organization) -> list[tuple[Words, Words, int]]:
    """Skill, community and number, for everybody; only where they are too many to recognize anybody by. Two queries."""
    rows = Talent.objects.filter(standing(), matter__organization=organization).order_by()
    cells = rows.values_list("matter__category", "matter__community").annotate(count=Count("pk"))
    large = [(skill, community, count) for skill, community, count in cells if count >= SMALL]
    named = {
        one.code: Words(zh=one.name, en=one.name_en) for one in Place.objects.filter(code__in=[c for _, c, _ in large])
    }
    words = {skill.code: skill.words for skill in kind().categories}
    return [(words[skill], named[where], count) for skill, where, count in sorted(large) if where in named]


def roughly(place: Place) -> Place:
    """The place somebody offers to help at: never a building or a stairwell."""
    at = place
    while at.kind in EXACT and at.parent is not None:
        at = at.parent
    return at


def last_day(organization: Organization) -> date:
    """The last day on which a consent given today holds."""
    return clock.today() + timedelta(days=_days(organization, "talent_days"))


def kept_until(matter: Matter) -> datetime | None:
    """When what an ended offer left behind is erased."""
    kept = timedelta(days=_days(matter.organization, "talent_kept_days"))
    return matter.closed_at + kept if matter.closed_at else None


def _days(organization: Organization, name: str) -> int:
    return int(rules.of(organization)[name].value)


def tell(voice: Voice, at: datetime, note: str, **known: Words) -> Answer:
    """One message to the person, in their language, from the catalogue's words."""
    told = kind().notes[note].say(voice.language)
    text = told.format(**{name: words.say(voice.language) for name, words in known.items()})
    return Answer.objects.create(voice=voice, text=text, language=voice.language, outcome=note, at=at)


def invite(change: Change, one: Talent) -> TalentRequest:
    """Ask somebody for help with the change's matter: a message, a link that opens yes and no, a row that waits."""
    matter, voice, offer = change.matter, one.voice, one.matter
    until = links.end_of(_days(matter.organization, "talent_reply_days"))
    category = kinds[matter.kind].option("categories", matter.category)
    told = tell(
        voice, change.at, "ask", what=category.words if category else kinds[matter.kind].words, skill=skill_of(offer),
        place=shown(matter.place), reply=day_words(clock.local_day(until)),
    )  # fmt: skip
    link = CapabilityLink.objects.create(
        ref=token.new_ref(), matter=offer, role=Role.VOICE, moves=list(REPLIES), voice=voice, answer=told,
        made_by_id=change.by.account, made_at=change.at, expires_at=until, once=True,
    )  # fmt: skip
    Talent.objects.filter(pk=one.pk).update(asked_at=change.at)
    return TalentRequest.objects.create(matter=matter, talent=one, asked_at=change.at, until=until, link=link)


def request_of(change: Change, which: int | None) -> TalentRequest:
    """The request that somebody answers: the link's, the one named, or the only one that waits.

    Invalid where it is not clear which; NotNow when nobody waits for the answer any more.
    """
    rows = TalentRequest.objects.select_for_update(of=("self",)).filter(talent__matter=change.matter, standing=WAITING)
    if change.by.link is not None:
        rows = rows.filter(link=change.by.link)
    elif which is not None:
        rows = rows.filter(pk=which)
    found = list(rows.filter(until__gte=change.at, matter__closed_at=None).order_by("id")[:2])
    if len(found) > 1:
        raise Invalid.of("asked", "请选是哪一件事", "Please choose which request")
    if not found:
        raise refuse_now("这件事已经不等回音了，谢谢您", "Nobody waits for an answer about this any more; thank you")
    return found[0]


def settle(change: Change, one: TalentRequest, how: str) -> None:
    """Note a yes, or that it is over; the link opens nothing more."""
    TalentRequest.objects.filter(pk=one.pk).update(standing=how)
    if change.by.link is None:
        CapabilityLink.objects.filter(pk=one.link_id, revoked_at=None).update(revoked_at=change.at)


def let_go(matter: Matter, at: datetime) -> None:
    """Whoever leaves is asked for nothing more and helps with nothing that is still open."""
    CapabilityLink.objects.filter(matter=matter, revoked_at=None).update(revoked_at=at)
    open_ones = TalentRequest.objects.filter(talent__matter=matter, matter__closed_at=None)
    open_ones.filter(standing__in=(WAITING, YES)).update(standing=OVER)


def day_words(day: date) -> Words:
    """A day as people say it."""
    return Words(zh=f"{day.year} 年 {day.month} 月 {day.day} 日", en=f"{day.day} {day:%B %Y}")
