"""The story of the spine in a real browser: one sentence becomes an answered deed and a figure that opens."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from haitang import verifier
from haitang.engine.sealing import seal_all
from haitang.records.matter import Matter
from tests import browsers
from tests.servers import Live
from tests.stories.acting import act, sign_in

SIZES = {"phone": browsers.PHONE, "desk": browsers.DESK}
NUMBER = re.compile(r"SJ\d\d-\d{5,}-\d")


@pytest.fixture(params=SIZES)
def sized(request: pytest.FixtureRequest, page: Page) -> Page:
    """The same story on a phone and at a desk."""
    page.set_viewport_size(SIZES[request.param])
    return page


def _say(page: Page, live: Live, words: str, contact: str = "") -> tuple[str, str]:
    """Report one thing; the number and the secret of the receipt."""
    page.goto(f"{live.url}/")
    page.goto(f"{live.url}/report")
    page.fill("[name=words]", words)
    page.select_option("[name=place]", "dgmy")
    if contact:
        page.fill("[name=contact]", contact)
    page.click(".send button")
    page.wait_for_url("**/receipt/**")
    number = NUMBER.search(page.inner_text("main"))
    assert number is not None
    return number.group(), page.inner_text(".secret")


def _handle(page: Page, live: Live, number: str) -> None:
    """Accept, assign, work, claim, check by somebody else, answer."""
    address = f"{live.url}/desk/m/{number}"
    sign_in(page, live, "desk")
    page.goto(address)
    act(page, "/do/matters.accept", category="drains", title="下水道疏通")
    act(page, "/do/matters.assign", owner="property", why="物业服务合同")
    sign_in(page, live, "property")
    page.goto(address)
    act(page, "/do/matters.start")
    act(page, f"/desk/m/{number}/claim", outcome="solved", evidence="second_look", note="管道通了，第二人看过")
    assert page.locator('form[action$="/do/matters.check"]').count() == 0, "nobody checks their own work"
    sign_in(page, live, "checker")
    page.goto(address)
    act(page, "/do/matters.check", note="到场看过")
    sign_in(page, live, "desk")
    page.goto(address)
    act(page, "/do/matters.answer", sentence="下水道已疏通，物业每周会看一次。")


def _verify_offline(browser: Browser, bundle: Path) -> str:
    """What the downloaded verifier page says of a bundle with the network switched off."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((Path(verifier.__file__).parent / "verify.html").as_uri())
    page.set_input_files("input[type=file]", bundle)
    page.wait_for_function("() => /✓|✗|通过|不对|可信|相符/.test(document.body.innerText)")
    said = page.inner_text("body")
    context.close()
    return said


def test_one_sentence_becomes_an_answered_deed_and_a_figure_that_opens(
    sized: Page, live: Live, browser: Browser, tmp_path: Path
) -> None:
    page = sized
    number, secret = _say(page, live, "3幢楼下的下水道堵了，走路要绕开")
    _handle(page, live, number)
    page.context.clear_cookies()
    page.goto(f"{live.url}/follow")
    page.fill("[name=number]", number)
    page.fill("[name=secret]", secret.lower())
    page.press("[name=secret]", "Enter")
    page.wait_for_url(f"**/m/{number}")
    assert "下水道已疏通" in page.inner_text("main")
    page.click("button[name=verdict][value=yes]")
    page.wait_for_load_state()
    page.goto(f"{live.url}/m/{number}")
    assert Matter.objects.get(number=number).state == "closed"
    seal_all()
    _open_the_figure(page, live, number)
    _take_the_proof(page, live, browser, number, secret, tmp_path)


def _open_the_figure(page: Page, live: Live, number: str) -> None:
    """Number → rows → ledger line → inclusion proof; the entitled go on to the matter, the public cannot."""
    page.context.clear_cookies()
    page.goto(f"{live.url}/f/requests.problems_solved?place=sujin")
    assert number not in page.inner_text("main")
    page.locator('main a[href*="/l/sujin/"]').first.click()
    page.wait_for_load_state()
    assert re.search(r"[0-9a-f]{64}", page.content())
    sign_in(page, live, "reader")
    page.goto(f"{live.url}/desk/f/requests.problems_solved?place=sujin")
    assert number in page.inner_text("main")


