"""Every fault of a row is told with its column; a readable cell becomes a typed value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import InputFileError
from app.exchange.kinds import load_kinds
from app.exchange.recognition import recognise
from app.exchange.rows import RowReader
from app.exchange.table_writing import CellType, write_xlsx
from app.exchange.tables import read_table
from app.paths import rules_dir
from tests.domain.rule_catalogue import rules

if TYPE_CHECKING:
    from pathlib import Path

ID = "571313180401330152"


def reader_of(path: Path, decimal_sign: str = "") -> RowReader:
    table = read_table(path)
    columns = recognise(table, load_kinds(rules_dir(), rules()))
    return RowReader(table, columns, rules(), decimal_sign=decimal_sign)  # type: ignore[arg-type]


def read(path: Path) -> list[dict[str, object]]:
    reader = reader_of(path)
    return [dict(zip(reader.names, row.values, strict=True)) for row in reader.rows()]


def text_file(folder: Path, content: str) -> Path:
    path = folder / "a.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test__rows__cells_of_every_type__become_values(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "GSRN;Gyldig fra;Type;capacity_kw;max_current_a;is_actual_address;city\n"
        f"{ID};01-02-2026;Forbrug;1.234,5;63;Ja;'=Ærø\n",
    )

    (row,) = read(path)

    assert row == {
        "metering_point_id": ID,
        "valid_from": date(2026, 2, 1),
        "metering_point_type": "E17",
        "capacity_kw": Decimal("1234.5"),
        "max_current_a": 63,
        "is_actual_address": True,
        "city": "=Ærø",
    }


def test__rows__several_faults__are_all_told_with_their_column(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "metering_point_id;valid_from;metering_point_type;capacity_kw;city\n"
        f"{ID};31-02-2026;E99;many;Aarhus\n",
    )

    (row,) = reader_of(path).rows()

    assert [violation.field for violation in row.violations] == [
        "valid_from",
        "metering_point_type",
        "capacity_kw",
    ]
    assert all(violation.message and violation.source for violation in row.violations)


def test__rows__row_cut_off__is_a_fault_of_the_row(tmp_path: Path) -> None:
    path = text_file(tmp_path, f"metering_point_id;valid_from;city\n{ID};2026-01-01\n")

    (row,) = reader_of(path).rows()

    assert [(v.rule, v.field) for v in row.violations] == [("IM-01", "")]


def test__rows__id_typed_as_number_in_a_workbook__says_how_to_put_it_right(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xlsx"
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.worksheets[0].append(["metering_point_id", "valid_from", "city"])
    workbook.worksheets[0].append([int(ID), date(2026, 1, 1), "=1+1"])
    workbook.save(path)

    (row,) = reader_of(path).rows()

    assert [(v.rule, v.field) for v in row.violations] == [
        ("IM-03", "metering_point_id"),
        ("IM-04", "city"),
    ]
    assert "Format the column as text" in row.violations[0].message


def test__rows__typed_and_written_number_of_one_text__are_two_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [[ID, "2026-01-01", "1.234"], [ID, "2026-02-01", "0,5"]]
    types = [CellType.TEXT, CellType.TEXT, CellType.NUMBER]
    write_xlsx(
        path, ["metering_point_id", "valid_from", "capacity_kw"], rows, types=types, title="T"
    )

    values = [row["capacity_kw"] for row in read(path)]

    assert values == [Decimal("1.234"), Decimal("0.5")]


def test__rows__ambiguous_text_in_a_workbook__is_a_fault_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [[ID, "2026-01-01", "1.234"], [ID, "2026-02-01", "0,5"]]
    header = ["metering_point_id", "valid_from", "capacity_kw"]
    write_xlsx(path, header, rows, types=[CellType.TEXT] * 3, title="T")

    first, second = reader_of(path).rows()

    assert [(v.rule, v.field) for v in first.violations] == [("IM-07", "capacity_kw")]
    assert second.violations == ()


def test__reader__ambiguous_number__is_refused_with_row_and_column(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, f"metering_point_id;valid_from;Anlægskapacitet\n{ID};2026-01-01;1.234\n"
    )

    with pytest.raises(InputFileError, match=r"Row 2, column Anlægskapacitet: “1\.234”"):
        reader_of(path)

    assert [row.values[2] for row in reader_of(path, ",").rows()] == [Decimal(1234)]
    assert [row.values[2] for row in reader_of(path, ".").rows()] == [Decimal("1.234")]


@pytest.mark.parametrize(
    ("column", "text", "rule"),
    [
        ("charge_code", "12345678901", "IM-05"),
        ("charge_name", "x" * 133, "IM-05"),
        ("charge_owner_id", "5790000432751", "IM-06"),
        ("charge_type", "D09", "IM-13"),
        ("valid_to", "2026-13-01", "IM-13"),
    ],
)
def test__rows__columns_that_are_no_fields__are_judged_too(
    tmp_path: Path, column: str, text: str, rule: str
) -> None:
    cells = {
        "charge_owner_id": "5790000432752",
        "charge_type": "D03",
        "charge_code": "NT",
        "valid_from": "2026-01-01",
        "valid_to": "",
        "charge_name": "Nettarif",
    } | {column: text}
    path = text_file(tmp_path, ";".join(cells) + "\n" + ";".join(cells.values()) + "\n")

    (row,) = reader_of(path).rows()

    assert [(v.rule, v.field) for v in row.violations] == [(rule, column)]


def test__canonical__rejected_row__has_numbers_with_decimal_point(tmp_path: Path) -> None:
    path = text_file(
        tmp_path, f"metering_point_id;valid_from;capacity_kw;city\n{ID};x;1.234,5;a,b\n"
    )
    reader = reader_of(path)
    (row,) = read_table(path).rows()

    assert reader.canonical(row) == [ID, "x", "1234.5", "a,b"]
