"""The story of somebody who wants to know: who looked, what is kept, take it along, be erased; every count stays whole."""

import json
from pathlib import Path
from typing import Any

import requests
from click.testing import CliRunner
from playwright.sync_api import Page

from haitang.engine import sealing
from haitang.entrypoints.terminal import main
from haitang.kernel.registry import figures
from haitang.records.voice import Voice
from tests import browsers
from tests.cast import Told
from tests.servers import Live
from tests.stories.acting import sign_in

WORDS, PHONE = "三单元的水管夜里一直响", "13912345678"


def every_figure(live: Live) -> dict[str, Any]:
    """Every figure with its rows and its months, as anybody reads them through the API."""
    return {
        f"{figure.name}{part}": requests.get(f"{live.url}/api/figures/{figure.name}{part}?place=sujin").json()
        for figure in figures
        for part in ("", "/rows", "/series", "/year-on-year")
    }


def verified() -> str:
    done = CliRunner().invoke(main, ["--language", "en", "verify"])
    assert done.exit_code == 0, done.output
    return done.output


def looked_at(page: Page, live: Live, told: Told, reason: str) -> None:
    """The desk opens the contact with a reason."""
    sign_in(page, live, "desk")
    page.goto(f"{live.url}/desk/m/{told.number}")
    page.get_by_text("查看联系方式").first.click()
    page.get_by_label("为什么要看").fill(reason)
    page.get_by_role("button", name="记下理由").click()
    page.get_by_text(PHONE).wait_for()


def proves(page: Page, live: Live, told: Told) -> None:
    """Number and code of the receipt, in a browser that knows nobody."""
    page.context.clear_cookies()
    page.goto(f"{live.url}/follow")
    page.fill("[name=number]", told.number)
    page.fill("[name=secret]", told.secret)
    page.press("[name=secret]", "Enter")


def takes_along(page: Page, there: Path) -> None:
    """The file with everything in it."""
    with page.expect_download() as file:
        page.get_by_role("link", name="给别的程序用的文件（JSON）").click()
    file.value.save_as(there)
    kept = json.loads(there.read_text())
    assert kept["said"]["words"] == WORDS and kept["contact"]["text"] == PHONE
    assert kept["who_looked"][0]["reason"] == "回电问在哪一层"


def test_a_person_sees_who_looked_takes_everything_along_and_is_forgotten(
    page: Page, live: Live, tmp_path: Path
) -> None:
    told = live.cast.solved(live.cast.report(WORDS, contact=PHONE))
    other = live.cast.solved(live.cast.report("路灯不亮", contact=PHONE))
    looked_at(page, live, told, "回电问在哪一层")
    sealing.seal_all()
    before = every_figure(live)
    assert "readings of contacts: 1 agree" in verified()

    page.set_viewport_size(browsers.PHONE)
    proves(page, live, told)
    page.wait_for_url(f"**/m/{told.number}")
    assert "社区受理台：回电问在哪一层" in page.locator("aside").inner_text().replace(": ", "：")
    page.get_by_role("link", name="查看、带走、更正、抹除").click()
    assert PHONE not in page.locator("main").inner_text()
    page.get_by_role("button", name="显示全部").click()
    page.get_by_text(PHONE).wait_for()

    takes_along(page, tmp_path / "mine.json")

    page.get_by_role("link", name="看看删什么、留什么").click()
    page.fill("[name=secret]", told.secret)
    page.get_by_role("button", name="确认抹除").click()
    page.get_by_role("heading", name="应本人要求抹除").wait_for()
    assert WORDS not in page.content() and PHONE not in page.content()

    assert every_figure(live) == before
    verified()
    sealing.seal_all()
    assert every_figure(live) == before
    assert "sujin" in verified()
    assert Voice.objects.get(pk=told.voice.voice).words == ""
    assert Voice.objects.get(pk=other.voice.voice).contact is not None

    proves(page, live, told)
    page.get_by_role("heading", name="应本人要求抹除").wait_for()
