"""Asked 应答: a process that stays on one home and answers what it is asked: one page timed, or one matter walked along.

Two of them, one for each home, are asked in turn, so that both sides meet the machine in the same mood. A page's time is
the CPU this process used for it (SQLite works within it): whatever else the machine does counts little.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from haitang.commands import matters
from haitang.engine import gate
from haitang.jobs.bench import pages
from haitang.jobs.bench.homes import environment
from haitang.jobs.bench.office import SYNTHETIC
from haitang.kernel.actor import Actor
from haitang.records.account import Account

START = "import django;django.setup();from haitang.jobs.bench.asked import answer;answer()"
NOBODY = "anyone"


class Asked:
    """The other end of such a process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, what: str, **given: Any) -> Any:
        """Ask and wait for the answer."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the process has no ends to talk to")
        self._process.stdin.write(json.dumps({"what": what, **given}) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def asking(home: Path) -> Iterator[Asked]:
    """A process on a home, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", START], env=environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Asked(process)
    finally:
        process.terminate()
        process.wait(10)


def answer() -> None:
    """Answer line by line until nobody asks any more."""
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(ANSWERS[asked.pop("what")](**asked)) + "\n")
        sys.stdout.flush()


def _pages(login: str) -> list[dict[str, Any]]:
    """What there is to open for somebody."""
    return [asdict(page) for page in (pages.public() if login == NOBODY else pages.staff(login))]


@lru_cache(maxsize=64)
def _client(login: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    if login != NOBODY:
        client.force_login(Account.objects.get(login=login))
    return client


def _queries(login: str, url: str) -> dict[str, Any]:
    """Open a page twice, the second time counting its queries."""
    client = _client(login)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    return {"status": response.status_code, "queries": len(captured), "size": len(response.content)}


def _timed(login: str, url: str) -> float:
    """Milliseconds of CPU for one page."""
    client = _client(login)
    began = time.process_time()
    client.get(url)
    return (time.process_time() - began) * 1000


def _walked() -> dict[str, tuple[float, float]]:
    """One matter from its report to its answer: for each step through the gate wall and CPU milliseconds."""
    took: dict[str, tuple[float, float]] = {}
    number = ""
    for step, (command, login, given) in WALK.items():
        by = Actor("web", account=Account.objects.get(login=login).pk) if login else SYNTHETIC
        subject: dict[str, Any] = {"matter": number} if number else {}
        wall, cpu = time.perf_counter(), time.process_time()
        outcome = gate.do(command, by, **subject, **given)
        took[step] = ((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)
        number = outcome.subject
    return took


WALK: dict[str, tuple[Callable[..., Any], str, dict[str, Any]]] = {
    "report": (matters.report, "", {"words": "合成数据：电梯口灯坏了", "place": "bench-0-2-c-1"}),
    "accept": (matters.accept, "desk", {"category": "lighting", "title": "合成：灯坏了", "screened": True}),
    "assign": (matters.assign, "dispatcher", {"owner": "owner", "why": "合成"}),
    "start": (matters.start, "owner", {}),
    "claim": (matters.claim, "owner", {"outcome": "solved", "evidence": "word", "note": "合成"}),
    "check": (matters.check, "checker", {}),
    "answer": (matters.answer, "desk", {"sentence": "合成：灯修好了。"}),
}
ANSWERS: dict[str, Callable[..., Any]] = {"pages": _pages, "queries": _queries, "timed": _timed, "walked": _walked}
