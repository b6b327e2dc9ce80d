"""Rule profile 规则表: the terms and limits an office works by, each with its source; unconfirmed until somebody says so.

Real law is never guessed: a default is a default, its source says where it comes from, and an office confirms each
line for itself. Retention and the second step at sign-in are decided on pages of their own.

Values stand in settings named `rule.<name>` (the days of sessions under their own, older name).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from haitang.kernel.words import Words
from haitang.records.office import Setting
from haitang.records.party import Organization

Value = int | str


@dataclass(frozen=True, slots=True)
class Rule:
    """规则: one line of the profile. A number lies between `low` and `high`; a choice is one of `choices`.

    A rule of `several` takes some of its choices, written with commas; those `never_alone` need another beside them.
    A `fixed` rule is how this version works: an office confirms it or looks for another way, but cannot change it.
    """

    name: str
    words: Words
    unit: Words | None
    default: Value
    source: Words
    low: int = 1
    high: int = 365
    choices: Mapping[str, Words] = field(default_factory=dict)
    fixed: bool = False
    several: bool = False
    never_alone: tuple[str, ...] = ()
    setting: str = ""

    @property
    def kept(self) -> str:
        """The name of the setting that holds it."""
        return self.setting or f"rule.{self.name}"

    def read(self, text: str) -> Value | None:
        """A value as somebody typed it; None when the rule cannot take it."""
        if self.several:
            return self._some(text)
        if self.choices:
            return text if text in self.choices else None
        if not text.isdecimal() or len(text) > 6:
            return None
        return int(text) if self.low <= int(text) <= self.high else None

    def _some(self, text: str) -> str | None:
        """Some of the choices in their own order, or None."""
        chosen = {part.strip() for part in text.split(",") if part.strip()}
        if not chosen - set(self.never_alone) or chosen - set(self.choices):
            return None
        return ",".join(code for code in self.choices if code in chosen)


_WORKDAYS = Words(zh="个工作日", en="working days")
_DAYS = Words(zh="天", en="days")
#: Whether Open311 takes reports from anybody, as the pages do, or from systems with a token only.
OPEN311 = "open311"
_OURS = Words(zh="本产品的默认值，没有法规依据", en="a default of this product, not taken from a law")

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "promise_workdays",
            Words(zh="答应答复的时限", en="an answer is promised within"),
            _WORKDAYS,
            5,
            Words(
                zh="默认值 5 个工作日；江苏、苏州的时限未确认",
                en="default of 5 working days; the limits of Jiangsu and Suzhou are unconfirmed",
            ),
            high=60,
        ),
        Rule(
            "lapse_workdays",
            Words(zh="答复后多久没有评价就结案", en="an answered matter closes without a verdict after"),
            _WORKDAYS,
            10,
            _OURS,
            low=5,
            high=60,
        ),
        Rule(
            "due_hour",
            Words(zh="期限在当天几点截止", en="a period ends on its last day at"),
            Words(zh="点", en="o'clock"),
            18,
            Words(
                zh="《民法典》第 203 条：有业务时间的，停止业务活动的时间为截止时间；18 点是默认值",
                en="Civil Code Art. 203: the end of business hours where there are any; 18:00 is a default",
            ),
            fixed=True,
        ),
        Rule(
            "reopen_days",
            Words(zh="没办好可以要求复办的期限", en="a matter may be reopened within"),
            _DAYS,
            30,
            _OURS,
            fixed=True,
        ),
        Rule(
            "appeal_days",
            Words(
                zh="按无效处理、不公开、撤回以后，多久以内可以申诉",
                en="what was set aside, withheld or withdrawn may be appealed against within",
            ),
            _DAYS,
            30,
            _OURS,
            low=10,
            high=90,
        ),
        Rule(
            "map_delay_days",
            Words(zh="说的事过多久才标上公开的地图", en="a matter is marked on the public map after"),
            _DAYS,
            1,
            _OURS,
            low=0,
            high=90,
        ),
        Rule(
            OPEN311,
            Words(zh="别的系统经 Open311 说事", en="other systems report through Open311"),
            None,
            "anyone",
            _OURS,
            choices={
                "anyone": Words(zh="和网页一样，谁都可以", en="as on the pages: anybody may"),
                "token": Words(zh="要有令牌", en="with a token only"),
            },
        ),
        Rule(
            "talent_days",
            Words(zh="能人入册一次管多久", en="an offer on the register of talents holds for"),
            _DAYS,
            365,
            _OURS,
            low=30,
            high=1095,
        ),
        Rule(
            "talent_reply_days",
            Words(zh="请能人帮忙，等几天回音", en="a talent who was asked for help is waited for"),
            _DAYS,
            3,
            _OURS,
            high=30,
        ),
        Rule(
            "talent_kept_days",
            Words(zh="能人出册以后，那句话和联系方式多久删掉", en="what a talent left behind is erased after"),
            _DAYS,
            30,
            Words(
                zh="《个人信息保护法》第四十七条：撤回同意的要删除，没有写天数；30 天是默认值",
                en="PIPL Art. 47: what consent was withdrawn for is erased; it names no days, 30 is a default",
            ),
            low=0,
            high=365,
        ),
        Rule(
            "sessions",
            Words(zh="会期规则", en="days for sessions"),
            None,
            "fours",
            Words(zh="原文没有解释“逢四”", en="the source does not explain the “four”"),
            choices={
                "fours": Words(zh="每月 4、14、24 日", en="the 4th, 14th and 24th"),
                "thursdays": Words(zh="每周四", en="every Thursday"),
                "own": Words(zh="每次自己选", en="chosen each time"),
            },
            setting="sessions.rule",
        ),
        Rule(
            "joint_rhythm",
            Words(zh="联席会议多久开一次", en="joint meetings are held"),
            None,
            "own",
            _OURS,
            choices={
                "monthly": Words(zh="每月一次", en="every month"),
                "quarterly": Words(
                    zh="每季度一次（3、6、9、12 月）", en="every quarter (March, June, September, December)"
                ),
                "own": Words(zh="有事再定", en="when there is something to settle"),
            },
        ),
        Rule(
            "joint_day",
            Words(zh="联席会议在当月几号（遇休息日顺延）", en="joint meetings are held on (put off to a working day)"),
            Words(zh="号", en="of the month"),
            20,
            _OURS,
            high=28,
        ),
        Rule(
            "open_data_license",
            Words(zh="公开数据按什么许可给人用", en="open data may be used under"),
            None,
            "CC-BY-4.0",
            Words(
                zh="本产品的默认值；公共数据用哪种许可，由单位确认",
                en="a default of this product; which licence public data carry is for the office to confirm",
            ),
            choices={
                "CC-BY-4.0": Words(
                    zh="知识共享署名 4.0：注明出处，随便用", en="CC BY 4.0: free to use, naming the source"
                ),
                "CC0-1.0": Words(zh="CC0：随便用", en="CC0: free to use"),
                "none": Words(zh="没有说定许可，只供查看", en="no licence stated: to be looked at"),
            },
        ),
    )
}
KEPT = {rule.kept: rule for rule in RULES.values()}


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as an office has it: its value, where that comes from, and whether somebody has confirmed it."""

    rule: Rule
    value: Value
    source: Words
    confirmed: bool

    @property
    def words(self) -> Words:
        """The value as people say it."""
        if self.rule.several:
            chosen = [self.rule.choices[code] for code in str(self.value).split(",")]
            return Words(zh="；".join(one.zh for one in chosen), en="; ".join(one.en for one in chosen))
        if self.rule.choices:
            return self.rule.choices[str(self.value)]
        unit = self.rule.unit or Words(zh="个", en="of them")
        return Words(zh=f"{self.value} {unit.zh}", en=f"{self.value} {unit.en}")


def lines(rows: Iterable[Setting]) -> dict[str, Line]:
    """The whole profile from an office's settings; the default where it has not said anything."""
    known = {row.name: row for row in rows}
    return {name: line_of(rule, known.get(rule.kept)) for name, rule in RULES.items()}


def of(organization: Organization) -> dict[str, Line]:
    """The profile of an office, in one query."""
    return lines(Setting.objects.filter(organization=organization, name__in=KEPT))


def everywhere(name: str) -> dict[int, Value]:
    """One rule's value by organization, of those that have set it, in one query."""
    rows: Any = Setting.objects.filter(name=RULES[name].kept).exclude(organization=None)
    return dict(rows.values_list("organization_id", "value"))


def line_of(rule: Rule, row: Setting | None) -> Line:
    """One line from the office's setting; the default where there is none, or none that the rule can take."""
    if row is None or rule.read(str(row.value)) is None:
        return Line(rule, rule.default, rule.source, confirmed=False)
    source = Words(zh=row.source, en=row.source) if row.source else rule.source
    return Line(rule, row.value, source, row.confirmed and bool(row.source))
