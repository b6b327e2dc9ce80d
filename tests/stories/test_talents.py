"""Somebody offers what they can do on the phone; the desk confirms it, finds it at a matter and asks; a yes by the link shows."""

from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from haitang.commands import setup
from haitang.engine import gate, links
from haitang.records.contact import Reading
from haitang.records.link import CapabilityLink
from haitang.records.talent import Talent
from tests import browsers, talents
from tests.cast import PASSWORD, Cast
from tests.entrypoints.web.residents import phone, staff, text_of
from tests.house.addresses import routes
from tests.house.test_two_organizations import address
from tests.servers import Live

SAID, NUMBER = "水管漏水我会修，下班后都有空", "13812345555"


def _context(browser: Browser, size: dict[str, int]) -> BrowserContext:
    context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(10_000)
    return context


def _desk(context: BrowserContext, live: Live) -> Page:
    page = context.new_page()
    page.goto(live.url + reverse("sign_in"))
    page.fill("[name=username]", "desk")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/")
    return page


def _offered(own: Page, live: Live) -> str:
    """Offered on the phone: without the tick nothing is taken and nothing typed is lost; the number on the receipt."""
    own.goto(live.url + reverse("talents"))
    own.fill("[name=words]", SAID)
    own.check("[name=skill][value=plumbing]", force=True)
    own.select_option("[name=place]", "dgmy")
    own.fill("[name=contact]", NUMBER)
    own.get_by_role("button", name="我报名").click()
    assert "没有本人同意" in own.inner_text("main") and own.input_value("[name=words]") == SAID
    own.check("[name=consent]")
    own.get_by_role("button", name="我报名").click()
    own.wait_for_url("**/receipt/*")
    return own.url.rpartition("/")[2]


def _confirmed_and_asked(desk: Page, live: Live, number: str, matter: str) -> None:
    """The desk finds nobody before it has confirmed, then finds the offer at the matter and asks."""
    desk.goto(live.url + reverse("desk_find_talent", args=[matter]))
    assert SAID not in desk.inner_text("main"), "shown before it was confirmed"
    desk.goto(live.url + reverse("desk_talent", args=[number]))
    desk.check("[name=spoken]")
    desk.get_by_role("button", name="确认入册").first.click()
    desk.goto(live.url + reverse("desk_matter", args=[matter]))
    desk.get_by_role("link", name="找能人").click()
    assert SAID in desk.inner_text("main") and NUMBER not in desk.content()
    desk.get_by_role("button", name="请来帮忙").click()
    desk.wait_for_load_state()
    assert "等回音" in desk.inner_text("main")


def _agreed(own: Page, live: Live, number: str) -> None:
    """The link of the message, opened on the phone: a yes in one tap."""
    link = CapabilityLink.objects.get(matter__number=number)
    own.goto(live.url + links.address_of(link)[links.address_of(link).index("/k/") :])
    own.wait_for_url(f"**/k/at/{link.ref}")
    assert "下水道" in own.inner_text("main")
    own.get_by_role("button", name="愿意来帮忙").click()


def test_from_an_offer_on_the_phone_to_a_yes_at_the_matter(live: Live, browser: Browser) -> None:
    with override_settings(FILES=live.copy.home / "files"):
        matter = live.cast.accepted().number
    hand, office = _context(browser, browsers.PHONE), _context(browser, browsers.DESK)
    own, desk = hand.new_page(), _desk(office, live)
    number = _offered(own, live)
    _confirmed_and_asked(desk, live, number, matter)
    _agreed(own, live, number)
    desk.goto(live.url + reverse("desk_matter", args=[matter]))
    assert "愿意来帮忙" in desk.inner_text("main") and SAID not in desk.inner_text("main")

    own.goto(live.url + reverse("talent_own", args=[number]))
    own.get_by_text("退出", exact=True).first.click()
    own.get_by_role("button", name="退出").click()
    own.wait_for_load_state()
    assert "已出册" in own.inner_text("main")
    desk.goto(live.url + reverse("desk_find_talent", args=[matter]))
    assert SAID not in desk.inner_text("main")
    hand.close()
    office.close()


def test_the_contact_is_opened_with_a_reason_that_the_person_sees(cast: Cast) -> None:
    asking, desk = phone(), staff("desk")
    answer = asking.post(reverse("talents"), {**talents.GIVEN, "consent": "yes", "contact": NUMBER})
    number = str(answer["Location"]).rpartition("/")[2]
    page = reverse("desk_talent", args=[number])
    assert NUMBER not in text_of(desk.get(page)) and not Reading.objects.exists()
    opened = desk.post(reverse("desk_talent_contact", args=[number]), {"reason": "约个时间"})
    assert NUMBER in text_of(opened)
    assert "约个时间" in text_of(asking.get(reverse("talent_own", args=[number])))
    refused = desk.post(reverse("desk_talent_contact", args=[number]), {"reason": ""})
    assert NUMBER not in text_of(refused)


def test_a_recorder_writes_it_down_and_prints_the_slip(cast: Cast) -> None:
    recorder = staff("recorder")
    given = {**talents.GIVEN, "consent": "yes", "how": "by_phone"}
    slip = recorder.post(reverse("talents"), given, follow=True)
    assert Talent.objects.get().matter.number in text_of(slip) and Talent.objects.get().how == "by_phone"


def test_the_slip_of_a_request_opens_yes_and_no(cast: Cast) -> None:
    _matter, one, made = talents.asked(cast)
    slip = text_of(staff("desk").get(reverse("desk_answer_slip", args=[one.number, made.link.answer_id])))
    assert links.address_of(made.link) in slip and "30 天" not in slip


@pytest.mark.once
def test_everybody_else_finds_nothing_of_it_at_any_address(cast: Cast) -> None:
    matter, one, _made = talents.asked(cast, talents.confirmed(cast, words=SAID, contact=NUMBER))
    talents.confirmed(cast, words=SAID)
    about = {pattern for pattern, _parameters in routes() if "number" in pattern or "talents" in pattern}
    addresses = sorted({address(pattern, told) for pattern in about for told in (one, matter)})
    sung = []
    for who in ("", "property", "reader", "auditor", "checker", "chair", "other_desk", "jinhua_desk"):
        client = staff(who) if who else Client()
        sung += [(who, found) for found in addresses if heard(client.get(found))]
    assert sung == []


def heard(answer: Any) -> bool:
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return SAID.encode() in text or NUMBER.encode() in text


def test_an_office_without_the_register_has_none_of_its_pages(cast: Cast) -> None:
    matter, one, _made = talents.asked(cast)
    desk, voice = staff("desk"), phone()
    gate.do(setup.switch, cast.administrator, place="sujin", module="talents", on=False)
    for route, given in (("desk_talents", []), ("desk_talent", [one.number]), ("desk_find_talent", [matter.number])):
        assert desk.get(reverse(route, args=given)).status_code == 404, route
    assert voice.get(reverse("talents")).status_code == 404
    for page in (reverse("home"), reverse("desk_office"), reverse("desk_matter", args=[matter.number])):
        shown = text_of(desk.get(page))
        assert "找能人" not in shown and "能人名册" not in shown and "会什么" not in shown, page
