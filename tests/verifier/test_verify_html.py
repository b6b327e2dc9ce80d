"""The page for those who have no Python, opened from disk in a real browser that is off line."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page

from haitang import verifier
from haitang.verifier.haitang_verify import check_bundle
from tests.verifier.bundles import FORGERIES, MISFITS, SPOILT, altered, bundle_of, leaves, sealed

PAGE = Path(verifier.__file__).with_name("verify.html")
#: Some browsers offer no crypto.subtle to a page opened from disk; the page must then count by itself.
NO_SUBTLE = "Object.defineProperty(crypto, 'subtle', { value: undefined })"


def opened(context: BrowserContext) -> Page:
    context.set_offline(True)
    page = context.new_page()
    page.goto(PAGE.as_uri())
    return page


@pytest.fixture(scope="module", params=["browser's SHA-256", "own SHA-256"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context()
    if request.param == "own SHA-256":
        context.add_init_script(NO_SUBTLE)
    errors = list[str]()
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield opened(context)
    context.close()
    assert not errors


def pasted(page: Page, content: object) -> str:
    """The words of the result after pasting and pressing the button."""
    page.evaluate("document.getElementById('result').replaceChildren()")
    page.get_by_label("或者粘贴文件内容").fill(content if isinstance(content, str) else json.dumps(content))
    page.get_by_role("button", name="核对").click()
    page.locator("#result .verdict").wait_for()
    return page.get_by_role("status").inner_text()


@pytest.mark.browser
def test_both_ways_of_hashing_are_really_tried(page: Page, request: pytest.FixtureRequest) -> None:
    assert page.evaluate("Boolean(crypto.subtle)") == ("browser's" in request.node.name)


@pytest.mark.browser
@pytest.mark.parametrize(("entry", "size"), [(1, 1), (2, 3), (3, 3), (7, 11), (1, 65), (65, 65)])
def test_an_honest_receipt_is_verified(page: Page, entry: int, size: int) -> None:
    words = pasted(page, bundle_of(entry, leaves(size)))
    assert "✓ 核对通过 Verified" in words
    assert (words.count("✓ 对"), words.count("✗")) == (6, 0), words


@pytest.mark.browser
def test_without_details_only_the_place_in_the_ledger_is_claimed(page: Page) -> None:
    bundle = bundle_of(2, leaves(3))
    del bundle["body"], bundle["salt"]
    words = pasted(page, bundle)
    assert "✓ 核对通过" in words and "只核对了它在台账里的位置" in words
    assert page.locator("#more pre").count() == 0


@pytest.mark.browser
def test_a_count_only_act_is_verified_without_comparing_what_its_leaf_hides(page: Page) -> None:
    words = pasted(page, sealed())
    assert "✓ 核对通过" in words and "只公开数量" in words


@pytest.mark.browser
@pytest.mark.parametrize("name", FORGERIES)
def test_every_tampering_is_found(page: Page, name: str) -> None:
    words = pasted(page, altered(FORGERIES[name]))
    assert "✗ 核对不通过 Not verified" in words and "✗ 错" in words


@pytest.mark.browser
def test_page_and_script_say_the_same_of_every_bundle(page: Page) -> None:
    bundles = [bundle_of(7, leaves(11)), sealed(), *map(altered, FORGERIES.values())]
    for bundle in bundles:
        said = page.evaluate("text => checkBundle(text).then(seen => seen.found)", json.dumps(bundle))
        assert said == [list(sentence) for sentence in check_bundle(bundle)]


@pytest.mark.browser
@pytest.mark.parametrize("misfit", MISFITS)
def test_a_path_of_the_wrong_length_leads_nowhere(page: Page, misfit: tuple[str, int, int, list[str]]) -> None:
    assert page.evaluate("given => rootFromPath(...given)", list(misfit)) == ""


@pytest.mark.browser
@pytest.mark.parametrize("name", SPOILT)
def test_what_is_no_proof_is_called_so(page: Page, name: str) -> None:
    assert "✗ 这不是海棠的证明文件" in pasted(page, altered(SPOILT[name]))


@pytest.mark.browser
@pytest.mark.parametrize("text", ["", "no json", "[]", "null", '{"a":1}'])
def test_a_text_that_is_no_bundle_is_called_so(page: Page, text: str) -> None:
    assert "✗ 这不是海棠的证明文件" in pasted(page, text)


@pytest.mark.browser
def test_a_chosen_file_is_checked_at_once_and_shows_what_is_public(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    file.write_text("\ufeff" + json.dumps(bundle_of(7, leaves(11))), encoding="utf-8")
    page.evaluate("document.getElementById('result').replaceChildren()")
    page.get_by_label("选择证明文件").set_input_files(file)
    page.locator("#result .verdict").wait_for()
    assert "✓ 核对通过" in page.get_by_role("status").inner_text()
    shown = page.locator("#more").inner_text()
    assert "request.opened" in shown and "2026-03-02" in shown and '"subject": 7' in shown


@pytest.mark.browser
def test_a_dropped_file_is_checked_at_once(page: Page) -> None:
    page.evaluate("document.getElementById('result').replaceChildren()")
    page.evaluate(
        """text => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], "bundle.json"));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        json.dumps(bundle_of(2, leaves(3))),
    )
    page.locator("#result .verdict").wait_for()
    assert "✓ 核对通过" in page.get_by_role("status").inner_text()


@pytest.mark.browser
def test_words_in_a_bundle_never_become_part_of_the_page(page: Page) -> None:
    bundle = bundle_of(2, leaves(3))
    bundle["body"]["words"] = "<img src=x onerror=alert(1)>"
    pasted(page, bundle)
    assert page.locator("img").count() == 0
    assert "<img" in page.locator("#more pre").inner_text()


@pytest.mark.browser
def test_the_page_asks_for_nothing_but_itself(browser: Browser) -> None:
    context, asked = browser.new_context(), list[str]()
    context.on("request", lambda request: asked.append(request.url))
    assert "✓ 核对通过" in pasted(opened(context), bundle_of(2, leaves(3)))
    context.close()
    assert asked == [PAGE.as_uri()]


@pytest.mark.browser
def test_the_own_hash_is_that_of_the_standard_at_every_length(page: Page) -> None:
    texts = ["x" * length for length in [*range(130), 1000]]
    own = page.evaluate("all => all.map(text => Array.from(ownSha256(utf8(text))))", texts)
    assert [bytes(each) for each in own] == [sha256(text.encode()).digest() for text in texts]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forged", [False, True])
def test_everybody_can_read_the_page(browser: Browser, scheme: str, forged: bool) -> None:
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light", viewport={"width": 320, "height": 640}
    )
    page = opened(context)
    pasted(page, altered(FORGERIES["salt"]) if forged else bundle_of(7, leaves(11)))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_the_page_is_one_small_file_that_may_not_reach_the_network() -> None:
    text = PAGE.read_text("utf-8")
    assert len(text.encode()) <= 20 * 1024
    assert "default-src 'none'" in text
    assert "http://" not in text and "https://" not in text
