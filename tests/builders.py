"""Full valid records with plain defaults; a test states only what matters to it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

OWN_GLN = "5790000555550"
SUPPLIER_GLN = "5799999911118"
GRID_AREA = "999"


def check_digit(digits: str) -> str:
    """Return the GS1 check digit: weights 3, 1, 3 ... from the right."""
    total = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def point_id(serial: int, area: str = GRID_AREA) -> str:
    """Return a valid 18-digit id of the Danish electricity layout."""
    digits = f"5713131{area}{serial:07d}"
    return digits + check_digit(digits)


def consumption_point(serial: int, **changes: str) -> dict[str, str]:
    """Return a flex settled, physically metered, new consumption point as file text."""
    values = {
        "metering_point_id": point_id(serial),
        "valid_from": "2026-01-01",
        "metering_point_type": "E17",
        "grid_area_code": GRID_AREA,
        "settlement_method": "D01",
        "net_settlement_group": "0",
        "reading_occurrence": "PT1H",
        "product": "8716867000030",
        "unit": "KWH",
        "disconnection_type": "D01",
        "connection_state": "D03",
        "metering_method": "D01",
        "meter_number": f"M{serial:08d}",
        "meter_digits": "7.1",
        "meter_conversion_factor": "1",
        "meter_unit": "KWH",
        "meter_type": "D01",
        "street_name": "Prøvevej",
        "street_code": f"{serial % 9000 + 1:04d}",
        "building_number": str(serial % 900 + 1),
        "post_code": "9999",
        "city": "Prøveby",
        "municipality_code": "851",
        "country_code": "DK",
        "dar_reference": f"0a3f50b9-b942-32b8-e044-{serial:012d}",
        "is_actual_address": "true",
        "address_wash_instruction": "D01",
    }
    return values | changes


def write_csv(path: Path, rows: Iterable[Mapping[str, str]], separator: str = ";") -> Path:
    """Write rows as a CSV file with the union of their columns, in order of appearance."""
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=separator, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path
