"""Timeline 前前后后 as pages show it: to everybody steps and days, to its voice what each office did and said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from haitang.engine.chronicle import Act
from haitang.entrypoints.web.public.showing import address
from haitang.entrypoints.web.public.told import Told
from haitang.entrypoints.web.tags import day, moment, weekday, words, written
from haitang.kernel.flow import Move
from haitang.kernel.ladder import TOP
from haitang.kernel.registry import commands, kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter

#: Move → what residents read, petal it opens (0: none), icon.
STEPS: dict[str, tuple[Any, int, str]] = {
    "report": (gettext_lazy("Somebody said it"), 0, "speakerphone"),
    "accept": (pgettext_lazy("timeline", "Accepted"), 1, ""),
    "assign": (pgettext_lazy("timeline", "Given to an office"), 0, "arrows-exchange"),
    "start": (pgettext_lazy("timeline", "Work has begun"), 0, "walk"),
    "claim": (pgettext_lazy("timeline", "Said to be done"), 2, ""),
    "reject": (gettext_lazy("Somebody else looked: not done yet"), 0, "eye"),
    "check": (gettext_lazy("Somebody else looked and agreed"), 0, "shield-check"),
    "answer": (gettext_lazy("Everybody who spoke was answered"), 3, ""),
    "reply": (gettext_lazy("Everybody who spoke was answered"), 3, ""),
    "close": (gettext_lazy("Closed: nobody objected in time"), 0, "archive"),
    "ask": (gettext_lazy("Whoever spoke is asked one question"), 0, "message-circle"),
    "respond": (gettext_lazy("The question is answered"), 0, "message-circle"),
    "unreplied": (gettext_lazy("No reply came in time; it goes on"), 0, "clock"),
    "refer": (gettext_lazy("Referred to another body, which has to confirm"), 0, "arrows-exchange"),
    "taken": (gettext_lazy("Another body has taken it over"), 3, ""),
    "not_taken": (gettext_lazy("The other body has not taken it; it is ours again"), 0, "arrow-back-up"),
    "hand_back": (gettext_lazy("Handed back: whose it is has to be found"), 0, "arrow-back-up"),
    "adjudicate": (gettext_lazy("The supervisor has decided whose it is"), 0, "shield-check"),
    "ask_time": (gettext_lazy("The office asks for more time"), 0, "clock"),
    "grant_time": (gettext_lazy("More time is granted"), 0, "clock"),
    "refuse_time": (gettext_lazy("More time is refused; the date stays"), 0, "x"),
    "park": (gettext_lazy("Parked: it cannot go on now"), 0, "parking"),
    "resume": (gettext_lazy("It goes on"), 0, "walk"),
    "withdraw": (gettext_lazy("Whoever spoke needs it no longer"), 0, "archive"),
    "withdraw_for": (gettext_lazy("Whoever spoke needs it no longer"), 0, "archive"),
    "refuse": (gettext_lazy("Not taken: it is about a person; the words are destroyed"), 0, "user"),
    "raise_up": (gettext_lazy("Sent one level up: it is about an office"), 0, "arrows-exchange"),
    "propose_aside": (gettext_lazy("The office proposes to set it aside; a second one looks"), 0, "eye"),
    "confirm_aside": (gettext_lazy("Set aside; everybody who spoke was told why and how to appeal"), 0, "archive"),
    "refuse_aside": (gettext_lazy("A second office looked: it goes on"), 0, "shield-check"),
    "decide_appeal": (gettext_lazy("The appeal is decided"), 0, "shield-check"),
    "reopen": (gettext_lazy("To be done again, asked for by the supervisor"), 0, "refresh"),
    "join": (gettext_lazy("It goes on together with another matter about the same"), 0, "link"),
    "part": (gettext_lazy("Whoever spoke wants it dealt with by itself"), 0, "arrow-back-up"),
    "consult": (gettext_lazy("The question is answered, with source and date"), 3, ""),
    "take": (gettext_lazy("Whoever read it first sees to it"), 0, "walk"),
    "involve": (gettext_lazy("Another office helps"), 0, "users"),
    "release": (gettext_lazy("An office that helped is no longer needed"), 0, "arrow-back-up"),
    "grant_again": (gettext_lazy("To be done once more; the supervisor agrees"), 0, "refresh"),
    "refuse_again": (gettext_lazy("The supervisor does not reopen it, and says why"), 0, "x"),
    "appeal": (gettext_lazy("Whoever spoke asks one level up"), 0, "message-circle"),
}
#: The same for what no voice stands behind: sessions and projects.
UNVOICED: dict[str, tuple[Any, int, str]] = {
    "propose": (pgettext_lazy("timeline", "Proposed"), 0, "clipboard-list"),
    "approve": (pgettext_lazy("timeline", "Approved"), 0, "check"),
    "start": (pgettext_lazy("timeline", "Work has begun"), 0, "walk"),
    "claim": (pgettext_lazy("timeline", "Said to be finished"), 0, "tool"),
    "reject": (pgettext_lazy("timeline", "Looked at and not accepted"), 0, "eye"),
    "check": (pgettext_lazy("timeline", "Looked at and accepted"), 0, "shield-check"),
    "close": (pgettext_lazy("timeline", "Closed"), 0, "archive"),
}
_JUDGED = {
    "closed": (gettext_lazy("Solved, says who spoke; closed"), 4, ""),
    "reopened": (gettext_lazy("Not solved, says who spoke; it is done again"), 0, "refresh"),
    "judged": (gettext_lazy("Who spoke said what they make of it"), 0, "message-circle"),
    "again_asked": (gettext_lazy("Not solved, says who spoke; the supervisor decides"), 0, "message-circle"),
}
VERDICTS: dict[str, Any] = {
    "yes": gettext_lazy("Yes, solved"),
    "half": gettext_lazy("Half"),
    "no": gettext_lazy("No, not solved"),
    "cannot_tell": gettext_lazy("I cannot tell"),
}


def public_items(
    matter: Matter, acts: Sequence[Act], notes: Mapping[tuple[str, datetime], str] = {}
) -> list[dict[str, Any]]:
    """Steps and days, for everybody: no office, no voice, no ledger line that could tie acts to a worker.

    `notes` are sentences of offices by move and instant, for kinds that are public anyway.
    """
    acts = _told(acts)
    moves = [(act, _move(matter, act)) for act in acts]
    said = [notes.get((move.name if move else "", act.at), "") for act, move in moves]
    return [
        {**_step(matter, act), "when": day(act.day), "text": written(text)}
        for act, text in zip(acts, said, strict=True)
    ]


def items_for(matter: Matter, acts: Sequence[Act], told: Told) -> list[dict[str, Any]]:
    """Everything its voice may read. Acts of staff carry a day, one's own the time."""
    items = [_item(matter, act, told) for act in _told(acts)]
    if told.asked:
        items.append({"title": _("Now it is up to you"), "who": _("Your word opens the fourth petal"), "waiting": True})
    return items


