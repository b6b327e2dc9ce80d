"""The stand-alone verifier, run as a reader runs it: by a bare Python, on files, away from the product."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from haitang import verifier
from haitang.kernel.canonical import canonical
from haitang.kernel.merkle import Frontier, inclusion_path, leaf_hash

SCRIPT = Path(str(verifier.__path__[0])) / "haitang_verify.py"
PAGE = SCRIPT.with_name("verify.html")
SALT = "00112233445566778899aabbccddeeff"
Bundle = dict[str, Any]
Change = Callable[[Bundle], object]


def body_of(entry: int) -> dict[str, Any]:
    words = {"words": '路灯不亮 💡 \u2028 "引号" \\ \x07', "\ufb33": 1, "😀": [True, None, -5]}
    return {"kind": "request.opened", "day": "2026-03-02", "community": "hai", "quantity": 1, "subject": entry, **words}


def leaf_of(entry: int, body: dict[str, Any]) -> str:
    commitment = sha256(f"{SALT}.{canonical(body)}".encode()).hexdigest()
    opened = {name: body[name] for name in ("kind", "day", "community", "quantity")}
    return canonical({"ledger": "sujin", "entry": entry, "commitment": commitment, **opened})


def leaves(size: int) -> list[str]:
    return [leaf_of(entry, body_of(entry)) for entry in range(1, size + 1)]


def bundle_of(entry: int, texts: list[str], body: dict[str, Any] | None = None) -> Bundle:
    """A proof as the product gives it out, made with the kernel's tree."""
    size, frontier, store = len(texts), Frontier(), dict[tuple[int, int], bytes]()
    for index, text in enumerate(texts):
        store[0, index] = leaf_hash(text)
        frontier, nodes = frontier.append(store[0, index])
        store.update({(node.level, node.index): node.hash for node in nodes})
    root = frontier.root().hex()
    path = inclusion_path(entry - 1, size, lambda level, index: store[level, index])
    proof = {"leaf_hash": store[0, entry - 1].hex(), "index": entry - 1, "size": size, "path": [p.hex() for p in path]}
    return {
        "format": "haitang-proof/1",
        "organization": "sujin",
        "entry": entry,
        "leaf": texts[entry - 1],
        "body": body or body_of(entry),
        "salt": SALT,
        "proof": {**proof, "root": root},
        "head": {"size": size, "root": root, "day": "2026-03-02"},
    }


def ledger_of(texts: list[str]) -> Bundle:
    return {"entries": [{"entry": entry, "leaf": text} for entry, text in enumerate(texts, start=1)]}


def flip(text: str) -> str:
    return ("1" if text[0] == "0" else "0") + text[1:]


def sealed() -> Bundle:
    """A count-only act: the public leaf hides what and where it was."""
    body = {**body_of(1), "kind": "mediation.agreed"}
    commitment = sha256(f"{SALT}.{canonical(body)}".encode()).hexdigest()
    text = leaf_of(1, {**body, "kind": "sealed", "community": "sujin"})
    leaf = canonical({**json.loads(text), "commitment": commitment})
    return bundle_of(1, [leaf], body)


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


