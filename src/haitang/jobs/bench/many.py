"""Many 量变: every page of every role, and a transition, at 100,000 matters and 1,000,000 lines against 1,000 matters.

Both homes are asked in turn, page by page. What counts is the ratio of the medians, and that both take as many queries
but for what a look at one matter reads.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from haitang.jobs.bench.asked import NOBODY, WALK, Asked, asking
from haitang.jobs.bench.homes import environment
from haitang.jobs.bench.office import CAST
from haitang.jobs.bench.result import Measure, probe

SMALL = 1_000
RATIO = 1.5
#: Beside a list one matter is looked at, another one in each home: its words and its claim are read where they are shown.
LOOK = 2
#: Samples of one page; a ratio that comes near the limit is measured more often before it is believed.
FEW, MORE, NEAR = 7, 31, 1.25
WALKS = 40
FILL = "import sys,django;django.setup();from haitang.jobs.bench.crowd import main;main(int(sys.argv[1]))"


def crowded(home: Path, matters: int) -> Path:
    """A home with so many matters written in bulk; made when it is not there, and kept."""
    done = home / f"crowded-{matters}"
    if not done.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        command = [sys.executable, "-c", FILL, str(matters)]
        subprocess.run(command, env=environment(home), check=True, stdout=sys.stderr)
        done.touch()
    return home


def pages(home: Path, matters: int) -> Iterator[Measure]:
    """For every role and sort of page the worst ratio; for every role how many pages take other queries at 100,000."""
    small, large = crowded(home / "crowd-small", SMALL), crowded(home / f"crowd-{matters}", matters)
    with asking(small) as few, asking(large) as many:
        for login in (NOBODY, *CAST):
            yield from _of_role(few, many, login)


def _of_role(few: Asked, many: Asked, login: str) -> Iterator[Measure]:
    listed = list(zip(few.ask("pages", login=login), many.ask("pages", login=login), strict=True))
    asked = [_queries(few, many, login, *pair) for pair in listed]
    worst: dict[str, tuple[float, str]] = {}
    for (one, other), counted in zip(listed, asked, strict=True):
        found = _ratio(few, many, login, one["url"], other["url"])
        said = f"{one['url']} ({found[1]:.1f} → {found[2]:.1f} ms CPU, {counted[0]} and {counted[1]} queries)"
        worst[one["sort"]] = max(worst.get(one["sort"], (0.0, "")), (found[0], said))
    for sort, (ratio, said) in worst.items():
        yield Measure(f"{login}.{sort}", [ratio], f"x, worst of {_count(listed, sort)} pages", RATIO, [], said)
    told = zip(listed, asked, strict=True)
    differ = [f"{pair[0]['url']} {counted}" for pair, counted in told if abs(counted[0] - counted[1]) > LOOK]
    note = "; ".join(differ)
    yield Measure(f"{login}.queries_differ", [float(len(differ))], f"of {len(listed)} pages", 0, [], note)


def _count(listed: Iterable[tuple[dict[str, Any], dict[str, Any]]], sort: str) -> int:
    return sum(one["sort"] == sort for one, _other in listed)


def _queries(few: Asked, many: Asked, login: str, one: dict[str, Any], other: dict[str, Any]) -> tuple[int, int]:
    """How many queries a page takes in both homes; both must have opened it the same way."""
    small, large = few.ask("queries", login=login, url=one["url"]), many.ask("queries", login=login, url=other["url"])
    if small["status"] != large["status"]:
        raise RuntimeError(f"{login} {other['url']}: {small['status']} and {large['status']}")
    return small["queries"], large["queries"]


def _ratio(few: Asked, many: Asked, login: str, one: str, other: str) -> tuple[float, float, float]:
    """The ratio of the medians and the medians, from samples taken in turn."""
    small: list[float] = []
    large: list[float] = []
    while len(small) < FEW or (len(small) < MORE and median(large) > NEAR * median(small)):
        small.append(few.ask("timed", login=login, url=one))
        large.append(many.ask("timed", login=login, url=other))
    return median(large) / median(small), median(small), median(large)


def steps(home: Path, matters: int) -> list[Measure]:
    """Every step through the gate, durable, in copies of both homes: wall time with the disk's probe, and CPU."""
    small, large = crowded(home / "crowd-small", SMALL), crowded(home / f"crowd-{matters}", matters)
    probes: list[float] = []
    with _copied(small) as one, _copied(large) as other, asking(one) as few, asking(other) as many:
        taken: list[tuple[Any, Any]] = []
        for number in range(WALKS):
            if number % 10 == 0:
                probes.append(probe(home))
            taken.append((few.ask("walked"), many.ask("walked")))
    return [_step(name, at, kind, taken, probes) for name in WALK for at, kind in enumerate(("wall", "cpu"))]


def _step(name: str, at: int, kind: str, taken: list[tuple[Any, Any]], probes: list[float]) -> Measure:
    small, large = (median(pair[side][name][at] for pair in taken) for side in (0, 1))
    said = f"{small:.1f} → {large:.1f} ms"
    return Measure(f"step.{name}.{kind}", [large / small], "x", RATIO, probes if kind == "wall" else [], said)


@contextmanager
def _copied(home: Path) -> Iterator[Path]:
    """A copy of a home that may be written into, gone afterwards."""
    with TemporaryDirectory(dir=home.parent) as folder:
        yield Path(shutil.copytree(home, Path(folder) / home.name))
