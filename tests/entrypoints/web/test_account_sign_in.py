"""Sign-in over HTTP: password, lock-out, where it leads, second step, what is kept and for how long."""

import logging
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from haitang.commands import accounts
from haitang.engine import gate, sign_ins
from haitang.jobs import daily
from haitang.jobs.demonstration.home import PASSWORD as DEMONSTRATION
from haitang.records.account import Account
from haitang.records.office import Refusal
from haitang.site.redacting import Redacted
from tests.cast import PASSWORD, Cast
from tests.entrypoints.web.entering import at_home, digits, invited, sign_in, text


def with_app(login: str) -> str:
    secret = generate_totp_secret()
    TOTP.activate(Account.objects.get(login=login), secret)
    return str(secret)


def test_the_right_password_leads_to_the_desk(cast: Cast, client: Client) -> None:
    answer = sign_in(client, "desk")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert at_home(client)


def test_a_wrong_password_is_said_and_not_sent_back(cast: Cast, client: Client) -> None:
    answer = sign_in(client, "desk", "wrong-wrong-wrong")
    assert "登录名和密码" in text(answer) and "wrong-wrong-wrong" not in text(answer)
    assert not at_home(client)


def test_whoever_is_closed_learns_no_more_than_whoever_is_not_there(cast: Cast) -> None:
    Account.objects.filter(login="desk").update(active=False)
    said = [text(sign_in(Client(), login)).replace(login, "") for login in ("desk", "nobody")]
    assert without_tokens(said[0]) == without_tokens(said[1])


def without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line)


@pytest.mark.parametrize("login", ["desk", "nobody-there"])
def test_five_wrong_passwords_in_a_row_are_fifteen_minutes_of_rest(cast: Cast, login: str) -> None:
    client = Client()
    tries = [sign_in(client, login, f"wrong-{n}") for n in range(6)]
    assert [answer.status_code for answer in tries] == [200, 200, 200, 200, 429, 429]
    assert "15 分钟" in text(tries[-1])
    assert sign_in(client, login).status_code == 429, "not even with the right one"
    assert sign_in(Client(REMOTE_ADDR="10.0.0.7"), "desk").status_code == 302, "from elsewhere it is open"
    assert Refusal.objects.filter(command="sign_in", refusal="LockedOut").count() == 3
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client, "desk").status_code == 302


def test_the_lock_out_does_not_say_whether_there_is_such_a_login(cast: Cast) -> None:
    pages = []
    for login in ("desk", "nobody-there"):
        client = Client()
        pages += [without_tokens(text([sign_in(client, login, "wrong") for _ in range(5)][-1]))]
    assert pages[0] == pages[1]


def test_another_spelling_of_the_login_is_counted_along(cast: Cast, client: Client) -> None:
    for login in ("desk", "DESK", "Desk", " desk", "dEsk"):
        answer = sign_in(client, login, "wrong")
    assert answer.status_code == 429


def test_in_a_row_means_that_the_right_one_wipes_the_slate(cast: Cast) -> None:
    for _ in range(3):
        client = Client()
        assert [sign_in(client, "desk", "wrong").status_code for _ in range(4)] == [200] * 4
        assert sign_in(client, "desk").status_code == 302


def test_another_browser_at_the_same_address_does_not_start_anew(cast: Cast) -> None:
    tries = [sign_in(Client(HTTP_USER_AGENT=f"browser {n}"), "desk", "wrong") for n in range(5)]
    assert tries[-1].status_code == 429


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "http:///evil.example", "javascript:alert(1)",
        "https://localhost/desk/", "evil", "/desk/\n//evil.example", "\t//evil.example", "/%0d/evil\x00",
    ],
)  # fmt: skip
def test_sign_in_leads_nowhere_else(cast: Cast, away: str) -> None:
    for answer in (sign_in(Client(), "desk", next=away), Client().post(f"/sign-in?{_query(away)}", _desk())):
        assert answer.status_code == 302 and answer["Location"] == "/desk/", answer["Location"]


def _desk() -> dict[str, str]:
    return {"username": "desk", "password": PASSWORD}


def _query(away: str) -> str:
    return urlencode({"next": away})


def test_sign_in_leads_back_to_where_one_was(cast: Cast, client: Client) -> None:
    assert sign_in(client, "desk", next="/desk/inbox?after=3")["Location"] == "/desk/inbox?after=3"


@pytest.mark.parametrize("odd", ["a\0b", "\ud800", "x" * 100_000], ids=["NUL", "surrogate", "long"])
def test_odd_logins_and_passwords_are_answered(cast: Cast, odd: str) -> None:
    client = Client(raise_request_exception=False)
    for fields in ({"username": odd, "password": odd}, {"username": "desk", "password": odd, "next": odd}):
        body = urlencode(fields, errors="surrogatepass")
        answer = client.post("/sign-in", body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500


def test_the_second_step_stands_between_the_password_and_the_desk(cast: Cast, client: Client) -> None:
    secret = with_app("desk")
    answer = sign_in(client, "desk", next="/desk/inbox")
    assert answer["Location"].startswith("/sign-in/second") and not at_home(client)
    assert client.get("/desk/")["Location"].startswith("/sign-in")
    assert "这个码不对" in text(client.post("/sign-in/second", {"code": "000000"}))
    assert client.post("/sign-in/second", {"code": digits(secret)})["Location"] == "/desk/inbox"
    assert at_home(client)


def test_a_code_opens_once(cast: Cast) -> None:
    secret = with_app("desk")
    code = digits(secret)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, "desk")
        client.post("/sign-in/second", {"code": code})
    assert (at_home(first), at_home(second)) == (True, False)


