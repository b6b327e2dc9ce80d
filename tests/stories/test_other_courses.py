"""The other courses of the loop in a real browser: two say the same, a checker says no, it comes back, it has no owner;
and whoever leads sees all of it on one page."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from haitang.commands import matters, meetings
from haitang.engine import clock, gate, outbox
from haitang.engine.numbers import secret_of
from haitang.records.matter import Matter
from tests import browsers
from tests.cast import Told
from tests.commands.ready_cases import given_joint
from tests.servers import Live
from tests.stories.acting import act, send, sign_in

SIZES = {"phone": browsers.PHONE, "desk": browsers.DESK}


@pytest.fixture(params=SIZES)
def sized(request: pytest.FixtureRequest, page: Page) -> Iterator[Page]:
    """The same story on a phone and at a desk; no page of it moves sideways."""
    page.set_viewport_size(SIZES[request.param])
    yield page
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def as_resident(page: Page, live: Live, told: Told) -> str:
    """Whoever spoke opens their own page with number and secret; what it says."""
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{live.url}/follow")
    page.fill("[name=number]", told.number)
    page.fill("[name=secret]", secret_of(told.matter, told.voice.voice or 0))
    page.press("[name=secret]", "Enter")
    page.wait_for_url(f"**/m/{told.number}")
    return page.inner_text("main")


def at_work(page: Page, live: Live, login: str, told: Told) -> None:
    sign_in(page, live, login)
    page.goto(f"{live.url}/desk/m/{told.number}")


def says_no(page: Page, words: str) -> None:
    """Not solved: the page asks what is still wrong, then it is said."""
    page.locator("button[name=verdict][value=no]").click()
    page.wait_for_load_state()
    page.fill("[name=words]", words)
    page.locator("button[name=verdict][value=no]").click()
    page.wait_for_load_state()


def test_two_say_the_same_and_both_are_answered_by_one_deed(sized: Page, live: Live) -> None:
    page, first, second = sized, live.cast.accepted(), live.cast.accepted()
    at_work(page, live, "desk", second)
    act(page, "/do/joining.join", into=first.number)
    assert first.number in as_resident(page, live, second)
    live.cast.answered(first)
    outbox.drain()
    for told in (first, second):
        assert "昨天已经疏通" in as_resident(page, live, told)
    page.locator("button[name=verdict][value=yes]").click()
    page.wait_for_load_state()
    assert second.record().voices.get().verdicts.get().verdict == "yes"


def test_whoever_objects_to_the_joining_stands_alone_again(sized: Page, live: Live) -> None:
    page, first, second = sized, live.cast.accepted(), live.cast.accepted()
    at_work(page, live, "desk", second)
    act(page, "/do/joining.join", into=first.number)
    as_resident(page, live, second)
    act(page, "/do/joining.part")
    assert second.record().state == "received"
    at_work(page, live, "desk", second)
    act(page, "/do/matters.accept", category="drains", title="另一处堵了")
    assert page.locator('form[action$="/do/joining.join"]').count() == 0, "it is not joined again"


def test_a_checker_who_was_there_says_no_and_the_owner_goes_again(sized: Page, live: Live) -> None:
    page, told = sized, live.cast.working(live.cast.assigned(live.cast.accepted(severity=1)))
    at_work(page, live, "property", told)
    act(page, f"/desk/m/{told.number}/claim", outcome="solved", evidence="second_look", note="疏通了")
    at_work(page, live, "checker", told)
    act(page, "/do/matters.reject", note="到场看过，还在往外冒")
    at_work(page, live, "property", told)
    assert "还在往外冒" in page.inner_text("main") and told.record().state == "working"
    act(page, f"/desk/m/{told.number}/claim", outcome="solved", evidence="second_look", note="换了一段管子")
    at_work(page, live, "checker", told)
    act(page, "/do/matters.check", note="又看过，不冒了")
    assert told.record().state == "checked"


def test_no_brings_it_back_the_second_time_by_asking(sized: Page, live: Live) -> None:
    page, told = sized, live.cast.answered()
    as_resident(page, live, told)
    says_no(page, "还堵着")
    assert told.record().state == "reopened", page.inner_text("main")
    gate.do(matters.start, live.cast.property, matter=told.number)
    live.cast.answered(told)
    outbox.drain()
    assert "昨天已经疏通" in as_resident(page, live, told)
    says_no(page, "又堵了")
    expect(page.locator("main")).to_contain_text("由督办员决定")
    assert told.record().state == "answered", "the second time somebody decides"


def test_what_nobody_takes_comes_to_the_supervisor(sized: Page, live: Live) -> None:
    page, told = sized, live.cast.accepted()
    for owner in ("property", "works"):
        live.cast.assigned(told, owner)
        at_work(page, live, owner, told)
        act(page, "/do/handing.hand_back", reason="not_ours", note="不归我们")
    live.cast.assigned(told, "property")
    at_work(page, live, "property", told)
    act(page, "/do/handing.hand_back", reason="not_ours", note="还是不归我们")
    at_work(page, live, "supervisor", told)
    act(page, "/do/handing.adjudicate", owner="works", why="管道是市政的，按职责目录")
    kept = told.record()
    assert kept.state == "assigned" and kept.owner is not None and kept.owner.code == "works"
    at_work(page, live, "works", told)
    assert "按职责目录" in page.inner_text("main")


def test_a_joint_meeting_binds_the_office_that_handed_it_back(sized: Page, live: Live) -> None:
    page, given = sized, given_joint(live.cast)
    gate.do(meetings.publish, live.cast.chair, meeting=given["meeting"])
    sign_in(page, live, "chair")
    address = f"{live.url}/desk/meetings/{given['meeting']}"
    page.goto(address)
    act(page, "/do/joint.convene", heads="6", present="works")
    page.goto(address)
    until = f"{clock.today() + timedelta(days=7)}T18:00"
    act(page, "/do/joint.decide", owner="works", due=until, text="由市政办", reason="管网已经移交")
    page.goto(address)
    assert "由市政办" in page.inner_text("main")
    outbox.drain()
    matter = Matter.objects.select_related("owner").get(number=given["matter"])
    assert matter.state == "assigned" and matter.owner is not None and matter.owner.code == "works"
    sign_in(page, live, "works")
    page.goto(f"{live.url}/desk/m/{matter.number}")
    assert page.locator('form[action$="/do/handing.hand_back"]').count() == 0, "what was decided is not handed back"


def test_whoever_leads_sees_what_bounced_waits_and_came_back(sized: Page, live: Live) -> None:
    page, bounced, parked = sized, live.cast.bounced(), live.cast.parked()
    sign_in(page, live, "supervisor")
    page.goto(f"{live.url}/desk/overview")
    for told in (bounced, parked):
        assert page.locator(f'main a[href$="/desk/m/{told.number}"]').count(), told.number
    page.locator('main a[href$="/do/listings.put"]').click()
    promised = {
        "matter": parked.number,
        "roll": "pledges",
        "year": "2026",
        "promise": "年内办好",
        "source": "示例：年度计划",
    }
    send(page, page.locator("form.form"), **promised)
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{live.url}/lists?year=2026")
    assert "年内办好" in page.inner_text("main")
    page.goto(f"{live.url}/parked")
    assert page.locator("main h1").count() == 1
