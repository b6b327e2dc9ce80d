"""A resident's page is light: 60 KB with everything it loads, and no library for figures behind it."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from haitang.engine import sealing
from tests.cast import Cast
from tests.databases import Committed
from tests.entrypoints.web.residents import neighborhood, phone, proved, text_of

LIMIT = 60 * 1024
HEAVY = ("ibis", "duckdb", "pyarrow", "pandas", "ortools")
OPENS = """
import sys, django
django.setup()
from django.conf import settings
from django.test import Client
settings.ALLOWED_HOSTS = ["testserver"]
pages = {page: Client().get(page).status_code for page in ("/", "/report", "/follow", "/answers", "/meetings", "/verify")}
assert set(pages.values()) == {200}, pages
print(*[name for name in sys.argv[1:] if name in sys.modules])
"""


@pytest.mark.parametrize(
    "route", ["home", "report", "follow", "meetings", "answers", "matter", "notices", "notice", "week", "find"]
)
def test_a_page_with_all_it_loads_stays_below_60_kb(route: str, cast: Cast) -> None:
    seen = neighborhood(cast)
    arguments = {"matter": [seen.told.number], "notice": [seen.posted]}.get(route, [])
    page = proved(seen.told).get(reverse(route, args=arguments)).content
    files = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode()))
    assert len(files) >= 8
    found = [finders.find(name) for name in files]
    weight = _packed(page) + sum(_packed(Path(str(path)).read_bytes()) for path in found if path)
    assert None not in found
    assert weight <= LIMIT, f"{weight} bytes"


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def test_pages_travel_packed(cast: Cast) -> None:
    answer = phone().get(reverse("home"), headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_nothing_comes_from_another_host(cast: Cast) -> None:
    page = phone().get(reverse("home")).content.decode()
    assert re.findall(r'(?:href|src|action)="(?:https?:)?//[^"]*"', page) == []


def test_no_library_for_figures_is_loaded_by_a_residents_page(committed: Committed) -> None:
    neighborhood(committed.cast)
    sealing.seal_all()
    asked = [sys.executable, "-c", OPENS, *HEAVY]
    environ = {**committed.environ(), "DJANGO_SETTINGS_MODULE": "haitang.site.settings"}
    opened = subprocess.run(asked, env=environ, capture_output=True, text=True)
    assert opened.returncode == 0, opened.stderr
    assert opened.stdout.strip() == ""


def test_the_home_page_shows_figures_as_they_were_sealed(cast: Cast) -> None:
    cast.solved()
    assert "账本第一次封存后，这里就有数字。" in text_of(phone().get(reverse("home")))
    sealing.seal_all()
    sealed = text_of(phone().get(reverse("home")))
    assert re.search(r"1\s*件\s*解决民生问题", sealed)
    cast.solved()
    assert re.search(r"1\s*件\s*解决民生问题", text_of(phone().get(reverse("home"))))
