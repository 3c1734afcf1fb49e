"""Counting: worked examples at the edges."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import (
    DeadlineDates,
    Reading,
    compute,
    compute_alternative,
    compute_variant,
    contains_whole_day,
    holds_for,
    hour_limit,
)
from app.domain.deadlines.counting import add_months, end_of_calendar_period
from app.domain.errors import UsageError
from app.domain.working_days import WorkingDayCalendar
from tests.domain.day_by_day import ONE_DAY
from tests.domain.deadline_catalogue import catalogue, entry

OPEN = WorkingDayCalendar()
CLOSED = WorkingDayCalendar(constitution_day_is_working_day=False)
DANISH = ZoneInfo("Europe/Copenhagen")

anchors = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def iso(text: str) -> date:
    """Return a date of this text."""
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("deadline_id", "anchor", "safe", "last", "attempt"),
    [
        # The drawing of H1 annex 1.23: three working days before Wednesday.
        ("supplier_switch_cancel", "2020-02-12", "2020-02-06", "2020-02-06", "2020-02-07"),
        # ... and one working day after Friday.
        ("disconnection_notify_latest", "2020-02-07", "2020-02-07", "2020-02-10", "2020-02-10"),
        # An effective date on a closed day: the next working day counts under either reading.
        ("closing_latest", "2026-04-04", "2026-04-07", "2026-04-07", "2026-04-07"),
        # Easter, Christmas.
        ("meter_swap_master_data", "2026-03-31", "2026-04-10", "2026-04-13", "2026-04-13"),
        ("disconnection_notify_latest", "2026-12-23", "2026-12-23", "2026-12-28", "2026-12-28"),
        # Price elements: whole days, and what Energinet's code accepted.
        ("price_element_latest", "2026-01-01", "2025-11-30", "2025-11-30", "2025-12-01"),
        ("price_element_stop_undo", "2026-07-01", "2026-05-30", "2026-05-30", "2026-05-31"),
        # A month before, and its end in February.
        (
            "settlement_method_change_from_profile_latest",
            "2026-03-01",
            "2026-01-31",
            "2026-01-31",
            "2026-02-01",
        ),
        # "3 days" without saying which: safe by working days, lenient by day difference.
        ("move_in_cancel", "2026-04-07", "2026-03-29", "2026-04-03", "2026-04-04"),
        # "within 3 days": lenient by working days over Easter.
        (
            "erroneous_switch_resume_response",
            "2026-04-01",
            "2026-04-03",
            "2026-04-04",
            "2026-04-09",
        ),
        # Calendar days after, without moving the last day off Easter Sunday.
        ("price_link_correction_grid", "2024-01-01", "2024-03-30", "2024-03-31", "2024-03-31"),
        ("dispensation_complaint", "2026-03-02", "2026-03-29", "2026-03-30", "2026-03-30"),
        # Months after, clamped; a period's end in February and in June.
        ("erroneous_move_report", "2025-08-31", "2026-02-28", "2026-02-28", "2026-02-28"),
        ("consumption_info_quarterly", "2026-06-30", "2026-08-30", "2026-08-31", "2026-08-31"),
        ("consumption_info_quarterly", "2025-12-31", "2026-02-28", "2026-02-28", "2026-02-28"),
        # A validity ends before its anniversary; on the anniversary it may still work.
        ("api_access_expiry", "2024-02-29", "2025-02-27", "2025-02-27", "2025-02-28"),
        # Once a year: within twelve months, most leniently within the next calendar year.
        ("invoice_yearly", "2025-03-10", "2026-03-10", "2026-03-10", "2026-12-31"),
        (
            "consumption_info_four_times_yearly",
            "2026-01-31",
            "2026-04-30",
            "2026-04-30",
            "2026-06-30",
        ),
        (
            "verification_list_special_companies",
            "2026-01-31",
            "2026-02-28",
            "2026-02-28",
            "2026-02-28",
        ),
        # Once in each calendar month, whatever day of the month is given.
        ("monthly_self_control", "2026-02-01", "2026-02-28", "2026-02-28", "2026-02-28"),
        ("monthly_self_control", "2024-02-17", "2024-02-29", "2024-02-29", "2024-02-29"),
        # Until the effective date begins at midnight; on the day itself.
        ("end_of_supply_cancel", "2026-03-10", "2026-03-09", "2026-03-09", "2026-03-09"),
        ("move_out_unknown_customer", "2026-03-08", "2026-03-08", "2026-03-08", "2026-03-08"),
        # Wholesale: after the operating day, and after the operating month by any of its days.
        ("wholesale_fixing", "2026-03-31", "2026-04-10", "2026-04-10", "2026-04-10"),
        ("refixing_1", "2026-03-31", "2026-04-10", "2026-04-10", "2026-04-10"),
        ("refixing_1", "2026-03-01", "2026-04-10", "2026-04-10", "2026-04-10"),
    ],
)
def test__compute__latest__gives_safe_default_and_lenient_day(
    deadline_id: str, anchor: str, safe: str, last: str, attempt: str
) -> None:
    found = compute(entry(deadline_id), iso(anchor), OPEN)

    assert found == DeadlineDates(None, iso(safe), iso(last), iso(attempt))


@pytest.mark.parametrize(
    ("deadline_id", "anchor", "first", "safe"),
    [
        ("move_out_reading", "2020-02-12", "2020-02-07", "2020-02-07"),
        ("short_notice_switch_window", "2015-05-05", "2015-04-20", "2015-04-20"),
        ("closing_earliest", "2025-03-01", "2025-01-30", "2025-01-30"),
        ("move_out_earliest", "2026-03-01", "2025-12-31", "2025-12-31"),
        ("electrical_heating_tax_date_backdating", "2026-04-10", "2026-03-20", "2026-03-20"),
        ("end_of_supply_disconnect_earliest", "2026-03-08", "2026-03-08", "2026-03-08"),
        # Calendar years; across a leap day Energinet's 1095 days are a day later.
        ("price_element_earliest", "2027-01-01", "2024-01-01", "2024-01-02"),
        ("price_element_earliest", "2024-01-01", "2021-01-01", "2021-01-01"),
        ("price_element_earliest", "2028-02-29", "2025-02-28", "2025-03-01"),
        ("price_link_earliest", "2028-02-29", "2025-02-28", "2025-02-28"),
        ("supplier_switch_earliest", "2026-05-01", "2016-05-01", "2016-05-01"),
        ("correction_1", "2024-01-31", "2025-05-01", "2025-05-01"),
        ("correction_1", "2024-01-10", "2025-05-01", "2025-05-01"),
        ("correction_2", "2024-02-29", "2027-03-01", "2027-03-01"),
    ],
)
def test__compute__earliest__gives_first_days_only(
    deadline_id: str, anchor: str, first: str, safe: str
) -> None:
    found = compute(entry(deadline_id), iso(anchor), OPEN)

    assert found == DeadlineDates(first_day=iso(first), first_safe_day=iso(safe))


@pytest.mark.parametrize(
    ("anchor", "calendar", "safe", "last", "attempt"),
    [
        # 5 June 2026 is a Friday. Closed, the three days before Tuesday 9 reach a day further back.
        ("2026-06-09", OPEN, "2026-06-02", "2026-06-03", "2026-06-04"),
        ("2026-06-09", CLOSED, "2026-06-02", "2026-06-02", "2026-06-03"),
        # The three days before Thursday 11 do not reach back to it.
        ("2026-06-11", OPEN, "2026-06-07", "2026-06-07", "2026-06-08"),
        # 5 June 2027 is a Saturday: closed anyhow.
        ("2027-06-09", OPEN, "2027-06-03", "2027-06-03", "2027-06-04"),
        # Whit Monday 2028 falls on 5 June: closed under either setting.
        ("2028-06-08", OPEN, "2028-06-01", "2028-06-01", "2028-06-02"),
    ],
)
def test__compute__before_near_5_june__warns_on_the_earlier_result(
    anchor: str, calendar: WorkingDayCalendar, safe: str, last: str, attempt: str
) -> None:
    found = compute(entry("settlement_method_change_cancel"), iso(anchor), calendar)

    assert found == DeadlineDates(None, iso(safe), iso(last), iso(attempt))


@pytest.mark.parametrize(
    ("deadline_id", "anchor", "calendar", "safe", "last"),
    [
        ("disconnection_notify_latest", "2026-06-04", OPEN, "2026-06-04", "2026-06-05"),
        ("disconnection_notify_latest", "2026-06-04", CLOSED, "2026-06-04", "2026-06-08"),
        ("disconnection_notify_latest", "2026-06-05", OPEN, "2026-06-05", "2026-06-08"),
        ("disconnection_notify_latest", "2026-06-05", CLOSED, "2026-06-05", "2026-06-08"),
        ("meter_swap_master_data", "2026-06-01", OPEN, "2026-06-08", "2026-06-09"),
        ("meter_swap_master_data", "2026-06-01", CLOSED, "2026-06-08", "2026-06-10"),
        ("wholesale_fixing", "2026-06-01", CLOSED, "2026-06-08", "2026-06-09"),
    ],
)
def test__compute__after_near_5_june__warns_on_the_earlier_result(
    deadline_id: str, anchor: str, calendar: WorkingDayCalendar, safe: str, last: str
) -> None:
    found = compute(entry(deadline_id), iso(anchor), calendar)

    assert (found.last_safe_day, found.last_day) == (iso(safe), iso(last))


def test__compute__earliest_near_5_june__safe_first_day_is_the_later_one() -> None:
    found = compute(entry("move_out_reading"), iso("2026-06-09"), CLOSED)

    assert found == DeadlineDates(first_day=iso("2026-06-03"), first_safe_day=iso("2026-06-04"))


@pytest.mark.parametrize(
    "deadline_id",
    [
        "history_total_three_years_electricity",
        "disconnection_duration_threshold",
        "flex_rollout_plan",
        "refixing_2",
        "refixing_3",
        "electrical_heating_end_supplier",
    ],
)
def test__compute__limit_without_a_computable_day__gives_no_day_at_all(deadline_id: str) -> None:
    found = compute(entry(deadline_id), iso("2026-11-21"), OPEN)

    assert found == DeadlineDates()
    assert found.display_day is None
    assert (
        compute_alternative(entry(deadline_id), iso("2026-11-21"), OPEN, Reading.NEAREST_OFFICE_DAY)
        is None
    )


def test__compute__at_once__gives_a_day_to_show_it_but_no_legal_day() -> None:
    found = compute(entry("end_of_supply_disconnect_execute"), iso("2026-11-21"), OPEN)

    assert found == DeadlineDates(task_day=iso("2026-11-21"))
    assert found.display_day == iso("2026-11-21")


def test__compute__hours_from_a_date__same_day_and_at_most_the_next() -> None:
    found = compute(entry("datahub_forward_master_data"), iso("2026-11-21"), OPEN)

    assert found == DeadlineDates(None, iso("2026-11-21"), iso("2026-11-21"), iso("2026-11-22"))


@pytest.mark.parametrize(
    ("received", "ends", "day"),
    [
        ("2026-11-21T12:00+01:00", "2026-11-21T12:00Z", "2026-11-21"),
        ("2026-11-21T23:30+01:00", "2026-11-21T23:30Z", "2026-11-22"),
        # The hour that does not exist and the hour that comes twice.
        ("2026-03-29T01:30+01:00", "2026-03-29T01:30Z", "2026-03-29"),
        ("2026-10-25T02:30+02:00", "2026-10-25T01:30Z", "2026-10-25"),
        ("2026-10-25T22:59Z", "2026-10-25T23:59Z", "2026-10-26"),
    ],
)
def test__compute__hours_from_an_instant__counts_in_utc(received: str, ends: str, day: str) -> None:
    limit, instant = entry("datahub_forward_master_data"), datetime.fromisoformat(received)

    found = compute(limit, instant, OPEN)

    assert hour_limit(limit, instant) == datetime.fromisoformat(ends)
    assert found == DeadlineDates(None, iso(day), iso(day), iso(day))


@pytest.mark.parametrize(
    ("instant", "danish_day"),
    [
        ("2026-03-28T23:00Z", "2026-03-29"),
        ("2026-03-29T22:00Z", "2026-03-30"),
        ("2026-10-24T22:00Z", "2026-10-25"),
        ("2026-10-25T23:00Z", "2026-10-26"),
        ("2026-10-25T22:59Z", "2026-10-25"),
    ],
)
def test__compute__instant_of_local_midnight__counts_from_the_danish_date(
    instant: str, danish_day: str
) -> None:
    limit = entry("closing_latest")

    assert compute(limit, datetime.fromisoformat(instant), OPEN) == compute(
        limit, iso(danish_day), OPEN
    )


def test__compute__instant_without_zone__is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        compute(entry("closing_latest"), datetime(2026, 11, 21, 12), OPEN)  # noqa: DTZ001


@pytest.mark.parametrize("day", [date.max, date.min, date(1899, 12, 31), date(2201, 1, 1)])
def test__compute__year_outside_the_calendar__is_refused_for_every_limit(day: date) -> None:
    for limit in catalogue().values():
        with pytest.raises(UsageError, match=day.isoformat()):
            compute(limit, day, OPEN)


@given(anchors, st.integers(-200, 200))
def test__add_months__any_day__keeps_the_day_or_the_months_end(day: date, months: int) -> None:
    found = add_months(day, months)

    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found.day < day.day and (found + ONE_DAY).day == 1)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2026-02-10", 1, "2026-02-28"),
        ("2024-02-10", 1, "2024-02-29"),
        ("2026-04-01", 3, "2026-06-30"),
        ("2026-12-31", 3, "2026-12-31"),
        ("2026-05-01", 4, "2026-08-31"),
        ("2026-01-01", 12, "2026-12-31"),
    ],
)
def test__end_of_calendar_period__lies_in_the_grid_from_january(
    day: str, months: int, end: str
) -> None:
    assert end_of_calendar_period(iso(day), months) == iso(end)


@pytest.mark.parametrize(
    ("deadline_id", "anchor", "holds"),
    [
        ("end_of_supply_disconnect_notify_same_day", "2026-03-06", True),
        ("end_of_supply_disconnect_notify_same_day", "2026-03-08", False),
        # Disconnected on Sunday 8 March, effective date Monday 9.
        ("end_of_supply_disconnect_notify_next", "2026-03-09", True),
        ("end_of_supply_disconnect_notify_next", "2026-03-07", False),
        ("disconnection_notify_latest", "2026-03-08", True),
    ],
)
def test__holds_for__the_day_of_a_disconnection__decides_between_two_limits(
    deadline_id: str, anchor: str, holds: bool
) -> None:
    assert holds_for(entry(deadline_id), iso(anchor), OPEN) is holds


@given(anchors)
def test__holds_for__any_disconnection_day__exactly_one_of_the_two_limits_holds(day: date) -> None:
    same_day = holds_for(entry("end_of_supply_disconnect_notify_same_day"), day, OPEN)
    next_day = holds_for(entry("end_of_supply_disconnect_notify_next"), day + ONE_DAY, OPEN)

    assert same_day != next_day


@pytest.mark.parametrize(
    ("start", "end", "whole"),
    [
        ("2026-11-16T10:00", "2026-11-17T18:00", False),
        ("2026-11-16T10:00", "2026-11-18T00:00", True),
        ("2026-11-16T10:00", "2026-11-17T23:59", False),
        ("2026-11-16T00:00", "2026-11-17T00:00", True),
        ("2026-11-16T00:00", "2026-11-16T23:59", False),
        # The days of 23 and 25 hours are whole days as well.
        ("2026-03-29T00:00", "2026-03-30T00:00", True),
        ("2026-10-25T00:00", "2026-10-25T23:59", False),
    ],
)
def test__contains_whole_day__outage__must_cover_one_date_from_midnight_to_midnight(
    start: str, end: str, whole: bool
) -> None:
    begins, ends = (datetime.fromisoformat(text).replace(tzinfo=DANISH) for text in (start, end))

    assert contains_whole_day(begins, ends) is whole
    assert contains_whole_day(begins.astimezone(UTC), ends.astimezone(UTC)) is whole


@pytest.mark.parametrize(
    ("deadline_id", "anchor", "days"),
    [
        # The portal's yesterday: a Friday reported on Monday is refused there.
        ("disconnection_notify_latest", "2026-11-20", ["2026-11-21", None]),
        ("price_element_latest", "2026-01-01", ["2025-12-01"]),
        ("price_element_earliest", "2027-01-01", ["2024-01-02"]),
        ("supplier_switch_latest", "2026-11-20", ["2026-11-19"]),
        ("move_in_retroactive_profile_flex", "2026-11-20", ["2026-11-27"]),
        ("closing_latest", "2026-11-20", ["2026-11-21", "2026-12-13", None]),
        ("closing_earliest", "2026-11-20", ["2026-11-20"]),
        ("meter_swap_master_data", "2026-11-20", [None]),
    ],
)
def test__compute_variant__other_rule_sets__give_their_day_or_none_when_unknown(
    deadline_id: str, anchor: str, days: list[str | None]
) -> None:
    limit = entry(deadline_id)

    found = [compute_variant(limit, variant, iso(anchor), OPEN) for variant in limit.variants]

    assert found == [iso(day) if day else None for day in days]
