"""The gate 门: one door for change. Page, JSON, terminal, clock, import and replay all knock here.

validate → same key? → lock the subject → authority → its version → flow → command → ledger line → commit.
The ledger is written with the change, in the same transaction; nothing is ever written after.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from haitang.engine import clock, countdowns, indexing, joined, ledger, links, metering, tokens
from haitang.engine.authority import GROUNDS, why
from haitang.engine.binding import bind
from haitang.engine.change import Change, place_of
from haitang.kernel.actor import Actor
from haitang.kernel.command import Command, Fact, described
from haitang.kernel.errors import Conflict, Denied, Invalid, NotNow, Refusal
from haitang.kernel.limits import KEY, printable
from haitang.kernel.registry import commands, kinds
from haitang.kernel.words import Words
from haitang.records import key as gate_key
from haitang.records import office
from haitang.records.matter import Matter
from haitang.records.party import Membership, Post
from haitang.records.place import Place

P = ParamSpec("P")
T = TypeVar("T")
_NOT_YOURS = Words(zh="您的岗位不能做这一步", en="Your post may not take this step")
_NONE_SUCH = Words(zh="没有这件事，或者不归您看", en="There is no such matter, or it is not yours to see")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change came to: its ledger line, its subject's new version, and the command's values."""

    ledger: str
    entry: int
    subject: str
    version: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One change as asked for, for `many`."""

    command: Callable[..., Fact]
    by: Actor
    given: dict[str, Any]
    key: str = ""
    expect: int | None = None


def do(
    command: Callable[Concatenate[Change, P], Fact],
    by: Actor,
    key: str = "",
    expect: int | None = None,
    *args: P.args,
    **kwargs: P.kwargs,
) -> Outcome:
    """Make one change, or raise Invalid, Denied, NotNow or Conflict with nothing written.

    `key` makes a retry return the first outcome; `expect` is the subject's version the asker saw.
    """
    spec = described(command)
    return ask(spec, by, bind(spec, args, kwargs), key, expect)


def ask(spec: Command, by: Actor, given: dict[str, Any], key: str = "", expect: int | None = None) -> Outcome:
    """Make a change by its description: for doors that look commands up by name. `given` is already bound."""
    with metering.commanding(spec.name):
        try:
            return _committed(lambda: _change(spec, by, given, key, expect))
        except Refusal as refusal:
            _note_refusal(spec, by, refusal)
            raise


def many(asked: Iterable[Asked], batch: int = 500) -> Iterator[Outcome]:
    """Make changes with the same validation and authority, one transaction for each `batch`.

    For the demonstration, imports, offline replay and bench fills. A refusal undoes its batch and is raised.
    """
    waiting: list[Asked] = []
    for one in asked:
        waiting.append(one)
        if len(waiting) >= batch:
            yield from _batch(waiting)
            waiting = []
    yield from _batch(waiting)


def _batch(asked: list[Asked]) -> list[Outcome]:
    def work() -> list[Outcome]:
        with ledger.batch():
            return [
                _change(spec, one.by, bind(spec, (), one.given), one.key, one.expect)
                for one in asked
                for spec in [described(one.command)]
            ]

    made = _committed(work)
    metering.done(described(one.command).name for one in asked)
    return made


def _committed(work: Callable[[], T]) -> T:
    """`work` with the key in one transaction; once more when another one made the same row first.

    Two retries of one key that cross each other meet here: the second time its outcome is known.
    """
    try:
        with transaction.atomic(), gate_key.hold():
            return work()
    except IntegrityError:
        with transaction.atomic(), gate_key.hold():
            return work()


@contextmanager
def upkeep() -> Iterator[None]:
    """Hold the key in a transaction for upkeep that is no act of the neighborhood: seals, settings at set-up."""
    with transaction.atomic(), gate_key.hold():
        yield


def _change(spec: Command, by: Actor, given: dict[str, Any], key: str, expect: int | None) -> Outcome:
    _usable(key)
    digest = _digest(spec, given, expect)
    if key and (known := _known(spec, by, key, digest)):
        return known
    change = Change(spec, by, clock.now())
    _load(change, given)
    _authorize(change)
    _unchanged(change, expect)
    _allowed_now(change)
    fact = spec.function(change, **given)
    if by.link is not None:
        links.count_use(by.link)
    _keep(change)
    moved_on = countdowns.follow(change, [*change.redated, *(more.subject for more in fact.also)])
    outcome = _enter(change, fact)
    for more in (*fact.also, *moved_on):
        _enter(change, more)
    if key:
        office.Idempotency.objects.create(scope=_scope(spec, by), key=key, digest=digest, outcome=asdict(outcome))
    return outcome


def _usable(key: str) -> None:
    try:
        if len(printable(key)) <= KEY:
            return
    except ValueError:
        pass
    raise Invalid.of(
        "key",
        "提交编号太长，或有不能用的字符",
        "The submission key is too long or holds characters that cannot be used",
    )


def _scope(spec: Command, by: Actor) -> str:
    """Whose keys these are; a browser's cookie is kept as its hash only."""
    return f"{spec.name} {hashlib.sha256(by.key_scope.encode()).hexdigest()}"