def _step(matter: Matter, act: Act) -> dict[str, Any]:
    move = _move(matter, act)
    known = STEPS if kinds[matter.kind].flow.voiced else UNVOICED
    name = move.name if move else ""
    if act.command == "ladder.climb":
        return {"title": _raised(act), "petals": 0, "icon": "bell"}
    if name in ("judge", "judge_for"):
        title, petals, icon = _JUDGED[act.kind.split(".")[1]]
    elif "took_in" in act.facts:
        title, petals, icon = gettext_lazy("Another matter about the same joined it"), 0, "link"
    elif act.kind.endswith(".part_claimed"):
        title, petals, icon = gettext_lazy("One of the offices has done its part"), 0, "check"
    else:
        title, petals, icon = known.get(name, (_plain(move, act), 0, "notebook"))
    return {"title": str(title), "petals": petals, "icon": icon}


def _told(acts: Sequence[Act]) -> list[Act]:
    """What residents read: that a late matter was raised, not how often somebody was reminded before."""
    return [act for act in acts if not act.kind.endswith(".reminded")]


def _raised(act: Act) -> str:
    """Which level above learned that it is late."""
    return _("Late: raised to the supervisor") if act.facts.get("level") == TOP else _("Late: raised one level up")


def _plain(move: Move | None, act: Act) -> str:
    """What a step is called where residents have no word of their own for it."""
    spec = commands.get(act.command)
    return words(move.words if move else spec.words if spec else act.kind)


