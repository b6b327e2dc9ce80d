"""Every page of the site with an address that works on the test's server: one list for geometry, axe and leaks."""

from dataclasses import dataclass
from datetime import timedelta

from haitang.commands import (
    accounts,
    asked,
    directory,
    duties,
    erasures,
    exports,
    guide,
    links,
    meetings,
    retention,
    routing,
)
from haitang.engine import clock, gate, invitations, photos
from haitang.records.account import Invitation
from haitang.records.voice import Answer
from tests import mediations, tables_pages, talents
from tests.cast import Cast, Told
from tests.commands.inputs import SOUND, a_photo
from tests.commands.ready_cases import given_joint_held
from tests.entrypoints.web.residents import posted

#: Addresses that are no pages: forms' doors, downloads, redirects.
NO_PAGES = {
    "prefs",
    "sign_out",
    "photo",
    "bundle",
    "robots",
    "metrics",  # for Prometheus
    "plate",
    "verifier_file",
    "open_file",
    "judge",
    "forget",
    "entry_proof",
    "desk_peek",
    "desk_bulk",  # with matters chosen: tests/stories/test_triage.py looks at it
    *("desk_shortcut", "desk_shortcut_drop", "desk_contact", "desk_table", "desk_duty_document"),
    "desk_mediation_open",  # doors of forms: tests/stories/test_mediation.py opens them
    "desk_mediation_paper",
    "mediation_invite",
    "desk_talent_contact",  # the same: tests/stories/test_talents.py
    "recur",
    *("notices_feed", "answers_feed", "notice_file"),
    "week_ics",
    "map_geojson",
    "desk_map_export",
    "map_pick",  # a part of the report form: tests/entrypoints/web/test_map_pick.py
    "office",  # the home page again, of one office among several: tests/house/test_two_organizations.py
    # django-allauth's own names for our addresses, doors of forms, and the way to somebody else's site and back.
    "account_login",
    "account_logout",
    "mfa_index",
    "mfa_login_webauthn",
    "account_end_session",
    "openid_connect_login",
    "openid_connect_callback",
    # Between two steps, or only after confirming a password: tests/stories/test_sign_in.py opens them.
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "account_second_step",
    "link",
    "link_closed",
} | tables_pages.NO_PAGES


#: The check list of the set-up and its steps.
SETUP = (
    "", "_office", "_places", "_import", "_posts", "_hours", "_calendar", "_terms", "_rules", "_channels", "_modules", "_privacy", "_trial",
    "_publish",
)  # fmt: skip


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
    photo: str
    session: str
    project: str
    posted: str
    line: str
    article: str
    question: str
    erased: str
    erased_secret: str
    invitation: str
    slip: str
    answer: str
    duty: str
    rule: str
    joint: str
    routed: str
    dispute: str
    dispute_secret: str
    offer: str
    offer_secret: str
    unconfirmed: str
    helped: str
    invited: str
    waiting: str
    ordered: str


def scene(cast: Cast) -> Scene:
    """One matter answered, one just said, one in hand, a session that was held and a finished project."""
    session, project = cast.session(), cast.project()
    gate.do(meetings.table, by=cast.chair, meeting=session, topic="车棚放在哪里")
    cast.held(session)
    cast.finished(project)
    invited = gate.do(accounts.invite, by=cast.administrator, place="sujin", login="newcomer").values["invitation"]
    secret = invitations.secret_of(Invitation.objects.get(pk=invited))
    told = cast.answered()
    erased, in_hand = privacy(cast), cast.working().number
    photo = photos.keep(a_photo()).digest
    line, article, question = _kept_by_the_desk(cast)
    duty, rule, routed, joint = _whose(cast)
    dispute, waiting = mediations.signed(cast), mediations.asked(cast).number
    return Scene(
        **_talents(cast),
        matter=told.number,
        open_matter=cast.report(photos=[photo]).number,
        in_hand=in_hand,
        secret=told.secret,
        session=session,
        project=project,
        posted=str(posted(cast)),
        line=line,
        article=article,
        question=question,
        erased=erased.number,
        erased_secret=erased.secret,
        invitation=secret,
        slip=gate.do(links.make, by=cast.desk, matter=in_hand).values["ref"],
        photo=photo,
        answer=_answer(told),
        duty=duty,
        rule=rule,
        routed=routed,
        joint=joint,
        dispute=dispute.number,
        dispute_secret=dispute.first.secret,
        waiting=waiting,
    )


