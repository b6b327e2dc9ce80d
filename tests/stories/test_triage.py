"""Triage: the desk finds by a word, goes through the list by keyboard, takes several at once, and looks at the board."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import browsers
from tests.servers import Live
from tests.stories.acting import fill, sign_in


def look(page: Page, name: str) -> None:
    """A picture for whoever wants to look: PICTURES names the folder."""
    if folder := os.environ.get("PICTURES", ""):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def fits(page: Page) -> bool:
    """Nothing reaches beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def choose_two(page: Page, size: str) -> None:
    """By keyboard at a desk, by thumb on a phone."""
    if size == "desk":
        page.wait_for_selector(
            ".peeker[data-htmx-powered]", state="attached"
        )  # before that, a look is a link like any other
        for key in ("j", "x", "j", "x", "?"):
            page.keyboard.press(key)
        page.locator("dialog#keys").wait_for()
        look(page, "keys-desk")
        page.keyboard.press("Escape")
        assert page.locator(".choose input:checked").count() == 2
    else:
        for box in page.locator(".choose").all()[:2]:
            box.click()


def walk_the_board(page: Page, live: Live, size: str) -> None:
    """Four columns; the focus moves down and across."""
    page.goto(f"{live.url}/desk/board")
    look(page, f"board-{size}")
    assert fits(page) and page.locator("[data-board] section").count() == 4
    if size == "desk":
        page.keyboard.press("j")
        first = page.evaluate("document.activeElement.closest('section').querySelector('h2').id")
        page.keyboard.press("l")
        assert page.evaluate("document.activeElement.closest('section').querySelector('h2').id") != first


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_desk_goes_through_its_morning(page: Page, live: Live, size: str) -> None:
    said = ("路灯不亮，晚上看不清路", "电梯停在三楼不动", "下水道返味", "车棚漏雨", "路灯一闪一闪")
    for words in said:
        live.cast.report(words, "dgmy-15")
    live.cast.claimed(), live.cast.answered()
    page.set_viewport_size(browsers.DESK if size == "desk" else browsers.PHONE)
    sign_in(page, live, "desk")
    look(page, f"list-{size}")
    assert fits(page)
    page.locator("[data-find]").first.fill("路灯")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/find?**")
    look(page, f"find-{size}")
    assert page.locator("tbody tr").count() >= 2 and fits(page)
    page.goto(f"{live.url}/desk/?sheet=new")
    choose_two(page, size)
    page.get_by_role("button", name="选中的一起办").click()
    page.wait_for_url("**/desk/bulk?**")
    look(page, f"bulk-{size}")
    assert fits(page) and browsers.barriers(page) == []
    form = page.locator("form.together-form")
    fill(form, "category", "lighting")
    form.get_by_role("button", name="受理").click()
    page.wait_for_load_state()
    look(page, f"bulk-done-{size}")
    assert "办成 2 件，没办成 0 件" in page.locator("main").inner_text() and fits(page)
    walk_the_board(page, live, size)
