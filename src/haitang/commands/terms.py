"""Terms 任期: ending an appointment, handing a post on for some days, and taking it back."""

from datetime import date, timedelta

from haitang.engine import clock
from haitang.engine.appointing import account_for, grant, keep_an_administrator, not_oneself
from haitang.engine.authority import appointed, terms_of, today
from haitang.engine.change import Change, refuse_now
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import DELEGATION_DAYS, Code, Day, RecordId
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.party import Membership

ADMINISTRATION = (Role.SYSTEM, Role.ADMINISTRATOR)
HOLDING = (*ADMINISTRATION, Role.HOLDER)


@command("offices.end_appointment", zh="免职", en="End an appointment", roles=ADMINISTRATION, term="term")
def end_appointment(change: Change, term: RecordId) -> Fact:
    """A term ends now, and with it whatever was handed on from it. The last administrator stays."""
    served = _running(change, "appointed")
    keep_an_administrator(served)
    for handed_on in Membership.objects.filter(delegated_by=served, ended_at=None):
        _end(change, handed_on)
    _end(change, served)
    return Fact("post.vacated", *_stands(change), facts=grant(served))


@command("offices.delegate", zh="临时委托岗位", en="Delegate a post", roles=HOLDING, post="post")
def delegate(change: Change, post: Code, login: Code, since: Day, until: Day) -> Fact:
    """Hand a post to another account of the same organization for given days, 60 at most, e.g. over a holiday."""
    own = _delegated_from(change)
    account = account_for(change, login, change.office)
    not_oneself(change.by, account, change.office)
    if not Membership.objects.filter(today(), account=account, post__organization=change.office.organization).exists():
        raise Invalid.of("login", "这位今天没有任职", "They hold no post today")
    if account.pk == own.account_id:
        raise Invalid.of("login", "这个岗位本来就是这位的", "The post is theirs already")
    _days(own, since, until)
    made = Membership.objects.create(
        post=change.office, account=account, since=since, until=until, kind="delegated", delegated_by=own
    )
    return Fact("post.delegated", *_stands(change), facts=grant(made, source=own.pk), values={"term": made.pk})


@command("offices.end_delegation", zh="收回委托", en="End a delegation", roles=HOLDING, term="term")
def end_delegation(change: Change, term: RecordId) -> Fact:
    """What was handed on comes back before its last day."""
    served = _running(change, "delegated")
    _end(change, served)
    return Fact("post.returned", *_stands(change), facts=grant(served))


def _delegated_from(change: Change) -> Membership:
    """The appointment a delegation rests on: one's own, or for an administrator that of whoever holds the post."""
    own = appointed(change.by, change.office)
    if own is not None:
        return own
    if any(term.post_id == change.office.pk for term in terms_of(change.by)):
        raise Denied(
            Words(zh="受委托的岗位不能再委托给别人", en="What one holds by delegation cannot be delegated further")
        )
    held = Membership.objects.filter(today(), post=change.office, kind="appointed").order_by("id").first()
    if held is None:
        raise Invalid.of("post", "这个岗位今天没有人任职", "Nobody holds this post today")
    return held


def _days(own: Membership, since: date, until: date) -> None:
    if since < clock.today():
        raise Invalid.of("since", "不能从过去的日子开始", "It cannot begin in the past")
    if until < since:
        raise Invalid.of("until", "结束不能早于开始", "It cannot end before it begins")
    if until - since >= timedelta(days=DELEGATION_DAYS):
        raise Invalid.of("until", f"最多 {DELEGATION_DAYS} 天", f"At most {DELEGATION_DAYS} days")
    if own.until is not None and until > own.until:
        raise Invalid.of("until", "不能长过本人的任期", "It cannot outlast the term it comes from")


def _running(change: Change, kind: str) -> Membership:
    served = change.served
    if served.kind != kind:
        raise Invalid.of("term", "不是这种任职", "This is another kind of term")
    if served.ended_at is not None or (served.until is not None and served.until < clock.today()):
        raise refuse_now("这段任职已经结束了", "This term is over already")
    return served


def _end(change: Change, term: Membership) -> None:
    term.ended_at = change.at
    term.until = min(term.until or clock.today(), clock.today())
    term.save()


def _stands(change: Change) -> tuple[str, str, str]:
    """Ledger, place and subject of what happens to a post."""
    return change.office.organization.code, change.office.place.code, change.office.code


COMMANDS = (end_appointment, delegate, end_delegation)