def _kept_by_the_desk(cast: Cast) -> tuple[str, str, str]:
    """A number, an article, and a question that waits for its answer."""
    today = clock.today().isoformat()
    line = gate.do(
        directory.add, cast.desk, place="daguan", sort="desk", label="大观名园社区受理台",
        label_en="Daguan community desk", phone="0512-0000 0010", checked_on=today, days="workdays",
        times="8:30-11:30, 13:00-17:30", hours="节假日有人值班", hours_en="somebody is on duty on holidays",
    )  # fmt: skip
    article = gate.do(
        guide.publish, cast.desk, place="daguan", topic="housing", whom="owners", title="补办门禁卡",
        title_en="A new entry card", papers="身份证", papers_en="identity card", counter="一楼窗口",
        counter_en="ground floor", source="社区规定", checked_on=today,
    )  # fmt: skip
    question = gate.do(asked.consult, cast.anyone, place="dgmy", words="补卡要多少钱", article=article.subject)
    return line.subject.partition(":")[2], article.subject, question.subject


def _whose(cast: Cast) -> tuple[str, str, str, str]:
    """A line of the directory, a rule, a matter that waits with its proposal, and a joint meeting that decides on it."""
    duty = gate.do(duties.add, cast.dispatcher, **SOUND["duties.add"]).values["duty"]
    rule = gate.do(routing.add, cast.dispatcher, **SOUND["routing.add"]).values["rule"]
    routed, session = cast.accepted(), given_joint_held(cast)["meeting"]
    return str(duty), str(rule), routed.number, session


def _talents(cast: Cast) -> dict[str, str]:
    """Somebody on the register who came once and is asked again, the matter they are asked for, the link they got; and
    somebody nobody has confirmed yet."""
    _first, offer, _made = talents.agreed(cast)
    matter, _offer, made = talents.asked(cast, offer)
    talents.confirmed(cast)
    return {
        "offer": offer.number,
        "offer_secret": offer.secret,
        "unconfirmed": talents.offered(cast).number,
        "helped": matter.number,
        "invited": made.link.ref,
        **tables_pages.scene(cast),
    }


def privacy(cast: Cast) -> Told:
    """Somebody who was erased, a wish that waits, a proposal that waits for approval, and a declared handover."""
    erased = cast.report(contact="13800001234")
    gate.do(erasures.erase, by=erased.voice, matter=erased.number)
    asking = cast.report(contact="13800001234")
    gate.do(erasures.ask, by=cast.desk, matter=asking.number, voice=asking.voice.voice or 0, reason="带收据来的")
    with clock.at(clock.now() - timedelta(days=1200)):
        cast.solved()
    term = {"outcome": "solved", "years": 2, "source": "单位决定", "confirmed": True}
    gate.do(retention.set_term, cast.administrator, place="sujin", **term)
    gate.do(retention.propose, by=cast.administrator, place="sujin")
    gate.do(exports.declare, cast.administrator, **SOUND["exports.declare"])
    return erased


def _answer(told: Told) -> str:
    return str(Answer.objects.get(voice=told.voice.voice).pk)


def pages(scene: Scene) -> list[Where]:
    """Every page; a test holds this list against the address table."""
    voice = f"{scene.matter}-{scene.secret}"
    routes = ("matter", "receipt", "my_data", "my_data_export", "my_data_correct", "my_data_erase")
    own = [Where(route, (scene.matter,), voice) for route in routes]
    own.append(Where("matter", (scene.erased,), f"{scene.erased}-{scene.erased_secret}"))
    own.append(Where("mediation_own", (scene.dispute,), f"{scene.dispute}-{scene.dispute_secret}"))
    own.append(Where("link_page", (scene.slip,), f"slip {scene.slip}"))
    own.append(Where("talent_own", (scene.offer,), f"{scene.offer}-{scene.offer_secret}"))
    own.append(Where("receipt", (scene.offer,), f"{scene.offer}-{scene.offer_secret}"))
    own.append(Where("link_page", (scene.invited,), f"slip {scene.invited}"))
    return _public(scene) + own + _staff(scene) + [Where(*page) for page in tables_pages.pages(scene.ordered)]


def _public(scene: Scene) -> list[Where]:
    return [
        Where("home"),
        Where("how"),
        Where("report"),
        Where("report_paper"),
        Where("danger", ("stuck",)),
        Where("follow"),
        Where("matter", (scene.matter,)),
        Where("answers"),
        Where("parked"),
        Where("lists"),
        Where("fairness"),
        Where("me_too", (scene.in_hand,)),
        Where("meetings"),
        Where("meeting", (scene.session,)),
        Where("projects"),
        Where("project", (scene.project,)),
        Where("place", ("daguan",)),
        Where("map"),
        Where("notices"),
        Where("notice", (scene.posted,)),
        Where("notice_print", (scene.posted,)),
        Where("week"),
        Where("find"),
        *_asked_and_checked(scene),
    ]


