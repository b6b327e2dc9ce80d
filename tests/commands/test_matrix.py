"""The role × command matrix: every command tried by every role, through the gate, where the command can be made.

Sources: `loop.md` §3 (rows 1–20 and “who is who”) for matters, voices and answers; `product.md` S10 and S14 for
sessions and projects, “Rules that come from law and decency” for separation and for what nobody may; `product.md` S0 and
decisions A8, A10, A19 for setting up, terms, delegation and links. The cast's dgmy lies in cell daguan-1, community
daguan, organization sujin; each role's post reaches it.
"""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from haitang.commands import links, offices
from haitang.engine import gate
from haitang.engine import links as opening
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied
from haitang.kernel.registry import commands
from haitang.kernel.role import Role
from haitang.records.link import CapabilityLink
from haitang.records.matter import Matter
from haitang.records.mediation import Mediator
from haitang.records.party import Membership, Post
from haitang.records.voice import Voice
from tests.cast import FOUNDER, Cast, Told
from tests.commands import papers, papers_of_the_doors, papers_of_the_loop
from tests.commands.inputs import PREPARED, Prepared
from tests.commands.papers import EVERYBODY

EVERY_ROLE = " ".join(role.value for role in Role)
ORGANIZERS = "chair desk dispatcher"

#: command: who may, by role; everybody else is refused. Every role stands on one side or the other.
ROWS: dict[str, str] = {
    # product.md S0, decisions A8: an organization and its territory are the installation's acts
    "offices.found": "system",
    "offices.add_place": "system",
    # decisions A10 and A19: posts, accounts and terms are the administrator's, of the same organization
    "offices.create_post": "system administrator",
    "offices.rename_post": "system administrator",
    "offices.open_account": "system administrator",
    "offices.appoint": "system administrator",
    "offices.end_appointment": "system administrator",
    # a post is handed on by who was appointed to it, or for them by the administrator
    "offices.delegate": "system administrator holder",
    "offices.end_delegation": "system administrator holder",
    # loop.md “outside party without account”: by those who give a matter to its owner (row 6)
    "links.make": "desk dispatcher grid",
    "links.revoke": "desk dispatcher grid",
    # loop.md row 1: anyone
    "matters.report": EVERY_ROLE,
    # row 3: grid lead, desk
    "matters.accept": "desk grid",
    # row 6: dispatcher (issue 2: and desk); the grid lead gives it to nobody but itself: handling.take
    "matters.assign": "dispatcher desk",
    # row 8: the owner; product.md “department, property company, contractor: I answer by a link”
    "matters.start": "owner",
    # row 11: the owner; the system where an accepted project carried it out
    "matters.claim": "owner system",
    # rows 12 and 13: a checker who is not the claimant; the desk calls back
    "matters.reject": "checker desk",
    "matters.check": "checker desk",
    # row 14: desk or owner; the system where a project carried it out
    "matters.answer": "desk owner system",
    # row 14, “undelivered → second channel, then paper/phone”. The papers do not say who walks or calls: those who
    # answer at the desk, and those who work at the place or write for others (“who is who”: grid, recorder, dispatcher).
    # Not the owner: who did the work sees no reporter's identity (issue 4, “Fairness to those who speak”).
    "answers.told": "desk grid recorder dispatcher",
    # row 15: automatic
    "matters.close": "system",
    # row 16: supervisor any time
    "matters.reopen": "supervisor",
    # row 16: the voice itself, nobody for it
    "voices.judge": "voice",
    # product.md S14: the rule of the sessions is a setting (whose is not said: chair, those above)
    # and the sessions are their organizers', decisions the chair's
    "rhythm.choose": "chair dispatcher administrator",
    "meetings.plan": ORGANIZERS,
    "meetings.table": ORGANIZERS,
    "meetings.publish": ORGANIZERS,
    "meetings.attend": ORGANIZERS,
    "meetings.decide": "chair",
    "meetings.close": "chair",
    "meetings.cancel": "chair",
    # product.md S9, S14: organizers propose, somebody above approves, the owner does it, somebody else accepts it
    "projects.propose": ORGANIZERS,
    "projects.approve": "supervisor",
    "projects.start": "owner",
    "projects.claim": "owner",
    "projects.reject": "checker supervisor",
    "projects.accept": "checker supervisor",
    "projects.close": f"{ORGANIZERS} system",
    # loop.md row 2: the desk asks (the grid lead accepts, so asks too); the voice replies, or whoever writes for it
    "asking.ask": "desk grid",
    "asking.reply": "voice desk recorder",
    "asking.unreplied": "system",
    # row 4: the desk refers; decision A10 lets the dispatcher above it do the same; silence is the clock's
    "handing.refer": "desk dispatcher",
    "handing.taken": "desk dispatcher",
    "handing.not_taken": "desk dispatcher system",
    # row 7: the owner hands back; a third time is decided above, binding
    "handing.hand_back": "owner",
    "handing.adjudicate": "supervisor",
    # row 9: the owner asks, level+1 grants; “nobody both grants and asks”
    "deferring.ask_time": "owner",
    "deferring.grant_time": "dispatcher supervisor",
    "deferring.refuse_time": "dispatcher supervisor",
    # row 20: the clock's own step, nobody's
    "ladder.climb": "system",
    # loop.md §4 and rules.md “versioned … confirmed by”: those who answer for the office keep its terms
    "terms.set": "supervisor administrator system",
    "terms.confirm": "supervisor administrator system",
    "terms.drop": "supervisor administrator system",
    # row 10: level+1 parks; owner, level+1 or the day of review lets it go on
    "deferring.park": "dispatcher supervisor",
    "deferring.resume": "owner dispatcher supervisor system",
    # row 5: desk; the reporter may object once
    "joining.join": "desk",
    "joining.part": "voice",
    # row 5b: desk, severity 4 only
    "handling.consult": "desk",
    # row 6: self-handled by whoever is “grid lead (may self-handle)”, or the desk
    "handling.take": "desk grid",
    # row 6, “≥ 1 task, each one owner”: by those who assign
    "together.involve": "dispatcher desk grid",
    "together.release": "dispatcher desk grid",
    # row 17: supervisor only; the voice may go one level up once
    "reopening.grant": "supervisor",
    "reopening.refuse": "supervisor",
    "reopening.appeal": "voice",
    # row 18: whoever spoke, in one tap; by those who write for somebody. Anybody else reports anew (row 1)
    "reopening.recur": "voice desk grid recorder",
    # row 19: that voice; §1 “me too in one tap”: anybody
    "voices.withdraw": "voice",
    "voices.me_too": EVERY_ROLE,
    # issue, “everything also by a helper on their behalf and on paper”; who writes for others: loop.md “who is who”
    "behalf.report": "recorder grid desk dispatcher",
    # row 1 “import”, issue 5 “matters from a hotline export”: those who take at the desk, and the terminal's import
    "hotline.bring": "desk dispatcher system",
    "hotline.update": "desk dispatcher system",
    "voices.judge_for": "desk recorder",
    "voices.withdraw_for": "desk recorder",
    # decisions B, “about a person”: the desk marks it; the grid lead accepts, so marks it too
    "matters.refuse_person": "desk grid",
    # product.md “Rules that come from law and decency”: raised by whoever reads it; set aside by two offices and judged
    # by neither (the papers name no roles: the desk and those who dispatch propose, those above or the auditor decide)
    "fairness.raise_up": "desk grid dispatcher checker supervisor",
    "fairness.set_aside": "desk grid dispatcher",
    "fairness.confirm_aside": "checker supervisor auditor",
    "fairness.refuse_aside": "checker supervisor auditor",
    "fairness.withhold": "desk grid dispatcher",
    "fairness.decide_withholding": "checker supervisor auditor",
    "fairness.appeal": "voice",
    "fairness.decide_appeal": "supervisor auditor",
    "fairness.decide_withholding_appeal": "supervisor auditor",
    # loop.md §1 “photo privacy”: staff of the place who read the report
    "photos.show": "desk grid",
    "photos.blur": "desk grid",
    "photos.withhold": "desk grid",
    # product.md, “exportable and erasable”: the person; on paper the counter takes it, and a second person does it
    "voices.correct_contact": "voice",
    "voices.erase": "voice",
    "erasures.ask": "desk dispatcher supervisor",
    "erasures.carry_out": "dispatcher supervisor",
    # loop.md §1 “retention: two persons approve destruction”; here the administrator has proposed
    "retention.set_term": "supervisor dispatcher administrator",
    "retention.propose": "supervisor dispatcher administrator",
    "retention.approve": "supervisor dispatcher",
    "retention.carry_out": "system",
    # issue “no standing export of personal data”: whoever answers for the office declares it
    "exports.declare": "supervisor dispatcher administrator",
    "exports.end": "supervisor dispatcher administrator",
    # product.md S0: notices and warnings by the desk and those who lead; not by whoever keeps the machine
    "notices.publish": "desk supervisor chair",
    "notices.correct": "desk supervisor chair",
    "notices.withdraw": "desk supervisor chair",
    # product.md S0: numbers and articles are kept by the desk, at set-up by the administrator
    "directory.add": "desk administrator system",
    "directory.change": "desk administrator system",
    "directory.withdraw": "desk administrator system",
    "guide.publish": "desk administrator system",
    "guide.correct": "desk administrator system",
    "guide.check": "desk administrator system",
    "guide.withdraw": "desk administrator system",
    # product.md “a way to say ‘this asks too much of me’”, loop.md row 5b: anybody asks, an office answers
    "asked.consult": EVERY_ROLE,
    "asked.correct": EVERY_ROLE,
    "asked.burden": EVERY_ROLE,
    "asked.reply": "desk dispatcher supervisor",
    # issue, “Messages”: the administrator keeps channels and wording, the desk sees what reached nobody
    "channels.add": "administrator",
    "channels.test": "administrator",
    "channels.enable": "administrator",
    "channels.disable": "administrator",
    "channels.remove": "administrator",
    "wordings.change": "administrator",
    "wordings.reset": "administrator",
    "deliveries.retry": "desk dispatcher administrator",
    # issue, “invitations by link”: whoever administers, or the installation; the link itself proves who starts
    "accounts.invite": "administrator system",
    "accounts.revoke_invitation": "administrator system",
    "accounts.require_second_factor": "administrator system",
    "accounts.start": EVERY_ROLE,
    # issue 5, “Tokens with scopes”: a machine at a place by the administrator; a post by whoever was appointed to it alone
    "tokens.make": "administrator",
    "tokens.lend": "holder",
    "tokens.revoke": "administrator",
    "tokens.withdraw": "holder",
    # issue, “haitang init and a set-up page”: the office's own administrator; preparing is the installation's
    "openings.prepare": "system",
    **dict.fromkeys(
        (
            "openings.start_trial", "openings.publish", "setup.office", "setup.hours", "setup.privacy", "rules.set",
            "rules.confirm", "modules.switch", "places.add", "places.rename", "places.close",
            "site.configure",
        ),
        "administrator system",
    ),
    # product.md S11, S12: status lists with promise, source, state, answer; by those who answer for the sub-district
    "listings.put": "supervisor dispatcher",
    "listings.take_off": "supervisor dispatcher",
    # product.md S10, loop.md §1 “routing rules as data”: kept by whoever dispatches, leads or administers
    **dict.fromkeys(
        (
            "duties.add", "duties.change", "duties.end", "routing.add", "routing.change", "routing.move",
            "routing.retire", "routing.queue",
        ),
        "dispatcher supervisor administrator system",
    ),
    # product.md S10/S11, loop.md “who is who”: the chair of the joint meeting decides, here also the sub-district's
    # supervisor; what follows from the rule and from a decision is the clock's
    "joint.plan": "system",
    "joint.convene": f"{ORGANIZERS} supervisor",
    "joint.decide": "chair supervisor",
    "joint.settle": "system",
    "joint.carry": "system",
    # issue, “Map (S13)”: editing of polygons by staff
    "places.outline": "administrator system dispatcher",
    "places.undraw": "administrator system dispatcher",
    # issue 4, “Mediator”: anybody asks, at the counter or on the page; a mediator's post takes it on, and from then on only
    # the mediators of this very dispute and its two sides act (decisions A10, “named part”); a side refuses a mediator
    # (People's Mediation Law 17, 23), and the clock frees what nobody serves any more
    "mediation.request": EVERY_ROLE,
    "mediation.take": "mediator",
    "mediation.bring_in": "mediating",
    "mediation.step_aside": "mediating",
    "mediation.refuse_mediator": "voice",
    "mediation.release": "system",
    "mediation.invite": "mediating",
    "mediation.consent": "voice mediating",
    "mediation.decline": "voice mediating",
    "agreements.sit": "mediating",
    "agreements.visit": "mediating",
    "agreements.sign": "mediating",
    "agreements.end": "mediating",
    "agreements.apply": "mediating",
    "agreements.ruling": "mediating",
    # by hand once a visit was paid, by the clock once the court can no longer be asked
    "agreements.close": "mediating system",
    # operations.md S18 “self-declared + confirmed by a named person, consented, expiring”, product.md S18 “found when needed”
    # and S10 (who coordinates: the dispatcher; in a community the desk); “done … by somebody for somebody” (product.md,
    # “Rules”): whoever writes for others (loop.md “who is who”). The person alone, or whoever writes it down for them,
    # says yes, no, stays on and leaves; what runs out is the clock's. Who works at the place asks (loop.md row 6)
    "talents.offer": EVERY_ROLE,
    "talents.offer_for": "recorder grid desk dispatcher",
    "talents.confirm": "desk dispatcher",
    "talents.turn_down": "desk dispatcher",
    "talents.renew": "voice recorder grid desk dispatcher",
    "talents.leave": "voice recorder grid desk dispatcher",
    "talents.ask": "grid desk dispatcher",
    "talents.agree": "voice recorder grid desk dispatcher",
    "talents.cannot": "voice recorder grid desk dispatcher",
    "talents.notify": "system",
    "talents.expire": "system",
    "talents.forget": "system",
    # one national calendar: where several offices share it (as the cast does), no single one's administrator edits it
    "workdays.set": "system",
    "workdays.complete": "system",
    "workdays.enter_year": "system",
    # a day on which one office alone is shut concerns nobody else
    "workdays.shut": "system administrator",
    "workdays.unshut": "system administrator",
}  # fmt: skip

