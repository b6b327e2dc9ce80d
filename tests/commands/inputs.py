"""Sound input for every command, and each command prepared so that it can be made."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from PIL import Image

from haitang.commands import (
    accounts,
    answers,
    asked,
    asking,
    channels,
    deferring,
    deliveries,
    directory,
    erasures,
    exports,
    guide,
    handing,
    links,
    matters,
    meetings,
    notices,
    offices,
    openings,
    photos,
    places,
    projects,
    retention,
    rhythm,
    setup,
    site,
    terms,
    voices,
    wordings,
    workdays,
)
from haitang.engine import clock, gate, invitations, outbox
from haitang.engine import photos as kept
from haitang.engine.promise import due
from haitang.kernel.actor import Actor
from haitang.kernel.command import Command
from haitang.records.account import Invitation
from haitang.records.office import Delivery
from haitang.records.party import Membership
from haitang.records.slot import Motion
from haitang.records.voice import Answer
from tests.cast import Cast

MATTER = {"matter": "SJ23-00001-7"}
CHANNEL = {"place": "sujin", "channel": 1}
WORDING = {"place": "sujin", "kind": "requests.problem", "event": "solved", "language": "zh-hans"}
MEETING = {"meeting": "SJ23-00001-7"}
PROJECT = {"project": "SJ23-00001-7"}
SLOT = {"starts": "2023-11-14T09:30:00+08:00", "ends": "2023-11-14T11:30:00+08:00"}
NOTICE = {"title": "楼道清理", "body": "周六上午清理楼道。", "source": "大观名园社区"}
LINE = {
    "place": "daguan",
    "sort": "desk",
    "label": "社区受理台",
    "label_en": "community desk",
    "phone": "0512-0000 0010",
    "checked_on": "2022-01-05",
}
ARTICLE = {
    "place": "daguan",
    "topic": "papers",
    "whom": "everybody",
    "title": "办证",
    "title_en": "Papers",
    "counter": "一楼",
    "source": "条例",
    "checked_on": "2022-01-05",
}
NAMES = {"name": "名", "name_en": "name"}

SOUND: dict[str, dict[str, Any]] = {
    "offices.found": {"code": "a", "mark": "AB", **NAMES},
    "offices.add_place": {"code": "a", "kind": "spot", **NAMES},
    "offices.create_post": {"code": "a", "role": "desk", "place": "daguan", "organization": "sujin", **NAMES},
    "offices.open_account": {"login": "a"},
    "offices.appoint": {"post": "desk", "login": "desk", "since": "2023-01-01"},
    "setup.office": {"place": "sujin", "phone": "0512-65430000", **NAMES},
    "setup.hours": {"place": "sujin", "hours": "工作日 9 点到 17 点", "hours_en": "working days, 9 to 17"},
    "setup.privacy": {"place": "sujin", "responsible": "办", "responsible_en": "office", "phone": "0512-65430000"},
    "rules.set": {"place": "sujin", "rule": "promise_workdays", "value": "7"},
    "rules.confirm": {"place": "sujin", "rule": "promise_workdays", "source": "苏府办 1 号"},
    "modules.switch": {"place": "sujin", "module": "fairs", "on": True},
    "places.add": {"code": "a", "kind": "spot", "parent": "dgmy", **NAMES},
    "places.rename": {"place": "dgmy", **NAMES},
    "places.outline": {"place": "dgmy"},
    "places.close": {"place": "dgmy-15", "reason": "拆了"},
    "workdays.set": {"place": "sujin", "day": "2027-01-01", "work": False, "name": "元旦", "source": "国办"},
    "workdays.complete": {"place": "sujin", "year": 2024, "source": "国办"},
    "openings.prepare": {"place": "sujin"},
    "openings.start_trial": {"place": "sujin"},
    "openings.publish": {"place": "sujin"},
    "accounts.invite": {"place": "sujin", "login": "a"},
    "accounts.revoke_invitation": {"place": "sujin", "invitation": 1},
    "accounts.start": {"secret": "a", "password": "a-password-for-tests-only"},
    "accounts.require_second_factor": {"place": "sujin"},
    "offices.end_appointment": {"term": 1},
    "offices.delegate": {"post": "desk", "login": "grid", "since": "2030-01-01", "until": "2030-01-07"},
    "offices.end_delegation": {"term": 1},
    "links.make": MATTER,
    "links.revoke": {**MATTER, "link": 1},
    "matters.report": {"words": "路灯不亮", "place": "dgmy"},
    "matters.accept": {**MATTER, "category": "drains"},
    "matters.assign": {**MATTER, "owner": "property"},
    "matters.start": MATTER,
    "matters.claim": {**MATTER, "outcome": "solved", "evidence": "word", "note": "好了"},
    "matters.reject": {**MATTER, "note": "没好"},
    "matters.check": MATTER,
    "matters.answer": {**MATTER, "sentence": "办好了"},
    "matters.close": MATTER,
    "matters.reopen": {**MATTER, "reason": "没好"},
    "asking.ask": {**MATTER, "words": "哪一层？"},
    "asking.reply": {**MATTER, "words": "三楼"},
    "asking.unreplied": MATTER,
    "handing.hand_back": {**MATTER, "reason": "not_ours", "note": "归市政"},
    "handing.adjudicate": {**MATTER, "owner": "works", "why": "按路权"},
    "handing.refer": {**MATTER, "agency": "供电公司", "reference": "工单 1"},
    "handing.taken": {**MATTER, "sentence": "供电公司接了"},
    "handing.not_taken": {**MATTER, "note": "说不归他们"},
    "deferring.ask_time": {**MATTER, "due": "2023-11-24T18:00:00+08:00", "reason": "等配件"},
    "deferring.grant_time": MATTER,
    "deferring.refuse_time": {**MATTER, "note": "不能再等"},
    "deferring.park": {**MATTER, "reason": "season", "note": "等开春", "until": "2023-12-20"},
    "deferring.resume": MATTER,
    "voices.withdraw": MATTER,
    "voices.me_too": MATTER,
    "matters.refuse_person": {**MATTER, "competent": "police"},
    "photos.show": {**MATTER, "photo": "0" * 64},
    "photos.blur": {**MATTER, "photo": "0" * 64, "areas": "100,100,200,200 500,500,100,100"},
    "photos.withhold": {**MATTER, "photo": "0" * 64, "reason": "拍到了人"},
    "site.configure": {"place": "daguan", "icp": "示例备字第0号"},
    "answers.told": {**MATTER, "answer": 1, "how": "phone"},
    "deliveries.retry": {**MATTER, "delivery": 1},
    "channels.add": {"place": "sujin", "kind": "email", "name": "值班邮箱", "address": "desk@example.org"},
    "channels.test": CHANNEL,
    "channels.enable": CHANNEL,
    "channels.disable": CHANNEL,
    "channels.remove": CHANNEL,
    "wordings.change": {**WORDING, "text": "办好了。{sentence}"},
    "wordings.reset": WORDING,
    "voices.judge": {**MATTER, "verdict": "yes"},
    "voices.correct_contact": {**MATTER, "contact": "13800001234"},
    "voices.erase": MATTER,
    "erasures.ask": {**MATTER, "voice": 1, "reason": "本人到窗口，带着收据"},
    "erasures.carry_out": {**MATTER, "request": 1},
    "retention.set_term": {"place": "sujin", "outcome": "solved", "years": 2, "source": "单位决定"},
    "retention.propose": {"place": "sujin"},
    "retention.approve": {"place": "sujin", "disposal": 1},
    "retention.carry_out": {"disposal": 1},
    "exports.declare": {
        "place": "sujin", "recipient": "市档案馆", "purpose": "归档", "law": "档案法", "clause": "第十四条",
        "people": 3, "since": "2023-11-01", "give_words": True,
    },
    "exports.end": {"place": "sujin", "handover": 1},
    "rhythm.choose": {"place": "daguan", "rule": "fours"},
    "notices.publish": {"place": "daguan", "sort": "notice", **NOTICE},
    "notices.correct": {"place": "daguan", "notice": 1, "version": 1, "reason": "写错了日子", **NOTICE},
    "notices.withdraw": {"place": "daguan", "notice": 1, "reason": "不办了"},
    "meetings.plan": {"kind": "talk_on_fours.session", "place": "daguan", "title": "逢四说事", **SLOT},
    "meetings.table": {**MEETING, "topic": "小径"},
    "meetings.publish": MEETING,
    "meetings.attend": {**MEETING, "heads": 12},
    "meetings.decide": {**MEETING, "motion": 1, "decision": "task", "text": "办", "reason": "急"},
    "meetings.close": MEETING,
    "meetings.cancel": {**MEETING, "reason": "下雨"},
    "projects.propose": {
        "kind": "service_projects.project", "place": "daguan", "title": "小径", "purpose": "好走",
        "theme": "neighbors", "owner": "works", "due": SLOT["ends"],
    },
    "projects.approve": PROJECT,
    "projects.start": PROJECT,
    "projects.claim": {**PROJECT, "note": "好了"},
    "projects.reject": {**PROJECT, "note": "没好"},
    "projects.accept": {**PROJECT, "note": "好"},
    "projects.close": PROJECT,
    "directory.add": LINE,
    "directory.change": {**LINE, "line": 1},
    "directory.withdraw": {"place": "daguan", "line": 1, "reason": "停机"},
    "guide.publish": ARTICLE,
    "guide.correct": {**ARTICLE, "article": "SJ-1", "edition": 1, "note": "换了窗口"},
    "guide.check": {"place": "daguan", "article": "SJ-1"},
    "guide.withdraw": {"place": "daguan", "article": "SJ-1", "reason": "不办了"},
    "asked.consult": {"place": "daguan", "words": "办证带什么"},
    "asked.correct": {"place": "daguan", "page": "/p/daguan/", "words": "电话错了"},
    "asked.burden": {"place": "daguan", "words": "同一张表要填三遍"},
    "asked.reply": {**MATTER, "outcome": "sentence", "sentence": "带身份证"},
}  # fmt: skip


def schema(spec: Command) -> dict[str, dict[str, Any]]:
    """Of each field what pydantic says of it, an optional one without its null."""
    made = spec.form.model_json_schema()
    return {name: _plain(field, made.get("$defs", {})) for name, field in made["properties"].items()}


def _plain(field: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    field = {**field, **next((each for each in field.get("anyOf", []) if each.get("type") != "null"), {})}
    return {**field, **defs.get(str(field.get("$ref", "")).rpartition("/")[2], {})}


@dataclass(frozen=True)
class Prepared:
    """A command that can be made now; `codes` are the fields whose values must name something that is there."""

    command: Callable[..., Any]
    by: Actor
    given: dict[str, Any]
    codes: tuple[str, ...]

    def __call__(self, more: dict[str, Any]) -> gate.Outcome:
        return gate.do(self.command, self.by, **{**self.given, **more})


def prepared(
    command: Callable[..., Any], by: Callable[[Cast], Actor], ready: Callable[[Cast], dict[str, Any]], *codes: str
) -> Callable[[Cast], Prepared]:
    """The sound input of a command, on what `ready` makes of the cast's matters."""
    name = command.__haitang_command__.name
    return lambda cast: Prepared(command, by(cast), {**SOUND[name], **ready(cast)}, codes)


