"""The brief writes itself: every number in it opens to the same number, what is missing says so, staff read further."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from haitang.engine import tally
from haitang.kernel.registry import figures
from haitang.kernel.words import Words
from tests.cast import Cast
from tests.entrypoints.web.figuring import (
    SOLVED,
    YEAR,
    ClockAt,
    figure,
    know,
    numbers_in,
    one_more,
    reader,
    seen,
    words_of,
    year,
)


def test_every_number_of_the_brief_opens_to_the_same_number(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    brief = seen(reader(), "briefs", **YEAR)
    numbers = numbers_in(brief)
    assert [number for _, number in numbers][:2] == ["2", "1"] and len(numbers) > 5
    for address, number in numbers:
        parts = urlsplit(address)
        page = seen(
            reader(), "figure", parts.path.rpartition("/")[2], **{k: v[0] for k, v in parse_qs(parts.query).items()}
        )
        assert f'<b class="value">{number}<small>' in page


def test_the_brief_says_when_and_where_and_how_it_was_a_year_before(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    said = words_of(seen(reader(), "briefs", **YEAR))
    assert "2023 年，苏锦街道解决民生问题 2 件（上年同期 1 件）" in said
    assert "记到 11 月 5 日" in said
    english = words_of(seen(reader(language="en"), "briefs", **YEAR))
    assert "Sujin Sub-district, 2023: 2 problems solved (1 in the same days a year before)" in english
    assert "problems solved: 1" not in english


def test_what_is_not_there_yet_is_collected_at_the_end_with_what_will_bring_it(cast: Cast) -> None:
    said = words_of(seen(reader(), "briefs"))
    missing = [spec for spec in figures if spec.not_yet]
    assert missing
    for spec in missing:
        assert f"{spec.words.zh}：{spec.not_yet.zh.removeprefix('还没有：')}" in said


def test_the_period_may_be_tapped_and_another_place_asked_for(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    october = seen(reader(), "briefs", place="jinhua", **{"from": "2023-10-01", "to": "2023-10-31"})
    assert "2023 年 10 月，锦华社区解决民生问题 0 件" in words_of(october)
    assert '<option value="jinhua" selected>锦华社区</option>' in october
    assert 'href="?place=jinhua&amp;from=2022-01-01&amp;to=2022-12-31"' in october


def test_the_months_of_what_has_most_lines_are_drawn_beside_last_year(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    brief = seen(reader(), "briefs", **YEAR)
    assert "解决民生问题逐月对比（件）" in words_of(brief)
    assert "2023 年 10 月 1 0 2023 年 11 月 0 1" in words_of(brief)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2023-13-01"}, "from"),
        ({"to": "gestern"}, "to"),
        ({"from": "2023-05-01", "to": "2023-01-01"}, "from"),
        ({"place": "nowhere"}, "place"),
        ({"place": "dgmy-15"}, "place"),
        ({"place": "\x00"}, "place"),
        ({"from": "0001-01-01"}, "from"),
    ],
)
@pytest.mark.parametrize("route", ["briefs", "briefs_print"])
def test_a_question_that_cannot_be_read_is_asked_again(
    cast: Cast, query: dict[str, str], field: str, route: str
) -> None:
    answer = reader().get(reverse(route), query)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.content.decode()


def test_residents_read_what_is_sealed_and_entitled_staff_what_stands_there_now(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    assert "解决民生问题 2 件" in words_of(seen(reader(), "briefs", **YEAR))
    assert "解决民生问题 2 件" in words_of(seen(reader("reader"), "briefs", **YEAR))
    assert "解决民生问题 3 件" in words_of(seen(reader("reader"), "desk_briefs", **YEAR))


@pytest.mark.parametrize("login", ["property", "recorder", "administrator", "other_reader", "desk"])
def test_whose_posts_do_not_reach_a_place_reads_it_as_it_is_sealed(cast: Cast, clock_at: ClockAt, login: str) -> None:
    year(cast, clock_at)
    said = words_of(seen(reader(login), "desk_briefs", **YEAR))
    assert "解决民生问题 2 件" in said and "读的是封存的账本" in said


def test_a_desk_begins_with_its_own_community(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    said = words_of(seen(reader("desk"), "desk_briefs"))
    assert "大观名园社区治理简报" in said and "解决民生问题 2 件" in said and "读的是此刻的账本" in said


def test_whoever_holds_no_post_is_asked_to_sign_in(cast: Cast) -> None:
    for route in ("desk_briefs", "desk_briefs_print", "desk_ledger"):
        assert reader().get(reverse(route)).status_code == 302


def test_a_count_that_opens_to_a_count_only_is_printed_and_a_small_one_about_people_is_not(
    cast: Cast, clock_at: ClockAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = Words(zh="只看总数。", en="The sum only.")
    know(monkeypatch, figure("trials.closed", count_only=why), figure("trials.people", about_people=True))
    year(cast, clock_at)
    said = words_of(seen(reader(), "briefs", **YEAR))
    assert "试数 3 试数（上年同期 1 试数）" in said
    assert "试数：少于 5，不公开，以免认出个人" in said


def test_the_printed_brief_ends_with_where_its_numbers_come_from(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    paper = seen(reader(), "briefs_print", **YEAR)
    said = words_of(paper)
    assert "2[1] 件（上年同期 1[2] 件）" in said
    for number, row in enumerate(("解决民生问题 2 件 2023 年", "解决民生问题 1 件 2022 年"), start=1):
        assert f"[{number}] {row}" in said
    assert re.search(r"\[\d+\] 服务项目 1 项 2023 年", said)
    assert "数字出处" in said and 'class="qr"' in paper and "核对码" in said
    assert paper.count("<svg") > 2 and "style=" not in paper


def test_the_printed_brief_of_the_desk_says_that_it_is_not_sealed(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)
    said = words_of(seen(reader("reader"), "desk_briefs_print", **YEAR))
    assert "3[1] 件" in said and "读的是此刻的账本" in said


def test_a_full_brief_takes_as_many_queries_as_a_short_one(cast: Cast, clock_at: ClockAt) -> None:
    year(cast, clock_at)

    def queries() -> int:
        seen(reader(), "briefs", **YEAR)
        with CaptureQueriesContext(connection) as caught:
            seen(reader(), "briefs", **YEAR)
        return len(caught)

    before = queries()
    for place in ("jinhua", "dgmy", "daguan-2"):
        one_more(cast, place)
    assert queries() == before <= 24


def test_a_page_that_asks_for_no_figure_loads_no_engine(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally.kept, "evidence", lambda: pytest.fail("a figure was reckoned"))
    tally.kept.cells.cache_clear()
    seen(reader(), "ledger")
    seen(reader(), "ledger_of", "sujin")
    seen(reader(), "figure", "volunteers.enrolled")
    with pytest.raises(pytest.fail.Exception):
        seen(reader(), "figure", SOLVED)
