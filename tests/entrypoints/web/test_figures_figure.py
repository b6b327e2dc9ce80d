"""A figure's page: number, meaning, comparison, months, communities, lines; nothing of persons, and nothing twice."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.engine import tally
from haitang.engine.sealing import seal_all
from haitang.entrypoints.web.figures import rows
from haitang.kernel.registry import figures
from haitang.kernel.words import Words
from tests.cast import Cast
from tests.engine.tallying import Made, write
from tests.entrypoints.web.figuring import (
    SOLVED,
    YEAR,
    ClockAt,
    figure,
    know,
    one_more,
    reader,
    reopen,
    seen,
    words_of,
    year,
)

SPAN = (date(2023, 1, 1), date(2023, 12, 31))


def opened(address: str) -> str:
    """A page at the desk, as the reader of figures opens it."""
    answer = reader("reader").get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def lines_in(page: str) -> list[tuple[str, str]]:
    """The lines a figure page lists: address and quantity."""
    return re.findall(r'<th scope="row"><a href="([^"]+/l/[^"]+|/l/[^"]+)">.*?class="number">([^<]+)</td>', page, re.S)


def test_the_lines_on_the_page_add_up_to_the_number(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    page = seen(reader(), "figure", SOLVED, **YEAR)
    found = lines_in(page)
    assert sum(int(quantity.replace("−", "-")) for _, quantity in found) == 2
    assert [quantity for _, quantity in found] == ["1", "1", "−1", "1"]
    assert "诉求复办（原先：办好了）" in words_of(page)


def test_the_table_for_download_holds_exactly_the_lines_of_the_page(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    page = seen(reader(), "figure", SOLVED, **YEAR)
    address = re.search(r'href="([^"]+\.csv[^"]*)"', page)
    assert address
    answer = reader().get(address[1].replace("&amp;", "&"))
    table = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [f"/l/{row['ledger']}/{row['entry']}" for row in table] == [address for address, _ in lines_in(page)]
    assert sum(int(row["quantity"]) for row in table) == 2


def test_both_years_are_said_with_their_counts_and_lines(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    said = words_of(seen(reader(), "figure", SOLVED, **YEAR))
    assert "上年同期（2022 年） 1 件；这次 2，多 100%。 这次 4 笔账，上年 1 笔。" in said
    said = words_of(seen(reader(), "figure", SOLVED, place="sujin", **{"from": "2022-01-01", "to": "2022-12-31"}))
    assert "上年同期（2021 年）没有记录，没法比。" in said


def test_each_community_has_its_bar_that_opens(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    page = seen(reader(), "figure", SOLVED, **YEAR)
    bars = re.findall(r'<a href="([^"]+)"><span class="label-text">([^<]+)</span>.*?<b>([^<]+)</b>', page, re.S)
    assert [(label, value) for _, label, value in bars] == [("大观名园社区", "1"), ("锦华社区", "1")]
    assert "place=daguan&amp;from=2023-01-01&amp;to=2023-12-31" in bars[0][0]


def test_lines_recorded_after_the_period_are_told_apart(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    march = {"place": "sujin", "from": "2023-03-01", "to": "2023-03-31"}
    assert "这段时间过后没有补记。" in words_of(seen(reader(), "figure", SOLVED, **march))
    write([Made(date(2023, 3, 8), kind="request.closed.solved", quantity=2)])
    seal_all()
    assert "这段时间过后又补记 1 笔，数从 1 变成 3。" in words_of(seen(reader(), "figure", SOLVED, **march))
    assert "过后补记的" not in words_of(seen(reader(), "figure", SOLVED, **YEAR)), "the year is not over"


def test_a_long_list_is_read_page_by_page_without_gap_or_repeat(
    cast: Cast, clock_at: ClockAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    year(cast, clock_at)
    monkeypatch.setattr(rows, "PAGE", 3)
    found, after = [], ""
    while True:
        page = seen(reader(), "figure", SOLVED, **YEAR, **({"after": after} if after else {}))
        found += [address for address, _ in lines_in(page)]
        more = re.search(r'rel="next" href="\?([^"]+)"', page)
        if not more:
            break
        after = more[1].rpartition("after=")[2]
    lines, _ = tally.rows(SOLVED, "sujin", date(2023, 1, 1), date(2023, 12, 31))
    assert found == [f"/l/{line['ledger']}/{line['entry']}" for line in lines] and len(found) == 4


def test_a_cursor_nobody_gave_out_is_refused_in_words(cast: Cast) -> None:
    answer = reader().get(reverse("figure", args=[SOLVED]), {"after": "zz"})
    assert answer.status_code == 422 and "翻页标记" in answer.content.decode()


def test_a_figure_nobody_defined_is_not_there(cast: Cast) -> None:
    assert reader().get(reverse("figure", args=["requests.happiness"])).status_code == 404
    assert reader("reader").get(reverse("desk_figure", args=["requests.happiness"])).status_code == 404


@pytest.mark.parametrize("name", [spec.name for spec in figures])
def test_every_figure_of_the_catalogue_has_its_page(cast: Cast, name: str) -> None:
    spec = figures[name]
    said = words_of(seen(reader(), "figure", name))
    assert spec.definition.zh in said
    assert not spec.not_yet or spec.not_yet.zh in said
    assert spec.definition.en in words_of(seen(reader(language="en"), "figure", name))


def test_a_figure_that_opens_to_a_count_only_says_why(
    cast: Cast, clock_at: ClockAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, figure("trials.closed", count_only=Words(zh="谁和谁，不公开。", en="Nobody's business.")))
    year(cast, clock_at)
    for login, route in (("", "figure"), ("reader", "desk_figure")):
        page = seen(reader(login), route, "trials.closed", **YEAR)
        assert "谁和谁，不公开。" in words_of(page)
        assert not lines_in(page) and ".csv" not in page


def test_small_counts_about_people_are_not_shown_nor_to_be_reckoned_from_the_rest(
    cast: Cast, clock_at: ClockAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, figure("trials.people", about_people=True))
    year(cast, clock_at)
    page = words_of(seen(reader(), "figure", "trials.people", **YEAR))
    assert "少于 5，不公开" in page and "按社区" not in page and "逐月" not in page
    for _ in range(3):
        one_more(cast)
    page = words_of(seen(reader(), "figure", "trials.people", **YEAR))
    assert "7 试数" in page and "按社区" not in page and "逐月" not in page
    assert "按社区" in words_of(seen(reader("reader"), "desk_figure", "trials.people", **YEAR))


def test_nobody_outside_reads_whose_matter_it_was_or_when_exactly(cast: Cast, clock_at: ClockAt) -> None:
    made = year(cast, clock_at)
    for login in ("", "property", "other_reader"):
        for route in ("figure", "briefs"):
            page = seen(reader(login), route, *([SOLVED] if route == "figure" else []), **YEAR)
            assert made.first.number not in page and "account:" not in page and "09:31" not in page
    for login in ("property", "other_reader", "desk"):
        assert made.first.number not in seen(reader(login), "desk_figure", SOLVED, **YEAR)


def test_entitled_staff_see_the_matter_behind_each_line_and_open_what_is_theirs(cast: Cast, clock_at: ClockAt) -> None:
    made = year(cast, clock_at)
    link = f'href="{reverse("desk_matter", args=[made.first.number])}"'
    dispatcher = seen(reader("dispatcher"), "desk_figure", SOLVED, **YEAR)
    assert link in dispatcher and made.unsealed.number in dispatcher
    figures_only = seen(reader("reader"), "desk_figure", SOLVED, **YEAR)
    assert made.first.number in figures_only and link not in figures_only


def test_what_a_supervisor_reopened_is_taken_back_on_the_page(cast: Cast, clock_at: ClockAt) -> None:
    made = year(cast, clock_at)
    reopen(cast, made.first)
    seal_all()
    assert '<b class="value">2<small>' in seen(reader(), "figure", SOLVED, **YEAR)


@pytest.mark.parametrize(("login", "route"), [("", "figure"), ("dispatcher", "desk_figure")])
def test_a_full_page_takes_as_many_queries_as_a_short_one(
    cast: Cast, clock_at: ClockAt, login: str, route: str
) -> None:
    year(cast, clock_at)

    def queries() -> int:
        client = reader(login)
        seen(client, route, SOLVED, **YEAR)
        with CaptureQueriesContext(connection) as caught:
            seen(client, route, SOLVED, **YEAR)
        return len(caught)

    before = queries()
    for place in ("jinhua", "dgmy", "daguan-2"):
        one_more(cast, place)
    assert queries() == before <= 24


def parts_in(page: str, fact: str) -> list[tuple[str, str, str]]:
    """The bars of one breakdown: address, label, number."""
    section = page.partition(f'id="by-{fact}"')[2].partition("</section>")[0]
    bars = r'<a href="([^"]+)"><span class="label-text">([^<]+)</span>.*?<b>([^<]+)</b>'
    return [(unescape(address), label, number) for address, label, number in re.findall(bars, section, re.S)]


def test_the_parts_of_a_figure_add_up_to_it_and_each_opens_to_its_rows(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    cast.solved(cast.accepted(cast.report(), category="lighting"))
    whole = tally.figure(SOLVED, "sujin", *SPAN, entitled=True)
    page = seen(reader("reader"), "desk_figure", SOLVED, **YEAR)
    for fact in ("category", "basis"):
        found = parts_in(page, fact)
        assert len(found) > (fact == "category")
        sums = [
            sum(int(quantity.replace("−", "-")) for _, quantity in lines_in(opened(address))) for address, *_ in found
        ]
        assert sums == [int(number.replace("−", "-")) for _, _, number in found]
        assert sum(sums) == whole.value == 4
    assert {label for _, label, _ in parts_in(page, "category")} == {"照明", "下水道、排水"}


def test_a_part_says_what_it_is_a_part_of_and_is_taken_apart_further(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    part = parts_in(seen(reader("reader"), "desk_figure", SOLVED, **YEAR), "category")[0][0]
    page = opened(part)
    assert "只看这一部分：类别“下水道、排水”。" in words_of(page) and not parts_in(page, "category")
    assert parts_in(page, "basis") and "category=drains" in parts_in(page, "basis")[0][0]
    assert "category=" not in re.findall(r'href="([^"]+)">看全部', page)[0]
    english = seen(reader("reader", "en"), "desk_figure", SOLVED, category="drains", **YEAR)
    assert "This part only: Category “drains”." in words_of(english)


def test_lines_that_say_nothing_of_a_fact_are_a_part_too(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    write([Made(date(2023, 11, 6), kind="request.closed.solved", quantity=3)])
    address, label, number = parts_in(seen(reader("reader"), "desk_figure", SOLVED, **YEAR), "category")[-1]
    assert (label, number) == ("没有写", "3") and "category=-" in address
    assert [quantity for _, quantity in lines_in(opened(address))] == ["3"]


def test_nobody_outside_is_shown_a_part_or_may_ask_for_one(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    for login, route in (
        ("", "figure"),
        ("dispatcher", "figure"),
        ("other_reader", "desk_figure"),
        ("property", "desk_figure"),
    ):
        whole = seen(reader(login), route, SOLVED, **YEAR)
        asked = seen(reader(login), route, SOLVED, category="drains", **YEAR)
        assert not parts_in(whole, "category") and "只看这一部分" not in asked
        assert re.findall(r'class="value">(\d+)', whole) == re.findall(r'class="value">(\d+)', asked) == ["2"]


def test_a_figure_that_opens_to_a_count_only_has_no_parts(
    cast: Cast, clock_at: ClockAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, figure("trials.closed", count_only=Words(zh="不公开", en="no"), by=("category",)))
    year(cast, clock_at)
    page = seen(reader("reader"), "desk_figure", "trials.closed", **YEAR)
    part = seen(reader("reader"), "desk_figure", "trials.closed", category="lighting", **YEAR)
    assert not parts_in(page, "category") and not lines_in(part)


def test_parts_that_are_no_sum_say_so(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    page = seen(reader("reader"), "desk_figure", "requests.working_median", **YEAR)
    assert parts_in(page, "category") and "每一项单独算，加起来不等于上面的数。" in words_of(page)
