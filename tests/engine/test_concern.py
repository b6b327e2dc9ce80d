"""What is about an office goes one level up and is hidden from that office, in every list, page and message."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from haitang.commands import fairness, handing, matters, meetings, offices, together
from haitang.engine import clock, concern, gate, holds, inbox, looking, outbox, scope, sheets, tasks
from haitang.engine.authority import posts_of, why
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.registry import kinds
from haitang.kernel.role import Role
from haitang.records.matter import Matter
from haitang.records.office import Message
from haitang.records.party import Membership
from haitang.records.voice import Voice
from tests.cast import FOUNDER, Cast, Told

SAID = "窗口的人说没空，不收材料"
#: office complained of → which of the cast may still read a matter about it at dgmy (the property company owns nothing).
READERS = {
    "": {"grid", "desk", "dispatcher", "checker", "supervisor", "chair"},
    "grid": {"desk", "dispatcher", "checker", "supervisor", "chair"},
    "desk": {"dispatcher", "checker", "supervisor"},
    "chair": {"dispatcher", "checker", "supervisor"},
    "office:daguan": {"dispatcher", "checker", "supervisor"},
    "recorder": {"dispatcher", "checker", "supervisor"},
    "jinhua_desk": {"dispatcher", "checker", "supervisor"},
    "property": {"grid", "desk", "dispatcher", "checker", "supervisor", "chair"},
    "works": {"grid", "desk", "dispatcher", "checker", "supervisor", "chair"},
    "dispatcher": {"supervisor", "auditor"},
    "checker": {"supervisor", "auditor"},
    "supervisor": {"auditor"},
    "auditor": {"supervisor"},
}


def hire(login: str, role: Role, place: str, *more: str) -> Actor:
    """Somebody new in a post of their own, and in other posts as well."""
    given = {"code": login, "name": login, "name_en": login, "role": role, "place": place, "organization": "sujin"}
    gate.do(offices.create_post, FOUNDER, **given)
    account = gate.do(offices.open_account, FOUNDER, login=login).values["account"]
    for post in (login, *more):
        gate.do(offices.appoint, FOUNDER, post=post, login=login, since=date(2020, 1, 1))
    return Actor("web", account=account)


def sees(actor: Actor, number: str) -> bool:
    return scope.find(posts_of(actor), number) is not None


def test_each_office_is_read_by_those_one_level_up_only(cast: Cast) -> None:
    staff = {login: cast.by_login[login] for login in cast.by_login if not login.startswith("other_")}
    wrong = []
    for office, expected in READERS.items():
        told = cast.report(SAID, concerns=office)
        seen = {login for login, actor in staff.items() if sees(actor, told.number)}
        wrong += [(office, seen ^ expected)] if seen != expected else []
        for login, actor in staff.items():
            listed = told.number in {row.number for row in sheets.rows("open", actor).rows}
            wrong += [(office, login, "list")] if listed != (login in expected) else []
    assert wrong == []


def test_both_forms_of_the_rule_agree(cast: Cast) -> None:
    hire("both", Role.SUPERVISOR, "sujin", "desk")
    hire("low", Role.CHECKER, "daguan", "grid")
    people = [posts_of(actor) for actor in (*Cast.load().by_login.values(),)]
    numbers = [cast.report(SAID, concerns=office).number for office in READERS]
    for office in ("desk", "grid", "supervisor"):
        told = brought_in(cast, office)
        gate.do(together.involve, cast.by_login[ABOVE[office]], matter=told.number, owner="jinhua_desk", why="一起看")
        numbers.append(told.number)
    about = list(Matter.objects.filter(number__in=numbers))
    for posts in people:
        shown = set(Matter.objects.filter(concern.open_to(posts), number__in=numbers).values_list("number", flat=True))
        assert shown == {matter.number for matter in about if not concern.hides(posts, matter)}


def test_whoever_also_serves_in_the_office_concerned_sees_nothing_through_another_post(cast: Cast) -> None:
    both = hire("both", Role.SUPERVISOR, "sujin", "desk")
    told = cast.report(SAID, concerns="desk")
    assert sees(cast.supervisor, told.number)
    assert not sees(both, told.number)
    assert sees(both, cast.report().number)


def test_whoever_has_left_the_office_since_sees_nothing_of_their_time_there(cast: Cast) -> None:
    moved = hire("moved", Role.SUPERVISOR, "sujin")
    today = clock.today()
    gate.do(offices.appoint, FOUNDER, post="desk", login="moved", since=date(2020, 1, 1), until=today)
    told = cast.report(SAID, concerns="desk")
    with clock.at(clock.now() + timedelta(days=2)):
        assert not sees(moved, told.number)
        assert sees(moved, cast.report(SAID, concerns="desk").number)


def test_the_gate_tells_those_concerned_no_more_than_of_a_number_that_is_not_there(cast: Cast) -> None:
    told = cast.report(SAID, concerns="desk")
    said = []
    for number in (told.number, "SJ23-99999-9"):
        with pytest.raises(Denied) as refused, transaction.atomic():
            gate.do(matters.accept, cast.desk, matter=number, category="other")
        said.append(refused.value.words)
    assert said[0] == said[1]


def test_those_one_level_up_take_every_step_the_desk_would(cast: Cast) -> None:
    told = cast.report(SAID, concerns="desk")
    gate.do(matters.accept, cast.dispatcher, matter=told.number, category="other", title="窗口", screened=True)
    assert not told.record().screened
    gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="works")
    gate.do(matters.claim, cast.works, matter=told.number, outcome="solved", evidence="word", note="换了人")
    gate.do(matters.check, cast.checker, matter=told.number)
    gate.do(matters.answer, cast.dispatcher, matter=told.number, sentence="窗口已经改正。")
    assert told.record().state == "answered"


def test_where_nobody_stands_above_the_auditor_carries_it_through(cast: Cast) -> None:
    told = cast.report(SAID, concerns="supervisor")
    assert told.record().nobody_above
    gate.do(matters.accept, cast.auditor, matter=told.number, category="other")
    gate.do(matters.assign, cast.auditor, matter=told.number, owner="works")
    reason = why(cast.supervisor, (Role.SUPERVISOR,), told.record().place, "sujin", told.record())
    assert (reason.allowed, reason.ground) == (False, "concerned")


def test_nobody_left_is_said_at_the_door_with_who_is_competent(cast: Cast) -> None:
    with gate.upkeep():
        Membership.objects.filter(post__code="auditor").update(until=date(2020, 1, 2))
    with pytest.raises(Invalid) as refused:
        cast.report(SAID, concerns="supervisor")
    assert [problem.field for problem in refused.value.problems] == ["concerns"]
    assert "12345" in refused.value.problems[0].words.zh
    assert not Matter.objects.filter(voices__words=SAID).exists()


#: office complained of → who hands the matter on.
ABOVE = {"desk": "dispatcher", "grid": "dispatcher", "supervisor": "auditor", "property": "dispatcher"}


def brought_in(cast: Cast, office: str = "desk") -> Told:
    """A matter about an office, in hand with the property company."""
    told, by = cast.report(SAID, concerns=office), cast.by_login[ABOVE[office]]
    gate.do(matters.accept, by, matter=told.number, category="other")
    gate.do(matters.assign, by, matter=told.number, owner="property")
    return told


def test_whoever_is_brought_in_for_a_part_sees_it_and_those_concerned_still_do_not(cast: Cast) -> None:
    told = brought_in(cast)
    assert not sees(cast.works, told.number)
    gate.do(together.involve, cast.dispatcher, matter=told.number, owner="works", why="路面归市政")
    assert sees(cast.works, told.number) and not sees(cast.desk, told.number) and not sees(cast.grid, told.number)
    outbox.drain()
    assert set(Message.objects.filter(template="case.involved").values_list("post__code", flat=True)) == {"works"}
    given = {"matter": told.number, "outcome": "solved", "evidence": "word", "note": "修好了"}
    gate.do(matters.claim, cast.works, **given)
    assert not sees(cast.works, told.number), "what is out of hand is out of sight"
    gate.do(matters.claim, cast.property, **given)
    assert told.record().state == "claimed_done"


def test_nobody_concerned_is_brought_in_or_named_by_a_decision(cast: Cast) -> None:
    told = brought_in(cast)
    with pytest.raises(Invalid):
        gate.do(together.involve, cast.dispatcher, matter=told.number, owner="grid", why="一起看")
    for _ in range(3):
        gate.do(handing.hand_back, cast.property, matter=told.number, reason="not_ours", note="不归我们")
        if not holds.undecided(told.record()):
            gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="property")
    with pytest.raises(Invalid):
        gate.do(handing.adjudicate, cast.supervisor, matter=told.number, owner="desk", why="按职责")


def test_marking_it_later_takes_their_part_from_those_concerned_and_it_stays_in_no_list_of_theirs(cast: Cast) -> None:
    told = cast.working()
    gate.do(together.involve, cast.dispatcher, matter=told.number, owner="works", why="路面归市政")
    gate.do(matters.claim, cast.property, matter=told.number, outcome="solved", evidence="word", note="修好了")
    gate.do(fairness.raise_up, cast.dispatcher, matter=told.number, concerns="works")
    assert not sees(cast.works, told.number) and sheets.rows("mine", cast.works).rows == []
    assert [task.owner.code for task in tasks.under_way(told.record())] == ["property"], "its owner goes on with it"


def test_it_is_not_given_to_the_office_it_is_about(cast: Cast) -> None:
    told = cast.report(SAID, concerns="works")
    cast.accepted(told, screened=False)
    with pytest.raises(Invalid):
        gate.do(matters.assign, cast.dispatcher, matter=told.number, owner="works")


def test_marking_it_later_takes_it_from_the_owner_concerned(cast: Cast) -> None:
    told = cast.claimed()
    gate.do(fairness.raise_up, cast.dispatcher, matter=told.number, concerns="property")
    matter = told.record()
    assert (matter.state, matter.owner, matter.outcome, matter.screened) == ("accepted", None, "", False)
    assert not sees(cast.property, told.number)
    assert not matter.tasks.filter(ended_at=None).exists()


def test_the_desk_marks_it_and_loses_sight_of_it(cast: Cast) -> None:
    told = cast.accepted()
    gate.do(fairness.raise_up, cast.desk, matter=told.number, concerns="office:daguan")
    assert not sees(cast.desk, told.number)
    assert told.record().state == "accepted"


def test_messages_go_one_level_up_and_old_ones_are_shown_no_more(cast: Cast) -> None:
    told = cast.report(SAID)
    matter = told.record()
    for post in inbox.nearest(matter, Role.DESK):
        inbox.remind(matter, post, "case.received")
    assert inbox.unread(cast.desk) == 1
    gate.do(fairness.raise_up, cast.dispatcher, matter=told.number, concerns="desk")
    assert (inbox.unread(cast.desk), inbox.messages(cast.desk)) == (0, [])
    assert [post.code for post in inbox.nearest(told.record(), Role.DESK)] == ["dispatcher"]


def test_those_concerned_open_no_contact(cast: Cast) -> None:
    told = cast.report(SAID, concerns="desk", contact="13800001234")
    contact = Voice.objects.get(matter__number=told.number).contact_id
    assert contact is not None
    with pytest.raises(Denied):
        looking.look(contact, cast.desk, "想问一句")
    assert looking.look(contact, cast.dispatcher, "想问一句") == "13800001234"


def test_it_stands_on_no_agenda(cast: Cast) -> None:
    told = cast.report(SAID, concerns="desk")
    with pytest.raises(Invalid):
        gate.do(meetings.table, cast.chair, meeting=cast.session(), topic="窗口", matter=told.number)


def test_every_state_of_a_case_can_be_marked_until_it_is_answered() -> None:
    flow = kinds["requests.problem"].flow
    move = flow.move("raise_up")
    assert move is not None
    assert set(flow.open_states()) - set(move.sources) == {"answered"}
