"""The table of worked metering point cases under the rule set `datahub`.

`OK` means that the whole operation succeeds; otherwise only the rule named by the row counts:
`invalid` that it fires, at any severity, with DataHub's rejection code where the row has one,
`valid` that it does not. What must hold afterwards is compared in both.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cases import metering_point_cases as master_data
from tests.cases import transition_cases as transitions
from tests.cases.known_differences import is_known_difference
from tests.cases_directory import case_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cases.metering_point_cases import Row, Verdict

pytestmark = pytest.mark.cases

TABLE = "metering_point"

JUDGES: dict[str, Callable[[Row], Verdict]] = {
    "format": master_data.judge_format,
    "rule": master_data.judge_rule,
    "build": master_data.judge_build,
    "create": master_data.judge_create,
    "update": master_data.judge_update,
    "policy": master_data.judge_policy,
    "couple": master_data.judge_couple,
    "decouple": master_data.judge_decouple,
    "transition": transitions.judge_transition,
    "disconnect_effective_date": transitions.judge_effective_date,
    "assign_supplier": transitions.judge_supplier,
    "self_control_sample": transitions.judge_sample,
}

LATER_AREAS = {
    "customer": "customers are no part of the register yet",
    "close_down": "closing a point down is a process of a later issue",
    "settlement_change": "changing the settlement method is a process of a later issue",
}
LATER_RULES = {
    "MP-010": "transaction ids belong to messages, a later issue",
    "MP-018": "unknown senders belong to messages, a later issue",
    "MP-019": "the state named by a message belongs to messages, a later issue",
}
LATER_OPERATIONS = {
    "update_field": "how DataHub reacts to one field of a message belongs to messages",
}
MUST_AGREE = (
    "gsrn",
    "gln",
    "connect",
    "disconnect",
    "reconnect",
    "disconnection_type",
    "self_control",
)
"""Areas this program promises; all others that are not listed as later agree as well."""


def _is_later(row: dict[str, str], operation: str) -> bool:
    return (
        row["area"] in LATER_AREAS
        or row["rule"] in LATER_RULES
        or operation in LATER_OPERATIONS
        or operation not in JUDGES
    )


def _disagreement(row: dict[str, str], given: Row) -> str:
    """Return what the program says otherwise, or ""."""
    verdict = JUDGES[given["op"]](given)
    rule, expected = row["rule"], row["expected"]
    then = given.get("then", {})
    if rule == "OK":
        agrees = not verdict.errors
    else:
        agrees = (rule in verdict.codes) == (expected == "invalid")
    if agrees and row["error_code"] and rule in verdict.codes:
        agrees = row["error_code"] in verdict.codes[rule]
    if agrees and then and given["op"] in {"build", "create", "update"}:
        agrees = verdict.values == master_data.wanted(then)
    elif agrees:
        agrees = all(verdict.values.get(name) == value for name, value in then.items())
    return "" if agrees else f"{row['id']} {rule} {expected}: {verdict}"


def _judged_areas() -> list[str]:
    areas = {row["area"] for row in case_rows("metering_point.csv")}
    return sorted(areas - set(LATER_AREAS))


def _rows(area: str) -> list[tuple[dict[str, str], Row]]:
    return [
        (row, json.loads(row["input_json"]))
        for row in case_rows("metering_point.csv")
        if row["area"] == area
    ]


def _wrong(area: str) -> tuple[int, list[str]]:
    """Return how many rows of an area were judged, and what the program says otherwise."""
    judged, wrong = 0, []
    for row, given in _rows(area):
        if _is_later(row, given["op"]):
            continue
        judged += 1
        difference = _disagreement(row, given)
        known = is_known_difference(TABLE, row["rule"], given["op"], row["expected"])
        if difference and not known:
            wrong.append(difference)
    return judged, wrong


@pytest.mark.parametrize("area", MUST_AGREE)
def test__cases_metering_point__promised_area__agrees(area: str) -> None:
    judged, wrong = _wrong(area)

    if not judged:
        pytest.skip(f"the table has no rows of the area {area}")
    assert wrong == []


def test__cases_metering_point__every_other_area__agrees() -> None:
    disagreements = {area: _wrong(area)[1] for area in _judged_areas() if area not in MUST_AGREE}

    assert {area: wrong for area, wrong in disagreements.items() if wrong} == {}


def test__cases_metering_point__rows_of_later_issues__are_few_and_named() -> None:
    later = [
        row["id"]
        for row in case_rows("metering_point.csv")
        if _is_later(row, json.loads(row["input_json"])["op"])
    ]

    assert len(later) < len(case_rows("metering_point.csv")) / 5
