"""Merges src/haitang/locale/parts/*.po into django.po, compiles django.mo, and says which texts have no Chinese.

The texts in the code are English, so the English catalogue is its header alone. Babel does it all: no gettext program
is needed. `--check` writes nothing and fails when something is missing, contradictory or not up to date.
"""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "haitang"
LOCALE = SOURCE / "locale"
HEADER = "# Chinese texts of Haitang 海棠, merged from locale/parts by `make translations`; edit the parts."
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

Key = tuple[str | None, str]


def key_of(message: Message) -> Key:
    """Context and singular: what makes two messages the same."""
    return message.context, message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def merged(parts: Path) -> tuple[Catalog, list[str]]:
    """All parts as one catalogue, sorted, and what is wrong with them in English sentences."""
    catalog = Catalog(locale="zh_Hans", header_comment=HEADER, fuzzy=False)
    origin: dict[Key, str] = {}
    wrong = []
    for path in sorted(parts.glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale="zh_Hans", abort_invalid=True)
        for message in part:
            if message.id:
                wrong += _defects(message, path.name, catalog, origin)
                catalog.add(message.id, message.string, flags=message.flags - {"fuzzy"}, context=message.context)
                origin.setdefault(key_of(message), path.name)
    return catalog, wrong


def _defects(message: Message, name: str, catalog: Catalog, origin: dict[Key, str]) -> Iterator[str]:
    key = key_of(message)
    if message.fuzzy:
        yield f"{name}: “{key[1]}” is marked fuzzy"
    if not all(message.string if isinstance(message.string, (tuple, list)) else [message.string]):
        yield f"{name}: “{key[1]}” has no Chinese"
    yield from (f"{name}: “{key[1]}”: {error}" for error in message.check(catalog))
    known = catalog.get(message.id, message.context)
    if known is not None and known.string != message.string:
        yield f"{name}: “{key[1]}” says {message.string!r}, but {origin[key]} says {known.string!r}"


def used(source: Path = SOURCE) -> dict[Key, str]:
    """Every text that code or templates show, with the first place that does."""
    found: dict[Key, str] = {}
    for path in sorted([*source.rglob("*.py"), *source.rglob("*.html"), *source.rglob("*.txt")]):
        for line, key in _in_python(path) if path.suffix == ".py" else _in_template(path):
            found.setdefault(key, f"{path.relative_to(source)}:{line}")
    return found


def _in_python(path: Path) -> Iterator[tuple[int, Key]]:
    """Calls as Python's own parser sees them; Babel's reader misses those within an f-string."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = [getattr(argument, "value", None) for argument in node.args[:2]]
            contextual = name.startswith(("pgettext", "npgettext"))
            needed = said[: 2 if contextual else 1]
            if name in KEYWORDS and needed and all(isinstance(each, str) for each in needed):
                yield node.lineno, (said[0], said[1]) if contextual else (None, said[0])


def _in_template(path: Path) -> Iterator[tuple[int, Key]]:
    """What Django's own extraction makes of a template, line by line without indentation."""
    text = "\n".join(line.lstrip() for line in templatize(path.read_text()).splitlines())
    for line, message, _, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        yield line, (context, message if isinstance(message, str) else message[0])


def untranslated(catalog: Catalog) -> list[str]:
    """A line for each text that is shown but has no Chinese."""
    there = {key_of(message) for message in catalog if message.id}
    return [
        f"{place}: “{text}” has no Chinese" for (context, text), place in used().items() if (context, text) not in there
    ]


def _text(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_output=True, omit_header=True)
    head = f'{HEADER}\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    return f'{head}"Language: zh_Hans\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'.encode() + out.getvalue()


def _write(language: str, catalog: Catalog) -> None:
    """The .po only when it changed, the .mo only when it is older or missing."""
    folder = LOCALE / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    po, mo = folder / "django.po", folder / "django.mo"
    if language == "zh_Hans" and (not po.exists() or po.read_bytes() != _text(catalog)):
        po.write_bytes(_text(catalog))
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    if not mo.exists() or mo.read_bytes() != compiled.getvalue():
        mo.write_bytes(compiled.getvalue())


def _complain(lines: list[str]) -> int:
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


def main(words: list[str]) -> int:
    """Write, or with `--check` only look; 1 when something is wrong."""
    catalog, wrong = merged(LOCALE / "parts")
    if words == ["--check"]:
        po = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"
        current = po.exists() and po.read_bytes() == _text(catalog)
        return _complain([*wrong, *untranslated(catalog), *([] if current else ["django.po: run `make translations`"])])
    if not wrong:
        _write("zh_Hans", catalog)
        _write("en", Catalog(locale="en"))
    return _complain(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