def _move(matter: Matter, act: Act) -> Move | None:
    """The move an act made; the one without a source for the act that brought the matter into being."""
    spec, flow = commands.get(act.command), kinds[matter.kind].flow
    if spec is None or not (spec.move or spec.opens):
        return None
    return flow.move(spec.move) if spec.move else next(move for move in flow.moves if not move.sources)


def _item(matter: Matter, act: Act, told: Told) -> dict[str, Any]:
    own = act.voice == told.voice.pk
    item = _step(matter, act)
    item["when"] = moment(act.at) if own else f"{day(act.day)} {weekday(act.day)}"
    item["who"] = "" if own else _who(act)
    item["record"] = act.entry
    item["record_url"] = address("entry", act.ledger, str(act.entry)) if act.entry <= told.sealed else ""
    move = _move(matter, act)
    detail = _DETAILS.get(move.name) if move else None
    return {**item, **(detail(matter, act, told) if detail else {})}


def _who(act: Act) -> str:
    if act.by_clock:
        return _("by the clock")
    return words(act.office) if act.office else _("a neighbor")


def _reported(matter: Matter, act: Act, told: Told) -> dict[str, Any]:
    if act.at != told.voice.said_at:
        return {}
    who = _("%(office)s, on your behalf") % {"office": words(act.office)} if act.office else ""
    return {
        "title": _("You said it"),
        "when": moment(act.at),
        "who": who,
        "said": written(told.voice.words),
        "photos": told.photos("reported"),
    }


def _accepted(matter: Matter, act: Act, told: Told) -> dict[str, Any]:
    category = kinds[matter.kind].option("categories", str(act.facts.get("category", "")))
    return {"text": words(category.words)} if category else {}


def _assigned(matter: Matter, act: Act, told: Told) -> dict[str, Any]:
    task = told.tasks.get(act.at)
    if task is None:
        return {}
    owner = Words(zh=task.owner.name, en=task.owner.name_en)
    return {"title": _("Given to %(office)s") % {"office": words(owner)}, "text": written(task.why)}


def _claimed(matter: Matter, act: Act, told: Told) -> dict[str, Any]:
    claim = told.claims.get(act.at)
    if claim is None:
        return {}
    kind = kinds[matter.kind]
    outcome, evidence = kind.option("outcomes", claim.outcome), kind.option("evidence", claim.evidence)
    said = {"outcome": words(outcome.words) if outcome else "", "evidence": words(evidence.words) if evidence else ""}
    return {
        "title": _("Said to be done: %(outcome)s") % said,
        "text": written(claim.note),
        "who": f"{words(act.office)} · {_('shown by: %(evidence)s') % said}" if act.office else said["evidence"],
        "photos": told.photos("claimed", claim.pk),
    }


def _checked(matter: Matter, act: Act, told: Told) -> dict[str, Any]:
    check = told.checks.get(act.at)
    return {"text": written(check.note)} if check and check.note else {}


def _answered(matter: Matter, act: Act, told: Told) -> dict[str, Any]:
    answer = told.answers.get(act.at)
    if answer is None:
        return {}
    said = {} if answer is told.answer else {"said": written(answer.text)}
    return {"title": _("The answer to you"), "who": f"{_who(act)} · {told.delivered(answer)}", **said}


def _joined(matter: Matter, act: Act, told: Told) -> dict[str, Any]:
    """What one was told of the joining, at the line of one's own matter."""
    answer = told.answers.get(act.at)
    return {"said": written(answer.text)} if answer and "into" in act.facts else {}


def _judged(matter: Matter, act: Act, told: Told) -> dict[str, Any]:
    verdict = told.verdicts.get(act.at)
    if verdict is None:
        return {}
    title = _("You said: %(verdict)s") % {"verdict": VERDICTS[verdict.verdict]}
    return {"title": title, "said": written(verdict.words)}


_DETAILS = {
    "report": _reported,
    "accept": _accepted,
    "assign": _assigned,
    "claim": _claimed,
    "reject": _checked,
    "check": _checked,
    "answer": _answered,
    "reply": _answered,
    "refuse": _answered,
    "consult": _answered,
    "refuse_again": _answered,
    "join": _joined,
    "judge": _judged,
    "judge_for": _judged,
}
