"""A database that somebody holds longer than anybody can wait: an honest page, a log line, and nothing half done."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client

from haitang.engine import outbox, verify
from haitang.records.matter import Matter
from haitang.records.office import Message
from tests.cast import PASSWORD
from tests.databases import Committed

HOLDERS = {
    "sqlite": (
        "import sqlite3, sys; held = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "held.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.readline(); held.execute('ROLLBACK')"
    ),
    "postgresql": (
        "import psycopg, sys; held = psycopg.connect(sys.argv[1]);"
        "held.execute('LOCK TABLE haitang_matter, haitang_head, django_session IN EXCLUSIVE MODE');"
        "print('held', flush=True); sys.stdin.readline(); held.rollback()"
    ),
}
SHORT_PATIENCE = {"sqlite": "PRAGMA busy_timeout = 200", "postgresql": "SET lock_timeout = '200ms'"}
REPORT = {"words": "下水道堵了", "place": "dgmy", "key": "locked-1"}


@contextmanager
def held(copy: Committed) -> Iterator[None]:
    """Another process holds the database; ours waits a fifth of a second instead of twenty."""
    target = copy.url or str(copy.home / "haitang.sqlite3")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDERS[connection.vendor], target], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with connection.cursor() as cursor:
        cursor.execute(SHORT_PATIENCE[connection.vendor])
    try:
        yield
    finally:
        holder.communicate(b"\n", timeout=10)


@pytest.fixture
def browser_like() -> Client:
    """A client that shows pages instead of raising what went wrong."""
    return Client(raise_request_exception=False, headers={"accept-language": "en"})


def test_a_resident_is_told_to_send_it_again_and_it_counts_once(
    committed: Committed, browser_like: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with held(committed):
        answer = browser_like.post("/report", REPORT)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        page = answer.content.decode()
        assert "please send it again in a while" in page
        assert "12345" in page
    assert Matter.objects.count() == 0
    [line] = [record.getMessage() for record in caplog.records if "unavailable" in record.getMessage()]
    assert "report" in line
    assert "下水道" not in caplog.text
    for _ in range(2):
        assert browser_like.post("/report", REPORT).status_code == 302
    assert Matter.objects.count() == 1
    assert list(verify.verify_all())


def test_reading_goes_on_meanwhile(committed: Committed, browser_like: Client) -> None:
    with held(committed):
        assert browser_like.get("/").status_code == 200
        assert browser_like.get("/report").status_code == 200


def test_a_machine_is_told_the_same_in_its_own_way(committed: Committed, browser_like: Client) -> None:
    with held(committed):
        answer = browser_like.post(
            "/api/commands/matters.report",
            {"words": "灯不亮", "place": "dgmy"},
            content_type="application/json",
            headers={"Idempotency-Key": "locked-2"},
        )
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.json()["message"]
    assert Matter.objects.count() == 0


def test_signing_in_is_refused_honestly_too(committed: Committed, browser_like: Client) -> None:
    with held(committed):
        answer = browser_like.post("/sign-in", {"username": "desk", "password": PASSWORD})
    assert answer.status_code == 503


def test_deliveries_wait_and_are_made_afterwards(committed: Committed) -> None:
    told = committed.cast.report()
    with held(committed):
        outbox._safely(outbox.drain)
    outbox.drain()
    assert [row.matter.number for row in Message.objects.select_related("matter")] == [told.number]


def test_whoever_waits_in_line_behind_others_is_told_in_time_too(committed: Committed) -> None:
    if connection.vendor == "postgresql":
        return  # there nobody stands in line: each waits for its own rows, as the other tests show
    with held(committed):
        connection.settings_dict["OPTIONS"]["timeout"], before = 0.5, connection.settings_dict["OPTIONS"]["timeout"]
        try:
            started = time.monotonic()
            found = committed.at_once(lambda number: committed.cast.report(words=f"{number}"), threads=8)
        finally:
            connection.settings_dict["OPTIONS"]["timeout"] = before
    assert [type(each) for each in found] == [OperationalError] * 8
    assert time.monotonic() - started < 3