# Each of these must be found out, by the script and by the page alike.
FORGERIES: dict[str, Change] = {
    "organization": lambda it: it.update(organization="other"),
    "entry": lambda it: it.update(entry=it["entry"] + 1),
    "leaf: another entry's": lambda it: it.update(leaf=leaves(7)[5]),
    "leaf: another quantity": lambda it: it.update(leaf=it["leaf"].replace('"quantity":1', '"quantity":2')),
    "body: words": lambda it: it["body"].update(words="everything is fine"),
    "body: kind": lambda it: it["body"].update(kind="request.closed.solved"),
    "body: day": lambda it: it["body"].update(day="2026-03-03"),
    "body: community": lambda it: it["body"].update(community="wu"),
    "body: quantity": lambda it: it["body"].update(quantity=2),
    "body: one told as true": lambda it: it["body"].update(quantity=True),
    "body: a field more": lambda it: it["body"].update(extra=0),
    "body: a field less": lambda it: it["body"].pop("subject"),
    "salt": lambda it: it.update(salt=flip(it["salt"])),
    "proof: leaf_hash": lambda it: it["proof"].update(leaf_hash=flip(it["proof"]["leaf_hash"])),
    "proof: index": lambda it: it["proof"].update(index=it["proof"]["index"] - 1),
    "proof: size": lambda it: it["proof"].update(size=it["proof"]["size"] + 1),
    "proof: root": lambda it: it["proof"].update(root=flip(it["proof"]["root"])),
    "proof: path too short": lambda it: it["proof"]["path"].pop(),
    "proof: path too long": lambda it: it["proof"]["path"].append(it["proof"]["root"]),
    "proof: path, first": lambda it: it["proof"]["path"].__setitem__(0, flip(it["proof"]["path"][0])),
    "proof: path, last": lambda it: it["proof"]["path"].__setitem__(-1, flip(it["proof"]["path"][-1])),
    "head: size": lambda it: it["head"].update(size=it["head"]["size"] + 1),
    "head: root": lambda it: it["head"].update(root=flip(it["head"]["root"])),
    "index and entry together": lambda it: (it.update(entry=6), it["proof"].update(index=5)),
    "root and head together": lambda it: [it[name].update(root="0" * 64) for name in ("proof", "head")],
}

# These are no proofs at all.
SPOILT: dict[str, Change] = {
    "format": lambda it: it.update(format="haitang-proof/2"),
    "no leaf": lambda it: it.pop("leaf"),
    "no proof": lambda it: it.pop("proof"),
    "no head": lambda it: it.pop("head"),
    "body without salt": lambda it: it.pop("salt"),
    "salt that is no hex": lambda it: it.update(salt="xyz"),
    "body with a fraction": lambda it: it["body"].update(quantity=1.5),
    "body with a number too large": lambda it: it["body"].update(quantity=2**53),
    "body with broken text": lambda it: it["body"].update(words="\ud800"),
    "body too deep": lambda it: it["body"].update(words=json.loads("[" * 70 + "]" * 70)),
    "body that is a list": lambda it: it.update(body=[1]),
    "leaf with blanks": lambda it: it.update(leaf=it["leaf"].replace(":", ": ")),
    "leaf with a field more": lambda it: it.update(leaf=canonical({**json.loads(it["leaf"]), "actor": "x"})),
    "leaf with a field less": lambda it: it.update(leaf='{"entry":1}'),
    "leaf that is no object": lambda it: it.update(leaf="[]"),
    "size that is no number": lambda it: it["proof"].update(size="7"),
    "size that is true": lambda it: it["proof"].update(size=True),
    "index below zero": lambda it: it["proof"].update(index=-1),
    "hash in capitals": lambda it: it["proof"].update(root="A" * 64),
    "hash too short": lambda it: it["proof"]["path"].append("00"),
    "day that paints on the screen": lambda it: it["head"].update(day="\x1b[2J2026-03-02"),
}


def altered(change: Change) -> Bundle:
    bundle = copy.deepcopy(bundle_of(7, leaves(11)))
    change(bundle)
    return bundle


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


def test_details_that_contradict_their_own_leaf_are_found_though_committed(tmp_path: Path) -> None:
    # The office itself recorded one thing and published another: hashes agree, words do not.
    body = {**body_of(1), "quantity": 1}
    commitment = sha256(f"{SALT}.{canonical(body)}".encode()).hexdigest()
    leaf = canonical({**json.loads(leaf_of(1, body)), "quantity": 100, "commitment": commitment})
    code, words = run(tmp_path, bundle_of(1, [leaf], body))
    assert code == 1 and words.count("[错 NO]") == 1 and "详情与公开行不一致：quantity" in words


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


def test_the_page_is_one_small_file_that_may_not_reach_the_network() -> None:
    page = PAGE.read_text("utf-8")
    assert len(page.encode()) <= 20 * 1024
    assert "default-src 'none'" in page
    assert "http://" not in page and "https://" not in page
