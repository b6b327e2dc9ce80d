"""Every text that is shown has its Chinese; contradictions and holes in the parts are found."""

from pathlib import Path

import pytest
from django.utils import translation

from tools import translations

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'


def parts(room: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (room / f"{name}.po").write_text(HEAD + text)
    return room


def test_the_parts_do_not_contradict_each_other() -> None:
    _, wrong = translations.merged(translations.LOCALE / "parts")
    assert wrong == []


def test_every_text_that_is_shown_has_its_chinese() -> None:
    catalog, _ = translations.merged(translations.LOCALE / "parts")
    assert translations.untranslated(catalog) == []


def test_no_translation_is_left_over() -> None:
    catalog, _ = translations.merged(translations.LOCALE / "parts")
    shown = set(translations.used())
    assert [
        translations.key_of(message) for message in catalog if message.id and translations.key_of(message) not in shown
    ] == []


@pytest.mark.parametrize(
    ("one", "other", "defect"),
    [
        (
            'msgid "Home"\nmsgstr "首页"\n',
            'msgid "Home"\nmsgstr "家"\n',
            "two.po: “Home” says '家', but one.po says '首页'",
        ),
        ('msgid "Home"\nmsgstr ""\n', "", "one.po: “Home” has no Chinese"),
        ('#, fuzzy\nmsgid "Home"\nmsgstr "首页"\n', "", "one.po: “Home” is marked fuzzy"),
        ('msgid "%(n)s days"\nmsgstr "%(m)s 天"\n', "", "one.po: “%(n)s days”"),
    ],
)
def test_a_planted_defect_is_found(tmp_path: Path, one: str, other: str, defect: str) -> None:
    _, wrong = translations.merged(parts(tmp_path, one=one, two=other))
    assert len(wrong) == 1 and wrong[0].startswith(defect)


def test_the_same_translation_twice_is_no_defect(tmp_path: Path) -> None:
    text = 'msgid "Home"\nmsgstr "首页"\n'
    catalog, wrong = translations.merged(parts(tmp_path, one=text, two=text))
    assert wrong == []
    assert [message.string for message in catalog if message.id] == ["首页"]


def test_what_code_and_templates_show_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        'A = _("Hello")\nB = ngettext("%d day", "%d days", 2)\nC = pgettext("petal", "Answer")\n'
        'D = f"so {_(\'within\')} {len([])}"\nE = print("not this")\n'
    )
    (tmp_path / "b.html").write_text(
        '{% load i18n %}\n<p title="{% translate "Title" %}">没{# {% translate "not this" %} #}</p>\n'
        "    {% blocktranslate count n=n trimmed %}one\n  thing{% plural %}{{ n }} things{% endblocktranslate %}\n"
        '{% translate "Late" context "due" %}{% translate "It\'s" as x %}\n'
    )
    assert set(translations.used(tmp_path)) == {
        (None, "Hello"), (None, "within"), (None, "%d day"), ("petal", "Answer"),
        (None, "Title"), (None, "one thing"), ("due", "Late"), (None, "It's"),
    }  # fmt: skip


def test_django_finds_the_compiled_texts() -> None:
    catalog, _ = translations.merged(translations.LOCALE / "parts")
    plain = next(
        message for message in catalog
        if isinstance(message.id, str) and message.id and not message.context and "%" not in message.id
    )  # fmt: skip
    with translation.override("zh-hans"):
        assert translation.gettext(plain.id) == plain.string
    with translation.override("en"):
        assert translation.gettext(plain.id) == plain.id
