"""The desk in a real browser: by keyboard, by click, by thumb, without JavaScript; and the states that mistakes bring."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from haitang.commands import matters, meetings
from haitang.engine import gate, outbox
from tests import browsers
from tests.cast import PASSWORD
from tests.servers import Live

Axe = Callable[[Page], list[str]]
LOOKS = {"light": {}, "dark": {"theme": "dark"}, "elder": {"size": "elder"}}


@dataclass(frozen=True)
class Filled:
    """What the server of this file has to show."""

    fresh: str
    working: str
    checked: str
    english: str
    planned: str
    held: str


@pytest.fixture(scope="module")
def filled(live: Live) -> Filled:
    cast = live.cast
    for words in ("路灯一闪一闪", "楼道堆了纸箱", "门口下水道反水", "长椅断了一根木条"):
        cast.report(words, place="daguan-2", contact="13912345678")
    fresh, working, checked = cast.report("台阶缺砖").number, cast.working().number, cast.checked().number
    english = cast.checked(cast.report("The lamp is broken", language="en")).number
    planned, held = cast.session(), cast.session()
    for topic in ("小径", "关灯时间"):
        gate.do(meetings.table, cast.chair, meeting=held, topic=topic)
    cast.held(held)
    cast.answered(cast.report("电梯夹人", contact="13912345678"))
    outbox.drain()
    return Filled(fresh, working, checked, english, planned, held)


@pytest.fixture(scope="module")
def sessions(live: Live, browser: Browser, filled: Filled) -> Iterator[Callable[[str], list[dict[str, object]]]]:
    """The cookies of a login, signed in once."""
    kept: dict[str, list[dict[str, object]]] = {}

    def of(login: str) -> list[dict[str, object]]:
        if login not in kept:
            context = browser.new_context()
            page = context.new_page()
            page.goto(live.url + reverse("sign_in"))
            page.fill("[name=username]", login)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url("**/desk/**")
            kept[login] = [dict(cookie) for cookie in context.cookies()]
            context.close()
        return kept[login]

    yield of


@pytest.fixture
def opened(
    live: Live, browser: Browser, sessions: Callable[[str], list[dict[str, object]]]
) -> Iterator[Callable[..., Page]]:
    """`opened("desk", reverse("desk"))` is a page of that login; a refused policy fails the test."""
    contexts, said = [], []

    def open_as(login: str, path: str, phone: bool = False, scripts: bool = True, look: str = "light") -> Page:
        size = browsers.PHONE if phone else browsers.DESK
        context = browser.new_context(viewport=size, locale="zh-CN", java_script_enabled=scripts)
        contexts.append(context)
        looks = [{"name": name, "value": value, "url": live.url} for name, value in LOOKS[look].items()]
        context.add_cookies([*sessions(login), *looks])
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", lambda line: said.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(live.url + path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert said == []


def numbers(page: Page) -> list[str]:
    """The matters of the list, in their order."""
    links = page.locator("[data-rows] tbody th a")
    return [(links.nth(n).get_attribute("href") or "").rsplit("/", 1)[1] for n in range(links.count())]


def test_j_and_k_move_enter_opens_and_a_slash_finds(opened: Callable[..., Page]) -> None:
    page = opened("desk", reverse("desk"))
    listed = numbers(page)
    expect(page.locator("#peek")).to_contain_text(listed[0])
    page.keyboard.press("j")
    expect(page.locator("#peek")).to_contain_text(listed[1])
    page.keyboard.press("j")
    expect(page.locator("#peek")).to_contain_text(listed[2])
    page.keyboard.press("k")
    expect(page.locator("#peek")).to_contain_text(listed[1])
    assert page.locator("tr.selected th a").get_attribute("href") == reverse("desk_matter", args=[listed[1]])
    page.keyboard.press("/")
    expect(page.locator("[data-find]")).to_be_focused()
    page.keyboard.type("jk")
    assert page.locator("[data-find]").input_value() == "jk"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('desk_matter', args=[listed[2]])}")


def test_a_click_on_a_row_looks_and_a_click_on_its_name_opens(opened: Callable[..., Page]) -> None:
    page = opened("desk", reverse("desk"))
    listed = numbers(page)
    page.locator("[data-rows] tbody tr").nth(3).locator("td").nth(2).click()
    expect(page.locator("#peek")).to_contain_text(listed[3])
    assert page.url.endswith(reverse("desk"))
    page.locator("[data-rows] tbody th a").nth(3).click()
    page.wait_for_url(f"**{reverse('desk_matter', args=[listed[3]])}")


def test_choosing_a_place_narrows_the_list_at_once(opened: Callable[..., Page]) -> None:
    page = opened("desk", reverse("desk"))
    everything = len(numbers(page))
    page.select_option("[name=place]", "daguan-2")
    page.wait_for_url("**place=daguan-2**")
    assert 0 < len(numbers(page)) < everything


def test_without_javascript_everything_is_a_link_or_a_form(opened: Callable[..., Page], filled: Filled) -> None:
    page = opened("desk", reverse("desk"), scripts=False)
    listed = numbers(page)
    page.locator(".peeker").nth(2).click()
    assert listed[2] in page.locator("#peek").inner_text()
    page.select_option("[name=place]", "daguan-2")
    page.locator(".narrowing button[type=submit], .narrowing button:not([type])").click()
    assert len(numbers(page)) == 4
    page = opened("desk", reverse("desk_matter", args=[filled.fresh]), scripts=False)
    page.locator('form[action$="matters.accept"] [value=paths]').check(force=True)
    page.locator('form[action$="matters.accept"] button').click()
    assert "已受理" in page.locator(".standing").inner_text()


def test_on_a_phone_the_list_is_cards_and_nothing_moves_sideways(opened: Callable[..., Page]) -> None:
    page = opened("desk", reverse("desk"), phone=True)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert not page.locator("#peek").is_visible()
    first = page.locator("[data-rows] tbody tr").first.bounding_box()
    assert first is not None
    assert first["width"] > 300
    assert first["height"] > 60


def test_a_thumb_starts_and_claims(opened: Callable[..., Page], live: Live, axe: Axe) -> None:
    told = live.cast.assigned(live.cast.report("拇指按一下"))
    page = opened("property", reverse("desk_mine"), phone=True)
    card = page.locator(".task").filter(has_text="拇指按一下")
    for button in [card.locator(".button").first, card.locator("summary")]:
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    card.locator("button").first.click()
    page.wait_for_load_state()
    card = page.locator(".task").filter(has_text="拇指按一下")
    card.locator("summary").click()
    card.locator("label:has([value=solved])").click()
    card.locator("label:has([value=word])").click()
    card.locator("[name=note]").fill("弄好了")
    assert axe(page) == []
    card.locator(".claim button").click()
    expect(page.locator(".outbox li[data-state=sent]")).to_contain_text("传好了")
    expect(card.locator("[data-card-state]")).to_have_text("传好了")
    assert axe(page) == []
    assert told.record().state == "claimed_done"


def _mistaken(page: Page, door: str) -> Page:
    form = page.locator(f'form[action$="{door}"]').first
    form.locator("button.button").first.click()
    page.wait_for_load_state()
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_the_states_that_mistakes_bring_have_no_barriers(
    look: str, opened: Callable[..., Page], filled: Filled, live: Live, axe: Axe
) -> None:
    page_of = {name: reverse("desk_matter", args=[getattr(filled, name)]) for name in ("checked", "english", "working")}
    fresh = reverse("desk_matter", args=[live.cast.report("再说一件").number])
    seen: dict[str, list[str]] = {}
    wrong = _mistaken(opened("desk", fresh, look=look), "matters.accept")
    assert wrong.locator(".errors").is_visible()
    seen["errors"] = axe(wrong)
    folded = opened("desk", page_of["checked"], look=look)
    folded.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    seen["everything unfolded"] = axe(folded)
    seen["two languages"] = axe(opened("desk", page_of["english"], look=look, phone=True))
    seen["in hand"] = axe(opened("property", page_of["working"], look=look, phone=True))
    decided = opened("chair", reverse("desk_meeting", args=[filled.held]), look=look)
    decided.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    seen["decisions"] = axe(decided)
    seen["an empty agenda"] = axe(opened("chair", reverse("desk_meeting", args=[filled.planned]), look=look))
    seen["an empty list"] = axe(opened("desk", f"{reverse('desk')}?sheet=late&category=lifts", look=look))
    seen["not mine"] = axe(opened("reader", reverse("desk"), look=look))
    seen["the inbox"] = axe(opened("desk", reverse("desk_inbox"), look=look, phone=True))
    assert {name: found for name, found in seen.items() if found} == {}


def test_a_conflict_shows_the_new_state_and_keeps_the_words(opened: Callable[..., Page], live: Live, axe: Axe) -> None:
    told = live.cast.report("两个人同时受理")
    page = opened("desk", reverse("desk_matter", args=[told.number]))
    gate.do(matters.accept, live.cast.grid, matter=told.number, category="lighting")
    page.locator("[name=category][value=drains]").check(force=True)
    page.fill("[name=title]", "我写的标题")
    _mistaken(page, "matters.accept")
    assert "已受理" in page.locator("[role=alert]").inner_text()
    assert page.locator("[name=title]").input_value() == "我写的标题"
    assert axe(page) == []


def test_the_minutes_print_on_paper(opened: Callable[..., Page], filled: Filled, axe: Axe) -> None:
    page = opened("chair", reverse("desk_minutes", args=[filled.held]))
    assert axe(page) == []
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.locator(".paper-bar").is_visible()
