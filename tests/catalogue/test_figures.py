"""Every figure of the neighborhood's list is there, says what it counts, and says what will bring it."""

import pytest

from haitang.jobs.demonstration.papers import FACTS, paper
from haitang.kernel.registry import figures

#: Written out on purpose: a figure that disappears or is renamed makes this fail.
LIST = {
    "defence_classroom.sections": ("S1", "个"),
    "defence_classroom.joined_functions": ("S1", "项"),
    "volunteers.enrolled": ("S4", "人"),
    "volunteers.squads": ("S4", "支"),
    "forum.speakers": ("S6", "人"),
    "forum.topics": ("S6", "个"),
    "elevator_safety.materials": ("S7", "份"),
    "owners_committee.committees": ("S8", "个"),
    "owners_committee.management_committees": ("S8", "个"),
    "owners_committee.resettlement_coverage": ("S8", "%"),
    "owners_committee.party_member_share": ("S8", "%"),
    "co_governance.service_teams": ("S9", "支"),
    "co_governance.projects_done": ("S9", "个"),
    "co_governance.resource_kinds": ("S9", "类"),
    "fire_safety.extinguishers": ("S11", "个"),
    "fire_safety.smoke_alarms": ("S11", "个"),
    "fire_safety.fire_doors": ("S11", "扇"),
    "fire_safety.sprinkler_buildings": ("S11", "幢"),
    "fire_safety.fire_calls_change": ("S11", "%"),
    "service_projects.projects": ("S12", "项"),
    "service_projects.themes": ("S12", "个"),
    "requests.problems_solved": ("S12", "件"),
    "requests.disputes_mediated": ("S12", "起"),
    "activities.held": ("S12", "场"),
    "activities.person_times": ("S12", "人次"),
    "shared_spaces.fitness_facilities_added": ("S15", "处"),
    "shared_spaces.new_employment_parking_planned": ("S15", "处"),
    "fairs.events": ("S17", "场"),
    "fairs.person_times": ("S17", "人次"),
    "fairs.themes": ("S17", "个"),
}
MADE = {
    "requests.disputes_mediated",
    "requests.problems_solved",
    "service_projects.projects",
    "service_projects.themes",
}
#: The two of the register of talents are help to people (product.md, “Five figures open to counts only”).
COUNT_ONLY = {
    "volunteers.enrolled",
    "owners_committee.party_member_share",
    "requests.disputes_mediated",
    "talents.registered",
    "talents.requests_answered",
}


@pytest.mark.parametrize("name", LIST)
def test_a_figure_of_the_list_is_there_with_its_row_and_unit(name: str) -> None:
    figure = figures[name]
    assert (figure.row, figure.unit.zh) == LIST[name]


@pytest.mark.parametrize("name", sorted(set(LIST) - MADE))
def test_a_figure_that_cannot_be_made_yet_says_what_will_bring_it(name: str) -> None:
    figure = figures[name]
    assert figure.not_yet is not None
    assert figure.not_yet.zh.startswith("还没有：")
    assert figure.not_yet.en.startswith("Not yet: ")
    assert not figure.counts


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_figure_that_is_made_counts_kinds_of_entries(name: str) -> None:
    assert figures[name].counts
    assert figures[name].not_yet is None


def test_exactly_the_figures_about_persons_and_quarrels_open_to_a_count_only() -> None:
    assert {figure.name for figure in figures if figure.count_only} == COUNT_ONLY


def test_the_list_and_the_printed_facts_are_the_same() -> None:
    printed = {fact["figure"]: (fact["row"], fact["unit"]) for fact in paper(FACTS)["figures"]}
    assert printed == LIST


def test_a_printed_state_is_read_as_of_a_day_and_a_printed_sum_over_days() -> None:
    dated = {fact["figure"]: "as_of" in fact for fact in paper(FACTS)["figures"]}
    assert {name: figures[name].stock for name in LIST} == dated


@pytest.mark.parametrize("name", LIST)
def test_nobody_is_promised_more_than_words_can_hold(name: str) -> None:
    figure = figures[name]
    assert figure.definition.zh != figure.words.zh
    assert len(figure.definition.zh) <= 80
    assert "soldier" not in f"{figure.words.en} {figure.definition.en}".lower()
