"""Dates and amounts as people type them: the tables of the interface, and round trips."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.human_input import (
    AmountKind,
    HumanInputError,
    display_date,
    display_decimal,
    parse_amount,
    parse_date,
)
from app.domain.working_days import WorkingDayCalendar

TODAY = date(2026, 3, 6)  # a Friday
NINTH = date(2026, 3, 9)

TYPED_DATES = {
    "09-03-2026": NINTH,
    "9.3.2026": NINTH,
    "9/3 26": NINTH,
    "9/3-2026": NINTH,
    "9/3": NINTH,
    "9. 3. 2026": NINTH,
    "9 3 26": NINTH,
    "0903": NINTH,
    "090326": NINTH,
    "09032026": NINTH,
    "2026-03-09": NINTH,
    "2026-3-9": NINTH,
    "  09-03-2026 ": NINTH,
    "09-03-2026\N{NO-BREAK SPACE}": NINTH,
    "i": TODAY,
    "t": TODAY,
    "I": TODAY,
    "+5": date(2026, 3, 11),
    "-3": date(2026, 3, 3),
    "−3": date(2026, 3, 3),
    "+0": TODAY,
    "+5a": date(2026, 3, 13),
    "-1a": date(2026, 3, 5),
    "+1A": NINTH,
    "31-12-1999": date(1999, 12, 31),
    "291226": date(2026, 12, 29),
    "29-2-2028": date(2028, 2, 29),
}

NO_DATES = [
    "",
    " ",
    "abc",
    "31-2-2026",
    "29-02-2026",
    "0-3-2026",
    "9-13-2026",
    "9/3/1",
    "9/3/026",
    "9/3/12026",
    "903",
    "90326",
    "2026-13-01",
    "09-03-0026",
    "3112999",
    "+",
    "+a",
    "5a",
    "+999999",
    "+99999a",
    "9-3-2026 kl. 12",
    "٠٩-٠٣-٢٠٢٦",
]


@pytest.mark.parametrize(("text", "expected"), TYPED_DATES.items())
def test__parse_date__typed_date__is_read(text: str, expected: date) -> None:
    assert parse_date(text, TODAY, WorkingDayCalendar()) == expected


@pytest.mark.parametrize("text", NO_DATES)
def test__parse_date__no_date__says_so_and_how_to_write_it(text: str) -> None:
    with pytest.raises(HumanInputError) as caught:
        parse_date(text, TODAY, WorkingDayCalendar())

    assert caught.value.message.endswith(".")


def test__parse_date__working_days_without_a_calendar__is_refused() -> None:
    with pytest.raises(HumanInputError, match="Working days"):
        parse_date("+5a", TODAY)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test__parse_date__displayed_date__is_read_back(day: date) -> None:
    assert parse_date(display_date(day), TODAY) == day
    assert parse_date(day.isoformat(), TODAY) == day


@given(st.integers(-9999, 9999))
def test__parse_date__offset__counts_calendar_days(days: int) -> None:
    assert parse_date(f"{days:+d}", TODAY) == TODAY + timedelta(days=days)


# text -> (value in a price per kWh, value in DKK and kWh, certain)
AMOUNTS = {
    "1.234,56": ("1234.56", "1234.56", True),
    "1,234.56": ("1234.56", "1234.56", True),
    "1.234.567,89": ("1234567.89", "1234567.89", True),
    "1,234,567.89": ("1234567.89", "1234567.89", True),
    "1234,56": ("1234.56", "1234.56", True),
    "1234.56": ("1234.56", "1234.56", True),
    "1,234": ("1.234", "1.234", True),
    "1,2345": ("1.2345", "1.2345", True),
    "1.234": ("1.234", "1234", False),
    "12.345": ("12.345", "12345", False),
    "123.456": ("123.456", "123456", False),
    "-1.234": ("-1.234", "-1234", False),
    "1.234 kr.": ("1.234", "1234", False),
    "0.123": ("0.123", "0.123", True),
    "1234.567": ("1234.567", "1234.567", True),
    "1.2": ("1.2", "1.2", True),
    "1.25": ("1.25", "1.25", True),
    "1.2345": ("1.2345", "1.2345", True),
    "1.234.567": ("1234567", "1234567", True),
    "1,234,567": ("1234567", "1234567", True),
    "1 234,56": ("1234.56", "1234.56", True),
    "1\N{NO-BREAK SPACE}234,56": ("1234.56", "1234.56", True),
    "1\N{NARROW NO-BREAK SPACE}234": ("1234", "1234", True),
    "1234,56 kr.": ("1234.56", "1234.56", True),
    "kr. 1234,56": ("1234.56", "1234.56", True),
    "5 kr": ("5", "5", True),
    "5 DKK": ("5", "5", True),
    "5 kWh": ("5", "5", True),
    "100,-": ("100", "100", True),
    "−5,5": ("-5.5", "-5.5", True),
    "-5,5": ("-5.5", "-5.5", True),
    "- 5": ("-5", "-5", True),
    "+5": ("5", "5", True),
    ",5": ("0.5", "0.5", True),
    ".5": ("0.5", "0.5", True),
    "5,": ("5", "5", True),
    " 12 ": ("12", "12", True),
    "0": ("0", "0", True),
    "007": ("7", "7", True),
    "0,000001": ("0.000001", "0.000001", True),
}

NO_AMOUNTS = [
    "",
    " ",
    "kr.",
    "-",
    "abc",
    "5kr6",
    "1e5",
    "NaN",
    "Infinity",
    "--5",
    "5-",
    "1,2,3",
    "1.2.3",
    "12.34,5",
    "1.234,5,6",
    "1,234.567.8",
    "1 2 3",
    "12 34",
    "1.234 567",
    "1_000",
    "½",
    "٥",
]


@pytest.mark.parametrize(("text", "expected"), AMOUNTS.items())
def test__parse_amount__typed_amount__is_read_by_its_kind(
    text: str, expected: tuple[str, str, bool]
) -> None:
    price, total, certain = expected

    assert parse_amount(text, AmountKind.PRICE_PER_KWH) == (Decimal(price), certain)
    assert parse_amount(text, AmountKind.NUMBER) == (Decimal(price), certain)
    assert parse_amount(text, AmountKind.DKK) == (Decimal(total), certain)
    assert parse_amount(text, "kwh") == (Decimal(total), certain)


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test__parse_amount__no_amount__says_so(text: str) -> None:
    with pytest.raises(HumanInputError, match="cannot be read as a number"):
        parse_amount(text, AmountKind.DKK)


@pytest.mark.parametrize(
    ("value", "scale", "expected"),
    [
        ("1234567.891", None, "1.234.567,891"),
        ("1234.50", None, "1.234,5"),
        ("1234.5", 2, "1.234,50"),
        ("999.995", 2, "1.000,00"),
        ("0.125", 2, "0,13"),
        ("-0.125", 2, "-0,13"),
        ("-0.001", 2, "0,00"),
        ("-0", None, "0"),
        ("0", 2, "0,00"),
        ("1E+3", None, "1.000"),
        ("100", None, "100"),
        ("-1234", None, "-1.234"),
    ],
)
def test__display_decimal__number__is_written_the_danish_way(
    value: str, scale: int | None, expected: str
) -> None:
    assert display_decimal(Decimal(value), scale) == expected


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
    )
)
def test__parse_amount__displayed_amount__is_read_back_exactly(value: Decimal) -> None:
    shown = display_decimal(value, 6)

    assert parse_amount(shown, AmountKind.PRICE_PER_KWH) == (value, True)
