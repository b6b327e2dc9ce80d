"""A link's page: opened without an account, its secret carried nowhere, and a humane page when it opens nothing."""

import io
import logging
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from haitang.commands import links, matters
from haitang.engine import gate
from haitang.engine import links as opening
from haitang.kernel import token
from haitang.records.account import Account
from haitang.records.link import CapabilityLink
from haitang.records.matter import Matter
from tests.cast import Cast, Told

CLAIM = {"command": "matters.claim", "outcome": "solved", "evidence": "slip", "note": "换了一段管子"}


def make(cast: Cast, told: Told, **given: object) -> CapabilityLink:
    made = gate.do(links.make, cast.desk, matter=told.number, **given)
    return CapabilityLink.objects.get(pk=made.values["link"])


def text_of(link: CapabilityLink) -> str:
    return token.written(link.ref, opening.secret_of(link))


def opened(link: CapabilityLink) -> Client:
    client = Client()
    answer = client.get(f"/k/{text_of(link)}")
    assert (answer.status_code, answer["Location"]) == (302, f"/k/at/{link.ref}")
    return client


def jpeg() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "brown").save(out, "JPEG")
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


def test_a_company_claims_done_with_a_photo_and_no_account(cast: Cast) -> None:
    told = cast.working()
    link = make(cast, told)
    client = opened(link)
    page = client.get(f"/k/at/{link.ref}").content.decode()
    assert told.record().title in page and "3幢楼下的下水道堵了" in page
    answer = client.post(f"/k/at/{link.ref}", {**CLAIM, "evidence": "photos", "photos": jpeg()})
    assert answer.status_code == 302
    assert told.record().state == "claimed_done"
    page = client.get(f"/k/at/{link.ref}").content.decode()
    photo = re.search(r"/photo/[0-9a-f]{64}", page)
    assert photo and client.get(photo.group()).status_code == 200
    assert Client().get(photo.group()).status_code == 404


def test_a_voice_judges_by_link(cast: Cast) -> None:
    told = cast.answered()
    link = make(cast, told, role="voice")
    opened(link).post(f"/k/at/{link.ref}", {"command": "voices.judge", "verdict": "yes"})
    assert told.record().state == "closed"


@pytest.mark.parametrize("command", ["matters.answer", "matters.check", "matters.report", "links.make", "nothing", ""])
def test_no_other_command_passes_the_page(cast: Cast, command: str) -> None:
    told = cast.working()
    link = make(cast, told)
    opened(link).post(
        f"/k/at/{link.ref}", {**CLAIM, "command": command, "sentence": "好", "words": "x", "place": "dgmy"}
    )
    assert told.record().state == "working" and Matter.objects.count() == 1


