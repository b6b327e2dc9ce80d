"""Choices 可选项: what a command's inputs may be chosen from, given its subject; and the hints beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haitang.engine import guide
from haitang.engine.territory import known
from haitang.entrypoints.web.forms import Field, fields_of
from haitang.kernel.command import Command
from haitang.kernel.errors import Invalid
from haitang.kernel.kind import Kind
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Post
from haitang.records.place import Place

Options = list[dict[str, str]]

SEVERITIES = {
    0: gettext_lazy("0 · danger to life"),
    1: gettext_lazy("1 · urgent"),
    2: gettext_lazy("2 · ordinary"),
    3: gettext_lazy("3 · a wish"),
    4: gettext_lazy("4 · a question"),
}
HINTS = {
    "matters.accept title": gettext_lazy("Thing and place, in words that anybody may read; no names, no door numbers."),
    "matters.assign why": gettext_lazy("A contract, a rule, a decision: what makes it theirs."),
    "matters.claim note": gettext_lazy("What was done, or why it could not be. The person who asked will read it."),
    "matters.claim evidence": gettext_lazy("One is enough. A photo is never required."),
    "matters.reject note": gettext_lazy("What is still missing; the responsible party reads it."),
    "matters.answer sentence": gettext_lazy("Stands below the text above, in your own words."),
    "matters.answer sentence_en": gettext_lazy("One of those who spoke reads English."),
    "notices.publish source": gettext_lazy("An office or a company, never a person: who answers for it."),
    "notices.publish starts": gettext_lazy("When what it is about begins. Empty: now. It can be read at once."),
    "notices.publish ends": gettext_lazy(
        "The last moment it holds. A warning needs one within 14 days, a legal notice too."
    ),
    "notices.publish body": gettext_lazy("What, where, until when, whom to call. No names, no door numbers."),
    "notices.correct reason": gettext_lazy(
        "Everybody reads it, and the earlier wording. What must not be read: withdraw it."
    ),
    "notices.withdraw reason": gettext_lazy("Everybody reads it; the wording and the files are shown no more."),
    "asked.reply sentence": gettext_lazy("In your own words; the article, where you choose one, is quoted below it."),
    "asked.reply article": gettext_lazy("Quoted as it reads today. Only articles that are in use stand here."),
    "directory.add label": gettext_lazy("An office or a role, such as “community desk”; never the name of a person."),
    "directory.change label": gettext_lazy(
        "An office or a role, such as “community desk”; never the name of a person."
    ),
    "directory.add times": gettext_lazy("For example 9:00-11:30, 13:30-17:00"),
    "directory.change times": gettext_lazy("For example 9:00-11:30, 13:30-17:00"),
    "meetings.decide opinions": gettext_lazy("What was said for and against, without names."),
    "projects.claim note": gettext_lazy("What is finished, for those who will look at it."),
    "erasures.ask reason": gettext_lazy("How they showed who they are: a receipt, a call back. No name, no number."),
    "voices.correct_contact contact": gettext_lazy("A telephone number or an e-mail address. It is sealed again."),
    "exports.declare article": gettext_lazy("As it is written in the law; everybody will read it."),
    "mediation.request words": gettext_lazy(
        "What it is about. It is sealed at once; only the mediators of this dispute open it."
    ),
    "mediation.request contact": gettext_lazy("So that the mediator can call. Sealed as well. It may stay empty."),
    "mediation.take unconcerned": gettext_lazy(
        "Whoever wrote it down or handled the matter before does not mediate it."
    ),
    "mediation.invite contact": gettext_lazy("A telephone number or an e-mail address, as they gave it. It is sealed."),
    "mediation.decline side": gettext_lazy("Nobody has to say why. Both sides are told that it ends here."),
    "agreements.sit record": gettext_lazy("Sealed at once. To read it again, open the file with a reason."),
    "agreements.visit record": gettext_lazy("Sealed at once. To read it again, open the file with a reason."),
    "agreements.sign day": gettext_lazy(
        "The day from which it binds: both sides and the mediator have signed, the seal is on it."
    ),
    "agreements.sign paper": gettext_lazy("Encrypted on the disk; only the mediators of this dispute open it."),
    "projects.accept note": gettext_lazy("Who looked, residents among them (offices, no names), and what they found."),
}
#: Roles whose posts can be given a matter or a project.
OWNING = (Role.OWNER, Role.GRID, Role.DESK)
#: What is chosen by a tap on one of a few words.
TAPPED = frozenset({"category", "theme", "outcome", "evidence", "decision"})
CHIPS = 12
POSTS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose choices are wanted: a command's, about a subject where there is one, with what stands in the form."""

    spec: Command
    subject: Matter | None
    tongue: str
    values: Mapping[str, Any]


