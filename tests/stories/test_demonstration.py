"""The demonstration year: the printed figures come out of their rows, the pavilion's story closes its loop, and the
rules of decency hold: example records under real names, what goes wrong in the invented compound only."""

import json
import re
from datetime import date
from typing import Any

import pytest

from haitang.engine import clock, ledger, steps, tally, vault, verify
from haitang.engine import notices as board
from haitang.engine.sheets.named import STANDING
from haitang.jobs.demonstration.days import END
from haitang.jobs.demonstration.papers import FACTS, paper
from haitang.kernel.registry import kinds
from haitang.records.contact import Contact
from haitang.records.matter import Claim, Link, Matter
from haitang.records.mediation import Side
from haitang.records.notice import Notice
from haitang.records.office import Refusal
from haitang.records.party import Organization, Party, Post
from haitang.records.place import Place
from haitang.records.slot import Attendance, Motion
from haitang.records.voice import Answer, Voice
from tests.demonstrations import Loaded

pytestmark = pytest.mark.usefixtures("demonstration")
YEAR = (date(2023, 1, 1), date(2023, 11, 15))
MADE = {
    "requests.problems_solved": 79,
    "service_projects.projects": 46,
    "service_projects.themes": 3,
    "requests.disputes_mediated": 12,
}
SOLVED = ("request.closed.solved", "request.reopened.solved")
PAVILION = "花园议事亭"
SESSION = "talk_on_fours.session"


def lines(*kinds: str) -> list[tuple[str, int]]:
    """Subject and quantity of the ledger lines of those public kinds."""
    leaves = {leaf.entry: leaf for leaf in ledger.every_leaf(["sujin"]) if leaf.kind in kinds}
    return [(b.subject, leaves[b.entry].quantity) for b in ledger.every_body(["sujin"]) if b.entry in leaves]


def matters(shape: str, *, invented: bool) -> list[Matter]:
    rows = Matter.objects.filter(shape=shape, place__invented=invented).select_related("place", "owner").order_by("id")
    return list(rows)


def everything_written() -> str:
    """All that the ledgers say, public and sealed, as one text."""
    names = [head.ledger for head in ledger.heads()]
    public = "\n".join(ledger.leaf_text(leaf) for leaf in ledger.every_leaf(names))
    sealed = "\n".join(json.dumps(ledger.body_value(b), ensure_ascii=False) for b in ledger.every_body(names))
    return public + sealed


# The printed figures


def test_seventy_nine_problems_are_solved_by_the_sum_of_their_lines() -> None:
    found = lines(*SOLVED)
    assert sum(quantity for _, quantity in found) == 79
    assert len({subject for subject, _ in found}) == 79


def test_some_were_closed_reopened_and_solved_in_the_end_and_count_once() -> None:
    taken_back = [subject for subject, quantity in lines(*SOLVED) if quantity == -1]
    assert len(taken_back) == 2
    assert set(Matter.objects.filter(number__in=taken_back).values_list("state", "outcome")) == {("closed", "solved")}


def test_forty_six_projects_are_accepted_in_three_themes() -> None:
    accepted = [subject for subject, quantity in lines("project.accepted") if quantity == 1]
    assert len(accepted) == len(set(accepted)) == 46
    assert len(set(Matter.objects.filter(number__in=accepted).values_list("category", flat=True))) == 3


@pytest.mark.parametrize("entitled", [True, False])
@pytest.mark.parametrize("name", MADE)
def test_the_tally_says_the_same_to_everybody(name: str, entitled: bool) -> None:
    number = tally.figure(name, "sujin", *YEAR, entitled=entitled)
    assert number.value == MADE[name]


@pytest.mark.parametrize("fact", paper(FACTS)["figures"], ids=lambda fact: fact["figure"])
def test_every_printed_figure_has_its_printed_value_or_says_what_will_bring_it(fact: dict[str, Any]) -> None:
    number = tally.figure(fact["figure"], fact["place"], *YEAR)
    if fact["figure"] in MADE:
        assert number.value == fact["value"]
    else:
        assert number.value is None
        assert number.figure.not_yet is not None


def test_the_year_replays_in_the_two_communities_of_the_page() -> None:
    places = {matter.place.community for matter in matters("case", invented=False)}
    assert places == {"daguan", "jinhua"}


