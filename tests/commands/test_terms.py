"""Appointing, ending, delegating: who reaches whom, for how long, and that nobody raises their own authority."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from haitang.commands import matters, offices, terms
from haitang.engine import authority, clock, gate, ledger
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.kernel.role import Role
from haitang.records.account import Account
from haitang.records.party import Membership, Post
from tests.cast import Cast

NAMES = {"name": "新", "name_en": "new"}
Attempt = Callable[[Cast], Any]


def term(login: str, kind: str = "appointed") -> int:
    return Membership.objects.filter(account__login=login, kind=kind).latest("id").pk


def appoint(by: Actor, post: str, login: str) -> gate.Outcome:
    return gate.do(offices.appoint, by, post=post, login=login, since=clock.today())


def delegate(by: Actor, post: str, login: str, days: int = 7, **given: Any) -> gate.Outcome:
    dates = {"since": clock.today(), "until": clock.today() + timedelta(days=days - 1)}
    return gate.do(terms.delegate, by, post=post, login=login, **{**dates, **given})


def create(
    by: Actor, code: str, role: str = "desk", place: str = "daguan", organization: str = "sujin"
) -> gate.Outcome:
    return gate.do(offices.create_post, by, code=code, role=role, place=place, organization=organization, **NAMES)


def field_of(refused: pytest.ExceptionInfo[Invalid]) -> str:
    return refused.value.problems[0].field


def test_an_administrator_takes_somebody_on_and_lets_them_go(cast: Cast) -> None:
    create(cast.administrator, "desk-2")
    opened = gate.do(offices.open_account, cast.administrator, login="new", place="daguan")
    assert opened.ledger == "sujin"
    made = appoint(cast.administrator, "desk-2", "new")
    newcomer = Actor("web", account=Account.objects.get(login="new").pk)
    told = cast.report()
    gate.do(matters.accept, newcomer, matter=told.number, category="drains")
    gate.do(terms.end_appointment, cast.administrator, term=made.values["term"])
    assert authority.posts_of(newcomer) == []
    with pytest.raises(NotNow):
        gate.do(terms.end_appointment, cast.administrator, term=made.values["term"])


# Nobody raises their own authority: every way there is


def second(cast: Cast) -> Actor:
    """Another administrator of the sub-district."""
    create(cast.founder, "administrator-2", "administrator", "sujin")
    gate.do(offices.open_account, cast.founder, login="second")
    appoint(cast.founder, "administrator-2", "second")
    return Actor("web", account=Account.objects.get(login="second").pk)


def by_a_post_created(cast: Cast) -> Any:
    create(cast.administrator, "mine", "supervisor", "sujin")
    return appoint(cast.administrator, "mine", "administrator")


def by_a_post_created_and_a_friend(cast: Cast) -> Any:
    friend = second(cast)
    create(cast.administrator, "mine", "supervisor", "sujin")
    return appoint(friend, "mine", "administrator")


def by_a_post_created_and_its_holder(cast: Cast) -> Any:
    create(cast.administrator, "mine", "supervisor", "sujin")
    appoint(cast.administrator, "mine", "reader")
    return delegate(cast.reader, "mine", "administrator")


def further(cast: Cast) -> Any:
    delegate(cast.desk, "desk", "grid")
    return delegate(cast.grid, "desk", "recorder")


def further_as_administrator(cast: Cast) -> Any:
    delegate(cast.desk, "desk", "administrator")
    return delegate(cast.administrator, "desk", "recorder")


def by_borrowed_administration(cast: Cast) -> Any:
    delegate(cast.administrator, "administrator", "reader")
    return appoint(cast.reader, "supervisor", "reader")


def longer(cast: Cast) -> Any:
    delegate(cast.administrator, "administrator", "reader")
    return delegate(cast.reader, "administrator", "reader", days=60)


RAISING: dict[str, Attempt] = {
    **{
        f"an administrator appoints themselves {role.value}": (
            lambda cast, role=role: appoint(cast.administrator, role.value, "administrator")
        )
        for role in (Role.DESK, Role.GRID, Role.DISPATCHER, Role.CHECKER, Role.SUPERVISOR, Role.CHAIR, Role.READER,
                     Role.AUDITOR, Role.RECORDER, Role.ADMINISTRATOR)
    },
    "an administrator delegates somebody's post to themselves": (
        lambda cast: delegate(cast.administrator, "supervisor", "administrator")
    ),
    "a holder delegates to themselves": lambda cast: delegate(cast.desk, "desk", "desk"),
    "a holder takes a post beside": lambda cast: delegate(cast.desk, "jinhua_desk", "desk"),
    "a holder appoints": lambda cast: appoint(cast.desk, "supervisor", "grid"),
    "a holder creates a post": lambda cast: create(cast.desk, "mine"),
    "a post created for oneself": by_a_post_created,
    "a post created, given by a friend": by_a_post_created_and_a_friend,
    "a post created, delegated back": by_a_post_created_and_its_holder,
    "what is held by delegation, delegated further": further,
    "the same by an administrator": further_as_administrator,
    "borrowed administration appoints itself": by_borrowed_administration,
    "borrowed administration prolongs itself": longer,
    "a passer-by": lambda cast: appoint(cast.anyone, "desk", "reader"),
    "the other organization's administrator": lambda cast: appoint(cast.other_administrator, "desk", "other_reader"),
}  # fmt: skip


@pytest.mark.parametrize("way", RAISING)
def test_nobody_raises_their_own_authority(cast: Cast, way: str) -> None:
    with pytest.raises(Denied):
        RAISING[way](cast)


def test_another_administrator_may(cast: Cast) -> None:
    friend = second(cast)
    assert appoint(friend, "checker", "administrator").entry


# Delegation


def test_a_delegated_post_serves_between_its_days_and_no_longer(
    cast: Cast, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2023-09-25 09:00")
    delegate(cast.desk, "desk", "recorder", since=date(2023, 9, 29), until=date(2023, 10, 6))
    for day, able in (("2023-09-28", False), ("2023-09-29", True), ("2023-10-06", True), ("2023-10-07", False)):
        clock_at(f"{day} 12:00")
        assert ("desk" in {post.code for post in authority.posts_of(cast.recorder)}) is able, day


@pytest.mark.parametrize(("days", "wrong"), [(1, ""), (60, ""), (61, "until"), (0, "until")])
def test_sixty_days_are_the_longest(cast: Cast, days: int, wrong: str) -> None:
    if not wrong:
        assert delegate(cast.desk, "desk", "grid", days=days).entry
        return
    with pytest.raises(Invalid) as refused:
        delegate(cast.desk, "desk", "grid", days=days)
    assert field_of(refused) == wrong


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"login": "other_reader"}, "login"),
        ({"login": "nobody"}, "login"),
        ({"since": date(2022, 1, 1)}, "since"),
    ],
)
def test_what_cannot_be_delegated_is_named(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        delegate(cast.desk, "desk", **{"login": "grid", **given})
    assert field_of(refused) == field


def test_a_delegation_does_not_outlast_the_term_it_comes_from(cast: Cast) -> None:
    until = clock.today() + timedelta(days=3)
    gate.do(offices.appoint, cast.founder, post="works", login="grid", since=clock.today(), until=until)
    with pytest.raises(Invalid) as refused:
        delegate(cast.grid, "works", "reader", days=30)
    assert field_of(refused) == "until"


def test_a_delegation_ends_when_it_is_taken_back_or_when_its_source_ends(cast: Cast) -> None:
    for end in (
        lambda made: gate.do(terms.end_delegation, cast.desk, term=made),
        lambda made: gate.do(terms.end_delegation, cast.administrator, term=made),
        lambda made: gate.do(terms.end_appointment, cast.administrator, term=term("desk")),
    ):
        made = delegate(cast.desk, "desk", "recorder").values["term"]
        assert "desk" in {post.code for post in authority.posts_of(cast.recorder)}
        end(made)
        assert "desk" not in {post.code for post in authority.posts_of(cast.recorder)}


@pytest.mark.parametrize("who", ["grid", "supervisor", "recorder", "other_administrator"])
def test_a_delegation_is_ended_by_its_giver_or_the_administrator_only(cast: Cast, who: str) -> None:
    made = delegate(cast.desk, "desk", "recorder").values["term"]
    with pytest.raises(Denied):
        gate.do(terms.end_delegation, cast.by_login[who], term=made)


def test_each_kind_of_term_is_ended_by_its_own_command(cast: Cast) -> None:
    made = delegate(cast.desk, "desk", "recorder").values["term"]
    with pytest.raises(Invalid):
        gate.do(terms.end_appointment, cast.administrator, term=made)
    with pytest.raises(Invalid):
        gate.do(terms.end_delegation, cast.administrator, term=term("desk"))


def test_nobody_checks_what_they_did_with_a_post_lent_to_them(cast: Cast) -> None:
    """Separation is of the person, whatever posts they hold."""
    delegate(cast.checker, "checker", "property")
    told = cast.claimed()
    with pytest.raises(Denied, match="Somebody else"):
        gate.do(matters.check, cast.property, matter=told.number)
    gate.do(matters.check, cast.checker, matter=told.number)


# The last administrator, and the other organization's


def test_the_last_administrator_stays(cast: Cast) -> None:
    with pytest.raises(NotNow, match="last administrator"):
        gate.do(terms.end_appointment, cast.administrator, term=term("administrator"))
    with pytest.raises(NotNow):
        gate.do(terms.end_appointment, cast.founder, term=term("administrator"))
    friend = second(cast)
    gate.do(terms.end_appointment, friend, term=term("administrator"))
    with pytest.raises(NotNow):
        gate.do(terms.end_appointment, friend, term=term("second"))


def test_an_administrator_below_or_on_loan_is_no_other_administrator(cast: Cast) -> None:
    create(cast.administrator, "small", "administrator", "daguan")
    appoint(cast.administrator, "small", "grid")
    delegate(cast.administrator, "administrator", "reader")
    with pytest.raises(NotNow):
        gate.do(terms.end_appointment, cast.administrator, term=term("administrator"))
    gate.do(terms.end_appointment, cast.administrator, term=term("grid"))


def reaching_over(cast: Cast) -> dict[str, Callable[[], Any]]:
    there = cast.other_administrator
    return {
        "create a post there": lambda: create(there, "new"),
        "create a post here for there": lambda: create(there, "new", place="beizhuang"),
        "open an account there": lambda: gate.do(offices.open_account, there, login="new", place="daguan"),
        "open one nowhere": lambda: gate.do(offices.open_account, there, login="new"),
        "appoint there": lambda: appoint(there, "desk", "other_reader"),
        "appoint theirs here": lambda: appoint(there, "other_desk", "reader"),
        "end there": lambda: gate.do(terms.end_appointment, there, term=term("desk")),
        "delegate there": lambda: delegate(there, "desk", "grid"),
        "delegate to theirs": lambda: delegate(there, "other_desk", "grid"),
    }


def test_an_administrator_reaches_its_own_organization_only(cast: Cast) -> None:
    before = (Membership.objects.count(), Post.objects.count(), Account.objects.count())
    for way, attempt in reaching_over(cast).items():
        with pytest.raises((Denied, Invalid)):
            attempt()
            pytest.fail(way)
    assert (Membership.objects.count(), Post.objects.count(), Account.objects.count()) == before


def test_an_account_another_office_opened_is_not_found(cast: Cast) -> None:
    gate.do(offices.open_account, cast.other_administrator, login="fresh", place="beizhuang")
    with pytest.raises(Invalid) as refused:
        appoint(cast.administrator, "desk", "fresh")
    assert field_of(refused) == "login"


def test_every_grant_stands_in_the_ledger_by_account_without_a_login(cast: Cast) -> None:
    made = delegate(cast.desk, "desk", "recorder")
    gate.do(terms.end_delegation, cast.desk, term=made.values["term"])
    lines = [(leaf.kind, body) for body, leaf in ledger.of_subject("desk")]
    assert [kind for kind, _ in lines][-3:] == ["post.filled", "post.delegated", "post.returned"]
    assert all(f'"account":{account.pk}' in (body.facts or "").replace(" ", "") for (_, body), account in zip(
        lines[-2:], [Account.objects.get(login="recorder")] * 2, strict=True))  # fmt: skip
    assert not any("recorder" in (body.facts or "") for _, body in lines)
