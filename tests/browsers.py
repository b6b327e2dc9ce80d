"""A real Chromium for the tests of pages, and axe for what a screen reader meets."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


def chromium() -> str | None:
    """The browser's program: HAITANG_CHROMIUM, else Debian's; None when there is none."""
    named = os.environ.get("HAITANG_CHROMIUM", "")
    return named or next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


@contextmanager
def running(program: str) -> Iterator[Browser]:
    """A headless Chromium until the block ends."""
    # Playwright keeps an event loop in this thread; Django would refuse every query of a test beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def barriers(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds wrong with a page for people who cannot see or point: one line a rule, with the first element.

    With `rules` only those are asked: what a look changes, where the same page has passed all of them in another.
    """
    found = Axe().run(page, options={"runOnly": list(rules)} if rules else None).response["violations"]
    return [f"{rule['id']}: {rule['help']} at {rule['nodes'][0]['target']} ({len(rule['nodes'])}×)" for rule in found]
