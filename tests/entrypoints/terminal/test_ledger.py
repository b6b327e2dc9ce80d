"""`haitang seal` and `haitang verify`."""

from django.db import connection

from haitang.engine import gate, ledger
from haitang.records import triggers
from haitang.records.entry import Body
from tests.cast import Cast
from tests.entrypoints.terminal.conftest import Run


def test_seal_lets_the_public_view_advance(cast: Cast, run: Run) -> None:
    cast.report()
    done = run("seal")
    head = ledger.head("sujin")
    assert done.exit_code == 0 and f"sujin\t{head.size}\t{head.root}" in done.stdout
    assert ledger.sealed("sujin").size == head.size


def test_verify_says_what_agrees(cast: Cast, run: Run) -> None:
    cast.report()
    done = run("verify")
    assert done.exit_code == 0 and ledger.head("sujin").root in done.stdout
    assert done.stdout.count("\n") == 3


def test_verify_names_the_first_bad_line(cast: Cast, run: Run) -> None:
    cast.report()
    with gate.upkeep(), connection.cursor() as cursor:
        on = " ON haitang_body" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER haitang_body_update{on}")
        Body.objects.filter(ledger="sujin", entry=4).update(place="/elsewhere/")
        triggers.install()
    done = run("verify")
    assert done.exit_code == 1 and "sujin" in done.stderr and "4" in done.stderr
    english = run("--language", "en", "verify")
    assert "sujin, entry 4: the commitment differs from the sealed half" in english.stderr
