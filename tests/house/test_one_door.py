"""Nobody goes round the gate: where the database's own language is spoken, and where writing begins, is written here."""

import ast
from collections.abc import Iterator

from tests.house.trees import SOURCE, python_files, tree_of

#: File → why it speaks SQL itself.
SQL: dict[str, str] = {
    "records/triggers.py": "triggers are SQL",
    "engine/backups/snapshots.py": "holds one moment, counts rows, and takes back what a refused restore had put into an empty database",
    "records/searched.py": "the index of words is made and tidied by SQL of its own for each database",
    "engine/readiness.py": "asks whether the database answers and how it keeps its files",
    "jobs/demonstration/home.py": "lets SQLite put everything into one file before the home is moved to its place",
}
#: File → why it holds the key without a change of the neighborhood: each call of gate.upkeep.
UPKEEP: dict[str, str] = {
    "jobs/talents.py": "who was asked and did not come is let go of once the matter is closed; no line of it is wanted",
    "engine/installation.py": "the working-day calendar at set-up",
    "engine/sealing.py": "the public view advances; the seal is itself append-only",
    "engine/looking.py": "a reading of a contact is written to its own chain",
    "engine/rotation.py": "the same contacts wrapped by another key; what they say does not change",
    "engine/inbox.py": "messages are what the ledger already says, and their read mark",
    "engine/guide.py": "the inbox is told once a term of an article past its term, which the calendar says",
    "engine/photos.py": "bytes are kept before the command that ties them to a matter, and forgotten if none comes",
    "engine/reindexing.py": "the index of words made anew from the matters, and only from them",
    "engine/sealed_files.py": "a signed paper is kept sealed before the command that ties it to a dispute",
    "engine/headline.py": "figures kept ready for the front page, from the ledger and only from it",
    "jobs/demonstration/home.py": "the demonstration's own clock, and messages about what is long over",
    "jobs/bench/grow.py": "lines written straight into a ledger in order to measure appending and proving",
    "jobs/bench/crowd.py": "a synthetic office with very many matters, written in bulk into a home that is thrown away",
    "jobs/bench/bare.py": "the same rows by a bare view, to compare with",
}


def calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Owner and name of every method call: `connection.cursor()` → ("connection", "cursor")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            yield getattr(owner, "id", getattr(owner, "attr", "")), node.func.attr


def speaks_sql(tree: ast.Module) -> bool:
    raw = {("connection", "cursor"), ("connection", "executescript")}
    return "RawSQL" in _names(tree) or any(call in raw or call[1] == "raw" for call in calls(tree))


def _names(tree: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def files_where(found: object) -> set[str]:
    return {str(path.relative_to(SOURCE)) for path in python_files() if found(tree_of(path))}  # type: ignore[operator]


def test_only_these_files_speak_sql() -> None:
    assert files_where(speaks_sql) == set(SQL)


def test_only_these_files_hold_the_key_for_upkeep() -> None:
    assert files_where(lambda tree: "upkeep" in {name for _, name in calls(tree)} | _names(tree)) == set(UPKEEP)


def test_every_exception_has_its_reason() -> None:
    assert all(len(reason) > 10 for reason in (*SQL.values(), *UPKEEP.values()))


def test_nothing_listens_to_signals() -> None:
    """A receiver would write beside the change instead of with it."""
    listens = {"receiver", "pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"}
    assert files_where(lambda tree: bool(listens & _names(tree))) == set()


def test_the_admin_is_not_installed() -> None:
    text = (SOURCE / "site" / "settings.py").read_text()
    assert "django.contrib.admin" not in text


def test_what_is_looked_for_is_found() -> None:
    assert speaks_sql(ast.parse("connection.cursor().execute('x')"))
    assert speaks_sql(ast.parse("Matter.objects.raw('SELECT 1')"))
    assert not speaks_sql(ast.parse("page.cursor(1)"))