#: What a link may do at most (decisions A10, “narrowed”): the owner's two steps, and what a voice says.
BY_OWNERS_LINK = {"matters.start", "matters.claim"}
BY_A_VOICES_LINK = {"asking.reply", "voices.judge", "voices.withdraw"}


def actors(cast: Cast, ready: Prepared, spare: Told) -> dict[Role, Actor]:
    """One actor for each role, each as near to the subject as that role can be."""
    matter = subject(ready)
    voice = Voice.objects.filter(matter=matter).first() or Voice.objects.get(pk=spare.voice.voice)
    own = holder(cast, ready)
    people = {
        role: cast.by_login[role.value] if cast.by_login[role.value] != own else colleague(role)
        for role in Role
        if role.value in cast.by_login
    }
    return people | {
        Role.ANYONE: cast.anyone,
        Role.SYSTEM: cast.system,
        Role.VOICE: Actor("web", voice=voice.pk),
        Role.HOLDER: own,
        Role.OWNER: owner(cast, matter),
        Role.MEDIATING: mediating(cast, matter),
    }


def subject(ready: Prepared) -> Matter | None:
    number = next((ready.given[name] for name in ("matter", "meeting", "project") if name in ready.given), "")
    return Matter.objects.filter(number=number).first()


def holder(cast: Cast, ready: Prepared) -> Actor:
    """Who was appointed to the post the command is about; else a reader of figures, who holds no other part in it."""
    term = Membership.objects.filter(pk=ready.given.get("term", 0)).select_related("delegated_by").first()
    own = (term.delegated_by or term) if term else Membership.objects.filter(post__code=ready.given.get("post")).first()
    return Actor("web", account=own.account_id) if own else cast.reader


