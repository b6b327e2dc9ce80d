"""Verify 核对: recompute every hash of every ledger from its lines, and name the first one that is not as recorded.

Checked for each ledger up to its head: entries are 1, 2, 3 … without a gap; each sealed half fits its commitment and its
public line; the time of recording never goes back; every interior hash, the head, and every seal follow from the lines;
nothing lies beyond the head; an erased half is named by an erasure entry of the same ledger; and the append-only
triggers are there. Lines are read in batches, so that memory does not grow with the ledger.

An erasure entry has the kind `body.erased` and the fact `entries`, the numbers of the lines whose sealed halves it
erased (decisions.md A3: only the erase command may null a half, and every erased half is named).
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any

from django.db.models import F, Func, Q, TextField

from haitang.engine import clock, ledger
from haitang.kernel import merkle
from haitang.kernel.words import Words
from haitang.records import triggers

ERASURE = ledger.ERASURE
_BATCH = 4_096
_LEAF = ("entry", "kind", "day", "community", "quantity", "commitment")


class Moment(Func):
    """An instant as text in UTC, `2023-11-15 00:30:00.250000`: making datetimes of it costs a third of verifying."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS TEXT)"

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The same text from PostgreSQL, which always writes the fraction."""
        template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        return self.as_sql(compiler, connection, template=template, **extra)


_BODY = (
    "entry",
    "subject",
    "command",
    "door",
    "actor",
    "place",
    Moment(F("occurred_at")),
    Moment(F("recorded_at")),
    "facts",
    "corrects",
    "salt",
)


class BadLine(Exception):
    """对不上: the first line that is not as it was recorded. `entry` is 0 for what concerns the whole ledger."""

    def __init__(self, name: str, entry: int, words: Words) -> None:
        super().__init__(f"{name} {entry}: {words.en}")
        self.ledger, self.entry, self.words = name, entry, words


@dataclass(frozen=True, slots=True)
class Verified:
    """A ledger in which everything agrees."""

    ledger: str
    size: int
    root: str


@dataclass
class _Walk:
    """How far a ledger has been walked, and what has to be remembered on the way."""

    name: str
    seals: dict[int, str]
    entry: int = 0
    peaks: list[bytes] = field(default_factory=list)
    recorded_at: str = ""
    erased: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)

    def bad(self, zh: str, en: str, entry: int | None = None) -> BadLine:
        """The refusal that names the present line, or another."""
        return BadLine(self.name, self.entry if entry is None else entry, Words(zh=zh, en=en))


def verify_all() -> Iterator[Verified]:
    """Every ledger in code order as it is found good; BadLine at the first fault."""
    if missing := triggers.missing():
        listed = ", ".join(missing)
        raise BadLine("", 0, Words(zh=f"缺少只增触发器：{listed}", en=f"append-only triggers are missing: {listed}"))
    if line := ledger.stray():
        raise BadLine(line.ledger, line.entry, Words(zh="这本台账没有账头", en="this ledger has no head"))
    for head in ledger.heads():
        yield verify(head.ledger)


def verify(name: str) -> Verified:
    """One ledger; BadLine at the first fault. Lines that are appended meanwhile are left for the next time."""
    head = next(each for each in ledger.heads() if each.ledger == name)
    walk = _Walk(name, {seal.size: seal.root for seal in ledger.every_seal(name)})
    for start in range(0, head.size, _BATCH):
        _batch(walk, start, min(start + _BATCH, head.size))
    frontier = merkle.Frontier(walk.entry, tuple(walk.peaks))
    if (head.frontier or "0:") != frontier.to_text():
        raise walk.bad("账头和各行算出来的不一样", "the head does not follow from the lines")
    if (head.recorded_at.isoformat() if head.recorded_at else "") != walk.recorded_at:
        raise walk.bad("账头的时间不是最后一行的时间", "the head's time is not that of the last line")
    _erasures(walk, head.size)
    _seals(walk)
    _surplus(walk, head.size)
    return Verified(name, head.size, frontier.root().hex())


def _batch(walk: _Walk, start: int, end: int) -> None:
    """Walk the lines `start + 1` to `end`."""
    within = {"entry__gt": start, "entry__lte": end}
    leaves = list(ledger.every_leaf([walk.name]).filter(**within).values_list(*_LEAF).iterator(_BATCH))
    bodies = list(ledger.every_body([walk.name]).filter(**within).values_list(*_BODY).iterator(_BATCH))
    nodes = _nodes(walk.name, start, end)
    halves = {row[0]: row for row in bodies}
    for leaf in leaves:
        walk.entry += 1
        if leaf[0] != walk.entry or walk.entry not in halves:
            raise walk.bad("少了这一行或它的详情", "this line or its sealed half is missing")
        _line(walk, leaf, halves[walk.entry])
        _climb(walk, merkle.leaf_hash(leaf_text(walk.name, leaf)), nodes)
    if walk.entry != end:
        raise walk.bad("少了这一行", "this line is missing", walk.entry + 1)


def _nodes(name: str, start: int, end: int) -> dict[tuple[int, int], bytes]:
    """The kept interior hashes that the lines of a batch complete, a query for each level: one for all is ten times slower."""
    found: dict[tuple[int, int], bytes] = {}
    for level in range(1, end.bit_length()):
        kept = ledger.every_node(name).filter(level=level, index__gte=start >> level, index__lt=end >> level)
        found.update({(level, index): bytes(digest) for index, digest in kept.values_list("index", "hash")})
    return found


def _climb(walk: _Walk, digest: bytes, nodes: dict[tuple[int, int], bytes]) -> None:
    """Put a leaf hash on the tree and compare the interior hashes it completes."""
    index, level = walk.entry - 1, 0
    while index >> level & 1:
        digest = merkle.node_hash(walk.peaks.pop(), digest)
        level += 1
        if nodes.get((level, index >> level)) != digest:
            raise walk.bad("树上的哈希值对不上", "an interior hash differs")
    walk.peaks.append(digest)
    if (sealed := walk.seals.get(walk.entry)) and sealed != _root(walk):
        raise walk.bad("封存的根值对不上", "the sealed root differs")


def _root(walk: _Walk) -> str:
    return merkle.Frontier(walk.entry, tuple(walk.peaks)).root().hex()


def _line(walk: _Walk, leaf: tuple[Any, ...], body: tuple[Any, ...]) -> None:
    """One line: times, day, commitment."""
    _entry, _subject, _command, _door, actor, place, occurred, recorded, facts, corrects, salt = body
    occurred, recorded = iso(occurred), iso(recorded)
    if recorded < walk.recorded_at:
        raise walk.bad("记录时间倒退了", "the time of recording goes back")
    if occurred > recorded or _local_day(occurred[:13]) != leaf[2]:
        raise walk.bad("发生的日子和公开行不一致", "the day of the act is not that of the public line")
    if corrects is not None and not 0 < corrects < walk.entry:
        raise walk.bad("更正的不是更早的一行", "it corrects no earlier line")
    walk.recorded_at = recorded
    gone = [each is None for each in (actor, place, facts, salt)]
    if all(gone):
        walk.erased.add(walk.entry)
    elif any(gone):
        raise walk.bad("详情被抹掉一部分", "the sealed half is erased in part")
    elif hashlib.sha256(f"{salt}.{body_text(walk.name, body, occurred, recorded)}".encode()).hexdigest() != leaf[5]:
        raise walk.bad("详情和承诺值对不上", "the commitment differs from the sealed half")
    elif leaf[1] == ERASURE:
        walk.named.update(json.loads(facts).get("entries", ()))


def _erasures(walk: _Walk, size: int) -> None:
    """Every erased half is named, by a line of the walk or by one written since."""
    if walk.erased - walk.named:
        later = ledger.every_leaf([walk.name]).filter(entry__gt=size, kind=ERASURE).values_list("entry", flat=True)
        for facts in ledger.every_body([walk.name]).filter(entry__in=list(later)).values_list("facts", flat=True):
            walk.named.update(json.loads(facts or "{}").get("entries", ()))
    for entry in sorted(walk.erased - walk.named):
        raise walk.bad("详情没了，却没有抹除记录", "the sealed half is gone and no erasure entry names it", entry)


def _seals(walk: _Walk) -> None:
    """No seal speaks of more lines than there are."""
    beyond = [size for size in walk.seals if not 0 < size <= ledger.head(walk.name).size]
    if beyond:
        raise walk.bad("封存的行数超过台账", "a seal speaks of more lines than there are", beyond[0])


def _surplus(walk: _Walk, size: int) -> None:
    """Nothing lies before the first line or, unless the ledger has grown meanwhile, beyond the head."""
    if ledger.head(walk.name).size != size:
        return
    outside = Q(entry__lt=1) | Q(entry__gt=size)
    leaf = ledger.every_leaf([walk.name]).filter(outside).values_list("entry", flat=True).first()
    body = ledger.every_body([walk.name]).filter(outside).values_list("entry", flat=True).first()
    if leaf is not None or body is not None:
        raise walk.bad("这一行在账头之外", "this line lies outside the head", leaf if leaf is not None else body)
    if ledger.every_node(walk.name).count() != size - size.bit_count():
        raise walk.bad("树上有多出来的哈希值", "there are more interior hashes than the lines make")


def leaf_text(name: str, leaf: tuple[Any, ...]) -> str:
    """`ledger.leaf_text` of a row of `_LEAF`, five times as fast; a test holds the two together."""
    entry, kind, day, community, quantity, commitment = leaf
    return (
        f'{{"commitment":{_quoted(commitment)},"community":{_quoted(community)},"day":"{day}","entry":{entry},'
        f'"kind":{_quoted(kind)},"ledger":{_quoted(name)},"quantity":{quantity}}}'
    )


def body_text(name: str, body: tuple[Any, ...], occurred: str, recorded: str) -> str:
    """The canonical text of `ledger.body_value` of a row of `_BODY`; kept facts are canonical already."""
    entry, subject, command, door, actor, place, _occurred, _recorded, facts, corrects, _salt = body
    return (
        f'{{"actor":{_quoted(actor)},"command":{_quoted(command)},"corrects":{"null" if corrects is None else corrects},'
        f'"door":{_quoted(door)},"entry":{entry},"facts":{facts},"ledger":{_quoted(name)},'
        f'"occurred_at":"{occurred}","place":{_quoted(place)},"recorded_at":"{recorded}",'
        f'"subject":{_quoted(subject)}}}'
    )


def iso(moment: str) -> str:
    """The text of a `Moment` as `datetime.isoformat` writes it: no fraction where there is none."""
    return f"{moment[:10]}T{moment[11:].removesuffix('.000000')}+00:00"


@lru_cache(maxsize=4_096)
def _local_day(hour: str) -> date:
    """The day in China of an hour in UTC, `2023-11-15T00`: offsets there change by whole hours."""
    return clock.local_day(datetime.fromisoformat(f"{hour}:00:00+00:00"))
