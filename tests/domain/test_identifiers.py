"""Check digits and forms of ids, and the recogniser of CPR numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identifiers import (
    is_valid_actor_id,
    is_valid_gln,
    is_valid_metering_point_id,
    looks_like_cpr,
    make_check_digit,
)

DIGITS = st.text("0123456789", min_size=17, max_size=17)


@pytest.mark.parametrize(
    "text",
    [
        "571234567891234568",
        "570851247381952311",
        "571313180401330152",
        "571313174110422154",
        "570715000000058851",
        "575774240560385464",
        "578032971381891385",
    ],
)
def test__is_valid_metering_point_id__right_number__is_valid(text: str) -> None:
    assert is_valid_metering_point_id(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "571234567891234368",
        "571313101700011888",
        "111234567891234368",
        "57123456789123456",
        "5712345678912345680",
        " 571234567891234568",
        "57123456789123456A",
        "５７1234567891234568",
    ],
)
def test__is_valid_metering_point_id__wrong_number__is_not(text: str) -> None:
    assert not is_valid_metering_point_id(text)


@pytest.mark.parametrize(
    "text", ["5790000555550", "5790001330552", "5790000432752", "8200000007432", "5799999911118"]
)
def test__is_valid_gln__right_number__is_valid(text: str) -> None:
    assert is_valid_gln(text)
    assert is_valid_actor_id(text)


@pytest.mark.parametrize(
    "text", ["", "  ", "5790000555551", "1234567890123", "05790000555550", "579000055555", "12345"]
)
def test__is_valid_gln__wrong_number__is_not(text: str) -> None:
    assert not is_valid_gln(text)
    assert not is_valid_actor_id(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("22XWATTPLUS----G", True), ("22XWATTPLUS----X", False), ("22xwattplus----g", False)],
)
def test__is_valid_actor_id__eic__is_judged_by_its_check_character(
    text: str, expected: bool
) -> None:
    assert is_valid_actor_id(text) is expected


@given(DIGITS)
def test__make_check_digit__any_number__is_the_only_right_digit(digits: str) -> None:
    number = "57" + digits[2:]
    right = [d for d in "0123456789" if is_valid_metering_point_id(number + d)]

    assert right == [make_check_digit(number)]


@given(DIGITS, st.integers(0, 16), st.integers(1, 9))
def test__make_check_digit__one_digit_mistyped__is_noticed(
    digits: str, place: int, by: int
) -> None:
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]

    assert make_check_digit(wrong) != make_check_digit(digits)


@pytest.mark.parametrize("text", ["", "12a", "½", "12 34"])
def test__make_check_digit__no_digits__is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="needs digits"):
        make_check_digit(text)


@pytest.mark.parametrize(
    "text",
    ["010190-1234", "0101901234", "311299-0000", "290200 1234", " 1111110000 ", "610190-1234"],
)
def test__looks_like_cpr__written_like_one__is_recognised(text: str) -> None:
    assert looks_like_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "320190-1234",
        "011390-1234",
        "000190-1234",
        "310290-1234",
        "6101901234",
        "571313180401330152",
        "5790000555550",
        "12345678",
        "kunde 010190-1234",
        "010190-123",
        "0101901234 5",
    ],
)
def test__looks_like_cpr__something_else__is_left_alone(text: str) -> None:
    assert not looks_like_cpr(text)
