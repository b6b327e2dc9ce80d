"""Fairness to those who speak 对说事的人公道: how often something was set aside, withheld or withdrawn, and what appeals came to.

Each number counts acts of offices, never persons; so small numbers are shown as they are.
"""

from haitang.kernel import fair
from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("fairness", Words(zh="对说事的人公道", en="fairness to those who speak"), core=True)

_MATTERS = Words(zh="件", en="matters")
_TWO = Words(
    zh="要有理由表里的理由，由经手单位以外的第二个人同意，告诉说事的人，可以申诉一次。批评不是理由。",
    en="Each needs a reason of the fixed list, a second person outside the handling office, notice to those who spoke, and "
    "may be appealed against once. Criticism is not a reason.",
)


def _each(name: str, words: Words, what: Words, *counts: str) -> Figure:
    """One number of this file, counted gross: what an appeal righted stands on a line of its own."""
    return Figure(
        name=name,
        row="S0",
        words=words,
        unit=_MATTERS,
        definition=Words(zh=f"{what.zh}{_TWO.zh}", en=f"{what.en} {_TWO.en}"),
        counts=counts,
    )


INVALID = _each(
    "fairness.invalid",
    Words(zh="按无效处理", en="set aside as invalid"),
    Words(
        zh="期内定为按无效处理的诉求；申诉成立的另外计数，这里不减。",
        en="Requests set aside as invalid in the period; appeals that were right are counted on their own and not taken off.",
    ),
    "request.set_aside.invalid",
)
WITHHELD = _each(
    "fairness.withheld",
    Words(zh="不公开", en="withheld from the public"),
    Words(
        zh="期内定为不公开的诉求（照常办，只是不给大家看）。",
        en="Requests withheld from the public in the period; they go on, but are not shown.",
    ),
    "request.withheld",
)
WITHDRAWN = _each(
    "fairness.withdrawn",
    Words(zh="由单位撤回", en="withdrawn by the office"),
    Words(
        zh="期内由单位撤回的诉求；说事的人自己说不用办的不算。",
        en="Requests withdrawn by the office in the period; not those whose own voice needed them no longer.",
    ),
    "request.set_aside.withdrawn_by_office",
)
_SORTS = tuple(fair.NAMED.values())
APPEALS = _each(
    "fairness.appeals",
    Words(zh="申诉", en="appeals"),
    Words(zh="期内提出的申诉，每件最多一次。", en="Appeals made in the period, one at most for each decision."),
    *(f"request.appealed.{sort}" for sort in _SORTS),
)
UPHELD = _each(
    "fairness.appeals_upheld",
    Words(zh="申诉成立", en="appeals that were right"),
    Words(
        zh="期内定为成立的申诉：重新办，或者重新公开。",
        en="Appeals found right in the period: taken up again, or shown again.",
    ),
    *(f"request.appeal_upheld.{sort}" for sort in _SORTS),
)
PERSONS = Figure(
    name="fairness.about_persons",
    row="S0",
    words=Words(zh="不收：关于人的", en="not taken: about a person"),
    unit=_MATTERS,
    definition=Words(
        zh="期内不收的、说的是人不是地方或东西的话；内容已经删除，告诉了说事的人归谁管，只留件数。",
        en="What was about a person instead of a place or a thing in the period and was not taken; the words are destroyed, "
        "those who spoke were told who is competent, and only the count remains.",
    ),
    counts=("request.refused.person",),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, INVALID, WITHHELD, WITHDRAWN, APPEALS, UPHELD, PERSONS)
