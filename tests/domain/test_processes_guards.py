"""Who may do what when: the conditions of Forskrift H1 §§ 16-21 and of Energinet's code."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.domain.processes import Stage, days_window, is_short_outage
from tests.domain.process_builder import TODAY, broken, point

STATES = ("D03", "E22", "E23", "D02")
ALLOWED = {
    "connect": {"D03"},
    "technical_disconnection": {"E22"},
    "end_of_supply_disconnection": {"E22", "E23"},
    "reconnection": {"E23"},
    "meter_swap": {"D03", "E22", "E23"},
    "move_in": {"D03", "E22", "E23"},
    "master_data_change": {"D03", "E22", "E23"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ALLOWED)
def test__guards__by_state__only_legal_transitions_are_free_of_errors(
    name: str, state: str
) -> None:
    found = broken(name, point(connection_state=state))

    assert ("error" not in found.values()) == (state in ALLOWED[name]), found


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ALLOWED)
def test__guards__in_the_menu__forbid_the_same_states(name: str, state: str) -> None:
    found = broken(name, point(connection_state=state), stage=None, effective_date=None)

    assert ("error" not in found.values()) == (state in ALLOWED[name]), found


@pytest.mark.parametrize(
    ("start", "day", "is_allowed"),
    [
        (date(2026, 11, 11), date(2026, 11, 11), True),
        (date(2026, 11, 10), date(2026, 11, 11), True),
        (date(2026, 11, 12), date(2026, 11, 11), False),
        (None, date(2026, 11, 11), False),
    ],
)
def test__connect__supplier_needed_from_the_effective_date__h1_21(
    start: date | None, day: date, is_allowed: bool
) -> None:
    found = broken(
        "connect",
        point(connection_state="D03"),
        supply_start=start,
        inputs={"physical_date": day},
        effective_date=day,
    )

    assert ("CN-02" not in found) == is_allowed


@pytest.mark.parametrize("point_type", ["E20", "D01", "D14"])
def test__connect__of_types_that_have_no_supplier__needs_none(point_type: str) -> None:
    found = broken(
        "connect",
        point(connection_state="D03", metering_point_type=point_type),
        supply_start=None,
    )

    assert "CN-02" not in found


@pytest.mark.parametrize(
    ("rule_set", "severity"), [("forskrift", "warning"), ("datahub", "error"), ("own", "warning")]
)
@pytest.mark.parametrize(
    ("name", "rule", "state"),
    [("technical_disconnection", "DC-02", "E22"), ("reconnection", "RC-02", "E23")],
)
def test__supplier_missing__weighs_by_rule_set(
    name: str, rule: str, state: str, rule_set: str, severity: str
) -> None:
    found = broken(
        name,
        point(connection_state=state, energy_supplier_id=None),
        supply_start=None,
        rule_set=rule_set,
    )

    assert found[rule] == severity


@pytest.mark.parametrize("method", ["D02", "D03"])
@pytest.mark.parametrize("point_type", ["D05", "D06", "D07"])
def test__connect__of_net_settlement_children__needs_a_meter(point_type: str, method: str) -> None:
    child = point(connection_state="D03", metering_point_type=point_type, metering_method=method)

    assert broken("connect", child)["CN-03"] == "error"
    assert "CN-03" not in broken("connect", child.replacing({"metering_method": "D01"}))


def test__connect__reactive_point_without_parent__is_refused() -> None:
    child = point(connection_state="D03", metering_point_type="D20")
    coupled = child.replacing({"parent_metering_point_id": "571313174110422154"})

    assert broken("connect", child)["CN-04"] == "error"
    assert "CN-04" not in broken("connect", coupled)


@pytest.mark.parametrize(("stage", "severity"), [(Stage.PLANNED, "error"), (Stage.DONE, "warning")])
@pytest.mark.parametrize(("days", "is_early"), [(-1, True), (0, False), (1, False)])
def test__end_of_supply__before_the_desired_date__is_planned_never_but_registered(
    stage: Stage, severity: str, days: int, is_early: bool
) -> None:
    desired = date(2026, 11, 10)
    found = broken(
        "end_of_supply_disconnection",
        stage=stage,
        inputs={"desired_date": desired, "physical_date": desired + timedelta(days=days)},
    )

    assert found.get("RG-DE") == (severity if is_early else None)


def test__end_of_supply__of_a_disconnected_point__is_checked_and_confirmed_all_the_same() -> None:
    found = broken(
        "end_of_supply_disconnection",
        point(connection_state="E23"),
        inputs={"desired_date": TODAY},
    )

    assert found == {"ES-03": "notice"}


@pytest.mark.parametrize("days", [0, 1])
def test__done__after_today__is_refused(days: int) -> None:
    found = broken(
        "reconnection",
        point(connection_state="E23"),
        inputs={"physical_date": TODAY + timedelta(days=days)},
    )

    assert ("PR-01" in found) == (days > 0)


@pytest.mark.parametrize(
    ("days", "is_short"),
    [(0, True), (1, True), (2, False), (30, False)],
)
def test__short_outage__a_whole_date_between__makes_it_long(days: int, is_short: bool) -> None:
    assert is_short_outage(TODAY, TODAY + timedelta(days=days)) == is_short


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test__short_outage__over_a_clock_change__counts_dates(day: date) -> None:
    assert is_short_outage(day, day + timedelta(days=1))
    assert not is_short_outage(day, day + timedelta(days=2))


def test__short_outage__with_unknown_end__is_long() -> None:
    assert not is_short_outage(TODAY, None)


@pytest.mark.parametrize(
    ("now", "before", "after", "first", "last"),
    [
        # A Danish midnight belongs to the day before in UTC, so tomorrow still passes.
        (datetime(2021, 6, 10, 12, tzinfo=UTC), 7, 0, date(2021, 6, 4), date(2021, 6, 11)),
        (datetime(2021, 6, 10, 12, tzinfo=UTC), 1, 0, date(2021, 6, 10), date(2021, 6, 11)),
        (datetime(2021, 1, 1, 18, tzinfo=UTC), 1, 5, date(2021, 1, 1), date(2021, 1, 7)),
        # Half past midnight in Denmark is still the day before in UTC.
        (datetime(2021, 6, 9, 22, 30, tzinfo=UTC), 0, 0, date(2021, 6, 10), date(2021, 6, 10)),
    ],
)
def test__days_window__compares_in_utc(
    now: datetime, before: int, after: int, first: date, last: date
) -> None:
    assert days_window(now, before, after) == (first, last)


@pytest.mark.parametrize(("rule_set", "is_warned"), [("datahub", True), ("forskrift", False)])
def test__portal_window__only_under_datahub__warns(rule_set: str, is_warned: bool) -> None:
    found = broken(
        "reconnection",
        point(connection_state="E23"),
        rule_set=rule_set,
        inputs={"physical_date": TODAY - timedelta(days=5)},
    )

    assert ("MP-013" in found) == is_warned


def test__meter_swap__plausibility__warns_and_asks_for_a_reason() -> None:
    rolled = broken(
        "meter_swap",
        previous_reading=Decimal("99990.0"),
        inputs={"final_reading": Decimal("10.0")},
    )
    overridden = broken(
        "meter_swap",
        previous_reading=Decimal(100),
        inputs={"final_reading": Decimal(150), "computed_consumption_kwh": Decimal(40)},
    )
    explained = broken(
        "meter_swap",
        previous_reading=Decimal(100),
        inputs={
            "final_reading": Decimal(150),
            "computed_consumption_kwh": Decimal(40),
            "consumption_reason": "meter stood still",
        },
    )
    too_long = broken("meter_swap", inputs={"final_reading": Decimal(100000)})

    assert rolled["MS-04"] == "warning"
    assert overridden["MS-05"] == "error"
    assert "MS-05" not in explained
    assert too_long["MS-03"] == "warning"


def test__meter_swap__balanced_meter_counting_down__is_plausible() -> None:
    found = broken(
        "meter_swap",
        point(meter_type="D02"),
        previous_reading=Decimal(100),
        inputs={"final_reading": Decimal(60)},
    )

    assert "MS-04" not in found


@pytest.mark.parametrize(
    ("before", "after", "day", "rules"),
    [
        ("E01", "D01", date(2026, 12, 1), set()),
        ("E01", "E02", date(2026, 12, 2), {"RG-SC"}),
        ("D01", "E01", date(2026, 12, 1), {"RG-SC"}),
        ("E02", "E01", date(2026, 12, 1), {"RG-SC"}),
        ("D01", "E02", date(2026, 12, 2), set()),
        ("E02", "D01", date(2026, 12, 2), set()),
    ],
)
def test__settlement_method__change__follows_h1_18(
    before: str, after: str, day: date, rules: set[str]
) -> None:
    found = broken(
        "master_data_change",
        changed={"settlement_method": (before, after)},
        inputs={"valid_from": day},
        effective_date=day,
    )

    assert {rule for rule in found if rule == "RG-SC"} == rules


def test__settlement_method__with_net_settlement__need_not_begin_on_the_first() -> None:
    day = date(2026, 12, 2)
    found = broken(
        "master_data_change",
        changed={"settlement_method": ("E01", "D01"), "net_settlement_group": ("0", "6")},
        effective_date=day,
    )

    assert "RG-SC" not in found


def test__planned_conflict__names_the_other_process() -> None:
    found = broken("reconnection", point(connection_state="E23"), planned_conflicts=("X",))

    assert found["PR-05"] == "error"


def test__later_state_change__blocks_an_earlier_one() -> None:
    found = broken(
        "technical_disconnection", later_changes={"connection": TODAY + timedelta(days=3)}
    )

    assert found["PR-04"] == "error"
