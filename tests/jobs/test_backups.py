"""A backup is of one moment, holds what it should, and is put back only when everything comes out as it was."""

import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine import ledger, photos, tally
from haitang.engine.backups import container, keys, log, snapshots
from haitang.engine.backups.container import Unreadable
from haitang.engine.backups.keys import PLAIN
from haitang.engine.verify import verify_all
from haitang.jobs import backing_up
from haitang.jobs.restoring import Differs
from haitang.kernel.errors import Invalid, NotNow, Refusal
from haitang.records.file import File
from haitang.records.matter import Matter
from tests import databases
from tests.backups import House, lead
from tests.databases import Committed
from tests.engine.test_photos import encoded, picture
from tests.faults.disks import small_disk


@pytest.fixture
def house(committed: Committed, tmp_path: Path, settings: DjangoSettings) -> House:
    """A home with a matter that went all its way and one photo."""
    lead(settings, committed.home)
    room = tmp_path / "backups"
    room.mkdir()
    committed.cast.solved()
    photos.keep(encoded(picture()))
    return House(committed, room, settings)


def members(archive: str, whose: keys.Keys = PLAIN) -> dict[str, bytes]:
    """What lies in an archive, by name."""
    into = Path(archive).with_suffix(".seen")
    shutil.rmtree(into, ignore_errors=True)
    container.unpack(Path(archive), whose, into)
    return {path.relative_to(into).as_posix(): path.read_bytes() for path in into.rglob("*") if path.is_file()}


