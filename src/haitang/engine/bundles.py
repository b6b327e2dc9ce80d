"""Proof bundles 证明包: what somebody takes home to show, without us, that their entry stands in the sealed ledger.

The format "haitang-proof/1" is described in src/haitang/verifier/haitang_verify.py, which checks it offline.
"""

from dataclasses import asdict
from typing import Any

from haitang.engine import ledger
from haitang.kernel.errors import NotNow
from haitang.kernel.words import Words

FORMAT = "haitang-proof/1"


class NotSealed(NotNow):
    """还没有封存: the entry is written, but the public head does not reach it yet."""

    def __init__(self, sealed: ledger.PublicHead) -> None:
        day = sealed.day.isoformat() if sealed.day else "—"
        super().__init__(
            Words(
                zh=f"这一笔记下了，还没有封存（上次封存到第 {sealed.size} 笔，{day}）。封存每天一次，之后再来取证明。",
                en=f"This entry is written but not sealed yet (the last seal, {day}, ends at entry {sealed.size}). "
                "Ledgers are sealed once a day; come back for the proof afterwards.",
            )
        )


def bundle(name: str, entry: int, opened: bool = True) -> dict[str, Any]:
    """The proof of one entry against its ledger's sealed head, ready for JSON.

    `opened` adds the sealed half and its salt: only for those it concerns, the door decides. An erased half is left
    out. LookupError when there is no such entry, NotSealed before its seal.
    """
    line, sealed = ledger.line(name, entry), ledger.sealed(name)
    if line is None:
        raise LookupError("no such entry")
    if entry > sealed.size:
        raise NotSealed(sealed)
    leaf, body = line
    made = {
        "format": FORMAT,
        "organization": name,
        "entry": entry,
        "leaf": ledger.leaf_text(leaf),
        "proof": asdict(ledger.prove(name, entry, sealed.size)),
        "head": {"size": sealed.size, "root": sealed.root, "day": sealed.day.isoformat() if sealed.day else ""},
    }
    if opened and body.salt:
        made |= {"body": ledger.body_value(body), "salt": body.salt}
    return made
