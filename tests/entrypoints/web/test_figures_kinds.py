"""Every kind of line that a command can write has words in both languages."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from haitang.engine import ledger
from haitang.entrypoints.web.figures import kinds as saying
from haitang.entrypoints.web.figures.headings import HEADINGS, heading_of, ordinal
from haitang.entrypoints.web.figures.prose import page_of
from haitang.kernel.registry import figures, kinds
from tests.cast import Cast
from tests.commands.inputs import PREPARED

#: Verbs that end with what came of it, with every outcome that a kind offers.
WITH_OUTCOME = ("claimed", "answered", "closed", "reopened")


def written(cast: Cast) -> set[str]:
    """Every public kind that the commands write on the way to their moment and then, and those of every outcome."""
    found: set[str] = set()
    for ready in PREPARED.values():
        with transaction.atomic():
            ready(cast)({})
            found |= set(ledger.every_leaf(["sujin", "xcscjg8", "root"]).values_list("kind", flat=True))
            transaction.set_rollback(True)
    for kind in kinds:
        if kind.shape == "case" and not kind.confidential:
            found |= {f"{kind.leaf}.{verb}.{option.code}" for verb in WITH_OUTCOME for option in kind.outcomes}
    return found


def wordless(kind: str) -> bool:
    """Whether a kind has no words of its own, or English ones where a Chinese reader reads them."""
    found = saying.known(kind)
    return found is None or kind in (found.zh, found.en) or any("a" <= letter <= "z" for letter in found.zh)


def test_what_a_command_can_write_has_words(cast: Cast) -> None:
    lines = written(cast)
    assert {"request.received", "request.closed.solved", "request.told.phone", "session.decided.task"} <= lines
    assert {kind for kind in lines if wordless(kind)} == set()


def test_what_a_figure_counts_has_words() -> None:
    assert {kind for figure in figures for kind in figure.counts if wordless(kind)} == set()


def test_a_line_says_what_it_was_and_what_came_of_it() -> None:
    assert (saying.words_of("request.closed.solved").zh, saying.words_of("request.closed.solved").en) == (
        "诉求结案：办好了",
        "request closed: solved",
    )
    assert saying.words_of("request.reopened.solved").zh == "诉求复办（原先：办好了）"
    assert saying.words_of("session.closed").zh == "会议结束"
    assert saying.words_of("project.accepted").zh == "项目验收通过"


@given(st.text(max_size=60))
def test_a_kind_nobody_knows_is_shown_as_it_stands(kind: str) -> None:
    found = saying.known(kind)
    assert found is not None or not kind.strip() or saying.words_of(kind).zh == kind


def test_every_figure_stands_under_a_heading_of_its_page() -> None:
    pages = {page_of(figure) for figure in figures}
    assert pages <= set(HEADINGS)
    assert heading_of("talk_on_fours").zh == "逢四说事"


@pytest.mark.parametrize(
    ("place", "zh"), [(1, "一、"), (10, "十、"), (11, "十一、"), (19, "十九、"), (20, "二十、"), (24, "二十四、")]
)
def test_headings_are_numbered_as_in_official_papers(place: int, zh: str) -> None:
    assert (ordinal(place, "zh-hans"), ordinal(place, "en")) == (zh, f"{place}. ")