def colleague(role: Role) -> Actor:
    """Somebody with a post of the same role at the same place, who was not appointed to the one concerned."""
    beside = Post.objects.select_related("place").get(code=role.value)
    given = {"code": "beside", "name": "旁", "name_en": "beside", "role": role, "place": beside.place.code}
    gate.do(offices.create_post, FOUNDER, organization="sujin", **given)
    account = gate.do(offices.open_account, FOUNDER, login="beside").values["account"]
    gate.do(offices.appoint, FOUNDER, post="beside", login="beside", since=date(2020, 1, 1))
    return Actor("web", account=account)


def mediating(cast: Cast, matter: Matter | None) -> Actor:
    """Who mediates the matter; else a reader of figures, who holds no other part in it."""
    named = Mediator.objects.filter(matter=matter, until=None).first() if matter is not None else None
    return Actor("web", account=named.account_id) if named is not None else cast.reader


def owner(cast: Cast, matter: Matter | None) -> Actor:
    owned = matter is not None and matter.owner is not None and matter.owner.code == "works"
    return cast.works if owned else cast.property


def succeeds(ready: Prepared, actor: Actor) -> bool:
    """Whether the gate makes the command for the actor; a refusal for another reason than authority fails the test."""
    with transaction.atomic():
        try:
            gate.do(ready.command, actor, **ready.given)
        except Denied:
            return False
        finally:
            transaction.set_rollback(True)
    return True


