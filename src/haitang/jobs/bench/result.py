"""Results 结果: one line for each measure, with its limit and whether the run can be trusted."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

#: A run whose durable-write probe varies more than this is void, not failed (shared machines drift).
STEADY = 3.0
PROBE_WRITES = 12


@dataclass
class Result:
    """One measured value against its limit. `ok` is None when the run is void."""

    name: str
    value: float
    unit: str
    limit: float
    ok: bool | None
    note: str = ""
    samples: list[float] = field(default_factory=list)
    probe_ms: list[float] = field(default_factory=list)
    load: float = 0.0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass
class Measure:
    """What a case hands back: samples whose median counts, and how to read them."""

    name: str
    samples: list[float]
    unit: str
    limit: float
    probes: list[float]
    note: str = ""

    def judged(self) -> Result:
        """The result; void when the disk was too unsteady to say."""
        value = statistics.median(self.samples)
        steady = not self.probes or max(self.probes) <= STEADY * min(self.probes)
        ok = (value <= self.limit) if steady or value <= self.limit else None
        return Result(
            self.name,
            round(value, 3),
            self.unit,
            self.limit,
            ok,
            self.note,
            [round(sample, 3) for sample in self.samples],
            [round(probe, 3) for probe in self.probes],
            round(os.getloadavg()[0], 2),
        )


def probe(folder: Path) -> float:
    """Median milliseconds of a small durable write in `folder`."""
    times = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(PROBE_WRITES):
            began = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


Case = Callable[[Path, int], Iterable[Measure]]


def run(cases: Iterable[Case], home: Path, matters: int) -> Iterable[Result]:
    """Run the cases one after the other, each with its probes."""
    home.mkdir(parents=True, exist_ok=True)
    for case in cases:
        for measure in case(home, matters):
            yield measure.judged()
