"""Every command is one typed operation; whoever knocks, the gate decides, and refusals come back in words."""

from allauth.mfa.models import Authenticator
from django.test import Client

from haitang.commands import accounts
from haitang.engine import gate, ledger
from haitang.kernel.registry import commands
from haitang.records.account import Account
from haitang.records.matter import Matter
from tests.cast import Cast
from tests.entrypoints.api.conftest import Caller

REPORT = {"words": "3幢楼下的下水道堵了", "place": "dgmy"}


def test_anybody_can_say_something_and_gets_number_and_secret(cast: Cast, caller: Caller) -> None:
    found = caller.command("matters.report", REPORT)
    assert found.status_code == 200 and found["Cache-Control"] == "no-store"
    said = found.json()
    matter = Matter.objects.get(number=said["number"])
    assert (said["ledger"], said["subject"], said["version"]) == ("sujin", matter.number, 1)
    assert len(said["secret"]) == 8
    leaf, body = ledger.line("sujin", said["entry"]) or (None, None)
    assert leaf is not None and leaf.kind == "request.received" and body is not None and body.door == "api"


def test_a_receipt_opens_the_voices_own_matter(cast: Cast, caller: Caller) -> None:
    said = caller.command("matters.report", REPORT).json()
    held = Caller("en", **{"x-haitang-number": said["number"].lower(), "x-haitang-secret": said["secret"]})
    refused = held.command("voices.judge", {"matter": said["number"], "verdict": "yes"})
    assert refused.status_code == 409 and "cannot be taken now" in refused.json()["message"]
    told = cast.answered()
    held = Caller("en", **{"x-haitang-number": told.number, "x-haitang-secret": told.secret})
    assert held.command("voices.judge", {"matter": told.number, "verdict": "yes"}).status_code == 200
    assert told.record().state == "closed"


def test_a_receipt_opens_nobody_elses_matter(cast: Cast) -> None:
    mine, theirs = cast.answered(), cast.answered()
    held = Caller("en", **{"x-haitang-number": mine.number, "x-haitang-secret": mine.secret})
    assert held.command("voices.judge", {"matter": theirs.number, "verdict": "yes"}).status_code == 403


def test_a_wrong_secret_is_refused_and_ten_close_the_number(cast: Cast) -> None:
    told = cast.answered()
    wrong = Caller("en", **{"x-haitang-number": told.number, "x-haitang-secret": "ZZZZZZZZ"})
    judge = {"matter": told.number, "verdict": "yes"}
    for _ in range(10):
        found = wrong.command("voices.judge", judge)
        assert (found.status_code, found.json()["problems"][0]["field"]) == (422, "secret")
    assert wrong.command("voices.judge", judge).status_code == 429
    right = Caller("en", **{"x-haitang-number": told.number, "x-haitang-secret": told.secret})
    assert right.command("voices.judge", judge).status_code == 429


def test_half_a_receipt_is_refused(cast: Cast) -> None:
    told = cast.answered()
    for headers, field in (
        ({"x-haitang-number": told.number}, "secret"),
        ({"x-haitang-secret": told.secret}, "number"),
    ):
        found = Caller("en", **headers).command("voices.judge", {"matter": told.number, "verdict": "yes"})
        assert found.status_code == 422 and found.json()["problems"][0]["field"] == field


def test_staff_act_with_their_session(cast: Cast) -> None:
    told = cast.report()
    found = Caller().as_staff("desk").command("matters.accept", {"matter": told.number, "category": "drains"}, expect=1)
    assert found.status_code == 200 and found.json()["version"] == 2 and "secret" not in found.json()


def test_a_session_without_its_token_is_refused(cast: Cast) -> None:
    told = cast.report()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(Account.objects.get(login="desk"))
    given = {"matter": told.number, "category": "drains"}
    address = "/api/commands/matters.accept"
    assert strict.post(address, given, content_type="application/json").status_code == 403
    assert told.record().state == "received"
    strict.cookies["csrftoken"] = "a" * 32
    allowed = strict.post(address, given, content_type="application/json", headers={"x-csrftoken": "a" * 32})
    assert allowed.status_code == 200


def test_anybody_needs_no_token(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/api/commands/matters.report", REPORT, content_type="application/json").status_code == 200


def test_a_passer_by_may_not_do_what_posts_do(cast: Cast, caller: Caller) -> None:
    told = cast.report()
    found = caller.command("matters.accept", {"matter": told.number, "category": "drains"})
    assert found.status_code == 403 and found.json()["message"]
    assert (
        Caller("zh-CN")
        .command("matters.accept", {"matter": told.number, "category": "drains"})
        .json()["message"]
        .startswith("您的岗位")
    )


def test_the_same_key_gives_the_same_outcome_and_another_body_a_conflict(cast: Cast, caller: Caller) -> None:
    first = caller.command("matters.report", REPORT, key="k-1")
    assert caller.command("matters.report", REPORT, key="k-1").json() == first.json()
    assert Matter.objects.count() == 1
    assert caller.command("matters.report", {**REPORT, "words": "别的事"}, key="k-1").status_code == 409


def test_somebody_elses_change_in_between_is_a_conflict(cast: Cast) -> None:
    told = cast.accepted()
    desk = Caller().as_staff("dispatcher")
    given = {"matter": told.number, "owner": "property"}
    assert desk.command("matters.assign", given, expect=1).status_code == 409
    assert desk.command("matters.assign", given, expect=2).status_code == 200


def test_every_command_has_its_operation_with_its_fields(caller: Caller) -> None:
    described = caller.get("openapi.json").json()
    assert len(commands) > 20
    for spec in commands:
        operation = described["paths"][f"/api/commands/{spec.name}"]["post"]
        schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        fields = described["components"]["schemas"][schema]["properties"]
        assert set(fields) == set(spec.form.model_fields)
        assert {parameter["name"] for parameter in operation["parameters"]} == {"Idempotency-Key", "expect"}


def test_there_is_no_other_command(caller: Caller) -> None:
    found = caller.command("matters.delete", {})
    assert found.status_code == 404 and found.json() == {"message": "There is nothing at this address."}


def test_a_command_is_never_made_by_asking_for_it(caller: Caller) -> None:
    assert caller.get("commands/matters.report").status_code == 405


def test_where_the_office_asks_for_a_second_step_json_asks_for_it_too(cast: Cast) -> None:
    told, accept = cast.report(), {"category": "drains", "title": "下水道"}
    gate.do(accounts.require_second_factor, cast.administrator, place="sujin", required=True)
    desk = Caller("en").as_staff("desk")
    refused = desk.command("matters.accept", {"matter": told.number, **accept})
    assert refused.status_code == 403 and "second step" in refused.json()["message"]
    Authenticator.objects.create(user_id=cast.desk.account, type=Authenticator.Type.TOTP, data={})
    assert desk.command("matters.accept", {"matter": told.number, **accept}).status_code == 200