def test_the_rows_are_what_the_papers_say_or_the_difference_is_decided() -> None:
    parts = (papers, papers_of_the_loop, papers_of_the_doors)
    read = {name: found for part in parts for name, found in part.READ.items()}
    differs = {name: found for part in parts for name, found in part.DIFFERS.items()}
    said = {
        name: set(Role) if roles == EVERYBODY else set(map(Role, roles.split())) for name, (roles, *_) in read.items()
    }
    assert set(said) == set(ROWS) and len(read) == sum(len(part.READ) for part in parts)
    assert {name for name, roles in said.items() if roles != set(map(Role, ROWS[name].split()))} == set(differs)


def test_every_command_has_its_row() -> None:
    assert set(ROWS) == {spec.name for spec in commands}
    assert {role for row in ROWS.values() for role in row.split()} <= set(Role)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_exactly_these_roles_may(cast: Cast, name: str) -> None:
    spare = cast.report()
    ready = PREPARED[name](cast)
    tried = actors(cast, ready, spare)
    assert set(tried) == set(Role), "a role without an actor"
    did = {role for role, actor in tried.items() if succeeds(ready, actor)}
    assert did == {Role(role) for role in ROWS[name].split()}


def linked(cast: Cast, role: str, matter: Matter) -> Actor | None:
    """An actor through a fresh link on the matter; None where no such link can be made."""
    given: dict[str, Any] = {"matter": matter.number, "role": role}
    if role == "owner" and matter.owner is None:
        return None
    made = gate.do(links.make, cast.desk, **given)
    return opening.actor_of(CapabilityLink.objects.get(pk=made.values["link"]), "zh-hans")


@pytest.mark.parametrize("name", sorted(ROWS))
def test_through_a_link_only_its_moves_are_open(cast: Cast, name: str) -> None:
    spare = cast.assigned()
    ready = PREPARED[name](cast)
    matter = subject(ready)
    on = matter if matter is not None and matter.shape == "case" else spare.record()
    for role, opened in (("owner", BY_OWNERS_LINK), ("voice", BY_A_VOICES_LINK)):
        actor = linked(cast, role, on)
        assert actor is None or succeeds(ready, actor) is (name in opened), role
