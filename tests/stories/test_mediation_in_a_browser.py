"""A dispute in a real browser: asked for on a phone, taken on at the desk, agreed to, sat on and signed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from haitang.engine import clock
from tests import browsers, mediations
from tests.servers import Live
from tests.stories.acting import act, send, sign_in

NUMBER = re.compile(r"SJ\d\d-\d{5,}-\d")
SIZES = {"phone": browsers.PHONE, "desk": browsers.DESK}
SAID = "院墙边那棵树的事"


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def ask(page: Page, live: Live) -> str:
    """One side asks without an account; the number of the receipt."""
    page.goto(f"{live.url}/mediation")
    page.fill("main [name=words]", SAID)
    page.select_option("main [name=place]", "daguan")
    page.locator("main form.form button.button").last.click()
    page.wait_for_url("**/receipt/**")
    found = NUMBER.search(page.inner_text("main"))
    assert found is not None and fits(page)
    return found.group()


@pytest.mark.parametrize("size", SIZES)
def test_from_asking_to_the_signed_paper(page: Page, live: Live, size: str, tmp_path: Path) -> None:
    page.set_viewport_size(SIZES[size])
    number = ask(page, live)
    own, desk = f"{live.url}/m/{number}", f"{live.url}/desk/mediation/{number}"
    sign_in(page, live, "second_mediator")
    page.goto(desk)
    assert SAID not in page.inner_text("main")
    act(page, "/do/mediation.take", unconcerned="yes")
    page.goto(desk)
    act(page, "/open", reason="约时间")
    assert SAID in page.inner_text("main") and fits(page)
    page.goto(desk)
    act(page, "/invite", language="zh-hans")
    assert NUMBER.search(page.inner_text("main")) and fits(page)
    page.context.clear_cookies(name="sessionid")
    page.goto(own)
    act(page, "/do/mediation.consent")
    sign_in(page, live, "second_mediator")
    page.goto(desk)
    act(page, "/do/mediation.consent", side="second", how="paper")
    page.goto(desk)
    act(page, "/do/agreements.sit", day=str(clock.today()), venue="daguan", record="双方同意修枝")
    paper = tmp_path / "signed.pdf"
    paper.write_bytes(mediations.PDF)
    page.goto(f"{desk}/sign")
    send(page, page.locator("main form.form"), day=str(clock.today()), paper=str(paper))
    assert fits(page)
    page.context.clear_cookies(name="sessionid")
    page.goto(own)
    said = page.inner_text("main")
    assert "30 天内" in said and "双方同意修枝" not in said and fits(page)