def test_the_replayed_works_are_the_three_that_the_page_names() -> None:
    printed = next(fact["detail"] for fact in paper(FACTS)["figures"] if fact["figure"] == "requests.problems_solved")
    titles = {
        re.sub(r"^示例记录 \d{3} · ", "", m.title) for m in matters("case", invented=False) if m.outcome == "solved"
    }
    assert titles == set(printed)


# Mediation is counted and nothing else of it is known


def test_twelve_disputes_are_mediated_by_the_sum_of_their_lines_which_say_nothing_in_public() -> None:
    signed = [b for b in ledger.every_body(["sujin"]) if json.loads(b.facts or "{}").get("act") == "mediation.signed"]
    leaves = {leaf.entry: leaf for leaf in ledger.every_leaf(["sujin"]) if leaf.kind == "sealed"}
    assert len({body.subject for body in signed}) == len(signed) == 12
    assert {(leaf.community, leaf.quantity) for leaf in leaves.values()} == {("sujin", 1)}
    assert {body.place for body in signed} == {"/"}
    assert tally.rows("requests.disputes_mediated", "sujin", *YEAR, entitled=True) == ([], None)


def test_both_sides_agreed_to_each_of_the_twelve_and_both_were_told() -> None:
    settled = Matter.objects.filter(shape="mediation", outcome="agreement")
    assert settled.count() == 12 and set(settled.values_list("state", flat=True)) == {"closed"}
    for matter in settled:
        assert matter.sides.exclude(consented_at=None).count() == 2
        assert Answer.objects.filter(voice__matter=matter, outcome="agreement").count() == 2


def test_of_a_mediation_even_the_sealed_words_say_that_they_are_an_example_and_nothing_else() -> None:
    for side in (
        Side.objects.exclude(words=None).exclude(matter__place__invented=True).select_related("words__organization")
    ):
        assert vault.unseal(side.words).startswith("示例记录") and vault.unseal(side.words).endswith("内容从略。")


def test_what_is_quarrelled_over_without_an_agreement_lies_in_the_invented_compound() -> None:
    others = Matter.objects.filter(shape="mediation").exclude(outcome="agreement").select_related("place")
    assert {matter.place.code for matter in others} == {"shili"}
    assert {matter.state for matter in others} == {"asked", "mediating", "ended"}


# Every voice gets its answer


def test_every_voice_of_a_closed_matter_has_an_answer_in_its_language() -> None:
    voices = Voice.objects.filter(matter__shape="case", matter__state="closed", withdrawn_at=None).prefetch_related(
        "answers"
    )
    assert len(voices) == 91
    for voice in voices:
        assert any(answer.text.strip() and answer.language == voice.language for answer in voice.answers.all())


def test_an_english_voice_is_answered_in_english() -> None:
    answers = Answer.objects.filter(voice__language="en")
    assert len(answers) >= 5
    assert not any(
        re.search(r"[\u4e00-\u9fff]", answer.text.replace(PAVILION, "").replace("示例记录", "")) for answer in answers
    )


def test_nobody_checked_what_they_had_claimed() -> None:
    claims = Claim.objects.prefetch_related("checks")
    assert not any(check.account_id == claim.account_id for claim in claims for check in claim.checks.all())
    assert sum(1 for claim in claims for check in claim.checks.all() if not check.agreed) >= 6


def test_the_gate_refused_nothing_on_the_way() -> None:
    assert not Refusal.objects.exists()


# S14: from residents' words to the pavilion and back to the residents


@pytest.fixture
def pavilion() -> Matter:
    """The project of the pavilion."""
    return Matter.objects.get(shape="project", title__endswith=PAVILION)


def test_the_pavilion_was_asked_for_by_residents_at_building_fifteen(pavilion: Matter) -> None:
    asked = Matter.objects.filter(links__target=pavilion, links__type="resolved-as")
    assert {matter.place.code for matter in asked} == {"dgmy-15"}
    assert sorted(Voice.objects.filter(matter__in=asked).values_list("language", flat=True)) == [
        "en",
        "zh-hans",
        "zh-hans",
    ]


