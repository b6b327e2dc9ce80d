"""A resident with a phone: large text, one sentence, no script if need be, and a code that nobody else sees."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from haitang.commands import voices
from haitang.engine import gate
from haitang.kernel.actor import Actor
from haitang.records.voice import Voice
from tests import browsers
from tests.browser.test_every_page import GEOMETRY, LOOKS
from tests.cast import Told
from tests.servers import Live

#: Main targets of the elders' version, in CSS pixels.
ELDER_TARGET = 60
HAND_IN = "交给社区"


def phone(browser: Browser, live: Live, script: bool = True, **cookies: str) -> BrowserContext:
    """A phone of its own; `cookies` are preferences."""
    context = browser.new_context(
        viewport=browsers.PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=script
    )
    context.add_cookies([{"name": name, "value": value, "url": live.url} for name, value in cookies.items()])
    context.set_default_timeout(15_000)
    return context


def open_with_code(page: Page, live: Live, told: Told) -> None:
    """Type number and code as they stand on the receipt, whatever the language."""
    page.goto(f"{live.url}/follow")
    page.fill("[name=number]", told.number)
    page.fill("[name=secret]", told.secret)
    page.press("[name=secret]", "Enter")
    page.wait_for_url(f"**/m/{told.number}")


def test_with_large_text_one_tap_and_one_sentence_are_enough(browser: Browser, live: Live) -> None:
    context = phone(browser, live)
    page = context.new_page()
    page.goto(live.url)
    page.get_by_role("button", name="长辈版").click()
    page.locator("html[data-size=elder]").wait_for()
    say = page.get_by_role("link", name="我要说一件事")
    assert _height(say) >= ELDER_TARGET
    say.click()
    page.get_by_label("一句话，是什么事").fill("楼下的灯不亮，晚上看不见")
    send = page.get_by_role("button", name=HAND_IN)
    assert _height(send) >= ELDER_TARGET
    send.click()
    page.wait_for_url("**/receipt/**")
    for part in (".receipt-number", ".secret"):
        box = page.locator(part).bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= browsers.PHONE["width"]
        assert page.locator(part).evaluate("e => e.scrollWidth <= e.parentElement.clientWidth")
    context.close()


def _height(element: Locator) -> float:
    box = element.bounding_box()
    return float(box["height"]) if box else 0


def test_the_whole_story_works_without_javascript(browser: Browser, live: Live, tmp_path: Path) -> None:
    photo = tmp_path / "drain.jpg"
    Image.new("RGB", (640, 480), "brown").save(photo)
    at_home, elsewhere = phone(browser, live, script=False), phone(browser, live, script=False)
    page = at_home.new_page()
    page.goto(f"{live.url}/q/dgmy-15")
    page.get_by_role("button", name=HAND_IN).click()
    assert page.title().startswith("错误：")
    page.get_by_label("一句话，是什么事").fill("下水道堵了")
    page.locator("[name=photos]").set_input_files(photo)
    page.get_by_role("button", name=HAND_IN).click()
    page.wait_for_url("**/receipt/**")
    told = _told(page)
    live.cast.answered(told)
    other = elsewhere.new_page()
    open_with_code(other, live, told)
    assert other.locator(".said.answer").inner_text().startswith("您说的事办好了")
    assert other.locator(".photos img").first.evaluate("e => e.complete && e.naturalWidth > 0")
    other.get_by_role("button", name="没好").click()
    assert other.title().startswith("错误：")
    other.locator("#f-words").fill("又堵了")
    other.get_by_role("button", name="没好，请重办").click()
    other.wait_for_url(f"**/m/{told.number}")
    assert told.record().state == "reopened"
    at_home.close()
    elsewhere.close()


def _told(page: Page) -> Told:
    number = page.url.rsplit("/", 1)[1]
    voice = Voice.objects.get(matter__number=number)
    told = Told(number, voice.matter_id, Actor("web", voice=voice.pk))
    assert page.locator(".secret").inner_text().replace(" ", "") == told.secret
    return told


def test_a_scanned_code_opens_the_matter_and_never_reaches_a_log(browser: Browser, live: Live) -> None:
    told = live.cast.answered()
    context = phone(browser, live)
    page = context.new_page()
    page.goto(f"{live.url}/m/{told.number}#{told.number}-{told.secret}")
    page.locator("#answer").wait_for()
    assert told.secret not in page.url
    assert told.secret not in live.log.read_text(errors="replace")
    context.close()


def test_the_code_on_the_receipt_says_number_and_secret_behind_the_hash(browser: Browser, live: Live) -> None:
    told = live.cast.report()
    context = phone(browser, live)
    page = context.new_page()
    open_with_code(page, live, told)
    page.goto(f"{live.url}/receipt/{told.number}")
    with page.expect_download() as saved:
        page.get_by_role("button", name="存成图片").click()
    with Image.open(saved.value.path()) as drawn:
        assert drawn.width >= 600
        assert drawn.convert("L").getextrema() == (0, 255)
    context.close()


def test_a_draft_waits_in_its_tab_until_it_is_handed_in(browser: Browser, live: Live) -> None:
    context = phone(browser, live)
    page = context.new_page()
    page.goto(f"{live.url}/report")
    page.fill("[name=words]", "井盖松了")
    page.goto(live.url)
    page.goto(f"{live.url}/report")
    assert page.input_value("[name=words]") == "井盖松了"
    page.get_by_role("button", name=HAND_IN).click()
    page.wait_for_url("**/receipt/**")
    page.goto(f"{live.url}/report")
    assert page.input_value("[name=words]") == ""
    context.close()


def test_preferences_work_on_the_receipt_too(browser: Browser, live: Live) -> None:
    context = phone(browser, live)
    page = context.new_page()
    open_with_code(page, live, told := live.cast.report())
    page.goto(f"{live.url}/receipt/{told.number}")
    page.get_by_role("button", name="长辈版").click()
    page.locator("html[data-size=elder]").wait_for()
    assert page.locator(".receipt-number").inner_text() == told.number
    context.close()


def test_the_slip_fits_on_one_sheet(browser: Browser, live: Live) -> None:
    context = phone(browser, live)
    page = context.new_page()
    open_with_code(page, live, told := live.cast.report())
    page.goto(f"{live.url}/receipt/{told.number}")
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    context.close()


@pytest.mark.parametrize("look", [*LOOKS, "phone huge"])
def test_ones_own_pages_are_whole_and_without_barriers(
    look: str, browser: Browser, live: Live, axe: Callable[[Page], list[str]]
) -> None:
    size, prefs = LOOKS.get(look, (browsers.PHONE, {"size": "huge"}))
    context = phone(browser, live, **prefs)
    page = context.new_page()
    page.set_viewport_size(size)
    answered, solved, open_one = live.cast.answered(), live.cast.answered(), live.cast.report(contact="13912345678")
    gate.do(voices.judge, solved.voice, matter=solved.number, verdict="yes")
    found: dict[str, list[str]] = {}
    page.goto(live.url)
    for told in (answered, solved, open_one):
        open_with_code(page, live, told)
        found[f"matter {told.record().state}"] = page.evaluate(GEOMETRY) + axe(page)
    for address in ("/", "/follow", f"/receipt/{open_one.number}"):
        page.goto(live.url + address)
        found[address] = page.evaluate(GEOMETRY) + axe(page)
    _send_empty(page, live, f"/m/{answered.number}", "[value=no]")
    found["verdict without words"] = page.evaluate(GEOMETRY) + axe(page)
    _send_empty(page, live, "/report", ".send button")
    found["report without words"] = page.evaluate(GEOMETRY) + axe(page)
    context.close()
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def _send_empty(page: Page, live: Live, address: str, button: str) -> None:
    page.goto(live.url + address)
    page.locator(button).click()
    page.locator(".error").first.wait_for()