def test_the_seed_of_the_app_is_not_in_the_database(cast: Cast) -> None:
    secret = with_app("desk")
    assert secret not in str(list(Authenticator.objects.values()))


def test_whoever_starts_anew_by_invitation_has_no_old_second_step(cast: Cast, client: Client) -> None:
    with_app("desk")
    gate.do(accounts.start, cast.anyone, secret=invited(cast.administrator, "desk"), password="four words of one's own")
    assert sign_in(client, "desk", "four words of one's own")["Location"] == "/desk/"


def asked_of_everybody(cast: Cast) -> None:
    gate.do(accounts.require_second_factor, cast.administrator, place="sujin", required=True)


def test_where_the_office_asks_for_a_second_step_nothing_comes_before_it(cast: Cast, client: Client) -> None:
    client.force_login(Account.objects.get(login="desk"))
    assert client.get("/desk/").status_code == 200
    asked_of_everybody(cast)
    for url in ("/desk/", "/desk/inbox", "/desk/meetings"):
        assert client.get(url)["Location"] == "/account/second-step"
    told = cast.report()
    assert client.post("/do/matters.accept", {"matter": told.number, "category": "drains"})["Location"] == (
        "/account/second-step"
    )
    assert "两步登录" in text(client.get("/account/second-step"))
    with_app("desk")
    assert client.get("/desk/").status_code == 200


def test_it_is_asked_of_the_own_office_only(cast: Cast, client: Client) -> None:
    asked_of_everybody(cast)
    client.force_login(Account.objects.get(login="other_desk"))
    assert client.get("/desk/").status_code == 200


def test_a_page_asks_no_more_of_the_database_where_a_second_step_is_asked_for(cast: Cast, client: Client) -> None:
    client.force_login(Account.objects.get(login="desk"))
    with_app("desk")
    before = _queries(client)
    asked_of_everybody(cast)
    client.get("/desk/")
    assert _queries(client) == before


def _queries(client: Client) -> int:
    client.get("/desk/inbox")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get("/desk/inbox")
    return len(seen)


def test_nobody_signs_up(cast: Cast, client: Client) -> None:
    for url in ("/accounts/signup/", "/sign-up", "/account/signup", "/accounts/password/reset/", "/sign-in/reset"):
        assert client.get(url).status_code == 404


def test_whoever_lost_the_password_is_sent_to_the_administrator(cast: Cast, client: Client) -> None:
    assert "管理员" in text(client.get("/sign-in/forgotten"))
    assert "/sign-in/forgotten" in text(client.get("/sign-in"))


def test_a_real_home_has_no_known_password(cast: Cast, client: Client) -> None:
    page = text(client.get("/sign-in"))
    assert DEMONSTRATION not in page and 'name="username" value="desk"' not in page
    assert not any(account.check_password(DEMONSTRATION) for account in Account.objects.all())


def test_signing_out_forgets_the_session(cast: Cast, client: Client) -> None:
    sign_in(client, "desk")
    assert UserSession.objects.count() == Session.objects.count() == 1
    client.post("/sign-out")
    assert UserSession.objects.count() == Session.objects.count() == 0
    assert not at_home(client)


def test_what_the_libraries_keep_goes_in_time(cast: Cast, client: Client) -> None:
    sign_in(client, "desk")
    sign_in(Client(), "grid", "wrong")
    assert sign_ins.sweep() == 0
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=31))
    assert daily.run_due() >= 3
    assert not Session.objects.exists() and not UserSession.objects.exists() and not AccessAttempt.objects.exists()


def test_no_log_of_good_sign_ins_and_no_address_of_mail_is_kept(cast: Cast, client: Client) -> None:
    sign_in(client, "desk")
    sign_in(Client(), "grid", "my-secret-slip")
    assert not AccessLog.objects.exists() and not EmailAddress.objects.exists()
    assert "my-secret-slip" not in str(list(AccessAttempt.objects.values()))


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(cast: Cast, client: Client) -> None:
    sign_in(client, "desk")
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert not settings.SESSION_COOKIE_SECURE, "this home is reached by http"


def test_a_log_line_holds_no_invitation(cast: Cast) -> None:
    line = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Not Found", "/invitation/abc?x=1"), None)
    assert Redacted().filter(line) and "abc" not in line.getMessage()


def test_public_pages_ask_nothing_more_for_it(cast: Cast, client: Client) -> None:
    client.get("/privacy")
    with CaptureQueriesContext(connection) as seen:
        client.get("/privacy")
    tables = ("account_", "axes_", "mfa_", "django_session", "usersessions_")
    assert [q["sql"] for q in seen.captured_queries if any(table in q["sql"] for table in tables)] == []
