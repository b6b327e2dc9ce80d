"""Every record, command, role, kind, state, move, option and figure has its Chinese and its English."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps

from haitang.kernel.limits import TABLE
from haitang.kernel.registry import commands, figures, kinds
from haitang.kernel.role import ROLE_WORDS, Role
from haitang.kernel.words import Words
from tests.house.trees import SOURCE, name_of, python_files, tree_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
MODELS = list(apps.get_app_config("haitang").get_models())


def everything() -> Iterator[tuple[str, Words]]:
    """Every term of the registry and the roles, with what it is the term of."""
    for spec in commands:
        yield f"command {spec.name}", spec.words
    for role, words in ROLE_WORDS.items():
        yield f"role {role}", words
    for kind in kinds:
        yield f"kind {kind.name}", kind.words
        for thing in (*kind.flow.states, *kind.flow.moves):
            yield f"{kind.flow.name}.{thing.name}", thing.words
        for option in (*kind.categories, *kind.outcomes, *kind.evidence):
            yield f"{kind.name} {option.code}", option.words
        yield from ((f"{kind.name} answer {code}", words) for code, words in kind.answers.items())
    for figure in figures:
        more = {"count only": figure.count_only, "not yet": figure.not_yet}
        said = {"": figure.words, "unit": figure.unit, "definition": figure.definition, **more}
        yield from ((f"figure {figure.name} {what}", words) for what, words in said.items() if words is not None)


TERMS = dict(everything())


@pytest.mark.parametrize("name", TERMS)
def test_a_term_is_chinese_in_chinese_and_english_in_english(name: str) -> None:
    words = TERMS[name]
    assert CHINESE.search(words.zh) or words.zh in {"%"}
    assert not re.sub(r"“[^”]*”", "", words.en).strip() or not CHINESE.search(re.sub(r"“[^”]*”", "", words.en))
    assert LATIN.search(words.en) or words.en in {"%"}


def test_every_role_has_its_words() -> None:
    assert set(ROLE_WORDS) == set(Role)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_record_says_in_its_first_words_what_it_is_called(model: type) -> None:
    term, colon, meaning = (model.__doc__ or "").partition(": ")
    assert colon and meaning
    assert CHINESE.search(term) and not LATIN.search(term)


def test_no_two_records_have_the_same_name() -> None:
    terms = [(model.__doc__ or "").partition(": ")[0] for model in MODELS]
    assert len(set(terms)) == len(terms)


def test_limits_are_told_in_both_languages() -> None:
    for _, limit, unit, chinese, english in TABLE:
        assert limit > 0 and unit and CHINESE.search(chinese) and LATIN.search(english)


def test_every_module_says_what_it_is_with_its_chinese_name() -> None:
    """Not the empty rooms: an __init__ without code needs no term."""
    silent = []
    for path in python_files(SOURCE):
        tree = tree_of(path)
        said = (tree.body[0].value.value if tree.body and _is_text(tree.body[0]) else "") or ""
        if tree.body and not CHINESE.search(said):
            silent.append(name_of(path))
    assert silent == []


def _is_text(node: object) -> bool:
    value = getattr(node, "value", None)
    return isinstance(getattr(value, "value", None), str)
