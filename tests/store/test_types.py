"""What SQLite would get wrong, and how values come back exactly (style 4.8)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, func, insert, select
from sqlalchemy.pool import StaticPool

from app.store.types import (
    IsoDay,
    JsonText,
    PlainText,
    ScaledDecimal,
    UtcInstant,
    WholeNumber,
    YesNo,
)


def test__scaled_decimal__more_digits_than_a_float_holds__comes_back_exactly():
    value = Decimal("123456789012.123456")

    stored = ScaledDecimal(6).encode(value)

    assert stored == 123456789012123456
    assert ScaledDecimal(6).decode(stored) == value


def test__scaled_decimal__through_a_real_column__sums_in_sql_stay_exact():
    engine = create_engine("sqlite://", poolclass=StaticPool)
    table = Table(
        "t",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("price", ScaledDecimal(6)),
        sqlite_strict=True,
    )
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"price": Decimal("0.1")}] * 10)

        total = connection.execute(select(func.sum(table.c.price))).scalar()

    assert total == Decimal(1)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False))
def test__scaled_decimal__any_number_of_its_scale__comes_back(value):
    kind = ScaledDecimal(3)

    assert kind.decode(kind.encode(value)) == value


@pytest.mark.parametrize("value", [1.5, "1.5", True, None])
def test__scaled_decimal__not_a_decimal__is_refused(value):
    with pytest.raises(TypeError):
        ScaledDecimal(3).encode(value)


@pytest.mark.parametrize("value", ["0.0001", "NaN", "Infinity", "1e30"])
def test__scaled_decimal__not_storable_exactly__is_refused(value):
    with pytest.raises(ValueError, match="needed"):
        ScaledDecimal(3).encode(Decimal(value))


def test__utc_instant__naive__is_refused():
    naive = datetime(2026, 11, 21, 12)  # noqa: DTZ001  # that is the point

    with pytest.raises(ValueError, match="time zone"):
        UtcInstant().encode(naive)


def test__utc_instant__of_another_zone__comes_back_aware_in_utc():
    local = datetime(2026, 7, 1, 0, 0, tzinfo=timezone(timedelta(hours=2)))

    stored = UtcInstant().encode(local)

    assert stored == "2026-06-30T22:00:00.000000Z"
    assert UtcInstant().decode(stored) == local
    assert UtcInstant().decode(stored).tzinfo is UTC


@given(
    st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1)),  # noqa: DTZ001
    st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1)),  # noqa: DTZ001
)
def test__utc_instant__text_order__is_order_of_time(left, right):
    assert (UtcInstant().encode(left) < UtcInstant().encode(right)) == (left < right)


def test__iso_day__an_instant__is_refused():
    with pytest.raises(TypeError):
        IsoDay().encode(datetime(2026, 11, 21, tzinfo=UTC))


def test__yes_no__a_number__is_refused():
    with pytest.raises(TypeError):
        YesNo().encode(1)


def test__whole_number__a_flag_or_too_large__is_refused():
    with pytest.raises(TypeError):
        WholeNumber().encode(True)
    with pytest.raises(ValueError, match="64 bits"):
        WholeNumber().encode(2**63)


def test__plain_text__a_number__is_refused():
    with pytest.raises(TypeError):
        PlainText().encode(12)


def test__json_text__dates_decimals_and_flags__come_back_with_their_type():
    value = {
        "day": date(2026, 11, 21),
        "at": datetime(2026, 11, 21, 12, 30, tzinfo=UTC),
        "kwh": Decimal("1.50"),
        "flag": True,
        "none": None,
        "list": [date(2026, 1, 1), {"a": 1}],
        "codes": frozenset({"E22", "D03"}),
    }

    back = JsonText().decode(JsonText().encode(value))

    assert back == {**value, "codes": ["D03", "E22"]}
    assert isinstance(back["kwh"], Decimal)
    assert back["flag"] is True


@pytest.mark.parametrize("value", [1.5, object(), {"x": 2.5}])
def test__json_text__what_cannot_come_back__is_refused(value):
    with pytest.raises(TypeError):
        JsonText().encode(value)