def _take_the_proof(page: Page, live: Live, browser: Browser, number: str, secret: str, room: Path) -> None:
    """The receipt's own bundle is taken along and verified without a network; a changed one is found out."""
    page.context.clear_cookies()
    page.goto(f"{live.url}/m/{number}#{number}-{secret}")
    page.wait_for_load_state()
    page.goto(f"{live.url}/receipt/{number}")
    answer = page.request.get(f"{live.url}/receipt/{number}/proof")
    assert answer.ok, answer.text()[:300]
    bundle = answer.json()
    good, bad = room / "proof.json", room / "changed.json"
    good.write_text(json.dumps(bundle), encoding="utf-8")
    bad.write_text(json.dumps({**bundle, "body": {**bundle["body"], "command": "another"}}), encoding="utf-8")
    assert _verify_offline(browser, good) != _verify_offline(browser, bad)


def test_a_topic_becomes_a_decision_a_project_and_an_answer(sized: Page, live: Live) -> None:
    page = sized
    number, secret = _say(page, live, "15幢西边没有坐的地方，想有个亭子")
    sign_in(page, live, "desk")
    page.goto(f"{live.url}/desk/m/{number}")
    act(page, "/do/matters.accept", category="green", title="想有个亭子")
    act(page, "/do/matters.assign", owner="property", why="会上议")
    project = _decide(page, live, number)
    sign_in(page, live, "supervisor")
    page.goto(f"{live.url}/desk/projects/{project}")
    act(page, "/do/projects.approve")
    sign_in(page, live, "property")
    page.goto(f"{live.url}/desk/projects/{project}")
    act(page, "/do/projects.start")
    act(page, "/do/projects.claim", note="亭子建好了", evidence="minute")
    sign_in(page, live, "checker")
    page.goto(f"{live.url}/desk/projects/{project}")
    act(page, "/do/projects.accept", note="居民一起看过")
    _answered_at_last(page, live, number, secret)


def _decide(page: Page, live: Live, number: str) -> str:
    """Plan a session, table the matter, publish, count heads, decide, open the project; its number."""
    sign_in(page, live, "chair")
    page.goto(f"{live.url}/desk/meetings/new")
    page.locator("main form.form button.button").first.click()
    page.wait_for_load_state()
    assert "/desk/meetings/SJ" in page.url, page.inner_text("main")
    session = page.url
    act(page, "/table", matter=number, topic="15幢西边建一个亭子")
    page.goto(session)
    act(page, "/do/meetings.publish")
    page.goto(session)
    act(page, "/do/meetings.attend", heads="23")
    page.goto(session)
    act(page, "/do/meetings.decide", decision="project", text="建花园议事亭", reason="议事、便民、歇脚都用得上")
    page.goto(session)
    act(
        page,
        "/do/projects.propose",
        title="花园议事亭",
        purpose="议事、便民、歇脚",
        theme="neighbors",
        owner="property",
    )
    page.goto(session)
    link = page.locator('main a[href*="/desk/projects/SJ"]').first
    found = NUMBER.search(link.get_attribute("href") or "")
    assert found is not None
    return found.group()


def _answered_at_last(page: Page, live: Live, number: str, secret: str) -> None:
    """The delivery loop answers those who raised it; the resident reads it by number and secret."""
    page.context.clear_cookies()
    page.goto(f"{live.url}/m/{number}#{number}-{secret}")
    for _ in range(40):
        page.wait_for_timeout(250)
        page.goto(f"{live.url}/m/{number}")
        if "立了项" in page.inner_text("main"):
            break
    assert "立了项" in page.inner_text("main")
