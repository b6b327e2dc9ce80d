"""The slip: the desk hands the property company a code on paper; its person does the work's papers on a phone."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from haitang.commands import links
from haitang.engine import clock, gate
from haitang.engine import links as opening
from haitang.records.link import CapabilityLink
from tests import browsers
from tests.cast import Told
from tests.servers import Live
from tests.stories.acting import act, fill, sign_in


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport=browsers.PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=False
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


def slip_of(page: Page, live: Live, told: Told, once: bool = False) -> str:
    """The desk makes a link on the matter's page; the address printed on its slip, as this server has it."""
    sign_in(page, live, "desk")
    page.goto(f"{live.url}/desk/m/{told.number}")
    page.get_by_role("link", name="链接和纸条").click()
    if once:
        page.locator("[name=once]").check(force=True)
    page.get_by_role("button", name="开链接，看纸条").click()
    page.wait_for_url("**/desk/slips/*")
    assert "物业公司" in page.locator(".slip").inner_text()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    return live.url + "/k/" + page.locator(".link-address").inner_text().rsplit("/", 1)[1]


def test_a_company_without_an_account_claims_done_with_a_photo(
    page: Page, live: Live, phone: BrowserContext, tmp_path: Path
) -> None:
    photo = tmp_path / "after.jpg"
    Image.new("RGB", (640, 480), "green").save(photo)
    told = live.cast.assigned()
    address = slip_of(page, live, told)
    theirs = phone.new_page()
    theirs.goto(address)
    assert address.rsplit("-", 1)[1] not in theirs.url + theirs.content()
    theirs.get_by_role("button", name="开始办理").click()
    form = theirs.locator("form").filter(has=theirs.locator("[name=evidence]"))
    fill(form, "outcome", "solved")
    fill(form, "evidence", "photos")
    fill(form, "note", "换了一段管子，试过水")
    theirs.get_by_role("button", name="申报办结").click()
    assert theirs.title().startswith("错误：")
    form.locator("[name=photos][type=file]").set_input_files(photo)
    theirs.get_by_role("button", name="申报办结").click()
    theirs.locator(".photos img").last.wait_for()
    assert told.record().state == "claimed_done"
    shown = theirs.locator(".photos img").last
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("e => e.naturalWidth > 0")
    page.goto(f"{live.url}/desk/m/{told.number}")
    assert page.locator("text=自己办的事要由别人核查").count(), "whoever handed the slip out does not check"
    sign_in(page, live, "checker")
    page.goto(f"{live.url}/desk/m/{told.number}")
    act(page, "/do/matters.check", note="看过")
    assert told.record().state == "checked"
    assert address.rsplit("-", 1)[1] not in live.log.read_text(errors="replace")


def test_a_slip_that_was_taken_back_used_or_forged_says_so(page: Page, live: Live, phone: BrowserContext) -> None:
    told = live.cast.working()
    address = slip_of(page, live, told, once=True)
    theirs = phone.new_page()
    theirs.goto(address)
    form = theirs.locator("form").filter(has=theirs.locator("[name=evidence]"))
    for name, value in {"outcome": "solved", "evidence": "slip", "note": "好了"}.items():
        fill(form, name, value)
    theirs.get_by_role("button", name="申报办结").click()
    assert theirs.locator("h1").inner_text() == "办好了：这个链接已经用过"
    other = slip_of(page, live, told := live.cast.working())
    page.goto(f"{live.url}/desk/m/{told.number}/links")
    page.get_by_role("link", name="收回").click()
    page.locator("form.form button").click()
    theirs.goto(other)
    assert theirs.locator("h1").inner_text() == "这个链接已经收回"
    theirs.goto(other[:-1] + ("0" if other[-1] != "0" else "1"))
    assert theirs.locator("h1").inner_text() == "没有这个链接"


def test_an_expired_slip_says_until_when_it_opened(page: Page, live: Live, phone: BrowserContext) -> None:
    told = live.cast.working()
    with clock.at(clock.now() - timedelta(days=5)):
        made = gate.do(links.make, live.cast.desk, matter=told.number, lasting=1)
    theirs = phone.new_page()
    theirs.goto(links_address(live, made.values["link"]))
    assert theirs.locator("h1").inner_text() == "这个链接过期了"


def links_address(live: Live, link: int) -> str:
    return live.url + "/k/" + opening.address_of(CapabilityLink.objects.get(pk=link)).rsplit("/", 1)[1]
