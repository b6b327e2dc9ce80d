"""The State Council's notice in its own words, as it was published for 2026, comes out as the library has it."""

from datetime import date

import pytest
from chinese_calendar import constants

from haitang.kernel.festivals import expected, known
from haitang.kernel.holiday_notice import Unreadable, read

NOTICE_2026 = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""


def test_the_notice_of_2026_is_read_as_the_library_has_it() -> None:
    found = read(NOTICE_2026, 2026)
    assert {one.day for one in found if one.work} == {day for day in constants.workdays if day.year == 2026}
    rest = {one.day for one in found if not one.work and one.day.weekday() < 5}
    assert rest == {day for day in constants.holidays if day.year == 2026 and day.weekday() < 5}
    assert {one.name for one in found} == {"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}


def test_a_new_year_that_begins_in_december_keeps_its_years() -> None:
    found = read("一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。", 2023)
    assert [one.day for one in found] == [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2)]


def test_two_festivals_may_share_a_line_and_a_list_may_be_pasted_too() -> None:
    assert len(read("国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。", 2025)) == 8
    listed = read("2027-01-01 休 元旦\n\n2027-01-02 上班\n2027-02-05 rest", 2027)
    assert [(one.day.day, one.work, one.name) for one in listed] == [(1, False, "元旦"), (2, True, ""), (5, False, "")]


@pytest.mark.parametrize(
    "line",
    [
        "各地区要妥善安排值班",
        "2027-13-01 休",
        "元旦：1月1日至40日放假",
        "春节：2月1日至3月9日放假",
        "2027-01-01 休\n2027-01-01 上班",
    ],
)
def test_what_is_no_line_of_a_notice_is_named_and_nothing_is_guessed(line: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(line, 2027)
    assert refused.value.words.zh and refused.value.words.en


def test_festivals_of_coming_years_are_known_before_the_notice() -> None:
    assert list(known()) == list(range(2027, 2037))
    assert date(2027, 2, 5) in expected(2027) and date(2027, 9, 15) in expected(2027)
    assert all(len(expected(year)) in (12, 13) for year in known()), "thirteen days, twelve where two coincide"


def test_where_the_library_knows_the_year_it_has_every_statutory_day() -> None:
    spring, others = date(2026, 2, 17), (date(2026, 4, 5), date(2026, 6, 19), date(2026, 9, 25))
    assert {spring, *others, *expected(2026)} <= set(constants.holidays)
