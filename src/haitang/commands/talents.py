"""Talents 能人: somebody offers what they can do, a named post confirms it, staff ask for help, the person decides."""

from typing import Literal

from haitang.engine import clock, erasing, talents, wordings
from haitang.engine.authority import holds, posts_of
from haitang.engine.change import Change, option_of, refuse_now
from haitang.engine.taking import open_matter, voice_in
from haitang.kernel.behalf import How
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.limits import Code, GivenContact, RecordId, Sentence
from haitang.kernel.role import Role
from haitang.kernel.talent_flow import CONFIRMS, WRITES
from haitang.kernel.words import Language, Words
from haitang.records.talent import Talent
from haitang.records.voice import Answer

SHAPE = talents.SHAPE
#: Why an offer is not taken up: reasons about the register, never a judgment of a person.
WhyNot = Literal["enough", "no_contact", "licensed", "elsewhere"]
REASONS: dict[str, Words] = {
    "enough": Words(zh="这项本事眼下人手够了", en="There are enough people for this skill at present."),
    "no_contact": Words(zh="按留下的方式没有联系上", en="You could not be reached in the way you gave."),
    "licensed": Words(
        zh="这件事要有执照的单位来做，不能请邻居帮忙",
        en="This needs a licensed firm; neighbors cannot be asked to do it.",
    ),
    "elsewhere": Words(zh="地方不归我们管，请向那边的社区报名", en="The place is not ours; please offer there."),
}


@command(
    "talents.offer", zh="能人报名", en="Offer a skill", move="offer", on="matter", shape=SHAPE, roles=(Role.ANYONE,),
    at="place", opens=True,
)  # fmt: skip
def offer(
    change: Change,
    words: Sentence,
    skill: Code,
    place: Code,
    contact: GivenContact,
    consent: bool = False,
    language: Language = "zh-hans",
) -> Fact:
    """One sentence of one's own, a skill of the list, roughly where, how to be reached (sealed), and consent for a year."""
    return _offered(change, words, skill, contact, consent, language, "page")


@command(
    "talents.offer_for", zh="替人报名", en="Write down an offer for somebody", move="offer", on="matter", shape=SHAPE,
    roles=WRITES, at="place", opens=True,
)  # fmt: skip
def offer_for(
    change: Change,
    words: Sentence,
    skill: Code,
    place: Code,
    contact: GivenContact,
    how: How = "counter",
    consent: bool = False,
    language: Language = "zh-hans",
) -> Fact:
    """Their words, said on paper, by telephone or at the counter; somebody else confirms it."""
    return _offered(change, words, skill, contact, consent, language, how)


def _offered(change: Change, words: str, skill: str, contact: str, consent: bool, language: Language, how: str) -> Fact:
    if not consent:
        raise Invalid.of(
            "consent",
            "没有本人同意，不能入册；请先看过用途，再勾选",
            "Without consent nobody is put on the register; please read what it is for, then tick",
        )
    kind = talents.kind()
    chosen = option_of(kind, "categories", skill, "skill")
    matter = open_matter(change, kind, talents.roughly(change.placed))
    matter.category = chosen
    matter.save(update_fields=["category"])
    voice = voice_in(change, matter, words, contact, language, for_somebody=how != "page")
    until = talents.last_day(matter.organization)
    Talent.objects.create(matter=matter, voice=voice, consented_at=change.at, how=how, until=until)
    change.subject = matter
    return change.fact("offered", number=matter.number, voice=voice.pk, matter=matter.pk)


@command("talents.confirm", zh="确认入册", en="Confirm", move="confirm", on="matter", shape=SHAPE)
def confirm(change: Change, matter: Code, spoken: bool = False) -> Fact:
    """A named post has spoken with the person and puts the offer on the register; the person is told."""
    if not spoken:
        raise Invalid.of("spoken", "请先和本人说上话，再勾选", "Please speak with the person first, then tick")
    one = _talent(change)
    if one.until < clock.today():
        raise refuse_now("本人同意的期限已经过了，请本人再报一次", "The consent has run out; they may offer again")
    post = holds(posts_of(change.by), CONFIRMS, change.matter.place, change.matter.organization.code)
    if post is None:
        raise Denied(Words(zh="您的岗位不能做这一步", en="Your post may not take this step"))
    one.confirmed_by, one.confirmed_at = post, change.at
    one.save()
    talents.tell(one.voice, change.at, "confirmed", until=talents.day_words(one.until))
    change.to()
    return change.fact("listed")


@command("talents.turn_down", zh="不入册", en="Do not take it up", move="turn_down", on="matter", shape=SHAPE)
def turn_down(change: Change, matter: Code, why_not: WhyNot) -> Fact:
    """A reason of the list, told to the person; none of them is about who they are."""
    one = _talent(change)
    _end(change, one, "turned_down", REASONS[why_not].say(one.voice.language))
    return change.fact("turned_down")


@command("talents.renew", zh="继续参加", en="Stay on", move="renew", on="matter", shape=SHAPE)
def renew(change: Change, matter: Code, how: How = "counter") -> Fact:
    """The person consents for another term: on their page, or told to whoever writes it down."""
    one = _talent(change)
    one.consented_at, one.how, one.notified_at = change.at, _way(change, how), None
    one.until = talents.last_day(change.matter.organization)
    one.save()
    change.to()
    return change.fact("renewed")