def test_what_is_missing_is_named_and_what_was_typed_is_kept(cast: Cast) -> None:
    link = make(cast, cast.working())
    answer = opened(link).post(f"/k/at/{link.ref}", {**CLAIM, "evidence": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "换了一段管子" in page and page.count('class="error') >= 1


def dead(cast: Cast, clock_at: Callable[[str], datetime], how: str) -> tuple[CapabilityLink, Told]:
    clock_at("2023-11-14 09:00")
    told = cast.working()
    link = make(cast, told, once=how == "used")
    if how == "expired":
        clock_at("2023-11-29 09:00")
    elif how == "revoked":
        gate.do(links.revoke, cast.desk, matter=told.number, link=link.pk)
    elif how == "moved":
        told = cast.answered(told)
        gate.do(matters.reopen, cast.supervisor, matter=told.number, reason="没好")
        gate.do(matters.assign, cast.desk, matter=told.number, owner="works")
    else:
        opened(link).post(f"/k/at/{link.ref}", CLAIM)
    return link, told


@pytest.mark.parametrize(
    ("how", "status", "says"),
    [("expired", 410, "过期"), ("revoked", 410, "已经收回"), ("moved", 410, "改派"), ("used", 200, "申报办结")],
)
def test_a_dead_link_says_why_and_shows_nothing(
    cast: Cast, clock_at: Callable[[str], datetime], how: str, status: int, says: str
) -> None:
    link, _ = dead(cast, clock_at, how)
    answer = opened(link).get(f"/k/at/{link.ref}")
    page = answer.content.decode()
    assert (answer.status_code, says in page, "3幢楼下的下水道堵了" in page) == (status, True, False)
    again = opened(link).post(f"/k/at/{link.ref}", CLAIM)
    assert again.status_code == 403 and says in again.content.decode()


def test_a_shared_one_time_link_says_on_the_second_phone_what_happened(cast: Cast) -> None:
    told = cast.working()
    link = make(cast, told, once=True)
    mine, theirs = opened(link), opened(link)
    assert mine.post(f"/k/at/{link.ref}", {**CLAIM, "key": "k"}).status_code == 302
    assert mine.post(f"/k/at/{link.ref}", {**CLAIM, "key": "k"}).status_code == 302, "sent twice, done once"
    late = theirs.post(f"/k/at/{link.ref}", {**CLAIM, "key": "other"})
    assert late.status_code == 403 and "申报办结" in late.content.decode()
    assert told.record().claims.count() == 1


@pytest.mark.parametrize("text", ["x", "0" * 24, "a/b", "%00", "字" * 24])
def test_a_forged_link_gets_an_honest_page(cast: Cast, client: Client, text: str) -> None:
    answer = client.get(f"/k/{text}", follow=True)
    assert answer.status_code == 404


def test_ten_wrong_tries_close_the_reference_for_an_hour(cast: Cast, client: Client) -> None:
    link = make(cast, cast.working())
    for _ in range(10):
        client.get(f"/k/{token.written(link.ref, '0' * 16)}")
    assert client.get(f"/k/{text_of(link)}", follow=True).status_code == 429


def test_the_page_opens_only_where_the_slip_was_scanned(cast: Cast, client: Client) -> None:
    link = make(cast, cast.working())
    answer = client.get(f"/k/at/{link.ref}", follow=True)
    assert answer.status_code == 403 and "3幢楼下的下水道堵了" not in answer.content.decode()


def test_the_secret_is_in_no_page_no_log_and_no_form(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    link = make(cast, cast.working())
    secret = opening.secret_of(link)
    caplog.set_level(logging.DEBUG)
    client = opened(link)
    pages = [client.get(f"/k/at/{link.ref}"), client.post(f"/k/at/{link.ref}", CLAIM, follow=True)]
    pages += [
        client.get(f"/k/{text_of(link)}/"),
        client.post(f"/k/{text_of(link)}"),
        client.head(f"/k/{text_of(link)}"),
    ]
    assert not [page for page in pages if secret in page.content.decode() + str(page.headers)]
    assert secret not in caplog.text


def test_nobody_keeps_it_and_no_other_site_hears_of_it(cast: Cast) -> None:
    link = make(cast, cast.working())
    client = opened(link)
    first = Client().get(f"/k/{text_of(link)}")
    assert (first["Cache-Control"], first["Referrer-Policy"]) == ("no-store", "no-referrer")
    page = client.get(f"/k/at/{link.ref}")
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "same-origin")


def test_the_page_asks_the_database_little(cast: Cast) -> None:
    link = make(cast, cast.working())
    client = opened(link)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(f"/k/at/{link.ref}")
    assert len(asked) <= 10, [query["sql"][:90] for query in asked]


# At the desk


@pytest.fixture
def desk(cast: Cast) -> Client:
    client = Client()
    client.force_login(Account.objects.get(login="desk"))
    return client


def test_the_desk_makes_a_link_prints_its_slip_and_takes_it_back(cast: Cast, desk: Client) -> None:
    told = cast.assigned()
    made = desk.post(f"/desk/m/{told.number}/links", {"role": "owner", "lasting": "7", "once": "on"})
    link = CapabilityLink.objects.get()
    assert made["Location"] == f"/desk/slips/{link.ref}"
    slip = desk.get(made["Location"])
    assert opening.secret_of(link) in slip.content.decode() and "no-store" in slip["Cache-Control"]
    assert opening.secret_of(link) not in desk.get(f"/desk/m/{told.number}/links").content.decode()
    asked = desk.get(f"/do/links.revoke?matter={told.number}&link={link.pk}")
    assert asked.status_code == 200
    desk.post("/do/links.revoke", {"matter": told.number, "link": link.pk})
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert desk.get(made["Location"]).status_code == 409


def test_a_slip_is_printed_by_its_maker_within_the_hour(
    cast: Cast, desk: Client, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2023-11-14 09:00")
    link = make(cast, cast.assigned())
    other = Client()
    other.force_login(Account.objects.get(login="dispatcher"))
    assert (desk.get(f"/desk/slips/{link.ref}").status_code, other.get(f"/desk/slips/{link.ref}").status_code) == (
        200,
        409,
    )
    clock_at("2023-11-14 10:01")
    assert desk.get(f"/desk/slips/{link.ref}").status_code == 409


@pytest.mark.parametrize("wrong", [{"lasting": "91"}, {"lasting": "0"}, {"role": "desk"}, {"lasting": "seven"}])
def test_a_wrong_wish_comes_back_with_its_field(cast: Cast, desk: Client, wrong: dict[str, str]) -> None:
    told = cast.assigned()
    answer = desk.post(f"/desk/m/{told.number}/links", {"role": "owner", "lasting": "7", **wrong})
    assert answer.status_code == 422
    assert [error["name"] for error in answer.context["errors"]] == list(wrong)


@pytest.mark.parametrize("login", ["property", "checker"])
def test_who_may_not_make_links_sees_no_form(cast: Cast, login: str) -> None:
    told = cast.assigned()
    client = Client()
    client.force_login(Account.objects.get(login=login))
    page = client.get(f"/desk/m/{told.number}/links")
    assert page.status_code == 200 and "开链接，看纸条" not in page.content.decode()


def test_the_story_of_the_matter_names_the_office_that_came_by_link(cast: Cast, desk: Client) -> None:
    told = cast.working()
    link = make(cast, told)
    opened(link).post(f"/k/at/{link.ref}", CLAIM)
    page = desk.get(f"/desk/m/{told.number}").content.decode()
    assert re.search(r"申报办结：办好了.{0,200}物业公司", page, re.S)
