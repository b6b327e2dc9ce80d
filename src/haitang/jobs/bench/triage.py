"""Triage 猜类别的准头: what is learned from four fifths must guess the held-out fifth better than the catalogue's words."""

from pathlib import Path
from time import perf_counter

from haitang.engine import categorizing, suggesting
from haitang.jobs.bench.result import Measure
from haitang.jobs.bench.sentences import sentences

COUNT = 2_000
ROUNDS = 4
ASKED = 200


def triage(home: Path, matters: int) -> list[Measure]:
    """Macro-recall learned and by keywords, on invented sentences; and how long one suggestion takes."""
    pairs = [suggesting.tried(list(sentences(COUNT, seed))) for seed in range(ROUNDS)]
    learned, words = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    unseen = [_unseen(seed) for seed in range(ROUNDS)]
    note = "macro-recall on a held-out fifth of invented sentences; of a home's own history `haitang learn` prints it"
    ratios = [baseline / model for model, baseline in pairs]
    return [
        Measure("triage.recall_learned", learned, "of 1, macro", 1.0, [], note),
        Measure("triage.recall_keywords", words, "of 1, macro", 1.0, [], note),
        Measure("triage.recall_new_troubles", unseen, "of 1, macro", 1.0, [], "troubles nobody has told of before"),
        Measure("triage.keywords_to_learned", ratios, "x (below 1: learning is better)", 0.99, [], note),
        Measure("triage.suggestion", _times(), "ms for one suggestion", 5.0, []),
    ]


def _unseen(seed: int) -> float:
    model = categorizing.learn(list(sentences(COUNT, seed, "known")))

    def guess(words: str) -> str:
        found = model.suggest(words, model.categories)
        return found.code if found else ""

    return categorizing.macro_recall(guess, list(sentences(COUNT // 5, seed, "new")))


def _times() -> list[float]:
    samples = list(sentences(COUNT))
    model = categorizing.learn(samples)
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        for words, _code in samples[:ASKED]:
            model.suggest(words, model.categories)
        times.append((perf_counter() - began) / ASKED * 1000)
    return times