def fields_for(
    spec: Command,
    subject: Matter | None,
    tongue: str,
    *,
    values: Mapping[str, Any] | None = None,
    hidden: Sequence[str] = (),
    error: Invalid | None = None,
    prefix: str = "",
    extra: Mapping[str, Options] | None = None,
) -> list[Field]:
    """The controls of a command with everything that can be chosen, as lists; `extra` adds lists a page knows."""
    options = {**_options(Asked(spec, subject, tongue, values or {}), hidden), **(extra or {})}
    made = fields_of(spec, values, options, hidden, error, tongue)
    for control in made:
        control.prefix = f"f-{prefix}-" if prefix else ""
        control.hint = control.hint or str(HINTS.get(f"{spec.name} {control.name}", ""))
        _tune(control)
    return made


def _tune(control: Field) -> None:
    """Short lists that are always needed are chips: one tap. A long list starts without a choice made for anybody;
    what stands there already is not called optional."""
    if control.kind == "hidden":
        return
    if control.name in TAPPED and 0 < len(control.choices) <= CHIPS:
        control.kind = "chips"
    if control.name == "severity":
        control.kind = "select"
    if control.name == "photos":
        control.kind = "photos"
    if control.name == "files":
        control.kind, control.multiple = "file", True
        control.accept = "image/*,application/pdf"
    if control.name == "paper":
        control.kind, control.accept = "file", "image/*,application/pdf"
    if control.name == "article" and control.choices:
        control.kind, control.empty = "select", _("– no article –")
    preset = control.value not in ("", None) and control.kind in {"select", "radio", "number"}
    if control.kind == "select" and control.required and not preset:
        control.empty = _("Please choose")
    control.required = control.required or preset


def _options(asked: Asked, hidden: Sequence[str]) -> dict[str, Options]:
    names = [name for name in asked.spec.form.model_fields if name in _SOURCES and name not in hidden]
    found = {name: _SOURCES[name](asked) for name in names}
    return {name: options for name, options in found.items() if options is not None}


def _of_kind(which: str) -> Callable[[Asked], Options | None]:
    def options(asked: Asked) -> Options | None:
        kind = kinds.get(asked.subject.kind) if asked.subject is not None else None
        listed = getattr(kind, which) if kind else ()
        return [{"value": option.code, "label": option.words.say(asked.tongue)} for option in listed] or None

    return options


def _themes(asked: Asked) -> Options:
    listed = [option for kind in of_shape("project") for option in kind.categories]
    return [{"value": option.code, "label": option.words.say(asked.tongue)} for option in listed]


def _severities(asked: Asked) -> Options:
    return [{"value": str(value), "label": str(words)} for value, words in SEVERITIES.items()]


def _kinds(asked: Asked) -> Options | None:
    """The kinds of matter that a command may open; the kind of a place is no such thing."""
    if not asked.spec.opens:
        return None
    shape = {"meetings.plan": "meeting", "projects.propose": "project"}.get(asked.spec.name, "case")
    return [{"value": kind.name, "label": kind.words.say(asked.tongue)} for kind in of_shape(shape)]


def of_shape(shape: str) -> list[Kind]:
    """The catalogue's kinds of a shape."""
    return [kind for kind in kinds if kind.shape == shape]


def _owners(asked: Asked) -> Options | None:
    """The posts that may be given it: those at its place or above it first, then the others of the organization."""
    place = asked.subject.place if asked.subject else known(str(asked.values.get("place", "")))
    if place is None or place.organization_id is None:
        return None
    posts = Post.objects.filter(organization=place.organization_id, role__in=OWNING).select_related("place")
    near: list[Post] = []
    far: list[Post] = []
    for post in posts.order_by("code")[:POSTS_AT_MOST]:
        (near if _near(post, place) else far).append(post)
    near.sort(key=lambda post: -len(post.place.path))
    return [
        *(_choice(post, _("Near") if far else "", asked.tongue) for post in near),
        *(_choice(post, _("Elsewhere") if near else "", asked.tongue) for post in far),
    ]


def _articles(asked: Asked) -> Options | None:
    """The articles an answer may be taken from, those of the asker's topic not guessed."""
    if asked.subject is None:
        return None
    found = guide.of_organization(asked.subject.organization)[:POSTS_AT_MOST]
    return [{"value": one.code, "label": f"{guide.title_of(one).say(asked.tongue)} · {one.code}"} for one in found]


def _near(post: Post, place: Place) -> bool:
    same = bool(place.community) and post.place.community == place.community
    return same or place.path.startswith(post.place.path)


def _choice(post: Post, group: str, tongue: str) -> dict[str, str]:
    name = Words(zh=post.name, en=post.name_en).say(tongue)
    place = Words(zh=post.place.name, en=post.place.name_en).say(tongue)
    return {"value": post.code, "label": name if place in name else f"{name} · {place}", "group": group}


_SOURCES: dict[str, Callable[[Asked], Options | None]] = {
    "category": _of_kind("categories"),
    "outcome": _of_kind("outcomes"),
    "evidence": _of_kind("evidence"),
    "theme": _themes,
    "severity": _severities,
    "kind": _kinds,
    "owner": _owners,
    "article": _articles,
}
