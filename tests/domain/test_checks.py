"""The check catalogue judged rule by rule, and what forms ask of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue import LOGICS, OPERATIONS, RULE_SETS
from app.domain.checks import (
    Requirement,
    allowed_codes,
    apply_changes,
    check_master_data,
    requirement,
    requirements,
    without_dropped,
)
from app.domain.field_values import FieldFormatError, parse_field
from app.domain.master_data import MasterData
from app.domain.rules import PROBES
from app.domain.violations import Severity
from app.texts import set_language
from tests.domain.check_table import ROWS, UNREADABLE, Row
from tests.domain.rule_catalogue import POINTS, broken, rules, situation, violations

CASES = [
    pytest.param(row, rule_set, id=f"{row.rule}-{row.point}-{number}-{rule_set}")
    for number, row in enumerate(ROWS)
    for rule_set in row.rule_sets
]


@pytest.mark.parametrize("rule_set", RULE_SETS)
@pytest.mark.parametrize("kind", POINTS)
def test__check_master_data__complete_point__breaks_nothing(kind: str, rule_set: str) -> None:
    profiled_at_datahub = kind == "E17 profiled" and rule_set == "datahub"

    found = broken(POINTS[kind], rule_set=rule_set)

    assert found == (["SD-03", "RO-03"] if profiled_at_datahub else [])


@pytest.mark.parametrize(("row", "rule_set"), CASES)
def test__check__value_that_breaks_it__is_reported_at_its_field(row: Row, rule_set: str) -> None:
    point = POINTS[row.point].replacing(row.breaks)
    field = row.at or next(iter(row.breaks))

    found = violations(point, rule_set=rule_set, **row.facts)

    assert (row.rule, field) in {(violation.rule, violation.field) for violation in found}


@pytest.mark.parametrize(("row", "rule_set"), CASES)
def test__check__value_that_keeps_it__is_silent(row: Row, rule_set: str) -> None:
    point = POINTS[row.point].replacing(row.keeps)
    facts = row.facts if row.breaks else {}

    assert row.rule not in broken(point, rule_set=rule_set, **facts)


@pytest.mark.parametrize("rule", UNREADABLE)
def test__check__text_that_cannot_be_read__names_the_rule(rule: str) -> None:
    field, unreadable, readable = UNREADABLE[rule]
    entry = rules().field(field)

    with pytest.raises(FieldFormatError) as caught:
        parse_field(entry, unreadable, rules())

    assert caught.value.violation.rule == rule
    assert parse_field(entry, readable, rules()) is not None


def test__check_table__has_a_row_for_every_rule_in_every_rule_set() -> None:
    covered = {(row.rule, name) for row in ROWS for name in row.rule_sets}
    needed = {
        (check.id, name)
        for check in rules().checks.values()
        for variant in check.variants
        if variant.logic != "format" and not check.id.startswith("FX-")
        for name in ("forskrift", "datahub")
        if name in variant.rule_sets
    }
    unreadable = {
        check.id
        for check in rules().checks.values()
        if all(variant.logic == "format" and variant.fields for variant in check.variants)
    }

    assert needed - covered == set()
    assert {rule for rule, _name in covered} <= set(rules().checks)
    assert unreadable == set(UNREADABLE)


def test__every_message__is_complete_in_both_languages() -> None:
    for language in ("da", "en"):
        set_language(language)
        for row in ROWS:
            point = POINTS[row.point].replacing(row.breaks)
            for violation in violations(point, rule_set=row.rule_sets[0], **row.facts):
                assert violation.message.endswith("."), violation
                assert "{" not in violation.message
                assert "  " not in violation.message, violation
                assert violation.source


def test__logics__every_name_of_the_catalogue__has_its_python() -> None:
    assert set(PROBES) == set(LOGICS)


def test__check_master_data__empty_record__asks_for_what_every_point_needs() -> None:
    assert broken(MasterData()) == ["MP-001", "MP-004", "MP-006", "MP-011", "MP-014"]


def test__check_master_data__several_faults__reports_all_in_catalogue_order() -> None:
    point = POINTS["E17"].replacing({"metering_point_id": "1", "unit": "AMP", "city": None})

    found = broken(point)

    assert found == ["MP-002", "UN-03", "AD-22"]


def test__check_master_data__known_only_type__checks_nothing_else() -> None:
    point = MasterData({**POINTS["D02"], "metering_point_type": "D19", "unit": "AMP", "city": "By"})

    assert broken(point) == ["KO-01"]


def test__violation__wrong_check_digit__says_which_would_be_right() -> None:
    found = violations(POINTS["E17"].replacing({"metering_point_id": "571313180401330153"}))

    assert found[0].message.endswith("The check digit would be 2.")
    assert found[0].code == "D57"
    assert found[0].source.startswith("Forskrift I § 8, stk. 1, nr. 11")
    assert found[0].parameters["value"] == "571313180401330153"


def test__id_outside_the_usual_series__is_warned_of_when_new_and_noted_when_stored() -> None:
    point = POINTS["E17"].replacing({"metering_point_id": "570715000000058851"})

    new = violations(point, operation="create")
    stored = violations(point, operation="stored")

    assert [(v.rule, v.severity) for v in new] == [("GS-01", Severity.WARNING)]
    assert [(v.rule, v.severity) for v in stored] == [("GS-01", Severity.NOTICE)]


@pytest.mark.parametrize(
    ("rule", "point", "changes"),
    [
        ("SM-04", "D14", {"settlement_method": "D01"}),
        ("PO-01", "D02", {"production_obligation": True}),
        ("EX-05", "E17", {"from_grid_area_code": "804"}),
        ("SD-05", "E18", {"scheduled_reading_date": "0101"}),
    ],
)
def test__value_datahub_drops__is_a_warning_by_law_and_a_notice_at_datahub(
    rule: str, point: str, changes: dict[str, str]
) -> None:
    record = POINTS[point].replacing(changes)

    by_law = [v.severity for v in violations(record) if v.rule == rule]
    at_hub = [v.severity for v in violations(record, rule_set="datahub") if v.rule == rule]

    assert (by_law, at_hub) == ([Severity.WARNING], [Severity.NOTICE])


def test__profiled_point__may_stand_but_not_be_chosen() -> None:
    profiled = POINTS["E17 profiled"]

    assert broken(profiled, operation="stored") == []
    assert broken(profiled, operation="update", previous=profiled) == []
    assert broken(profiled, operation="create") == ["SM-03"]
    assert broken(profiled, operation="create", today=date(2020, 12, 31)) == []
    assert "SM-03" in broken(profiled, operation="create", rule_set="datahub")


def test__half_a_kilowatt__is_right_by_law_with_a_notice_that_datahub_takes_whole_ones() -> None:
    point = POINTS["D02"].replacing({"max_power_kw": Decimal("17.5")})

    new = violations(point, operation="create")

    assert [(v.rule, v.severity) for v in new] == [("PL-01", Severity.NOTICE)]
    assert broken(point, operation="stored") == []


def test__production_in_group_0__needs_no_connection_type_that_datahub_refuses() -> None:
    point = POINTS["E18"].replacing({"net_settlement_group": "0", "connection_type": None})

    assert broken(point) == []


def test__facts_not_looked_up__keep_rules_silent() -> None:
    point = POINTS["D14"].replacing({"parent_metering_point_id": "571313174110422154"})

    found = broken(
        point.replacing({"grid_area_code": "555"}), known_grid_areas=None, own_grid_areas=None
    )

    assert found == []


@pytest.mark.parametrize(
    ("point", "changes", "field", "expected"),
    [
        ("E17", {}, "meter_number", Requirement.REQUIRED),
        ("E17", {"metering_method": "D02"}, "meter_number", Requirement.FORBIDDEN),
        ("E17", {"metering_method": None}, "meter_number", Requirement.OPTIONAL),
        ("E17", {}, "scheduled_reading_date", Requirement.FORBIDDEN),
        ("E17 group 6", {}, "scheduled_reading_date", Requirement.REQUIRED),
        ("E17 profiled", {}, "scheduled_reading_date", Requirement.REQUIRED),
        ("D14", {}, "settlement_method", Requirement.FORBIDDEN),
        ("D14", {}, "parent_metering_point_id", Requirement.OPTIONAL),
        ("E17", {}, "parent_metering_point_id", Requirement.FORBIDDEN),
        ("E17", {}, "connection_type", Requirement.FORBIDDEN),
        ("E18", {}, "connection_type", Requirement.REQUIRED),
        ("E17", {"is_actual_address": False}, "location_description", Requirement.REQUIRED),
        ("D19", {}, "city", Requirement.OPTIONAL),
    ],
)
def test__requirement__follows_the_other_values(
    point: str, changes: dict[str, str | None], field: str, expected: Requirement
) -> None:
    record = POINTS.get(point, MasterData({"metering_point_type": point})).replacing(changes)

    assert requirement(rules(), field, record, situation()) is expected
    assert requirements(rules(), record, situation())[field] is expected


@given(
    kind=st.sampled_from(sorted(POINTS)),
    group=st.sampled_from(["0", "1", "2", "3", "6", "99", None]),
    method=st.sampled_from(["D01", "D02", "D03", None]),
    operation=st.sampled_from(OPERATIONS),
    rule_set=st.sampled_from(RULE_SETS),
    removed=st.sampled_from(sorted(rules().fields)),
)
def test__requirement__agrees_with_the_check(
    kind: str, group: str | None, method: str | None, operation: str, rule_set: str, removed: str
) -> None:
    """A field that is required is missed when it is empty, and one that is not is not."""
    record = POINTS[kind].replacing(
        {"net_settlement_group": group, "metering_method": method, removed: None}
    )
    around = situation(operation=operation, rule_set=rule_set)

    needed = requirement(rules(), removed, record, around)
    missed = {
        violation.field
        for violation in check_master_data(rules(), record, around)
        if violation.field == removed
    }

    assert (needed is Requirement.REQUIRED) == (missed == {removed})


@pytest.mark.parametrize(
    ("field", "point", "expected"),
    [
        ("reading_occurrence", "E17", ["PT15M", "PT1H"]),
        ("reading_occurrence", "D01", ["PT15M", "PT1H", "P1M"]),
        ("metering_method", "D12", ["D02", "D03"]),
        ("metering_method", "E17 group 6", ["D02", "D03"]),
        ("metering_method", "E17", ["D01", "D02", "D03"]),
        ("settlement_method", "E17", ["D01", "E02"]),
        ("connection_type", "E17 group 6", ["D02"]),
        ("product", "D20", ["8716867000047"]),
        ("unit", "E17", ["KWH"]),
        ("net_settlement_group", "E17", ["0", "1", "2", "3", "6", "99"]),
    ],
)
def test__allowed_codes__are_those_the_rules_let_pass(
    field: str, point: str, expected: list[str]
) -> None:
    codes = allowed_codes(rules(), field, POINTS[point], situation())

    assert [code.key for code in codes] == expected


def test__allowed_codes__asset_type_of_net_settled_consumption__leaves_no_technology_out() -> None:
    codes = {
        code.key
        for code in allowed_codes(rules(), "asset_type", POINTS["E17 group 6"], situation())
    }

    assert "D98" not in codes
    assert "D99" in codes


def test__apply_changes__leaving_group_6__removes_what_group_0_must_not_have() -> None:
    before = POINTS["E17 group 6"]

    after = apply_changes(
        rules(), before, {"net_settlement_group": "0"}, situation(operation="update")
    )

    assert after.text("scheduled_reading_date") == ""
    assert after.text("connection_type") == ""
    assert after.text("asset_type") == "D11"
    assert broken(after, operation="update", previous=before) == []


def test__apply_changes__meter_taken_away__removes_all_meter_data() -> None:
    after = apply_changes(
        rules(), POINTS["E17"], {"metering_method": "D02"}, situation(operation="update")
    )

    meter = [name for name in after if name.startswith("meter_")]
    assert meter == []


def test__apply_changes__forbidden_value_that_was_asked_for__stays_to_be_reported() -> None:
    after = apply_changes(
        rules(), POINTS["D14"], {"meter_number": "1"}, situation(operation="update")
    )

    assert after.text("meter_number") == "1"
    assert "MT-05" in broken(after, operation="update", previous=POINTS["D14"])


def test__without_dropped__keeps_what_datahub_rejects() -> None:
    record = POINTS["D14"].replacing({"settlement_method": "D01", "meter_number": "1"})

    kept = without_dropped(rules(), record, situation(rule_set="datahub", operation="create"))

    assert kept.text("settlement_method") == ""
    assert kept.text("meter_number") == "1"


def test__capacity__zeros_at_the_end__do_not_count_as_digits() -> None:
    record = POINTS["D02"].replacing({"capacity_kw": Decimal("12345.67000000")})

    assert broken(record) == []
