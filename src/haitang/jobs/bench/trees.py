"""Trees 大账本: a ledger of a million lines in a home of its own; append and proof against a small one."""

import subprocess
import sys
from pathlib import Path

from haitang.jobs.bench.homes import environment
from haitang.jobs.bench.result import Measure, probe

SMALL, LARGE = 1_000, 1_000_000


def measures(home: Path, rounds: int) -> list[Measure]:
    """Milliseconds of a proof at a million; append time there against the small ledger."""
    home.mkdir(parents=True, exist_ok=True)
    _run(home, f"from haitang.jobs.bench.grow import grow;grow({LARGE}, {SMALL})")
    proofs, ratios, probes = [], [], []
    for _ in range(rounds):
        probes.append(probe(home))
        large, small, proof = (
            float(v) for v in _run(home, "from haitang.jobs.bench.grow import take;print(*take())").split()
        )
        ratios.append(large / small)
        proofs.append(proof)
    return [
        Measure("ledger.proof_at_1e6", proofs, "ms", 5.0, []),
        Measure("ledger.append_ratio", ratios, "x (at 1,000,000 against 1,000 lines)", 1.5, probes),
    ]


def _run(home: Path, code: str) -> str:
    start = "import django;django.setup();"
    done = subprocess.run(
        [sys.executable, "-c", start + code], env=environment(home), check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
