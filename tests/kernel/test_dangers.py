"""What has to be called about before anything is written down, in both languages, and what only speaks of it."""

from typing import get_args

import pytest

from haitang.kernel.dangers import DANGERS, DangerCode, danger, met
from haitang.kernel.office_words import EMERGENCY

#: What people type, and the danger it means; none for what is ordinary.
SAID = {
    "电梯困人了，3幢": "stuck",
    "我困在电梯里了": "stuck",
    "老人被关在电梯里出不来": "stuck",
    "There are people stuck in the lift of building 3": "stuck",
    "Trapped in the elevator!": "stuck",
    "电梯门口太挤，出行困难": "",
    "电梯坏了三天": "",
    "the lift is broken": "",
    "楼道里有很大的煤气味": "gas",
    "燃气管好像在漏": "gas",
    "厨房天然气泄漏": "gas",
    "Strong smell of gas on the second floor": "gas",
    "煤气表换了以后没人来看": "",
    "gas meter not read": "",
    "车棚着火了": "fire",
    "垃圾桶在冒烟": "fire",
    "FIRE in the bike shed": "fire",
    "楼道里停电动车，怕着火": "",
    "楼道堆物，有火灾隐患": "",
    "灭火器过期": "",
    "The fire door does not close": "",
    "bikes could catch fire here": "",
    "fireworks at night": "",
    "有人晕倒在门口": "life",
    "路面有坑，奶奶摔伤了": "life",
    "Somebody is not breathing": "life",
    "有人持刀": "attack",
    "下水道堵了": "",
    "": "",
}


@pytest.mark.parametrize(("said", "code"), SAID.items())
def test_what_is_said_means_a_danger_or_none(said: str, code: str) -> None:
    found = met(said)
    assert (found.code if found else "") == code


def test_what_is_said_of_the_place_counts_too() -> None:
    assert met("快来人", "电梯里出不来") == danger("stuck")


def test_two_words_far_apart_are_two_things() -> None:
    assert met("电梯里的灯坏了。" + "还有一件事想问问，" * 4 + "出不来的时候该怎么办") is None


def test_every_danger_has_a_code_that_the_form_takes_and_numbers_that_are_national() -> None:
    assert {one.code for one in DANGERS} | {""} == set(get_args(DangerCode))
    for one in DANGERS:
        assert one.national and {number for number, _ in one.national} <= set(dict(EMERGENCY))
        assert danger(one.code) is one
    assert danger("") is None and danger("flood") is None
