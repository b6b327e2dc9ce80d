"""Writes requirements.lock: every package that pyproject.toml asks for, and what those ask for, at one version each.

Run by `make lock` after a change of dependencies. Nothing is installed: pip only resolves.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"


def wanted() -> list[str]:
    """What pyproject.toml asks for: to run, to develop, to build."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]


def resolved(requirements: list[str]) -> list[str]:
    """`name==version` of every package of the resolution, sorted by name."""
    report = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-",
         *requirements],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    found = [package["metadata"] for package in json.loads(report)["install"]]
    return sorted(f"{package['name'].lower().replace('_', '-')}=={package['version']}" for package in found)


if __name__ == "__main__":
    lines = resolved(wanted())
    LOCK.write_text("# Written by `make lock` from pyproject.toml.\n" + "\n".join(lines) + "\n")
    sys.stdout.write(f"{len(lines)} packages in {LOCK.name}\n")
