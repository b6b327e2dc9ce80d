"""Invitation, my account and the administrator's page over HTTP."""

import re
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.test import Client

from haitang.commands import accounts
from haitang.engine import gate
from haitang.records.account import Account, Invitation
from tests.cast import PASSWORD, Cast
from tests.entrypoints.web.entering import at_home, digits, invited, sign_in, text

NEW = "four words of one's own"


def accept(client: Client, secret: str, password: str = NEW, again: str = "") -> Any:
    return client.post(f"/invitation/{secret}", {"password": password, "again": again or password})


def test_the_page_of_an_invitation_is_kept_nowhere_and_handed_on_to_nobody(cast: Cast, client: Client) -> None:
    secret = invited(cast.administrator, "newcomer")
    page = client.get(f"/invitation/{secret}")
    assert "newcomer" in text(page) and "苏锦街道" in text(page)
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "strict-origin"


def test_an_invited_person_sets_a_password_and_signs_in(cast: Cast, client: Client) -> None:
    secret = invited(cast.administrator, "newcomer")
    assert accept(client, secret)["Location"] == "/sign-in"
    assert sign_in(client, "newcomer", NEW).status_code == 302
    assert at_home(client)


def test_two_passwords_that_differ_and_a_weak_one_come_back_empty(cast: Cast, client: Client) -> None:
    secret = invited(cast.administrator, "newcomer")
    for answer in (accept(client, secret, again="something else"), accept(client, secret, "short")):
        assert answer.status_code == 422
        assert NEW not in text(answer) and 'id="errors-title"' in text(answer)
    assert accept(client, secret).status_code == 302


@pytest.mark.parametrize("how", ["used", "expired", "taken back", "forged"])
def test_what_cannot_be_used_is_said_kindly(cast: Cast, client: Client, how: str) -> None:
    secret = invited(cast.administrator, "desk")
    if how == "used":
        accept(Client(), secret)
    elif how == "expired":
        _age()
    elif how == "taken back":
        made = Invitation.objects.get().pk
        gate.do(accounts.revoke_invitation, cast.administrator, place="sujin", invitation=made)
    else:
        secret = secret[::-1]
    words = {"used": "已经用过", "expired": "已经过期", "taken back": "已经收回", "forged": "不对"}[how]
    for answer in (client.get(f"/invitation/{secret}"), accept(client, secret, "another one of mine")):
        assert answer.status_code == (404 if how == "forged" else 410)
        assert words in text(answer)
    assert not Account.objects.get(login="desk").check_password("another one of mine")


def _age() -> None:
    with gate.upkeep():
        for made in Invitation.objects.all():
            made.expires_at = made.made_at
            made.save()


@pytest.mark.parametrize("odd", ["%00", "%ff%fe", "x" * 5_000, "a%0d%0ab", "🌸"])
def test_odd_links_are_answered(cast: Cast, odd: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get(f"/invitation/{odd}").status_code == 404
    assert client.post(f"/invitation/{odd}", {"password": NEW, "again": NEW}).status_code == 404


def test_the_administrator_makes_a_link_and_sees_it_once(cast: Cast, client: Client) -> None:
    client.force_login(Account.objects.get(login="administrator"))
    made = client.post("/desk/accounts", {"login": "newcomer", "place": "sujin", "key": "one"})
    link = re.search(r"https?://[^\s<]+/invitation/([a-z2-7]{32})", text(made))
    assert link and "no-store" in made["Cache-Control"]
    assert Client().get(f"/invitation/{link[1]}").status_code == 200
    assert link[1] not in text(client.get("/desk/accounts"))
    assert "newcomer" in text(client.get("/desk/accounts"))


def test_the_administrator_takes_it_back_there(cast: Cast, client: Client) -> None:
    secret = invited(cast.administrator, "desk")
    client.force_login(Account.objects.get(login="administrator"))
    form = {"place": "sujin", "invitation": Invitation.objects.get().pk, "next": "/desk/accounts"}
    assert client.post("/do/accounts.revoke_invitation", form)["Location"] == "/desk/accounts"
    assert Client().get(f"/invitation/{secret}").status_code == 410
    assert "已收回" in text(client.get("/desk/accounts"))


@pytest.mark.parametrize("login", ["desk", "supervisor", "auditor"])
def test_nobody_else_reads_who_is_invited(cast: Cast, client: Client, login: str) -> None:
    client.force_login(Account.objects.get(login=login))
    assert client.get("/desk/accounts").status_code == 403


def test_wrong_input_comes_back_with_what_was_typed(cast: Cast, client: Client) -> None:
    client.force_login(Account.objects.get(login="administrator"))
    for login in ("", "x" * 65, "DESK"):
        answer = client.post("/desk/accounts", {"login": login, "place": "sujin"})
        assert answer.status_code == 422 and f'value="{login}"' in text(answer)
    assert client.post("/desk/accounts", {"login": "other_desk", "place": "sujin"}).status_code == 403
    assert client.post("/desk/accounts", {"login": "new", "place": "huangqiao"}).status_code == 403
    assert not Invitation.objects.exists()


def test_my_account_says_what_is_mine(cast: Cast, client: Client) -> None:
    sign_in(client, "desk")
    page = text(client.get("/account"))
    assert "社区受理台" in page and "就是这里" in page and "修改密码" in page
    assert "/account" in text(client.get("/desk/"))


def test_my_sessions_are_mine_to_end(cast: Cast) -> None:
    here, there, other = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) MicroMessenger"), Client()
    sign_in(here, "desk")
    sign_in(there, "desk")
    sign_in(other, "grid")
    assert "微信 · iPhone" in text(here.get("/account"))
    ids = dict(UserSession.objects.values_list("session_key", "pk"))
    other.post("/account/sessions", {"session": ids[here.session.session_key]})
    assert at_home(here), "somebody else's is not mine to end"
    here.post("/account/sessions", {"session": ids[there.session.session_key]})
    assert there.get("/desk/").status_code == 302 and here.get("/desk/").status_code == 200
    assert other.get("/desk/").status_code == 200


