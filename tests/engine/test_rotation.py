"""A new master key while a server runs: everything stays readable, nothing is sealed under a key that is gone."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner
from django.test import Client
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.commands import matters
from haitang.engine import gate, keyring, looking, readiness, rotation, vault
from haitang.entrypoints.terminal import main
from haitang.records.contact import Contact, Reading
from haitang.records.voice import Voice
from tests.cast import PASSWORD, Cast
from tests.databases import Committed
from tests.servers import serving


@pytest.fixture
def key_file(settings: DjangoSettings, tmp_path: Path) -> Path:
    settings.VAULT_KEY_FILE = tmp_path / "vault.key"
    return tmp_path / "vault.key"


def contacts() -> list[str]:
    return [vault.unseal(contact) for contact in Contact.objects.select_related("organization").order_by("pk")]


def test_every_contact_comes_under_the_new_key_and_says_the_same(cast: Cast, key_file: Path) -> None:
    said = [f"1380000{number:04}" for number in range(7)]
    for text in said:
        cast.report(contact=text)
    old = keyring.newest()
    assert rotation.rotate() == 7
    assert rotation.status().used == {keyring.newest(): 7, old: 0}
    assert contacts() == said


def test_a_rotation_that_was_broken_off_goes_on_where_it_stopped(
    cast: Cast, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [f"1380000{number:04}" for number in range(7)]
    for text in said:
        cast.report(contact=text)
    monkeypatch.setattr(rotation, "BATCH", 3)

    def stopped(done: int, of: int) -> None:
        assert (done, of) == (3, 7)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(stopped)
    newest = keyring.newest()
    assert rotation.status().waiting == 4
    assert contacts() == said
    assert {c.name: c.weight for c in readiness.everything()}["vault"] == "note"
    assert rotation.rotate() == 4
    assert keyring.newest() == newest and len(keyring.keys()) == 2
    assert contacts() == said


def test_an_old_key_is_dropped_only_when_nothing_needs_it(cast: Cast, key_file: Path) -> None:
    cast.report(contact="13800001234")
    old = keyring.newest()
    for name in (old, "k0", ""):
        with pytest.raises(rotation.NotNow):
            rotation.forget(name)
    rotation.rotate()
    rotation.forget(old)
    assert list(keyring.keys()) == [keyring.newest()]
    assert contacts() == ["13800001234"]


def test_a_missing_key_file_is_said_in_a_sentence_and_no_new_key_hides_it(cast: Cast, key_file: Path) -> None:
    told = cast.report(contact="13800001234")
    key_file.unlink()
    with pytest.raises(keyring.NoKeyring):
        cast.report(contact="13800001234")
    with pytest.raises(vault.Unopenable):
        looking.look(Voice.objects.get(pk=told.voice.voice).contact_id or 0, cast.desk, "回电")
    found = {condition.name: condition for condition in readiness.everything()}
    assert found["vault"].weight == "error" and "vault.key" in found["vault"].words.zh
    done = CliRunner().invoke(main, ["vault", "status"])
    assert done.exit_code == 1 and "vault.key" in done.stderr
    assert not key_file.exists()


@pytest.mark.parametrize("other", ["keyring", "contact"])
def test_a_wrong_key_is_found_by_check(cast: Cast, key_file: Path, other: str) -> None:
    cast.report(contact="13800001234")
    if other == "keyring":
        key_file.unlink()
        keyring.begin()
    else:
        with gate.upkeep():
            Contact.objects.update(wrapped=b"x" * 60)
    found = {condition.name: condition.weight for condition in readiness.everything()}
    assert found["vault"] == "error"


def test_the_terminal_says_how_many_stand_under_which_key(cast: Cast, key_file: Path) -> None:
    cast.report(contact="13800001234")
    old = keyring.newest()
    done = CliRunner().invoke(main, ["vault", "rotate"])
    assert done.exit_code == 0
    assert f"{keyring.newest()}\t1\t*" in done.stdout and f"{old}\t0\t-" in done.stdout
    assert CliRunner().invoke(main, ["vault", "forget", old]).exit_code == 0
    assert old not in CliRunner().invoke(main, ["vault", "status"]).stdout


def test_the_key_is_turned_while_a_server_runs_and_people_write(committed: Committed, settings: DjangoSettings) -> None:
    settings.VAULT_KEY_FILE = committed.home / "vault.key"
    said = [f"1380000{number:04}" for number in range(30)]
    for text in said[:20]:
        committed.cast.report(contact=text)
    with serving(committed) as live:
        desk = f"{live.url}/desk/"
        stop, wrong = threading.Event(), []

        def write() -> None:
            for text in said[20:]:
                try:
                    committed.cast.report(contact=text)
                except Exception as error:
                    wrong.append(error)
            stop.set()

        writer = threading.Thread(target=write)
        writer.start()
        rounds = 0
        while not stop.is_set() or rounds < 2:
            turned = subprocess.run(
                [str(Path(sys.executable).parent / "haitang"), "vault", "rotate"],
                env=committed.environ(),
                capture_output=True,
                text=True,
            )
            assert turned.returncode == 0, turned.stderr
            rounds += 1
        writer.join()
        rotation.rotate()
        assert wrong == [] and contacts() == said
        assert rotation.status().waiting == 0
        voice = Voice.objects.select_related("matter").earliest("pk")
        assert "13800000000" in _looked(live.url, desk, voice)
    assert Reading.objects.count() == 1


def _looked(url: str, desk: str, voice: Voice) -> str:
    """What the running server, which has known only the first key, shows the desk."""
    browser = requests.Session()
    signing = browser.get(f"{url}/sign-in")
    token = browser.cookies["csrftoken"]
    assert signing.ok
    browser.post(
        f"{url}/sign-in",
        {"username": "desk", "password": PASSWORD, "csrfmiddlewaretoken": token},
        allow_redirects=False,
    )
    assert browser.get(desk).ok
    page = f"{url}/desk/m/{voice.matter.number}/contact/{voice.pk}"
    given = {"reason": "回电", "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    return browser.post(page, given, headers={"Referer": url}).text


def test_a_report_without_contact_needs_no_key(cast: Cast, key_file: Path) -> None:
    key_file.unlink(missing_ok=True)
    assert gate.do(matters.report, cast.anyone, words="路灯不亮", place="dgmy").entry
    assert Client().get("/").status_code == 200
