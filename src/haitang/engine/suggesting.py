"""Suggesting 建议类别: what a new matter may be, from what this office has learned, else by the catalogue's words."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from haitang.engine import categorizing
from haitang.engine.categorizing import Model, Sample, Suggestion
from haitang.engine.sheets.reading import first_said
from haitang.kernel.kind import Kind
from haitang.kernel.registry import kinds
from haitang.records.matter import Matter

#: From fewer accepted matters nothing is learned.
FEWEST = 60
#: The latest so many are enough.
MOST = 20_000


def model_file() -> Path:
    """Where a home keeps what it has learned. It belongs to the home and is never part of the product."""
    return Path(settings.HOME) / "categories.npz"


def suggest(kind: Kind, words: str) -> Suggestion | None:
    """The category to offer for these words, with its reason; no query, and the model is read once."""
    if kind.confidential or not kind.categories or not words.strip():
        return None
    learned = _model()
    codes = [option.code for option in kind.categories]
    return (learned.suggest(words, codes) if learned else None) or categorizing.by_keywords(kind, words)


def history() -> list[Sample]:
    """What was said and the category somebody accepted it under, oldest first; nothing private or confidential."""
    learnable = [kind.name for kind in kinds if kind.shape == "case" and kind.categories and not kind.confidential]
    rows = Matter.objects.filter(kind__in=learnable, private=False, anonymized_at=None).exclude(category="")
    said = rows.annotate(said=first_said()).order_by("-pk").values_list("said", "category")[:MOST]
    return [(words, code) for words, code in reversed(list(said)) if words]


def tried(samples: Sequence[Sample]) -> tuple[float, float]:
    """Macro-recall on every fifth matter, by what the other four fifths teach, and by the catalogue's words."""
    held = samples[::5]
    model = categorizing.learn([sample for at, sample in enumerate(samples) if at % 5])
    cases = [kind for kind in kinds if kind.shape == "case" and kind.categories]

    def by_words(words: str) -> str:
        found = (categorizing.by_keywords(kind, words) for kind in cases)
        return next((one.code for one in found if one), "other")

    def by_model(words: str) -> str:
        found = model.suggest(words, model.categories)
        return found.code if found else by_words(words)

    return categorizing.macro_recall(by_model, held), categorizing.macro_recall(by_words, held)


def _model() -> Model | None:
    try:
        changed = model_file().stat().st_mtime_ns
    except OSError:
        return None
    return _read(model_file(), changed)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Model | None:
    return Model.load(path)
