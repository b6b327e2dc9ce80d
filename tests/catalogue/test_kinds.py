"""Every kind the catalogue offers is sound: its flow, its words, its answers, its names."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest

from haitang import catalogue
from haitang.kernel.flow import defects
from haitang.kernel.kind import Kind
from haitang.kernel.limits import CODE, TEXT
from haitang.kernel.registry import commands, figures, kinds

KINDS = sorted(kinds, key=lambda kind: kind.name)
FILES = [import_module(f"haitang.catalogue.{found.name}") for found in iter_modules(catalogue.__path__)]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def of_shape(shape: str) -> set[str]:
    """The moves that some command makes on matters of this shape."""
    opening = {"case": "report", "meeting": "plan", "project": "propose", "mediation": "request", "talent": "offer"}
    return {spec.move for spec in commands if spec.move and spec.shape == shape} | {opening[shape]}


@each_kind
def test_its_flow_is_sound(kind: Kind) -> None:
    assert defects(kind.flow) == []


@each_kind
def test_every_move_of_its_flow_has_a_command(kind: Kind) -> None:
    assert {move.name for move in kind.flow.moves} <= of_shape(kind.shape)


@pytest.mark.parametrize("shape", ["case", "meeting", "project", "mediation", "talent"])
def test_every_command_of_a_shape_is_a_move_of_some_kind_of_it(shape: str) -> None:
    flows = [kind.flow for kind in kinds if kind.shape == shape]
    assert {move.name for flow in flows for move in flow.moves} == of_shape(shape)


@each_kind
def test_every_outcome_has_an_answer_in_both_languages_that_says_something(kind: Kind) -> None:
    if kind.flow.voiced:
        assert set(kind.answers) == {option.code for option in kind.outcomes}
        for words in kind.answers.values():
            assert 10 <= len(words.zh) < TEXT / 2 and 20 <= len(words.en) < TEXT / 2


@each_kind
def test_its_choices_are_told_apart(kind: Kind) -> None:
    for options in (kind.categories, kind.outcomes, kind.evidence):
        assert len({option.code for option in options}) == len(options)
        assert len({option.words.zh for option in options}) == len(options)


@each_kind
def test_a_photo_is_never_the_only_evidence(kind: Kind) -> None:
    evidence = {option.code for option in kind.evidence}
    assert not evidence or evidence - {"photos"}


@each_kind
def test_an_unconfirmed_promise_says_where_its_number_comes_from(kind: Kind) -> None:
    if kind.promise is not None:
        assert kind.promise.workdays > 0
        assert kind.promise.confirmed or "未确认" in kind.promise.source.zh


@each_kind
def test_the_public_names_of_its_entries_fit_the_ledger(kind: Kind) -> None:
    longest = max((option.code for option in kind.outcomes), key=len, default="")
    assert len(f"{kind.leaf}.reopened.{longest}") <= CODE


def test_no_two_kinds_share_the_stem_of_their_entries() -> None:
    told_apart = [kind.leaf for kind in KINDS if not kind.sealed]
    assert len(set(told_apart)) == len(told_apart) and "sealed" not in told_apart
    assert {kind.leaf for kind in KINDS if kind.sealed} == {"sealed"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.__name__.rpartition(".")[2])
def test_what_a_file_of_the_catalogue_brings_is_named_after_it(file: ModuleType) -> None:
    page = file.__name__.rpartition(".")[2]
    brought = [value for value in vars(file).values() if type(value).__name__ in {"Kind", "Figure"}]
    assert brought or page == "layouts"  # how foreign tables are laid out: named after where they come from
    assert {value.name.partition(".")[0] for value in brought} <= {page}
    assert {value.name for value in brought} <= {one.name for one in (*kinds, *figures)}


def test_every_entry_a_figure_counts_is_one_that_some_command_writes() -> None:
    """By stem: the verbs behind it are tried in the tests of the commands."""
    stems = {kind.leaf for kind in KINDS}
    for figure in figures:
        assert {count.partition(".")[0] for count in figure.counts} <= stems, figure.name
