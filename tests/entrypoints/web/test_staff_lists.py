"""The desk's lists: what is due stands first, counts are real, a page is a page, and its cost does not grow."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse

from haitang.commands import matters, meetings
from haitang.engine import gate, outbox, sheets
from haitang.engine.gate import Asked
from haitang.entrypoints.web.staff import asked
from haitang.kernel.limits import PAGE
from tests.cast import Cast
from tests.entrypoints.web.atwork import Worker
from tests.entrypoints.web.residents import SAID

Clock = Callable[[str], datetime]
LISTS = ("desk", "desk_mine", "desk_inbox", "desk_meetings", "desk_projects")
#: A list never takes more queries than this, a page of one thing never more than that.
#: A page of one matter carries clocks, whose it is, what sounds alike and what may be set aside; nothing is read twice.
#: Where a neighbor may be asked for help it also looks whether the office keeps a register, and who was asked (0072).
LIST, PAGE_OF_ONE = 10, 17


def many(cast: Cast, count: int) -> list[str]:
    """So many matters said at once."""
    said = (Asked(matters.report, cast.anyone, {"words": f"第 {n} 盏灯不亮", "place": "dgmy-15"}) for n in range(count))
    return [outcome.subject for outcome in gate.many(list(said))]


@pytest.fixture
def desk(cast: Cast) -> Worker:
    return Worker.of("desk")


def assigned(cast: Cast, numbers: list[str]) -> None:
    """Accepted and given to the property company."""
    for number in numbers:
        gate.do(matters.accept, cast.desk, matter=number, category="lighting")
        gate.do(matters.assign, cast.dispatcher, matter=number, owner="property")


def test_lists_take_as_many_queries_with_sixty_as_with_three(cast: Cast) -> None:
    readers = {"desk_mine": "property", "desk_meetings": "chair"}
    workers = {route: Worker.of(readers.get(route, "desk")) for route in LISTS}
    _fill(cast, 3)
    few = {route: worker.queries(reverse(route)) for route, worker in workers.items()}
    _fill(cast, 57)
    assert {route: worker.queries(reverse(route)) for route, worker in workers.items()} == few
    assert max(few.values()) <= LIST


def _fill(cast: Cast, count: int) -> None:
    """So many of everything that a list can show."""
    numbers = many(cast, count)
    assigned(cast, numbers)
    for number in numbers[: count // 3]:
        gate.do(meetings.table, cast.chair, meeting=cast.session(), topic="灯", matter=number)
        cast.project(owner="property")
    for _ in range(count // 3):
        cast.answered(cast.report(SAID, contact="13912345678"))
    outbox.drain()


@pytest.mark.parametrize("sheet", [*asked.CHIPS, "open&place=dgmy-15&category=lighting"])
def test_every_sheet_stays_within_ten_queries_also_with_a_look_at_one(cast: Cast, desk: Worker, sheet: str) -> None:
    claimed = cast.claimed()
    cast.lapsed()
    many(cast, 5)
    assert desk.queries(f"{reverse('desk')}?sheet={sheet}&peek={claimed.number}") <= LIST


def test_the_page_of_a_matter_does_not_grow_with_what_happened(cast: Cast, desk: Worker) -> None:
    told = cast.claimed(cast.accepted(severity=3))
    url = reverse("desk_matter", args=[told.number])
    before = desk.queries(url)
    for _ in range(6):
        gate.do(matters.reject, cast.checker, matter=told.number, note="还没好")
        gate.do(matters.claim, cast.property, matter=told.number, outcome="solved", evidence="word", note="又弄过")
    assert desk.queries(url) == before <= PAGE_OF_ONE


@pytest.mark.parametrize("walk", ["report", "accepted", "assigned", "working", "checked", "answered", "solved"])
def test_the_page_of_a_matter_asks_little_wherever_it_stands(cast: Cast, desk: Worker, walk: str) -> None:
    assert desk.queries(reverse("desk_matter", args=[getattr(cast, walk)().number])) <= PAGE_OF_ONE


def test_the_page_of_a_session_does_not_grow_with_its_agenda(cast: Cast) -> None:
    chair, session = Worker.of("chair"), cast.session()
    url = reverse("desk_meeting", args=[session])
    for topic in ("一", "二"):
        gate.do(meetings.table, cast.chair, meeting=session, topic=topic, matter=cast.report().number)
    before = chair.queries(url)
    for topic in ("三", "四", "五", "六"):
        gate.do(meetings.table, cast.chair, meeting=session, topic=topic, matter=cast.report().number)
    assert chair.queries(url) == before <= PAGE_OF_ONE
    cast.held(session)
    assert chair.queries(url) <= PAGE_OF_ONE


def test_a_list_shows_a_page_and_leads_on_without_losing_or_doubling_anything(cast: Cast, desk: Worker) -> None:
    numbers = many(cast, PAGE + 10)
    seen: list[str] = []
    url = f"{reverse('desk')}?sheet=new"
    while url:
        page = desk.opens(url)
        seen += [line.row.number for line in page.context["lines"]]
        assert len(page.context["lines"]) <= PAGE
        url = (
            f"{reverse('desk')}?{page.context['query']}&after={page.context['after']}" if page.context["after"] else ""
        )
    assert sorted(seen) == sorted(numbers)


def test_the_nearest_deadline_stands_first_and_the_late_ones_say_so(cast: Cast, desk: Worker, clock_at: Clock) -> None:
    clock_at("2023-11-06 09:00")
    late = cast.report("最早的一件")
    clock_at("2023-11-08 09:00")
    soon = cast.report("第二件")
    clock_at("2023-11-15 10:00")
    fresh = cast.report("刚说的一件")
    page = desk.opens(reverse("desk"))
    lines = page.context["lines"]
    assert [line.row.number for line in lines] == [late.number, soon.number, fresh.number]
    assert [line.deadline.due for line in lines] == ["late", "soon", "later"]
    assert [line.deadline.word for line in lines] == ["超 1 天", "今天 18:00", "11 月 22 日"]
    assert page.context["peek"].matter.number == late.number


def test_counts_are_those_of_the_lists(cast: Cast, desk: Worker) -> None:
    many(cast, 4)
    for walk in (cast.accepted, cast.assigned, cast.claimed, cast.checked, cast.answered):
        walk()
    page = desk.opens(reverse("desk"))
    shown = {chip.name: chip.count for chip in page.context["chips"] if chip.count}
    for name, count in shown.items():
        lines = desk.opens(f"{reverse('desk')}?sheet={name}").context["lines"]
        assert str(len(lines)) == count, name
    assert shown["new"] == "4"
    assert shown["to_assign"] == shown["answered"] == "1"


def test_counts_stop_where_nobody_counts_on(cast: Cast, desk: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("haitang.engine.sheets.reading.COUNTED", 3)
    monkeypatch.setattr(sheets, "COUNTED", 3)
    many(cast, 6)
    page = desk.opens(reverse("desk"))
    assert next(chip.count for chip in page.context["chips"] if chip.name == "new") == "3+"


def test_filters_narrow_list_and_counts_but_not_the_rail(cast: Cast, desk: Worker) -> None:
    cast.accepted(cast.report(place="daguan-2"), category="lifts")
    cast.accepted(cast.report(place="dgmy-15"), category="drains")
    page = desk.opens(f"{reverse('desk')}?place=daguan-2")
    assert [line.row.place.zh for line in page.context["lines"]] == ["第二网格"]
    assert next(chip.count for chip in page.context["chips"] if chip.name == "open") == "1"
    page = desk.opens(f"{reverse('desk')}?category=drains")
    assert len(page.context["lines"]) == 1
    nothing = desk.reads(f"{reverse('desk')}?place=daguan-2&category=drains")
    assert "没有这个地方、这一类的事" in nothing


def test_the_rail_counts_what_is_late_and_due_today(cast: Cast, desk: Worker, clock_at: Clock) -> None:
    clock_at("2023-11-06 09:00")
    cast.report()
    cast.report()
    clock_at("2023-11-08 09:00")
    cast.report()
    clock_at("2023-11-15 10:00")
    cast.report()
    assert desk.opens(reverse("desk")).context["counts"]["today"] == 3
    assert desk.opens(reverse("desk_projects")).context["counts"]["today"] == 3
    assert desk.opens(reverse("desk") + "?category=lifts").context["counts"]["today"] == 3


@pytest.mark.parametrize("sheet", [name for name in asked.CHIPS if name != "closed"])
def test_an_empty_list_teaches_what_would_stand_there(cast: Cast, desk: Worker, sheet: str) -> None:
    words = sheets.SHEETS[sheet].empty
    assert words.zh in desk.reads(f"{reverse('desk')}?sheet={sheet}")
    assert words.en in Worker.of("desk", "en").reads(f"{reverse('desk')}?sheet={sheet}")
    assert len(words.zh) > 15


def test_an_address_nobody_gave_out_is_read_as_nothing_asked(cast: Cast, desk: Worker) -> None:
    told = cast.report(SAID)
    for query in ("sheet=nothing", "after=%00", "after=x", "peek=%27", "place=%25", "category=%F0%9F%8C%B8"):
        desk.opens(f"{reverse('desk')}?{query}")
    assert SAID in desk.reads(f"{reverse('desk')}?sheet=nothing&after=zzz")
    assert told.number


def test_a_number_as_people_type_it_opens_its_matter(cast: Cast, desk: Worker) -> None:
    told = cast.report()
    typed = told.number.lower().replace("-", " ")
    answer = desk.client.get(reverse("desk_find"), {"number": typed})
    assert answer.headers["Location"] == reverse("desk_matter", args=[told.number])
    narrowed = desk.client.get(reverse("desk_find"), {"q": typed, "place": "daguan-2", "standing": "closed"})
    assert narrowed.headers["Location"] == answer.headers["Location"]


def test_whoever_works_off_one_list_comes_back_to_it(cast: Cast, desk: Worker) -> None:
    told = cast.report()
    listed = desk.opens(f"{reverse('desk')}?sheet=new&category=").context["lines"][0]
    page = f"{listed.url}?sheet=new"
    assert f'href="{page}"' in desk.opens(f"{reverse('desk')}?sheet=new").content.decode()
    answer = desk.does(page, "/do/matters.accept", category="drains")
    assert answer.headers["Location"] == page
    assert f'href="{reverse("desk")}?sheet=new"' in desk.opens(page).content.decode()
    assert told.record().state == "accepted"


def test_a_session_or_project_number_leads_to_its_own_page(cast: Cast) -> None:
    chair, session, project = Worker.of("chair"), cast.session(), cast.project()
    for number, route in ((session, "desk_meeting"), (project, "desk_project")):
        answer = chair.client.get(reverse("desk_matter", args=[number]))
        assert answer.headers["Location"] == reverse(route, args=[number])


def test_what_nobody_has_named_yet_is_called_by_what_was_said(cast: Cast, desk: Worker) -> None:
    cast.report("门口的台阶缺了一块砖，晚上看不见，老人容易绊倒，能不能先放个牌子提醒一下大家注意安全")
    line = desk.opens(reverse("desk")).context["lines"][0]
    assert line.title.startswith("门口的台阶缺了一块砖")
    assert line.title.endswith("…")


def test_a_start_on_the_phone_is_one_tap_and_a_second_tap_does_no_harm(cast: Cast) -> None:
    told = cast.assigned()
    owner, url = Worker.of("property"), reverse("desk_mine")
    form = owner.form(url, "/do/matters.start", matter=told.number)
    first, second = (owner.client.post(form.action, form.values) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert told.record().state == "working"
    assert reverse("desk_claim", args=[told.number]) in owner.opens(url).content.decode()


def test_what_is_claimed_done_leaves_the_owners_list(cast: Cast) -> None:
    told = cast.claimed()
    assert told.number not in Worker.of("property").reads(reverse("desk_mine"))


def test_a_grid_worker_reads_that_new_matters_wait(cast: Cast) -> None:
    many(cast, 2)
    assert "2 件新说的事等受理" in Worker.of("grid").reads(reverse("desk_mine"))
    assert "等受理" not in Worker.of("property").reads(reverse("desk_mine"))
