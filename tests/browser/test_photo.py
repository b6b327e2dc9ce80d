"""The desk marks what must not be seen: drawn with a finger or mouse, or in numbers without JavaScript."""

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page

from haitang.engine import photos
from haitang.records.file import Attachment
from tests import browsers
from tests.commands.inputs import a_photo
from tests.servers import Live
from tests.stories.acting import sign_in


def pictured(live: Live, color: str) -> str:
    """A matter with a photo of its own; the photo's digest."""
    with override_settings(FILES=live.copy.home / "files"):
        digest = photos.keep(a_photo(color)).digest
    live.cast.report(photos=[digest])
    return digest


def replaced(digest: str) -> Attachment:
    return Attachment.objects.select_related("file", "original").get(original__digest=digest)


@pytest.mark.parametrize("size", [browsers.DESK, browsers.PHONE], ids=["desk", "phone"])
def test_what_is_drawn_is_blurred(live: Live, page: Page, size: dict[str, int]) -> None:
    digest = pictured(live, "purple" if size == browsers.DESK else "orange")
    page.set_viewport_size(size)  # type: ignore[arg-type]
    sign_in(page, live, "desk")
    page.goto(f"{live.url}/desk/photo/{digest}")
    box = page.locator(".marking canvas").bounding_box()
    assert box is not None
    for far in (0.5, 0.9):
        page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.1 * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + far * box["width"], box["y"] + far * box["height"], steps=3)
        page.mouse.up()
    page.click("[data-unmark]")
    assert page.inner_text("[data-marked-count]") == "1"
    page.click("form:has(#areas) button.block")
    page.wait_for_url(lambda url: digest not in url)
    made = replaced(digest)
    assert made.screened and made.file.digest in page.url
    assert made.file.digest in page.locator(".marking img").get_attribute("src")  # type: ignore[operator]


def test_without_javascript_four_numbers_do(live: Live, browser: Browser) -> None:
    digest = pictured(live, "brown")
    context = browser.new_context(java_script_enabled=False, viewport=browsers.PHONE, locale="zh-CN")
    page = context.new_page()
    sign_in(page, live, "desk")
    page.goto(f"{live.url}/desk/photo/{digest}")
    page.click("[data-by-numbers] summary")
    for name, value in (("left", "100"), ("top", "100"), ("width", "950"), ("height", "300")):
        page.fill(f"[name={name}]", value)
    page.click("form:has(#areas) button.block")
    assert "不能超出照片" in page.inner_text("main")
    page.fill("[name=width]", "300")
    page.click("form:has(#areas) button.block")
    assert replaced(digest).file.digest in page.url
    context.close()


def test_the_photo_page_keeps_what_was_drawn_when_something_is_missing(live: Live, page: Page) -> None:
    digest = pictured(live, "gold")
    sign_in(page, live, "desk")
    page.goto(f"{live.url}/desk/photo/{digest}")
    page.click("form:has(#areas) button.block")
    assert "请标出要遮挡的地方" in page.inner_text("main")
    assert not Attachment.objects.filter(original__digest=digest).exists()
