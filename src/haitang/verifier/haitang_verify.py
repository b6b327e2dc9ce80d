"""核对海棠台账 Check a proof from a Haitang ledger. Offline; Python 3.8 or later; nothing to install.

    python haitang_verify.py bundle.json                          one entry is in the sealed ledger
    python haitang_verify.py --ledger entries.json                recompute the root from all public entries
    python haitang_verify.py bundle.json --ledger entries.json    … and compare it with the root the bundle names

Exit: 0 everything agrees, 1 something does not, 2 the file cannot be read as a proof.

The bundle, one JSON object:

    {"format": "haitang-proof/1", "organization": "sujin", "entry": N,
     "leaf": "<the exact canonical text that was hashed>",
     "body": {…the full record of the entry…}, "salt": "<hex>",
     "proof": {"leaf_hash": hex, "index": N-1, "size": M, "path": [hex, …], "root": hex},
     "head": {"size": M, "root": hex, "day": "YYYY-MM-DD"}}

- `leaf` is canonical JSON (RFC 8785, integers only) of ledger, entry, kind, day, community, quantity, commitment.
- The leaf's hash is SHA-256(0x00 + UTF-8 of leaf), a node's SHA-256(0x01 + left + right): RFC 9162 §2.1.
- commitment = lower-case hex SHA-256(UTF-8 of: salt as hex + "." + canonical JSON of body).
- `body` and `salt` are left out of a public proof: then only the place in the ledger is checked.
- A leaf of kind "sealed" hides kind and community on purpose; they are then not compared with the body's.
The ledger file: {"entries": [{"entry": 1, "leaf": "<text>"}, …]}, complete and in order from entry 1.

Nothing here binds `head` to a day: compare size and root with those published on the notice board or by the press.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

FORMAT = "haitang-proof/1"
LEAF_KEYS = {"ledger", "entry", "kind", "day", "community", "quantity", "commitment"}
OPEN_KEYS = ("kind", "day", "community", "quantity")
HIDDEN_WHEN_SEALED = ("kind", "community")
LARGEST, DEEPEST = 2**53 - 1, 64
HASH = re.compile(r"[0-9a-f]{64}")
SALT = re.compile(r"(?:[0-9a-f]{2})+")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Unreadable(Exception):
    """不是证明文件: the file is no proof of the format described above."""


class Sentence(NamedTuple):
    """What one check found, in both languages."""

    ok: bool
    zh: str
    en: str


def canonical(value: Any, room: int = DEEPEST) -> str:
    """Canonical JSON (RFC 8785) without fractions; Unreadable for anything that has two spellings."""
    if room < 0:
        raise Unreadable("nested too deeply")
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name], room - 1)}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(each, room - 1) for each in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > LARGEST):
        raise Unreadable("a number that is not an exact integer")
    if isinstance(value, str) and re.search("[\ud800-\udfff]", value):
        raise Unreadable("broken text")
    return json.dumps(value, ensure_ascii=False)


def sha256(data: bytes) -> str:
    """Lower-case hex SHA-256."""
    return hashlib.sha256(data).hexdigest()


def leaf_hash(leaf: str) -> str:
    """Hash of a leaf, hex."""
    return sha256(b"\x00" + leaf.encode())


def node_hash(left: str, right: str) -> str:
    """Hash of an interior node, all hex."""
    return sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right))


def root_from_path(leaf: str, index: int, size: int, path: list[str]) -> str:
    """The root that the path leads to (RFC 9162 §2.1.3.2); empty when the path does not fit index and size."""
    node, last, hashed = index, size - 1, leaf
    for sibling in path:
        if last <= 0:
            return ""
        if node & 1 or node == last:
            hashed = node_hash(sibling, hashed)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        node, last = node >> 1, last >> 1
    return hashed if last == 0 and 0 <= index < size else ""


def root_of(leaves: list[str]) -> str:
    """The root over all leaf texts, keeping only the perfect subtrees: (level, hash), largest first."""
    peaks: list[tuple[int, str]] = []
    for leaf in leaves:
        level, hashed = 0, leaf_hash(leaf)
        while peaks and peaks[-1][0] == level:
            level, hashed = level + 1, node_hash(peaks.pop()[1], hashed)
        peaks.append((level, hashed))
    root = peaks.pop()[1] if peaks else sha256(b"")
    while peaks:
        root = node_hash(peaks.pop()[1], root)
    return root


def read(text: str) -> Any:
    """JSON without fractions and without a key given twice; Unreadable otherwise."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_float=_no_fraction, parse_constant=_no_fraction)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable(str(wrong)) from wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise Unreadable("a key is given twice")
    return dict(pairs)


