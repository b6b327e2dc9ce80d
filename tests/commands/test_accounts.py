"""Accounts: who may invite whom, and what a link is good for."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest

from haitang.commands import accounts, offices
from haitang.engine import gate, invitations, ledger, sign_ins
from haitang.kernel.errors import Conflict, Denied, Invalid, NotNow
from haitang.records.account import Account, Invitation
from haitang.records.office import Idempotency
from haitang.records.party import Organization
from tests.cast import PASSWORD, Cast
from tests.entrypoints.web.entering import invited

At = Callable[[str], datetime]
NEW = "four words of one's own"


def start(cast: Cast, secret: str, password: str = NEW) -> gate.Outcome:
    return gate.do(accounts.start, cast.anyone, secret=secret, password=password)


def account(login: str) -> Account:
    return Account.objects.get(login=login)


def test_an_invitation_opens_a_new_login_that_has_no_password_before(cast: Cast) -> None:
    secret = invited(cast.administrator, "newcomer")
    assert not account("newcomer").has_usable_password()
    outcome = start(cast, secret)
    assert account("newcomer").check_password(NEW)
    assert (outcome.ledger, outcome.subject) == ("sujin", f"account:{account('newcomer').pk}")


def test_the_ledger_names_no_login_and_no_secret(cast: Cast) -> None:
    secret = invited(cast.administrator, "newcomer")
    start(cast, secret)
    lines = json.dumps([[str(vars(leaf)), str(vars(body))] for leaf, body in _lines("sujin")], ensure_ascii=False)
    assert "newcomer" not in lines and secret not in lines and NEW not in lines


def _lines(name: str) -> list[tuple[object, object]]:
    found = [ledger.line(name, entry + 1) for entry in range(ledger.head(name).size)]
    return [line for line in found if line is not None]


def test_the_secret_is_in_no_table(cast: Cast) -> None:
    made = gate.do(accounts.invite, cast.administrator, key="one-form", place="sujin", login="newcomer")
    invitation = Invitation.objects.get(pk=made.values["invitation"])
    secret = invitations.secret_of(invitation)
    kept = [str(list(Idempotency.objects.values())), str(vars(invitation))]
    assert not any(secret in each for each in kept)
    again = gate.do(accounts.invite, cast.administrator, key="one-form", place="sujin", login="newcomer")
    assert again.values == made.values, "sent twice, it is one invitation"


@pytest.mark.parametrize("login", ["other_desk", "other_administrator"])
def test_an_administrator_invites_nobody_of_another_office(cast: Cast, login: str) -> None:
    with pytest.raises(Denied):
        invited(cast.administrator, login)
    with pytest.raises(Denied):
        invited(cast.administrator, "newcomer", place="huangqiao")
    assert account(login).check_password(PASSWORD)


def test_nobody_but_the_administrator_invites(cast: Cast) -> None:
    for actor in (cast.desk, cast.supervisor, cast.anyone):
        with pytest.raises(Denied):
            gate.do(accounts.invite, actor, place="sujin", login="newcomer")


def test_a_login_of_nobody_yet_is_invited_by_the_installation_only(cast: Cast) -> None:
    gate.do(offices.open_account, cast.founder, login="unposted")
    with pytest.raises(Denied):
        invited(cast.administrator, "unposted")
    assert invited(cast.founder, "unposted")
    assert invited(cast.administrator, "unposted"), "once invited for this office it is this office's"
    with pytest.raises(Denied):
        invited(cast.other_administrator, "unposted", place="huangqiao")


def test_a_login_differs_from_others_by_more_than_capitals(cast: Cast) -> None:
    with pytest.raises(Conflict):
        invited(cast.administrator, "DESK")
    with pytest.raises(Conflict):
        gate.do(offices.open_account, cast.founder, login="Desk")


def test_used_once_it_is_used(cast: Cast) -> None:
    secret = invited(cast.administrator, "desk")
    start(cast, secret)
    with pytest.raises(NotNow, match="used"):
        start(cast, secret, "another password of mine")
    assert account("desk").check_password(NEW)


def test_after_seven_days_it_is_over(cast: Cast, clock_at: At) -> None:
    clock_at("2023-11-14 09:30")
    secret = invited(cast.administrator, "desk")
    clock_at("2023-11-21 09:29")
    invitations.usable(secret)
    clock_at("2023-11-21 09:30")
    with pytest.raises(NotNow, match="expired"):
        start(cast, secret)


def test_taken_back_it_is_over(cast: Cast) -> None:
    secret = invited(cast.administrator, "desk")
    made = Invitation.objects.get()
    with pytest.raises(Denied):
        gate.do(accounts.revoke_invitation, cast.other_administrator, place="sujin", invitation=made.pk)
    with pytest.raises(Invalid):
        gate.do(accounts.revoke_invitation, cast.other_administrator, place="huangqiao", invitation=made.pk)
    gate.do(accounts.revoke_invitation, cast.administrator, place="sujin", invitation=made.pk)
    with pytest.raises(NotNow, match="taken back"):
        start(cast, secret)
    with pytest.raises(NotNow):
        gate.do(accounts.revoke_invitation, cast.administrator, place="sujin", invitation=made.pk)


def test_a_second_link_takes_the_first_back(cast: Cast) -> None:
    first, second = invited(cast.administrator, "desk"), invited(cast.administrator, "desk")
    with pytest.raises(NotNow, match="taken back"):
        start(cast, first)
    start(cast, second)


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: s + "a", lambda s: "a" * 32, lambda s: s[::-1]])
def test_a_forged_secret_opens_nothing(cast: Cast, change: Callable[[str], str]) -> None:
    secret = invited(cast.administrator, "desk")
    with pytest.raises(Invalid) as refused:
        start(cast, change(secret))
    assert [problem.field for problem in refused.value.problems] == ["secret"]


@pytest.mark.parametrize("weak", ["short", "1234567890", "passwordpassword"[:9]])
def test_a_weak_password_is_refused_and_the_link_still_works(cast: Cast, weak: str) -> None:
    secret = invited(cast.administrator, "desk")
    with pytest.raises(Invalid) as refused:
        start(cast, secret, weak)
    assert {problem.field for problem in refused.value.problems} == {"password"}
    start(cast, secret)


def test_the_second_step_is_decided_for_the_whole_office_by_its_administrator(cast: Cast) -> None:
    sujin = Organization.objects.get(code="sujin")
    gate.do(accounts.require_second_factor, cast.administrator, place="sujin", required=True)
    assert sign_ins.wants_second_factor(sujin)
    assert not sign_ins.wants_second_factor(Organization.objects.get(code="xcscjg8"))
    gate.do(accounts.require_second_factor, cast.administrator, place="sujin")
    assert not sign_ins.wants_second_factor(sujin)
    with pytest.raises(Invalid):
        gate.do(accounts.require_second_factor, cast.administrator, place="daguan", required=True)
    with pytest.raises(Denied):
        gate.do(accounts.require_second_factor, cast.desk, place="daguan", required=True)
