"""Files taken in: good rows written together, bad rows told with their reasons, nothing lost."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from app.domain.errors import CancelledError, InputFileError, OutputFileError, UsageError
from app.exchange.table_writing import CellType, write_xlsx
from app.services.imports import import_file, importable_kinds
from app.store.backup import list_backups
from tests.builders import SUPPLIER_GLN, consumption_point, point_id, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.session import Session

CONNECTED = {"connection_state": "E22", "energy_supplier_id": SUPPLIER_GLN}


def points_file(folder: Path, *rows: dict[str, str], name: str = "points.csv") -> Path:
    return write_csv(folder / name, rows)


def values(session: Session, point: str, day: date) -> dict[str, object]:
    with session.company_file.read() as reader:
        return dict(reader.points.master_data(point, day) or {})


def periods(session: Session, point: str, facet: str) -> list[tuple[date, dict[str, object]]]:
    with session.company_file.read() as reader:
        found = reader.points.facet_periods(point, facet)
    return [(period.valid_from, dict(period.values)) for period in found]


def changes(session: Session) -> int:
    return session.company_file.data_version()


def test__import_file__new_points__are_written_in_one_change(
    session: Session, tmp_path: Path
) -> None:
    source = points_file(tmp_path, *(consumption_point(n) for n in (1, 2, 3)))
    before = changes(session)

    result = import_file(session, source)

    assert result.document() == {
        "kind": "metering_points",
        "rows": 3,
        "new": 3,
        "changed": 0,
        "unchanged": 0,
        "rejected": [],
        "written": True,
    }
    assert not result.has_findings
    assert changes(session) == before + 1
    assert values(session, point_id(2), date(2026, 6, 1))["street_code"] == "0003"
    assert result.change_set is not None
    assert result.change_set.touches("metering_point", point_id(1))


def test__import_file__same_file_again__changes_nothing(session: Session, tmp_path: Path) -> None:
    source = points_file(tmp_path, *(consumption_point(n) for n in (1, 2)))
    import_file(session, source)

    result = import_file(session, source)

    assert (result.new, result.changed, result.unchanged) == (0, 0, 2)
    with session.company_file.read() as reader:
        (latest, first) = reader.import_runs.all()
    assert (latest.unchanged, first.new) == (2, 2)
    assert latest.source_sha256 == first.source_sha256


def test__import_file__dry_run__tells_the_same_and_writes_nothing(
    session: Session, tmp_path: Path
) -> None:
    import_file(session, points_file(tmp_path, consumption_point(1)))
    rows = [
        consumption_point(1, valid_from="2026-03-01", city="Nyby"),
        consumption_point(1),
        consumption_point(2),
        consumption_point(3, meter_number=""),
    ]
    source = points_file(tmp_path, *rows, name="more.csv")
    before = changes(session)

    trial = import_file(session, source, dry_run=True)

    assert not trial.written
    assert changes(session) == before
    assert not (tmp_path / "more-rejected.csv").exists()
    real = import_file(session, source)
    assert trial.document() | {"written": True} == real.document()
    assert (real.new, real.changed, real.unchanged, len(real.rejected)) == (1, 1, 1, 1)


def test__import_file__several_rows_of_a_point__are_its_history(
    session: Session, tmp_path: Path
) -> None:
    rows = [
        consumption_point(1, valid_from="2026-03-01", connection_state="E22"),
        consumption_point(1, valid_from="2026-01-01"),
        consumption_point(
            1, valid_from="2026-05-01", connection_state="E22", meter_number="M2", city="Nyby"
        ),
    ]

    result = import_file(session, points_file(tmp_path, *rows))

    assert (result.new, result.written) == (3, True)
    point = point_id(1)
    assert [day for day, _values in periods(session, point, "classification")] == [date(2026, 1, 1)]
    assert [
        (day, held["connection_state"]) for day, held in periods(session, point, "connection")
    ] == [(date(2026, 1, 1), "D03"), (date(2026, 3, 1), "E22")]
    assert values(session, point, date(2026, 4, 30))["meter_number"] == "M00000001"
    assert values(session, point, date(2026, 5, 1))["meter_number"] == "M2"


def test__import_file__empty_cell_clears_and_absent_column_leaves(
    session: Session, tmp_path: Path
) -> None:
    import_file(session, points_file(tmp_path, consumption_point(1, floor="2", room="th")))
    change = {
        "metering_point_id": point_id(1),
        "valid_from": "2026-02-01",
        "floor": "",
        "city": "Nyby",
    }

    result = import_file(session, points_file(tmp_path, change, name="change.csv"))

    held = values(session, point_id(1), date(2026, 2, 1))
    assert result.changed == 1
    assert "floor" not in held
    assert (held["room"], held["city"], held["street_name"]) == ("th", "Nyby", "Prøvevej")


def test__import_file__correction_in_the_past__runs_to_the_next_change_only(
    session: Session, tmp_path: Path
) -> None:
    rows = [
        consumption_point(1),
        consumption_point(1, valid_from="2026-06-01", street_name="Nyvej"),
    ]
    import_file(session, points_file(tmp_path, *rows))
    correction = {
        "metering_point_id": point_id(1),
        "valid_from": "2026-03-01",
        "street_name": "Mellemvej",
    }

    import_file(session, points_file(tmp_path, correction, name="correction.csv"))

    held = [
        values(session, point_id(1), day)["street_name"]
        for day in (date(2026, 2, 28), date(2026, 5, 31), date(2026, 6, 1))
    ]
    assert held == ["Prøvevej", "Mellemvej", "Nyvej"]


def test__import_file__hundred_bad_and_good_rows__only_bad_ones_are_left_out(
    session: Session, tmp_path: Path
) -> None:
    rows = [consumption_point(n) for n in range(1, 101)]
    rows[10]["metering_point_id"] = "571313199900000010"
    rows[50]["metering_point_type"] = "E99"
    rows[99]["valid_from"] = "2026-02-30"

    result = import_file(session, points_file(tmp_path, *rows))

    assert [(bad.row, {v.field for v in bad.violations}) for bad in result.rejected] == [
        (12, {"metering_point_id"}),
        (52, {"metering_point_type"}),
        (101, {"valid_from"}),
    ]
    assert (result.new, result.written, result.has_findings) == (97, True, True)
    with session.company_file.read() as reader:
        assert reader.points.count() == 97


def test__rejected_file__corrected__can_be_imported(session: Session, tmp_path: Path) -> None:
    rows = [consumption_point(n, max_power_kw="12,5") for n in (1, 2)]
    rows[1]["max_power_kw"] = "1.234"
    rows[1]["meter_number"] = ""
    source = points_file(tmp_path, *rows)

    result = import_file(session, source)

    assert result.rejected_file == tmp_path / "points-rejected.csv"
    with result.rejected_file.open(encoding="utf-8", newline="") as file:
        (rejected,) = csv.DictReader(file, delimiter=";")
    assert list(rejected) == [*rows[0], "rejection_reasons"]
    assert rejected["max_power_kw"] == "1234"
    assert rejected["rejection_reasons"].startswith("MT-04: ")
    corrected = write_csv(tmp_path / "again.csv", [rejected | {"meter_number": "M2"}])
    again = import_file(session, corrected)
    assert (again.new, again.rejected) == (1, ())
    assert values(session, point_id(2), date(2026, 2, 1))["max_power_kw"] == Decimal(1234)


def test__import_file__row_that_breaks_several_rules__tells_all_of_them(
    session: Session, tmp_path: Path
) -> None:
    row = consumption_point(1, settlement_method="", product="", grid_area_code="777")

    (rejected,) = import_file(session, points_file(tmp_path, row)).rejected

    assert {"settlement_method", "product", "grid_area_code"} <= {
        violation.field for violation in rejected.violations
    }
    document = json.loads(json.dumps([v.message for v in rejected.violations]))
    assert all(document)


def test__import_file__two_rows_that_contradict__are_both_left_out(
    session: Session, tmp_path: Path
) -> None:
    rows = [consumption_point(1), consumption_point(1, city="Anden"), consumption_point(2)]

    result = import_file(session, points_file(tmp_path, *rows))

    assert [(bad.row, bad.violations[0].rule) for bad in result.rejected] == [
        (2, "IM-08"),
        (3, "IM-08"),
    ]
    assert result.new == 1


def test__import_file__type_of_a_point__cannot_be_changed(session: Session, tmp_path: Path) -> None:
    import_file(session, points_file(tmp_path, consumption_point(1)))
    change = {
        "metering_point_id": point_id(1),
        "valid_from": "2026-02-01",
        "metering_point_type": "E18",
    }

    result = import_file(session, points_file(tmp_path, change, name="change.csv"))

    assert "IM-10" in {v.rule for v in result.rejected[0].violations}


def child_point(serial: int, parent: str, **changes: str) -> dict[str, str]:
    return consumption_point(
        serial,
        metering_point_type="D14",
        settlement_method="",
        net_settlement_group="",
        metering_method="D03",
        meter_number="",
        meter_digits="",
        meter_conversion_factor="",
        meter_unit="",
        meter_type="",
        disconnection_type="",
        parent_metering_point_id=parent,
        **changes,
    )


def test__import_file__child_before_its_parent_in_the_file__is_accepted(
    session: Session, tmp_path: Path
) -> None:
    rows = [child_point(1, point_id(2)), consumption_point(2)]

    result = import_file(session, points_file(tmp_path, *rows))

    assert (result.new, result.rejected) == (2, ())


def test__import_file__child_of_a_rejected_or_unknown_parent__is_rejected(
    session: Session, tmp_path: Path
) -> None:
    rows = [
        child_point(1, point_id(2)),
        consumption_point(2, product=""),
        child_point(3, point_id(99)),
    ]

    result = import_file(session, points_file(tmp_path, *rows))

    assert [bad.row for bad in result.rejected] == [2, 3, 4]
    assert result.rejected[0].violations[-1].field == "parent_metering_point_id"


def test__import_file__meters_and_supplies__change_points_that_exist(
    session: Session, tmp_path: Path
) -> None:
    import_file(session, points_file(tmp_path, consumption_point(1)))
    meters = [
        {"GSRN": point_id(1), "Gyldighedsdato": "01-04-2026", "Målernummer": "M77"},
        {"GSRN": point_id(2), "Gyldighedsdato": "01-04-2026", "Målernummer": "M78"},
    ]
    supplies = [
        {
            "metering_point_id": point_id(1),
            "valid_from": "2026-02-01",
            "energy_supplier_id": SUPPLIER_GLN,
        },
        {"metering_point_id": point_id(1), "valid_from": "2026-08-01", "energy_supplier_id": ""},
    ]

    first = import_file(session, points_file(tmp_path, *meters, name="meters.csv"))
    second = import_file(session, points_file(tmp_path, *supplies, name="supplies.csv"))

    assert (first.kind, first.changed, first.rejected[0].violations[0].rule) == (
        "meters",
        1,
        "IM-09",
    )
    assert (second.kind, second.changed) == ("supplies", 2)
    assert values(session, point_id(1), date(2026, 4, 1))["meter_number"] == "M77"
    assert values(session, point_id(1), date(2026, 7, 31))["energy_supplier_id"] == SUPPLIER_GLN
    assert "energy_supplier_id" not in values(session, point_id(1), date(2026, 8, 1))


def test__import_file__cpr_column_and_cell__are_nowhere_afterwards(
    session: Session, tmp_path: Path
) -> None:
    rows = [
        consumption_point(1, cpr="0101801234", location_description="Ring 020280-4321"),
        consumption_point(2, cpr="0303803333", meter_number=""),
    ]
    source = points_file(tmp_path, *rows)

    result = import_file(session, source)

    assert (result.new, len(result.rejected), result.has_blanked) == (1, 1, True)
    assert any("CPR" in note and "column cpr" in note for note in result.notes)
    session.company_file.close()
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path != source]
    for path in written:
        content = path.read_bytes()
        assert b"0101801234" not in content, path
        assert b"020280-4321" not in content, path
        assert b"0303803333" not in content, path
    assert result.rejected_file in written


def test__import_file__only_cpr_found__is_a_finding_but_everything_is_written(
    session: Session, tmp_path: Path
) -> None:
    result = import_file(session, points_file(tmp_path, consumption_point(1, cpr="0101801234")))

    assert (result.new, result.rejected, result.written, result.has_findings) == (1, (), True, True)


def test__import_file__backup__is_made_before_and_only_when_something_changes(
    session: Session, tmp_path: Path
) -> None:
    source = points_file(tmp_path, consumption_point(1))

    import_file(session, source, dry_run=True)
    assert list_backups(session.company_file.path) == []
    import_file(session, source)
    import_file(session, source)

    assert [info.reason for info in list_backups(session.company_file.path)] == ["before_import"]


class CancelAt:
    """A task whose operator presses Cancel when a piece of work with this text begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pressed = False

    def report(self, done: int, total: int, text: str) -> None:
        self._pressed |= text == self._text

    def raise_if_cancelled(self) -> None:
        if self._pressed:
            raise CancelledError("cancelled")


