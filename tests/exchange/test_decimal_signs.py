"""Comma or point: by evidence, never by guess."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputFileError
from app.exchange.cells import TypedText
from app.exchange.decimal_signs import (
    NumberCell,
    evidence,
    recognise_decimal_sign,
    to_point,
    unambiguous,
)


def cells(*texts: str) -> list[NumberCell]:
    return [NumberCell(row, "capacity_kw", text) for row, text in enumerate(texts, start=2)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,5", ","),
        ("1.5", "."),
        ("1.234,5", ","),
        ("1,234.5", "."),
        ("1.234.567", ","),
        ("1,234,567", "."),
        ("0,125", ","),
        ("0.125", "."),
        ("1234,567", ","),
        ("1234.567", "."),
        ("12,3456", ","),
        ("-0,5", ","),
        ("−1.25", "."),
        ("1 234,5", ","),
        ("1.234", None),
        ("12,500", None),
        ("-123.456", None),
        ("1.23.4", ""),
        ("1,23.4,5", ""),
        ("12,34.567", ""),
        ("17", ""),
        ("", ""),
        ("abc.def", ""),
    ],
)
def test__evidence__of_one_number__proves_a_sign_or_nothing(text: str, expected: str) -> None:
    assert evidence(text) == expected


def test__recognise_decimal_sign__one_clear_number__decides_for_doubtful_ones() -> None:
    assert recognise_decimal_sign(cells("1.234", "17", "0,5")) == ","
    assert recognise_decimal_sign(cells("0.5", "1.234")) == "."


def test__recognise_decimal_sign__only_doubtful__is_refused_with_row_and_column() -> None:
    with pytest.raises(InputFileError, match=r"Row 3, column capacity_kw: “1\.234”"):
        recognise_decimal_sign(cells("17", "1.234", "2.345"))


def test__recognise_decimal_sign__contradiction__names_both_cells() -> None:
    with pytest.raises(InputFileError, match=r"“0,5” in row 2.*“0\.5” in row 4"):
        recognise_decimal_sign(cells("0,5", "1.234", "0.5"))


def test__recognise_decimal_sign__said_by_operator__settles_doubt_and_refuses_contradiction() -> (
    None
):
    assert recognise_decimal_sign(cells("1.234"), given=".") == "."
    with pytest.raises(InputFileError, match="Row 2"):
        recognise_decimal_sign(cells("0,5"), given=".")


def test__recognise_decimal_sign__typed_cells__prove_nothing() -> None:
    assert recognise_decimal_sign(cells(TypedText("1.234"), TypedText("0.5"))) == ""


@pytest.mark.parametrize(
    ("text", "sign", "expected"),
    [
        ("1.234,5", ",", "1234.5"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1 234 567,25", ",", "1234567.25"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("−0,5", ",", "-0.5"),
        ("+3", "", "3"),
        ("1,2,3", ",", "1,2,3"),
        ("12.34,5", ",", "12.34,5"),
        ("--5", "", "--5"),
        ("5,", ",", "5"),
    ],
)
def test__to_point__in_a_file_of_known_sign__gives_canonical_text(
    text: str, sign: str, expected: str
) -> None:
    assert to_point(text, sign) == expected  # type: ignore[arg-type]


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**7), max_value=10**7
    )
)
def test__unambiguous__any_decimal__is_read_back_exactly_without_being_told(value: Decimal) -> None:
    text = unambiguous(format(value, "f"))

    sign = recognise_decimal_sign(cells(text))

    assert Decimal(to_point(text, sign)) == value


@given(st.integers(min_value=-(10**9), max_value=10**9), st.sampled_from([".", ","]))
def test__to_point__grouped_number_with_two_decimals__keeps_its_value(
    cents: int, sign: str
) -> None:
    english = f"{Decimal(cents) / 100:,.2f}"
    text = english if sign == "." else english.translate(str.maketrans(",.", ".,"))

    assert Decimal(to_point(text, recognise_decimal_sign(cells(text)))) == Decimal(cents) / 100
