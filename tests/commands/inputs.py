"""Sound input for every command, and each command prepared so that it can be made."""

from collections.abc import Callable
from datetime import timedelta

from haitang.commands import (
    accounts,
    answers,
    asked,
    asking,
    behalf,
    channels,
    deferring,
    deliveries,
    directory,
    duties,
    erasures,
    exports,
    guide,
    handing,
    handling,
    hotline,
    joining,
    joint,
    ladder,
    links,
    listings,
    matters,
    meetings,
    notices,
    offices,
    openings,
    photos,
    places,
    projects,
    reopening,
    retention,
    rhythm,
    routing,
    setup,
    site,
    terming,
    terms,
    together,
    voices,
    wordings,
    workdays,
)
from haitang.engine import clock
from tests.cast import Cast
from tests.commands.disputes import MEDIATION
from tests.commands.fair import PREPARED as FAIR
from tests.commands.ready import (
    Prepared,
    a_photo,
    given_approved,
    given_approved_disposal,
    given_article,
    given_asked,
    given_channel,
    given_consulted,
    given_day,
    given_decided,
    given_declared,
    given_dialed,
    given_done,
    given_drawn,
    given_half_over,
    given_handed_on,
    given_held,
    given_in_hand,
    given_invited,
    given_judged,
    given_kept_long_enough,
    given_lapsing,
    given_line,
    given_link,
    given_linked,
    given_own,
    given_own_term,
    given_pictured,
    given_posted,
    given_preparing,
    given_proposed,
    given_published,
    given_questioned,
    given_ready,
    given_settled,
    given_shut,
    given_silent,
    given_soon,
    given_spoken,
    given_stuck,
    given_tabled,
    given_term,
    given_time_asked,
    given_undelivered,
    given_under_way,
    given_unreplied,
    given_worded,
    long_ago,
    prepared,
    schema,
)
from tests.commands.ready_cases import (
    given_again_refused,
    given_duty,
    given_involved,
    given_joined,
    given_joint_decided,
    given_joint_held,
    given_joint_published,
    given_listable,
    given_listed,
    given_open_point,
    given_ordered,
    given_returned,
    given_routing_rule,
    given_two,
    given_verdict_on_paper,
    given_wished,
    given_withdrawal_on_paper,
    given_withdrawing,
)
from tests.commands.sound import SOUND
from tests.commands.talents_ready import TALENTS
from tests.commands.tokens_ready import PREPARED as TOKENS

__all__ = ["PREPARED", "SOUND", "Prepared", "a_photo", "schema"]

