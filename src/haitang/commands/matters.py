"""Matters 事项: from first word to answer. Moves and their names are loop.md's rows 1, 3, 6, 8, 11–16."""

from typing import Annotated, Any, Literal

from pydantic import Field

from haitang.engine import (
    again,
    asides,
    checking,
    concern,
    holds,
    persons,
    proofs,
    raising,
    recurring,
    routing,
    steps,
    tasks,
    terming,
)
from haitang.engine.change import Change, option_of, post_of, refuse_now
from haitang.engine.promise import lapse_days, lapsed
from haitang.engine.taking import open_matter, voice_in
from haitang.engine.territory import cell_at
from haitang.kernel import refused
from haitang.kernel.command import Fact, command
from haitang.kernel.dangers import DangerCode
from haitang.kernel.errors import Invalid
from haitang.kernel.kind import Kind
from haitang.kernel.limits import (
    PHOTOS,
    Code,
    ContactText,
    Digest,
    Latitude,
    Longitude,
    OptionalCode,
    OptionalSentence,
    OptionalTitle,
    Sentence,
)
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Language
from haitang.records.matter import Claim, Matter

Photos = Annotated[list[Digest], Field(max_length=PHOTOS)]
Severity = Annotated[int, Field(ge=0, le=4)]

#: A working day count after which an answered matter closes as lapsed (decisions.md B).
LAPSE_WORKDAYS = 10


@command("matters.report", zh="说一件事", en="Say something", roles=(Role.ANYONE,), at="place", opens=True)
def report(
    change: Change,
    words: Sentence,
    place: Code,
    kind: Code = "requests.problem",
    place_words: OptionalSentence = "",
    contact: ContactText = "",
    language: Language = "zh-hans",
    for_somebody: bool = False,
    photos: Photos = [],  # noqa: B006 (pydantic copies it)
    point: tuple[Longitude, Latitude] | None = None,
    concerns: OptionalCode = "",
    private: bool = False,
    named: bool = False,
    danger: DangerCode = "",
    called: bool = False,
    again: OptionalCode = "",
) -> Fact:
    """One sentence and a place become a matter with a number, a voice with a secret, and a promised date.

    `concerns` names an office it is about, which then cannot see it; `private` keeps it off every shared screen; `named`
    lets whoever handles it call. `danger` is what they were shown the numbers for, `called` whether they have called;
    `again` the number of an answered matter that everybody may see, and that this is like once more.
    """
    spec = _reportable(kind)
    at = change.placed
    cell = cell_at(*point) if point else None
    details = {"danger": danger, "called": called} if danger else None
    matter = open_matter(change, spec, cell if cell and cell.within(at) else at, place_words, details)
    _marked(matter, private, concerns, danger)
    recurring.tie(matter, again)
    voice = voice_in(change, matter, words, contact, language, for_somebody, named)
    shown = steps.attach(matter, photos, "reported", voice=voice)
    change.subject = matter
    facts = _told_along(change, matter, shown)
    received = change.fact("received", facts=facts, number=matter.number, voice=voice.pk, matter=matter.pk)
    if about := refused.hint(words):
        received.values["hint"] = about.words.say(language)
    return received


def _marked(matter: Matter, private: bool, concerns: str, danger: str) -> None:
    """What whoever speaks says of it besides: private, about an office, a danger."""
    matter.private = private
    if concerns:
        raising.settle(matter, concerns)
    if danger:
        matter.severity = 0
    matter.save()


def _told_along(change: Change, matter: Matter, photos: list[str]) -> dict[str, Any]:
    """What the line of a report says besides kind and place."""
    known = {name: matter.details.get(name) for name in ("trial", "danger", "called")}
    return {"door": change.by.door, "photos": photos or None, **known}


def _reportable(kind: str) -> Kind:
    spec = kinds.get(kind)
    if spec is None and (never := refused.of_kind(kind)) is not None:
        raise Invalid.of("kind", never.words.zh, never.words.en)
    if spec is None or spec.shape != "case":
        raise Invalid.of("kind", "没有这类事项", "There is no such kind of matter")
    return spec


@command("matters.accept", zh="受理", en="Accept", move="accept", on="matter", shape="case")
def accept(
    change: Change,
    matter: Code,
    category: Code,
    title: OptionalTitle = "",
    severity: Severity = 2,
    screened: bool = False,
    private: bool = False,
) -> Fact:
    """Say what it is and how urgent. `screened` lets the public see the title; nobody else's words are shown.

    `private` (health, age, income, quarrels) shows it as such on every shared screen; the reporter's own tick stays.
    """
    subject = change.matter
    subject.category = option_of(change.kind, "categories", category, "category")
    subject.title, subject.severity = title, severity
    subject.private = subject.private or private
    hidden = subject.private or concern.concerned(subject) or asides.withheld(subject)
    subject.screened = screened and bool(title) and not hidden
    terming.accepted(subject, change.at)
    change.to()
    return change.fact("accepted", facts={"severity": severity, **routing.route(change)})


@command("matters.assign", zh="派办", en="Assign", move="assign", on="matter", shape="case")
def assign(change: Change, matter: Code, owner: Code, why: OptionalSentence = "") -> Fact:
    """Give it to one post, with the basis on which it is theirs."""
    subject = change.matter
    if holds.undecided(subject):
        raise refuse_now(
            "退回了三次，要先由督办裁定归谁", "Handed back three times: the supervisor decides first whose it is"
        )
    post = post_of(owner, subject.organization)
    tasks.give(subject, post, why, change.at)
    concern.must_not_be_theirs(post, subject)
    change.to()
    return change.fact("assigned", facts={"owner": post.code})


