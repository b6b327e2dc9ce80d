"""A suspicious neighbor: from a number in the brief to a proof checked on a machine that is off line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from haitang import verifier
from haitang.engine import ledger
from haitang.engine.sealing import seal_all
from tests import browsers
from tests.cast import PASSWORD, Told
from tests.servers import Live

VERIFIER = Path(verifier.__file__).with_name("verify.html")
#: Pages of this room that anybody opens, and those for staff.
PUBLIC = ("briefs", "figure", "ledger", "ledger_of", "entry")
SIZES = {"phone": browsers.PHONE, "desk": browsers.DESK}


@pytest.fixture(scope="module")
def told(live: Live) -> Told:
    """One matter solved, its answer judged, everything sealed."""
    made = live.cast.solved()
    seal_all()
    return made


@pytest.fixture(params=SIZES)
def plain(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser without JavaScript, at phone and at desk size."""
    context = browser.new_context(viewport=SIZES[request.param], locale="zh-CN", java_script_enabled=False)
    yield context
    context.close()


def checked(browser: Browser, file: Path) -> str:
    """What the verifier says of a file, opened from disk with the network switched off."""
    context = browser.new_context(locale="zh-CN")
    context.set_offline(True)
    page = context.new_page()
    page.goto(VERIFIER.as_uri())
    page.set_input_files("#file", file)
    page.locator("#result .verdict").wait_for()
    said = page.get_by_role("status").inner_text()
    context.close()
    return said


def test_two_taps_lead_from_a_number_to_its_proof_and_a_third_takes_it_home(
    live: Live, told: Told, plain: BrowserContext, browser: Browser, tmp_path: Path
) -> None:
    page = plain.new_page()
    page.goto(live.url + reverse("briefs"))
    number = page.locator("a.figure").first
    value = number.inner_text()
    number.click()
    assert page.locator("b.value").inner_text().startswith(value)
    page.locator("#rows tbody th a").first.click()
    assert "一个字没改" in page.locator("p.notice").inner_text()
    assert told.number not in page.content()
    with page.expect_download() as kept:
        page.get_by_role("link", name="凭证文件").click()
    file = tmp_path / kept.value.suggested_filename
    kept.value.save_as(file)
    assert "核对通过" in checked(browser, file) and "只核对了它在台账里的位置" in checked(browser, file)
    bundle = json.loads(file.read_text())
    file.write_text(json.dumps({**bundle, "entry": bundle["entry"] + 1}))
    assert "核对不通过" in checked(browser, file)


def test_a_resident_s_own_receipt_is_verified_off_line_with_what_they_said_of_it(
    live: Live, told: Told, page: Page, browser: Browser, tmp_path: Path
) -> None:
    page.goto(live.url + reverse("follow"))
    page.fill("[name=number]", told.number)
    page.fill("[name=secret]", told.secret)
    page.press("[name=secret]", "Enter")
    page.wait_for_url(f"**/m/{told.number}")
    page.goto(live.url + reverse("receipt", args=[told.number]))
    with page.expect_download() as kept:
        page.locator(f'a[href="{reverse("bundle", args=[told.number])}"]').first.click()
    file = tmp_path / "receipt.json"
    kept.value.save_as(file)
    said = checked(browser, file)
    assert "核对通过" in said and "详情就是记账时的详情" in said and "✗" not in said
    assert json.loads(file.read_text())["body"]["subject"] == told.number


def test_a_table_taken_home_adds_up_to_the_number(live: Live, told: Told, page: Page, tmp_path: Path) -> None:
    page.goto(live.url + reverse("figure", args=["requests.problems_solved"]))
    value = page.locator("b.value").inner_text()
    with page.expect_download() as kept:
        page.get_by_role("link", name="CSV").click()
    kept.value.save_as(tmp_path / "lines.csv")
    head, *lines = (tmp_path / "lines.csv").read_text(encoding="utf-8-sig").splitlines()
    place = head.split(",").index("quantity")
    assert value.startswith(str(sum(int(line.split(",")[place]) for line in lines)))


def test_staff_go_from_the_number_to_the_matter_and_from_its_line_to_what_everybody_sees(
    live: Live, told: Told, page: Page
) -> None:
    page.goto(live.url + reverse("sign_in"))
    page.fill("[name=username]", "dispatcher")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    page.goto(live.url + reverse("desk_briefs"))
    page.locator("a.figure").first.click()
    page.get_by_role("link", name=told.number).click()
    page.wait_for_url(f"**/desk/m/{told.number}")
    entry = next(leaf.entry for _, leaf in ledger.of_subject(told.number) if leaf.kind == "request.closed.solved")
    page.goto(live.url + reverse("entry", args=["sujin", entry]))
    page.wait_for_url(f"**/desk/l/sujin/{entry}")
    assert page.get_by_role("link", name=told.number).is_visible()
    page.get_by_role("link", name="大家看到的样子").click()
    assert told.number not in page.content()


def test_the_printed_brief_is_official_paper_with_its_sources_last(live: Live, told: Told, page: Page) -> None:
    page.goto(live.url + reverse("briefs_print"))
    page.emulate_media(media="print")
    paper = page.pdf(prefer_css_page_size=True, tagged=True)
    assert b"/MediaBox [0 0 594." in paper or b"/MediaBox [0 0 595" in paper
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") >= 2 or paper.count(b"/Type/Page") >= 2
    assert page.locator(".paper-bar").is_hidden() and page.locator(".sources .qr").is_visible()


@pytest.mark.parametrize("route", PUBLIC)
@pytest.mark.parametrize("look", [{"size": "huge"}, {"size": "elder", "theme": "dark"}])
def test_pages_of_figures_hold_at_the_smallest_phone_and_the_largest_text(
    live: Live, told: Told, browser: Browser, axe: Callable[[Page], list[str]], route: str, look: dict[str, str]
) -> None:
    arguments = {"figure": ["requests.problems_solved"], "ledger_of": ["sujin"], "entry": ["sujin", 3]}.get(route, [])
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="zh-CN")
    context.add_cookies([{"name": name, "value": value, "url": live.url} for name, value in look.items()])
    page = context.new_page()
    page.goto(live.url + reverse(route, args=arguments))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    context.close()