@pytest.mark.parametrize("text", ["Reading rows", "Checking rows", "Writing rows"])
def test__import_file__cancelled__writes_nothing(
    session: Session, tmp_path: Path, text: str
) -> None:
    source = points_file(tmp_path, *(consumption_point(n) for n in range(1, 1102)))
    before = changes(session)

    with pytest.raises(CancelledError):
        import_file(session, source, task=CancelAt(text))

    assert changes(session) == before
    with session.company_file.read() as reader:
        assert reader.points.count() == 0


def test__import_file__rejected_file_cannot_be_written_anywhere__nothing_is_imported(
    session: Session, tmp_path: Path
) -> None:
    source = points_file(tmp_path, consumption_point(1), consumption_point(2, meter_number=""))
    (tmp_path / "points-rejected.csv").mkdir()
    before = changes(session)

    with pytest.raises(OutputFileError):
        import_file(session, source)

    assert changes(session) == before


def test__import_file__source_folder_refuses__rejected_rows_lie_beside_the_company_file(
    session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    source = points_file(folder, consumption_point(1, meter_number=""))
    (folder / "points-rejected.csv").mkdir()

    result = import_file(session, source)

    assert result.rejected_file == session.company_file.path.with_name("points-rejected.csv")


def test__import_file__bad_files__one_clear_sentence(session: Session, tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    ambiguous = points_file(tmp_path, consumption_point(1, max_power_kw="1.234"))

    with pytest.raises(InputFileError, match="is empty"):
        import_file(session, empty)
    with pytest.raises(InputFileError, match="Row 2, column max_power_kw"):
        import_file(session, ambiguous)
    with pytest.raises(UsageError, match="no kind of table “prices”"):
        import_file(session, ambiguous, kind="prices")
    assert import_file(session, ambiguous, decimal_sign=",", dry_run=True).new == 1


def test__importable_kinds__have_columns_with_words(session: Session) -> None:
    kinds = importable_kinds(session)

    assert {"metering_points", "charges"} <= {kind.id for kind in kinds}
    assert all(kind.label and kind.help for kind in kinds)
    assert all(column.label for kind in kinds for column in kind.columns)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test__import_file__hundred_thousand_rows_with_three_wrong__rejects_three(
    session: Session, tmp_path: Path, suffix: str
) -> None:
    rows = [consumption_point(n) for n in range(1, 100_001)]
    rows[9]["metering_point_id"] = "571313199900000010"
    rows[49_999]["metering_point_type"] = "E99"
    rows[99_999]["valid_from"] = "2026-02-30"
    source = points_file(tmp_path, *rows)
    if suffix == ".xlsx":
        header, *body = (
            line.split(";") for line in source.read_text(encoding="utf-8").splitlines()
        )
        source = tmp_path / "points.xlsx"
        write_xlsx(source, header, body, types=[CellType.TEXT] * len(header), title="Points")

    result = import_file(session, source)

    assert [(bad.row, bad.violations[0].field) for bad in result.rejected] == [
        (11, "metering_point_id"),
        (50_001, "metering_point_type"),
        (100_001, "valid_from"),
    ]
    assert (result.rows, result.new, result.written) == (100_000, 99_997, True)
