"""Saying something in a real browser: the number appears while somebody types, neighbors come before sending."""

import pytest
from playwright.sync_api import Browser, expect

from haitang.kernel.dangers import DANGERS, met
from haitang.records.voice import Voice
from tests import browsers
from tests.kernel.test_dangers import SAID
from tests.servers import Live

SHOWN = """said => said.map(words => {
  const box = document.getElementById('f-words');
  box.value = words;
  box.dispatchEvent(new Event('input'));
  return [...document.querySelectorAll('[data-danger]')].findIndex(alarm => !alarm.hidden);
})"""


def test_the_form_knows_the_same_dangers_as_the_server(live: Live, browser: Browser) -> None:
    context = browser.new_context(viewport=browsers.PHONE, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live.url}/report")
    shown = page.evaluate(SHOWN, list(SAID))
    expected = [DANGERS.index(found) if (found := met(said)) else -1 for said in SAID]
    assert dict(zip(SAID, shown, strict=True)) == dict(zip(SAID, expected, strict=True))
    context.close()


@pytest.mark.parametrize("size", [browsers.PHONE, browsers.DESK], ids=["phone", "desk"])
def test_from_the_number_over_the_neighbors_to_the_receipt(size: dict[str, int], live: Live, browser: Browser) -> None:
    told = live.cast.accepted(live.cast.report(words="井盖那里堵了", place="dgmy"), title="3幢楼下下水道堵塞")
    context = browser.new_context(viewport=size, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{live.url}/q/dgmy-15")
    page.locator("#f-words").fill("3幢楼下的下水道堵塞，水漫出来，有人摔伤")
    call = page.locator(".alarm:visible a[href='tel:120']")
    expect(call).to_be_in_viewport()
    page.get_by_role("button", name="交给社区").click()
    page.get_by_role("button", name="不是这种急事").click()
    page.get_by_role("heading", name="是不是这几件").wait_for()
    page.locator(f"form[action$='/m/{told.number}/too'] button").click()
    page.wait_for_url(f"**/receipt/{told.number}")
    assert Voice.objects.filter(matter__number=told.number).latest("id").words.startswith("3幢楼下")
    context.close()
