"""Consumption of a removed meter."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.processes import consumption_since, whole_digits


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("7", 7), ("7.1", 7), ("5,2", 5), (" 6.1 ", 6), ("", None), ("x", None), ("0", None)],
)
def test__whole_digits__as_the_field_writes_them(digits: str, expected: int | None) -> None:
    assert whole_digits(digits) == expected


@pytest.mark.parametrize(
    ("previous", "final", "factor", "digits", "meter_type", "kwh"),
    [
        ("100", "150.5", "1", "5.1", "D01", "50.500"),
        ("100", "150", "40", "5", "D01", "2000.000"),
        ("99990", "10", "1", "5.1", "D01", "20.000"),
        ("99990", "10", "1", "5.1", "", "20.000"),
        ("100", "60", "1", "5.1", "D02", "-40.000"),
        ("100", "100", "1", "", "D01", "0.000"),
        ("100", "60", "1", "", "D01", None),
        ("0.0005", "0.001", "1", "5", "D01", "0.001"),
    ],
)
def test__consumption__by_difference_factor_and_turn(
    previous: str, final: str, factor: str, digits: str, meter_type: str, kwh: str | None
) -> None:
    found = consumption_since(
        previous=Decimal(previous),
        final=Decimal(final),
        factor=Decimal(factor),
        digits=digits,
        meter_type=meter_type,
    )

    assert found.kwh == (None if kwh is None else Decimal(kwh))


def test__consumption__without_earlier_reading__is_unknown() -> None:
    found = consumption_since(
        previous=None, final=Decimal(5), factor=Decimal(1), digits="5", meter_type="D01"
    )

    assert found.kwh is None
    assert not found.digits_missing


@given(
    previous=st.integers(0, 99_999),
    used=st.integers(0, 99_999),
    factor=st.integers(1, 400),
)
def test__consumption__of_an_accumulated_register__is_what_was_used(
    previous: int, used: int, factor: int
) -> None:
    final = (previous + used) % 100_000

    found = consumption_since(
        previous=Decimal(previous),
        final=Decimal(final),
        factor=Decimal(factor),
        digits="5",
        meter_type="D01",
    )

    assert found.kwh == Decimal(used * factor)
    assert found.rolled_over == (previous + used >= 100_000)
