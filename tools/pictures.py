"""The pictures of the README, made by the product itself: `python tools/pictures.py http://127.0.0.1:8000` with a demonstration running."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PAGE = """<body style="margin:0;background:#f3efe8;display:grid;grid-template-columns:300px 1fr;gap:24px;padding:24px;width:1392px">
<img src="{phone}" style="width:300px;border-radius:18px;border:1px solid #e6dfd5">
<div style="display:grid;gap:24px"><img src="{desk}" style="width:1068px;border-radius:12px;border:1px solid #e6dfd5">
<img src="{figure}" style="width:1068px;border-radius:12px;border:1px solid #e6dfd5"></div></body>"""


def take(browser: Browser, address: str, size: tuple[int, int], login: str = "", path: str = "/") -> Path:
    """One screenshot of the running demonstration."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
    page = context.new_page()
    if login:
        page.goto(f"{address}/sign-in")
        page.fill("[name=username]", login)
        page.fill("[name=password]", "haitang-demo")
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/desk/**")
    page.goto(address + path)
    target = FOLDER / f"{login or 'resident'}{size[0]}.png"
    page.screenshot(path=target)
    context.close()
    return target


def main(address: str) -> None:
    """Phone, desk and figure side by side in docs/pictures/spine.png."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        phone = take(browser, address, (390, 1180))
        desk = take(browser, address, (1440, 620), "desk", "/desk/")
        figure = take(browser, address, (1440, 560), "", "/f/requests.problems_solved?place=sujin")
        whole = FOLDER / "whole.html"
        whole.write_text(PAGE.format(phone=phone.name, desk=desk.name, figure=figure.name), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1440, "height": 980})
        page.goto(whole.as_uri())
        page.screenshot(path=FOLDER / "spine.png", full_page=True)
        browser.close()
    for part in (phone, desk, figure, whole):
        part.unlink()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