def test_all_others_end_at_once(cast: Cast) -> None:
    clients = [Client() for _ in range(3)]
    for client in clients:
        sign_in(client, "desk")
    clients[0].post("/account/sessions", {"session": "others"})
    assert [client.get("/desk/").status_code for client in clients] == [200, 302, 302]


@pytest.mark.parametrize("session", ["", "0", "-1", "9" * 40, "x", "１", "\0"])
def test_odd_sessions_end_nothing(cast: Cast, client: Client, session: str) -> None:
    sign_in(client, "desk")
    assert client.post("/account/sessions", {"session": session}).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_a_changed_password_signs_the_others_out(cast: Cast) -> None:
    here, there = Client(), Client()
    sign_in(here, "desk")
    sign_in(there, "desk")
    wrong = here.post("/account/password", {"oldpassword": "x", "password1": NEW, "password2": NEW})
    assert "现在的密码不是这个" in text(wrong)
    weak = here.post("/account/password", {"oldpassword": PASSWORD, "password1": "short", "password2": "short"})
    assert weak.status_code == 200 and NEW not in text(weak)
    done = here.post("/account/password", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert done["Location"] == "/account"
    assert here.get("/desk/").status_code == 200 and there.get("/desk/").status_code == 302


def test_what_changes_the_sign_in_asks_once_more_who_one_is(cast: Cast, client: Client) -> None:
    sign_in(client, "desk")
    for url in ("/account/app", "/account/passkeys/add"):
        assert client.get(url)["Location"].startswith("/account/confirm?next=")
    assert "密码不对" in text(client.post("/account/confirm", {"password": "wrong", "next": "/account/app"}))
    assert client.post("/account/confirm", {"password": PASSWORD, "next": "/account/app"})["Location"] == "/account/app"
    page = text(client.get("/account/app"))
    key = re.search(r'id="totp-key">([A-Z2-7]+)<', page)
    assert key and "<svg" in page
    answer = client.post("/account/app", {"code": digits(key[1])})
    assert answer["Location"] == "/account/codes"
    assert len(re.findall(r"<li>\d{8}</li>", text(client.get("/account/codes")))) == 10
    assert client.get("/account/app/remove").status_code == 200
    assert client.post("/account/app/remove")["Location"] == "/account"
    assert "还剩" not in text(client.get("/account"))


def test_going_elsewhere_after_confirming_is_refused(cast: Cast, client: Client) -> None:
    sign_in(client, "desk")
    answer = client.post("/account/confirm", {"password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == "/desk/"


def test_a_recovery_code_opens_once(cast: Cast) -> None:
    owner = Account.objects.get(login="desk")
    TOTP.activate(owner, generate_totp_secret())
    first = _codes(owner)[0]
    for expected in (True, False):
        client = Client()
        sign_in(client, "desk")
        client.post("/sign-in/second", {"code": first})
        assert at_home(client) is expected


def _codes(owner: Account) -> list[str]:
    made = RecoveryCodes.activate(owner)
    return [str(code) for code in made.get_unused_codes()]


def test_whoever_is_not_signed_in_has_no_account_page(cast: Cast, client: Client) -> None:
    for url in (
        "/account",
        "/account/password",
        "/account/app",
        "/account/codes",
        "/account/confirm",
        "/desk/accounts",
    ):
        assert client.get(url)["Location"].startswith("/sign-in"), url
