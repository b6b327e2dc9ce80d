"""Cases, lists, duties and joint meetings brought to a moment when a command about them can be made."""

from datetime import timedelta
from typing import Any

from haitang.commands import duties, hotline, joining, joint, listings, meetings, reopening, routing, together, voices
from haitang.engine import clock, gate
from haitang.records.slot import Motion
from tests.cast import Cast
from tests.commands.ready import Prepared
from tests.commands.sound import SOUND


def given_two(cast: Cast) -> dict[str, Any]:
    return {"into": cast.accepted().number, "matter": cast.report().number}


def given_joined(cast: Cast) -> Prepared:
    told = cast.joined(cast.report(), cast.accepted())
    return Prepared(joining.part, told.voice, {"matter": told.number}, ("matter",))


def given_involved(cast: Cast) -> dict[str, Any]:
    told = cast.assigned()
    gate.do(together.involve, cast.dispatcher, matter=told.number, owner="works", why="路面归市政")
    return {"matter": told.number}


def given_wished(cast: Cast) -> dict[str, Any]:
    return {"matter": cast.wished().number}


def given_again_refused(cast: Cast) -> Prepared:
    told = cast.wished()
    gate.do(reopening.refuse, cast.supervisor, matter=told.number, reason="看过，是好的")
    return Prepared(reopening.appeal, told.voice, {"matter": told.number}, ("matter",))


def given_returned(cast: Cast) -> Prepared:
    with clock.at(clock.now() - timedelta(days=60)):
        told = cast.solved()
    return Prepared(reopening.recur, told.voice, {"matter": told.number, "words": "又堵了"}, ("matter",))


def given_verdict_on_paper(cast: Cast) -> dict[str, Any]:
    told = cast.answered()
    return {"matter": told.number, "voice": told.voice.voice, "verdict": "half"}


def given_withdrawal_on_paper(cast: Cast) -> dict[str, Any]:
    told = cast.accepted()
    return {"matter": told.number, "voice": told.voice.voice}


def given_withdrawing(cast: Cast) -> Prepared:
    told = cast.accepted()
    return Prepared(voices.withdraw, told.voice, {"matter": told.number}, ("matter",))


def given_listable(cast: Cast) -> dict[str, Any]:
    return {"matter": cast.accepted().number, "year": clock.today().year}


def given_listed(cast: Cast) -> dict[str, Any]:
    given = given_listable(cast)
    gate.do(listings.put, cast.supervisor, **{**SOUND["listings.put"], **given})
    return given


def given_duty(cast: Cast) -> dict[str, Any]:
    return {"duty": gate.do(duties.add, cast.dispatcher, **SOUND["duties.add"]).values["duty"]}


def given_routing_rule(cast: Cast) -> dict[str, Any]:
    return {"rule": gate.do(routing.add, cast.dispatcher, **SOUND["routing.add"]).values["rule"]}


def given_joint(cast: Cast) -> dict[str, Any]:
    """A joint meeting at Daguan, planned by its chair, with an accepted matter on its agenda."""
    session = cast.session(kind="joint_handling.session", title="联席会议")
    number = cast.accepted().number
    item = gate.do(meetings.table, cast.chair, meeting=session, topic="归谁管", matter=number).values["motion"]
    return {"meeting": session, "motion": item, "matter": number}


def given_joint_published(cast: Cast) -> dict[str, Any]:
    given = given_joint(cast)
    gate.do(meetings.publish, cast.chair, meeting=given["meeting"])
    return {"meeting": given["meeting"]}


def given_joint_held(cast: Cast) -> dict[str, Any]:
    given = given_joint(cast)
    gate.do(meetings.publish, cast.chair, meeting=given["meeting"])
    gate.do(joint.convene, cast.chair, meeting=given["meeting"], heads=6, present=["works"])
    return {"meeting": given["meeting"], "motion": given["motion"]}


def given_joint_decided(cast: Cast) -> dict[str, Any]:
    given = given_joint_held(cast)
    gate.do(joint.decide, cast.chair, **{**SOUND["joint.decide"], **given})
    number = Motion.objects.get(pk=given["motion"]).matter
    return {"matter": number.number if number else "", "motion": given["motion"]}


def given_open_point(cast: Cast) -> dict[str, Any]:
    given = given_joint_held(cast)
    later = {"decision": "postponed", "text": "再议", "reason": "图纸没到"}
    gate.do(meetings.decide, cast.chair, **given, **later)
    gate.do(meetings.close, cast.chair, meeting=given["meeting"])
    return {"meeting": cast.session(kind="joint_handling.session", title="下一次"), "motion": given["motion"]}


def given_ordered(cast: Cast) -> dict[str, Any]:
    """A matter that came as a hotline's order."""
    return {"matter": gate.do(hotline.bring, cast.desk, **SOUND["hotline.bring"]).subject}
