"""Proof bundles as the product gives them out, and the ways in which one may be spoilt."""

import copy
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from haitang.kernel.canonical import canonical
from haitang.kernel.merkle import Frontier, inclusion_path, leaf_hash

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


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


#: Paths that lead to the right root by the wrong number of steps: leaf, index, size, path. None of them fits.
MISFITS: list[tuple[str, int, int, list[str]]] = [
    (hashed("a node of two"), 0, 4, [hashed("the other node of two")]),
    (hashed("the only leaf"), 0, 1, [hashed("something above")]),
    (hashed("a leaf"), 2, 2, [hashed("another")]),
    (hashed("a leaf"), 0, 0, []),
]


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
