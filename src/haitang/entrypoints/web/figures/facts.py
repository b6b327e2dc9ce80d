"""Facts 事实: the small typed values of a sealed half, each with its name and, where the catalogue has one, its word."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from haitang.entrypoints.web.labels import LABELS
from haitang.kernel.canonical import canonical
from haitang.kernel.kind import Kind
from haitang.kernel.registry import kinds
from haitang.kernel.role import ROLE_WORDS, Role
from haitang.kernel.words import Words

#: Names that no form has. `kind` is said by the line itself.
NAMES = {
    "basis": _("Closed on the basis of"),
    "ended": _("Ended by"),
    "was": _("What had come of it"),
    "voices": _("Answers given"),
    "items": _("Items on the agenda"),
    "door": _("Came in through"),
    "from_decision": _("From a session's decision"),
    "rule": _("Rule"),
    "opens": _("Opens"),
    "uses": _("Acts made through it"),
    "account": _("Account"),
    "source": _("Delegated from"),
    "place_kind": _("Kind of place"),
    "entries": _("Lines whose sealed half was erased"),
    "kept": _("Lines whose sort of act is kept"),
    "erasure": _("Erased because"),
    "looks": _("Times the contact had been opened"),
    "matters": _("Matters made anonymous"),
    "disposal": _("Proposal"),
    "channel_kind": _("Kind of channel"),
    "consumer": _("What was to be delivered"),
}
SAID = frozenset({"kind"})
#: Which options of a kind a fact chooses from.
OPTIONS = {
    "category": "categories",
    "theme": "categories",
    "outcome": "outcomes",
    "was": "outcomes",
    "evidence": "evidence",
}
VALUES: dict[str, Words] = {
    "resident": Words(zh="说事人说好了", en="the resident said yes"),
    "lapsed": Words(zh="到期没有异议", en="nobody objected in time"),
    "check": Words(zh="有人核查过", en="somebody else's look"),
    "document": Words(zh="验收文件", en="the acceptance slip"),
    "wish": Words(zh="本人要求", en="the person's wish"),
    "term": Words(zh="保存期满", en="kept long enough"),
    "not_sampled": Words(zh="没有抽到核查", en="not sampled for a check"),
}


def shown(facts: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Every fact as name and value, in the order of the record."""
    kind = kinds.get(str(facts.get("kind", "")))
    return [(name_of(name), _value(kind, name, value, language)) for name, value in facts.items() if name not in SAID]


def name_of(name: str) -> str:
    """What a fact is called; its own name where nobody gave it another."""
    return str(NAMES.get(name) or LABELS.get(name) or name)


def value_of(name: str, value: str, language: str) -> str:
    """What a value is called by whichever kind offers it: for the lines of several kinds together."""
    offering = (kind for kind in kinds if name in OPTIONS and kind.option(OPTIONS[name], value))
    return _value(next(offering, next(iter(kinds), None)), name, value, language)


def _value(kind: Kind | None, name: str, value: Any, language: str) -> str:
    if isinstance(value, list | dict):
        return str(len(value))
    if not isinstance(value, str):
        return canonical(value)
    option = _option(kind, name, value)
    if name in ("role", "opens") and value in set(Role):
        return ROLE_WORDS[Role(value)].say(language)
    said = option if option else VALUES.get(value) if name in ("basis", "ended", "erasure") else None
    return said.say(language) if said else str(LABELS.get(f"choice {value}", value))


def _option(kind: Kind | None, name: str, value: str) -> Words | None:
    """What a choice of the kind is called, and of the outcomes also those that every case may have."""
    if kind is None or name not in OPTIONS:
        return None
    option = kind.option(OPTIONS[name], value)
    return option.words if option else kind.ending(value) if OPTIONS[name] == "outcomes" else None
