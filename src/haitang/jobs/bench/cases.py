"""Cases 各项指标: the limits of the spine, each a line of `make bench`."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

from haitang.jobs.bench import http, many, trees
from haitang.jobs.bench.homes import environment, filled, timed_lists
from haitang.jobs.bench.result import Case, Measure, probe
from haitang.jobs.bench.server import serving
from haitang.jobs.bench.triage import triage

ROUNDS = 4
REPORTS = 300


def create(home: Path, matters: int) -> list[Measure]:
    """CPU of a report over HTTP against the bare view with the same rows, rounds interleaved."""
    ratios, probes = [], []
    ours_home, bare_home = filled(home / "create", 100), filled(home / "bare", 100)
    with serving(ours_home, deliveries=False) as ours, serving(bare_home, bare=True) as bare:
        for server in (ours, bare):
            http.report(server.port, 40)
        for _ in range(ROUNDS):
            probes.append(probe(home))
            ratios.append(_cpu_of(ours.cpu, ours.port) / _cpu_of(bare.cpu, bare.port))
    return [Measure("create.cpu_ratio", ratios, "x bare view", 2.5, [], "CPU is counted, so the disk does not matter")]


def _cpu_of(cpu: Callable[[], float], port: int) -> float:
    before = cpu()
    http.report(port, REPORTS)
    return cpu() - before


def lists(home: Path, matters: int) -> list[Measure]:
    """The desk's page of 50 at `matters` against 1,000 matters; and its number of queries."""
    small, large = filled(home / "small", 1_000), filled(home / f"large-{matters}", matters)
    ratios, queries = [], [0.0]
    for _ in range(ROUNDS):
        one, _count = timed_lists(small)
        many, count = timed_lists(large)
        ratios.append(many / one)
        queries = [float(count)]
    return [
        Measure("list.median_ratio", ratios, f"x (at {matters:,} against 1,000)", 1.5, []),
        Measure("list.queries", queries, "queries a page", 10, []),
    ]


def embedded(home: Path, matters: int) -> list[Measure]:
    """p99 against p50 of durable reports at eight connections on the embedded database."""
    ratios, probes = [], []
    with serving(filled(home / "embedded", 100)) as server:
        http.report(server.port, 80, threads=8)
        for _ in range(ROUNDS):
            probes.append(probe(home))
            cuts = quantiles(http.report(server.port, 800, threads=8), n=100)
            ratios.append(cuts[98] / cuts[49])
    return [Measure("embedded.p99_over_p50", ratios, "x", 4.0, probes)]


def ready(home: Path, matters: int) -> list[Measure]:
    """Seconds from starting `haitang serve` to its first answer."""
    samples = []
    for _ in range(ROUNDS):
        with serving(filled(home / "create", 100)) as server:
            samples.append(server.ready_after)
    return [Measure("serve.ready", samples, "s", 5.0, [])]


def weight(home: Path, matters: int) -> list[Measure]:
    """Compressed kilobytes of the resident's home with everything it loads; and what it loads from elsewhere."""
    with serving(filled(home / "create", 100)) as server:
        size, page = http.weight(server.port, "/")
        own = {found for found in re.findall(r'(?:href|src)="(/static/[^"#]+)', page)}
        total = size + sum(http.weight(server.port, address)[0] for address in sorted(own))
    foreign = re.findall(r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1)[^"]+', page)
    return [
        Measure("home.weight", [total / 1024], "KB compressed", 60, []),
        Measure("home.foreign", [float(len(foreign))], "loads from another host", 0, []),
    ]


HEAVY = ("ibis", "duckdb", "ortools", "pyarrow")


def lean(home: Path, matters: int) -> list[Measure]:
    """Heavy libraries imported by a report and a desk page, which need none of them."""
    code = (
        "import sys,django;django.setup();"
        "from haitang.jobs.bench.homes import time_desk;time_desk(2);"
        f"print(sum(name in sys.modules for name in {HEAVY!r}))"
    )
    found = _python(filled(home / "create", 100), code)
    return [Measure("request.heavy_imports", [float(found)], "of ibis, duckdb, ortools, pyarrow", 0, [])]


def _python(home: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(home), check=True, capture_output=True, text=True
    )
    return str(done.stdout).strip().splitlines()[-1]


def ledger(home: Path, matters: int) -> list[Measure]:
    """Append and proof in a ledger of 1,000,000 lines against a small one."""
    return trees.measures(home / "trees", ROUNDS)


CASES: dict[str, Case] = {
    "create": create,
    "lists": lists,
    "embedded": embedded,
    "ledger": ledger,
    "ready": ready,
    "weight": weight,
    "lean": lean,
    "triage": triage,
    "pages": many.pages,
    "steps": many.steps,
}
