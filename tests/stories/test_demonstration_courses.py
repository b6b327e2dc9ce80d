"""Courses that went another way happen in the invented compound, each told once through the real commands.

Read from the rows and from the ledger, in the order in which it was written: what happened, by whom it was decided, what
everybody who spoke was told. Which courses there have to be is the issue's list and loop.md rows 2, 4–7, 9–11, 16, 17, 19.
"""

import json
from datetime import date, datetime

import pytest
from django.test import Client

from haitang.engine import clock, joint, lateness, ledger
from haitang.jobs.demonstration.days import END, read
from haitang.jobs.demonstration.papers import paper
from haitang.records.breach import Redating
from haitang.records.hold import Extension, HandBack, Pause, Question, Referral
from haitang.records.matter import Check, Claim, Link, Matter, Task
from haitang.records.party import Membership
from haitang.records.reopening import Reopening
from haitang.records.slot import Motion, Presence
from haitang.records.voice import Answer, Verdict, Voice

pytestmark = pytest.mark.usefixtures("demonstration")
#: What the clock does by itself, at its own moments; it changes nothing of a matter.
LADDER = ("reminded", "raised", "overdue")


def course(code: str) -> Matter:
    """The matter of a course, found by what was said."""
    words = next(entry["words"] for entry in paper("courses")["matters"] if entry["code"] == code)
    return Matter.objects.select_related("place", "owner").get(voices__words=words)


def told(matter: Matter) -> list[str]:
    """The verbs of a matter's lines in the order of the ledger, without what the clock reminded of."""
    kinds = {leaf.entry: leaf.kind.partition(".")[2] for leaf in ledger.every_leaf(["sujin"])}
    lines = sorted(body.entry for body in ledger.every_body(["sujin"]) if body.subject == matter.number)
    return [kinds[entry] for entry in lines if kinds[entry].partition(".")[0] not in LADDER]


def answers(matter: Matter) -> list[str]:
    """The outcomes that the voices of a matter were told, in order."""
    return list(Answer.objects.filter(voice__matter=matter).order_by("id").values_list("outcome", flat=True))


def at(text: str) -> datetime:
    return read(text)


def test_every_course_lies_in_the_invented_compound_and_none_of_them_closed_as_solved() -> None:
    found = [course(entry["code"]) for entry in paper("courses")["matters"]]
    assert len(found) == len({matter.pk for matter in found}) >= 17
    assert all(matter.place.invented and "/shili/" in matter.place.path for matter in found)
    assert not [matter.title for matter in found if matter.closed_at and matter.outcome == "solved"]
    assert "invented" in paper("courses")["note"]


def test_a_duplicate_was_joined_and_both_who_spoke_were_answered_and_agreed() -> None:
    first, second = course("cover"), course("cover-again")
    assert Link.objects.get(source=second, type="joined-into").target == first
    assert (first.state, second.state) == ("closed", "joined")
    assert (first.outcome, first.basis, first.closed_at) == (second.outcome, second.basis, second.closed_at)
    assert first.basis == "resident" and first.received_at == at("2023-09-11 18:40")
    assert answers(first) == ["partly"] and answers(second) == ["joined", "partly"]
    said = Verdict.objects.filter(voice__matter__in=(first, second)).values_list("voice__matter", "verdict")
    assert set(said) == {(first.pk, "yes"), (second.pk, "yes")}
    assert "taken_in" in told(first) and told(second) == ["received", "joined"]


def test_what_was_handed_back_three_times_was_decided_by_the_supervisor_and_bound_its_owner() -> None:
    matter = course("branch")
    backs = list(HandBack.objects.filter(matter=matter).order_by("id").select_related("owner"))
    assert [back.owner.code for back in backs] == ["property-shili", "committee-shili", "grid-shili"]
    assert all(back.note and back.adjudicated_at == backs[0].adjudicated_at for back in backs)
    assert told(matter)[2:9] == [*["assigned", "handed_back"] * 3, "adjudicated"]
    assert (matter.owner and matter.owner.code) == "property-shili"
    assert backs[0].adjudicated_at and lateness.on_time(matter, clock.now()) is True
    assert (matter.state, matter.outcome, matter.basis) == ("closed", "partly", "check")


