"""Every page of the site with an address that works on the test's server: one list for geometry, axe and leaks."""

from dataclasses import dataclass

from haitang.commands import meetings
from haitang.engine import gate
from haitang.records.voice import Answer
from tests.cast import Cast, Told

#: Addresses that are no pages: forms' doors, downloads, redirects.
NO_PAGES = {
    "prefs",
    "sign_out",
    "photo",
    "bundle",
    "robots",
    "plate",
    "verifier_file",
    "judge",
    "forget",
    "entry_proof",
    "desk_find",
    "desk_peek",
    "desk_contact",
    "desk_table",
}


@dataclass(frozen=True)
class Where:
    """A page: its route name, its arguments, and who looks at it: a login, a voice by number and secret, or anybody."""

    route: str
    arguments: tuple[str, ...] = ()
    login: str = ""


@dataclass(frozen=True)
class Scene:
    """The matters that the pages are about."""

    matter: str
    open_matter: str
    in_hand: str
    secret: str
    session: str
    project: str
    answer: str


def scene(cast: Cast) -> Scene:
    """One matter answered, one just said, one in hand, a session that was held and a finished project."""
    session, project = cast.session(), cast.project()
    gate.do(meetings.table, by=cast.chair, meeting=session, topic="车棚放在哪里")
    cast.held(session)
    cast.finished(project)
    told = cast.answered()
    return Scene(told.number, cast.report().number, cast.working().number, told.secret, session, project, _answer(told))


def _answer(told: Told) -> str:
    return str(Answer.objects.get(voice=told.voice.voice).pk)


def pages(scene: Scene) -> list[Where]:
    """Every page; a test holds this list against the address table."""
    voice = f"{scene.matter}-{scene.secret}"
    own = [Where("matter", (scene.matter,), voice), Where("receipt", (scene.matter,), voice)]
    return _public(scene) + own + _staff(scene)


def _public(scene: Scene) -> list[Where]:
    return [
        Where("home"),
        Where("report"),
        Where("follow"),
        Where("matter", (scene.matter,)),
        Where("answers"),
        Where("meetings"),
        Where("meeting", (scene.session,)),
        Where("projects"),
        Where("project", (scene.project,)),
        Where("place", ("daguan",)),
        Where("accessibility"),
        Where("privacy"),
        Where("verify"),
        Where("sign_in"),
        Where("briefs"),
        Where("figure", ("requests.problems_solved",)),
        Where("ledger"),
        Where("ledger_of", ("sujin",)),
        Where("entry", ("sujin", "1")),
        Where("act", ("matters.report",)),
        Where("briefs_print"),
    ]


def _staff(scene: Scene) -> list[Where]:
    return [
        Where("desk", (), "desk"),
        Where("desk_mine", (), "property"),
        Where("desk_inbox", (), "desk"),
        Where("desk_matter", (scene.matter,), "desk"),
        Where("desk_matter", (scene.open_matter,), "desk"),
        Where("desk_meetings", (), "chair"),
        Where("desk_meeting", (scene.session,), "chair"),
        Where("desk_meeting_new", (), "chair"),
        Where("desk_projects", (), "supervisor"),
        Where("desk_project", (scene.project,), "supervisor"),
        Where("desk_briefs", (), "reader"),
        Where("desk_ledger", (), "auditor"),
        Where("desk_figure", ("requests.problems_solved",), "reader"),
        Where("desk_entry", ("sujin", "1"), "auditor"),
        Where("desk_briefs_print", (), "reader"),
        Where("desk_minutes", (scene.session,), "chair"),
        Where("desk_claim", (scene.in_hand,), "property"),
        Where("desk_undelivered", (), "desk"),
        Where("desk_answer_slip", (scene.matter, scene.answer), "desk"),
        Where("desk_channels", (), "administrator"),
        Where("desk_wording", (), "administrator"),
        Where("desk_wording_one", ("requests.problem", "solved"), "administrator"),
    ]
