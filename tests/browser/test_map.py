"""The map in a real browser: by thumb and by keyboard, without JavaScript, for elders; and an outline dragged and moved."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from haitang.commands import matters
from haitang.engine import clock, gate
from haitang.records.place import Place
from tests import browsers
from tests.browser.test_resident import phone
from tests.cast import PASSWORD
from tests.drawn import drawn
from tests.servers import Live


@pytest.fixture(scope="module", autouse=True)
def number(live: Live) -> str:
    """A drawn neighborhood with one matter that everybody may read."""
    drawn(live.cast)
    with clock.at(clock.now() - timedelta(days=3)):
        told = live.cast.report(place="dgmy-15")
        given = {"category": "drains", "title": "下水道堵塞", "screened": True}
        gate.do(matters.accept, by=live.cast.desk, matter=told.number, **given)
    return told.number


@pytest.mark.parametrize("size", ["", "elder"])
def test_from_the_whole_to_a_matter_in_three_taps_without_javascript(
    browser: Browser, live: Live, number: str, size: str
) -> None:
    context = phone(browser, live, script=False, size=size)
    page = context.new_page()
    page.goto(live.url + reverse("map"))
    assert page.evaluate("document.documentElement.scrollWidth") <= browsers.PHONE["width"]
    page.locator('.sketch a[href="/map?place=daguan"]').click(position={"x": 8, "y": 40})
    page.locator(".sketch .mark").click()
    assert page.url.endswith(f"/m/{number}") and "下水道堵塞" in page.inner_text("main")
    context.close()


def test_by_keyboard_a_place_and_a_mark_take_the_focus_and_open(page: Page, live: Live, number: str) -> None:
    page.set_viewport_size(browsers.DESK)
    page.goto(f"{live.url}/map?place=dgmy")
    reached = []
    for _tab in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('aria-label') || ''"))
        if "在办 1 件" in reached[-1]:
            break
    assert any(name.startswith("15幢") for name in reached)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/m/{number}")


def test_no_name_on_the_map_is_clipped_or_lies_on_another(page: Page, live: Live) -> None:
    for size in (browsers.PHONE, browsers.DESK):
        page.set_viewport_size(size)
        page.goto(f"{live.url}/map?place=daguan")
        boxes = page.evaluate(
            """[...document.querySelectorAll('.names text')].filter(t => getComputedStyle(t).display !== 'none')
               .map(t => { const b = t.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] })"""
        )
        edge = page.locator(".sketch").bounding_box() or pytest.fail("no map")
        assert boxes and all(l >= edge["x"] - 1 and r <= edge["x"] + edge["width"] + 1 for l, _t, r, _b in boxes)  # noqa: E741
        for i, (l, t, r, b) in enumerate(boxes):  # noqa: E741
            assert not any(l < e - 2 and r > w + 2 and t < s - 4 and b > n + 4 for w, n, e, s in boxes[:i])


def test_an_outline_is_moved_by_mouse_and_keys_looked_at_and_kept(page: Page, live: Live) -> None:
    page.set_viewport_size(browsers.DESK)
    page.goto(live.url + reverse("sign_in"))
    page.fill("[name=username]", "dispatcher")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/**")
    page.goto(live.url + reverse("desk_draw", args=["daguan-1"]))
    before = page.input_value("[name=corners]")
    corner = page.locator(".handles circle").nth(1)
    box = corner.bounding_box() or pytest.fail("no corner")
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] - 25, box["y"] + 5, steps=4)
    page.mouse.up()
    dragged = page.input_value("[name=corners]")
    assert dragged != before and len(dragged.splitlines()) == 4
    corner.focus()
    page.keyboard.press("ArrowLeft")
    assert page.input_value("[name=corners]") != dragged
    page.keyboard.press("Enter")
    assert len(page.input_value("[name=corners]").splitlines()) == 5
    page.keyboard.press("Delete")
    assert len(page.input_value("[name=corners]").splitlines()) == 4
    page.click("button[value=look]")
    assert "空隙" in page.inner_text("[role=status]") and page.locator(".canvas .found").count() >= 1
    page.click("button[value=keep]")
    page.wait_for_selector("text=恢复上一次的边界")
    assert Place.objects.get(code="daguan-1").drawn == 1