def test_what_is_parked_says_why_and_until_when_on_the_list_that_everybody_reads() -> None:
    matter = course("roof")
    pause = Pause.objects.get(matter=matter, ended_at=None)
    assert (matter.state, pause.sort, pause.reason) == ("parked", "parked", "owners_vote")
    assert clock.local_day(pause.review_at) == date(2023, 12, 20) and not pause.late
    page = Client().get("/parked").content.decode()
    assert matter.title in page and "12 月 20 日" in page
    assert pause.note not in page, "the office's own sentence is for those who spoke"


def test_what_was_parked_for_the_season_went_on_by_itself_and_the_wait_is_not_counted() -> None:
    matter = course("lawn")
    pause = Pause.objects.get(matter=matter)
    assert pause.ended_at == at("2023-09-11 00:05") and matter.due_at and matter.due_at == at("2023-09-13 18:00")
    assert told(matter)[4:6] == ["parked", "resumed"]
    taken = lateness.elapsed(matter, [pause], END)
    assert (taken.working, taken.paused) == (6, 47)
    assert (matter.outcome, matter.basis) == ("partly", "resident")


def test_what_was_not_good_was_reopened_within_thirty_days_as_of_right_and_answered_anew() -> None:
    matter = course("pump")
    first, second = Answer.objects.filter(voice__matter=matter).order_by("id")
    back = Reopening.objects.get(matter=matter)
    assert back.granted and back.voice_id and 0 < (back.asked_at - first.at).days < 30
    assert told(matter).count("reopened") == 1 and matter.received_at == at("2023-10-23 07:50")
    assert second.at > back.asked_at and matter.state == "answered"
    assert Redating.objects.get(matter=matter, cause="reopened").now == matter.due_at
    assert matter.due_at and second.at <= matter.due_at, "half of the term, and kept"


def test_a_second_reopening_was_a_wish_that_the_supervisor_granted_and_somebody_else_checked() -> None:
    matter = course("grate")
    of_right, wished = Reopening.objects.filter(matter=matter).order_by("id")
    assert of_right.decided_at == of_right.asked_at and wished.granted and wished.decided_at > wished.asked_at
    acts = told(matter)
    assert [act for act in acts if act in ("reopened", "again_asked")] == ["reopened", "again_asked", "reopened"]
    looks = list(Check.objects.filter(claim__matter=matter).order_by("id").select_related("account"))
    assert [look.account.login for look in looks if look.account] == ["checker", "checker", "desk"]
    assert answers(matter) == ["solved", "solved", "partly"] and (matter.outcome, matter.basis) == ("partly", "check")
    assert matter.details["times_reopened"] == 2


def test_what_belongs_to_the_power_company_was_taken_over_within_its_two_days_and_answered_so() -> None:
    matter, referral = course("hum"), Referral.objects.get(matter=course("hum"))
    assert referral.body == "（示例）供电公司" and referral.reference and referral.taken
    assert referral.ended_at and referral.ended_at < referral.until == at("2023-10-23 18:00")
    assert answers(matter) == ["handed_over"] and (matter.outcome, matter.basis) == ("handed_over", "document")


def test_what_was_passed_to_the_water_company_has_a_day_to_be_confirmed_and_a_clock_that_watches_it() -> None:
    matter = course("mains")
    referral = Referral.objects.get(matter=matter)
    assert (matter.state, referral.taken, referral.until) == ("referred", None, at("2023-11-16 18:00"))
    running = {row.clock: row.due_at for row in matter.countdowns.filter(ended_at=None)}
    assert running["confirm"] == at("2023-11-16 18:00") and "resolve" in running


def test_half_solved_was_kept_as_half_and_the_supervisor_had_the_rest_done() -> None:
    matter = course("lawn-lamps")
    verdict = Verdict.objects.get(voice__matter=matter)
    assert verdict.verdict == "half" and verdict.words
    acts = told(matter)
    assert acts[acts.index("judged.half") + 1] == "reopened" and matter.details["reopened"]
    assert answers(matter) == ["partly", "solved"] and (matter.state, matter.closed_at) == ("answered", None)


def test_what_was_not_needed_any_more_was_withdrawn_by_whoever_spoke() -> None:
    matter = course("locker")
    assert (matter.state, matter.outcome) == ("closed", "withdrawn") and answers(matter) == ["withdrawn"]
    assert Voice.objects.get(matter=matter).withdrawn_at == matter.closed_at
    assert not Task.objects.filter(matter=matter, ended_at=None).exists()


def test_the_grid_worker_saw_to_it_the_same_day_and_somebody_else_looked() -> None:
    matter = course("handrail")
    assert told(matter)[:4] == ["received", "accepted", "taken_on", "claimed.solved"]
    claim = Claim.objects.get(matter=matter)
    assert matter.owner and matter.owner.code == "grid-shili" and claim.at.date() == matter.received_at.date()
    assert claim.checks.get().account_id != claim.account_id and matter.state == "answered"


