"""`/healthz` and `/readyz`, an unreachable database, and what a request that needs no figure never loads."""

import subprocess
import sys
from typing import Any

import pytest
from django.db import OperationalError, connection

from haitang.engine import gate, ledger
from tests.cast import Cast
from tests.databases import Committed
from tests.entrypoints.api.conftest import Caller

HEAVY = ("ibis", "duckdb", "pyarrow", "ortools")


def test_a_process_that_is_up_says_so_without_a_database(client: Any) -> None:
    assert client.get("/healthz").json() == {"status": "up"}


def test_a_good_home_is_ready(cast: Cast, client: Any) -> None:
    found = client.get("/readyz")
    assert found.status_code == 200
    assert found.json() == {"database": True, "migrations": True, "triggers": True, "heads": True}


def test_a_home_without_its_triggers_is_not(cast: Cast, client: Any) -> None:
    with connection.cursor() as cursor:
        on = " ON haitang_leaf" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER haitang_leaf_update{on}")
    found = client.get("/readyz")
    assert found.status_code == 503 and found.json()["triggers"] is False


def _away(*_given: Any, **_more: Any) -> None:
    raise OperationalError("database is locked")


def test_an_unreachable_database_is_503_in_words(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "sealed", _away)
    monkeypatch.setattr(gate, "ask", _away)
    for found in (caller.get("ledgers"), caller.command("matters.report", {"words": "x", "place": "dgmy"})):
        assert found.status_code == 503 and found["Retry-After"] and "Nothing was recorded" in found.json()["message"]


WALK = f"""
import sys, django
django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
client = Client()
def heavy():
    return sorted(set({HEAVY!r}) & set(sys.modules))
for path in ("/healthz", "/readyz", "/api/openapi.json", "/api/ledgers", "/api/ledgers/sujin/entries", "/"):
    assert client.get(path).status_code == 200, path
report = {{"words": "路灯不亮", "place": "dgmy"}}
said = client.post("/api/commands/matters.report", report, content_type="application/json")
assert said.status_code == 200, said.content
assert not heavy(), heavy()
assert client.get("/api/figures/requests.problems_solved").status_code == 200
assert heavy()
"""


def test_a_request_that_needs_no_figure_loads_no_heavy_library(committed: Committed) -> None:
    environment = {**committed.environ(), "DJANGO_SETTINGS_MODULE": "haitang.site.settings"}
    done = subprocess.run([sys.executable, "-c", WALK], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