def repacked(archive: str, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive as somebody would make it who changes it and writes a manifest to match."""
    held = members(archive)
    change(held)
    room = Path(archive).with_suffix(".forged")
    path = Path(archive).with_name("forged.tar.gz")
    told = json.loads(held.pop("manifest.json"))
    with container.packing(path, PLAIN) as packer:
        for name, content in held.items():
            (room / name).parent.mkdir(parents=True, exist_ok=True)
            (room / name).write_bytes(content)
            packer.add(name, room / name)
        told["members"] = {name: [member.size, member.sha256] for name, member in packer.members.items()}
        (room / "manifest.json").write_text(json.dumps(told))
        packer.add("manifest.json", room / "manifest.json")
    return path


@pytest.mark.parametrize("sealed", [True, False])
def test_a_home_comes_back_as_it_was(house: House, sealed: bool) -> None:
    before = {number.figure.name: (number.value, number.rows) for number in tally.figures(entitled=True)}
    root, file = ledger.head("sujin").root, File.objects.get()
    content = photos.open(file).read_bytes()
    made = house.back_up(sealed=sealed)
    assert made.sealed == sealed and made.name.endswith(".age" if sealed else ".tar.gz")
    with house.elsewhere() as empty:
        _, wrong = house.restore(made.name, house.key if sealed else None)
        assert wrong == [] and list(verify_all())
        assert {n.figure.name: (n.value, n.rows) for n in tally.figures(entitled=True)} == before
        assert ledger.head("sujin").root == root
        assert photos.open(File.objects.get()).read_bytes() == content
        assert (empty / "secret.key").read_text() == (house.copy.home / "secret.key").read_text()
        assert not (empty / "vault.key").exists()
        assert not list(empty.glob(".*"))


def test_what_is_told_after_the_moment_is_not_in_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody reports between the moment and the copy; the copy, the figures and the ledger know nothing of it."""
    copied = snapshots.copy

    def meanwhile(*given: Any) -> None:
        [late] = house.copy.at_once(lambda _number: house.copy.cast.report(words="后来的"), threads=1)
        assert late.number
        copied(*given)

    monkeypatch.setattr(snapshots, "copy", meanwhile)
    before = Matter.objects.count()
    made = house.back_up()
    assert Matter.objects.count() == before + 1
    with house.elsewhere():
        house.restore(made.name)
        assert Matter.objects.count() == before


def test_the_vaults_key_is_in_it_only_when_asked_for_and_sealed(house: House) -> None:
    assert "vault.key" not in members(house.back_up(sealed=True).name, keys.read(house.key))
    with pytest.raises(Invalid):
        house.back_up("b.tar.gz", with_vault=True)
    made = house.back_up("c.tar.gz", sealed=True, with_vault=True)
    with house.elsewhere() as empty:
        house.restore(made.name, house.key)
        assert (empty / "vault.key").read_text() == (house.copy.home / "vault.key").read_text()
        assert (empty / "vault.key").stat().st_mode & 0o777 == 0o600


def test_a_sealed_archive_says_nothing_to_whoever_finds_it(house: House) -> None:
    told = house.copy.cast.report(words="井盖松动的很特别的一句话")
    found = Path(house.back_up(sealed=True).name).read_bytes()
    assert told.number.encode() not in found and b"manifest" not in found and b"haitang.sqlite3" not in found


def test_only_an_empty_home_is_filled(house: House) -> None:
    made = house.back_up()
    with pytest.raises(NotNow):
        house.restore(made.name)
    with house.elsewhere() as empty:
        (empty / "notes.txt").write_text("somebody's")
        with pytest.raises(NotNow) as refused:
            house.restore(made.name)
        assert "notes.txt" in refused.value.words.en
        (empty / "notes.txt").unlink()
        house.restore(made.name)
        with pytest.raises(NotNow):
            house.restore(made.name)


@pytest.mark.postgresql
def test_only_an_empty_database_is_filled(house: House) -> None:
    made = house.back_up()
    with house.elsewhere():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE somebodys (x int)")
        with pytest.raises(NotNow):
            house.restore(made.name)
        assert snapshots.tables() == ["somebodys"]


def test_what_cannot_be_opened_leaves_nothing(house: House) -> None:
    made = Path(house.back_up(sealed=True).name)
    keys.make(house.room / "other.key")
    cut = house.room / "cut.age"
    cut.write_bytes(made.read_bytes()[:-100])
    with house.elsewhere() as empty:
        for archive, key in (
            (made, house.room / "other.key"),
            (made, None),
            (cut, house.key),
            (house.room / "none", None),
        ):
            with pytest.raises(Unreadable):
                house.restore(archive, key)
            assert sorted(path.name for path in empty.iterdir()) == ["in-use.lock"]
            assert connection.vendor == "sqlite" or snapshots.tables() == []
        house.restore(made, house.key)


def test_a_file_that_is_not_as_the_manifest_says_is_refused(house: House) -> None:
    made = house.back_up()
    held = members(made.name)
    path = house.room / "swapped.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        for name, content in held.items():
            content = b"another photo" if name.startswith("files/") else content
            told = tarfile.TarInfo(name)
            told.size = len(content)
            tar.addfile(told, io.BytesIO(content))
    with house.elsewhere() as empty:
        with pytest.raises(Unreadable) as refused:
            house.restore(path)
        assert "files/" in refused.value.words.en
        assert not (empty / "files").exists()


#: What a forger changes, and what the refusal names.
FORGED = {
    "UPDATE haitang_leaf SET quantity = 9 WHERE ledger = 'sujin' AND entry = 2": "sujin 2",
    "UPDATE haitang_body SET place = '/elsewhere/' WHERE ledger = 'sujin' AND entry = 3": "sujin 3",
    "DELETE FROM haitang_matter": "table haitang_matter",
    "UPDATE haitang_head SET size = size - 1 WHERE ledger = 'sujin'": "ledger sujin",
}


def forge(held: dict[str, bytes], statement: str, path: Path) -> None:
    """The forger takes the triggers off, changes a row, and puts them back."""
    path.write_bytes(held["haitang.sqlite3"])
    forged = sqlite3.connect(path, isolation_level=None)
    triggers = forged.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        forged.execute(f"DROP TRIGGER {name}")
    forged.execute(statement)
    for _, sql in triggers:
        forged.execute(sql)
    forged.close()
    held["haitang.sqlite3"] = path.read_bytes()


@pytest.mark.embedded
def test_a_forged_archive_is_refused_and_says_what_differs(house: House) -> None:
    """Also when the digests in the manifest were made to fit."""
    made = house.back_up()
    for statement, said in FORGED.items():
        archive = repacked(made.name, lambda held, how=statement: forge(held, how, house.room / "forging"))  # type: ignore[misc]
        with house.elsewhere() as empty:
            with pytest.raises(Differs) as refused:
                house.restore(archive)
            found = [words.en for words in refused.value.found]
            assert any(said in words for words in found), (statement, found)
            assert sorted(path.name for path in empty.iterdir()) == ["in-use.lock"]
    with house.elsewhere() as empty:
        _, wrong = house.restore(archive, anyway=True)
        assert wrong and (empty / "haitang.sqlite3").exists()


@pytest.mark.postgresql
def test_a_manifest_that_does_not_fit_leaves_the_database_empty(house: House) -> None:
    def forge(held: dict[str, bytes]) -> None:
        told = json.loads(held["manifest.json"])
        told["standing"]["figures"][""]["requests.problems_solved"] = [2, 2]
        held["manifest.json"] = json.dumps(told).encode()

    archive = repacked(house.back_up().name, forge)
    with house.elsewhere():
        with pytest.raises(Differs) as refused:
            house.restore(archive)
        assert "requests.problems_solved" in refused.value.words.en
        assert snapshots.tables() == []


def test_a_backup_of_another_database_or_a_newer_haitang_is_refused(house: House) -> None:
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    made = house.back_up()

    def as_of_another(held: dict[str, bytes]) -> None:
        held["manifest.json"] = json.dumps({**json.loads(held["manifest.json"]), "database": other}).encode()

    def from_the_future(held: dict[str, bytes]) -> None:
        told = json.loads(held["manifest.json"])
        told["standing"]["migrations"].append("haitang.0099_flying")
        held["manifest.json"] = json.dumps(told).encode()

    for change, said in ((as_of_another, other), (from_the_future, "0099_flying")):
        archive = repacked(made.name, change)
        with house.elsewhere(), pytest.raises(NotNow) as refused:
            house.restore(archive)
        assert said in refused.value.words.en


def test_a_photo_that_is_destroyed_meanwhile_or_was_lost_is_named_and_holds_nothing_up(house: House) -> None:
    path = photos.open(File.objects.get())
    path.unlink()
    photos.open(File.objects.get(), thumb=True).unlink()
    made = house.back_up()
    told = json.loads(members(made.name)["manifest.json"])
    assert told["gone"] == [f"files/{path.stem[:2]}/{path.stem}"]
    with house.elsewhere():
        assert house.restore(made.name)[1] == []


def test_nothing_is_written_over_and_one_backup_is_made_at_a_time(house: House) -> None:
    house.back_up()
    with pytest.raises(NotNow):
        house.back_up()
    with backing_up._one_at_a_time(), pytest.raises(NotNow):
        house.back_up("b.tar.gz")


def test_a_full_disk_leaves_no_half_archive(house: House, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small") as disk:
        for sealed in (False, True):
            with disk.full(), pytest.raises(OSError):
                backing_up.back_up(
                    disk.room / "a.tar.gz",
                    keys.read(house.key if sealed else None),
                    False,
                    lambda _s, _l: lambda _b: None,
                )
            assert not [path for path in disk.room.iterdir() if "tar" in path.name]
    assert log.made() == []
    assert house.back_up().bytes


def test_verifying_restores_it_and_the_record_says_so(house: House) -> None:
    made = house.back_up(sealed=True)
    assert log.verified() is None
    backing_up.verify(made, house.key)
    found = log.verified()
    assert found is not None and (found.name, found.sha256) == (made.name, made.sha256)
    assert not [path for path in house.copy.home.iterdir() if path.name.startswith(".")]
    Path(made.name).write_bytes(Path(made.name).read_bytes()[:-1])
    with pytest.raises(Refusal):
        backing_up.verify(made, house.key)


def test_old_archives_go_and_others_files_stay(house: House) -> None:
    made = [house.back_up(f"haitang-{number}.tar.gz").name for number in range(3)]
    (house.room / "haitang-0000.tar.gz").write_text("somebody's")
    gone = backing_up.prune(house.room, 2)
    assert [str(path) for path in gone] == made[:1]
    assert sorted(path.name for path in house.room.glob("*.gz")) == [
        "haitang-0000.tar.gz", "haitang-1.tar.gz", "haitang-2.tar.gz",
    ]  # fmt: skip


def test_a_line_that_a_crash_cut_off_is_passed_over(house: House) -> None:
    house.back_up()
    with log.path().open("a") as out:
        out.write('{"at": "2026-')
    assert len(log.made()) == 1
    databases.forget()