def test_a_question_was_answered_at_once_with_its_source_and_its_date() -> None:
    matter = course("charger")
    assert told(matter) == ["received", "accepted", "answered.explained", "closed.explained"]
    assert "依据：（示例）办事指南" in Answer.objects.get(voice__matter=matter).text
    assert matter.severity == 4 and matter.basis == "resident"


def test_two_offices_did_their_parts_and_it_was_done_with_the_last_of_them() -> None:
    matter = course("garage")
    parts = Task.objects.filter(matter=matter).order_by("id").values_list("owner__code", flat=True)
    assert list(parts) == ["property-shili", "drains-crew"]
    acts = told(matter)
    assert acts.index("involved") < acts.index("part_claimed") < acts.index("claimed.solved")
    claimed = Claim.objects.filter(matter=matter).order_by("id").values_list("task__owner__code", flat=True)
    assert list(claimed) == ["drains-crew", "property-shili"]


def test_what_nobody_alone_could_settle_was_decided_by_a_joint_meeting_and_is_late_all_the_same() -> None:
    matter = course("footpath")
    item = Motion.objects.select_related("owner", "meeting").get(matter=matter)
    assert item.decision == joint.OWNER and item.owner and item.owner.code == "drains-crew" and item.reason
    assert HandBack.objects.get(matter=matter).reason == "above"
    assert told(matter)[-2:] == ["settled", "started"] and matter.owner == item.owner
    assert matter.state == "working" and matter.due_at and matter.due_at < clock.now() and not matter.answered_at
    came = dict(Presence.objects.filter(slot__matter=item.meeting).values_list("post__code", "came"))
    assert came == {"property-shili": True, "drains-crew": True, "committee-shili": True, "grid-shili": False}
    assert matter.breaches.filter(level__gte=3).exists(), "the clock has raised it"


def test_what_the_joint_meeting_left_open_stands_on_the_agenda_of_the_next() -> None:
    carried = Motion.objects.select_related("carried__meeting", "meeting").get(carried__isnull=False)
    assert carried.carried and carried.carried.decision == "postponed" and carried.carried.meeting.state == "closed"
    assert carried.meeting.state == "planned" and clock.local_day(carried.meeting.due_at) == date(2023, 11, 22)


def test_who_did_not_say_where_was_asked_once_and_the_clock_stands() -> None:
    matter, question = course("lamp-where"), Question.objects.get(matter=course("lamp-where"))
    assert (matter.state, question.ended_at) == ("needs_info", None) and question.text.endswith("？")
    assert not matter.countdowns.filter(ended_at=None).exists()


def test_more_time_was_asked_by_the_owner_granted_by_another_and_the_first_date_stays_in_sight() -> None:
    matter, asked = course("closer"), Extension.objects.get(matter=course("closer"))
    assert asked.granted and asked.reason and asked.first_due_at == at("2023-11-14 18:00") == matter.first_due_at
    assert matter.due_at == asked.until == at("2023-11-17 18:00") and matter.state == "working"
    acts = {b.command: b.actor for b in ledger.every_body(["sujin"]) if b.subject == matter.number}
    assert acts["deferring.ask_time"] != acts["deferring.grant_time"]


def test_what_could_not_be_solved_says_so_with_its_reason_and_an_honest_basis() -> None:
    unsolved = Matter.objects.filter(shape="case", outcome="not_solved", place__invented=True).exclude(closed_at=None)
    assert unsolved.count() >= 2
    for matter in unsolved:
        claim = Claim.objects.filter(matter=matter).latest("id")
        assert matter.basis == "check" and claim.checks.get().agreed and claim.note
        assert "没有办成" in Answer.objects.filter(voice__matter=matter).latest("id").text
        ended = [json.loads(b.facts or "{}") for b in ledger.every_body(["sujin"]) if b.subject == matter.number][-1]
        assert (ended["basis"], ended["ended"]) == ("check", "lapsed"), "nobody is said to be satisfied"


def test_nobody_came_into_office_or_left_it_after_the_founding() -> None:
    """The replay reads posts once a day, which is the same only as long as this holds."""
    terms = Membership.objects.all()
    assert terms.exists() and not terms.exclude(since=date(2023, 1, 1), until=None, ended_at=None).exists()