def _no_fraction(text: str) -> Any:
    raise Unreadable(f"{text} is not an integer")


def _part(whole: Any, name: str, fits: Callable[[Any], bool]) -> Any:
    if not isinstance(whole, dict) or not fits(whole.get(name)):
        raise Unreadable(f'"{name}" is missing or malformed')
    return whole[name]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_name(value: Any) -> bool:
    """Nothing that could move a terminal's cursor and paint another verdict."""
    return isinstance(value, str) and value.isprintable()


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and DAY.fullmatch(value) is not None


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and HASH.fullmatch(value) is not None


def _is_salt(value: Any) -> bool:
    return isinstance(value, str) and SALT.fullmatch(value) is not None


def _is_path(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_hash, value))


def check_bundle(bundle: Any) -> list[Sentence]:
    """Every check of one proof bundle; Unreadable when it is not one."""
    if _part(bundle, "format", _is_text) != FORMAT:
        raise Unreadable(f"the format is not {FORMAT}")
    text = _part(bundle, "leaf", _is_text)
    leaf = _leaf(text)
    proof, head = _part(bundle, "proof", _is_object), _part(bundle, "head", _is_object)
    _part(head, "day", _is_day)
    found = [_check_name(bundle, leaf, proof), _check_hash(text, proof), _check_place(leaf, proof)]
    return [*found, _check_head(proof, head), *_check_body(bundle, leaf)]


def _leaf(text: str) -> dict[str, Any]:
    leaf = read(text)
    if not isinstance(leaf, dict) or set(leaf) != LEAF_KEYS or canonical(leaf) != text:
        raise Unreadable("the leaf is not canonical JSON of " + ", ".join(sorted(LEAF_KEYS)))
    _part(leaf, "entry", _is_count)
    return leaf


def _check_name(bundle: Any, leaf: dict[str, Any], proof: Any) -> Sentence:
    name, entry = _part(bundle, "organization", _is_name), _part(bundle, "entry", _is_count)
    index = _part(proof, "index", _is_count)
    if (leaf["ledger"], leaf["entry"], index + 1) == (name, entry, entry):
        return Sentence(
            True, f"公开行写的是 {name} 台账第 {entry} 笔。", f"The leaf is entry {entry} of ledger {name}."
        )
    return Sentence(False, "公开行写的不是所称的台账或笔数。", "The leaf is not the ledger or entry it is said to be.")


def _check_hash(text: str, proof: Any) -> Sentence:
    if leaf_hash(text) == _part(proof, "leaf_hash", _is_hash):
        return Sentence(True, "公开行的哈希值对得上。", "The hash of the leaf agrees.")
    return Sentence(False, "公开行被改过：哈希值对不上。", "The leaf was altered: its hash differs.")


def _check_place(leaf: dict[str, Any], proof: Any) -> Sentence:
    index, size = _part(proof, "index", _is_count), _part(proof, "size", _is_count)
    hashed, path = _part(proof, "leaf_hash", _is_hash), _part(proof, "path", _is_path)
    if root_from_path(hashed, index, size, path) == _part(proof, "root", _is_hash):
        return Sentence(True, f"这一笔在 {size} 笔的台账里。", f"The entry is in the ledger of {size} entries.")
    return Sentence(False, "这一笔证明不了在台账里。", "The entry is not proven to be in the ledger.")


def _check_head(proof: Any, head: Any) -> Sentence:
    named = (_part(head, "size", _is_count), _part(head, "root", _is_hash))
    if named == (proof["size"], proof["root"]):
        return Sentence(True, f"根值就是 {head['day']} 封存的根值。", f"The root is the one sealed on {head['day']}.")
    return Sentence(False, "根值不是封存的根值。", "The root is not the sealed one.")


def _check_body(bundle: Any, leaf: dict[str, Any]) -> list[Sentence]:
    if bundle.get("body") is None:
        zh = "没有附详情：只核对了它在台账里的位置。"
        return [Sentence(True, zh, "No details attached: only its place in the ledger was checked.")]
    body, salt = _part(bundle, "body", _is_object), _part(bundle, "salt", _is_salt)
    return [_check_commitment(body, salt, leaf), _check_fields(body, leaf)]