def _digest(spec: Command, given: dict[str, Any], expect: int | None) -> str:
    plain = spec.form.model_construct(**given).model_dump(mode="json")
    return hashlib.sha256(json.dumps([plain, expect], sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _known(spec: Command, by: Actor, key: str, digest: str) -> Outcome | None:
    row = office.Idempotency.objects.filter(scope=_scope(spec, by), key=key).first()
    if row is None:
        return None
    if row.digest != digest:
        raise Conflict(Words(zh="这个提交编号已经用在另一件事上", en="This submission key was used for something else"))
    return Outcome(**row.outcome)


def _load(change: Change, given: dict[str, Any]) -> None:
    """Lock the subject; find the place a placed command is about."""
    spec = change.command
    if spec.at and given[spec.at]:
        change.place = place_of(given[spec.at], spec.at)
    if spec.post:
        change.post = _post(given[spec.post], spec.post)
    if spec.term:
        change.term = _term(given[spec.term])
        change.post = change.term.post
    if change.post is not None:
        change.place = change.post.place
    if spec.reads_subject:
        change.subject = _meant(_locked(str(given[spec.on]), spec.shape), spec, change.by)
        change.stood = (change.subject.answered_at, change.subject.closed_at)


def _post(code: str, field_name: str) -> Post:
    post = Post.objects.select_related("organization", "place").filter(code=code).first()
    if post is None:
        raise Invalid.of(field_name, "没有找到", "There is no such thing")
    return post


def _term(term: int) -> Membership:
    """Lock a term in office; whoever may not touch it is told no more than that there may be none."""
    known = Membership.objects.select_for_update(of=("self",)).select_related("post__organization", "post__place")
    found = known.filter(pk=term).first()
    if found is None:
        raise Denied(Words(zh="没有这段任职，或者不归您管", en="There is no such term, or it is not yours to change"))
    return found


def _locked(number: str, shape: str) -> Matter:
    matter = (
        Matter.objects.select_for_update(of=("self",))
        .select_related("place", "organization", "owner__place", "concerns")
        .filter(number=number)
        .first()
    )
    if matter is None or (shape and matter.shape != shape):
        raise Denied(_NONE_SUCH)
    return matter


def _meant(matter: Matter, spec: Command, by: Actor) -> Matter:
    """What a voice does about a matter that was joined, it does about the one it was joined into."""
    if by.voice is None or matter.state != joined.STATE or not spec.move:
        return matter
    leaves = kinds[matter.kind].flow.from_state(matter.state)
    if any(move.name == spec.move for move in leaves):
        return matter
    return _locked(joined.into(matter).number, spec.shape)


def _authorize(change: Change) -> None:
    spec, matter = change.command, change.subject
    roles = spec.roles
    if matter is not None and (move := kinds[matter.kind].flow.move(spec.move)):
        roles = move.roles
    place = matter.place if matter is not None else change.place
    organization = matter.organization.code if matter is not None else _organization_of(place)
    if change.post is not None:
        organization = change.post.organization.code
    at = place or Place(path="/")
    tokens.narrowed(change.by, spec.name, at, organization)
    reason = why(change.by, roles, at, organization, matter, move=spec.move, post=change.post)
    if reason.ground == "concerned":  # as if there were no such matter
        raise Denied(_NONE_SUCH)
    if not reason.allowed:
        raise Denied(GROUNDS[reason.ground] if change.by.link is not None else _NOT_YOURS)


def _unchanged(change: Change, expect: int | None) -> None:
    """The subject is as the asker saw it. Asked after authority: a version is nobody else's business."""
    if change.subject is not None and expect is not None and change.subject.version != expect:
        raise Conflict(
            Words(
                zh="别人刚刚改过这件事，请看过新的情况再试",
                en="Somebody has just changed this; please look at it again",
            )
        )


def _organization_of(place: Place | None) -> str:
    return place.organization.code if place is not None and place.organization is not None else ""


def _allowed_now(change: Change) -> None:
    spec, matter = change.command, change.subject
    if matter is None or not spec.move:
        return
    flow = kinds[matter.kind].flow
    move = flow.move(spec.move)
    if move is None or matter.state not in move.sources:
        state = flow.state(matter.state).words
        raise NotNow(
            Words(
                zh=f"现在是“{state.zh}”，还不能做这一步", en=f"It stands at “{state.en}”; this step cannot be taken now"
            )
        )
    if move.not_by and _same(change.by, ledger.actors_of(matter.number, _commands_of(move.not_by))):
        raise Denied(Words(zh="自己办的事要由别人核查", en="Somebody else has to check what you did yourself"))


def _same(by: Actor, names: set[str]) -> bool:
    """Whether an actor is among these, as themselves or as the account that answers for a link or a token."""
    return bool(({by.name} | tokens.lenders({by.name})) & (links.behind(names) | tokens.lenders(names)))


def _commands_of(moves: Iterable[str]) -> list[str]:
    named = set(moves)
    return [spec.name for spec in commands if spec.move in named]


def _keep(change: Change) -> None:
    if change.subject is not None and change.command.reads_subject:
        change.subject.version += 1
        change.subject.save()
        if change.stood != (change.subject.answered_at, change.subject.closed_at):
            joined.follow(change.subject)
    if change.subject is not None:
        indexing.follow(change.subject)


def _enter(change: Change, fact: Fact) -> Outcome:
    place = _place_of(change, fact)
    entry = ledger.append(
        ledger.Line(
            ledger=fact.organization,
            kind=fact.verb,
            community=place.community or fact.organization,
            quantity=fact.quantity,
            subject=fact.subject,
            command=change.command.name,
            actor=change.by.name,
            door=change.by.door,
            place=place.path,
            occurred_at=change.at,
            facts=fact.facts,
            corrects=fact.corrects,
        )
    )
    version = change.subject.version if change.subject is not None else 1
    return Outcome(fact.organization, entry, fact.subject, version, fact.values)


def _place_of(change: Change, fact: Fact) -> Place:
    """The place of the entry, read once: most often it is the subject's or the one the input named."""
    at_hand = (change.subject.place if change.subject is not None else None, change.place)
    known = next((place for place in at_hand if place is not None and place.code == fact.place), None)
    if known is not None:
        return known
    return place_of(fact.place) if fact.place else Place(path="/")


def _note_refusal(spec: Command, by: Actor, refusal: Refusal) -> None:
    """Refusals go to the security log, never to the ledger. Wrong fields are everyday and are not noted."""
    if isinstance(refusal, Denied | NotNow):
        office.Refusal.objects.create(
            at=clock.now(), command=spec.name, actor=by.name, door=by.door, refusal=type(refusal).__name__
        )
