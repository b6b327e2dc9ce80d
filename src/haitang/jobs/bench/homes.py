"""Homes 测量目录: filled once, kept between runs; and the desk page timed in a process of its own."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from haitang.jobs.bench.fill import LOGIN
from haitang.records.account import Account

DESK = "/desk/?sheet=open"
REQUESTS = 25


def environment(home: Path) -> dict[str, str]:
    """The environment that makes `home` the installation."""
    return {**os.environ, "HAITANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "haitang.site.settings"}


def filled(home: Path, matters: int) -> Path:
    """A home with at least `matters` synthetic matters; filled through the gate when it is not there."""
    done = home / f"filled-{matters}"
    if not done.exists():
        command = [sys.executable, "-m", "haitang.entrypoints.terminal", "bench", "fill"]
        subprocess.run(
            [*command, "--matters", str(matters), "--home", str(home)],
            env=environment(home),
            check=True,
            stdout=sys.stderr,
        )
        done.touch()
    return home


def timed_lists(home: Path) -> tuple[float, int]:
    """Median milliseconds of the desk's page and its number of queries, in a fresh process on `home`."""
    code = "import django;django.setup();from haitang.jobs.bench.homes import time_desk;print(*time_desk())"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(home), check=True, capture_output=True, text=True
    )
    median, queries = done.stdout.split()[-2:]
    return float(median), int(queries)


def time_desk(requests: int = REQUESTS) -> tuple[float, int]:
    """The same inside this process: median milliseconds, queries of one page."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Account.objects.get(login=LOGIN))
    if client.get(DESK).status_code != 200:
        raise RuntimeError("the desk page does not answer")
    with CaptureQueriesContext(connection) as captured:
        client.get(DESK)
        queries = len(captured)
    times = []
    for _ in range(requests):
        began = time.perf_counter()
        client.get(DESK)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), queries