@command("talents.leave", zh="退出", en="Leave", move="leave", on="matter", shape=SHAPE)
def leave(change: Change, matter: Code, how: How = "counter") -> Fact:
    """At any time, without a reason: from now on nobody finds them."""
    return _out(change, "left")


@command("talents.ask", zh="请这位能人帮忙", en="Ask this talent for help", roles=(Role.GRID, Role.DESK, Role.DISPATCHER),
         on="matter", shape="case")  # fmt: skip
def ask(change: Change, matter: Code, talent: Code) -> Fact:
    """A request tied to the matter: the person is told by the way they gave, and says yes or no by a link, or to staff."""
    subject = change.matter
    if (why := talents.barred(subject)) is not None:
        raise refuse_now(why.zh, why.en)
    if not talents.on(subject.organization):
        raise refuse_now("本单位没有开能人名册", "This office keeps no register of talents")
    one = talents.candidates(subject).filter(matter__number=talent).first()
    if one is None:
        raise Invalid.of("talent", "名册里没有合适的这一位", "There is nobody of that number who fits")
    made = talents.invite(change, one)
    told = Fact(talents.kind().leaf, subject.organization.code, "", one.matter.number, facts={"act": "talent.asked"})
    return Fact(
        f"{change.kind.leaf}.talent_asked", subject.organization.code, subject.place.code, subject.number,
        values={"asked": made.pk}, also=(told,),
    )  # fmt: skip


@command("talents.agree", zh="愿意来帮忙", en="Agree to help", move="agree", on="matter", shape=SHAPE)
def agree(change: Change, matter: Code, asked: RecordId | None = None, how: How = "counter") -> Fact:
    """The person says yes, by the link, on their page, or to whoever writes it down; it shows at the matter."""
    talents.settle(change, talents.request_of(change, asked), talents.YES)
    change.to()
    return change.fact("agreed")


@command("talents.cannot", zh="这次不方便", en="Not this time", move="cannot", on="matter", shape=SHAPE)
def cannot(change: Change, matter: Code, asked: RecordId | None = None, how: How = "counter") -> Fact:
    """No reason is asked for; what is kept does not tell it from silence."""
    talents.settle(change, talents.request_of(change, asked), talents.OVER)
    change.to()
    return change.fact("request_over")


@command("talents.notify", zh="提醒快到期", en="Say that it runs out", move="notify", on="matter", shape=SHAPE)
def notify(change: Change, matter: Code) -> Fact:
    """Told once, some days before the consent runs out."""
    one = _talent(change)
    if one.notified_at is not None or (one.until - clock.today()).days > talents.NOTICE_DAYS:
        raise refuse_now("还没到提醒的时候", "It is too early to say so")
    one.notified_at = change.at
    one.save()
    talents.tell(one.voice, change.at, "notify", until=talents.day_words(one.until))
    change.to()
    return change.fact("notified")


@command("talents.expire", zh="到期出册", en="Run out", move="expire", on="matter", shape=SHAPE)
def expire(change: Change, matter: Code) -> Fact:
    """The last day of the consent is over; an offer that nobody confirmed ends likewise."""
    if _talent(change).until >= clock.today():
        raise refuse_now("还没到期", "It has not run out yet")
    return _out(change, "expired")


@command("talents.forget", zh="删去留下的", en="Erase what was left", roles=(Role.SYSTEM,), on="matter", shape=SHAPE)
def forget(change: Change, matter: Code) -> Fact:
    """The sentence and the contact of an offer that ended go, with what is sealed in the lines the person wrote."""
    subject, one = change.matter, _talent(change)
    when = talents.kept_until(subject)
    if when is None or when > change.at or one.voice.erasure:
        raise refuse_now("还没到删的时候", "It is not yet time to erase it")
    gone = erasing.forget(subject, [one.voice], erasing.TERM, change.at)
    subject.anonymized_at = change.at
    return Fact("body.erased", subject.organization.code, "", subject.number, facts=gone.facts(erasing.TERM))


def _talent(change: Change) -> Talent:
    rows = Talent.objects.select_for_update(of=("self",)).select_related("voice__contact")
    return rows.get(matter=change.matter)


def _way(change: Change, how: str) -> str:
    return "page" if change.by.voice is not None else how


def _out(change: Change, outcome: str) -> Fact:
    """Off the register; of somebody who stood on it one is taken away from the count."""
    one, was = _talent(change), change.matter.state
    _end(change, one, outcome)
    return change.fact("listed", quantity=-1) if was == "confirmed" else change.fact("ended")


def _end(change: Change, one: Talent, outcome: str, sentence: str = "") -> None:
    """Over: told to the person in the words of the outcome, the office's own where it has any; nothing waits any more."""
    matter, tongue = change.matter, one.voice.language
    matter.outcome, matter.answered_at, matter.closed_at = outcome, change.at, change.at
    own = wordings.own(matter.organization_id, matter.kind, outcome)
    text = wordings.answer(matter, tongue, sentence, own)
    Answer.objects.create(voice=one.voice, text=text, language=tongue, outcome=outcome, at=change.at)
    talents.let_go(matter, change.at)
    change.to()


COMMANDS = (offer, offer_for, confirm, turn_down, renew, leave, ask, agree, cannot, notify, expire, forget)