def test_a_session_on_a_day_with_a_four_decided_it(pavilion: Matter) -> None:
    motions = list(Motion.objects.filter(result=pavilion).select_related("meeting", "matter"))
    assert {motion.decision for motion in motions} == {"project"}
    meeting = motions[0].meeting
    assert {motion.meeting for motion in motions} == {meeting}
    assert clock.local_day(meeting.slots.get().starts) == date(2023, 3, 14)
    links = set(Link.objects.filter(target=meeting, type="raised-at").values_list("source", flat=True))
    assert links == {motion.matter_id for motion in motions}
    assert Link.objects.filter(source=meeting, target=pavilion, type="decided-as").count() == 1


def test_it_stands_west_of_building_fifteen_and_was_accepted_by_somebody_else(pavilion: Matter) -> None:
    assert (pavilion.place.code, pavilion.state, pavilion.outcome) == ("pavilion", "closed", "solved")
    claim = pavilion.claims.get()
    assert claim.checks.get().agreed
    assert claim.checks.get().account_id != claim.account_id
    east = min(corner[0] for corner in Place.objects.get(code="dgmy-15").outline)
    assert max(corner[0] for corner in pavilion.place.outline) < east


def test_the_residents_who_asked_were_told_of_it_by_the_accepted_project_itself(pavilion: Matter) -> None:
    for matter in Matter.objects.filter(links__target=pavilion, links__type="resolved-as"):
        assert (matter.state, matter.outcome) == ("closed", "project")
        assert steps.carried_out(matter)
        assert matter.claims.get().evidence == "minute"
        assert matter.claims.get().account_id is None
        answer = Answer.objects.get(voice__matter=matter)
        assert PAVILION in answer.text
        assert pavilion.number in answer.text
        accepted = pavilion.claims.get().checks.get().at
        assert 0 <= (answer.at - accepted).total_seconds() < 24 * 3600


def test_what_became_a_project_is_due_with_it_and_keeps_its_first_promise_in_sight(pavilion: Matter) -> None:
    for matter in Matter.objects.filter(links__target=pavilion, links__type="resolved-as"):
        assert matter.due_at == pavilion.due_at
        assert matter.first_due_at is not None and matter.due_at is not None
        assert matter.first_due_at < matter.due_at
        assert clock.local_day(matter.received_at) < date(2023, 3, 10)


# The sessions


def test_about_thirty_sessions_were_held_on_days_with_a_four() -> None:
    held = Matter.objects.filter(kind=SESSION, state="closed")
    assert len(held) == 29
    days = {clock.local_day(meeting.slots.get().starts) for meeting in held}
    assert {day.day for day in days} == {4, 14, 24}
    assert len(days) == 29
    festivals = {date(2023, 1, 24), date(2023, 6, 24), date(2023, 10, 4)}
    assert not days & festivals


def test_every_session_has_a_head_count_and_a_reason_for_every_decision() -> None:
    for meeting in Matter.objects.filter(shape="meeting", state="closed"):
        assert Attendance.objects.get(slot__matter=meeting).heads >= (10 if meeting.kind == SESSION else 3)
        motions = list(meeting.motions.all())
        assert motions
        assert all(motion.decision and motion.text and motion.reason for motion in motions)


def test_the_next_session_is_planned_and_gathers_topics_brought_by_matters() -> None:
    ahead = Matter.objects.get(kind=SESSION, state="planned")
    assert clock.local_day(ahead.slots.get().starts) == date(2023, 11, 24)
    assert ahead.place.invented
    assert [motion.matter is not None for motion in ahead.motions.order_by("position")] == [True, True, False]


# The notices


def test_notices_are_invented_and_one_of_each_fate_is_there() -> None:
    found = list(Notice.objects.select_related("place"))
    assert all(notice.place.invented or notice.title.startswith("示例公告") for notice in found)
    assert all("示例" in notice.title and "示例" in notice.source for notice in found)
    with clock.at(END):
        states = [board.posted(notice).state for notice in found]
        shown = board.current(Organization.objects.get(code="sujin"))
    assert {state: states.count(state) for state in states} == {"now": 3, "coming": 1, "over": 1, "withdrawn": 1}
    assert ([one.state for one in shown.warnings], len(shown.others)) == (["coming"], 3)
    assert [notice.version for notice in found].count(2) == 1


# The rules of a demonstration


