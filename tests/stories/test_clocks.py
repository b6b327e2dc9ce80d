"""Clocks in a browser, at phone and desk size: what is late is raised, the term and its reason stand with the matter,
the supervisor sets a limit, and a year's notice is looked at before it moves anything."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from haitang.engine import clock, outbox
from haitang.jobs import daily
from tests import browsers
from tests.cast import Told
from tests.kernel.test_holiday_notice import NOTICE_2026
from tests.servers import Live
from tests.stories.acting import act, sign_in

SIZES = pytest.mark.parametrize("size", [browsers.PHONE, browsers.DESK], ids=["phone", "desk"])
pytestmark = pytest.mark.usefixtures("browser")


@pytest.fixture(scope="module")
def late(live: Live) -> Told:
    """A matter that should have been answered long ago; the clock has climbed its ladder."""
    with clock.at(clock.now() - timedelta(days=40)):
        told = live.cast.working(live.cast.assigned(live.cast.accepted(live.cast.report("楼道灯不亮"))))
    with clock.at(clock.now() - timedelta(days=36)):
        daily.climb()
    daily.climb()
    outbox.drain()
    return told


def fits(page: Page) -> bool:
    """Whether nothing reaches beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@SIZES
def test_the_supervisor_finds_what_was_raised_and_why(live: Live, late: Told, page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    sign_in(page, live, "supervisor")
    page.goto(f"{live.url}/desk/?sheet=raised")
    expect(page.locator(".filter[aria-current]")).to_contain_text("报到我这里")
    page.goto(f"{live.url}/desk/m/{late.number}")
    expect(page.get_by_text("办理和答复：仍未办，报督办")).to_be_visible()
    expect(page.get_by_text("已告知：督办员")).to_be_visible()
    timing = page.locator("section", has_text="办理时限").last
    expect(timing).to_contain_text("5 个工作日")
    expect(timing).to_contain_text("未确认")
    expect(timing).to_contain_text("个自然日")
    assert fits(page)


@SIZES
def test_a_limit_is_set_and_confirmed_and_a_notice_is_looked_at_first(
    live: Live, page: Page, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    sign_in(page, live, "administrator")
    page.goto(f"{live.url}/setup/terms")
    assert fits(page)
    limit = {"clock": "resolve", "amount": "7", "unit": "workdays", "category": "lifts", "source": "苏府办 1 号"}
    act(page, "/do/terms.set", **limit)
    row = page.locator("li.card", has_text="电梯").first
    expect(row).to_contain_text("7 个工作日")
    expect(row).to_contain_text("未确认")
    page.goto(f"{live.url}/setup/calendar")
    assert fits(page)
    notice = page.locator("form", has=page.locator("textarea[name=listed]"))
    notice.locator("[name=year]").fill("2026")
    notice.locator("[name=listed]").fill(NOTICE_2026)
    notice.locator("[name=source]").fill("国务院办公厅通知")
    notice.get_by_role("button").click()
    expect(page.locator("#look")).to_contain_text("现在还没有登记")
    expect(page.locator("#look")).to_contain_text("2026-02-15")
    assert fits(page)
