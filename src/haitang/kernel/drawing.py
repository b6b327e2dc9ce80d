"""Drawing 流程图: a flow as a picture that stands on its own, drawn from nothing but its states and moves.

The straight way runs down the middle; what leaves it and comes back stands on the right, what jumps along it bows on the
left, and what may happen from many states is listed below. Light and dark by the reader's own setting.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from haitang.kernel.flow import Flow, Move, State

_WIDTH, _ROW, _BOX, _HIGH = 1000, 100, 200, 48
_LEFT, _SIDE, _WIDE = 340, 680, 300
_MANY = 3
_STYLE = """
text { font: 13px system-ui, "Noto Sans CJK SC", sans-serif; fill: #20262B; paint-order: stroke; stroke-width: 4px }
.over { stroke: #FBF9F6 }
.en, .small { font-size: 11px; fill: #454D54 } .name { font-size: 15px; font-weight: 600 }
rect { fill: #FFFFFF; stroke: #8A8378; stroke-width: 1.5 } .end rect { stroke: #2F7150; stroke-width: 3 }
.ground { fill: #FBF9F6; stroke: none } .aside rect { stroke-dasharray: 5 4 }
path { fill: none; stroke: #B0264A; stroke-width: 1.8 } marker path { fill: #B0264A; stroke: none }
@media (prefers-color-scheme: dark) {
text { fill: #F4F1EC } .en, .small { fill: #C4CDD3 } rect { fill: #22323D; stroke: #C4CDD3 } .ground { fill: #161C20 }
.over { stroke: #161C20 }
.end rect { stroke: #A9CFB8 } path { stroke: #EBA6B4 } marker path { fill: #EBA6B4 }
}"""


def spine(flow: Flow) -> list[State]:
    """The straight way: from the first state always by the first move that leads to a new one, as far as the end."""
    way = [flow.first]
    while not flow.state(way[-1]).final:
        way.append(next(move.target for move in flow.from_state(way[-1]) if move.target not in way))
    return [flow.state(name) for name in way]


def svg(flow: Flow) -> str:
    """The picture of a flow."""
    way = spine(flow)
    rows = {state.name: 30 + _ROW * number for number, state in enumerate(way)}
    asides = list(_asides(flow, rows))
    low = max([rows[way[-1].name] + _HIGH, *(y + high for _, y, high, _, _ in asides)]) + 40
    below = [move for move in flow.moves if _listed(flow, move)]
    parts = [
        *(_straight(flow, one.name, two.name, rows) for one, two in pairwise(way)),
        *_bows(flow, [state.name for state in way], rows),
        *(_state(state, rows[state.name]) for state in way),
        *(_aside(state, y, high, lines, rows[at]) for state, y, high, lines, at in asides),
        *(_below(flow, move, low + 40 * number) for number, move in enumerate(below)),
    ]
    return _page(flow, low + 40 * len(below), parts)


def _page(flow: Flow, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{flow.name}">\n'
        f"<style>{_STYLE}\n</style>\n"
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 8 4 0 8Z"/></marker></defs>\n'
        f'<rect class="ground" width="{_WIDTH}" height="{height}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _text(x: float, y: float, words: str, name: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{name}" text-anchor="{anchor}">{escape(words)}</text>'


def _listed(flow: Flow, move: Move) -> bool:
    """Moves that would only confuse the picture: from many states, mostly staying where it is, or cutting it short."""
    short = (
        flow.state(move.target).final and move.target in {state.name for state in spine(flow)} and len(move.sources) > 1
    )
    return bool(move.sources) and (len(move.sources) >= _MANY or set(move.sources) <= set(move.targets) or short)


def _drawn(flow: Flow) -> Iterator[tuple[Move, str, str]]:
    """Each move that is drawn as a line, from where to where."""
    for move in flow.moves:
        if not _listed(flow, move):
            yield from ((move, at, move.target) for at in move.sources if at != move.target)


def _state(state: State, y: int) -> str:
    middle = _LEFT + _BOX / 2
    return (
        f'<g class="{"end" if state.final else "on"}"><rect x="{_LEFT}" y="{y}" width="{_BOX}" height="{_HIGH}" rx="10"/>'
        f"{_text(middle, y + 21, state.words.zh, 'name', 'middle')}{_text(middle, y + 38, state.words.en, 'en', 'middle')}</g>"
    )


def _straight(flow: Flow, one: str, two: str, rows: dict[str, int]) -> str:
    moves = [move for move, at, to in _drawn(flow) if (at, to) == (one, two)]
    x, top, end = _LEFT + _BOX / 2, rows[one] + _HIGH, rows[two]
    zh, en = " · ".join(move.words.zh for move in moves), " · ".join(move.words.en for move in moves)
    line = f'<path d="M{x:g} {top} V{end}" marker-end="url(#tip)"/>'
    return line + _text(x + 12, top + 22, zh, "over") + _text(x + 12, top + 38, en, "en over")


def _bows(flow: Flow, way: list[str], rows: dict[str, int]) -> Iterator[str]:
    """Moves along the way that jump or go back, one beside the other; the longer the farther out."""
    jumps: dict[tuple[str, str], list[Move]] = {}
    for move, at, to in _drawn(flow):
        if at in way and to in way and way.index(to) - way.index(at) != 1:
            jumps.setdefault((at, to), []).append(move)
    labels = []
    for number, ((at, to), moves) in enumerate(sorted(jumps.items(), key=lambda each: _length(way, *each[0]))):
        start, end, far = rows[at] + _HIGH / 2 + 8, rows[to] + _HIGH / 2 - 8, _LEFT - 70 - 34 * number
        yield f'<path d="M{_LEFT} {start:g} C{far} {start:g} {far} {end:g} {_LEFT - 2} {end:g}" marker-end="url(#tip)"/>'
        x, y = (_LEFT + 3 * far) / 4 - 6, (start + end) / 2 + 16 * (number % 2)
        labels.append(_text(x, y - 4, " · ".join(move.words.zh for move in moves), "over", "end"))
        labels.append(_text(x, y + 10, " · ".join(move.words.en for move in moves), "en over", "end"))
    yield from labels


def _length(way: list[str], at: str, to: str) -> int:
    return abs(way.index(to) - way.index(at))


def _asides(flow: Flow, rows: dict[str, int]) -> Iterator[tuple[State, int, int, list[str], str]]:
    """States off the straight way, beside the last state on it that leads to them, with what leads in and out."""
    free = 20
    found = [state for state in flow.states if state.name not in rows]
    for state in sorted(found, key=lambda each: max(rows[name] for name in _before(flow, each.name, rows))):
        at = max(_before(flow, state.name, rows), key=lambda name: rows[name])
        lines = [
            *(
                f"→ {m.words.zh} {m.words.en}"
                for m in flow.moves
                if state.name in m.targets and state.name not in m.sources
            ),
            *(
                f"← {m.words.zh} {m.words.en}（{flow.state(m.target).words.zh}）"
                for m in flow.from_state(state.name)
                if len(m.sources) < _MANY
            ),
        ]
        high = 50 + 17 * len(lines)
        y = max(free, rows[at] - 10)
        free = y + high + 12
        yield state, y, high, lines, at


def _before(flow: Flow, state: str, rows: dict[str, int]) -> list[str]:
    return [name for move in flow.moves if state in move.targets for name in move.sources if name in rows]


def _aside(state: State, y: int, high: int, lines: list[str], at: int) -> str:
    name = f"{state.words.zh} {state.words.en}"
    told = "".join(_text(_SIDE + 14, y + 46 + 17 * number, line, "small") for number, line in enumerate(lines))
    link = f'<path d="M{_LEFT + _BOX} {at + _HIGH / 2:g} L{_SIDE - 2} {y + 22}" marker-end="url(#tip)"/>'
    return (
        f'{link}<g class="{"end" if state.final else ""} aside"><rect x="{_SIDE}" y="{y}" width="{_WIDE}" height="{high}" rx="10"/>'
        f"{_text(_SIDE + 14, y + 24, name, 'name')}{told}</g>"
    )


def _below(flow: Flow, move: Move, y: int) -> str:
    sources = [flow.state(name).words for name in move.sources]
    zh, en = "、".join(words.zh for words in sources), ", ".join(words.en for words in sources)
    onward = [flow.state(name).words for name in move.targets if name not in move.sources]
    to = "".join(f" → {words.zh}" for words in onward)
    into = "".join(f" → {words.en}" for words in onward)
    return _text(24, y, f"{move.words.zh}：{zh}{to}") + _text(24, y + 16, f"{move.words.en}: {en}{into}", "en")