def test_under_real_names_everything_is_titled_as_an_example_record() -> None:
    for matter in Matter.objects.filter(place__invented=False).exclude(shape="mediation"):
        assert matter.title.startswith("示例记录"), matter.number
    numbered = [m.title for m in matters("case", invented=False) if m.outcome == "solved"]
    assert sorted(title[:8] for title in numbered) == [f"示例记录 {n:03d}" for n in range(1, 80)]


def test_under_real_names_nothing_is_open_late_or_failed() -> None:
    for matter in [*matters("case", invented=False), *matters("project", invented=False)]:
        assert matter.state == "closed", matter.number
        assert matter.outcome in {"solved", "project"}
        done = matter.answered_at or matter.claims.latest("id").at
        assert matter.due_at is not None
        assert done <= matter.due_at, matter.number


def test_what_waits_is_late_or_was_undone_is_shown_in_the_invented_compound() -> None:
    waiting = [matter for matter in matters("case", invented=True) if matter.state != "closed"]
    assert {matter.state for matter in waiting} == {state.name for state in kinds["requests.problem"].flow.states} - {
        "closed"
    }
    assert 20 <= len(waiting) <= 26
    running = [matter for matter in waiting if matter.due_at and matter.state not in STANDING]
    late = [matter for matter in running if matter.due_at and matter.due_at < clock.now()]
    today = [m for m in running if m.due_at and clock.local_day(m.due_at) == date(2023, 11, 15)]
    assert (len(late), len(today)) == (5, 3)  # two of them urgent: four hours, day and night
    assert all(matter.place.path.startswith("/gusu/sujin/shili-community/shili/") for matter in waiting)


def test_nothing_in_the_invented_compound_adds_to_a_printed_count() -> None:
    invented = set(Matter.objects.filter(place__invented=True).values_list("number", flat=True))
    assert not invented & {subject for subject, _ in lines(*SOLVED, "project.accepted")}


def test_no_sentence_of_a_voice_and_no_contact_stands_in_a_ledger() -> None:
    written = everything_written()
    spoken = set(Voice.objects.exclude(words="").values_list("words", flat=True))
    assert len(spoken) >= 30
    assert not [words for words in spoken if words in written]
    assert not re.search(r"0512-|@|[\u4e00-\u9fff]", written)


def test_nobody_has_a_name_and_contacts_are_ones_that_reach_nobody() -> None:
    assert not Party.objects.exists()
    given = Contact.objects.exclude(channel="text")
    assert set(given.values_list("mask", flat=True)) == {"051····01", "051····02", "r···@e···"}


def test_offices_hold_their_posts_by_role_with_words_in_both_languages() -> None:
    posts = list(Post.objects.all())
    assert len({post.role for post in posts}) == 11
    assert all(re.search(r"[\u4e00-\u9fff]", post.name) and post.name_en.isascii() for post in posts)


def test_the_invented_places_are_marked_and_the_real_ones_are_not() -> None:
    example = Place.objects.get(code="shili-community")
    assert Place.objects.get(code="shili").within(example)
    assert all(place.invented == place.within(example) for place in Place.objects.all())
    assert set(Place.objects.filter(name__startswith="示例").values_list("code", flat=True)) == {
        "shili-community",
        "shili",
    }


def test_every_place_and_organization_of_the_page_is_there() -> None:
    facts = paper(FACTS)
    codes = {place["code"]: place["name"] for place in facts["places"]}
    assert dict(Place.objects.filter(code__in=codes).values_list("code", "name")) == codes
    offices = {organization["code"]: organization["name"] for organization in facts["organizations"]}
    assert dict(Organization.objects.values_list("code", "name")) == offices


# The whole


def test_every_ledger_verifies_from_its_first_line() -> None:
    verified = {found.ledger: (found.size, found.root) for found in verify.verify_all()}
    assert verified == {name: (ledger.sealed(name).size, ledger.sealed(name).root) for name in verified}
    assert set(verified) == {"root", "sujin", "beizhuang", "xcjk"}


def test_the_acts_of_the_year_were_written_in_the_order_in_which_they_happened(demonstration: Loaded) -> None:
    instants = [body.recorded_at for body in ledger.every_body(["sujin"])]
    assert instants == sorted(instants)
    assert instants[-1] <= clock.now()
