"""A resident complains about the desk, and another is set aside and appeals: on a phone, and at the desk above."""

from playwright.sync_api import Browser, Page

from haitang.kernel.number import parse_number
from tests import browsers
from tests.browser.test_every_page import GEOMETRY, _sign_in
from tests.browser.test_resident import HAND_IN, open_with_code, phone
from tests.commands.fair import confirmed
from tests.servers import Live

SAID = "窗口的人说没空，不收材料"


def at_work(browser: Browser, live: Live, login: str) -> Page:
    context = browser.new_context(viewport=browsers.DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    _sign_in(page, live, login)
    return page


def test_a_complaint_about_the_desk_goes_past_it(browser: Browser, live: Live) -> None:
    page = phone(browser, live).new_page()
    page.goto(f"{live.url}/report")
    page.locator("[name=words]").fill(SAID)
    page.get_by_text("说的是办公室、是私事").click()
    page.locator("[name=concerns]").select_option("desk")
    assert page.evaluate(GEOMETRY) == []
    page.get_by_role("button", name=HAND_IN).click()
    page.wait_for_url("**/receipt/**")
    number = parse_number(page.url.rpartition("/")[2])
    page.goto(f"{live.url}/m/{number}")
    assert page.get_by_text("由上一级办").is_visible() and page.evaluate(GEOMETRY) == []
    above, below = at_work(browser, live, "dispatcher"), at_work(browser, live, "desk")
    above.goto(f"{live.url}/desk/m/{number}")
    assert above.get_by_text(SAID).first.is_visible() and above.evaluate(GEOMETRY) == []
    answer = below.goto(f"{live.url}/desk/m/{number}")
    assert answer is not None and answer.status == 404


def test_what_was_set_aside_is_appealed_against_from_the_phone(browser: Browser, live: Live) -> None:
    told = confirmed(live.cast)
    page = phone(browser, live).new_page()
    open_with_code(page, live, told)
    assert page.get_by_text("广告，不是事").first.is_visible() and page.evaluate(GEOMETRY) == []
    page.get_by_role("link", name="申诉", exact=True).click()
    page.locator("[name=words]").fill("这不是广告，灯真的不亮")
    page.get_by_role("button", name="记下来").click()
    page.wait_for_url(f"**/m/{told.number}")
    assert page.get_by_text("这不是广告，灯真的不亮").is_visible()
    above = at_work(browser, live, "supervisor")
    above.goto(f"{live.url}/desk/fairness")
    assert above.evaluate(GEOMETRY) == []
    above.get_by_role("link", name="定申诉").click()
    above.get_by_text("这不是广告，灯真的不亮").wait_for()
    assert above.evaluate(GEOMETRY) == []
