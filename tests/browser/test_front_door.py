"""The front door by phone: the warning first, a notice to hear and to print, one word finds a project, what is on."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import browsers
from tests.browser.test_resident import phone
from tests.entrypoints.web.residents import posted
from tests.servers import Live


@pytest.fixture(scope="module")
def told(live: Live) -> int:
    """A server with notices, a project and sessions to come; the number of a notice."""
    live.cast.project(title="修便民小径")
    live.cast.session(title="逢四说事")
    return posted(live.cast)


@pytest.fixture
def resident(browser: Browser, live: Live, told: int) -> Iterator[Page]:
    context = phone(browser, live)
    yield context.new_page()
    context.close()


def test_the_warning_stands_first_and_leads_to_its_notice(resident: Page, live: Live) -> None:
    resident.goto(live.url)
    warning = resident.get_by_role("status").get_by_role("link")
    box = warning.first.bounding_box()
    assert box is not None and box["y"] + box["height"] <= browsers.PHONE["height"]
    say = resident.get_by_role("link", name="我要说一件事").bounding_box()
    assert say is not None and box["y"] < say["y"]
    assert "提醒 · 大风暴雨" in warning.first.inner_text()
    warning.first.click()
    assert "今晚大风" in resident.locator("h1").inner_text()


def test_a_notice_is_heard_printed_and_shows_what_it_said_before(resident: Page, live: Live, told: int) -> None:
    resident.goto(f"{live.url}/n/{told}")
    assert resident.get_by_role("button", name="读给我听").is_visible()
    resident.get_by_text("更正前是这样写的").click()
    assert resident.get_by_text("周六上午清理楼道").is_visible()
    resident.get_by_role("link", name="打印").click()
    assert resident.get_by_role("button", name="打印").is_visible()
    sheet = resident.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_one_chinese_word_finds_a_project_and_is_written_nowhere(resident: Page, live: Live) -> None:
    resident.goto(live.url)
    resident.locator("#home-find").fill("小径")
    resident.locator("#home-find").press("Enter")
    resident.get_by_role("link", name="修便民小径").click()
    resident.wait_for_url("**/projects/**")
    log = live.log.read_text(errors="replace")
    assert "小径" not in log and "%E5%B0%8F" not in log and "/find" not in log


def test_the_header_leads_to_the_search_on_every_page(resident: Page, live: Live) -> None:
    resident.goto(f"{live.url}/privacy")
    resident.locator("header").get_by_role("link", name="找一找").click()
    resident.get_by_role("searchbox").fill("没有这个词")
    resident.get_by_role("searchbox").press("Enter")
    assert resident.get_by_text("公开的内容里没有这几个字").is_visible()


def test_what_is_on_is_seen_day_by_day_on_the_phone(resident: Page, live: Live) -> None:
    resident.goto(f"{live.url}/week")
    assert resident.locator("h1").inner_text() == "有什么活动"
    resident.get_by_role("link", name="这一季").click()
    tab = resident.get_by_role("link", name="这一季")
    assert tab.get_attribute("aria-current") == "true"
    assert resident.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with resident.expect_download() as calendar:
        resident.get_by_role("link", name="放进我的日历").click()
    assert calendar.value.suggested_filename.endswith(".ics")


def test_notices_week_and_search_are_linked_from_every_footer(resident: Page, live: Live) -> None:
    resident.goto(f"{live.url}/accessibility")
    links = {link.get_attribute("href") for link in resident.locator("footer a").all()}
    assert {"/notices", "/week", "/find"} <= links
