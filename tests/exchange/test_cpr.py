"""No CPR number gets past the door, and nothing else is taken for one without need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.exchange.cpr import CprFinding, CprScreen, without_cpr
from app.exchange.tables import read_table

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "heading", ["CPR", "cpr-nr.", "Kunde CPR nr", "customer_cpr", "Personnummer", "personnr"]
)
def test__clean__column_named_after_cpr__is_blanked_whatever_it_holds(heading: str) -> None:
    screen = CprScreen(["id", heading])

    assert screen.clean(2, ["571313180401330152", "hemmeligt"]) == ["571313180401330152", ""]
    assert screen.findings == (CprFinding(column=heading, first_row=2, cells=1),)


@pytest.mark.parametrize(
    "cell", ["0101801234", "010180-1234", "010180 1234", "Kunde 311299-4321 ringer", "1111110000"]
)
def test__clean__cell_like_a_cpr_number__is_blanked_in_any_column(cell: str) -> None:
    screen = CprScreen(["location_description", "other"])

    assert screen.clean(7, [cell, "x"]) == ["", "x"]
    assert screen.findings[0].first_row == 7


@pytest.mark.parametrize(
    "cell",
    [
        "571313180401330152",
        "5790000432752",
        "4501801234",
        "0113801234",
        "12345678",
        "0a3f50b9-b942-32b8-e044-0003ba298018",
    ],
)
def test__clean__ids_and_other_numbers__stay(cell: str) -> None:
    screen = CprScreen(["location_description"])

    assert screen.clean(2, [cell]) == [cell]
    assert screen.findings == ()


@pytest.mark.parametrize("heading", ["meter_number", "Målernummer", "Målernr.", "charge_code"])
def test__clean__ten_digits_of_a_device__stay_but_written_as_cpr_go(heading: str) -> None:
    screen = CprScreen([heading])

    assert screen.clean(2, ["0101801234"]) == ["0101801234"]
    assert screen.clean(3, ["010180-1234"]) == [""]


def test__clean__neighbouring_cells__are_not_read_as_one_number() -> None:
    screen = CprScreen(["a", "b"])

    assert screen.clean(2, ["010180", "1234"]) == ["010180", "1234"]


def test__findings__rows_read_twice__are_counted_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id;cpr\n1;0101801234\n2;\n3;0202801234\n", encoding="utf-8")
    table = read_table(path)

    for _pass in range(2):
        assert [row.cells for row in table.rows()] == [["1", ""], ["2", ""], ["3", ""]]

    assert table.blanked == (CprFinding(column="cpr", first_row=2, cells=2),)


def test__read_table__cpr_number_where_the_header_should_be__is_blanked(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id;010180-1234;c\n1;2;3\n", encoding="utf-8")

    assert read_table(path).header == ("id", "", "c")


def test__without_cpr__text_with_and_without__only_the_first_is_blanked() -> None:
    assert without_cpr("Ring 010180-1234") == ""
    assert without_cpr("Ring 12345678") == "Ring 12345678"
