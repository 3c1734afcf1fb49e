"""How dates, instants, amounts and ids look."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app import texts
from app.domain.periods import OPEN_END
from app.ui import formatting


@pytest.mark.parametrize(
    ("value", "text"),
    [(date(2026, 3, 9), "09-03-2026"), (None, "—"), (OPEN_END, "—")],
)
def test__day__when_shown__is_day_month_year_or_a_dash(value, text):
    assert formatting.day(value) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("da", "mandag 9. marts 2026"), ("en", "Monday 9 March 2026, week 11")],
)
def test__day_long__when_shown__names_weekday_and_week_in_the_language(language, text):
    texts.set_language(language)

    assert formatting.day_long(date(2026, 3, 9)).startswith(text)
    assert formatting.day_long(date(2026, 3, 9)).endswith(" 11")


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "02-07-2026 00:30"),
        (datetime(2026, 12, 31, 23, 5, tzinfo=UTC), "01-01-2027 00:05"),
    ],
)
def test__instant__when_shown__is_danish_time(instant, text):
    assert formatting.instant(instant) == text


def test__moment__when_it_is_today__is_only_the_time():
    instant = datetime(2026, 11, 21, 13, 2, tzinfo=UTC)

    assert formatting.moment(instant, date(2026, 11, 21)) == "14:02"
    assert formatting.moment(instant, date(2026, 11, 22)) == "21-11-2026 14:02"


def test__amount__when_it_has_a_unit__is_danish_and_does_not_break():
    text = formatting.amount(Decimal("1234.5"), 2, "kWh")

    assert text == "1.234,50\N{NO-BREAK SPACE}kWh"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "Yes"),
        (4812, "4.812"),
        (Decimal("0.10"), "0,1"),
        (date(2026, 1, 2), "02-01-2026"),
        (OPEN_END, ""),
        (None, ""),
        ("571313174002123459", "571313174002123459"),
    ],
)
def test__value_text__when_a_cell_is_shown__fits_its_type(value, text):
    assert formatting.value_text(value) == text


def test__point_id__when_shown_for_reading__is_in_groups_of_four():
    assert "".join(formatting.point_id("571313174002123459").split()) == "571313174002123459"
    assert len(formatting.point_id("571313174002123459").split("\N{THIN SPACE}")) == 5
    assert formatting.point_id("12") == "12"