def _check_commitment(body: Any, salt: str, leaf: dict[str, Any]) -> Sentence:
    if sha256(f"{salt}.{canonical(body)}".encode()) == leaf["commitment"]:
        return Sentence(True, "详情就是记账时的详情。", "The details are those recorded at the time.")
    return Sentence(False, "详情被改过：承诺值对不上。", "The details were altered: the commitment differs.")


def _check_fields(body: Any, leaf: dict[str, Any]) -> Sentence:
    hidden = HIDDEN_WHEN_SEALED if leaf["kind"] == "sealed" else ()
    compared = [name for name in OPEN_KEYS if name in body and name not in hidden]
    wrong = [name for name in compared if canonical(body[name]) != canonical(leaf[name])]
    if wrong:
        return Sentence(
            False, f"详情与公开行不一致：{'、'.join(wrong)}。", f"Details and leaf differ: {', '.join(wrong)}."
        )
    if hidden:
        return Sentence(True, "这一类只公开数量，类别与社区不公开。", "Of this kind only the quantity is public.")
    return Sentence(True, "详情与公开行一致。", "Details and leaf agree.")


def check_ledger(ledger: Any, head: Any) -> list[Sentence]:
    """Recompute the root from every public entry, and compare it with `head` when there is one."""
    leaves = _leaves(_part(ledger, "entries", lambda value: isinstance(value, list)))
    size = len(leaves) if head is None else _part(head, "size", _is_count)
    if size > len(leaves):
        zh = f"台账文件只有 {len(leaves)} 笔，少于封存的 {size} 笔。"
        return [Sentence(False, zh, f"The ledger file has {len(leaves)} entries, fewer than the {size} sealed.")]
    root = root_of(leaves[:size])
    found = [Sentence(True, f"由 {size} 笔重新算出根值 {root}。", f"Recomputed from {size} entries: root {root}.")]
    if head is None:
        return found
    if root == _part(head, "root", _is_hash):
        return [*found, Sentence(True, "与封存的根值相同。", "It is the sealed root.")]
    return [
        *found,
        Sentence(False, "与封存的根值不同：台账被改过。", "It is not the sealed root: the ledger was altered."),
    ]


def _leaves(entries: list[Any]) -> list[str]:
    """The leaf texts; Unreadable unless they are entries 1, 2, 3 … without a gap."""
    leaves = [_part(each, "leaf", _is_text) for each in entries]
    for place, each in enumerate(entries):
        if not _part(each, "entry", _is_count) == _leaf(leaves[place])["entry"] == place + 1:
            raise Unreadable(f"entry {place + 1} is missing or out of order")
    return leaves


def check(bundle_path: str | None, ledger_path: str | None) -> list[Sentence]:
    """All that the given files allow to check."""
    bundle = _load(bundle_path) if bundle_path else None
    found = check_bundle(bundle) if bundle_path else []
    if ledger_path:
        ledger = _load(ledger_path)
        found += check_ledger(ledger, bundle["head"] if bundle else ledger.get("head") if _is_object(ledger) else None)
    return found


def _load(path: str) -> Any:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return read(file.read())
    except (OSError, UnicodeError) as wrong:
        raise Unreadable(str(wrong)) from wrong


def say(line: str) -> None:
    """One line for the reader."""
    sys.stdout.write(line + "\n")


def report(found: list[Sentence]) -> int:
    """Print what was found, the verdict last; the exit code."""
    for ok, zh, en in found:
        say(f"{'[对 OK]' if ok else '[错 NO]'} {zh} {en}")
    good = all(ok for ok, _, _ in found)
    say("结论：核对通过。 Verified." if good else "结论：核对不通过。 Not verified.")
    return 0 if good else 1


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, check, report; the exit code."""
    parser = argparse.ArgumentParser(description="核对海棠台账的证明 Check a proof from a Haitang ledger")
    parser.add_argument("bundle", nargs="?", help="证明文件 the proof bundle, JSON")
    parser.add_argument("--ledger", metavar="ENTRIES", help="全部公开行 all public entries, JSON: recompute the root")
    given = parser.parse_args(arguments)
    if not (given.bundle or given.ledger):
        parser.error("要给出证明文件或台账文件 name a bundle or a ledger file")
    try:
        return report(check(given.bundle, given.ledger))
    except Unreadable as wrong:
        say(f"[错 NO] 这不是海棠的证明文件。 This is not a Haitang proof: {wrong}.")
        return 2


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
