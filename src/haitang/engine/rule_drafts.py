"""Rule drafts 规则草稿: what somebody says as a rule, sound or refused; the command keeps it, a trial only looks at it."""

from collections.abc import Sequence
from typing import Any

from haitang.engine import concern, confidence, duties, routing
from haitang.engine.change import place_of, post_of
from haitang.kernel.duty_words import ACTING, PARTS, URGENCIES
from haitang.kernel.errors import Invalid
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.duty import Duty, RoutingRule
from haitang.records.matter import Matter
from haitang.records.party import Organization
from haitang.records.place import Place


def write(rule: RoutingRule, given: dict[str, Any]) -> RoutingRule:
    """Put conditions and consequence into a rule; Invalid naming the field that means nothing."""
    _must_be_known(given)
    if given["then"] == "post" and not given["owner"]:
        raise Invalid.of("owner", "请选归哪个岗位", "Please choose the post it is for")
    rule.post = post_of(given["owner"], rule.organization) if given["then"] == "post" else None
    rule.place = _place(given["below"], rule.organization) if given["below"] else None
    rule.then, rule.part, rule.severity = given["then"], given["party"], given["at_least"]
    rule.category, rule.kind, rule.door = given["category"], given["kind"], given["door"]
    rule.why, rule.why_en = given["why"], given["why_en"]
    return rule


def from_decision(matter: Matter, rules: Sequence[RoutingRule], lines: Sequence[Duty]) -> RoutingRule | None:
    """What a decided matter proposes as a rule: its like, at its compound or community, is for the same office.

    None where the rules and the directory say so already, and for what is not to be read by every keeper of rules.
    """
    if matter.owner is None or not matter.category or concern.concerned(matter) or confidence.is_confidential(matter):
        return None
    asked = routing.Asked(matter.kind, matter.category, matter.severity, "", matter.place)
    now = routing.decide(rules, lines, asked)
    if now is not None and now.post.pk == matter.owner_id:
        return None
    return RoutingRule(
        organization=matter.organization,
        category=matter.category,
        place=duties.around(matter.place),
        then="post",
        post=matter.owner,
        why=matter.owner_basis or f"{matter.number} 裁定",
        why_en=f"As decided on {matter.number}",
    )


def _must_be_known(given: dict[str, Any]) -> None:
    known = {
        "category": {option.code for option in duties.categories()},
        "kind": {kind.name for kind in kinds if kind.shape == "case"},
        "party": set(ACTING),
        "door": set(routing.DOORS),
    }
    for name, codes in known.items():
        if given[name] and given[name] not in codes:
            raise Invalid.of(name, "请从列表里选一个", "Please choose one from the list")


def _place(code: str, organization: Organization) -> Place:
    found = place_of(code, "below")
    if found.organization_id != organization.pk:
        raise Invalid.of("below", "这里不归本单位管", "This place is not the office's")
    return found


def sentence(rule: RoutingRule) -> Words:
    """The rule in a sentence, conditions first: it explains itself without its form."""
    then = _then(rule)
    conditions = _conditions(rule)
    if not conditions:
        return Words(zh=f"所有的事，{then.zh}。", en=f"For everything, {then.en}.")
    zh, en = "，".join(each.zh for each in conditions), ", ".join(each.en for each in conditions)
    return Words(zh=f"{zh}的，{then.zh}。", en=f"For what is {en}, {then.en}.")


def _conditions(rule: RoutingRule) -> list[Words]:
    found = []
    if rule.kind:
        words = kinds[rule.kind].words
        found.append(Words(zh=f"是“{words.zh}”", en=f"a case of “{words.en}”"))
    if rule.category:
        words = duties.category_words(rule.category)
        found.append(Words(zh=f"类别为“{words.zh}”", en=f"about “{words.en}”"))
    if rule.place is not None:
        found.append(Words(zh=f"在{rule.place.name}", en=f"in {rule.place.name_en}"))
    if rule.severity < max(URGENCIES):
        words = URGENCIES[rule.severity]
        found.append(Words(zh=f"急缓到“{words.zh}”为止", en=f"at least as urgent as “{words.en}”"))
    if rule.door:
        words = DOOR_WORDS[rule.door]
        found.append(Words(zh=f"从{words.zh}来", en=f"said {words.en}"))
    return found


def _then(rule: RoutingRule) -> Words:
    if rule.then == "post" and rule.post is not None:
        return Words(zh=f"建议派给“{rule.post.name}”", en=f"“{rule.post.name_en}” is proposed")
    part = PARTS.get(rule.part)
    if part is None:
        return Words(
            zh="建议派给责任清单上离得最近的单位", en="the nearest office in the directory of duties is proposed"
        )
    return Words(
        zh=f"建议派给责任清单上写的{part.zh}", en=f"the {part.en} named in the directory of duties is proposed"
    )


#: Where a matter came from, as a rule says it.
DOOR_WORDS: dict[str, Words] = {
    "web": Words(zh="网页", en="on the web page"),
    "terminal": Words(zh="终端", en="at the terminal"),
    "import": Words(zh="别的系统", en="in another system"),
}
