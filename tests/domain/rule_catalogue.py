"""The shipped rule catalogue, and complete metering points of several kinds to start from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.catalogue import Catalogue, load_catalogue
from app.domain.checks import Situation, check_master_data
from app.domain.master_data import FieldValue, MasterData
from tests.source_tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.violations import Violation

RULES_DIR = ROOT / "resources" / "rules"
TODAY = date(2026, 11, 21)
AREA = "804"
ID = "571313180401330152"
PARENT_ID = "571313174110422154"
GLN = "5790000555550"

COMMON: dict[str, FieldValue] = {
    "metering_point_id": ID,
    "valid_from": date(2026, 1, 1),
    "grid_area_code": AREA,
    "connection_state": "D03",
    "reading_occurrence": "PT1H",
    "product": "8716867000030",
    "unit": "KWH",
    "metering_method": "D03",
    "street_name": "Prøvevej",
    "country_code": "DK",
}
ADDRESS: dict[str, FieldValue] = {
    "street_code": "0012",
    "building_number": "12A",
    "post_code": "8000",
    "city": "Aarhus C",
    "municipality_code": "751",
    "dar_reference": "0a3f50b9-b942-32b8-e044-0003ba298018",
    "is_actual_address": True,
    "address_wash_instruction": "D01",
    "disconnection_type": "D01",
}
METER: dict[str, FieldValue] = {
    "metering_method": "D01",
    "meter_number": "00110048",
    "meter_digits": "7.1",
    "meter_conversion_factor": Decimal(1),
    "meter_unit": "KWH",
    "meter_type": "D01",
}
PLANT: dict[str, FieldValue] = {
    "asset_type": "D11",
    "capacity_kw": Decimal("5.95"),
    "connection_type": "D02",
    "power_plant_id": ID,
}
FLEX: dict[str, FieldValue] = {"settlement_method": "D01", "net_settlement_group": "0"}

POINTS: dict[str, MasterData] = {
    "E17": MasterData({**COMMON, **ADDRESS, **METER, **FLEX, "metering_point_type": "E17"}),
    "E17 group 6": MasterData(
        {
            **COMMON,
            **ADDRESS,
            **PLANT,
            "metering_point_type": "E17",
            "settlement_method": "D01",
            "net_settlement_group": "6",
            "scheduled_reading_date": "0101",
        }
    ),
    "E17 profiled": MasterData(
        {
            **COMMON,
            **ADDRESS,
            **METER,
            "metering_point_type": "E17",
            "settlement_method": "E01",
            "net_settlement_group": "0",
            "reading_occurrence": "P1Y",
            "scheduled_reading_date": "0415",
            "expected_annual_consumption_kwh": Decimal(4000),
        }
    ),
    "E18": MasterData(
        {
            **COMMON,
            **ADDRESS,
            **PLANT,
            "metering_point_type": "E18",
            "net_settlement_group": "2",
        }
    ),
    "E20": MasterData(
        {
            **COMMON,
            **ADDRESS,
            "metering_point_type": "E20",
            "from_grid_area_code": "804",
            "to_grid_area_code": "791",
        }
    ),
    "D20": MasterData(
        {
            **COMMON,
            **METER,
            "metering_point_type": "D20",
            "product": "8716867000047",
            "unit": "K3",
        }
    ),
    "D01": MasterData({**COMMON, **PLANT, "metering_point_type": "D01"}),
    "D02": MasterData({**COMMON, "metering_point_type": "D02"}),
    "D04": MasterData({**COMMON, "metering_point_type": "D04"}),
    "D09": MasterData({**COMMON, **PLANT, "metering_point_type": "D09"}),
    "D12": MasterData({**COMMON, **PLANT, "metering_point_type": "D12"}),
    "D14": MasterData({**COMMON, "metering_point_type": "D14"}),
    "D15": MasterData({**COMMON, "metering_point_type": "D15"}),
    "D17": MasterData({**COMMON, "metering_point_type": "D17", "metering_method": "D02"}),
}
"""Complete points that break no rule of any rule set."""


@lru_cache(maxsize=1)
def rules() -> Catalogue:
    """Return the catalogue the program is shipped with."""
    return load_catalogue(RULES_DIR)


def situation(**facts: object) -> Situation:
    """Return a situation of today in which the grid areas 804 (own) and 791 are known."""
    given: dict[str, object] = {
        "today": TODAY,
        "known_grid_areas": frozenset({AREA, "791"}),
        "own_grid_areas": frozenset({AREA}),
    }
    return Situation(**(given | facts))  # type: ignore[arg-type]


def broken(point: MasterData | Mapping[str, FieldValue], **facts: object) -> list[str]:
    """Return the ids of the rules a point breaks."""
    return [violation.rule for violation in violations(point, **facts)]


def violations(
    point: MasterData | Mapping[str, FieldValue], **facts: object
) -> tuple[Violation, ...]:
    """Return the violations of a point."""
    return check_master_data(rules(), MasterData(point), situation(**facts))
