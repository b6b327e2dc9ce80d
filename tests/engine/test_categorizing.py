"""Guessing a category: better than keywords on what was held out, with reasons one can see, and nothing of anybody in it."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from haitang.commands import matters
from haitang.engine import categorizing, gate, suggesting
from haitang.engine.categorizing import LEAST, Model
from haitang.jobs.bench.sentences import TROUBLE, sentences
from haitang.kernel.registry import kinds
from tests.cast import Cast

PROBLEM = kinds["requests.problem"]
CODES = [option.code for option in PROBLEM.categories]


@pytest.fixture(scope="module")
def model() -> Model:
    return categorizing.learn(list(sentences(1_500)))


@pytest.mark.parametrize("seed", range(3))
def test_learning_guesses_the_held_out_fifth_better_than_keywords(seed: int) -> None:
    learned, words = suggesting.tried(list(sentences(1_500, seed)))
    assert learned > words + 0.1 and 0.05 < words < 1


def test_every_category_of_the_catalogue_is_among_the_sentences() -> None:
    assert list(TROUBLE) == CODES


def test_macro_recall_counts_rare_categories_like_frequent_ones() -> None:
    samples = [("a", "x")] * 9 + [("b", "y")]
    assert categorizing.macro_recall(lambda words: "x", samples) == 0.5
    assert categorizing.macro_recall({"a": "x", "b": "y"}.__getitem__, samples) == 1.0


@given(st.sampled_from(list(sentences(60, 5))))
@trying(max_examples=40)
def test_the_reasons_stand_in_the_words(model: Model, sample: tuple[str, str]) -> None:
    found = model.suggest(sample[0], CODES)
    assert found and found.code in CODES and found.because
    assert all(run in sample[0] for run in found.because)
    assert not any(one != other and one in other for one in found.because for other in found.because)


def test_only_categories_of_the_kind_are_suggested_and_nothing_for_the_unknown(model: Model) -> None:
    found = model.suggest("路灯灭了，晚上黑得看不见", ["lifts", "green"])
    assert found and found.code in {"lifts", "green"}
    assert model.suggest("xyz 777", CODES) is None and model.suggest("灯泡坏了", []) is None


def test_what_few_said_and_what_holds_digits_is_not_learned() -> None:
    """A name, a door, a telephone: said by one or two, or with digits in it."""
    told = [("路灯坏了，找王翠花，电话13912345678，住8幢301", "lighting")] * (LEAST - 1)
    told += [("路灯坏了13912345678", "lighting"), ("路灯坏了13912345678", "lighting"), ("电梯坏了", "lifts")]
    learned = categorizing.learn(told)
    assert "路灯" in learned.runs and "坏了" in learned.runs
    for run in learned.runs:
        assert not any(char.isdigit() for char in run) and run not in "王翠花", run


def test_a_model_is_kept_in_a_file_and_read_again(model: Model, tmp_path: Path) -> None:
    model.save(tmp_path / "categories.npz")
    again = Model.load(tmp_path / "categories.npz")
    assert again is not None and again.runs == model.runs
    for words, _ in sentences(30, 9):
        assert again.suggest(words, CODES) == model.suggest(words, CODES)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04", json.dumps({"a": 1}).encode()])
def test_a_file_that_is_no_model_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "categories.npz").write_bytes(content)
    assert Model.load(tmp_path / "categories.npz") is None and Model.load(tmp_path / "nothing.npz") is None


def test_without_history_the_catalogues_words_suggest() -> None:
    found = suggesting.suggest(PROBLEM, "三号楼的电梯停了，路灯亮着")
    assert found and found.code in {"lifts", "lighting"} and found.because
    assert suggesting.suggest(PROBLEM, "说不清") is None and suggesting.suggest(PROBLEM, "  ") is None


def test_history_holds_what_was_accepted_and_nothing_private(cast: Cast) -> None:
    told = cast.report("车棚的灯灭了")
    assert suggesting.history() == []
    gate.do(matters.accept, cast.desk, matter=told.number, category="lighting")
    cast.report("还没受理")
    assert suggesting.history() == [("车棚的灯灭了", "lighting")]
    matter = told.record()
    matter.private = True
    with gate.upkeep():
        matter.save()
    assert suggesting.history() == []


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path


def test_what_was_learned_is_used_from_the_next_request_on(own_home: Path) -> None:
    words = "晚上黑得看不见"
    assert suggesting.suggest(PROBLEM, words) is None
    categorizing.learn(list(sentences(800))).save(suggesting.model_file())
    found = suggesting.suggest(PROBLEM, words)
    assert found and found.code == "lighting"
    suggesting.model_file().unlink()
    assert suggesting.suggest(PROBLEM, words) is None
