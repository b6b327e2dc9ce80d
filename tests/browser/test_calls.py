"""Whom to call, on a phone: the right number in two taps from the first page, also in the elders' version."""

import pytest
from playwright.sync_api import Browser, Locator

from haitang.commands import directory
from haitang.engine import clock, gate
from tests.browser.test_resident import ELDER_TARGET, phone
from tests.servers import Live

PROPERTY, OFFICE = "0512-0000 0021", "0512-0000 0022"


@pytest.fixture(scope="module", autouse=True)
def numbers(live: Live) -> None:
    """A property company in a compound, and the office's own number."""
    for place, sort, label, english, number in (
        ("sujin", "hotline", "街道值班室", "duty office", OFFICE),
        ("dgmy", "property", "大观花园物业", "property company", PROPERTY),
    ):
        gate.do(
            directory.add, live.cast.founder, place=place, sort=sort, label=label, label_en=english, phone=number,
            checked_on=clock.today().isoformat(), days="always",
        )  # fmt: skip


@pytest.mark.parametrize("size", ["", "elder"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_right_number_is_two_taps_from_the_first_page(
    browser: Browser, live: Live, size: str, script: bool
) -> None:
    context = phone(browser, live, script, size=size)
    page = context.new_page()
    page.goto(live.url)
    assert page.get_by_role("link", name=OFFICE).first.is_visible()
    page.get_by_role("link", name="全部电话").click()
    call = page.get_by_role("link", name=PROPERTY)
    if not call.is_visible():
        page.locator("summary", has_text="大观名园社区").click()
    assert call.is_visible()
    assert call.get_attribute("href") == f"tel:{PROPERTY.replace(' ', '')}"
    if size:
        assert _height(page.get_by_role("link", name="119").first) >= ELDER_TARGET
    context.close()


def test_whoever_scans_the_door_card_has_the_number_before_any_tap(browser: Browser, live: Live) -> None:
    context = phone(browser, live)
    page = context.new_page()
    page.goto(f"{live.url}/p/dgmy/")
    assert page.get_by_role("link", name=PROPERTY).is_visible()
    assert page.get_by_role("link", name="12345").first.is_visible()
    context.close()


def _height(element: Locator) -> float:
    box = element.bounding_box()
    return float(box["height"]) if box else 0
