"""A grid worker in a cellar: what was recorded on a bad line arrives once, and the page says where it stands."""

from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from haitang.commands import matters
from haitang.engine import gate, ledger
from haitang.kernel.actor import Actor
from haitang.records.entry import Leaf
from haitang.records.file import Attachment
from haitang.records.matter import Claim
from tests import browsers
from tests.badline import Cut, line_to
from tests.cast import PASSWORD, Told
from tests.servers import Live


def cellar(browser: Browser, url: str, size: dict[str, int], login: str = "property") -> tuple[BrowserContext, Page]:
    """A phone with somebody signed in, on the page of their matters."""
    context = browser.new_context(viewport=size, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(url + reverse("sign_in"))
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    page.goto(url + reverse("desk_mine"))
    return context, page


def claim(page: Page, told: Told, photo: Path | None = None) -> None:
    card = page.locator(f'[data-card="{told.number}"]')
    card.locator("summary").click()
    card.locator("label:has([value=solved])").click()
    card.locator(f"label:has([value={'photos' if photo else 'word'}])").click()
    card.locator("[name=note]").fill("井盖换好了")
    if photo:
        card.locator("[name=photos]").set_input_files(photo)
    card.locator(".claim button").click()


@pytest.mark.parametrize("size", [browsers.PHONE, browsers.DESK], ids=["phone", "desk"])
def test_a_claim_with_a_photo_arrives_once_through_three_cuts(
    size: dict[str, int], live: Live, browser: Browser, tmp_path: Path
) -> None:
    photo = tmp_path / "lid.jpg"
    Image.effect_noise((1200, 900), 80).convert("RGB").save(photo, quality=90)
    told = live.cast.working()
    with line_to(int(live.url.rsplit(":", 1)[1])) as line:
        context, page = cellar(browser, line.url, size)
        upload, command = b"POST /api/photos", b"POST /api/commands/matters.claim"
        line.spoil(Cut(upload, after=60_000), Cut(upload, answer=True), Cut(command, answer=True), delay=0.6, loss=0.02)
        claim(page, told, photo)
        waits = page.locator(f".outbox li:has-text('{told.number}')")
        expect(waits).to_contain_text("正在传")
        expect(page.locator(f'[data-card="{told.number}"] .claim')).to_be_hidden()
        expect(waits).to_contain_text("传好了", timeout=40_000)
        assert [cut.answer for cut in line.made] == [False, True, True]
        context.close()
    record = told.record()
    assert record.state == "claimed_done"
    assert Claim.objects.filter(matter=record).count() == 1
    assert Attachment.objects.filter(matter=record, purpose="claimed").count() == 1
    claimed = [leaf for _, leaf in ledger.of_subject(told.number) if leaf.kind.endswith(".claimed.solved")]
    assert len(claimed) == 1 == Leaf.objects.filter(entry=claimed[0].entry, ledger="sujin").count()


def test_without_a_line_it_waits_survives_a_new_page_and_goes_by_itself(live: Live, browser: Browser) -> None:
    told = live.cast.working()
    context, page = cellar(browser, live.url, browsers.PHONE)
    context.route("**/api/**", lambda route: route.abort())
    claim(page, told)
    waits = page.locator(f".outbox li:has-text('{told.number}')")
    expect(waits).to_contain_text("等信号")
    assert told.record().state == "working"
    page.reload()
    expect(waits).to_contain_text("存在手机里")
    expect(page.locator(f'[data-card="{told.number}"] [data-card-state]')).to_be_visible()
    context.unroute("**/api/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(waits).to_contain_text("传好了")
    assert Claim.objects.filter(matter=told.record()).count() == 1
    context.close()


def test_what_the_server_refuses_says_why_and_stays_until_somebody_decides(live: Live, browser: Browser) -> None:
    told = live.cast.working()
    context, page = cellar(browser, live.url, browsers.PHONE)
    context.route("**/api/**", lambda route: route.abort())
    claim(page, told)
    owner: Actor = live.cast.property
    given = {"outcome": "solved", "evidence": "word", "note": "同事已经报过"}
    gate.do(matters.claim, owner, matter=told.number, **given)
    context.unroute("**/api/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    waits = page.locator(f".outbox li:has-text('{told.number}')")
    expect(waits).to_contain_text("没收下 · 别人刚刚改过这件事")
    assert Claim.objects.filter(matter=told.record()).count() == 1
    assert waits.get_by_role("link", name="去看看").get_attribute("href") == reverse("desk_matter", args=[told.number])
    waits.get_by_role("button", name="不要了").click()
    expect(waits).to_have_count(0)
    context.close()


def test_whoever_was_signed_out_meanwhile_loses_nothing(live: Live, browser: Browser) -> None:
    told = live.cast.working()
    context, page = cellar(browser, live.url, browsers.PHONE)
    context.clear_cookies(name="sessionid")
    claim(page, told)
    waits = page.locator(f".outbox li:has-text('{told.number}')")
    expect(waits).to_contain_text("请重新登录")
    page.goto(live.url + reverse("sign_in"))
    page.fill("[name=username]", "property")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    page.goto(live.url + reverse("desk_mine"))
    expect(waits).to_contain_text("传好了")
    assert told.record().state == "claimed_done"
    context.close()
