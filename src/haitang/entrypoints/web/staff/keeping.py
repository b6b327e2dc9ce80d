"""Keeping 管责任和规则: who keeps the directory of duties and the routing rules, and the lists their forms choose from."""

from django.utils.translation import gettext as _

from haitang.engine import authority, duties, routing
from haitang.engine.rule_drafts import DOOR_WORDS
from haitang.engine.territory import NAMED
from haitang.entrypoints.web.choices import Options
from haitang.entrypoints.web.forms import Field
from haitang.entrypoints.web.staff.access import Staff, name_of
from haitang.entrypoints.web.staff.places import COARSE, place_options
from haitang.kernel.command import Command
from haitang.kernel.duty_words import ACTING, BASES, PARTS, URGENCIES
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.records.party import Organization, Post
from haitang.records.place import Place

KEEPERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR)
#: Roles whose posts answer for something. Whoever only reads or records does not.
ANSWERING = (Role.OWNER, Role.GRID, Role.DESK, Role.DISPATCHER, Role.SUPERVISOR, Role.CHAIR)
_EVERYWHERE = (*COARSE, *(kind for kind in NAMED if kind not in COARSE))
_MOST = 300
#: A rule is written as it is read: conditions, then who, then why; a duty as what, where, who, because.
_ORDER = (
    "category", "place", "below", "at_least", "kind", "door", "then", "part", "party", "owner", "why", "why_en", "turn",
    "basis", "text", "text_en", "source", "since", "until", "confirmed", "note",
)  # fmt: skip


def keeping(staff: Staff) -> list[Post]:
    """The posts that keep the duties and rules of their places."""
    return [post for post in staff.posts if post.role in KEEPERS]


def may(staff: Staff, spec: Command, organization: Organization) -> bool:
    """Whether one of the posts may give this command for the whole office."""
    posts = [post for post in staff.posts if post.organization_id == organization.pk]
    return any(
        authority.may(staff.actor, spec.roles, post.place, organization.code, held=staff.posts) for post in posts
    )


def office_place(organization: Organization) -> str:
    """The code of the office's whole territory, at which its rules are kept."""
    top = Place.objects.filter(organization=organization).order_by("path").first()
    return top.code if top else ""


def lists(staff: Staff, organization: Organization) -> dict[str, Options]:
    """Everything the forms of duties and rules choose from."""
    tongue = staff.tongue
    places = place_options(keeping(staff), tongue, _EVERYWHERE)
    return {
        "place": places,
        "below": places,
        "owner": offices(staff, organization),
        "category": [{"value": one.code, "label": one.words.say(tongue)} for one in duties.categories()],
        "part": [{"value": code, "label": words.say(tongue)} for code, words in PARTS.items()],
        "party": [{"value": code, "label": PARTS[code].say(tongue)} for code in ACTING],
        "basis": [{"value": code, "label": words.say(tongue)} for code, words in BASES.items()],
        "kind": [{"value": one.name, "label": one.words.say(tongue)} for one in kinds if one.shape == "case"],
        "door": [{"value": code, "label": DOOR_WORDS[code].say(tongue)} for code in routing.DOORS],
        "at_least": [
            {"value": str(code), "label": words.say(tongue) if code < max(URGENCIES) else _("any")}
            for code, words in URGENCIES.items()
        ],
    }


def offices(staff: Staff, organization: Organization) -> Options:
    """The posts of an office that may answer for something, by place."""
    posts = Post.objects.filter(organization=organization, role__in=ANSWERING).select_related("place")
    return [
        {"value": post.code, "label": f"{name_of(post).say(staff.tongue)} · {_at(post, staff.tongue)}"}
        for post in posts.order_by("place__path", "code")[:_MOST]
    ]


def _at(post: Post, tongue: str) -> str:
    return post.place.name_en if tongue == "en" else post.place.name


def tuned(fields: list[Field]) -> list[Field]:
    """What may be left open says what that means; long lists are selects."""
    left = {
        "category": _("everything"), "below": _("everywhere"), "kind": _("any"), "door": _("any way"),
        "party": _("whoever is nearest"), "owner": _("– as the directory says –"),
    }  # fmt: skip
    called = {"text": _("How the basis reads"), "source": _("Where you know it from")}
    for control in fields:
        if control.kind == "hidden":
            continue
        control.label = called.get(control.name, control.label)
        if control.name in left or control.name in {"place", "at_least"}:
            control.kind = "select"
        if control.name in left and not control.required:
            control.empty = left[control.name]
        if any("\u4e00" <= letter <= "\u9fff" for letter in str(control.value)):
            control.lang = "zh-Hans"
    return sorted(fields, key=lambda control: _ORDER.index(control.name) if control.name in _ORDER else -1)
