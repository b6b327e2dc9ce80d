"""Every page, at phone and desk size, light and dark, standard and elders': no barrier, nothing cut off, nothing foreign."""

from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from django.urls import URLPattern, get_resolver, reverse
from playwright.sync_api import Browser, BrowserContext, Page

from haitang.engine import links
from haitang.kernel import token
from haitang.records.link import CapabilityLink
from tests import browsers
from tests.browser.every_page import NO_PAGES, Scene, Where, pages, scene
from tests.cast import PASSWORD
from tests.servers import Live

#: width and height, cookies
LOOKS = {
    "phone": (browsers.PHONE, {}),
    "desk": (browsers.DESK, {}),
    "desk English": (browsers.DESK, {"django_language": "en"}),
}
#: What a reader's choice changes on a page that is there: an attribute of the root that the server writes from a cookie,
#: and what it can break that the same page did not break before: its colors, its targets.
TURNED = {
    "phone": {
        "dark": ("theme", "dark", ("color-contrast",)),
        "elder": ("size", "elder", ("target-size", "scrollable-region-focusable")),
    }
}
#: What another language can break: its words.
ONLY = {"desk English": ("html-has-lang", "valid-lang", "label", "link-name", "button-name", "document-title")}
TURN = "([name, value]) => { const on = document.documentElement.dataset; if (value) on[name] = value; else delete on[name]; }"
#: Paper is light and has one size.
PAPER = "document.documentElement.classList.contains('paper')"

#: What is wrong with the geometry of a page, as sentences; empty when all is well.
GEOMETRY = """() => {
  const wrong = [], wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide + 1) wrong.push(`scrolls sideways: ${document.documentElement.scrollWidth} > ${wide}`);
  for (const e of document.querySelectorAll('main *, header *, nav *')) {
    const s = getComputedStyle(e), r = e.getBoundingClientRect();
    if (!r.width || !r.height || s.visibility === 'hidden' || e.closest('.aloud, .skip, svg, [hidden]')) continue;
    const name = e.tagName.toLowerCase() + '.' + e.className + ' “' + (e.textContent || '').trim().slice(0, 20) + '”';
    if (r.right > wide + 1) wrong.push('past the right edge: ' + name);
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (own && e.tagName !== 'SUP' && parseFloat(s.fontSize) < 12) wrong.push('text under 12 px: ' + name);
    if (own && s.overflow === 'hidden' && s.textOverflow !== 'ellipsis'
      && e.scrollWidth > e.clientWidth + 2) wrong.push('cut off: ' + name);
  }
  return wrong.slice(0, 8);
}"""
#: Chinese letters in an English page outside what people wrote, and English words in a Chinese one.
LEAKED_CHINESE = """() => [...document.querySelectorAll('main *')].filter(e =>
  !e.closest('[lang|=zh], [lang=zh-Hans], .aloud')
  && [...e.childNodes].some(n => n.nodeType === 3 && /[\\u4e00-\\u9fff]/.test(n.textContent)))
  .map(e => e.textContent.trim().slice(0, 40)).slice(0, 6)"""


@pytest.fixture(scope="module")
def shown(live: Live) -> list[Where]:
    """Every page of a server with something to show."""
    with override_settings(FILES=live.copy.home / "files"):
        made: Scene = scene(live.cast)
    return pages(made)


@pytest.fixture(scope="module")
def signed_in(live: Live, browser: Browser) -> Iterator[Callable[[str], list[dict[str, object]]]]:
    """The cookies of a login, signed in once."""
    kept: dict[str, list[dict[str, object]]] = {"": []}

    def cookies(login: str) -> list[dict[str, object]]:
        if login not in kept:
            context = browser.new_context()
            enter = _prove if login.startswith("SJ") else _scan if login.startswith("slip ") else _sign_in
            enter(context.new_page(), live, login)
            kept[login] = [dict(cookie) for cookie in context.cookies()]
            context.close()
        return kept[login]

    yield cookies


def _sign_in(page: Page, live: Live, login: str) -> None:
    page.goto(live.url + reverse("sign_in"))
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()


def _scan(page: Page, live: Live, slip: str) -> None:
    link = CapabilityLink.objects.get(ref=slip.removeprefix("slip "))
    page.goto(live.url + reverse("link", args=[token.written(link.ref, links.secret_of(link))]))
    page.wait_for_url(f"**/k/at/{link.ref}")


def _prove(page: Page, live: Live, voice: str) -> None:
    number, _, secret = voice.rpartition("-")
    page.goto(live.url + reverse("follow"))
    page.fill("[name=number]", number)
    page.fill("[name=secret]", secret)
    page.press("[name=secret]", "Enter")
    page.wait_for_url(f"**/{number}")


def _context(browser: Browser, live: Live, look: str, cookies: list[dict[str, object]]) -> BrowserContext:
    size, prefs = LOOKS[look]
    still = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
    context = browser.new_context(viewport=size, **still)  # type: ignore[arg-type]
    context.add_cookies([*cookies, *({"name": name, "value": value, "url": live.url} for name, value in prefs.items())])
    context.set_default_timeout(15_000)
    return context


def _seen(page: Page, live: Live, where: Where) -> list[str]:
    """Open a page; what it loaded from elsewhere and what its own policy refused."""
    wrong: list[str] = []
    page.on(
        "request",
        lambda request: wrong.append(f"foreign: {request.url}") if not request.url.startswith(live.url) else None,
    )
    page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
    answer = page.goto(live.url + reverse(where.route, args=where.arguments))
    if answer is None or answer.status != 200:
        wrong.append(f"status {answer and answer.status}")
    return wrong


def _turned(page: Page, look: str) -> list[str]:
    """What is wrong with the page that is open in each look it can be turned to."""
    wrong: list[str] = []
    for name, (attribute, value, rules) in ({} if page.evaluate(PAPER) else TURNED.get(look, {})).items():
        page.evaluate(TURN, [attribute, value])
        wrong += [f"{name}: {said}" for said in page.evaluate(GEOMETRY) + browsers.barriers(page, rules)]
        page.evaluate(TURN, [attribute, ""])
    return wrong


def test_the_list_names_every_page_of_the_site(shown: list[Where]) -> None:
    named = {
        pattern.name
        for pattern in get_resolver("haitang.entrypoints.web.urls").url_patterns
        if isinstance(pattern, URLPattern)
    }
    assert named - {where.route for where in shown} - NO_PAGES == set()


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_is_whole_and_without_barriers(
    look: str,
    live: Live,
    browser: Browser,
    shown: list[Where],
    signed_in: Callable[[str], list[dict[str, object]]],
) -> None:
    found: dict[str, list[str]] = {}
    for login in sorted({where.login for where in shown}):
        context = _context(browser, live, look, signed_in(login))
        for where in (where for where in shown if where.login == login):
            page = context.new_page()
            wrong = _seen(page, live, where) + page.evaluate(GEOMETRY) + browsers.barriers(page, ONLY.get(look, ()))
            wrong += _turned(page, look)
            if look.endswith("English"):
                wrong += [f"Chinese in an English page: {text}" for text in page.evaluate(LEAKED_CHINESE)]
            if wrong:
                found[f"{where.route} {where.arguments} as {login or 'anybody'}"] = wrong
            page.close()
        context.close()
    assert found == {}