def _held(cast: Cast) -> dict[str, Any]:
    session = cast.held(_tabled(cast))
    return {"meeting": session, "motion": Motion.objects.get(meeting__number=session).pk}


def _under_way(cast: Cast) -> dict[str, Any]:
    project = cast.project()
    gate.do(projects.approve, cast.supervisor, project=project)
    gate.do(projects.start, cast.works, project=project)
    return {"project": project}


def _done(cast: Cast) -> dict[str, Any]:
    given = _under_way(cast)
    gate.do(projects.claim, cast.works, **given, note="好了")
    return given


def _judged(cast: Cast) -> Prepared:
    told = cast.answered()
    return Prepared(voices.judge, told.voice, {"matter": told.number, "verdict": "half"}, ("matter",))


def _undelivered(cast: Cast) -> dict[str, Any]:
    told = cast.answered(cast.report(contact="13800001234"))
    outbox.drain()
    return {"matter": told.number, "answer": Answer.objects.get(voice__matter__number=told.number).pk}


def a_photo(color: str = "red") -> bytes:
    """A small photo of one color with a white corner."""
    made, out = Image.new("RGB", (80, 60), color), io.BytesIO()
    made.paste("white", (0, 0, 20, 20))
    made.save(out, "PNG")
    return out.getvalue()


