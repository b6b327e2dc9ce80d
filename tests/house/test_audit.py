"""What `make check` asks besides: no secret in a tracked file, no known weakness in a locked package."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.house.trees import ROOT
from tests.servers import free_port

#: Put together here, so that this file holds none.
PLANTED = {
    "age key": "AGE-SECRET-" + "KEY-1" + "Q" * 58,
    "vault key": "k0123456789 " + "0f" * 32,
    "Private Key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "AWS Access Key": "AKIA" + "IOSFODNN7EXAMPLE",
    "GitHub Token": "ghp_" + "a1B2" * 9,
    "Basic Auth Credentials": "postgresql://office:" + "hunter2hunter2" + "@db.example/haitang",
    "Slack Token": "xoxb-" + "34532454-e039d02840a0b9379c",
}


def audit(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "audit.py"), *words],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
    )


@pytest.mark.parametrize("sort", PLANTED)
def test_a_planted_secret_is_found_and_not_repeated(tmp_path: Path, sort: str) -> None:
    (tmp_path / "settings.py").write_text(f"# nothing\nvalue = '{PLANTED[sort]}'\n")
    done = audit("secrets", str(tmp_path / "settings.py"))
    assert done.returncode == 1 and f"settings.py:2: {sort}" in done.stdout
    assert PLANTED[sort] not in done.stdout


def test_no_tracked_file_holds_a_secret() -> None:
    done = audit("secrets")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.fixture
def osv() -> Iterator[tuple[str, list[str]]]:
    """An OSV that knows of one weakness in the packages it is told; who was asked about."""
    weak: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said = json.dumps(_found(asked["package"]["name"]) if asked["package"]["name"] in weak else {}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", free_port()), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query", weak
    server.shutdown()
    server.server_close()


def _found(name: str) -> dict[str, object]:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.0"}]}]
    affected = [{"package": {"name": name, "ecosystem": "PyPI"}, "ranges": ranges}]
    return {"vulns": [{"id": "GHSA-test-0001", "summary": "a test", "aliases": [], "affected": affected}]}


def test_a_known_weakness_is_a_failure_and_none_is_none(osv: tuple[str, list[str]]) -> None:
    url, weak = osv
    assert audit("packages", "--osv-url", url, "--strict").returncode == 0
    weak.append("django")
    done = audit("packages", "--osv-url", url)
    assert done.returncode == 1 and "django" in done.stdout and "GHSA-test-0001" in done.stdout


def test_without_a_network_it_is_a_note_and_only_strictly_a_failure() -> None:
    url = f"http://127.0.0.1:{free_port()}/v1/query"
    done = audit("packages", "--osv-url", url)
    assert done.returncode == 0 and done.stdout.startswith("Note:")
    assert audit("packages", "--osv-url", url, "--strict").returncode == 1
