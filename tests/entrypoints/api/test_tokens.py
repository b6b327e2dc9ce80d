"""A token opens what its scopes name, at its place, until its end, so many times a minute; and leaves no trace of itself."""

import json
import logging
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from haitang.commands import matters, offices
from haitang.commands import tokens as commands
from haitang.engine import clock, gate, ledger
from haitang.records.account import Account
from haitang.records.office import Idempotency, Refusal
from haitang.records.party import Membership
from haitang.records.token import TokenUse
from tests.cast import FOUNDER, Cast
from tests.entrypoints.api.conftest import Caller
from tests.stories.canaries import photo as jpeg
from tests.stories.canaries import tables
from tests.tokens import lent, made, record

REPORT = {"words": "3幢楼下的下水道堵了", "place": "dgmy"}


def caller(token: str, language: str = "en") -> Caller:
    return Caller(language, authorization=f"Bearer {token}")


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")


def test_a_machine_says_something_and_the_line_names_the_token(cast: Cast) -> None:
    token = made(cast, "matters.report")
    said = caller(token).command("matters.report", REPORT)
    assert said.status_code == 200, said.content.decode()
    _leaf, body = ledger.line("sujin", said.json()["entry"]) or pytest.fail("no line")
    assert (body.actor, body.door) == (f"token:{record(token).pk}", "api")


def test_what_its_scopes_do_not_name_is_refused_in_a_clear_sentence(cast: Cast) -> None:
    held = caller(made(cast, "read.ledgers"))
    refused = held.command("matters.report", REPORT)
    assert (refused.status_code, refused.json()["message"]) == (
        403, "This token's scopes do not name matters.report; ask for a token that does",
    )  # fmt: skip
    assert Refusal.objects.filter(actor__startswith="token:", command="matters.report", refusal="Denied").count() == 1
    assert held.get("figures").status_code == 403
    assert held.get("ledgers").status_code == 200 and Caller().get("figures").status_code == 200


def test_photos_have_a_scope_of_their_own(cast: Cast) -> None:
    held = caller(made(cast, "matters.report"))
    refused = held.client.post("/api/photos", {"photo": photo()}, headers=held.headers)
    assert refused.status_code == 403 and "photos.keep" in refused.json()["message"]
    other = caller(made(cast, "photos.keep"))
    assert other.client.post("/api/photos", {"photo": photo()}, headers=other.headers).status_code == 200


def test_a_machine_stays_at_its_place_and_in_its_office(cast: Cast) -> None:
    held = caller(made(cast, "matters.report", place="jinhua"))
    refused = held.command("matters.report", REPORT)
    assert refused.status_code == 403 and "its own place" in refused.json()["message"]
    assert held.command("matters.report", {**REPORT, "place": "bzxc"}).status_code == 403
    assert held.command("matters.report", {**REPORT, "place": "jinhua-1"}).status_code == 200


def test_a_machine_does_no_more_than_anybody_may(cast: Cast) -> None:
    """Even where a scope that only a lent post can have stood in its row."""
    token, told = made(cast, "matters.report"), cast.report()
    with gate.upkeep():
        row = record(token)
        row.scopes = ["matters.*"]
        row.save()
    assert caller(token).command("matters.accept", {"matter": told.number, "category": "drains"}).status_code == 403


def test_a_lent_post_does_what_its_scopes_name_and_nothing_else(cast: Cast) -> None:
    token, told, other = lent(cast.desk, "desk", "matters.accept"), cast.report(), cast.report()
    held = caller(token)
    assert held.command("matters.accept", {"matter": told.number, "category": "drains"}).status_code == 200
    given = {"matter": told.number, "owner": "property"}
    assert held.command("matters.assign", given).status_code == 403
    gate.do(matters.accept, cast.desk, matter=other.number, category="drains")
    assert gate.do(matters.assign, cast.desk, **given)


def test_a_token_acts_in_the_one_post_it_was_lent(cast: Cast) -> None:
    """Its lender holds another post as well; that one stays at home."""
    desk = Account.objects.get(login="desk")
    gate.do(offices.appoint, FOUNDER, post="jinhua_desk", login="desk", since=clock.today())
    there = cast.report(place="jinhua-1")
    given = {"matter": there.number, "category": "drains"}
    token = lent(cast.desk, "desk", "matters.accept")
    assert caller(token).command("matters.accept", given).status_code == 403
    assert gate.do(matters.accept, cast.desk, **given) and desk.pk


def test_a_lent_owners_post_works_on_what_it_was_given_wherever_that_is(cast: Cast) -> None:
    told = cast.accepted(cast.report(place="jinhua-1"))
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="property")
    token = lent(cast.property, "property", "matters.start")
    assert not told.record().place.path.startswith(record(token).place.path)
    assert caller(token).command("matters.start", {"matter": told.number}).status_code == 200


def test_a_lent_post_ends_with_the_term(cast: Cast) -> None:
    token, told = lent(cast.desk, "desk", "matters.accept"), cast.report()
    with gate.upkeep():
        Membership.objects.filter(post__code="desk").update(ended_at=told.record().received_at)
    given = {"matter": told.number, "category": "drains"}
    assert caller(token).command("matters.accept", given).status_code == 403


