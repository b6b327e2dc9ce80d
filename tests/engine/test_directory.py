"""Whom to call: the nearest lines first, offices and roles, open now or when, nothing of another organization."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from haitang.commands import directory as lines
from haitang.commands import setup
from haitang.engine import directory, gate
from haitang.entrypoints.web.tags import standing
from haitang.kernel.errors import Denied, Invalid
from haitang.records.directory import DirectoryLine
from haitang.records.office import Setting
from haitang.records.party import Organization
from haitang.records.place import Place
from tests.cast import Cast

Clock = Callable[[str], datetime]
LINE = {"sort": "desk", "label": "受理台", "label_en": "desk", "phone": "0512-0000 0010", "checked_on": "2022-01-05"}


def add(cast: Cast, place: str, by: str = "founder", **given: Any) -> int:
    outcome = gate.do(lines.add, getattr(cast, by), **{**LINE, "place": place, **given})
    return int(outcome.subject.partition(":")[2])


def place(code: str) -> Place:
    return Place.objects.select_related("organization").get(code=code)


def shown(code: str) -> list[tuple[str, str]]:
    return [(call.words.zh, call.phone) for call in directory.calls(place(code))]


def test_the_nearest_lines_come_first(cast: Cast, django_assert_num_queries: Any) -> None:
    add(cast, "sujin", label="值班室", phone="111")
    add(cast, "daguan", phone="222")
    add(cast, "dgmy", sort="property", label="物业", phone="333")
    add(cast, "beizhuang", label="别人的值班室", phone="444")
    assert shown("dgmy-15") == [("物业", "333"), ("受理台", "222"), ("值班室", "111")]
    assert shown("jinhua") == [("值班室", "111")]
    assert shown("bzxc") == [("别人的值班室", "444")]
    here = place("dgmy-15")
    with django_assert_num_queries(1):
        directory.calls(here)


def test_the_page_of_all_numbers_goes_down_the_tree(cast: Cast) -> None:
    add(cast, "dgmy", sort="property", label="物业", phone="333")
    add(cast, "sujin", label="值班室", phone="111")
    assert [call.phone for call in directory.calls_below(place("sujin"))] == ["111", "333"]


def test_the_site_speaks_for_the_organization_it_is_set_to(cast: Cast) -> None:
    first = directory.site()
    assert first is not None and first.code == "sujin"
    with gate.upkeep():
        Setting.objects.create(name="site", value={"organization": "xcscjg8"})
    named = directory.site()
    assert named is not None and named.code == "xcscjg8"


def test_an_office_is_called_by_the_number_its_set_up_names(cast: Cast) -> None:
    organization = Organization.objects.get(code="sujin")
    assert directory.office_of(organization).phone == ""
    gate.do(
        setup.office, cast.administrator, place="sujin", name="苏锦街道", name_en="Sujin Sub-district", phone="0512-112"
    )
    gate.do(setup.hours, cast.administrator, place="sujin", hours="有事先说", hours_en="say what it is")
    organization.refresh_from_db()
    office = directory.office_of(organization)
    assert (office.words.en, office.phone) == ("Sujin Sub-district", "0512-112")
    assert office.hours is not None and office.hours.en == "say what it is"


def test_a_line_is_changed_and_withdrawn_and_stays_on_record(cast: Cast) -> None:
    line = add(cast, "daguan", by="desk")
    gate.do(
        lines.change_line, cast.desk, line=line, edition=1, **{**LINE, "place": "daguan", "phone": "0512-0000 0011"}
    )
    assert shown("daguan") == [("受理台", "0512-0000 0011")]
    gate.do(lines.withdraw, cast.desk, place="daguan", line=line, reason="停机")
    assert shown("daguan") == []
    assert DirectoryLine.objects.get(pk=line).withdrawn_at is not None
    with pytest.raises(Invalid):
        gate.do(lines.withdraw, cast.desk, place="daguan", line=line, reason="停机")


@pytest.mark.parametrize("login", ["grid", "property", "jinhua_desk", "other_desk", "reader", "anyone"])
def test_only_the_desk_and_the_administrator_keep_the_numbers_of_a_place(cast: Cast, login: str) -> None:
    with pytest.raises(Denied):
        add(cast, "daguan", by=login)
    assert add(cast, "daguan", by="administrator")


def test_a_line_is_kept_at_its_own_place_only(cast: Cast) -> None:
    line = add(cast, "daguan", by="desk")
    with pytest.raises(Invalid):
        gate.do(lines.withdraw, cast.jinhua_desk, place="jinhua", line=line, reason="停机")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", "王小明"), ("label", "网格员王小明"), ("label", "社区受理台（王老师）"), ("label", "王师傅"),
        ("label_en", "Wang Xiaoming"), ("phone", "王"), ("phone", "12"), ("times", "9-17"), ("times", "17:00-9:00"),
        ("times", "9:00-12:00, 11:00-13:00"), ("checked_on", "2099-01-01"),
    ],
)  # fmt: skip
def test_what_is_no_office_no_number_or_no_time_is_refused_by_name(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(cast, "daguan", **{field: value})
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(
    "label", ["社区受理台", "第一网格网格员", "大观花园物业", "电梯救援电话", "12345 热线", "居委会"]
)
def test_offices_and_roles_are_taken(cast: Cast, label: str) -> None:
    assert add(cast, "daguan", label=label)


#: 2023-11-15 is a Wednesday; 2023-10-01 to 06 was a holiday, 2023-10-07 (Saturday) a make-up working day.
@pytest.mark.parametrize(
    ("days", "times", "now", "said"),
    [
        ("always", "", "2023-11-15 03:00", ""),
        ("unknown", "9:00-17:00", "2023-11-15 10:00", ""),
        ("workdays", "9:00-11:30, 13:30-17:00", "2023-11-15 10:00", "现在开着，到 11:30"),
        ("workdays", "9:00-11:30, 13:30-17:00", "2023-11-15 11:30", "现在没开，13:30 开"),
        ("workdays", "9:00-11:30, 13:30-17:00", "2023-11-15 17:00", "现在没开，11 月 16 日 周四 9:00 开"),
        ("workdays", "9:00-17:00", "2023-11-17 18:00", "现在没开，11 月 20 日 周一 09:00 开"),
        ("workdays", "9:00-17:00", "2023-09-28 18:00", "现在没开，10 月 7 日 周六 09:00 开"),
        ("workdays", "9:00-17:00", "2023-10-07 10:00", "现在开着，到 17:00"),
        ("daily", "8:00-24:00", "2023-10-01 23:59", "现在开着，到 00:00"),
    ],
)
def test_open_or_closed_is_read_from_the_calendar_and_the_clock(
    cast: Cast, clock_at: Clock, days: str, times: str, now: str, said: str
) -> None:
    add(cast, "daguan", days=days, times=times)
    clock_at(now)
    assert standing(directory.calls(place("daguan"))[0]) == said.replace(" 9:00 ", " 09:00 ")
