"""Headings 标题: what a brief calls the catalogue's pages."""

from haitang.kernel.registry import figures, kinds
from haitang.kernel.words import Words

HEADINGS: dict[str, Words] = {
    "requests": Words(zh="诉求", en="Requests"),
    "service_projects": Words(zh="服务项目", en="Service projects"),
    "activities": Words(zh="活动", en="Activities"),
    "fairs": Words(zh="研学营、市集", en="Study camps and fairs"),
    "co_governance": Words(zh="共治", en="Governing together"),
    "owners_committee": Words(zh="业委会、物管会", en="Owners' and management committees"),
    "fire_safety": Words(zh="消防安全", en="Fire safety"),
    "elevator_safety": Words(zh="电梯安全", en="Lift safety"),
    "volunteers": Words(zh="志愿服务", en="Volunteers"),
    "defence_classroom": Words(zh="国防教育课堂", en="Defence classroom"),
    "forum": Words(zh="座谈", en="Forum"),
    "fairness": Words(zh="没有办、没有公开的", en="Set aside or withheld"),
    "disputes": Words(zh="调解", en="Mediation"),
    "site": Words(zh="要求太多的", en="What asks too much"),
    "shared_spaces": Words(zh="共享空间", en="Shared spaces"),
    "talents": Words(zh="能人", en="Talents"),
}

_NUMERALS = "一二三四五六七八九十"


def heading_of(page: str) -> Words:
    """What a page is called; a new page without an entry takes the name of its first kind or figure."""
    if page in HEADINGS:
        return HEADINGS[page]
    things = (thing for store in (kinds, figures) for thing in store if thing.name.startswith(f"{page}."))
    first = next(things, None)
    return first.words if first else Words(zh=page, en=page)


def ordinal(place: int, language: str) -> str:
    """The number before a heading: 一、 · 十二、 · 1. (Chinese official layout, GB/T 9704)."""
    if language.startswith("en"):
        return f"{place}. "
    tens, ones = divmod(place, 10)
    return f"{_NUMERALS[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{_NUMERALS[ones - 1] if ones else ''}、"
