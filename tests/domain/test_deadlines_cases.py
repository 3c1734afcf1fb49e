"""The tables of worked cases: the default reading and the other readings."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from app.domain.deadlines import Kind, Reading, compute, compute_alternative
from app.domain.working_days import WorkingDayCalendar
from tests.cases_directory import case_rows, cases_directory
from tests.domain.deadline_catalogue import catalogue

CALENDAR = WorkingDayCalendar()
COLUMNS = {
    "default": Reading.SAME,
    "nearest_office_day": Reading.NEAREST_OFFICE_DAY,
    "if_5_june_closed": Reading.CONSTITUTION_DAY_CLOSED,
    "if_before_is_day_difference": Reading.DAY_DIFFERENCE,
    "if_anchor_day_counts_after": Reading.ANCHOR_DAY_COUNTS,
}

pytestmark = pytest.mark.cases


def test__deadlines__every_case__last_or_first_day_agrees() -> None:
    wrong = []

    for row in case_rows("deadlines.csv"):
        entry = catalogue()[row["deadline_id"]]
        dates = compute(entry, date.fromisoformat(row["anchor_date"]), CALENDAR)
        found = dates.first_day if entry.kind is Kind.EARLIEST else dates.last_day
        if found != date.fromisoformat(row["expected_last_or_first_day"]):
            wrong.append((row["id"], entry.id, found, row["expected_last_or_first_day"]))

    assert wrong == []


@pytest.mark.parametrize("column", COLUMNS)
def test__deadlines_alt__every_case__agrees_under_the_other_reading(column: str) -> None:
    wrong = []

    for row in case_rows("deadlines_alt.csv"):
        entry = catalogue()[row["deadline_id"]]
        anchor = date.fromisoformat(row["anchor_date"])
        found = compute_alternative(entry, anchor, CALENDAR, COLUMNS[column])
        if found != date.fromisoformat(row[column]):
            wrong.append((row["id"], entry.id, found, row[column]))

    assert wrong == []


def test__deadlines_alt__every_case__safe_and_attempt_day_enclose_the_other_readings() -> None:
    wrong = []

    for row in case_rows("deadlines_alt.csv"):
        entry = catalogue()[row["deadline_id"]]
        dates = compute(entry, date.fromisoformat(row["anchor_date"]), CALENDAR)
        if dates.last_safe_day is None or dates.last_attempt_day is None:
            continue
        strict = min(row["default"], row["if_5_june_closed"], row["if_anchor_day_counts_after"])
        lenient = max(row["default"], row["if_before_is_day_difference"])
        if not (
            dates.last_safe_day <= date.fromisoformat(strict)
            and dates.last_attempt_day >= date.fromisoformat(lenient)
        ):
            wrong.append((row["id"], entry.id, dates))

    assert wrong == []


def test__deadlines__dossier_of_all_limits__has_every_id_and_the_same_numbers() -> None:
    path = cases_directory().parent / "domain" / "deadlines.toml"
    if not path.is_file():
        pytest.skip(f"no dossier {path}")
    dossier = tomllib.loads(path.read_text(encoding="utf-8"))

    fields = ("responsible", "grid_role", "kind", "amount", "unit", "certainty", "day_roll")
    assert [
        (limit["id"], field)
        for limit in dossier["deadline"]
        for field in fields
        if str(getattr(catalogue()[limit["id"]], field)) != str(limit[field])
    ] == []
    assert [limit["id"] for limit in dossier["deadline"]] == list(catalogue())
    assert [rule["id"] for rule in dossier["date_rule"]] == list(catalogue().date_rules)
