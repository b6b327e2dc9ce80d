"""Reopening 复办: the second wish is decided by the supervisor, never by the handler; a refusal is told with its reason.

After thirty days it is a new matter that says of which one it is the return (loop.md rows 16–18).
"""

from haitang.engine import again, recurring, steps
from haitang.engine.change import Change, refuse_now
from haitang.engine.promise import within_days
from haitang.engine.taking import open_matter, voice_in
from haitang.kernel.command import Fact, command
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import Code, ContactText, OptionalSentence, Sentence
from haitang.kernel.role import Role
from haitang.kernel.words import Language, Words
from haitang.records.reopening import Reopening
from haitang.records.voice import Answer, Voice

#: Calendar days after which a return is a new matter (loop.md row 18).
RETURN_DAYS = 30

_REFUSED = Words(
    zh="您申请再次复办，督办看过，这次不再复办。理由：{reason}",
    en="You asked for another reopening; the supervisor has looked and does not reopen it. Why: {reason}",
)
_ONCE_MORE = Words(
    zh="不服，可以请上一级再看一次。", en="If you do not agree, you may ask once for a look one level up."
)
_LAST = Words(
    zh="这已经是上一级的答复。以后又出现，随时可以再说一件；也可以打 12345。",
    en="This was the answer one level up. If it comes back, tell us again at any time; you may also call 12345.",
)


@command(
    "reopening.grant", zh="同意再次复办", en="Grant another reopening", move="grant_again", on="matter", shape="case"
)
def grant(change: Change, matter: Code, note: OptionalSentence = "") -> Fact:
    """The supervisor agrees: the same owner starts again, and from the second time on another person checks."""
    asked = _asked(change)
    _decide(change, asked, True, note)
    return steps.reopen(change)


@command(
    "reopening.refuse",
    zh="不同意再次复办",
    en="Refuse another reopening",
    move="refuse_again",
    on="matter",
    shape="case",
)
def refuse(change: Change, matter: Code, reason: Sentence, reason_en: OptionalSentence = "") -> Fact:
    """The supervisor does not agree; whoever asked gets the reason as an answer, with what they may still do."""
    asked = _asked(change)
    english = asked.voice is not None and asked.voice.language == "en"
    if english and not reason_en:
        raise Invalid.of(
            "reason_en", "这位是用英文说的，请也写一句英文", "This voice spoke English: please add an English sentence"
        )
    told = reason_en if english else reason
    _decide(change, asked, False, told)
    if asked.voice is not None:
        _tell(change, asked.voice, asked.level, told)
    change.to(change.matter.state)
    return change.fact(again.REFUSED, facts={"level": asked.level})


def _tell(change: Change, voice: Voice, level: int, reason: str) -> None:
    after = _ONCE_MORE if level == 1 else _LAST
    text = f"{_REFUSED.say(voice.language).format(reason=reason)}\n{after.say(voice.language)}"
    Answer.objects.create(voice=voice, text=text, language=voice.language, outcome=again.REFUSED, at=change.at)


def _asked(change: Change) -> Reopening:
    asked = again.undecided(change.matter)
    if asked is None:
        raise refuse_now("没有人申请再次复办", "Nobody has asked for another reopening")
    return asked


def _decide(change: Change, asked: Reopening, granted: bool, reason: str) -> None:
    asked.granted, asked.reason, asked.decided_at = granted, reason, change.at
    asked.save()


@command("reopening.appeal", zh="请上一级再看", en="Ask one level up", move="appeal", on="matter", shape="case")
def appeal(change: Change, matter: Code, words: OptionalSentence = "") -> Fact:
    """Once: the refusal is looked at by another supervisor than the one who refused."""
    voice = Voice.objects.get(pk=change.by.voice or 0)
    asked = again.since_answer(change.matter, voice)
    if not asked or asked[-1].granted is not False:
        raise refuse_now("没有可以再看的答复", "There is no refusal that could be looked at again")
    if any(one.level > 1 for one in asked):
        raise refuse_now("上一级已经看过一次", "It has been looked at one level up already")
    again.wish(change.matter, voice, words, change.at, level=2)
    change.to(change.matter.state)
    return change.fact("again_asked", facts={"level": 2})


@command(
    "reopening.recur", zh="又出现了", en="It has come back", roles=(Role.VOICE, Role.DESK, Role.GRID, Role.RECORDER),
    on="matter", shape="case",
)  # fmt: skip
def recur(
    change: Change,
    matter: Code,
    words: OptionalSentence = "",
    contact: ContactText = "",
    language: Language = "zh-hans",
) -> Fact:
    """More than thirty days later: a new matter at the same place, with its own T0, that names the one it returns from."""
    old = change.matter
    since = old.closed_at or old.answered_at
    if since is None or within_days(since, RETURN_DAYS):
        raise refuse_now("还在 30 天之内，请说“没好”", "It is within thirty days: please say that it is not solved")
    said = words or Voice.objects.filter(pk=change.by.voice or 0).values_list("words", flat=True).first() or ""
    if not said:
        raise Invalid.of("words", "请说一句现在怎么样", "Please say in a sentence how it is now")
    made = open_matter(change, change.kind, old.place, old.place_words)
    voice = voice_in(change, made, said, contact, language, for_somebody=change.by.account is not None)
    recurring.link(made, old)
    fact = change.fact("received", facts={"door": change.by.door, "recurrence_of": old.number})
    return Fact(
        fact.verb, fact.organization, fact.place, made.number, facts=_new(fact.facts),
        values={"number": made.number, "voice": voice.pk, "matter": made.pk},
    )  # fmt: skip


def _new(facts: dict[str, object]) -> dict[str, object]:
    """What is known of the new matter: not yet what it is called, nor what comes of it."""
    return {name: value for name, value in facts.items() if name not in {"category", "outcome"}}


COMMANDS = (grant, refuse, appeal, recur)
