"""Routing rules: asked once when a matter is accepted, in their order; the answer stays, whatever changes afterwards."""

import json
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from haitang.commands import handing, matters, routing
from haitang.engine import gate, inbox, outbox, sheets
from haitang.engine import routing as rules
from haitang.kernel.errors import Conflict, Denied, Invalid
from haitang.records.duty import Duty, RoutingEdition, RoutingRule
from haitang.records.entry import Body
from haitang.records.party import Organization, Post
from haitang.records.place import Place
from tests.cast import Cast, Told
from tests.commands.test_duties import name

GIVEN: dict[str, Any] = {
    "place": "sujin",
    "then": "post",
    "owner": "works",
    "category": "drains",
    "why": "街道管网归市政养护",
    "why_en": "the mains are public works'",
}


def add(cast: Cast, **given: Any) -> RoutingRule:
    made = gate.do(routing.add, cast.dispatcher, **{**GIVEN, **given})
    return RoutingRule.objects.get(pk=made.values["rule"])


def order() -> list[int]:
    return [rule.pk for rule in rules.in_force(Organization.objects.get(code="sujin"))]


def proposed(told: Told) -> rules.Suggestion | None:
    return rules.suggestion(told.record())


def test_an_office_without_rules_and_directory_has_nothing_to_ask(cast: Cast) -> None:
    told = cast.accepted()
    assert proposed(told) is None and rules.KEPT not in told.record().details
    assert sheets.rows("unmatched", cast.dispatcher).rows == []


def test_the_first_rule_that_fits_fires_and_says_why(cast: Cast) -> None:
    add(cast, category="lifts", why="电梯归物业", why_en="lifts are the company's", owner="property")
    add(cast)
    found = proposed(cast.accepted())
    assert found is not None
    assert (found.post, found.position, found.why.zh, found.why.en) == ("works", 2, GIVEN["why"], GIVEN["why_en"])


def test_a_rule_may_ask_the_directory_and_goes_on_where_nobody_is_named(cast: Cast) -> None:
    add(cast, then="duty", owner="", party="property", why="先找物业", why_en="the company first")
    add(cast)
    found = proposed(cast.accepted())
    assert found is not None and found.post == "works", "the directory was empty: the next rule"
    name(cast)
    found = proposed(cast.accepted())
    assert found is not None and (found.post, found.position) == ("property", 1)
    assert found.why.zh == "先找物业（合同：前期物业服务合同第三条）"


def test_without_a_rule_the_directory_alone_is_asked(cast: Cast) -> None:
    name(cast)
    found = proposed(cast.accepted())
    assert found is not None and (found.post, found.position) == ("property", 0)


def test_the_answer_stays_whatever_is_changed_afterwards(cast: Cast) -> None:
    rule = add(cast)
    told = cast.accepted()
    gate.do(routing.change_rule, cast.supervisor, rule=rule.pk, edition=1, **{**GIVEN, "owner": "property"})
    gate.do(routing.retire, cast.supervisor, place="sujin", rule=rule.pk, edition=2)
    cast.assigned(told, "grid")
    found = proposed(told)
    assert found is not None and (found.post, told.record().owner.code) == ("works", "grid")  # type: ignore[union-attr]
    assert told.record().owner_basis == "物业合同", "what the dispatcher chose, and why"


def test_the_ledger_line_says_which_rule_fired(cast: Cast) -> None:
    rule = add(cast)
    told = cast.report()
    with_line = gate.do(matters.accept, cast.desk, matter=told.number, category="drains")
    facts = facts_of(with_line.entry)
    assert (facts["rule"], facts["proposed"]) == (rule.pk, "works")


def facts_of(entry: int) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(Body.objects.get(ledger="sujin", entry=entry).facts or "{}")
    return facts


