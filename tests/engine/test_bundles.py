"""A proof bundle holds what the stand-alone verifier needs, and nothing before the seal."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import haitang.verifier
from haitang.engine import bundles, gate, ledger
from haitang.engine.sealing import seal_all
from haitang.records.entry import Body
from tests.cast import Cast

VERIFIER = Path(str(haitang.verifier.__file__)).with_name("haitang_verify.py")


def _checked(bundle: object, room: Path) -> int:
    """What the verifier says, in a Python that knows nothing of Haitang."""
    (room / "bundle.json").write_text(json.dumps(bundle), encoding="utf-8")
    return subprocess.run([sys.executable, "-I", VERIFIER, room / "bundle.json"], capture_output=True).returncode


def test_a_residents_own_entry_can_be_verified_without_us(cast: Cast, tmp_path: Path) -> None:
    cast.solved()
    seal_all()
    bundle = bundles.bundle("sujin", ledger.head("sujin").size - 7)
    assert bundle["body"]["ledger"] == "sujin" and bundle["salt"]
    assert _checked(bundle, tmp_path) == 0


def test_an_altered_bundle_is_not_believed(cast: Cast, tmp_path: Path) -> None:
    cast.report()
    seal_all()
    bundle = bundles.bundle("sujin", ledger.head("sujin").size)
    bundle["body"]["subject"] = "SJ26-99999-9"
    assert _checked(bundle, tmp_path) == 1


def test_a_public_bundle_has_no_body(cast: Cast, tmp_path: Path) -> None:
    cast.report()
    seal_all()
    bundle = bundles.bundle("sujin", 3, opened=False)
    assert "body" not in bundle and "salt" not in bundle
    assert _checked(bundle, tmp_path) == 0


def test_an_erased_half_is_left_out(cast: Cast, tmp_path: Path) -> None:
    cast.report()
    seal_all()
    with gate.upkeep():
        Body.objects.filter(ledger="sujin", entry=3).update(actor=None, place=None, facts=None, salt=None)
    bundle = bundles.bundle("sujin", 3)
    assert "body" not in bundle and _checked(bundle, tmp_path) == 0


def test_before_its_seal_an_entry_has_no_bundle(cast: Cast) -> None:
    seal_all()
    cast.report()
    with pytest.raises(bundles.NotSealed) as early:
        bundles.bundle("sujin", ledger.head("sujin").size)
    assert "封存" in early.value.words.zh and "sealed" in early.value.words.en


def test_an_entry_that_is_not_there_has_none(cast: Cast) -> None:
    with pytest.raises(LookupError):
        bundles.bundle("sujin", 99_999)
