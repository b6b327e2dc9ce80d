"""No import hides in a function, except those written down here with their reason."""

import ast
from collections.abc import Iterator

from tests.house.trees import SOURCE, python_files, tree_of

#: Room, module → why it is imported only when it is used.
ALLOWED: dict[str, str] = {
    "engine/tally/kept.py haitang.engine.tally": "ibis, duckdb, pyarrow: 0.7 s that only a figure's request should pay",
    "engine/photos.py pillow_heif": "libheif and its decoders, 5 MB: only when somebody sends a HEIC photo",
    "engine/channels/gateways.py apprise": "it knows a hundred services and takes 0.3 s; only what sends should pay for it",
    "engine/channels/gateways.py haitang.engine.channels": "the library requests comes with it, for what sends only",
    "engine/open_data/columns.py pyarrow": "0.2 s that only a Parquet file should pay, once a night or when it is asked for",
    "engine/tables/reading.py haitang.engine.tables": "openpyxl, 0.2 s: only when somebody brings in a workbook",
    "entrypoints/terminal/__init__.py django": "0.3 s, and it reads the home, which the command line names first",
}


def inside(tree: ast.Module) -> Iterator[str]:
    """Modules that are imported within a function."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import):
                    yield from (alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom):
                    yield node.module or "."


def found() -> dict[str, list[str]]:
    rooms = {str(path.relative_to(SOURCE)): sorted(set(inside(tree_of(path)))) for path in python_files()}
    return {room: modules for room, modules in rooms.items() if modules}


def test_nothing_is_imported_inside_a_function_but_what_is_written_here() -> None:
    assert {f"{room} {module}" for room, modules in found().items() for module in modules} == set(ALLOWED)


def test_every_exception_has_its_reason() -> None:
    assert all(len(reason) > 20 for reason in ALLOWED.values())


def test_a_hidden_import_is_found() -> None:
    planted = ast.parse("def f():\n    if True:\n        from a import b\n    import c.d\n")
    assert sorted(inside(planted)) == ["a", "c.d"]
    assert list(inside(ast.parse("import a\nif True:\n    import b\n"))) == []
