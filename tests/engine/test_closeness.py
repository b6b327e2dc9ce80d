"""How alike texts are: properties of the cosine, and that five thousand texts take no time worth speaking of."""

from statistics import median
from time import perf_counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from haitang.engine.closeness import Corpus, marks
from haitang.kernel.grams import grams, plain, runs

WORDS = st.text("电梯路灯坏了不亮三号楼 ,。abA1", max_size=30)


def test_grams_stay_within_a_stretch_and_short_stretches_stand_for_themselves() -> None:
    assert list(grams("电梯坏了，灯")) == ["电梯", "梯坏", "坏了", "电梯坏", "梯坏了", "灯"]
    assert runs("Ａ座 2-1") == ["a座", "2", "1"]


@given(WORDS)
def test_a_text_is_compared_without_regard_to_width_capitals_and_blanks(text: str) -> None:
    assert plain(f"  {text.upper()}\n") == plain(text) == plain(plain(text))


@given(st.lists(WORDS, min_size=1, max_size=8), WORDS)
@settings(max_examples=50)
def test_closeness_lies_between_nothing_and_one_and_a_text_is_closest_to_itself(texts: list[str], asked: str) -> None:
    corpus = Corpus.of([marks(text) for text in texts])
    scores = corpus.closeness(marks(asked))
    assert len(scores) == len(texts) and ((scores >= 0) & (scores <= 1)).all()
    for text in (text for text in texts if list(grams(text))):
        own = corpus.closeness(marks(text))
        assert abs(own[texts.index(text)] - 1) < 1e-4 and own.max() - own[texts.index(text)] < 1e-4


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
@settings(max_examples=50)
def test_what_shares_no_gram_is_not_alike_and_order_does_not_matter(texts: list[str], asked: str) -> None:
    scores = Corpus.of([marks(text) for text in texts]).closeness(marks(asked))
    for text, score in zip(texts, scores, strict=True):
        if not set(grams(text)) & set(grams(asked)):
            assert score < 1e-4 or set(marks(text)[0]) & set(marks(asked)[0])
    turned = Corpus.of([marks(text) for text in reversed(texts)]).closeness(marks(asked))
    assert np.allclose(turned[::-1], scores, atol=1e-5)


def test_a_rare_gram_weighs_more_than_one_that_stands_everywhere() -> None:
    corpus = Corpus.of([marks(text) for text in ("小区路灯", "小区电梯", "小区水管", "小区车棚")])
    scores = corpus.closeness(marks("小区电梯"))
    assert scores.argmax() == 1 and scores[0] < 0.5


def test_five_thousand_texts_are_compared_within_a_few_milliseconds() -> None:
    texts = [
        f"{n % 97}幢{n % 7}单元的{['路灯', '电梯', '水管', '车棚', '围墙'][n % 5]}坏了{n}天没人来修"
        for n in range(5_000)
    ]
    corpus, asked = Corpus.of([marks(text) for text in texts]), marks("12幢3单元电梯坏了")
    spent = []
    for _ in range(15):
        begun = perf_counter()
        corpus.closeness(asked)
        spent.append(perf_counter() - begun)
    assert median(spent) < 0.01  # about 1 ms on an idle machine; ten times that when it is shared
