"""Dangers 急事: what somebody has to call about before anything is written down, the words it is told by, whom to call.

Data, no rule in code. A sentence means a danger when it holds all the parts of one of its phrases, after what only
speaks of the danger (a fire door, the fear of a fire) has been taken out. Better once too often: it costs one tap.
"""

import re
from dataclasses import dataclass
from typing import Literal

from haitang.kernel.office_words import EMERGENCY
from haitang.kernel.words import Words

#: The codes by which a form says which danger somebody was shown the numbers for; empty for none.
DangerCode = Literal["", "stuck", "gas", "fire", "life", "attack"]
#: How far one part of a phrase may stand from the next, in characters: another sentence is another thing.
_APART = 16


@dataclass(frozen=True, slots=True)
class Danger:
    """急事: its name, short and in full, what to do first, the national numbers, the lines of the directory that serve it.

    `phrases`: parts that stand together, in any order. `sorts` and `labels` choose lines of the directory, by their
    sort and by what stands in their label.
    """

    code: str
    short: Words
    words: Words
    first: Words
    numbers: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    sorts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def national(self) -> tuple[tuple[str, Words], ...]:
        """Its national numbers with what they are, as `EMERGENCY` has them."""
        known = dict(EMERGENCY)
        return tuple((number, known[number]) for number in self.numbers)


#: What speaks of a danger without its being there.
SPOKEN_OF: tuple[str, ...] = (
    "怕着火", "怕起火", "怕失火", "容易着火", "容易起火", "会着火", "会起火", "引起火灾", "火灾隐患", "火灾报警",
    "火灾自动", "防火", "灭火器",
    "跳楼价", "怕触电", "会触电", "怕漏气", "轮胎漏气", "车胎漏气", "怕被困", "容易摔伤", "怕摔伤", "会摔伤",
    "catch fire", "fire door", "fire doors", "fire lane", "fire lanes", "fire exit", "fire exits", "fire hydrant",
    "fire extinguisher", "fire extinguishers", "fire hazard", "fire risk", "fire safety", "fire escape", "fire drill",
    "fire engine", "fire engines", "fire fighting", "firefighting", "fire alarm test",
)  # fmt: skip

DANGERS: tuple[Danger, ...] = (
    Danger(
        "stuck",
        Words(zh="电梯困人", en="Stuck in a lift"),
        Words(zh="困在电梯里", en="Stuck in a lift"),
        Words(
            zh="先按电梯里的警铃，再打电话，然后等着。不要扒门，不要自己爬出来",
            en="Press the bell in the lift first, then call, then wait. Do not force the doors or climb out",
        ),
        ("119", "120"),
        (
            ("电梯", "困在"), ("电梯", "被困"), ("电梯", "困住"), ("电梯", "困人"), ("困", "电梯里"), ("电梯", "出不来"),
            ("电梯", "关在"), ("电梯", "被关"), ("电梯", "卡在里"), ("電梯", "困在"), ("電梯", "被困"),
            ("lift", "stuck"), ("lift", "trapped"), ("elevator", "stuck"), ("elevator", "trapped"),
        ),
        sorts=("lift_rescue", "property"),
    ),
    Danger(
        "gas",
        Words(zh="燃气味", en="Smell of gas"),
        Words(zh="闻到燃气味", en="A smell of gas"),
        Words(
            zh="不要开灯、关灯，不要点火，不要在屋里打电话。开窗，人到外面再打",
            en="Touch no switch, light nothing, do not call from inside. Open the windows, go outside, then call",
        ),
        ("119",),
        (
            ("煤气味",), ("燃气味",), ("天然气味",), ("瓦斯味",), ("漏气",), ("煤气", "漏"), ("燃气", "漏"),
            ("天然气", "漏"), ("煤气", "泄"), ("燃气", "泄"), ("天然气", "泄"), ("煤气中毒",), ("瓦斯", "漏"),
            ("gas", "leak"), ("gas", "leaking"), ("gas", "leaks"), ("smell", "gas"), ("smells", "gas"),
            ("smelling", "gas"),
        ),
        labels=("燃气", "煤气", "天然气"),
    ),
    Danger(
        "fire",
        Words(zh="着火", en="Fire"),
        Words(zh="着火、冒烟", en="Fire or smoke"),
        Words(
            zh="人先出来，随手关门，不坐电梯，到外面再打",
            en="Get out, close the door behind you, take no lift, call from outside",
        ),
        ("119",),
        (
            ("着火",), ("起火",), ("失火",), ("着了火",), ("烧起来",), ("冒烟",), ("冒浓烟",), ("火灾",), ("著火",),
            ("fire",), ("burning", "smell"), ("smoke", "coming"), ("in flames",),
        ),
    ),
    Danger(
        "life",
        Words(zh="有人受伤", en="Somebody hurt"),
        Words(zh="有人受伤、有生命危险", en="Somebody hurt, life in danger"),
        Words(
            zh="先打电话，说清在哪里、几个人，听接电话的人说怎么做",
            en="Call first; say where and how many, and do what the person on the line tells you",
        ),
        ("120", "119", "110"),
        (
            ("晕倒",), ("昏倒",), ("昏迷",), ("没有呼吸",), ("没呼吸",), ("不省人事",), ("触电",), ("跳楼",), ("轻生",),
            ("自杀",), ("溺水",), ("落水",), ("掉进河",), ("掉到河",), ("掉进水",), ("大出血",), ("流血不止",),
            ("受伤",), ("摔伤",), ("砸伤",), ("烫伤",), ("骨折",), ("生命危险",), ("心脏病",),
            ("unconscious",), ("not breathing",), ("electrocuted",), ("drowning",), ("injured",), ("bleeding",),
            ("suicide",), ("heart attack",), ("life", "danger"), ("somebody", "hurt"), ("someone", "hurt"),
        ),
    ),
    Danger(
        "attack",
        Words(zh="有人打人", en="An attack"),
        Words(zh="有人打人、持刀", en="An attack or a weapon"),
        Words(zh="离远一点，先打电话", en="Keep away, and call first"),
        ("110", "120"),
        (
            ("打人",), ("打起来",), ("打架",), ("持刀",), ("拿刀",), ("砍人",), ("抢劫",), ("家暴",), ("入室",),
            ("撬门",), ("attacked",), ("knife",), ("fighting",), ("robbed",), ("robbery",), ("breaking in",),
        ),
    ),
)  # fmt: skip


def danger(code: str) -> Danger | None:
    """The danger of that code, if there is one."""
    return next((one for one in DANGERS if one.code == code), None)


def met(*said: str) -> Danger | None:
    """The first danger that what was said speaks of, in whichever language; None for everything else."""
    text = _taken_out("\n".join(said).lower())
    return next((one for one in DANGERS if any(_together(phrase, text) for phrase in one.phrases)), None)


def _taken_out(text: str) -> str:
    for words in sorted(SPOKEN_OF, key=len, reverse=True):
        text = _pattern(words).sub("·", text)
    return text


def _together(phrase: tuple[str, ...], text: str) -> bool:
    """Whether every part stands in the text, each within reach of the first."""
    first, *others = phrase
    for found in _pattern(first).finditer(text):
        near = text[
            max(0, found.start() - _APART - max(map(len, phrase))) : found.end() + _APART + max(map(len, phrase))
        ]
        if all(_pattern(other).search(near) for other in others):
            return True
    return False


def _pattern(words: str) -> re.Pattern[str]:
    """English words stand by themselves; Chinese has no blanks between words."""
    plain = re.escape(words)
    return re.compile(rf"\b{plain}\b" if words.isascii() else plain, re.ASCII)
