"""The floors of the house: import-linter's contracts are kept, and each breaks when a violation is planted."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.trees import ROOT, copy_into

LINT = Path(sys.executable).parent / "lint-imports"

#: Contract, the file in which the violation is planted, the planted line.
PLANTED = [
    ("Floors", "kernel/words.py", "import haitang.records.key"),
    ("Floors", "records/place.py", "import haitang.engine.clock"),
    ("Floors", "engine/clock.py", "import haitang.commands.matters"),
    ("Floors", "commands/matters.py", "import haitang.jobs"),
    ("Floors", "catalogue/guide.py", "import haitang.entrypoints.web"),
    ("Floors", "entrypoints/terminal/serve.py", "import haitang.site.settings"),
    ("The kernel is plain Python", "kernel/words.py", "import django.db"),
    ("The kernel is plain Python", "kernel/figure.py", "import ibis"),
    ("Catalogue pages do not know each other", "catalogue/guide.py", "import haitang.catalogue.talk_on_fours"),
    ("Command rooms do not know each other", "commands/matters.py", "import haitang.commands.voices"),
    ("Entrypoints do not know each other", "entrypoints/api/__init__.py", "import haitang.entrypoints.web"),
    ("Only these touch the ledger table", "engine/gate.py", "import haitang.records.entry"),
    ("Only the connection guard and the gate hold the key", "engine/ledger/append.py", "import haitang.records.key"),
    ("No circles anywhere", "engine/clock.py", "import haitang.engine.promise"),
]


def lint(room: Path) -> tuple[int, str]:
    """Exit status and what import-linter says of the tree in `room`."""
    surroundings = {**os.environ, "PYTHONPATH": str(room / "src")}
    done = subprocess.run(
        [str(LINT), "--no-cache"], cwd=room, env=surroundings, capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout + done.stderr


def broken(said: str) -> list[str]:
    return [" ".join(name.split()) for name in re.findall(r"^(.+?)\s+BROKEN\b", said, re.MULTILINE)]


def contracts() -> list[str]:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return [contract["name"] for contract in found]


def test_every_contract_is_kept() -> None:
    status, said = lint(ROOT)
    assert (status, broken(said)) == (0, []), said
    assert said.count("KEPT") == len(contracts())


def test_every_contract_has_a_violation_planted_here() -> None:
    assert {contract for contract, _, _ in PLANTED} == set(contracts())


@pytest.mark.parametrize(("contract", "where", "line"), PLANTED, ids=lambda value: str(value).replace(" ", "-"))
def test_a_planted_violation_breaks_it(tmp_path: Path, contract: str, where: str, line: str) -> None:
    file = copy_into(tmp_path) / where
    file.write_text(f"{file.read_text()}\n{line}\n")
    status, said = lint(tmp_path)
    assert status == 1
    assert contract in broken(said), said
