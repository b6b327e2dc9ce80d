"""Inbox 收件箱: a post learns of what now waits for it. A message is a template and a matter, never anybody's words."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from haitang.engine import clock, concern, routing
from haitang.engine.authority import posts_of
from haitang.engine.consumer import DELIVERED, Consumer, Happening, Result, Want
from haitang.engine.gate import upkeep
from haitang.engine.ladder import nearest_at as nearest_at
from haitang.kernel.actor import Actor
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.office import Delivery, Message
from haitang.records.party import Post
from haitang.records.place import Place

#: What a message says, by its template.
TEMPLATES: dict[str, Words] = {
    "case.received": Words(zh="有人说了一件事，请受理", en="Somebody has told us something; please accept it"),
    "asked.received": Words(zh="有人问了一件事，请答复", en="Somebody asks something; please answer it"),
    "guide.overdue": Words(
        zh="这篇办事指南过了核对期，已不公开，请核对",
        en="This article of the service guide is past its term and hidden; please check it",
    ),
    "case.accepted": Words(
        zh="一件事没有规则管，也没写归谁，请您定", en="No rule fits a matter and nobody is named for it; please decide"
    ),
    "case.assigned": Words(zh="一件事派给了您的岗位", en="A matter has been assigned to your post"),
    "case.claimed": Words(zh="一件事申报办结，请核查", en="A matter is claimed done; please check it"),
    "case.again_asked": Words(
        zh="有人再次要求复办，请在时限内决定",
        en="Somebody asks for another reopening; please decide in time",
    ),
    "case.involved": Words(zh="请您的岗位会同办理一件事", en="Your post was brought in for a part of a matter"),
    "case.reminded": Words(zh="一件事快到时限了", en="The time for a matter is running out"),
    "case.raised": Words(zh="一件事到期没办，报到您这里", en="A matter is late and was raised to you"),
    "asked.reminded": Words(zh="一个问题快到答复期限了", en="The time to answer a question is running out"),
    "asked.raised": Words(zh="一个问题到期没答，报到您这里", en="A question is late and was raised to you"),
    "case.reopened": Words(zh="一件事要复办", en="A matter has been reopened"),
    "talent.offered": Words(zh="有人报名当能人，请确认", en="Somebody offers a skill; please confirm it"),
    "project.claimed": Words(zh="一个项目申报完工，请验收", en="A project is claimed done; please look at the work"),
    "project.owed": Words(
        zh="相关项目已验收，但这件事还没派办，请答复说事的人",
        en="The project is accepted, but this matter was not in hand; please answer those who raised it",
    ),
}

RETENTION = "case.kept"
TEMPLATES[RETENTION] = Words(
    zh="办结的事到了保存期限，这是最早的一件；请到“保存期限”页提出销毁",
    en="Closed matters have been kept long enough, this one the longest; please propose their disposal",
)

WANTS = (
    Want("case", "received"),
    Want("case", "accepted"),
    Want("case", "assigned"),
    Want("case", "claimed"),
    Want("case", "reopened"),
    Want("case", "again_asked"),
    Want("case", "involved"),
    Want("case", "reminded"),
    Want("case", "raised"),
    Want("asked", "reminded"),
    Want("asked", "raised"),
    Want("project", "claimed"),
    Want("talent", ""),
)


def nearest(matter: Matter, *roles: Role) -> list[Post]:
    """The posts of the first of `roles` that anybody has at the matter's place or above: those nearest to it.

    Of a matter about an office none of its own; where none is left, those one level up that carry it instead.
    """
    found = [post for post in _nearest(matter, roles) if not concern.hides_from_post(post, matter)]
    if found or not matter.raised_past:
        return found
    last = (Role.DESK, Role.DISPATCHER, Role.SUPERVISOR, Role.AUDITOR)
    return [post for role in last for post in _nearest(matter, (role,)) if not concern.hides_from_post(post, matter)][
        :1
    ]


def _nearest(matter: Matter, roles: Sequence[Role]) -> list[Post]:
    place = Place(path=matter.raised_past) if matter.raised_past else matter.place
    return nearest_at(place, matter.organization_id, *roles)


def posts_for(happening: Happening, matter: Matter) -> list[Post]:
    """Whom a line concerns."""
    match template_of(happening, matter):
        case "case.received":
            return nearest(matter, Role.DESK)
        case "talent.offered":
            return nearest(matter, Role.DESK, Role.DISPATCHER)
        case "asked.received":
            return nearest(matter, Role.DESK, Role.DISPATCHER, Role.SUPERVISOR)
        case "case.accepted":
            queue = routing.queue_of(matter.organization_id) if happening.facts.get("unmatched") else None
            return [queue] if queue else []
        case "case.assigned" | "case.involved":
            given = Post.objects.select_related("place").filter(code=happening.facts.get("owner", ""))
            return [post for post in given if not concern.hides_from_post(post, matter)]
        case "case.again_asked":
            return nearest(matter, Role.SUPERVISOR)
        case "case.reminded" | "case.raised" | "asked.reminded" | "asked.raised":
            codes = happening.facts.get("to", [])
            given = Post.objects.filter(code__in=codes, organization=matter.organization_id).select_related("place")
            return [post for post in given if not concern.hides_from_post(post, matter)]
        case "case.reopened":
            return [*([matter.owner] if matter.owner else []), *nearest(matter, Role.SUPERVISOR)]
        case "project.claimed":
            return nearest(matter, Role.CHECKER, Role.SUPERVISOR)
        case _:
            return nearest(matter, Role.CHECKER, Role.DESK)


def template_of(happening: Happening, matter: Matter) -> str:
    """The template for a line: flow and verb; of a line of which only the count is public, the act in its sealed half."""
    act = str(happening.facts.get("act") or happening.kind)
    return f"{kinds[matter.kind].flow.name}.{act.split('.')[1]}"


def targets(happening: Happening) -> Iterable[str]:
    """The codes of the posts a line concerns, each once."""
    matter = _matter(happening.subject)
    if template_of(happening, matter) not in TEMPLATES:
        return ()
    return dict.fromkeys(post.code for post in posts_for(happening, matter))


def carry(delivery: Delivery, happening: Happening) -> Result:
    """Put the message into the post's inbox."""
    matter = _matter(happening.subject)
    leave(matter, Post.objects.get(code=delivery.target), template_of(happening, matter), happening)
    return DELIVERED