@command("matters.start", zh="开始办理", en="Start work", move="start", on="matter", shape="case")
def start(change: Change, matter: Code) -> Fact:
    """The owner begins. The clock has been running all along."""
    change.to()
    return change.fact("started")


@command("matters.claim", zh="申报办结", en="Claim it done", move="claim", on="matter", shape="case")
def claim(
    change: Change,
    matter: Code,
    outcome: Code,
    evidence: Code,
    note: Sentence,
    photos: Photos = [],  # noqa: B006
) -> Fact:
    """Say what came of it, by which one piece of evidence. A photo is one kind among several, never the only one.

    Each office claims its own part; the matter is claimed done with the last of them, as its owner says it came out.
    """
    subject = change.matter
    _proved(change, outcome, evidence, photos)
    mine = tasks.of_actor(subject, change.by)
    if not mine and tasks.under_way(subject):
        raise refuse_now(
            "您这一份已经申报办结，在等会办单位", "Your part is claimed already; another office is still at work"
        )
    made = Claim.objects.create(
        matter=subject,
        task=mine[0] if mine else None,
        account_id=change.by.account,
        outcome=outcome,
        evidence=evidence,
        note=note,
        at=change.at,
    )
    facts = {"evidence": evidence, "photos": steps.attach(subject, photos, "claimed", claim=made) or None}
    if tasks.end(subject, mine, change.at):
        change.to("working")
        return change.fact("part_claimed", facts=facts)
    subject.outcome = tasks.outcome(subject) or outcome
    change.to()
    return change.fact(f"claimed.{subject.outcome}", facts=facts)


def _proved(change: Change, outcome: str, evidence: str, photos: list[str]) -> None:
    """The outcome is one of the kind's, and what proves it one that the office takes for such a matter."""
    option_of(change.kind, "outcomes", outcome, "outcome")
    if not change.by.system:  # a project that was accepted proves itself, in every category
        proofs.accepted(change.matter, evidence)
    if evidence == "photos" and not photos:
        raise Invalid.of(
            "photos", "选了照片作证，请附上照片，或换一种", "Please add the photos, or choose another evidence"
        )


@command("matters.reject", zh="核查不通过", en="Send back", move="reject", on="matter", shape="case")
def reject(change: Change, matter: Code, note: Sentence) -> Fact:
    """Somebody else looked and disagrees; the clock goes on as if it had never stopped."""
    checking.needed(change)
    steps.look(change, agreed=False, note=note)
    change.matter.outcome = ""
    tasks.renew(change.matter, change.at)
    change.to()
    return change.fact("rejected")


@command("matters.check", zh="核查通过", en="Confirm", move="check", on="matter", shape="case")
def check(change: Change, matter: Code, note: OptionalSentence = "") -> Fact:
    """Somebody else looked and agrees."""
    checking.needed(change)
    steps.look(change, agreed=True, note=note)
    change.matter.basis = "check"
    change.to()
    return change.fact("checked")


@command("matters.answer", zh="答复", en="Answer", move="answer", on="matter", shape="case")
def answer(change: Change, matter: Code, sentence: Sentence, sentence_en: OptionalSentence = "") -> Fact:
    """Tell every voice what was done, what not, and how to object; one Answer each, in the voice's language."""
    subject = change.matter
    if subject.state == "claimed_done":
        if steps.must_be_checked(subject):
            raise refuse_now("这件事要先由别人核查", "Somebody else has to check this first")
        subject.basis = "document" if steps.carried_out(subject) else "not_sampled"
    told = steps.answer_every_voice(change, sentence, sentence_en)
    subject.answered_at = change.at
    change.to()
    return change.fact(f"answered.{subject.outcome}", facts={"voices": told})


@command("matters.close", zh="到期结案", en="Close after silence", move="close", on="matter", shape="case")
def close(change: Change, matter: Code) -> Fact:
    """Nobody objected within ten working days: closed as lapsed, never as "satisfied"."""
    if again.undecided(change.matter):
        raise refuse_now(
            "还有一次复办申请没有答复", "Somebody has asked for another reopening and waits for the decision"
        )
    if not lapsed(change.matter, lapse_days(change.matter.organization)):
        raise refuse_now("评价期还没过", "The time to object is not over yet")
    return steps.close(change, "lapsed")


@command(
    "matters.refuse_person",
    zh="不收：关于人的",
    en="Do not take: about a person",
    move="refuse",
    on="matter",
    shape="case",
)
def refuse_person(change: Change, matter: Code, competent: Literal["police", "hotline", "mediation"]) -> Fact:
    """It is about a person, not a place or a thing: told who is competent, text and photos destroyed, the count kept.

    Criticism of an office or of its work is about its work, and never a reason.
    """
    told = persons.refuse(change, competent)
    change.to()
    return change.fact("refused.person", facts={"competent": competent, "voices": told})


@command("matters.reopen", zh="督办复办", en="Reopen", move="reopen", on="matter", shape="case")
def reopen(change: Change, matter: Code, reason: Sentence) -> Fact:
    """A supervisor reopens; same number, T0 kept. The reason stands with the matter."""
    if persons.refused(change.matter):
        raise refuse_now("这件是关于人的，内容已经删除，不能复办", "This was about a person; nothing is left to reopen")
    details = change.matter.details
    change.matter.details = {**details, "reopened": [*details.get("reopened", []), reason]}
    again.note(change.matter, change.at)
    return steps.reopen(change)


COMMANDS = (report, accept, assign, start, claim, reject, check, answer, close, refuse_person, reopen)
