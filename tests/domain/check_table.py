"""One row or more for each rule of the check catalogue: what keeps it and what breaks it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.master_data import FieldValue
from tests.domain.rule_catalogue import GLN, ID, PARENT_ID, POINTS

Changes = dict[str, FieldValue]

BOTH = ("forskrift", "datahub")
LAW = ("forskrift",)
HUB = ("datahub",)


@dataclass(frozen=True)
class Row:
    """A point changed in two ways.

    Attributes:
        rule: Rule id.
        point: Key of `POINTS`.
        breaks: Changes that break the rule; None for a rule about texts that cannot be read.
        keeps: Changes that keep it; the point itself when empty.
        at: Field the violation belongs to; by default the first one that is changed.
        facts: What else is known, for both ways; for the breaking one only when nothing changes.
        rule_sets: Rule sets the row holds for.
    """

    rule: str
    point: str
    breaks: Changes
    keeps: Changes = field(default_factory=dict)
    at: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    rule_sets: tuple[str, ...] = BOTH


CREATE: dict[str, object] = {"operation": "create"}


def after(point: str, **changes: FieldValue) -> dict[str, object]:
    """Return the facts of an update of a point that was a little different before."""
    return {"operation": "update", "previous": POINTS[point].replacing(changes)}


def under(parent: str, **changes: FieldValue) -> dict[str, object]:
    """Return the facts of a point whose parent is known."""
    return {"parent": POINTS[parent].replacing(changes), "parent_exists": True}


CHILD: Changes = {"parent_metering_point_id": PARENT_ID}

IDENTITY_ROWS = (
    Row("MP-001", "E17", {"metering_point_id": None}),
    Row("MP-002", "E17", {"metering_point_id": "571313180401330153"}),
    Row("MP-002", "E17", {"metering_point_id": "57131318040133015"}),
    Row("MP-002", "E17", {"metering_point_id": "111234567891234368"}),
    Row("MP-002", "E17", {"metering_point_id": "57131318040133015A"}),
    Row("MP-003", "E17", {}, {}, "metering_point_id", {**CREATE, "id_is_taken": True}),
    Row("GS-01", "E17", {"metering_point_id": "570715000000058851"}, rule_sets=LAW),
    Row("MP-004", "E17", {"metering_point_type": None}),
    Row("MP-005", "E17", {"metering_point_type": "X99"}),
    Row("MP-005", "E17", {"metering_point_type": "D19"}, facts=CREATE, rule_sets=HUB),
    Row("KO-01", "E17", {"metering_point_type": "D19"}, rule_sets=LAW),
    Row("IM-01", "E17", {"metering_point_type": "E18"}, facts=after("E17")),
    Row("MP-006", "E17", {"grid_area_code": None}),
    Row("MP-007", "E17", {"grid_area_code": "80"}),
    Row("MP-007", "E17", {"grid_area_code": "80A"}),
    Row("MP-008", "E17", {"grid_area_code": "999"}),
    Row("MP-009", "E17", {"grid_area_code": "791"}),
    Row("MP-015", "E17", {"grid_area_code": "791"}, facts=after("E17", grid_area_code="791")),
    Row("IM-02", "E17", {"grid_area_code": "791"}, facts=after("E17")),
    Row("MP-011", "E17", {"valid_from": None}),
    Row("MP-014", "E17", {"connection_state": None}),
    Row("MP-014", "E17", {"connection_state": "X"}),
    Row("MP-014", "E17", {"connection_state": "E22"}, facts=CREATE, rule_sets=LAW),
    Row(
        "MP-014",
        "E17",
        {"connection_state": "E23"},
        {"connection_state": "E22"},
        facts=CREATE,
        rule_sets=HUB,
    ),
    Row("MP-014", "D14", {"connection_state": "E23"}, {"connection_state": "E22"}, facts=CREATE),
    Row(
        "MP-017",
        "E17",
        {"connection_state": "D02", "city": "Odense"},
        {"connection_state": "D02"},
        "connection_state",
        after("E17", connection_state="D02"),
        LAW,
    ),
    Row(
        "MP-017",
        "E17",
        {"connection_state": "D02"},
        facts=after("E17", connection_state="D02"),
        rule_sets=HUB,
    ),
)

PARENT_ROWS = (
    Row("PC-01", "D14", {"parent_metering_point_id": "571313174110422155"}, CHILD),
    Row("PC-02", "D14", CHILD, facts={"parent_exists": False}),
    Row("PC-03", "D14", CHILD, facts=under("D15")),
    Row("PC-04", "E17", CHILD, facts=under("E18")),
    Row("PC-05", "D14", CHILD, facts=under("E20")),
    Row("PC-06", "D14", {**CHILD, "grid_area_code": "791"}, CHILD, "grid_area_code", under("E17")),
    Row("PC-07", "D14", CHILD, facts=under("E17", connection_state="D02")),
    Row(
        "PC-08",
        "D20",
        {**CHILD, "reading_occurrence": "PT15M"},
        CHILD,
        "reading_occurrence",
        under("E20"),
    ),
    Row("PC-09", "D14", {"parent_metering_point_id": ID}, CHILD),
    Row("PC-10", "E17", CHILD),
)

SETTLEMENT_ROWS = (
    Row("SM-01", "E17", {"settlement_method": None}),
    Row("SM-02", "E17", {"settlement_method": "X"}),
    Row("SM-03", "E17", {"settlement_method": "E01"}, facts=CREATE),
    Row("SM-03", "E17", {"settlement_method": "E01"}, facts=after("E17")),
    Row("SM-04", "D14", {"settlement_method": "D01"}),
    Row("NS-01", "E18", {"net_settlement_group": None}),
    Row("NS-02", "E17", {"net_settlement_group": "8"}),
    Row(
        "NS-02", "E17", {"net_settlement_group": "4"}, {"net_settlement_group": "99"}, facts=CREATE
    ),
    Row("NS-03", "E17 group 6", {"metering_method": "D01"}, {"metering_method": "D02"}),
    Row(
        "SD-01",
        "E17 group 6",
        {"scheduled_reading_date": "0229"},
        {"scheduled_reading_date": "0228"},
    ),
    Row("SD-01", "E17 group 6", {"scheduled_reading_date": "1301"}),
    Row("SD-01", "E17 group 6", {"scheduled_reading_date": "101"}),
    Row("SD-01", "E17 group 6", {"scheduled_reading_date": "0100"}, rule_sets=LAW),
    Row(
        "SD-01",
        "E17 group 6",
        {"scheduled_reading_date": "0132"},
        {"scheduled_reading_date": "0100"},
        rule_sets=HUB,
    ),
    Row("SD-02", "E17 group 6", {"scheduled_reading_date": None}),
    Row("SD-02", "E17 group 6", {"scheduled_reading_date": "0102"}),
    Row("SD-03", "E17", {"scheduled_reading_date": "0101"}),
    Row("SD-04", "E17 group 6", {"scheduled_reading_date": "0201"}, facts=after("E17 group 6")),
    Row("SD-04", "E17 group 6", {"scheduled_reading_date": None}, facts=after("E17 group 6")),
    Row("SD-05", "E18", {"scheduled_reading_date": "0101"}),
    Row("RG-RD", "E17 profiled", {"scheduled_reading_date": None}, rule_sets=LAW),
    Row("RG-AC", "E17 profiled", {"expected_annual_consumption_kwh": None}, rule_sets=LAW),
    Row(
        "AC-01",
        "E17",
        {"expected_annual_consumption_kwh": Decimal(-1)},
        {"expected_annual_consumption_kwh": Decimal(0)},
    ),
    Row(
        "AC-01",
        "E17",
        {"expected_annual_consumption_kwh": Decimal("1.0001")},
        {"expected_annual_consumption_kwh": Decimal("1.0010")},
    ),
    Row("RO-01", "D02", {"reading_occurrence": None}),
    Row("RO-02", "D02", {"reading_occurrence": "X"}),
    Row("RO-02", "D02", {"reading_occurrence": "ANDET"}, facts=CREATE),
    Row(
        "RO-02",
        "E17 profiled",
        {"reading_occurrence": "X"},
        {"reading_occurrence": "ANDET"},
        facts=after("E17 profiled"),
    ),
    Row("RO-03", "D02", {"reading_occurrence": "P1M"}, {"reading_occurrence": "PT15M"}),
    Row("RO-03", "D01", {"reading_occurrence": "P1Y"}, {"reading_occurrence": "P1M"}),
    Row("PR-01", "D02", {"product": None}),
    Row("PR-02", "D02", {"product": "8716867000031"}),
    Row("PR-03", "D02", {"product": "8716867000047"}),
    Row("PR-04", "D20", {"product": "8716867000030"}),
    Row("UN-01", "E17", {"unit": None}),
    Row("UN-01", "D14", {"unit": None}, rule_sets=LAW),
    Row("UN-02", "D02", {"unit": "X"}, {"unit": "AMP"}),
    Row("UN-03", "D14", {"unit": "MWH"}),
    Row("UN-04", "D20", {"unit": "KWH"}),
)

METER_ROWS = (
    Row("MT-01", "E17", {"meter_number": "1234567890123456"}, {"meter_number": "123456789012345"}),
    Row("MT-02", "E17", {"metering_method": None}),
    Row("MT-03", "E17", {"metering_method": "X"}),
    Row("MT-04", "E17", {"meter_number": None}),
    Row("MT-05", "D14", {"meter_number": "1"}),
    Row("MT-05", "D14", {"meter_number": "1"}, facts=after("D14")),
    Row("MT-06", "D15", {"metering_method": "D02"}),
    Row("MT-07", "D12", {"metering_method": "D01"}, {"metering_method": "D02"}),
    Row("MT-08", "D17", {"metering_method": "D03"}, {"metering_method": "D01"}),
    Row("MT-09", "D04", {"metering_method": "D02"}, facts=after("D04")),
    Row("MT-10", "E17", {"metering_method": None}, facts=after("E17")),
    Row("MW-01", "D20", {"metering_method": "D02"}, rule_sets=LAW),
    Row(
        "MW-02",
        "D09",
        {**CHILD, "metering_method": "D01"},
        CHILD,
        "metering_method",
        under("E17 group 6"),
        LAW,
    ),
    Row("RG-MD", "E17", {"meter_digits": None}, rule_sets=LAW),
    Row("RG-MD", "E17", {"meter_conversion_factor": None}, rule_sets=LAW),
    Row("RG-MD", "E17", {"meter_unit": None}, rule_sets=LAW),
    Row("RG-MD", "E17", {"meter_type": None}, rule_sets=LAW),
    Row("RG-MF", "D14", {"meter_digits": "7"}, rule_sets=LAW),
    Row("MD-01", "E17", {"meter_digits": "7,1"}, {"meter_digits": "7"}),
    Row("MD-01", "E17", {"meter_digits": "0"}),
    Row(
        "MD-02",
        "E17",
        {"meter_conversion_factor": Decimal(0)},
        {"meter_conversion_factor": Decimal("0.0001")},
    ),
    Row("MD-03", "E17", {"meter_unit": "X"}),
    Row("MD-04", "E17", {"meter_type": "D03"}, {"meter_type": "D02"}),
)

GRID_AND_PLANT_ROWS = (
    Row("DT-01", "E17", {"disconnection_type": None}),
    Row("DT-01", "E20", {"disconnection_type": None}, facts=after("E20")),
    Row("DT-02", "D02", {"disconnection_type": "X"}, {"disconnection_type": "D02"}),
    Row("DT-02", "D02", {"disconnection_type": "D00"}, {"disconnection_type": "D02"}, facts=CREATE),
    Row("DT-03", "E17", {"disconnection_type": None}, facts=after("E17")),
    Row("PL-01", "D02", {"max_power_kw": Decimal(1000000)}, {"max_power_kw": Decimal(999999)}),
    Row(
        "PL-01",
        "D02",
        {"max_power_kw": Decimal("17.25")},
        {"max_power_kw": Decimal("17.5")},
        rule_sets=LAW,
    ),
    Row(
        "PL-01",
        "D02",
        {"max_power_kw": Decimal("17.5")},
        {"max_power_kw": Decimal("17.0")},
        rule_sets=HUB,
    ),
    Row("PL-02", "D02", {"max_current_a": 1000000}, {"max_current_a": 999999}),
    Row("PL-02", "D02", {"max_current_a": -1}, {"max_current_a": 0}),
    Row("EX-01", "E20", {"from_grid_area_code": None}),
    Row("EX-01", "E20", {"from_grid_area_code": "555"}),
    Row("EX-02", "E20", {"to_grid_area_code": None}),
    Row("EX-02", "E20", {"to_grid_area_code": "555"}),
    Row("EX-03", "D20", {"from_grid_area_code": "804"}),
    Row("EX-04", "E20", {"to_grid_area_code": "804"}, facts=after("E20")),
    Row("EX-05", "E17", {"to_grid_area_code": "804"}),
    Row("AT-01", "E18", {"asset_type": None}),
    Row("AT-01", "E17 group 6", {"asset_type": None}),
    Row("AT-02", "D02", {"asset_type": "D21"}, {"asset_type": "D20"}),
    Row("AT-03", "E17 group 6", {"asset_type": "D98"}, {"asset_type": "D99"}),
    Row("AT-04", "D02", {"asset_type": "D17"}, {"asset_type": "D12"}, rule_sets=LAW),
    Row(
        "CP-01",
        "D02",
        {"capacity_kw": Decimal("123456.789")},
        {"capacity_kw": Decimal("123456.78")},
        rule_sets=LAW,
    ),
    Row(
        "CP-01",
        "D02",
        {"capacity_kw": Decimal("123456.7891")},
        {"capacity_kw": Decimal("123456.789")},
        rule_sets=HUB,
    ),
    Row("CP-01", "D02", {"capacity_kw": Decimal(-1)}, {"capacity_kw": Decimal(0)}),
    Row("CP-02", "E17 group 6", {"capacity_kw": None}),
    Row("CT-01", "E17", {"connection_type": "D01"}),
    Row("CT-02", "E18", {"connection_type": None}),
    Row("CT-03", "E17 group 6", {"connection_type": "D01"}),
    Row("CT-04", "E18", {"connection_type": "D00"}, {"connection_type": "D01"}, facts=after("E18")),
    Row("CT-05", "E18", {"connection_type": "D00"}, {"connection_type": "D01"}, facts=CREATE),
    Row("CT-05", "E18", {"connection_type": "X"}, {"connection_type": "D00"}),
    Row("PP-01", "E18", {"power_plant_id": "571313180401330153"}, {"power_plant_id": PARENT_ID}),
    Row("PP-02", "E17 group 6", {"power_plant_id": None}),
    Row("PP-03", "E18", {"power_plant_id": None}),
    Row("RG-PD", "E18", {"capacity_kw": None}, rule_sets=LAW),
    Row("RG-PD", "D01", {"connection_type": None}, rule_sets=LAW),
    Row("RG-PD", "D12", {"power_plant_id": None}, rule_sets=LAW),
    Row("RG-PD", "D09", {"asset_type": None}, rule_sets=LAW),
    Row("PO-01", "D02", {"production_obligation": True}),
)

ADDRESS_ROWS = (
    Row("AD-01", "D02", {"street_name": "x" * 41}, {"street_name": "x" * 40}),
    Row("AD-02", "E17", {"street_code": "0000"}, {"street_code": "0001"}),
    Row("AD-02", "E17", {"street_code": "12"}, {"street_code": "9999"}),
    Row("AD-03", "E17", {"building_number": "012"}, {"building_number": "999Z"}),
    Row("AD-03", "E17", {"building_number": "12a"}, {"building_number": "Å12"}),
    Row("AD-03", "E17", {"building_number": "A 1"}, {"building_number": "ÆØÅ"}),
    Row(
        "AD-03",
        "D02",
        {"building_number": "1234567", "country_code": None},
        {"building_number": "123456", "country_code": None},
    ),
    Row("AD-04", "D02", {"floor": "kælde"}, {"floor": "kæld"}),
    Row("AD-05", "D02", {"room": "12345"}, {"room": "1234"}),
    Row("AD-06", "D02", {"city": "x" * 26}, {"city": "x" * 25}),
    Row("AD-07", "E17", {"post_code": "800"}, {"post_code": "0800"}),
    Row(
        "AD-07",
        "D02",
        {"post_code": "x" * 11, "country_code": "SE"},
        {"post_code": "x" * 10, "country_code": "SE"},
    ),
    Row("AD-08", "D02", {"city_subdivision": "x" * 35}, {"city_subdivision": "x" * 34}),
    Row("AD-09", "E17", {"municipality_code": "099"}, {"municipality_code": "100"}),
    Row("AD-10", "D02", {"location_description": "x" * 61}, {"location_description": "x" * 60}),
    Row(
        "AD-11",
        "D02",
        {"dar_reference": "0a3f50b9"},
        {"dar_reference": "00000000-0000-0000-0000-000000000000"},
    ),
    Row("AD-12", "E17", {"is_actual_address": None}, {"is_actual_address": True}),
    Row("AD-13", "D02", {"country_code": None}, facts=CREATE),
    Row("AD-14", "D02", {"country_code": "SE"}),
    Row("AD-21", "D02", {"street_name": None}),
    Row("AD-22", "E18", {"city": None}),
    Row("AD-23", "E18", {"post_code": None}),
    Row("AD-24", "E20", {"street_code": None}),
    Row("AD-25", "E20", {"municipality_code": None}),
    Row("AD-26", "E20", {"building_number": None}),
    Row("AD-27", "E20", {"dar_reference": None}),
    Row("RG-AW", "E17", {"address_wash_instruction": None}, rule_sets=LAW),
    Row("AW-01", "E17", {"address_wash_instruction": "X"}, {"address_wash_instruction": "D02"}),
    Row(
        "RG-LC",
        "E17",
        {"is_actual_address": False},
        {"is_actual_address": False, "location_description": "ved skuret"},
        "location_description",
        rule_sets=LAW,
    ),
    Row("CN-05", "D14", {"energy_supplier_id": GLN}),
    Row("CN-05", "E20", {"balance_responsible_id": GLN}),
    Row("GL-001", "E17", {"energy_supplier_id": "5790000555551"}, {"energy_supplier_id": GLN}),
    Row(
        "GL-001",
        "E17",
        {"balance_responsible_id": "22XWATTPLUS----X"},
        {"balance_responsible_id": "22XWATTPLUS----G"},
    ),
)

ROWS = (
    *IDENTITY_ROWS,
    *PARENT_ROWS,
    *SETTLEMENT_ROWS,
    *METER_ROWS,
    *GRID_AND_PLANT_ROWS,
    *ADDRESS_ROWS,
)

UNREADABLE = {
    "FT-01": ("street_name", "Prøve\nvej", "Prøvevej"),
    "FT-02": ("metering_point_id", "5.71313E+17", ID),
    "FT-03": ("is_actual_address", "måske", "ja"),
    "MP-012": ("valid_from", "2026-02-29", "2026-02-28"),
}
"""Rules about texts that cannot be read: field, a text that breaks the rule, one that keeps it."""