def _pictured(cast: Cast) -> dict[str, Any]:
    digest = kept.keep(a_photo()).digest
    return {"matter": cast.report(photos=[digest]).number, "photo": digest}


def _stuck(cast: Cast) -> dict[str, Any]:
    given = _undelivered(cast)
    return {"matter": given["matter"], "delivery": Delivery.objects.get(consumer="answers").pk}


def _channel(cast: Cast) -> dict[str, Any]:
    made = gate.do(channels.add, cast.administrator, **SOUND["channels.add"])
    return {"channel": made.values["channel"]}


def _silent(cast: Cast) -> dict[str, Any]:
    given = _channel(cast)
    gate.do(channels.disable, cast.administrator, place="sujin", **given)
    return given


def _worded(cast: Cast) -> dict[str, Any]:
    gate.do(wordings.change_wording, cast.administrator, **SOUND["wordings.change"])
    return {}


def _published(cast: Cast) -> dict[str, Any]:
    session = _tabled(cast)
    gate.do(meetings.publish, cast.chair, meeting=session)
    return {"meeting": session}


def _tabled(cast: Cast) -> str:
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="小径")
    return session


def _decided(cast: Cast) -> dict[str, Any]:
    given = _held(cast)
    gate.do(meetings.decide, cast.chair, **given, decision="task", text="办", reason="急")
    return {"meeting": given["meeting"]}