def _asked_and_checked(scene: Scene) -> list[Where]:
    return [
        Where("calls"),
        Where("door_card", ("daguan",)),
        Where("duties"),
        Where("duties_print"),
        Where("guide"),
        Where("article", (scene.article,)),
        Where("consult"),
        Where("correct"),
        Where("too_much"),
        Where("mediation"),
        Where("mediation_paper"),
        Where("talents"),
        Where("accessibility"),
        Where("privacy"),
        Where("exports"),
        Where("open_data"),
        Where("verify"),
        Where("sign_in"),
        Where("forgotten"),
        Where("socialaccount_login_cancelled"),
        Where("invitation", (scene.invitation,)),
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
        Where("desk_find", (), "desk"),
        Where("desk_board", (), "desk"),
        Where("desk_mine", (), "property"),
        Where("desk_inbox", (), "desk"),
        Where("desk_office", (), "desk"),
        Where("desk_overview", (), "supervisor"),
        Where("desk_mediations", (), "second_mediator"),
        Where("desk_mediation", (scene.dispute,), "second_mediator"),
        Where("desk_mediation", (scene.waiting,), "second_mediator"),
        Where("desk_mediation_sign", (scene.dispute,), "second_mediator"),
        Where("talents", (), "desk"),
        Where("desk_talents", (), "desk"),
        Where("desk_talent", (scene.offer,), "desk"),
        Where("desk_talent", (scene.unconfirmed,), "desk"),
        Where("desk_find_talent", (scene.helped,), "desk"),
        Where("desk_matter", (scene.helped,), "desk"),
        Where("desk_matter", (scene.matter,), "desk"),
        Where("desk_matter", (scene.open_matter,), "desk"),
        Where("desk_matter", (scene.question,), "desk"),
        Where("desk_directory", (), "desk"),
        Where("desk_line", (scene.line,), "desk"),
        Where("desk_guide", (), "desk"),
        Where("desk_article", (scene.article,), "desk"),
        Where("desk_article_new", (), "desk"),
        Where("desk_photo", (scene.photo,), "desk"),
        Where("desk_meetings", (), "chair"),
        Where("desk_meeting", (scene.session,), "chair"),
        Where("desk_meeting_new", (), "chair"),
        Where("desk_notices", (), "desk"),
        Where("desk_notice_new", (), "desk"),
        Where("desk_notice", (scene.posted,), "desk"),
        Where("desk_map", (), "dispatcher"),
        Where("desk_draw", ("daguan-1",), "dispatcher"),
        *_named(scene),
        *_office(scene),
    ]


def _named(scene: Scene) -> list[Where]:
    return [
        Where("desk_duties", (), "dispatcher"),
        Where("desk_duty_new", (), "dispatcher"),
        Where("desk_duty", (scene.duty,), "dispatcher"),
        Where("desk_routing", (), "dispatcher"),
        Where("desk_rule_new", (), "dispatcher"),
        Where("desk_rule", (scene.rule,), "dispatcher"),
        Where("desk_joint", (), "dispatcher"),
        Where("desk_matter", (scene.routed,), "dispatcher"),
        Where("desk_meeting", (scene.joint,), "chair"),
    ]


def _office(scene: Scene) -> list[Where]:
    return [
        Where("desk_projects", (), "supervisor"),
        Where("desk_project", (scene.project,), "supervisor"),
        Where("desk_briefs", (), "reader"),
        Where("desk_ledger", (), "auditor"),
        Where("desk_figure", ("requests.problems_solved",), "reader"),
        Where("desk_entry", ("sujin", "1"), "auditor"),
        Where("desk_briefs_print", (), "reader"),
        Where("desk_paper", (), "recorder"),
        Where("desk_plates", (), "desk"),
        Where("desk_minutes", (scene.session,), "chair"),
        Where("desk_erasures", (), "supervisor"),
        Where("desk_retention", (), "supervisor"),
        Where("desk_fairness", (), "supervisor"),
        Where("desk_exports", (), "administrator"),
        Where("act", ("exports.declare",), "administrator"),
        Where("desk_claim", (scene.in_hand,), "property"),
        *(Where(f"setup{step}", (), "administrator") for step in SETUP),
        Where("setup_draw", ("daguan-1",), "administrator"),
        Where("account", (), "desk"),
        Where("account_change_password", (), "desk"),
        Where("account_reauthenticate", (), "desk"),
        Where("desk_accounts", (), "administrator"),
        Where("desk_authority", (), "desk"),
        Where("desk_people", (), "administrator"),
        Where("desk_grant", ("offices.create_post",), "administrator"),
        Where("desk_links", (scene.in_hand,), "desk"),
        Where("desk_slip", (scene.slip,), "desk"),
        Where("desk_undelivered", (), "desk"),
        Where("desk_answer_slip", (scene.matter, scene.answer), "desk"),
        Where("desk_channels", (), "administrator"),
        Where("desk_tokens", (), "administrator"),
        Where("desk_wording", (), "administrator"),
        Where("desk_wording_one", ("requests.problem", "solved"), "administrator"),
    ]
