"""The board: four columns as the bloom opens, nearest deadline on top; and the lists somebody keeps at hand."""

from urllib.parse import quote

from django.urls import reverse

from haitang.engine import gate, indexing
from haitang.engine.shortcuts import MOST
from haitang.records.account import Account
from haitang.records.saved import SavedFilter
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.test_staff_lists import LIST, many


def columns(worker: Worker, query: str = "") -> dict[str, list[str]]:
    page = worker.opens(f"{reverse('desk_board')}{query}")
    return {column.name: [line.row.number for line in column.lines] for column in page.context["columns"]}


def test_every_open_matter_stands_in_the_column_of_its_petal(cast: Cast) -> None:
    new, accepted, assigned = cast.report().number, cast.accepted().number, cast.assigned().number
    claimed, checked, answered = cast.claimed().number, cast.checked().number, cast.answered().number
    cast.solved()
    shown = columns(Worker.of("desk"))
    assert shown == {
        "new": [new], "in_hand": [accepted, assigned], "to_answer": [claimed, checked], "answered": [answered],
    }  # fmt: skip


def test_parked_and_asked_matters_are_counted_beside_the_columns(cast: Cast) -> None:
    cast.parked()
    page = Worker.of("desk").reads(reverse("desk_board"))
    assert "在等别人的：1 件" in page


def test_the_board_shows_what_its_reader_may_see_and_private_matters_as_such(cast: Cast) -> None:
    told = cast.report("我家的事，不给别人看")
    matter = told.record()
    matter.private = True
    with gate.upkeep():
        matter.save()
        indexing.follow(matter)
    page = Worker.of("desk").reads(reverse("desk_board"))
    assert "私事" in page and "我家的事" not in page
    assert columns(Worker.of("jinhua_desk"))["new"] == columns(Worker.of("other_desk"))["new"] == []


def test_the_board_is_narrowed_as_the_list_is(cast: Cast) -> None:
    here, there = cast.report(place="dgmy-15").number, cast.report(place="daguan-2").number
    assert columns(Worker.of("desk"), "?place=daguan-2")["new"] == [there]
    assert set(columns(Worker.of("desk"))["new"]) == {here, there}


def test_the_board_takes_a_fixed_number_of_queries_and_leads_to_the_rest(cast: Cast) -> None:
    desk = Worker.of("desk")
    many(cast, 2)
    few = desk.queries(reverse("desk_board"))
    many(cast, 30)
    assert desk.queries(reverse("desk_board")) == few <= LIST
    page = desk.opens(reverse("desk_board"))
    column = page.context["columns"][0]
    assert len(column.lines) < 32 and column.count == "32" and "sheet=new" in column.more
    assert len(desk.opens(column.more).context["lines"]) == 32


def kept(worker: Worker) -> list[str]:
    return [shortcut.name for shortcut in worker.opens(reverse("desk")).context["shortcuts"]]


def test_a_list_is_kept_under_a_name_opened_again_and_dropped(cast: Cast) -> None:
    desk = Worker.of("desk")
    told = cast.report(place="daguan-2")
    cast.report()
    desk.does(f"{reverse('desk')}?sheet=new&place=daguan-2&density=tight", "/desk/shortcuts", name="二网格待受理")
    shortcut = desk.opens(reverse("desk")).context["shortcuts"][0]
    page = desk.opens(shortcut.url)
    assert [line.row.number for line in page.context["lines"]] == [told.number]
    assert page.context["asked"].density == "tight" and page.context["shortcuts"][0].current
    desk.does(reverse("desk"), f"/desk/shortcuts/{shortcut.pk}/drop")
    assert kept(desk) == []


def test_a_kept_list_is_ones_own(cast: Cast) -> None:
    desk, other = Worker.of("desk"), Worker.of("dispatcher")
    desk.does(reverse("desk"), "/desk/shortcuts", name="我的")
    assert kept(desk) == ["我的"] and kept(other) == []
    pk = SavedFilter.objects.get().pk
    other.client.post(reverse("desk_shortcut_drop", args=[pk]))
    assert kept(desk) == ["我的"]


def test_only_what_lists_know_is_kept(cast: Cast) -> None:
    desk = Worker.of("desk")
    query = quote("sheet=new&q=张三&next=//evil.example&place=daguan-2&after=x", safe="")
    desk.client.post(reverse("desk_shortcut"), {"name": "a", "query": "sheet=new&q=张三&next=//evil&place=daguan-2"})
    desk.client.post(reverse("desk_shortcut"), {"name": "b", "query": query})
    assert list(SavedFilter.objects.order_by("pk").values_list("query", flat=True)) == [
        "sheet=new&place=daguan-2", "sheet=open",
    ]  # fmt: skip


def test_a_name_is_needed_and_there_are_not_more_than_fit(cast: Cast) -> None:
    desk = Worker.of("desk")
    for name in ("", "  ", "长" * 21, "a\0b"):
        desk.client.post(reverse("desk_shortcut"), {"name": name, "query": "sheet=new"})
    assert kept(desk) == []
    for number in range(MOST + 2):
        desk.client.post(reverse("desk_shortcut"), {"name": f"第{number}", "query": f"sheet=new&place=p{number}"})
    assert SavedFilter.objects.filter(account=Account.objects.get(login="desk")).count() == MOST
    desk.client.post(reverse("desk_shortcut"), {"name": "改名", "query": "sheet=new&place=p0"})
    assert kept(desk)[0] == "改名"