def _approved(cast: Cast) -> dict[str, Any]:
    project = cast.project()
    gate.do(projects.approve, cast.supervisor, project=project)
    return {"project": project}


def _posted(cast: Cast) -> dict[str, Any]:
    return {"notice": gate.do(notices.publish, cast.desk, **SOUND["notices.publish"]).values["notice"]}


def _invited(cast: Cast) -> int:
    made = gate.do(accounts.invite, cast.administrator, place="sujin", login="newcomer")
    return int(made.values["invitation"])


def _link(cast: Cast) -> dict[str, Any]:
    return {"secret": invitations.secret_of(Invitation.objects.get(pk=_invited(cast)))}


def _lapsing(cast: Cast) -> dict[str, Any]:
    with clock.at(clock.now() - timedelta(days=60)):
        return {"matter": cast.answered().number}


def _asked(cast: Cast) -> dict[str, Any]:
    told = cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="哪一层？")
    return {"matter": told.number}


def _unreplied(cast: Cast) -> dict[str, Any]:
    with clock.at(clock.now() - timedelta(days=60)):
        return _asked(cast)


def _in_hand(cast: Cast) -> dict[str, Any]:
    told = cast.working()
    return {"matter": told.number, "due": due(told.record().due_at or clock.now(), 1).at}


def _time_asked(cast: Cast) -> dict[str, Any]:
    given = _in_hand(cast)
    gate.do(deferring.ask_time, cast.property, **given, reason="等配件")
    return {"matter": given["matter"]}


def _withdrawing(cast: Cast) -> Prepared:
    told = cast.accepted()
    return Prepared(voices.withdraw, told.voice, {"matter": told.number}, ("matter",))


def _line(cast: Cast) -> dict[str, Any]:
    subject = gate.do(directory.add, cast.desk, **SOUND["directory.add"]).subject
    return {"line": int(subject.partition(":")[2])}


def _article(cast: Cast) -> dict[str, Any]:
    return {"article": gate.do(guide.publish, cast.desk, **SOUND["guide.publish"]).subject}


