"""Registry of talents 能人: neighbors offer a skill in their own words; staff find one for a matter, and the person decides.

Self-declared, confirmed by a named post, consented, expiring. No score and no order of merit, no profile beyond the one
sentence; who is on it is never listed in public (product.md S18).
"""

from haitang.kernel.figure import Figure
from haitang.kernel.kind import Kind, Option
from haitang.kernel.module import Module
from haitang.kernel.registry import offer
from haitang.kernel.talent_flow import TALENT
from haitang.kernel.words import Words

MODULE = Module("talents", Words(zh="能人", en="talents"), starts_on=False)

#: What people offer, with the categories of matters it helps in; “something else” is open to every skill.
SKILLS = (
    Option("plumbing", Words(zh="水电维修", en="plumbing and electricity"), serves=("drains", "lighting", "other")),
    Option("carpentry", Words(zh="木工、泥瓦、修补", en="carpentry, masonry, mending"), serves=("paths", "stairwells", "other")),
    Option("gardening", Words(zh="园艺", en="gardening"), serves=("green", "other")),
    Option("tidying", Words(zh="清理、搬运", en="clearing and carrying"), serves=("stairwells", "green", "other")),
    Option("appliances", Words(zh="家电、手机", en="appliances and phones"), serves=("other",)),
    Option("vehicles", Words(zh="修车、充电设施", en="bicycles and charging"), serves=("parking", "other")),
    Option("safety", Words(zh="消防、用电知识", en="fire and electrical safety"), serves=("fire", "stairwells", "lifts", "other")),
    Option("talking", Words(zh="拉家常、劝和", en="talking things over"), serves=("stairwells", "parking", "green", "other")),
    Option("law", Words(zh="法律知识", en="knowledge of the law"), serves=("parking", "lifts", "other")),
    Option("writing", Words(zh="书画、文字", en="calligraphy, painting, writing"), serves=("other",)),
    Option("translation", Words(zh="翻译、方言", en="translation and dialect"), serves=("other",)),
    Option("care", Words(zh="养老照护知识", en="knowledge of care for the old"), serves=("other",)),
    Option("teaching", Words(zh="讲课、辅导", en="teaching"), serves=("other",)),
)  # fmt: skip

OUTCOMES = (
    Option("left", Words(zh="自己退出", en="left")),
    Option("expired", Words(zh="到期", en="ran out")),
    Option("turned_down", Words(zh="没有入册", en="not taken up")),
)

ANSWERS = {
    "left": Words(
        zh="您已退出能人名册，从现在起谁也查不到您。那句话和联系方式过些天会删掉，也可以凭编号和查询码马上自己删。谢谢您。",
        en="You have left the register of talents; from now on nobody finds you there. Your sentence and contact are erased in "
        "some days, or at once by yourself with number and code. Thank you.",
    ),
    "expired": Words(
        zh="您的能人报名到期，已经出册，从现在起谁也查不到您。还愿意的话，随时可以再报一次。谢谢您。",
        en="Your offer has run out and is off the register; from now on nobody finds you there. You may offer again at any "
        "time. Thank you.",
    ),
    "turned_down": Words(
        zh="您的报名这次没有入册，原因写在下面。谢谢您有这份心。",
        en="Your offer was not taken up this time; the reason stands below. Thank you for the thought.",
    ),
}

#: Filled by what is known when it is told: `{until}`, `{what}`, `{place}`, `{skill}`, `{reply}`.
NOTES = {
    "received": Words(
        zh="您的报名记下了。社区和您说上话、确认以后才入册；在那之前，谁也查不到。谢谢您有这份心。",
        en="Your offer is written down. It is on the register only once the community has spoken with you; until then nobody "
        "finds it. Thank you.",
    ),
    "confirmed": Words(
        zh="您已入册，管到 {until}。有合适的事，社区会先问您，去不去由您定；随时可以退出。",
        en="You are on the register until {until}. When something fits, the community asks you first, and you decide; you may "
        "leave at any time.",
    ),
    "notify": Words(
        zh="您的能人报名 {until} 到期。愿意继续，说一声就行；不说，到期自动出册，没有别的影响。",
        en="Your offer runs out on {until}. If you want to stay, say so; if you say nothing, it simply ends then.",
    ),
    "ask": Words(
        zh="有一件事想请您帮忙：{place}，{what}（您报的是“{skill}”）。来不来，请在 {reply} 前回一声；不方便不用说理由。",
        en="We would like your help: {place}, {what} (you offered “{skill}”). Please say yes or no by {reply}; a no needs no "
        "reason.",
    ),
}

COURSE = (
    (
        Words(zh="确认", en="Confirmed"),
        Words(
            zh="社区受理台和您说上一句话，确认是您本人愿意",
            en="The community desk speaks with you, to be sure that it is your own wish",
        ),
    ),
    (
        Words(zh="有事问您", en="Asked"),
        Words(
            zh="有合适的事，先问您；去不去由您定，不去不用说理由，也不记",
            en="When something fits you are asked first; you decide. A no needs no reason and is not counted",
        ),
    ),
    (
        Words(zh="随时退出", en="Leave"),
        Words(
            zh="凭编号和查询码，一点就退；到期自动出册，之前会告诉您",
            en="One tap with number and code; it ends by itself, and you are told beforehand",
        ),
    ),
)

TALENT_KIND = Kind(
    name="talents.offer",
    words=Words(zh="能人报名", en="an offer of help"),
    leaf="sealed",
    flow=TALENT,
    shape="talent",
    categories=SKILLS,
    outcomes=OUTCOMES,
    answers=ANSWERS,
    notes=NOTES,
    course=COURSE,
    apart=True,
)

_PRIVATE = Words(
    zh="谁报了名、谁来帮过忙，是个人的事，这里只有总数。",
    en="Who offered and who helped is a personal matter; only the sum is shown.",
)

REGISTERED = Figure(
    name="talents.registered",
    row="S18",
    words=Words(zh="在册能人", en="talents on the register"),
    unit=Words(zh="人", en="talents"),
    definition=Words(
        zh="截至当日本人同意、经社区确认、没有退出也没有到期的能人报名；只看总数。",
        en="Offers consented to, confirmed, neither left nor run out on that day; the sum only.",
    ),
    counts=("sealed",),
    where=(("act", "talent.listed"),),
    stock=True,
    about_people=True,
    count_only=_PRIVATE,
)

HELPED = Figure(
    name="talents.requests_answered",
    row="S18",
    words=Words(zh="能人答应帮忙", en="requests answered by a talent"),
    unit=Words(zh="件次", en="requests"),
    definition=Words(
        zh="期内请能人帮忙、本人答应了的；一件事答应一次算一次，没答应的不记。",
        en="Requests for help that a talent agreed to in the period, one for each yes; a no is not recorded.",
    ),
    counts=("sealed",),
    where=(("act", "talent.agreed"),),
    about_people=True,
    count_only=_PRIVATE,
)


def load() -> None:
    """Offer what this file brings."""
    offer(MODULE, TALENT_KIND, REGISTERED, HELPED)
