"""Story 前前后后 for those at work: every act with its office, what was written with it, and its ledger line."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from haitang.engine import ladder
from haitang.engine.chronicle import Act
from haitang.engine.papers import Paper, Papers
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.tags import moment, words, written
from haitang.kernel.flow import Move
from haitang.kernel.kind import Kind
from haitang.kernel.registry import commands, kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter

ICONS = {
    "report": "speakerphone",
    "assign": "arrows-exchange",
    "start": "walk",
    "check": "shield-check",
    "reject": "arrow-back-up",
    "reopen": "refresh",
    "close": "archive",
    "refuse": "user",
    "attend": "users",
    "decide": "check",
    "publish": "send",
    "table": "plus",
    "ask": "message-circle",
    "respond": "message-circle",
    "unreplied": "clock",
    "refer": "arrows-exchange",
    "taken": "check",
    "not_taken": "arrow-back-up",
    "hand_back": "arrow-back-up",
    "adjudicate": "shield-check",
    "ask_time": "clock",
    "grant_time": "clock",
    "refuse_time": "x",
    "park": "parking",
    "resume": "walk",
    "withdraw": "archive",
    "join": "link",
    "part": "arrow-back-up",
    "take": "walk",
    "consult": "message-circle",
    "involve": "users",
    "release": "arrow-back-up",
    "grant_again": "refresh",
    "refuse_again": "x",
    "appeal": "message-circle",
    "withdraw_for": "archive",
    "propose": "bulb",
    "approve": "check",
}
Detail = Callable[[Kind, Act, Papers], dict[str, Any]]
#: Moves that open a petal, shown as the bloom itself.
PETALS = {"accept": 1, "claim": 2, "answer": 3, "reply": 3, "consult": 3}


def items_of(matter: Matter, acts: Sequence[Act], papers: Papers) -> list[dict[str, Any]]:
    """What parts/timeline.html shows, oldest first."""
    return [_item(matter, act, papers) for act in acts]


def _item(matter: Matter, act: Act, papers: Papers) -> dict[str, Any]:
    move = move_of(matter, act)
    name = move.name if move else ""
    spec = commands.get(act.command)
    item = {
        "title": words(spec.words) if spec else act.command,
        "when": moment(act.at),
        "who": who(act),
        "icon": ICONS.get(name, "notebook"),
        "petals": PETALS.get(name, 0),
        "record": act.entry,
        "record_url": line_url(act.ledger, act.entry),
    }
    detail = _DETAILS.get(name) or _BY_COMMAND.get(act.command)
    return {**item, **(detail(kinds[matter.kind], act, papers) if detail else {})}


def move_of(matter: Matter, act: Act) -> Move | None:
    """The move an act made; for the command that opened the matter, the flow's first."""
    spec = commands.get(act.command)
    if spec is None:
        return None
    flow = kinds[matter.kind].flow
    return flow.move(spec.move) or (next((m for m in flow.moves if not m.sources), None) if spec.opens else None)


def who(act: Act) -> str:
    """The office that acted; never a person."""
    if act.by_clock:
        return _("by the clock")
    return words(act.office) if act.office else _("the person who spoke")


def line_url(ledger: str, entry: int) -> str:
    """The page of one ledger line; it leads those who may read its sealed half to their side of the door."""
    return reverse("entry", args=[ledger, entry])


def _named(kind: Kind, which: str, code: str) -> str:
    option = kind.option(which, code)
    return words(option.words) if option else ""