def leave(matter: Matter, post: Post, template: str, happening: Happening) -> None:
    """One message, dated as the line that caused it."""
    with upkeep():
        Message.objects.create(post=post, matter=matter, template=template, at=happening.recorded_at)


def remind(matter: Matter, post: Post, template: str) -> int:
    """One message that no line caused but the calendar."""
    with upkeep():
        Message.objects.create(post=post, matter=matter, template=template, at=clock.now())
    return 1


def words_of(message: Message) -> Words:
    """What a message says, in both languages."""
    return TEMPLATES[message.template]


def unread(actor: Actor) -> int:
    """How many messages wait for the posts an actor holds."""
    return waiting(posts_of(actor)).count()


def waiting(posts: Sequence[Post]) -> QuerySet[Message]:
    """The unread messages of these posts, for whoever counts them along with something else."""
    return _letters(posts).filter(read_at=None)


def _letters(posts: Sequence[Post]) -> QuerySet[Message]:
    """What came to these posts, but for what is about their own office."""
    return Message.objects.filter(Q(matter=None) | concern.open_to(posts, "matter__"), post__in=posts)


def messages(
    actor: Actor, before: int | None = None, limit: int = 50, held: Sequence[Post] | None = None
) -> list[Message]:
    """Messages to the posts an actor holds, newest first; `before` is the id of the last one seen."""
    posts = posts_of(actor) if held is None else held
    rows = _letters(posts).select_related("post", "matter__place", "article__place")
    return list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[:limit])


def mark_read(actor: Actor, matter: str = "", article: str = "") -> int:
    """Mark an actor's messages as read: those about one matter (its number) or article (its code), or all; how many."""
    with upkeep():
        rows = Message.objects.filter(post__in=posts_of(actor), read_at=None)
        rows = rows.filter(article__code=article) if article else rows
        return (rows.filter(matter__number=matter) if matter else rows).update(read_at=clock.now())


def _matter(number: str) -> Matter:
    return Matter.objects.select_related("place", "owner__place").get(number=number)


INBOX = Consumer("inbox", WANTS, targets, carry, inside=True, batch=10)
