"""Each command brought to a moment when it can be made: what has to be there before it."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from PIL import Image

from haitang.commands import (
    accounts,
    asked,
    asking,
    channels,
    deferring,
    directory,
    erasures,
    exports,
    guide,
    links,
    meetings,
    notices,
    openings,
    places,
    projects,
    retention,
    setup,
    terming,
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
from haitang.records.breach import Countdown
from haitang.records.office import Delivery
from haitang.records.party import Membership
from haitang.records.slot import Motion
from haitang.records.voice import Answer
from tests.cast import Cast, Told
from tests.commands.sound import SOUND


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


def given_day(cast: Cast) -> dict[str, Any]:
    """A day to come, soon enough to be entered."""
    return {"day": clock.today() + timedelta(days=3)}


def given_shut(cast: Cast) -> dict[str, Any]:
    given = given_day(cast)
    gate.do(workdays.shut, cast.administrator, place="sujin", reason="台风停工", **given)
    return given


def given_own_term(cast: Cast) -> dict[str, Any]:
    line = gate.do(terming.set_term, cast.supervisor, **SOUND["terms.set"])
    return {"rule": f"own:{line.subject.partition(':')[2]}"}


def given_half_over(cast: Cast) -> dict[str, Any]:
    """A clock of which more than half of the time is over."""
    with clock.at(clock.now() - timedelta(days=60)):
        told = cast.report()
    return {"countdown": Countdown.objects.filter(matter=told.matter).earliest("id").pk}


def given_held(cast: Cast) -> dict[str, Any]:
    session = cast.held(given_tabled(cast))
    return {"meeting": session, "motion": Motion.objects.get(meeting__number=session).pk}


def given_under_way(cast: Cast) -> dict[str, Any]:
    project = cast.project()
    gate.do(projects.approve, cast.supervisor, project=project)
    gate.do(projects.start, cast.works, project=project)
    return {"project": project}


def given_done(cast: Cast) -> dict[str, Any]:
    given = given_under_way(cast)
    gate.do(projects.claim, cast.works, **given, note="好了")
    return given


def given_judged(cast: Cast) -> Prepared:
    told = cast.answered()
    return Prepared(voices.judge, told.voice, {"matter": told.number, "verdict": "half"}, ("matter",))


def given_undelivered(cast: Cast) -> dict[str, Any]:
    told = cast.answered(cast.report(contact="13800001234"))
    outbox.drain()
    return {"matter": told.number, "answer": Answer.objects.get(voice__matter__number=told.number).pk}


def a_photo(color: str = "red") -> bytes:
    """A small photo of one color with a white corner."""
    made, out = Image.new("RGB", (80, 60), color), io.BytesIO()
    made.paste("white", (0, 0, 20, 20))
    made.save(out, "PNG")
    return out.getvalue()


def given_pictured(cast: Cast) -> dict[str, Any]:
    digest = kept.keep(a_photo()).digest
    return {"matter": cast.report(photos=[digest]).number, "photo": digest}


def given_stuck(cast: Cast) -> dict[str, Any]:
    given = given_undelivered(cast)
    return {"matter": given["matter"], "delivery": Delivery.objects.get(consumer="answers").pk}


def given_channel(cast: Cast) -> dict[str, Any]:
    made = gate.do(channels.add, cast.administrator, **SOUND["channels.add"])
    return {"channel": made.values["channel"]}


def given_silent(cast: Cast) -> dict[str, Any]:
    given = given_channel(cast)
    gate.do(channels.disable, cast.administrator, place="sujin", **given)
    return given


def given_worded(cast: Cast) -> dict[str, Any]:
    gate.do(wordings.change_wording, cast.administrator, **SOUND["wordings.change"])
    return {}


def given_published(cast: Cast) -> dict[str, Any]:
    session = given_tabled(cast)
    gate.do(meetings.publish, cast.chair, meeting=session)
    return {"meeting": session}


def given_tabled(cast: Cast) -> str:
    session = cast.session()
    gate.do(meetings.table, cast.chair, meeting=session, topic="小径")
    return session


def given_decided(cast: Cast) -> dict[str, Any]:
    given = given_held(cast)
    gate.do(meetings.decide, cast.chair, **given, decision="task", text="办", reason="急")
    return {"meeting": given["meeting"]}


def given_approved(cast: Cast) -> dict[str, Any]:
    project = cast.project()
    gate.do(projects.approve, cast.supervisor, project=project)
    return {"project": project}


def given_posted(cast: Cast) -> dict[str, Any]:
    return {"notice": gate.do(notices.publish, cast.desk, **SOUND["notices.publish"]).values["notice"]}


def given_invited(cast: Cast) -> int:
    made = gate.do(accounts.invite, cast.administrator, place="sujin", login="newcomer")
    return int(made.values["invitation"])


def given_link(cast: Cast) -> dict[str, Any]:
    return {"secret": invitations.secret_of(Invitation.objects.get(pk=given_invited(cast)))}


def given_lapsing(cast: Cast) -> dict[str, Any]:
    with clock.at(clock.now() - timedelta(days=60)):
        return {"matter": cast.answered().number}


def given_questioned(cast: Cast) -> dict[str, Any]:
    told = cast.report()
    gate.do(asking.ask, cast.desk, matter=told.number, words="哪一层？")
    return {"matter": told.number}


def given_unreplied(cast: Cast) -> dict[str, Any]:
    with clock.at(clock.now() - timedelta(days=60)):
        return given_questioned(cast)


def long_ago(walk: Callable[[Cast], Told]) -> Callable[[Cast], dict[str, Any]]:
    """A matter brought to where `walk` leads, so long ago that whatever it waits for has come or is over."""

    def given(cast: Cast) -> dict[str, Any]:
        with clock.at(clock.now() - timedelta(days=60)):
            return {"matter": walk(cast).number}

    return given


def given_in_hand(cast: Cast) -> dict[str, Any]:
    told = cast.working()
    return {"matter": told.number, "due": due(told.record().due_at or clock.now(), 1).at}


def given_time_asked(cast: Cast) -> dict[str, Any]:
    given = given_in_hand(cast)
    gate.do(deferring.ask_time, cast.property, **given, reason="等配件")
    return {"matter": given["matter"]}


def given_line(cast: Cast) -> dict[str, Any]:
    subject = gate.do(directory.add, cast.desk, **SOUND["directory.add"]).subject
    return {"line": int(subject.partition(":")[2])}


def given_dialed(cast: Cast) -> dict[str, Any]:
    return {**given_line(cast), "edition": 1}


def given_article(cast: Cast) -> dict[str, Any]:
    return {"article": gate.do(guide.publish, cast.desk, **SOUND["guide.publish"]).subject}


def given_consulted(cast: Cast) -> dict[str, Any]:
    return {"matter": gate.do(asked.consult, cast.anyone, **SOUND["asked.consult"]).subject}


def given_own(command: Callable[..., Any], **given: Any) -> Callable[[Cast], Prepared]:
    """What a voice may do about itself at any time."""

    def ready(cast: Cast) -> Prepared:
        told = cast.report(contact="13800001234")
        return Prepared(command, told.voice, {"matter": told.number, **given}, ("matter",))

    return ready


def given_spoken(cast: Cast) -> dict[str, Any]:
    told = cast.report(contact="13800001234")
    return {"matter": told.number, "voice": told.voice.voice}


def given_asked(cast: Cast) -> dict[str, Any]:
    given = given_spoken(cast)
    made = gate.do(erasures.ask, cast.desk, **given, reason="本人到窗口")
    return {"matter": given["matter"], "request": made.values["request"]}


def given_kept_long_enough(cast: Cast) -> dict[str, Any]:
    with clock.at(clock.now() - timedelta(days=1200)):
        cast.solved()
    term = {"place": "sujin", "outcome": "solved", "years": 2, "source": "单位决定", "confirmed": True}
    gate.do(retention.set_term, cast.administrator, **term)
    return {}


def given_proposed(cast: Cast) -> dict[str, Any]:
    given_kept_long_enough(cast)
    return {"disposal": gate.do(retention.propose, cast.administrator, place="sujin").values["disposal"]}


def given_approved_disposal(cast: Cast) -> dict[str, Any]:
    given = given_proposed(cast)
    gate.do(retention.approve, cast.supervisor, place="sujin", **given)
    return given


def given_declared(cast: Cast) -> dict[str, Any]:
    made = gate.do(exports.declare, cast.administrator, **SOUND["exports.declare"])
    return {"handover": made.values["handover"]}


def given_preparing(cast: Cast) -> dict[str, Any]:
    gate.do(openings.prepare, cast.founder, place="sujin")
    return {}


def given_ready(cast: Cast) -> dict[str, Any]:
    given_preparing(cast)
    for command in (setup.office, setup.hours, setup.privacy):
        gate.do(command, cast.administrator, **SOUND[command.__haitang_command__.name])
    return {}


def given_settled(command: Callable[..., Any], *codes: str) -> Callable[[Cast], Prepared]:
    """A command of the set-up, by the administrator, at any moment."""
    return prepared(command, lambda cast: cast.administrator, lambda cast: {}, "place", *codes)


def given_drawn(cast: Cast) -> dict[str, Any]:
    gate.do(places.outline, cast.administrator, place="dgmy")
    return {"place": "dgmy"}


def given_term(cast: Cast, login: str) -> dict[str, Any]:
    return {"term": Membership.objects.get(account__login=login, kind="appointed").pk}


def given_handed_on(cast: Cast) -> dict[str, Any]:
    given = {"post": "desk", "login": "grid", "since": clock.today(), "until": clock.today()}
    return {"term": gate.do(terms.delegate, cast.administrator, **given).values["term"]}


def given_soon(cast: Cast) -> dict[str, Any]:
    return {"since": clock.today(), "until": clock.today() + timedelta(days=7)}


def given_linked(cast: Cast) -> dict[str, Any]:
    number = cast.assigned().number
    return {"matter": number, "link": gate.do(links.make, cast.desk, matter=number).values["link"]}
