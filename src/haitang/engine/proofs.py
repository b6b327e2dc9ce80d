"""Proofs 办结凭证: which evidence a claim needs in a category. One of them is enough, and a photo is never the only way.

What the catalogue says is the default; an office says otherwise by a line of its rules, named for kind and category.
"""

from haitang.engine.rules import Line, Rule, line_of
from haitang.kernel.errors import Invalid
from haitang.kernel.kind import Kind, Option
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.office import Setting
from haitang.records.party import Organization

HEAD = "evidence."
#: What may be taken along with others, but never alone.
PHOTOS = "photos"
_ANY = Words(zh="默认哪一种都行；没有法规依据", en="by default any of them; not taken from a law")
_HARM = Words(
    zh="默认：能伤人的，不能只凭一句话；本产品的建议，没有法规依据",
    en="default: what can hurt somebody is not proven by a word alone; a proposal of this product, not taken from a law",
)


def rules() -> dict[str, Rule]:
    """The line of every category that a claim can be made in, by name, in the order of the catalogue."""
    found = [
        _rule(kind, category)
        for kind in kinds
        if kind.flow.move("claim") and kind.evidence
        for category in kind.categories
    ]
    return {rule.name: rule for rule in found}


def lines(organization: Organization) -> list[Line]:
    """All of them as an office has them. One query."""
    rows = {row.name: row for row in Setting.objects.filter(organization=organization, name__startswith=f"rule.{HEAD}")}
    return [line_of(rule, rows.get(rule.kept)) for rule in rules().values()]


def taken(matter: Matter) -> tuple[Option, ...]:
    """The evidence one of which a claim about this matter needs. One query."""
    kind = kinds[matter.kind]
    category = kind.option("categories", matter.category)
    if category is None:
        return kind.proofs(matter.category)
    rule = _rule(kind, category)
    row = Setting.objects.filter(organization=matter.organization_id, name=rule.kept).first()
    codes = str(line_of(rule, row).value).split(",")
    return tuple(option for option in kind.evidence if option.code in codes)


def accepted(matter: Matter, code: str) -> None:
    """Invalid on `evidence` unless it is taken for this matter's category; the words name what is taken."""
    known = taken(matter)
    if any(option.code == code for option in known):
        return
    zh, en = "；".join(option.words.zh for option in known), "; ".join(option.words.en for option in known)
    raise Invalid.of("evidence", f"这一类要用这几种之一：{zh}", f"For this category one of these is needed: {en}")


def _rule(kind: Kind, category: Option) -> Rule:
    named = category.code in kind.proven_by
    return Rule(
        f"{HEAD}{kind.name}/{category.code}",
        Words(zh=f"{kind.words.zh}·{category.words.zh}", en=f"{kind.words.en} · {category.words.en}"),
        None,
        ",".join(option.code for option in kind.proofs(category.code)),
        _HARM if named else _ANY,
        choices={option.code: option.words for option in kind.evidence},
        several=True,
        never_alone=(PHOTOS,),
    )