def _accepted(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    return {"text": _named(kind, "categories", str(act.facts.get("category", "")))}


def _assigned(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    task = papers.at("task", act.at)
    if task is None:
        return {}
    owner = words(Words(zh=task.code, en=task.more))
    return {"title": _("Assigned to %(owner)s") % {"owner": owner}, "text": written(task.text)}


def _claimed(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    claim = papers.at("claim", act.at)
    if claim is None:
        return {}
    outcome, evidence = _named(kind, "outcomes", claim.code), _named(kind, "evidence", claim.more)
    return {
        "title": _("Claimed done: %(outcome)s") % {"outcome": outcome},
        "who": f"{who(act)} · {_('shown by: %(evidence)s') % {'evidence': evidence}}",
        "text": written(claim.text),
        "photos": pictures(papers.photos(claim=claim.pk), _("with the claim")),
    }


def _looked(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    check = papers.at("check", act.at)
    return {"text": written(check.text)} if check and check.text else {}


def _answered(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    told = [paper for paper in papers.of("answer") if paper.at == act.at]
    return {"said": written(told[0].text)} if told else {}


def _judged(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    verdict = papers.at("verdict", act.at)
    if verdict is None:
        return {}
    title = _("They say: %(verdict)s") % {"verdict": label_of(f"choice {verdict.code}")}
    return {"title": title, "said": written(verdict.text), "icon": "message-circle"}


def _attended(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    return {"text": _("%(n)s people came.") % {"n": act.quantity}}


def _asked(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    question = papers.at("question", act.at)
    return {"said": written(question.text)} if question else {}


def _replied(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    replies = [paper.note for paper in papers.of("question") if paper.note]
    return {"said": written(replies[-1])} if replies else {}


def _referred(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    paper = papers.at("referral", act.at)
    return {"text": _beside(written(paper.text), written(paper.note))} if paper else {}


def _climbed(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    """A step of the ladder: which clock, which step, which office was told."""
    paper = papers.at("breach", act.at)
    office = words(Words(zh=paper.code, en=paper.more)) if paper is not None and paper.code else ""
    told = _("Told: %(office)s") % {"office": office} if office else _("There is no post to tell")
    return {"title": words(ladder.told(act.facts)), "icon": "bell", "text": told}


def _reasoned(sort: str) -> Detail:
    """A step whose reason is chosen from a list, with a sentence beside it."""

    def detail(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
        paper = papers.at(sort, act.at)
        if paper is None:
            return {}
        chosen = [label_of(f"choice {paper.code}")] if paper.code else []
        return {"text": _beside(*chosen, written(paper.text))}

    return detail


def _beside(*texts: str) -> str:
    """Texts side by side; what is marked with its language stays marked."""
    return format_html_join(" · ", "{}", ((text,) for text in texts))


def _decided(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    notes = [paper.note for paper in papers.of("more_time") if paper.note]
    return {"text": written(notes[-1])} if notes else {}


def _joined(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    """What the line says depends on whose story it stands in: the one joined, or the one it went into."""
    if "took_in" in act.facts:
        return {"title": _("Another matter was joined into it"), "text": str(act.facts["took_in"])}
    return {"title": _("Joined into another matter"), "text": str(act.facts.get("into", ""))}


def _parted(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    return {"title": _("Whoever spoke wants it dealt with by itself")}


def _again_decided(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    decided = [paper for paper in papers.of("again") if paper.note]
    return {"text": written(decided[-1].note)} if decided else {}


def _again_asked(kind: Kind, act: Act, papers: Papers) -> dict[str, Any]:
    paper = papers.at("again", act.at)
    return {"said": written(paper.text)} if paper and paper.text else {}


def pictures(photos: Sequence[Paper], caption: str) -> list[dict[str, str]]:
    """Photos for parts/timeline.html: the small picture of each, leading to the page where it is looked at."""
    return [
        {
            "url": f"{reverse('photo', args=[photo.code])}?small",
            "caption": caption,
            "open": reverse("desk_photo", args=[photo.code]),
        }
        for photo in photos
    ]


#: Steps that are no move of the flow.
_BY_COMMAND: dict[str, Detail] = {"ladder.climb": _climbed}
_DETAILS: dict[str, Detail] = {
    "accept": _accepted,
    "assign": _assigned,
    "claim": _claimed,
    "check": _looked,
    "reject": _looked,
    "answer": _answered,
    "reply": _answered,
    "consult": _answered,
    "take": _assigned,
    "involve": _assigned,
    "join": _joined,
    "part": _parted,
    "grant_again": _again_decided,
    "refuse_again": _again_decided,
    "appeal": _again_asked,
    "refuse": _answered,
    "judge": _judged,
    "judge_for": _judged,
    "attend": _attended,
    "ask": _asked,
    "respond": _replied,
    "refer": _referred,
    "hand_back": _reasoned("back"),
    "park": _reasoned("hold"),
    "ask_time": _reasoned("more_time"),
    "grant_time": _decided,
    "refuse_time": _decided,
}
