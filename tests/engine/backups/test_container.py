"""The archive itself: whole or not at all, sealed for whom it is meant, and nothing odd comes out of it."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from haitang.engine.backups import container, keys
from haitang.engine.backups.container import Unreadable
from haitang.engine.backups.keys import PLAIN, Keys
from haitang.kernel.errors import Invalid, NotNow

CONTENT = bytes(range(256)) * 2_000


@pytest.fixture
def sealed(tmp_path: Path) -> Keys:
    keys.make(tmp_path / "age.key")
    return keys.read(tmp_path / "age.key")


def made(room: Path, whose: Keys, name: str = "a.tar.gz") -> Path:
    (room / "source").write_bytes(CONTENT)
    with container.packing(room / name, whose) as packer:
        packer.add("haitang.sqlite3", room / "source")
        packer.add("files/ab/x.jpg", room / "source")
    return room / name


def odd(room: Path, *members: tarfile.TarInfo) -> Path:
    """An archive in plain that somebody made by hand."""
    path = room / "odd.tar.gz"
    with gzip.open(path, "wb") as out, tarfile.open(fileobj=out, mode="w|") as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(b"\0" * member.size))
    return path


def named(name: str, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    member.size = 3 if kind == tarfile.REGTYPE else 0
    return member


@pytest.mark.parametrize("plainly", [True, False])
def test_what_goes_in_comes_out(tmp_path: Path, sealed: Keys, plainly: bool) -> None:
    whose = PLAIN if plainly else sealed
    path = made(tmp_path, whose)
    found = container.unpack(path, whose, tmp_path / "out")
    assert set(found) == {"haitang.sqlite3", "files/ab/x.jpg"}
    assert (tmp_path / "out" / "files" / "ab" / "x.jpg").read_bytes() == CONTENT
    assert path.stat().st_mode & 0o077 == 0 and (tmp_path / "out" / "haitang.sqlite3").stat().st_mode & 0o077 == 0
    assert (CONTENT[:1_000] in path.read_bytes()) is False


def test_another_key_opens_nothing_and_no_key_neither(tmp_path: Path, sealed: Keys) -> None:
    path = made(tmp_path, sealed)
    keys.make(tmp_path / "other.key")
    for number, whose in enumerate((keys.read(tmp_path / "other.key"), PLAIN, Keys(sealed.recipients))):
        with pytest.raises(Unreadable):
            container.unpack(path, whose, tmp_path / f"out-{number}")


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.9, 0.999])
def test_a_changed_byte_or_a_missing_end_of_a_sealed_archive_is_noticed(
    tmp_path: Path, sealed: Keys, share: float
) -> None:
    path = made(tmp_path, sealed)
    whole = path.read_bytes()
    at = int(share * (len(whole) - 1))
    for number, altered in enumerate((whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole[:at])):
        path.write_bytes(altered)
        with pytest.raises(Unreadable):
            container.unpack(path, sealed, tmp_path / f"out-{number}")


@pytest.mark.parametrize(
    "member",
    [
        named("../outside"), named("/etc/cron.d/x"), named("files/../../x"), named("files/.hidden"), named("other.txt"),
        named("files/ab/x.jpg", tarfile.SYMTYPE), named("secret.key", tarfile.LNKTYPE), named("files/ab/x", tarfile.FIFOTYPE),
        named("haitang.sqlite3/x"),
    ],
    ids=lambda member: f"{member.name} {member.type!r}",
)  # fmt: skip
def test_nothing_but_a_homes_plain_files_comes_out(tmp_path: Path, member: tarfile.TarInfo) -> None:
    with pytest.raises(Unreadable):
        container.unpack(odd(tmp_path, member), PLAIN, tmp_path / "out")
    assert not [path for path in tmp_path.rglob("*") if path.name not in {"odd.tar.gz", "out"} and path.is_file()]


def test_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        container.unpack(odd(tmp_path, named("secret.key"), named("secret.key")), PLAIN, tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no tar", b"age-encryption.org/v1\nrubbish"])
def test_something_else_is_no_archive(tmp_path: Path, sealed: Keys, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(Unreadable):
        container.unpack(tmp_path / "x", sealed, tmp_path / "out")


def test_what_was_broken_off_leaves_nothing(tmp_path: Path, sealed: Keys) -> None:
    (tmp_path / "source").write_bytes(CONTENT)
    for whose in (PLAIN, sealed):
        with pytest.raises(RuntimeError), container.packing(tmp_path / "a.tar.gz", whose) as packer:
            packer.add("haitang.sqlite3", tmp_path / "source")
            raise RuntimeError("the power went")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["age.key", "source"]


def test_a_file_with_a_public_key_seals_and_does_not_open(tmp_path: Path) -> None:
    public = keys.make(tmp_path / "age.key")
    (tmp_path / "public").write_text(f"# the office\n{public}\n")
    only = keys.read(tmp_path / "public")
    assert only.recipients and not only.identities
    path = made(tmp_path, only)
    with pytest.raises(Unreadable):
        container.unpack(path, only, tmp_path / "out")
    assert container.unpack(path, keys.read(tmp_path / "age.key"), tmp_path / "again")


@pytest.mark.parametrize("text", ["", "# nothing\n", "AGE-SECRET-KEY-1NOKEY\n", "age1nokey\n", "hello\n", "\xff\xfe"])
def test_a_file_without_a_key_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "k").write_bytes(text.encode("latin-1"))
    with pytest.raises(Invalid):
        keys.read(tmp_path / "k")


def test_a_key_is_never_overwritten_and_nobody_else_reads_it(tmp_path: Path) -> None:
    keys.make(tmp_path / "k")
    before = (tmp_path / "k").read_text()
    with pytest.raises(NotNow):
        keys.make(tmp_path / "k")
    assert (tmp_path / "k").read_text() == before
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600
