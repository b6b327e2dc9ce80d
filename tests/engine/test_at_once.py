"""Many people at once, in threads with their own connections, on both databases: nothing lost, nothing twice."""

from collections.abc import Callable
from typing import Any

from haitang.commands import matters, meetings, offices
from haitang.engine import gate, ledger
from haitang.kernel import merkle
from haitang.kernel.errors import Conflict, NotNow
from haitang.records.matter import Matter, Task
from haitang.records.slot import Motion
from tests.databases import Committed

THREADS = 20


def whole(book: str) -> bool:
    """Whether the ledger's lines are gapless and give its root."""
    leaves = ledger.leaves(book, 0, 10_000, 10_000)
    grown = merkle.Frontier()
    for leaf in leaves:
        grown, _ = grown.append(merkle.leaf_hash(ledger.leaf_text(leaf)))
    head = ledger.head(book)
    return [leaf.entry for leaf in leaves] == list(range(1, head.size + 1)) and grown.root().hex() == head.root


def refusals(outcomes: list[Any]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes if isinstance(outcome, Exception))


def test_twenty_people_report_at_once(committed: Committed) -> None:
    cast, before = committed.cast, ledger.head("sujin").size
    outcomes = committed.at_once(
        lambda n: [gate.do(matters.report, cast.anyone, words=f"第{n}件", place="dgmy") for _ in range(3)], THREADS
    )
    assert refusals(outcomes) == []
    flat = [outcome for one in outcomes for outcome in one]
    assert sorted(outcome.entry for outcome in flat) == list(range(before + 1, before + 1 + 3 * THREADS))
    assert len({outcome.subject for outcome in flat}) == 3 * THREADS == Matter.objects.count()
    assert whole("sujin")


def test_the_first_reports_of_a_new_organization_come_at_once(committed: Committed) -> None:
    cast = committed.cast
    gate.do(offices.found, cast.founder, code="new", name="新街道", name_en="New", mark="NW")
    gate.do(
        offices.add_place, cast.founder, code="new-1", name="新", name_en="New", kind="community",
        parent="gusu", organization="new",
    )  # fmt: skip
    outcomes = committed.at_once(
        lambda n: gate.do(matters.report, cast.anyone, words=f"第{n}件", place="new-1").subject, THREADS
    )
    assert refusals(outcomes) == []
    assert len(set(outcomes)) == THREADS
    assert whole("new")


def test_two_organizations_write_at_once_and_do_not_mix(committed: Committed) -> None:
    cast = committed.cast
    places = ("dgmy", "bzxc")
    outcomes = committed.at_once(
        lambda n: gate.do(matters.report, cast.anyone, words=f"第{n}件", place=places[n % 2]).subject, THREADS
    )
    assert sorted(number[:2] for number in outcomes) == ["SJ"] * 10 + ["XC"] * 10
    assert whole("sujin") and whole("xcscjg8")


def test_of_many_who_make_the_same_move_one_succeeds(committed: Committed) -> None:
    cast = committed.cast
    told = cast.report()
    outcomes = committed.at_once(
        lambda _: gate.do(matters.accept, cast.desk, matter=told.number, category="drains"), threads=8
    )
    assert refusals(outcomes) == [NotNow.__name__] * 7
    assert told.record().version == 2


def test_of_many_who_saw_the_same_version_one_succeeds(committed: Committed) -> None:
    cast = committed.cast
    session = cast.session()

    def table(number: int) -> Any:
        return gate.do(meetings.table, cast.chair, "", 1, meeting=session, topic=f"第{number}项")

    outcomes = committed.at_once(table, threads=8)
    assert refusals(outcomes) == [Conflict.__name__] * 7
    assert Motion.objects.count() == 1


def test_everybody_who_puts_an_item_on_the_agenda_gets_a_position(committed: Committed) -> None:
    cast = committed.cast
    session = cast.session()
    outcomes = committed.at_once(
        lambda n: gate.do(meetings.table, cast.chair, meeting=session, topic=f"第{n}项"), threads=8
    )
    assert refusals(outcomes) == []
    assert sorted(Motion.objects.values_list("position", flat=True)) == list(range(1, 9))


def test_a_matter_is_given_to_one_owner_only(committed: Committed) -> None:
    cast = committed.cast
    told = cast.accepted()
    owners = ("property", "works")
    outcomes = committed.at_once(
        lambda n: gate.do(matters.assign, cast.dispatcher, matter=told.number, owner=owners[n % 2]), threads=4
    )
    assert refusals(outcomes) == [NotNow.__name__] * 3
    assert Task.objects.filter(matter__number=told.number, ended_at=None).count() == 1


def test_a_batch_and_single_changes_do_not_mix_up_the_ledger(committed: Committed) -> None:
    cast = committed.cast

    def work(number: int) -> int:
        asked = [gate.Asked(matters.report, cast.anyone, {"words": f"{number}", "place": "dgmy"})] * 10
        if number % 2:
            return len(list(gate.many(asked, batch=5)))
        return len([gate.do(matters.report, cast.anyone, words=f"{number}", place="dgmy") for _ in range(10)])

    outcomes = committed.at_once(work, threads=6)
    assert outcomes == [10] * 6
    assert Matter.objects.count() == 60
    assert whole("sujin")


def test_reading_a_proof_while_lines_are_added(committed: Committed) -> None:
    cast = committed.cast
    size = ledger.head("sujin").size
    root = ledger.root_at("sujin", size)

    def work(number: int) -> Callable[[], Any] | bool:
        if number % 2:
            cast.report()
            return True
        return ledger.prove("sujin", 1, size).root == root

    assert committed.at_once(work, threads=10) == [True] * 10