def test_what_no_rule_fits_waits_in_its_own_queue_and_somebody_is_told(cast: Cast) -> None:
    add(cast, category="lifts")
    told = cast.accepted()
    outbox.drain()
    assert [row.number for row in sheets.rows("unmatched", cast.dispatcher).rows] == [told.number]
    assert [letter.template for letter in inbox.messages(cast.dispatcher)] == ["case.accepted"]
    gate.do(routing.queue, cast.administrator, place="sujin", owner="supervisor")
    other = cast.accepted()
    outbox.drain()
    assert other.number in [letter.matter.number for letter in inbox.messages(cast.supervisor) if letter.matter]
    cast.assigned(told)
    assert [row.number for row in sheets.rows("unmatched", cast.dispatcher).rows] == [other.number]


def test_after_a_hand_back_the_directory_names_somebody_else(cast: Cast) -> None:
    name(cast)
    name(cast, place="sujin", part="department", owner="works", basis="law", category="drains")
    told = cast.assigned()
    gate.do(handing.hand_back, cast.property, matter=told.number, reason="not_ours", note="主管网")
    found = proposed(told)
    assert found is not None and (found.post, found.again) == ("works", True)
    assert [row.number for row in sheets.rows("bounced", cast.dispatcher).rows] == [told.number]
    cast.assigned(told, "works")
    assert sheets.rows("bounced", cast.dispatcher).rows == []


def test_rules_are_moved_and_retired_without_gaps_in_their_order(cast: Cast) -> None:
    first, second, third = (add(cast).pk for _ in range(3))
    gate.do(routing.move, cast.dispatcher, place="sujin", rule=third, edition=1, turn=1)
    assert order() == [third, first, second]
    front = add(cast, turn=1).pk
    assert order() == [front, third, first, second]
    gate.do(routing.retire, cast.dispatcher, place="sujin", rule=third, edition=2)
    assert order() == [front, first, second]
    positions = RoutingRule.objects.filter(retired_at=None).order_by("position").values_list("position", flat=True)
    assert list(positions) == [1, 2, 3]


def test_who_changes_a_rule_second_sees_that_somebody_was_first(cast: Cast) -> None:
    rule = add(cast)
    gate.do(routing.change_rule, cast.supervisor, rule=rule.pk, edition=1, **{**GIVEN, "why": "新的说法"})
    with pytest.raises(Conflict):
        gate.do(routing.change_rule, cast.dispatcher, rule=rule.pk, edition=1, **GIVEN)
    kept = RoutingEdition.objects.filter(rule=rule).order_by("edition")
    assert [one.text["why"] for one in kept] == [GIVEN["why"], "新的说法"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"owner": ""}, {"owner": "other_works"}, {"below": "bzxc"}, {"category": "love"}, {"kind": "talk_on_fours.session"},
        {"door": "window"}, {"party": "coordinator"}, {"place": "daguan"}, {"at_least": 5},
    ],
)  # fmt: skip
def test_a_rule_that_means_nothing_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        add(cast, **wrong)


def test_another_office_has_no_hand_in_it(cast: Cast) -> None:
    rule = add(cast)
    with pytest.raises(Denied):
        gate.do(routing.retire, cast.other_dispatcher, place="sujin", rule=rule.pk, edition=1)
    with pytest.raises(Invalid):
        gate.do(routing.retire, cast.other_dispatcher, place="huangqiao", rule=rule.pk, edition=1)


# Trying a change


def test_a_change_is_tried_before_it_takes_effect(cast: Cast) -> None:
    add(cast, category="lifts", owner="property")
    mine, lifts = cast.accepted(), cast.accepted(category="lifts")
    office = Organization.objects.get(code="sujin")
    draft = RoutingRule(
        organization=office, category="drains", then="post", post=Post.objects.get(code="works"), why="试", why_en="try"
    )
    now = list(rules.in_force(office))
    tried = rules.trial(office, rules.with_change(now, draft))
    assert (tried.tried, tried.unmatched_now, tried.unmatched_then) == (2, 1, 0)
    assert [moved.matter.number for moved in tried.moved] == [mine.number]
    gone = rules.trial(office, rules.with_change(now, retired=now[0].pk))
    assert [moved.matter.number for moved in gone.moved] == [lifts.number]
    assert order() == [now[0].pk], "nothing was written"