def _consulted(cast: Cast) -> dict[str, Any]:
    return {"matter": gate.do(asked.consult, cast.anyone, **SOUND["asked.consult"]).subject}


def _own(command: Callable[..., Any], **given: Any) -> Callable[[Cast], Prepared]:
    """What a voice may do about itself at any time."""

    def ready(cast: Cast) -> Prepared:
        told = cast.report(contact="13800001234")
        return Prepared(command, told.voice, {"matter": told.number, **given}, ("matter",))

    return ready


def _spoken(cast: Cast) -> dict[str, Any]:
    told = cast.report(contact="13800001234")
    return {"matter": told.number, "voice": told.voice.voice}


def _asked(cast: Cast) -> dict[str, Any]:
    given = _spoken(cast)
    made = gate.do(erasures.ask, cast.desk, **given, reason="本人到窗口")
    return {"matter": given["matter"], "request": made.values["request"]}


def _kept_long_enough(cast: Cast) -> dict[str, Any]:
    with clock.at(clock.now() - timedelta(days=1200)):
        cast.solved()
    term = {"place": "sujin", "outcome": "solved", "years": 2, "source": "单位决定", "confirmed": True}
    gate.do(retention.set_term, cast.administrator, **term)
    return {}


def _proposed(cast: Cast) -> dict[str, Any]:
    _kept_long_enough(cast)
    return {"disposal": gate.do(retention.propose, cast.administrator, place="sujin").values["disposal"]}


def _approved_disposal(cast: Cast) -> dict[str, Any]:
    given = _proposed(cast)
    gate.do(retention.approve, cast.supervisor, place="sujin", **given)
    return given


def _declared(cast: Cast) -> dict[str, Any]:
    made = gate.do(exports.declare, cast.administrator, **SOUND["exports.declare"])
    return {"handover": made.values["handover"]}


def _preparing(cast: Cast) -> dict[str, Any]:
    gate.do(openings.prepare, cast.founder, place="sujin")
    return {}


def _ready(cast: Cast) -> dict[str, Any]:
    _preparing(cast)
    for command in (setup.office, setup.hours, setup.privacy):
        gate.do(command, cast.administrator, **SOUND[command.__haitang_command__.name])
    return {}


def _settled(command: Callable[..., Any], *codes: str) -> Callable[[Cast], Prepared]:
    """A command of the set-up, by the administrator, at any moment."""
    return prepared(command, lambda cast: cast.administrator, lambda cast: {}, "place", *codes)


def _term(cast: Cast, login: str) -> dict[str, Any]:
    return {"term": Membership.objects.get(account__login=login, kind="appointed").pk}


def _handed_on(cast: Cast) -> dict[str, Any]:
    given = {"post": "desk", "login": "grid", "since": clock.today(), "until": clock.today()}
    return {"term": gate.do(terms.delegate, cast.administrator, **given).values["term"]}


def _soon(cast: Cast) -> dict[str, Any]:
    return {"since": clock.today(), "until": clock.today() + timedelta(days=7)}


def _linked(cast: Cast) -> dict[str, Any]:
    number = cast.assigned().number
    return {"matter": number, "link": gate.do(links.make, cast.desk, matter=number).values["link"]}


