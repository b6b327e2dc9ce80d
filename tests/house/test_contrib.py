"""What `contrib/` holds: units that systemd takes and finds closed enough, and the page that tells how to use them."""

import importlib.machinery
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from haitang.entrypoints.terminal import COMMANDS
from haitang.kernel.limits import BODY_BYTES
from haitang.site.environment import Environment
from tests.house.trees import ROOT

UNITS = sorted((ROOT / "contrib" / "systemd").glob("haitang*"))
SERVICES = [path for path in UNITS if path.suffix == ".service"]
#: systemd's own scale runs from 0 (closed) to 10; below 2 it says OK.
OPEN_AT_MOST = 2.0


def book() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("run_the_book", str(ROOT / "tools" / "run_the_book"))
    spec = importlib.util.spec_from_loader("run_the_book", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_units_are_there() -> None:
    assert [path.name for path in UNITS] == [
        "haitang-backup.service", "haitang-backup.timer", "haitang-work.service", "haitang.service",
    ]  # fmt: skip


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_every_line(path: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("not here: systemd-analyze")
    for each in UNITS:
        text = each.read_text().replace("/opt/haitang/bin/haitang", "/bin/true")
        (tmp_path / each.name).write_text(text)
    words = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(tmp_path / path.name)]
    said = subprocess.run(words, capture_output=True, text=True).stderr.splitlines()
    # Without a system to run on, it misses the targets; everything else it says is a mistake in the unit.
    assert [line for line in said if "Unit sysinit.target not found" not in line] == []


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_is_closed_to_all_it_does_not_need(path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("not here: systemd-analyze")
    words = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(path)]
    found = re.search(r"exposure level for \S+: ([\d.]+)", subprocess.run(words, capture_output=True, text=True).stdout)
    assert found is not None and float(found[1]) < OPEN_AT_MOST


def test_units_and_page_use_commands_and_variables_that_are_there() -> None:
    page = (ROOT / "docs" / "run.md").read_text()
    said = "\n".join(book().blocks(page)) + "\n".join(path.read_text() for path in SERVICES)
    for name in re.findall(r"^(?:ExecStart=\S+/|)haitang (?:--language en )?([a-z]+)", said, re.MULTILINE):
        assert name in COMMANDS, name
    known = {f"HAITANG_{name.upper()}" for name in Environment.model_fields} | {"HAITANG_BACKUP_KEY"}
    assert set(re.findall(r"\bHAITANG_[A-Z_]+", said)) <= known


def test_every_variable_of_a_machine_is_on_the_page() -> None:
    page = (ROOT / "docs" / "run.md").read_text()
    unsaid = {f"HAITANG_{name.upper()}" for name in Environment.model_fields if name != "debug"} - set(
        re.findall(r"HAITANG_[A-Z_]+", page)
    )
    assert unsaid == set()


def test_the_book_is_one_script_in_the_order_of_the_page() -> None:
    page = (ROOT / "docs" / "run.md").read_text()
    found = book().blocks(page)
    assert len(found) >= 10
    places = [page.index(block) for block in found]
    assert places == sorted(places)
    done = subprocess.run(["bash", "-n"], input=book().script(found), text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    for word in (
        "apt-get install",
        "createdb",
        "haitang init",
        "openssl req",
        "nginx -t",
        "haitang-backup.service",
        "restore",
    ):
        assert any(word in block for block in found), word


def test_the_proxy_takes_no_less_than_the_product_and_logs_no_secret() -> None:
    text = (ROOT / "contrib" / "nginx" / "haitang.conf").read_text()
    size = re.search(r"client_max_body_size (\d+)m;", text)
    assert size is not None and int(size[1]) * 1024 * 1024 >= BODY_BYTES
    assert "$request_uri" not in text.replace("return 301 https://$host$request_uri;", "")
    assert re.search(r"~\^/\(k\|invitation\)/ 0;", text) and "location = /metrics { return 404; }" in text