def test_trying_takes_the_same_number_of_queries_however_many_matters(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    add(cast)
    office = Organization.objects.get(code="sujin")
    changed = list(rules.in_force(office))
    for _ in range(2):
        for _ in range(3):
            cast.accepted()
        with django_assert_num_queries(3):
            rules.trial(office, changed)


# Properties of the decision


PLACES = {
    code: Place(code=code, path=path) for code, path in {"s": "/s/", "d": "/s/d/", "c": "/s/d/c/", "j": "/s/j/"}.items()
}
POSTS = [Post(pk=number, code=str(number), name="岗", name_en="post") for number in range(1, 4)]
CATEGORIES = st.sampled_from(["", "drains", "lifts"])
RULES = st.tuples(
    CATEGORIES,
    st.sampled_from([None, *PLACES.values()]),
    st.integers(0, 4),
    st.sampled_from(["", "web"]),
    st.sampled_from(["duty", "post"]),
    st.sampled_from(["", "property"]),
    st.sampled_from(POSTS),
).map(
    lambda drawn: RoutingRule(
        category=drawn[0], place=drawn[1], severity=drawn[2], door=drawn[3], then=drawn[4], part=drawn[5],
        post=drawn[6], why="因", why_en="because",
    )
)  # fmt: skip
LINES = st.tuples(
    st.integers(1, 99),
    CATEGORIES,
    st.sampled_from(list(PLACES.values())),
    st.sampled_from(["coordinator", "property", "department", "grid"]),
    st.sampled_from(POSTS),
).map(
    lambda drawn: Duty(
        pk=drawn[0], category=drawn[1], place=drawn[2], part=drawn[3], post=drawn[4], basis="law", text="法"
    )
)
QUESTIONS = st.tuples(
    st.sampled_from(["drains", "lifts"]),
    st.integers(0, 4),
    st.sampled_from(["web", "terminal"]),
    st.sampled_from(list(PLACES.values())),
).map(lambda drawn: rules.Asked("requests.problem", *drawn))


@settings(max_examples=50)
@drawn(st.lists(RULES, max_size=5), st.lists(LINES, max_size=5), QUESTIONS)
def test_whoever_is_proposed_was_named_by_the_first_rule_that_could(
    ordered: list[RoutingRule], lines: list[Duty], asked: rules.Asked
) -> None:
    found = rules.decide(ordered, lines, asked)
    assert found == rules.decide(list(ordered), list(lines), asked), "the same question, the same answer"
    if found is None:
        assert not any(
            one.part != "coordinator" and asked.place.within(one.place) and one.category in ("", asked.category)
            for one in lines
        )
        assert not any(rules.fits(rule, asked) and rule.then == "post" for rule in ordered)
        return
    if found.duty is not None:
        assert found.duty.part != "coordinator" and asked.place.within(found.duty.place)
        assert found.post == found.duty.post
    before = ordered[: next((n for n, rule in enumerate(ordered) if rule is found.rule), len(ordered))]
    assert not any(rules.fits(rule, asked) and rule.then == "post" for rule in before)


@settings(max_examples=50)
@drawn(st.lists(RULES, max_size=5), QUESTIONS)
def test_a_rule_with_more_conditions_never_fits_more(ordered: list[RoutingRule], asked: rules.Asked) -> None:
    for rule in ordered:
        loose = RoutingRule(severity=4, then="post", post=POSTS[0])
        assert rules.fits(loose, asked)
        if rules.fits(rule, asked):
            assert rule.category in ("", asked.category) and asked.severity <= rule.severity
