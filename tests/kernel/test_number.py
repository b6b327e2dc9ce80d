"""Numbers and secrets as people type them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from haitang.kernel.number import format_number, normalize_secret, parse_number, same_secret, secret

KEY = b"a key made for these tests only."
marks = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
years = st.integers(min_value=2000, max_value=2099)
serials = st.integers(min_value=1, max_value=10**10 - 1)
ids = st.integers(min_value=1, max_value=2**63 - 1)


def test_a_number_says_organization_year_and_serial() -> None:
    assert format_number("SJ", 2023, 127) == "SJ23-00127-6"
    assert format_number("SJ", 2026, 1_234_567) == "SJ26-1234567-9"


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert by_hand("0794") == "5", "the example printed in ISO/IEC 7064"
    assert format_number("SJ", 2007, 94) == "SJ07-00094-" + by_hand("0700094")


def by_hand(digits: str) -> str:
    """ISO/IEC 7064 MOD 11,10 told the other way round: the digit that makes the whole end in 1 modulo 10."""
    for check in "0123456789":
        product = 10
        for digit in digits:
            total = (product + int(digit)) % 10
            product = (2 * (total or 10)) % 11
        if (product + int(check)) % 10 == 1:
            return check
    raise AssertionError("every text of digits has a check digit")


@given(marks, years, serials)
def test_a_number_comes_back_from_its_text(mark: str, year: int, serial: int) -> None:
    number = format_number(mark, year, serial)
    assert parse_number(number) == number
    assert number[-1] == by_hand(f"{year % 100:02d}{serial:05d}")


@pytest.mark.parametrize(
    "typed",
    [
        "sj23-00127-6",
        "SJ23001276",
        " SJ 23 00127 6 ",
        "ＳＪ２３－００１２７－６",
        "SJ23—00127—6",
        "sj-23-00127-6",
        "SJ23.00127.6",
        "SJ23‑00127–6",
        "SJ23\u300000127\u200b6\n",
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed: str) -> None:
    assert parse_number(typed) == "SJ23-00127-6"


@given(marks, years, serials, st.data())
def test_every_single_wrong_digit_is_found(mark: str, year: int, serial: int, data: st.DataObject) -> None:
    number = format_number(mark, year, serial)
    place = data.draw(st.sampled_from([at for at, letter in enumerate(number) if letter.isdigit()]))
    wrong = data.draw(st.sampled_from("0123456789"))
    assume(wrong != number[place])
    with pytest.raises(ValueError):
        parse_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "SJ23",
        "SJ23-0127-6",
        "S23-00127-6",
        "SJX3-00127-6",
        "SJ23-00127",
        "SJ23-000127-6",
        "12345",
        "海棠23-00127-6",
        "SJ٢٣-00127-6",
        "SJ23/00127/6",
        "SJ23-00127-6" + " " * 99,
        "SJ23-00000-1",
        "SJ23-00000-9",
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_number(typed)


@pytest.mark.parametrize(
    ("mark", "year", "serial"),
    [
        ("sj", 2023, 1),
        ("S", 2023, 1),
        ("SJX", 2023, 1),
        ("ŚJ", 2023, 1),
        ("SJ", 23, 1),
        ("SJ", 2100, 1),
        ("SJ", 2023, 0),
        ("SJ", 2023, -1),
        ("SJ", 2023, 10**10),
    ],
)
def test_a_number_is_not_made_of_anything_else(mark: str, year: int, serial: int) -> None:
    with pytest.raises(ValueError):
        format_number(mark, year, serial)


def test_the_secret_never_changes_between_releases() -> None:
    # From the definition: HMAC-SHA-256 over "haitang-secret/1:17:3", its first 40 bits in Crockford's base 32.
    assert secret(KEY, 17, 3) == "5B5AARHR"


@given(ids, ids)
def test_a_secret_is_eight_characters_without_lookalikes(matter: int, voice: int) -> None:
    made = secret(KEY, matter, voice)
    assert len(made) == 8 and not set(made) - set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    assert made == secret(KEY, matter, voice) == normalize_secret(made)
    assert same_secret(made, made)


def test_secrets_differ_by_key_matter_and_voice() -> None:
    made = {secret(KEY, matter, voice) for matter in range(1, 60) for voice in range(1, 60)}
    assert len(made) == 59 * 59
    assert secret(KEY, 1, 2) != secret(KEY[::-1], 1, 2)
    assert secret(KEY, 1, 23) != secret(KEY, 12, 3)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError):
        secret(b"short", 1, 1)


@pytest.mark.parametrize("typed", ["0la1-bcdi", "OIAL BCD1", "ｏｌａ１ｂｃｄ１", " 01A1–BCD1 ", "01a1bcd1"])
def test_a_secret_is_understood_however_it_is_typed(typed: str) -> None:
    assert normalize_secret(typed) == "01A1BCD1"
    assert same_secret("01A1BCD1", typed)


@pytest.mark.parametrize(
    "typed", ["", "01A1BCD", "01A1BCD12", "01A1BCDU", "01A1BCD!", "海棠海棠海棠海棠", "01A1BCD1" + " " * 99]
)
def test_what_is_no_secret_opens_nothing(typed: str) -> None:
    with pytest.raises(ValueError):
        normalize_secret(typed)
    assert not same_secret("01A1BCD1", typed)


def test_another_secret_opens_nothing() -> None:
    assert not same_secret("01A1BCD1", "01A1BCD2")