#: Every command, at a moment when it can be made.
PREPARED: dict[str, Callable[[Cast], Prepared]] = {
    "setup.office": given_settled(setup.office),
    "setup.hours": given_settled(setup.hours),
    "setup.privacy": given_settled(setup.privacy),
    "rules.set": given_settled(setup.set_rule, "rule", "value"),
    "rules.confirm": given_settled(setup.confirm_rule, "rule"),
    "modules.switch": given_settled(setup.switch, "module"),
    "places.add": given_settled(places.add, "code", "parent", "kind"),
    "places.rename": given_settled(places.rename),
    "places.outline": given_settled(places.outline),
    "places.undraw": prepared(places.undraw, lambda cast: cast.administrator, given_drawn, "place"),
    "places.close": given_settled(places.close),
    "workdays.set": prepared(workdays.set_day, lambda cast: cast.founder, lambda cast: {}, "place"),
    "workdays.complete": prepared(workdays.complete, lambda cast: cast.founder, lambda cast: {}, "place"),
    "workdays.enter_year": prepared(workdays.enter_year, lambda cast: cast.founder, lambda cast: {}, "place", "listed"),
    "workdays.shut": prepared(workdays.shut, lambda cast: cast.administrator, given_day, "place"),
    "workdays.unshut": prepared(workdays.unshut, lambda cast: cast.administrator, given_shut, "place"),
    "terms.set": prepared(terming.set_term, lambda cast: cast.supervisor, lambda cast: {}, "place", "category"),
    "terms.confirm": prepared(terming.confirm_term, lambda cast: cast.supervisor, lambda cast: {}, "place", "rule"),
    "terms.drop": prepared(terming.drop_term, lambda cast: cast.supervisor, given_own_term, "place", "rule"),
    "ladder.climb": prepared(ladder.climb, lambda cast: cast.system, given_half_over, "place"),
    "openings.prepare": prepared(openings.prepare, lambda cast: cast.founder, lambda cast: {}, "place"),
    "openings.start_trial": prepared(openings.start_trial, lambda cast: cast.administrator, given_preparing, "place"),
    "openings.publish": prepared(openings.publish, lambda cast: cast.administrator, given_ready, "place"),
    "offices.found": prepared(offices.found, lambda cast: cast.founder, lambda cast: {}, "code"),
    "offices.add_place": prepared(
        offices.add_place, lambda cast: cast.founder, lambda cast: {"parent": "dgmy"}, "code", "parent", "organization"
    ),
    "offices.create_post": prepared(
        offices.create_post, lambda cast: cast.administrator, lambda cast: {}, "code", "place", "organization", "role"
    ),
    "offices.rename_post": prepared(offices.rename_post, lambda cast: cast.administrator, lambda cast: {}, "post"),
    "accounts.start": prepared(accounts.start, lambda cast: cast.anyone, given_link, "secret"),
    "accounts.require_second_factor": prepared(
        accounts.require_second_factor, lambda cast: cast.administrator, lambda cast: {}, "place"
    ),
    "accounts.invite": prepared(accounts.invite, lambda cast: cast.administrator, lambda cast: {}, "place"),
    "accounts.revoke_invitation": prepared(
        accounts.revoke_invitation, lambda cast: cast.administrator, lambda cast: {"invitation": given_invited(cast)}, "place"
    ),
    "offices.open_account": prepared(
        offices.open_account, lambda cast: cast.administrator, lambda cast: {"place": "sujin"}, "place"
    ),
    "offices.end_appointment": prepared(
        terms.end_appointment, lambda cast: cast.administrator, lambda cast: given_term(cast, "reader")
    ),
    "offices.delegate": prepared(terms.delegate, lambda cast: cast.desk, given_soon, "post", "login"),
    "offices.end_delegation": prepared(terms.end_delegation, lambda cast: cast.desk, given_handed_on),
    "links.make": prepared(
        links.make, lambda cast: cast.desk, lambda cast: {"matter": cast.assigned().number}, "matter"
    ),
    "links.revoke": prepared(links.revoke, lambda cast: cast.desk, given_linked, "matter"),
    "matters.report": prepared(matters.report, lambda cast: cast.anyone, lambda cast: {}, "place", "kind", "concerns", "again"),
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
    "voices.judge": given_judged,
    "meetings.plan": prepared(meetings.plan, lambda cast: cast.chair, lambda cast: {}, "kind", "place"),
    "meetings.table": prepared(
        meetings.table, lambda cast: cast.chair, lambda cast: {"meeting": cast.session()}, "meeting", "matter"
    ),
    "meetings.decide": prepared(meetings.decide, lambda cast: cast.chair, given_held, "meeting"),
    "meetings.cancel": prepared(
        meetings.cancel, lambda cast: cast.chair, lambda cast: {"meeting": cast.session()}, "meeting"
    ),
    "projects.propose": prepared(
        projects.propose, lambda cast: cast.chair, lambda cast: {}, "kind", "place", "theme", "owner"
    ),
    "listings.put": prepared(listings.put, lambda cast: cast.supervisor, given_listable, "matter", "roll"),
    "listings.take_off": prepared(listings.take_off, lambda cast: cast.supervisor, given_listed, "matter", "roll"),
    "projects.approve": prepared(
        projects.approve, lambda cast: cast.supervisor, lambda cast: {"project": cast.project()}, "project"
    ),
    "projects.claim": prepared(projects.claim, lambda cast: cast.works, given_under_way, "project", "evidence"),
    "projects.reject": prepared(projects.reject, lambda cast: cast.checker, given_done, "project"),
    "projects.accept": prepared(projects.accept, lambda cast: cast.checker, given_done, "project"),
    "voices.correct_contact": given_own(voices.correct_contact, contact="13900001234"),
    "voices.erase": given_own(erasures.erase),
    "erasures.ask": prepared(erasures.ask, lambda cast: cast.desk, given_spoken, "matter"),
    "erasures.carry_out": prepared(erasures.carry_out, lambda cast: cast.supervisor, given_asked, "matter"),
    "retention.set_term": prepared(
        retention.set_term, lambda cast: cast.administrator, lambda cast: {}, "place", "outcome"
    ),
    "retention.propose": prepared(retention.propose, lambda cast: cast.administrator, given_kept_long_enough, "place"),
    "retention.approve": prepared(retention.approve, lambda cast: cast.supervisor, given_proposed, "place"),
    "retention.carry_out": prepared(retention.carry_out, lambda cast: cast.system, given_approved_disposal),
    "exports.declare": prepared(exports.declare, lambda cast: cast.administrator, lambda cast: {}, "place"),
    "exports.end": prepared(exports.end, lambda cast: cast.administrator, given_declared, "place"),
    "offices.appoint": prepared(offices.appoint, lambda cast: cast.administrator, lambda cast: {}, "post", "login"),
    "matters.start": prepared(
        matters.start, lambda cast: cast.property, lambda cast: {"matter": cast.assigned().number}, "matter"
    ),
    "matters.close": prepared(matters.close, lambda cast: cast.system, given_lapsing, "matter"),
    "asking.ask": prepared(
        asking.ask, lambda cast: cast.desk, lambda cast: {"matter": cast.report().number}, "matter"
    ),
    "asking.reply": prepared(asking.reply, lambda cast: cast.desk, given_questioned, "matter"),
    "asking.unreplied": prepared(asking.unreplied, lambda cast: cast.system, given_unreplied, "matter"),
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
        handing.not_taken, lambda cast: cast.desk, long_ago(Cast.referred), "matter"
    ),
    "joining.join": prepared(joining.join, lambda cast: cast.desk, given_two, "matter", "into"),
    "joining.part": given_joined,
    "handling.take": prepared(
        handling.take, lambda cast: cast.grid, lambda cast: {"matter": cast.accepted().number}, "matter"
    ),
    "handling.consult": prepared(
        handling.consult, lambda cast: cast.desk, lambda cast: {"matter": cast.accepted(severity=4).number}, "matter"
    ),
    "together.involve": prepared(
        together.involve, lambda cast: cast.dispatcher, lambda cast: {"matter": cast.assigned().number}, "matter", "owner"
    ),
    "together.release": prepared(
        together.release, lambda cast: cast.dispatcher, given_involved, "matter", "owner"
    ),
    "reopening.grant": prepared(reopening.grant, lambda cast: cast.supervisor, given_wished, "matter"),
    "reopening.refuse": prepared(reopening.refuse, lambda cast: cast.supervisor, given_wished, "matter"),
    "reopening.appeal": given_again_refused,
    "reopening.recur": given_returned,
    "deferring.ask_time": prepared(deferring.ask_time, lambda cast: cast.property, given_in_hand, "matter"),
    "deferring.grant_time": prepared(deferring.grant_time, lambda cast: cast.supervisor, given_time_asked, "matter"),
    "deferring.refuse_time": prepared(deferring.refuse_time, lambda cast: cast.supervisor, given_time_asked, "matter"),
    "deferring.park": prepared(
        deferring.park, lambda cast: cast.dispatcher,
        lambda cast: {"matter": cast.working().number, "until": clock.today() + timedelta(days=30)}, "matter",
    ),
    "deferring.resume": prepared(
        deferring.resume, lambda cast: cast.property, long_ago(Cast.parked), "matter"
    ),
    "voices.withdraw": given_withdrawing,
    "hotline.bring": prepared(hotline.bring, lambda cast: cast.desk, lambda cast: {}, "place", "category"),
    "hotline.update": prepared(hotline.update, lambda cast: cast.desk, given_ordered, "matter"),
    "behalf.report": prepared(behalf.report, lambda cast: cast.recorder, lambda cast: {}, "place"),
    "voices.judge_for": prepared(voices.judge_for, lambda cast: cast.desk, given_verdict_on_paper, "matter"),
    "voices.withdraw_for": prepared(voices.withdraw_for, lambda cast: cast.desk, given_withdrawal_on_paper, "matter"),
    "voices.me_too": prepared(
        voices.me_too, lambda cast: cast.anyone, lambda cast: {"matter": cast.accepted().number}, "matter"
    ),
    "answers.told": prepared(answers.told, lambda cast: cast.desk, given_undelivered, "matter"),
    "matters.refuse_person": prepared(
        matters.refuse_person, lambda cast: cast.desk, lambda cast: {"matter": cast.report().number}, "matter"
    ),
    "photos.show": prepared(photos.show, lambda cast: cast.desk, given_pictured, "matter"),
    "photos.blur": prepared(photos.blur, lambda cast: cast.grid, given_pictured, "matter"),
    "photos.withhold": prepared(photos.withhold, lambda cast: cast.desk, given_pictured, "matter"),
    "site.configure": prepared(
        site.configure, lambda cast: cast.administrator, lambda cast: {"place": "sujin"}, "place", "parent_links"
    ),
    "deliveries.retry": prepared(deliveries.retry, lambda cast: cast.desk, given_stuck, "matter"),
    "channels.add": prepared(
        channels.add, lambda cast: cast.administrator, lambda cast: {}, "place", "address", "secret"
    ),
    "channels.test": prepared(channels.test, lambda cast: cast.administrator, given_channel, "place"),
    "channels.enable": prepared(channels.enable, lambda cast: cast.administrator, given_silent, "place"),
    "channels.disable": prepared(channels.disable, lambda cast: cast.administrator, given_channel, "place"),
    "channels.remove": prepared(channels.remove, lambda cast: cast.administrator, given_channel, "place"),
    "wordings.change": prepared(
        wordings.change_wording, lambda cast: cast.administrator, lambda cast: {}, "place", "kind", "event"
    ),
    "wordings.reset": prepared(wordings.reset, lambda cast: cast.administrator, given_worded, "place", "kind", "event"),
    "rhythm.choose": prepared(rhythm.choose, lambda cast: cast.chair, lambda cast: {}, "place"),
    "notices.publish": prepared(notices.publish, lambda cast: cast.desk, lambda cast: {}, "place", "sort", "warning"),
    "notices.correct": prepared(notices.correct, lambda cast: cast.desk, given_posted, "place"),
    "notices.withdraw": prepared(notices.withdraw, lambda cast: cast.desk, given_posted, "place"),
    "meetings.publish": prepared(
        meetings.publish, lambda cast: cast.chair, lambda cast: {"meeting": given_tabled(cast)}, "meeting"
    ),
    "meetings.attend": prepared(meetings.attend, lambda cast: cast.chair, given_published, "meeting"),
    "meetings.close": prepared(meetings.close, lambda cast: cast.chair, given_decided, "meeting"),
    "projects.start": prepared(projects.start, lambda cast: cast.works, given_approved, "project"),
    "projects.close": prepared(
        projects.close, lambda cast: cast.chair, lambda cast: {"project": cast.finished(cast.project())}, "project"
    ),
    "directory.add": prepared(directory.add, lambda cast: cast.desk, lambda cast: {}, "place"),
    "directory.change": prepared(directory.change_line, lambda cast: cast.desk, given_dialed, "place"),
    "directory.withdraw": prepared(directory.withdraw, lambda cast: cast.desk, given_line, "place"),
    "guide.publish": prepared(guide.publish, lambda cast: cast.desk, lambda cast: {}, "place"),
    "guide.correct": prepared(guide.correct, lambda cast: cast.desk, given_article, "place", "article"),
    "guide.check": prepared(guide.check, lambda cast: cast.desk, given_article, "place", "article"),
    "guide.withdraw": prepared(guide.withdraw, lambda cast: cast.desk, given_article, "place", "article"),
    "duties.add": prepared(duties.add, lambda cast: cast.dispatcher, lambda cast: {}, "place", "owner", "category"),
    "duties.change": prepared(
        duties.change_duty, lambda cast: cast.dispatcher, given_duty, "place", "owner", "category"
    ),
    "duties.end": prepared(duties.end, lambda cast: cast.dispatcher, given_duty, "place"),
    "routing.add": prepared(
        routing.add, lambda cast: cast.dispatcher, lambda cast: {}, "place", "owner", "category", "below", "kind",
        "door", "party",
    ),
    "routing.change": prepared(
        routing.change_rule, lambda cast: cast.dispatcher, given_routing_rule, "place", "owner", "category", "below",
        "kind", "door", "party",
    ),
    "routing.move": prepared(routing.move, lambda cast: cast.dispatcher, given_routing_rule, "place"),
    "routing.retire": prepared(routing.retire, lambda cast: cast.dispatcher, given_routing_rule, "place"),
    "routing.queue": prepared(routing.queue, lambda cast: cast.dispatcher, lambda cast: {}, "place", "owner"),
    "joint.plan": prepared(joint.plan, lambda cast: cast.system, lambda cast: {}, "place", "kind"),
    "joint.convene": prepared(joint.convene, lambda cast: cast.chair, given_joint_published, "meeting"),
    "joint.decide": prepared(joint.decide, lambda cast: cast.chair, given_joint_held, "meeting", "owner"),
    "joint.settle": prepared(joint.settle, lambda cast: cast.system, given_joint_decided, "matter"),
    "joint.carry": prepared(joint.carry, lambda cast: cast.system, given_open_point, "meeting"),
    "asked.consult": prepared(asked.consult, lambda cast: cast.anyone, lambda cast: {}, "place", "article"),
    "asked.correct": prepared(asked.correct, lambda cast: cast.anyone, lambda cast: {}, "place"),
    "asked.burden": prepared(asked.burden, lambda cast: cast.anyone, lambda cast: {}, "place"),
    **MEDIATION,
    **TALENTS,
    "asked.reply": prepared(asked.reply, lambda cast: cast.desk, given_consulted, "matter", "outcome", "article"),
    **FAIR,
    **TOKENS,
}  # fmt: skip
