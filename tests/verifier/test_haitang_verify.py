"""The stand-alone verifier, run as a reader runs it: by a bare Python, on files, away from the product."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from haitang import verifier
from haitang.kernel.canonical import canonical
from haitang.kernel.merkle import Frontier, leaf_hash
from haitang.verifier.haitang_verify import root_from_path
from tests.verifier.bundles import (
    FORGERIES,
    MISFITS,
    SPOILT,
    altered,
    body_of,
    bundle_of,
    leaf_of,
    leaves,
    ledger_of,
    sealed,
)

SCRIPT = Path(verifier.__file__).with_name("haitang_verify.py")


def run(tmp_path: Path, bundle: object = None, ledger: object = None) -> tuple[int, str]:
    """Exit code and words of the script, started outside the product: -I takes neither path nor site from it."""
    arguments = []
    for name, content, option in (("bundle.json", bundle, []), ("entries.json", ledger, ["--ledger"])):
        if content is not None:
            file = tmp_path / name
            file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
            arguments += [*option, str(file)]
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(SCRIPT), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("entry", "size"), [(1, 1), (1, 2), (2, 3), (3, 3), (5, 5), (7, 11), (64, 64), (1, 65), (65, 65)]
)
def test_an_honest_receipt_is_verified(tmp_path: Path, entry: int, size: int) -> None:
    code, words = run(tmp_path, bundle_of(entry, leaves(size)))
    assert (code, words.count("[对 OK]"), words.count("[错 NO]")) == (0, 6, 0), words
    assert "核对通过" in words and "Verified." in words
    assert f"公开行写的是 sujin 台账第 {entry} 笔" in words


def test_without_details_only_the_place_in_the_ledger_is_claimed(tmp_path: Path) -> None:
    bundle = bundle_of(2, leaves(3))
    del bundle["body"], bundle["salt"]
    code, words = run(tmp_path, bundle)
    assert code == 0
    assert "只核对了它在台账里的位置" in words and "only its place in the ledger was checked" in words
    assert "详情就是记账时的详情" not in words


def test_a_count_only_act_is_verified_without_comparing_what_its_leaf_hides(tmp_path: Path) -> None:
    code, words = run(tmp_path, sealed())
    assert code == 0 and "只公开数量" in words
    lying = sealed()
    lying["body"]["kind"] = "mediation.failed"
    assert run(tmp_path, lying)[0] == 1


@pytest.mark.parametrize(("recorded", "published"), [(1, 100), (True, 1)])
def test_details_that_contradict_their_own_leaf_are_found_though_committed(
    tmp_path: Path, recorded: int, published: int
) -> None:
    # The office itself recorded one thing and published another: hashes agree, words do not.
    body = {**body_of(1), "quantity": recorded}
    leaf = canonical({**json.loads(leaf_of(1, body)), "quantity": published})
    code, words = run(tmp_path, bundle_of(1, [leaf], body))
    assert code == 1 and words.count("[错 NO]") == 1 and "详情与公开行不一致：quantity" in words


@pytest.mark.parametrize(("leaf", "index", "size", "path"), MISFITS)
def test_a_path_of_the_wrong_length_leads_nowhere(leaf: str, index: int, size: int, path: list[str]) -> None:
    assert root_from_path(leaf, index, size, path) == ""


@pytest.mark.parametrize("name", FORGERIES)
def test_every_tampering_is_found(tmp_path: Path, name: str) -> None:
    code, words = run(tmp_path, altered(FORGERIES[name]))
    assert code == 1, words
    assert "[错 NO]" in words and "核对不通过" in words and "Not verified." in words


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_no_proof_is_called_so(tmp_path: Path, name: str) -> None:
    code, words = run(tmp_path, altered(SPOILT[name]))
    assert code == 2, words
    assert "这不是海棠的证明文件" in words and "\x1b" not in words


@pytest.mark.parametrize("text", ["", "no json", "[]", "null", "[" * 100_000, '{"format":NaN}', '{"a":1,"a":2}'])
def test_a_file_that_is_no_bundle_is_called_so(tmp_path: Path, text: str) -> None:
    code, words = run(tmp_path, text)
    assert code == 2 and "Traceback" not in words


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    text = json.dumps(bundle_of(1, leaves(2)))
    assert run(tmp_path, text[:-1] + ',"entry":1}')[0] == 2


def test_a_missing_file_and_an_empty_command_line_are_explained(tmp_path: Path) -> None:
    missing = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(tmp_path / "no.json")], capture_output=True, check=False
    )
    assert missing.returncode == 2 and b"Traceback" not in missing.stderr
    assert run(tmp_path)[0] == 2


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 100])
def test_a_whole_ledger_is_recomputed(tmp_path: Path, size: int) -> None:
    frontier = Frontier()
    for text in leaves(size):
        frontier, _ = frontier.append(leaf_hash(text))
    code, words = run(tmp_path, ledger=ledger_of(leaves(size)))
    assert code == 0 and frontier.root().hex() in words and f"由 {size} 笔" in words


def test_a_ledger_is_compared_with_the_head_it_comes_with(tmp_path: Path) -> None:
    head = bundle_of(1, leaves(5))["head"]
    assert run(tmp_path, ledger={**ledger_of(leaves(5)), "head": head})[0] == 0
    assert run(tmp_path, ledger={**ledger_of(leaves(5)), "head": {**head, "root": "0" * 64}})[0] == 1


def test_a_later_ledger_still_holds_the_head_of_an_old_receipt(tmp_path: Path) -> None:
    bundle = bundle_of(3, leaves(5))
    code, words = run(tmp_path, bundle, ledger_of(leaves(9)))
    assert code == 0 and "与封存的根值相同" in words


def test_a_rewritten_or_shortened_ledger_is_found_by_an_old_receipt(tmp_path: Path) -> None:
    bundle = bundle_of(3, leaves(5))
    rewritten = leaves(9)
    rewritten[0] = rewritten[0].replace('"quantity":1', '"quantity":9')
    assert run(tmp_path, bundle, ledger_of(rewritten))[0] == 1
    assert run(tmp_path, bundle, ledger_of(leaves(4)))[0] == 1


@pytest.mark.parametrize("order", [[1, 3], [2, 1], [2, 3], [1, 1]])
def test_a_ledger_file_with_a_gap_is_refused(tmp_path: Path, order: list[int]) -> None:
    texts = leaves(3)
    entries = [{"entry": entry, "leaf": texts[entry - 1]} for entry in order]
    assert run(tmp_path, ledger={"entries": entries})[0] == 2


def test_the_script_needs_the_standard_library_only() -> None:
    imported = {
        line.split()[1].split(".")[0]
        for line in SCRIPT.read_text("utf-8").splitlines()
        if line.startswith(("import", "from"))
    }
    assert imported <= sys.stdlib_module_names
