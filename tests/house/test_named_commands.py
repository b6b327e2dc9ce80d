"""A command that code or a template names is there: a door to a command that was renamed would lead nowhere, unseen."""

import re
from pathlib import Path

from haitang.kernel.registry import commands, figures
from tests.house.trees import SOURCE, templates

ROOMS = "|".join(sorted({spec.name.partition(".")[0] for spec in commands}))
NAMED = re.compile(rf"""["'](?:/do/)?((?:{ROOMS})\.[a-z_]+)["']""")
#: Elsewhere the same manner of naming is used for lines of the ledger and for settings.
ROOMS_OF_PAGES = ("account", "act", "atlas", "links", "public", "setup", "staff")
#: Figures and files share the manner of naming.
FILES = (".html", ".js", ".json", ".py", ".css", ".svg")


def strangers(text: str, known: set[str]) -> set[str]:
    return {name for name in NAMED.findall(text) if name not in known and not name.endswith(FILES)}


def test_every_command_that_is_named_is_there() -> None:
    known = {spec.name for spec in commands} | {figure.name for figure in figures}
    pages = [path for room in ROOMS_OF_PAGES for path in sorted((SOURCE / "entrypoints" / "web" / room).rglob("*.py"))]
    read: list[Path] = [*templates(), *sorted(SOURCE.rglob("*.js")), *pages]
    found = {path.name: bad for path in read if (bad := strangers(path.read_text(), known))}
    assert found == {}


def test_one_that_is_not_there_is_found() -> None:
    assert strangers("{% url 'act' 'matters.nowhere' %}", {"matters.accept"}) == {"matters.nowhere"}