#: Every command, at a moment when it can be made.
PREPARED: dict[str, Callable[[Cast], Prepared]] = {
    "setup.office": _settled(setup.office),
    "setup.hours": _settled(setup.hours),
    "setup.privacy": _settled(setup.privacy),
    "rules.set": _settled(setup.set_rule, "rule", "value"),
    "rules.confirm": _settled(setup.confirm_rule, "rule"),
    "modules.switch": _settled(setup.switch, "module"),
    "places.add": _settled(places.add, "code", "parent", "kind"),
    "places.rename": _settled(places.rename),
    "places.outline": _settled(places.outline),
    "places.close": _settled(places.close),
    "workdays.set": prepared(workdays.set_day, lambda cast: cast.founder, lambda cast: {}, "place"),
    "workdays.complete": prepared(workdays.complete, lambda cast: cast.founder, lambda cast: {}, "place"),
    "openings.prepare": prepared(openings.prepare, lambda cast: cast.founder, lambda cast: {}, "place"),
    "openings.start_trial": prepared(openings.start_trial, lambda cast: cast.administrator, _preparing, "place"),
    "openings.publish": prepared(openings.publish, lambda cast: cast.administrator, _ready, "place"),
    "offices.found": prepared(offices.found, lambda cast: cast.founder, lambda cast: {}, "code"),
    "offices.add_place": prepared(
        offices.add_place, lambda cast: cast.founder, lambda cast: {"parent": "dgmy"}, "code", "parent", "organization"
    ),
    "offices.create_post": prepared(
        offices.create_post, lambda cast: cast.administrator, lambda cast: {}, "code", "place", "organization", "role"
    ),
    "accounts.start": prepared(accounts.start, lambda cast: cast.anyone, _link, "secret"),
    "accounts.require_second_factor": prepared(
        accounts.require_second_factor, lambda cast: cast.administrator, lambda cast: {}, "place"
    ),
    "accounts.invite": prepared(accounts.invite, lambda cast: cast.administrator, lambda cast: {}, "place"),
    "accounts.revoke_invitation": prepared(
        accounts.revoke_invitation, lambda cast: cast.administrator, lambda cast: {"invitation": _invited(cast)}, "place"
    ),
    "offices.open_account": prepared(
        offices.open_account, lambda cast: cast.administrator, lambda cast: {"place": "sujin"}, "place"
    ),
    "offices.end_appointment": prepared(
        terms.end_appointment, lambda cast: cast.administrator, lambda cast: _term(cast, "reader")
    ),
    "offices.delegate": prepared(terms.delegate, lambda cast: cast.desk, _soon, "post", "login"),
    "offices.end_delegation": prepared(terms.end_delegation, lambda cast: cast.desk, _handed_on),
    "links.make": prepared(
        links.make, lambda cast: cast.desk, lambda cast: {"matter": cast.assigned().number}, "matter"
    ),
    "links.revoke": prepared(links.revoke, lambda cast: cast.desk, _linked, "matter"),
    "matters.report": prepared(matters.report, lambda cast: cast.anyone, lambda cast: {}, "place", "kind"),
    "matters.accept": prepared(
        matters.accept, lambda cast: cast.desk, lambda cast: {"matter": cast.report().number}, "matter", "category"
    ),
    "matters.assign": prepared(
        matters.assign, lambda cast: cast.desk, lambda cast: {"matter": cast.accepted().number}, "matter", "owner"
    ),
    "matters.claim": prepared(
        matters.claim, lambda cast: cast.property, lambda cast: {"matter": cast.working().number},
        "matter", "outcome", "evidence",
    ),
    "matters.reject": prepared(
        matters.reject, lambda cast: cast.checker, lambda cast: {"matter": cast.claimed().number}, "matter"
    ),
    "matters.check": prepared(
        matters.check, lambda cast: cast.checker, lambda cast: {"matter": cast.claimed().number}, "matter"
    ),
    "matters.answer": prepared(
        matters.answer, lambda cast: cast.desk, lambda cast: {"matter": cast.checked().number}, "matter"
    ),
    "matters.reopen": prepared(
        matters.reopen, lambda cast: cast.supervisor, lambda cast: {"matter": cast.answered().number}, "matter"
    ),
    "voices.judge": _judged,
    "meetings.plan": prepared(meetings.plan, lambda cast: cast.chair, lambda cast: {}, "kind", "place"),
    "meetings.table": prepared(
        meetings.table, lambda cast: cast.chair, lambda cast: {"meeting": cast.session()}, "meeting", "matter"
    ),
    "meetings.decide": prepared(meetings.decide, lambda cast: cast.chair, _held, "meeting"),
    "meetings.cancel": prepared(
        meetings.cancel, lambda cast: cast.chair, lambda cast: {"meeting": cast.session()}, "meeting"
    ),
    "projects.propose": prepared(
        projects.propose, lambda cast: cast.chair, lambda cast: {}, "kind", "place", "theme", "owner"
    ),
    "projects.approve": prepared(
        projects.approve, lambda cast: cast.supervisor, lambda cast: {"project": cast.project()}, "project"
    ),
    "projects.claim": prepared(projects.claim, lambda cast: cast.works, _under_way, "project", "evidence"),
    "projects.reject": prepared(projects.reject, lambda cast: cast.checker, _done, "project"),
    "projects.accept": prepared(projects.accept, lambda cast: cast.checker, _done, "project"),
    "voices.correct_contact": _own(voices.correct_contact, contact="13900001234"),
    "voices.erase": _own(erasures.erase),
    "erasures.ask": prepared(erasures.ask, lambda cast: cast.desk, _spoken, "matter"),
    "erasures.carry_out": prepared(erasures.carry_out, lambda cast: cast.supervisor, _asked, "matter"),
    "retention.set_term": prepared(
        retention.set_term, lambda cast: cast.administrator, lambda cast: {}, "place", "outcome"
    ),
    "retention.propose": prepared(retention.propose, lambda cast: cast.administrator, _kept_long_enough, "place"),
    "retention.approve": prepared(retention.approve, lambda cast: cast.supervisor, _proposed, "place"),
    "retention.carry_out": prepared(retention.carry_out, lambda cast: cast.system, _approved_disposal),
    "exports.declare": prepared(exports.declare, lambda cast: cast.administrator, lambda cast: {}, "place"),
    "exports.end": prepared(exports.end, lambda cast: cast.administrator, _declared, "place"),
    "offices.appoint": prepared(offices.appoint, lambda cast: cast.administrator, lambda cast: {}, "post", "login"),
    "matters.start": prepared(
        matters.start, lambda cast: cast.property, lambda cast: {"matter": cast.assigned().number}, "matter"
    ),
    "matters.close": prepared(matters.close, lambda cast: cast.system, _lapsing, "matter"),
    "asking.ask": prepared(
        asking.ask, lambda cast: cast.desk, lambda cast: {"matter": cast.report().number}, "matter"
    ),
    "asking.reply": prepared(asking.reply, lambda cast: cast.desk, _asked, "matter"),
    "asking.unreplied": prepared(asking.unreplied, lambda cast: cast.system, _unreplied, "matter"),
    "handing.hand_back": prepared(
        handing.hand_back, lambda cast: cast.property, lambda cast: {"matter": cast.assigned().number}, "matter"
    ),
    "handing.adjudicate": prepared(
        handing.adjudicate, lambda cast: cast.supervisor, lambda cast: {"matter": cast.bounced().number},
        "matter", "owner",
    ),
    "handing.refer": prepared(
        handing.refer, lambda cast: cast.desk, lambda cast: {"matter": cast.report().number}, "matter"
    ),
    "handing.taken": prepared(
        handing.taken, lambda cast: cast.desk, lambda cast: {"matter": cast.referred().number}, "matter"
    ),
    "handing.not_taken": prepared(
        handing.not_taken, lambda cast: cast.desk, lambda cast: {"matter": cast.referred().number}, "matter"
    ),
    "deferring.ask_time": prepared(deferring.ask_time, lambda cast: cast.property, _in_hand, "matter"),
    "deferring.grant_time": prepared(deferring.grant_time, lambda cast: cast.supervisor, _time_asked, "matter"),
    "deferring.refuse_time": prepared(deferring.refuse_time, lambda cast: cast.supervisor, _time_asked, "matter"),
    "deferring.park": prepared(
        deferring.park, lambda cast: cast.dispatcher,
        lambda cast: {"matter": cast.working().number, "until": clock.today() + timedelta(days=30)}, "matter",
    ),
    "deferring.resume": prepared(
        deferring.resume, lambda cast: cast.property, lambda cast: {"matter": cast.parked().number}, "matter"
    ),
    "voices.withdraw": _withdrawing,
    "voices.me_too": prepared(
        voices.me_too, lambda cast: cast.anyone, lambda cast: {"matter": cast.accepted().number}, "matter"
    ),
    "answers.told": prepared(answers.told, lambda cast: cast.desk, _undelivered, "matter"),
    "matters.refuse_person": prepared(
        matters.refuse_person, lambda cast: cast.desk, lambda cast: {"matter": cast.report().number}, "matter"
    ),
    "photos.show": prepared(photos.show, lambda cast: cast.desk, _pictured, "matter"),
    "photos.blur": prepared(photos.blur, lambda cast: cast.grid, _pictured, "matter"),
    "photos.withhold": prepared(photos.withhold, lambda cast: cast.desk, _pictured, "matter"),
    "site.configure": prepared(
        site.configure, lambda cast: cast.administrator, lambda cast: {"place": "sujin"}, "place", "parent_links"
    ),
    "deliveries.retry": prepared(deliveries.retry, lambda cast: cast.desk, _stuck, "matter"),
    "channels.add": prepared(
        channels.add, lambda cast: cast.administrator, lambda cast: {}, "place", "address", "secret"
    ),
    "channels.test": prepared(channels.test, lambda cast: cast.administrator, _channel, "place"),
    "channels.enable": prepared(channels.enable, lambda cast: cast.administrator, _silent, "place"),
    "channels.disable": prepared(channels.disable, lambda cast: cast.administrator, _channel, "place"),
    "channels.remove": prepared(channels.remove, lambda cast: cast.administrator, _channel, "place"),
    "wordings.change": prepared(
        wordings.change_wording, lambda cast: cast.administrator, lambda cast: {}, "place", "kind", "event"
    ),
    "wordings.reset": prepared(wordings.reset, lambda cast: cast.administrator, _worded, "place", "kind", "event"),
    "rhythm.choose": prepared(rhythm.choose, lambda cast: cast.chair, lambda cast: {}, "place"),
    "notices.publish": prepared(notices.publish, lambda cast: cast.desk, lambda cast: {}, "place", "sort", "warning"),
    "notices.correct": prepared(notices.correct, lambda cast: cast.desk, _posted, "place"),
    "notices.withdraw": prepared(notices.withdraw, lambda cast: cast.desk, _posted, "place"),
    "meetings.publish": prepared(
        meetings.publish, lambda cast: cast.chair, lambda cast: {"meeting": _tabled(cast)}, "meeting"
    ),
    "meetings.attend": prepared(meetings.attend, lambda cast: cast.chair, _published, "meeting"),
    "meetings.close": prepared(meetings.close, lambda cast: cast.chair, _decided, "meeting"),
    "projects.start": prepared(projects.start, lambda cast: cast.works, _approved, "project"),
    "projects.close": prepared(
        projects.close, lambda cast: cast.chair, lambda cast: {"project": cast.finished(cast.project())}, "project"
    ),
    "directory.add": prepared(directory.add, lambda cast: cast.desk, lambda cast: {}, "place"),
    "directory.change": prepared(directory.change_line, lambda cast: cast.desk, _line, "place"),
    "directory.withdraw": prepared(directory.withdraw, lambda cast: cast.desk, _line, "place"),
    "guide.publish": prepared(guide.publish, lambda cast: cast.desk, lambda cast: {}, "place"),
    "guide.correct": prepared(guide.correct, lambda cast: cast.desk, _article, "place", "article"),
    "guide.check": prepared(guide.check, lambda cast: cast.desk, _article, "place", "article"),
    "guide.withdraw": prepared(guide.withdraw, lambda cast: cast.desk, _article, "place", "article"),
    "asked.consult": prepared(asked.consult, lambda cast: cast.anyone, lambda cast: {}, "place", "article"),
    "asked.correct": prepared(asked.correct, lambda cast: cast.anyone, lambda cast: {}, "place"),
    "asked.burden": prepared(asked.burden, lambda cast: cast.anyone, lambda cast: {}, "place"),
    "asked.reply": prepared(asked.reply, lambda cast: cast.desk, _consulted, "matter", "outcome", "article"),
}  # fmt: skip
