"""The vault: contacts are sealed, bound to their organization, masked in lists, and open only with the right key."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine import vault
from haitang.kernel.kept import kept
from haitang.kernel.limits import CONTACT
from haitang.records.party import Organization
from tests.cast import Cast

SUJIN = Organization(code="sujin", name="苏锦街道", name_en="Sujin", mark="SJ")
OTHER = Organization(code="xcscjg8", name="八分局", name_en="Branch 8", mark="XC")
PHONE = "138 0000 1234"


@pytest.fixture(autouse=True)
def key_file(settings: DjangoSettings, tmp_path: Path) -> Path:
    """A key file of the test's own."""
    settings.VAULT_KEY_FILE = tmp_path / "vault.key"
    return tmp_path / "vault.key"


@given(st.text(min_size=1, max_size=CONTACT))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_sealed_can_be_opened_again(text: str) -> None:
    if text.encode(errors="ignore").decode() == text:
        assert vault.unseal(vault.seal(text, SUJIN)) == text


def test_nothing_of_the_text_is_in_what_is_stored() -> None:
    contact = vault.seal(PHONE, SUJIN)
    stored = bytes(contact.sealed)
    assert b"138" not in stored
    assert PHONE not in repr(contact.__dict__)


def test_the_same_text_never_looks_the_same() -> None:
    assert len({bytes(vault.seal(PHONE, SUJIN).sealed) for _ in range(50)}) == 50


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_single_bit_changed_and_it_does_not_open(at: int, bit: int) -> None:
    contact = vault.seal(PHONE, SUJIN)
    sealed = bytearray(contact.sealed)
    sealed[at % len(sealed)] ^= 1 << bit
    contact.sealed = bytes(sealed)
    with pytest.raises(vault.Unopenable):
        vault.unseal(contact)


@pytest.mark.parametrize("sealed", [b"", b"\x00" * 11, b"\x00" * 27])
def test_what_is_cut_short_does_not_open(sealed: bytes) -> None:
    contact = vault.seal(PHONE, SUJIN)
    contact.sealed = sealed
    with pytest.raises(vault.Unopenable):
        vault.unseal(contact)


def test_a_contact_moved_to_another_organization_does_not_open() -> None:
    contact = vault.seal(PHONE, SUJIN)
    contact.organization = OTHER
    with pytest.raises(vault.Unopenable):
        vault.unseal(contact)


def test_a_new_key_seals_and_the_old_one_still_opens(key_file: Path) -> None:
    before = vault.seal(PHONE, SUJIN)
    with key_file.open("a") as file:
        file.write(f"k2 {'ab' * 32}\n")
    after = vault.seal(PHONE, SUJIN)
    assert (before.key_id, after.key_id) == ("k1", "k2")
    assert vault.unseal(before) == vault.unseal(after) == PHONE
    assert vault.fingerprint().startswith("k2:")


def test_a_key_that_is_gone_opens_nothing(key_file: Path) -> None:
    contact = vault.seal(PHONE, SUJIN)
    key_file.write_text(f"k2 {'ab' * 32}\n")
    with pytest.raises(vault.Unopenable):
        vault.unseal(contact)


def test_the_same_key_name_with_other_bytes_opens_nothing(key_file: Path) -> None:
    contact = vault.seal(PHONE, SUJIN)
    key_file.write_text(f"k1 {'ab' * 32}\n")
    with pytest.raises(vault.Unopenable):
        vault.unseal(contact)


def test_the_fingerprint_is_not_the_key(key_file: Path) -> None:
    vault.seal(PHONE, SUJIN)
    key = key_file.read_text().split()[1]
    assert key not in vault.fingerprint()


def test_only_the_owner_may_read_the_key_file(key_file: Path) -> None:
    before = os.umask(0)
    try:
        vault.seal(PHONE, SUJIN)
    finally:
        os.umask(before)
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_threads_that_come_first_together_get_one_key(key_file: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        sealed = list(pool.map(lambda _: vault.seal(PHONE, SUJIN), range(64)))
    assert {vault.unseal(contact) for contact in sealed} == {PHONE}
    assert len(key_file.read_text().splitlines()) == 1
    assert [path.name for path in key_file.parent.iterdir()] == ["vault.key"]


def test_processes_that_come_first_together_read_the_same_secret(tmp_path: Path) -> None:
    program = (
        "import secrets, sys; from pathlib import Path; from haitang.kernel.kept import kept;"
        "sys.stdin.readline(); print(kept(Path(sys.argv[1]), lambda: secrets.token_hex(8)))"
    )
    path = str(tmp_path / "a" / "secret.key")
    runs = [
        subprocess.Popen([sys.executable, "-c", program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    said = {run.communicate(b"\n")[0] for run in runs}
    assert len(said) == 1
    assert kept(Path(path), lambda: "another").encode() == said.pop().strip()


@pytest.mark.parametrize(
    ("text", "channel", "mask"),
    [
        ("13800001234", "phone", "138····34"),
        ("0512-6700 0000", "phone", "051····00"),
        ("8100", "other", "····"),
        ("110 11", "phone", "····"),
        ("li.hua@example.org", "email", "l···@e···"),
        ("李华@例子.cn", "email", "李···@例···"),
        ("微信：lihua", "other", "微信：····ua"),
        ("敲门就行", "other", "····"),
    ],
)
def test_lists_show_a_mask_and_the_channel(text: str, channel: str, mask: str) -> None:
    contact = vault.seal(text, SUJIN)
    assert (contact.channel, contact.mask) == (channel, mask)


@given(st.text(min_size=1, max_size=CONTACT))
def test_a_mask_fits_its_column_and_never_shows_the_middle(text: str) -> None:
    mask = vault.mask(text)
    assert len(mask) <= 40
    assert len(text) < 8 or text not in mask


def test_the_database_holds_no_contact_in_the_clear(cast: Cast) -> None:
    cast.report(contact="li.hua@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM haitang_contact")
        rows = [[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor.fetchall()]
    assert len(rows) == 1
    assert "li.hua" not in repr(rows)
