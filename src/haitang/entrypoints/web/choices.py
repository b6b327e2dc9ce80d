"""Choices 可选项: what a command's inputs may be chosen from, given its subject; and the hints beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haitang.engine import guide, proofs, raising, talents
from haitang.engine.territory import known
from haitang.entrypoints.web.forms import Field, fields_of
from haitang.kernel import fair
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
    "fairness.set_aside because": gettext_lazy(
        "Criticism is not a reason. Sharp words, words said often, and words about work done badly are taken like others."
    ),
    "fairness.withhold because": gettext_lazy(
        "Criticism is not a reason. Sharp words, words said often, and words about work done badly are taken like others."
    ),
    "fairness.set_aside note": gettext_lazy("Those who spoke read it, once somebody outside the office has agreed."),
    "fairness.raise_up concerns": gettext_lazy(
        "That office, and whoever serves in it, cannot see it from now on; perhaps you cannot either."
    ),
    "fairness.decide_appeal sentence": gettext_lazy("Why. Everybody who spoke reads it."),
    "matters.assign why": gettext_lazy("A contract, a rule, a decision: what makes it theirs."),
    "matters.claim note": gettext_lazy("What was done, or why it could not be. The person who asked will read it."),
    "matters.claim evidence": gettext_lazy("One is enough. A photo is never required."),
    "joining.join into": gettext_lazy(
        "The number of the matter that says the same. Those who spoke are told, and may object."
    ),
    "together.involve why": gettext_lazy("What this office is to do, and on what basis."),
    "handling.consult sentence": gettext_lazy("The answer itself; source and date are added below it."),
    "handling.consult source": gettext_lazy("A regulation, a notice, an article of the service guide."),
    "reopening.refuse reason": gettext_lazy("It is sent to whoever asked, word for word."),
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
    "duties.add text": gettext_lazy("Which article, which clause, which decision: so that anybody can look it up."),
    "duties.change text": gettext_lazy("Which article, which clause, which decision: so that anybody can look it up."),
    "duties.add source": gettext_lazy("Where you read it, and when."),
    "routing.add why": gettext_lazy("Stands with every matter it proposes an office for."),
    "routing.change why": gettext_lazy("Stands with every matter it proposes an office for."),
    "joint.decide owner": gettext_lazy("Binding: this office cannot hand it back."),
    "joint.decide opinions": gettext_lazy("What was said for and against, without names."),
    "joint.convene heads": gettext_lazy("People, not offices; never who they were."),
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
TAPPED = frozenset({"category", "skill", "theme", "outcome", "evidence", "decision"})
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
    if control.name in {"present", "absent"}:
        control.kind, control.required = "checks", control.name == "present"
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


def _skills(asked: Asked) -> Options:
    return [{"value": one.code, "label": one.words.say(asked.tongue)} for one in talents.kind().categories]


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
    if asked.spec.move == "release" and asked.subject is not None:
        return _brought_in(asked.subject, asked.tongue)
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


def _brought_in(subject: Matter, tongue: str) -> Options:
    """The posts that have a part in it besides its owner."""
    joint = Post.objects.filter(pk__in=subject.owners - {subject.owner_id}).select_related("place")
    return [_choice(post, "", tongue) for post in joint.order_by("code")]


def _proofs(asked: Asked) -> Options | None:
    """The evidence that the matter's category takes."""
    taken = proofs.taken(asked.subject) if asked.subject is not None and asked.subject.kind in kinds else ()
    return [{"value": option.code, "label": option.words.say(asked.tongue)} for option in taken] or None


def _offices(asked: Asked) -> Options | None:
    """The offices that may sit around a table: all that answer for something, those near first."""
    place = asked.subject.place if asked.subject else None
    if place is None:
        return None
    posts = Post.objects.filter(organization=place.organization_id, role__in=(*OWNING, Role.DISPATCHER))
    found = posts.order_by("place__path", "code")
    return [{"value": one.code, "label": Words(zh=one.name, en=one.name_en).say(asked.tongue)} for one in found]


def _articles(asked: Asked) -> Options | None:
    """The articles an answer may be taken from, those of the asker's topic not guessed."""
    if asked.subject is None:
        return None
    found = guide.of_organization(asked.subject.organization)[:POSTS_AT_MOST]
    return [{"value": one.code, "label": f"{guide.title_of(one).say(asked.tongue)} · {one.code}"} for one in found]


def _reasons(asked: Asked) -> Options:
    """The fixed list of reasons, under what each is a reason for; no other text is ever offered."""
    sorts = [fair.WITHHELD] if not asked.spec.move else [fair.INVALID, fair.WITHDRAWN]
    return [
        {"value": code, "label": words.say(asked.tongue), "group": fair.SORTS[sort].say(asked.tongue)}
        for sort in sorts
        for code, words in fair.REASONS[sort].items()
    ]


def _concerned(asked: Asked) -> Options | None:
    """The offices a matter may be about; never a person."""
    place = asked.subject.place if asked.subject else known(str(asked.values.get("place", "")))
    if place is None or place.organization is None:
        return None
    return [
        {"value": one.code, "label": one.words.say(asked.tongue), "group": one.place.say(asked.tongue)}
        for one in raising.offices(place.organization, near=place)
    ]


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
    "evidence": _proofs,
    "theme": _themes,
    "skill": _skills,
    "severity": _severities,
    "kind": _kinds,
    "owner": _owners,
    "present": _offices,
    "absent": _offices,
    "article": _articles,
    "because": _reasons,
    "concerns": _concerned,
}
