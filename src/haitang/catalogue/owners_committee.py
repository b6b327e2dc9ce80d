"""Owners' committees 业委会 and property-management committees 物管会: founded by the legal procedure, step by step."""

from haitang.kernel.figure import Figure
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.words import Words

MODULE = Module("owners_committee", Words(zh="业委会、物管会", en="owners' and management committees"))

COMMITTEES = Figure(
    name="owners_committee.committees",
    row="S8",
    words=Words(zh="业委会", en="owners' committees"),
    unit=Words(zh="个", en="committees"),
    definition=Words(
        zh="截至当日依法选举产生、备案且任期未满的业主委员会。",
        en="Owners' committees elected and filed by law whose term has not ended on that day.",
    ),
    stock=True,
    not_yet=Words(
        zh="还没有：等业委会按程序选举、备案，每个一行；任期届满减去。",
        en="Not yet: comes when a committee is elected and filed by the procedure; the end of its term takes it away.",
    ),
)

MANAGEMENT_COMMITTEES = Figure(
    name="owners_committee.management_committees",
    row="S8",
    words=Words(zh="物管会", en="property-management committees"),
    unit=Words(zh="个", en="committees"),
    definition=Words(
        zh="截至当日依法组建、备案且尚未由业委会接替的物业管理委员会。",
        en="Property-management committees formed and filed by law and not yet replaced by an owners' committee on that day.",
    ),
    stock=True,
    not_yet=Words(
        zh="还没有：等物管会按程序组建、备案，每个一行。",
        en="Not yet: comes when a property-management committee is formed and filed by the procedure, one line for each.",
    ),
)

RESETTLEMENT_COVERAGE = Figure(
    name="owners_committee.resettlement_coverage",
    row="S8",
    words=Words(zh="定销房小区覆盖率", en="coverage of resettlement compounds"),
    unit=Words(zh="%", en="%"),
    definition=Words(
        zh="截至当日有业委会或物管会的定销房小区，占全部定销房小区的百分比。",
        en="Fixed-price resettlement compounds with either committee, in percent of all such compounds on that day.",
    ),
    stock=True,
    not_yet=Words(
        zh="还没有：等定销房小区登记，并等它们的业委会、物管会备案。",
        en="Not yet: comes when the resettlement compounds are registered and their committees are filed.",
    ),
)

PARTY_MEMBER_SHARE = Figure(
    name="owners_committee.party_member_share",
    row="S8",
    words=Words(zh="两类组织中党员占比", en="Party members' share in both kinds of committee"),
    unit=Words(zh="%", en="%"),
    definition=Words(
        zh="各组织成立时自报“n 人中 k 人”，全街道相加得出的百分比；不足 10 个组织不显示。",
        en="Each committee declares “k of n” at its founding; the percentage of the sub-district's sums. Not shown below 10 committees.",
    ),
    stock=True,
    count_only=Words(
        zh="党员占比只公开街道总数：不记个人，也不能按它筛选。",
        en="The Party share opens to the sub-district's sum only: no person is recorded and nothing can be filtered by it.",
    ),
    about_people=True,
    not_yet=Words(
        zh="还没有：等业委会、物管会成立时自报“n 人中 k 人”。",
        en="Not yet: comes when committees declare “k of n” at their founding.",
    ),
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, COMMITTEES, MANAGEMENT_COMMITTEES, RESETTLEMENT_COVERAGE, PARTY_MEMBER_SHARE)
