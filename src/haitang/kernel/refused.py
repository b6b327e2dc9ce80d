"""Refused kinds 不收的: what is no matter here, in words that say who is competent instead. Data; a hint, never a judgment.

Source: product.md “On the page, not in the product”. Nobody can know from a sentence whether it is about a person; so
words only bring a hint, and the desk decides (decisions B). A kind of matter under such a name is refused at every door.
"""

from dataclasses import dataclass

from haitang.kernel.words import Words

_PLACES_ONLY = Words(zh="这里只收地方和东西的事。", en="Only places and things belong here.")
_POLICE = Words(zh="有危险、有违法的，请打 110。", en="For danger or an offense, please call 110, the police.")
_HOTLINE = Words(
    zh="对人的投诉、求助，请打 12345；信访请到信访窗口。",
    en="For a complaint or help about somebody call 12345, the city line; petitions go to the petition counter.",
)
_MEDIATION = Words(
    zh="邻里之间的纠纷，可以到社区当面说，双方自愿，由人民调解委员会调解。",
    en="A quarrel between neighbors is for the community's mediation committee, in person, when both sides want it.",
)


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused kind: how a kind of matter would be called, which words hint at it, and who is competent."""

    code: str
    names: tuple[str, ...]
    signs: tuple[str, ...]
    competent: Words

    @property
    def words(self) -> Words:
        """What is said at every door."""
        return Words(zh=f"{_PLACES_ONLY.zh}{self.competent.zh}", en=f"{_PLACES_ONLY.en} {self.competent.en}")


REFUSED: tuple[Refused, ...] = (
    Refused(
        "offense",
        ("offense", "crime", "informing", "rewards"),
        ("小偷", "打人", "赌博", "吸毒", "诈骗", "thief", "gambling"),
        _POLICE,
    ),
    Refused("violence", ("violence",), ("家暴", "打老婆", "打孩子", "beats"), _POLICE),
    Refused(
        "persons",
        ("persons", "person", "petitioners", "tenants", "foreigners", "faith", "origin", "households", "visits"),
        ("这个人", "租客是", "外国人", "信教", "上访的", "哪里人", "这家人", "tenant is", "foreigner", "that person"),
        _HOTLINE,
    ),
    Refused(
        "gatherings",
        ("gatherings", "gathering", "opinion", "opinions"),
        ("聚众", "闹事", "舆情", "gathering of"),
        _HOTLINE,
    ),
    Refused(
        "quarrels", ("quarrels", "neighbors"), ("邻居骂", "吵架", "骂人", "欠钱", "quarrel", "shouts at"), _MEDIATION
    ),
)


def of_kind(kind: str) -> Refused | None:
    """The refused kind that a kind of matter names, by any part of its name."""
    parts = set(kind.lower().replace(".", "_").split("_"))
    return next((each for each in REFUSED if parts & set(each.names)), None)


def hint(words: str) -> Refused | None:
    """What a sentence hints at; it is taken all the same, and told to whoever speaks before or with the receipt."""
    said = words.lower()
    return next((each for each in REFUSED if any(sign in said for sign in each.signs)), None)
