"""The vault: contacts are sealed, bound to their organization, masked in lists, and open only with the right key."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings as DjangoSettings

from haitang.engine import keyring, vault
from haitang.kernel.kept import kept
from haitang.kernel.limits import CONTACT
from haitang.records.contact import Contact
from haitang.records.party import Organization
from tests.cast import Cast

SUJIN = Organization(code="sujin", name="苏锦街道", name_en="Sujin", mark="SJ")
OTHER = Organization(code="xcscjg8", name="八分局", name_en="Branch 8", mark="XC")
PHONE = "138 0000 1234"


@pytest.fixture(autouse=True)
def key_file(settings: DjangoSettings, tmp_path: Path) -> Path:
    """A key file of the test's own."""
    settings.VAULT_KEY_FILE = tmp_path / "vault.key"
    keyring.begin()
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


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before = vault.seal(PHONE, SUJIN)
    newest = keyring.add()
    after = vault.seal(PHONE, SUJIN)
    assert after.key_id == newest == vault.fingerprint() != before.key_id
    assert vault.unseal(before) == vault.unseal(after) == PHONE


def test_a_key_that_is_gone_opens_nothing(key_file: Path) -> None:
    contact = vault.seal(PHONE, SUJIN)
    key_file.unlink()
    with pytest.raises(vault.Unopenable):
        vault.unseal(contact)
    keyring.begin()
    with pytest.raises(vault.Unopenable):
        vault.unseal(contact)


@pytest.mark.parametrize("text", ["", "\n", "k1", "k1 zz", f"k1 {'ab' * 31}", f"k0123456789 {'ab' * 32}", "\x00"])
def test_what_is_no_keyring_is_said_to_be_none(key_file: Path, text: str) -> None:
    contact = vault.seal(PHONE, SUJIN)
    key_file.write_text(text)
    with pytest.raises(keyring.NoKeyring) as missing:
        vault.seal(PHONE, SUJIN)
    assert "vault.key" in missing.value.words.zh and "vault.key" in missing.value.words.en
    with pytest.raises(vault.Unopenable):
        vault.unseal(contact)


def test_a_key_under_a_name_of_old_with_other_bytes_opens_nothing(key_file: Path) -> None:
    key_file.write_text(f"k1 {'cd' * 32}\n")
    contact = vault.seal(PHONE, SUJIN)
    key_file.write_text(f"k1 {'ab' * 32}\n")
    with pytest.raises(vault.Unopenable):
        vault.unseal(contact)


def test_what_was_sealed_before_there_were_data_keys_still_opens_and_is_rewrapped(key_file: Path) -> None:
    key_file.write_text(f"k1 {'cd' * 32}\n")
    nonce = b"n" * 12
    sealed = nonce + AESGCM(bytes.fromhex("cd" * 32)).encrypt(nonce, PHONE.encode(), b"sujin")
    contact = Contact(organization=SUJIN, channel="phone", mask="x", key_id="k1", sealed=sealed)
    assert vault.unseal(contact) == PHONE
    keyring.add()
    vault.rewrap(contact, keyring.keys())
    assert contact.key_id == keyring.newest() and contact.wrapped and vault.unseal(contact) == PHONE


@given(st.permutations(["sealed", "wrapped", "name"]).map(lambda names: names[: len(names) - 1]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_part_of_one_contact_opens_within_another(parts: list[str]) -> None:
    mine, theirs = vault.seal(PHONE, SUJIN), vault.seal("139 0000 9999", SUJIN)
    for part in parts:
        setattr(mine, part, getattr(theirs, part))
    with pytest.raises(vault.Unopenable):
        vault.unseal(mine)


@given(st.lists(st.sampled_from(["seal", "rotate"]), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
def test_however_often_the_key_is_turned_everything_stays_readable(acts: list[str]) -> None:
    said: list[tuple[Contact, str]] = []
    for number, act in enumerate(acts):
        if act == "seal":
            said.append((vault.seal(f"1380000{number:04}", SUJIN), f"1380000{number:04}"))
        else:
            keyring.add()
            for contact, _ in said:
                vault.rewrap(contact, keyring.keys())
    assert all(vault.unseal(contact) == text for contact, text in said)
    assert {contact.key_id for contact, _ in said if acts[-1:] == ["rotate"]} <= {keyring.newest()}


def test_the_fingerprint_is_not_the_key(key_file: Path) -> None:
    vault.seal(PHONE, SUJIN)
    key = key_file.read_text().split()[1]
    assert key not in vault.fingerprint()


def test_only_the_owner_may_read_the_key_file(key_file: Path) -> None:
    key_file.unlink()
    before = os.umask(0)
    try:
        keyring.begin()
        keyring.add()
    finally:
        os.umask(before)
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600


def test_threads_that_come_first_together_get_one_key(key_file: Path) -> None:
    key_file.unlink()

    def seal(_: int) -> Contact:
        keyring.begin()
        return vault.seal(PHONE, SUJIN)

    with ThreadPoolExecutor(16) as pool:
        sealed = list(pool.map(seal, range(64)))
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