def test_whoever_lent_a_post_is_the_same_somebody(cast: Cast) -> None:
    """Separation of duties: a claim that came through my token is my own claim, and the other way round."""
    told = cast.working()
    held = caller(lent(cast.property, "property", "matters.claim"))
    given = {"matter": told.number, "outcome": "solved", "evidence": "word", "note": "好了"}
    assert held.command("matters.claim", given).status_code == 200
    gate.do(offices.appoint, FOUNDER, post="checker", login="property", since=clock.today())
    refused = Caller().as_staff("property").command("matters.check", {"matter": told.number})
    assert refused.status_code == 403 and "Somebody else" in refused.json()["message"]
    mine = caller(lent(cast.property, "checker", "matters.check"))
    assert mine.command("matters.check", {"matter": told.number}).status_code == 403
    assert Caller().as_staff("checker").command("matters.check", {"matter": told.number}).status_code == 200


def test_no_token_gives_tokens_passwords_or_posts(cast: Cast) -> None:
    token = lent(cast.administrator, "administrator", "channels.*")
    with gate.upkeep():
        row = record(token)
        row.scopes = ["tokens.*", "accounts.*", "offices.*", "tokens.make"]
        row.save()
    held = caller(token)
    for name, given in (
        ("tokens.make", {"place": "daguan", "name": "另一个", "scopes": ["matters.report"]}),
        ("accounts.invite", {"place": "sujin", "login": "somebody"}),
        ("offices.appoint", {"post": "desk", "login": "grid", "since": "2023-01-01"}),
    ):
        assert held.command(name, given).status_code == 403, name


@pytest.mark.parametrize("token", ["", "haitang-", "haitang-" + "a" * 40, "x" * 5000, "haitang-\x00", "海棠"])
def test_what_is_no_token_of_ours_is_answered_401(cast: Cast, token: str) -> None:
    found = Caller("en", authorization=f"Bearer {token}").get("figures")
    assert found.status_code == (401 if token else 200)
    assert token == "" or found["WWW-Authenticate"] == "Bearer"


def test_another_scheme_is_somebody_elses_business(cast: Cast) -> None:
    assert Caller("en", authorization="Basic aGFpdGFuZzp4").get("figures").status_code == 200


def test_an_expired_token_and_one_taken_back_say_so(cast: Cast, clock_at: Any) -> None:
    clock_at("2023-11-14 09:30")
    token, other = made(cast, "read.figures", lasting=1), made(cast, "read.figures", lasting=30)
    assert caller(token).get("figures").status_code == 200
    clock_at("2023-11-15 23:59")
    assert caller(token).get("figures").status_code == 200
    clock_at("2023-11-16 00:00")
    gone = caller(token, "zh-hans").get("figures")
    assert gone.status_code == 401 and "过期" in gone.json()["message"]
    gate.do(commands.revoke, cast.administrator, place="daguan", token=record(other).pk)
    taken = caller(other).get("figures")
    assert (taken.status_code, taken.json()["message"]) == (401, "This token was taken back")


def test_a_closed_login_lends_nothing(cast: Cast) -> None:
    token = lent(cast.desk, "desk", "read.figures")
    Account.objects.filter(login="desk").update(active=False)
    assert caller(token).get("figures").status_code == 401


def test_too_many_requests_are_told_when_to_come_again(cast: Cast) -> None:
    held = caller(made(cast, "read.ledgers", a_minute=2))
    assert [held.get("ledgers").status_code for _ in range(3)] == [200, 200, 429]
    waiting = held.get("ledgers")
    assert 1 <= int(waiting["Retry-After"]) <= 61 and "2 times a minute" in waiting.json()["message"]
    assert caller(made(cast, "read.ledgers")).get("ledgers").status_code == 200


def test_the_last_use_is_kept_to_the_minute(cast: Cast, clock_at: Any) -> None:
    clock_at("2023-11-14 09:30:20")
    token = made(cast, "read.ledgers")
    assert TokenUse.objects.get(token=record(token)).used_at is None
    seen = []
    for moment in ("2023-11-14 09:31:10", "2023-11-14 09:31:50", "2023-11-14 09:32:30"):
        clock_at(moment)
        caller(token).get("ledgers")
        seen.append(TokenUse.objects.get(token=record(token)).used_at.strftime("%M:%S"))
    assert seen == ["31:00", "31:00", "32:00"]


def test_the_same_key_makes_one_report_and_another_token_has_keys_of_its_own(cast: Cast) -> None:
    held, other = caller(made(cast, "matters.report")), caller(made(cast, "matters.report"))
    first, again = (held.command("matters.report", REPORT, key="order-17").json() for _ in range(2))
    assert first == again
    assert other.command("matters.report", REPORT, key="order-17").json()["number"] != first["number"]
    assert held.command("matters.report", {**REPORT, "words": "别的事"}, key="order-17").status_code == 409


def test_a_token_is_shown_to_its_maker_once_and_stands_nowhere(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    admin = Caller().as_staff("administrator")
    given = {"place": "daguan", "name": "热线系统", "scopes": ["matters.report", "read.ledgers"]}
    token = admin.command("tokens.make", given, key="t1").json()["token"]
    assert token.startswith("haitang-") and len(token) == 48
    assert admin.command("tokens.make", given, key="t1").json()["token"] == token, "a retry of a lost answer"
    assert caller(token).command("matters.report", REPORT).status_code == 200
    assert "token" not in admin.command("tokens.make", given, key="t1").json(), "it has been used"
    secret = token.removeprefix("haitang-")
    assert [name for name, text in tables() if secret in text] == []
    assert secret not in caplog.text and secret not in json.dumps(list(Idempotency.objects.values()))


def test_a_report_by_a_machine_gives_a_receipt_that_works(cast: Cast) -> None:
    said = caller(made(cast, "matters.report")).command("matters.report", REPORT).json()
    held = Caller("en", **{"x-haitang-number": said["number"], "x-haitang-secret": said["secret"]})
    assert held.command("voices.withdraw", {"matter": said["number"]}).status_code == 200
