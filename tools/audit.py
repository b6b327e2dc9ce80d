"""Secrets in tracked files (detect-secrets), and known weaknesses in locked packages (pip-audit, from OSV).

`python tools/audit.py secrets [FILE…]` · `python tools/audit.py packages [--osv-url URL]`. A finding is exit 1. Without the
network the packages cannot be asked about: that is one line and no failure; `--strict` makes it one.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

from detect_secrets.core.plugins import initialize
from detect_secrets.core.scan import scan_file
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
#: What looks like nothing else. Guesses by entropy or by the word "password" are left out: texts in Chinese, digests and
#: the passwords of tests would drown whatever they find.
DETECTORS = (
    "AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "DiscordBotTokenDetector", "GitHubTokenDetector",
    "GitLabTokenDetector", "JwtTokenDetector", "NpmDetector", "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector",
    "SendGridDetector", "SlackDetector", "StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector",
)  # fmt: skip
#: The product's own: an age key, a line of a vault's keyring.
OWN = {
    "age key": re.compile(r"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}"),
    "vault key": re.compile(r"\bk[0-9a-f]{10} [0-9a-f]{64}\b"),
}
#: Invented addresses in documents and tests.
INVENTED = re.compile(
    r"user:password@|user:pw@|def test_a_rare_gram_weighs_more|SID:TOKEN@|someone:secret@|allowlist secret"
)
#: Not written by hand, and too large to read at every check.
PASSED_OVER = (".mo", ".png", ".jpg", ".svg", ".po", ".woff2", ".lock", ".xlsx", ".docx")
#: Weaknesses that were looked at, each with the reason why it does not concern us.
ACCEPTED: dict[str, str] = {}
SECONDS = 60
_OFFLINE = re.compile(
    r"ConnectionError|ConnectTimeout|ReadTimeout|NameResolution|Max retries|SSLError|ProxyError|ServiceError|Tunnel"
)


def tracked() -> list[Path]:
    """Every file that is in the repository or would be with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = (ROOT / name for name in listed.stdout.splitlines())
    return [path for path in paths if path.is_file() and path.suffix not in PASSED_OVER]


def secrets_in(paths: list[Path]) -> list[str]:
    """What looks like a secret: file, line, sort. Never the secret itself."""
    found = []
    with transient_settings({"plugins_used": [{"name": name} for name in DETECTORS]}):
        forms = [form for name in DETECTORS for form in initialize.from_plugin_classname(name).denylist]
        for path in paths:
            text = path.read_text(errors="replace")
            if not any(form.search(text) for form in (*forms, *OWN.values())):
                continue  # the library reads line by line: half a minute for what a glance settles
            lines = text.splitlines()
            marks = [(secret.line_number, secret.type) for secret in scan_file(str(path))]
            marks += [(at, sort) for at, line in enumerate(lines, 1) for sort, form in OWN.items() if form.search(line)]
            found += [
                f"{path}:{at}: {sort}" for at, sort in sorted(marks) if not INVENTED.search(lines[at - 1] if at else "")
            ]
    return found


def packages(osv_url: str, strict: bool) -> int:
    """Ask OSV about every locked version: 0 when nothing is known of any, 1 for a finding."""
    words = [
        str(Path(sys.executable).parent / "pip-audit"), "--requirement", str(LOCK), "--no-deps", "--disable-pip",
        "--vulnerability-service", "osv", "--timeout", "5", "--format", "json", "--progress-spinner", "off",
        *(["--osv-url", osv_url] if osv_url else []),
        *(word for name in ACCEPTED for word in ("--ignore-vuln", name)),
    ]  # fmt: skip
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return _not_asked("no answer in time", strict)
    if not done.stdout.strip():
        last = (done.stderr.strip().splitlines() or ["nothing was said"])[-1][:200]
        if _OFFLINE.search(done.stderr):
            return _not_asked(last, strict)
        print(f"pip-audit failed: {last}")  # noqa: T201
        return 1
    found = [
        f"{one['name']} {one['version']}: {weak['id']} (mended in {', '.join(weak['fix_versions']) or '-'})"
        for one in json.loads(done.stdout)["dependencies"]
        for weak in one.get("vulns", [])
    ]
    print("\n".join(found), end="\n" if found else "")  # noqa: T201
    return 1 if found else 0


def _not_asked(why: str, strict: bool) -> int:
    print(f"Note: known weaknesses were not asked about ({why})")  # noqa: T201
    return 1 if strict else 0


def main(words: list[str]) -> int:
    """Say what was found; exit 1 when something was."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("secrets", "packages"))
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--osv-url", default="")
    parser.add_argument("--strict", action="store_true")
    given = parser.parse_args(words)
    if given.what == "packages":
        return packages(given.osv_url, given.strict)
    found = secrets_in(given.files or tracked())
    print("\n".join(found), end="\n" if found else "")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
