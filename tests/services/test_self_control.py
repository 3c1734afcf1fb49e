"""The month's check from an extract to a signed-off run and open processes."""

from __future__ import annotations

import csv
import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from app.domain.errors import InputFileError, NotFoundError, RefusedError, UsageError
from app.services.exports import export_file
from app.services.imports import import_file
from app.services.self_control import (
    findings,
    list_runs,
    open_resend_processes,
    run_check,
    run_detail,
    sign_off,
    write_workbook,
)
from app.texts import set_language
from tests.builders import OWN_GLN, SUPPLIER_GLN, consumption_point, point_id, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.session import Session
    from tests.company_builder import MovableClock

MONTH = "2026-11"
OTHER_SUPPLIER = "5790000432752"
CONNECTED = {"connection_state": "E22", "energy_supplier_id": SUPPLIER_GLN}


@pytest.fixture
def register(session: Session, tmp_path: Path) -> Session:
    """Return a company with twelve connected points."""
    rows = [consumption_point(n, **CONNECTED) for n in range(1, 13)]
    import_file(session, write_csv(tmp_path / "points.csv", rows))
    return session


@pytest.fixture
def rows(register: Session, tmp_path: Path) -> list[dict[str, str]]:
    """Return the rows of an extract that is identical with the register."""
    path = tmp_path / "export.csv"
    export_file(register, "metering_points", path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def extract_of(tmp_path: Path, rows: list[dict[str, str]], name: str = "extract.csv") -> Path:
    path = write_csv(tmp_path / name, rows)
    at = datetime(2026, 11, 2, 8, tzinfo=UTC).timestamp()
    os.utime(path, (at, at))
    return path


def check(session: Session, *paths: Path, month: str = MONTH, **options: object) -> int:
    outcome = run_check(session, month, paths, **({"seed": 5} | options))  # type: ignore[arg-type]
    assert outcome.value is not None
    assert outcome.change_set is not None
    return outcome.value


def test__run_check__identical_extract__is_free_of_errors_and_kept(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    run_id = check(register, extract_of(tmp_path, rows))

    (row,) = list_runs(register)
    detail = run_detail(register, run_id)
    assert (row.id, row.month, row.verdict, row.fulfilled) == (run_id, MONTH, "error_free", True)
    assert (row.population, row.sample_size, row.is_full, row.discrepancies) == (12, 12, False, 0)
    assert not row.has_findings
    assert findings(register, run_id) == ()
    assert detail.unchecked_fields == ()
    assert {field.id for field in detail.compared_fields} == {
        entry.id for entry in register.catalogues.fields.fields.values() if entry.compared
    }
    assert detail.can_sign_off


def test__run_check__other_spelling_of_the_same_values__is_identical(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    for row in rows:
        row["meter_conversion_factor"] = "1,0000"
        row["is_actual_address"] = "Ja"
        row["valid_from"] = "01-01-2026"
        row["metering_point_type"] = "Forbrug"
        row["municipality_code"] = "0" + row["municipality_code"]
        row["city"] = f"  {row['city']} "

    assert list_runs(register) == ()
    check(register, extract_of(tmp_path, rows))

    assert list_runs(register)[0].verdict == "error_free"


def test__run_check__planted_differences__are_found_and_sorted_by_what_to_do(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    rows[0]["city"] = "Anden By"
    rows[1]["energy_supplier_id"] = OTHER_SUPPLIER
    rows[2]["max_power_kw"] = "17.5"
    del rows[3]
    rows.append(rows[0] | {"metering_point_id": point_id(99)})

    run_id = check(register, extract_of(tmp_path, rows))

    found = {(f.metering_point_id, f.field_id): f for f in findings(register, run_id)}
    assert {key: finding.treatment for key, finding in found.items()} == {
        (point_id(1), "city"): "resend",
        (point_id(2), "energy_supplier_id"): "tell_owner",
        (point_id(3), "max_power_kw"): "resend",
        (point_id(4), ""): "resend",
        (point_id(99), ""): "investigate",
    }
    assert found[point_id(3), "max_power_kw"].datahub_text == "17,5"
    row = run_detail(register, run_id).row
    assert (row.is_full, row.discrepancies, row.to_resend, row.has_findings) == (True, 5, 3, True)
    assert row.fulfilled


def test__run_check__extract_without_some_fields__does_not_fulfil_the_month(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    for row in rows:
        del row["floor"], row["meter_type"]

    run_id = check(register, extract_of(tmp_path, rows))

    detail = run_detail(register, run_id)
    assert {field.id for field in detail.unchecked_fields} == {"floor", "meter_type"}
    assert (detail.row.verdict, detail.row.fulfilled) == ("incomplete", False)
    assert detail.row.has_findings
    assert "lacks 2 fields" in detail.explanation
    with pytest.raises(RefusedError, match="not everything was checked"):
        sign_off(register, run_id)


def test__run_check__partial_extract__leaves_points_unchecked_instead_of_missing(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    run_id = check(register, extract_of(tmp_path, rows[:10]), partial=True)

    assert {f.kind for f in findings(register, run_id)} == {"not_checked"}
    assert run_detail(register, run_id).unchecked_points == 2
    assert not run_detail(register, run_id).row.fulfilled


def test__run_check__grid_area_the_extract_has_no_point_of__is_not_checked(
    session: Session, tmp_path: Path
) -> None:
    areas = [{"area_code": "998", "own": "ja"}]
    points = [consumption_point(n, **CONNECTED) for n in (1, 2)]
    points[1]["grid_area_code"] = "998"
    import_file(session, write_csv(tmp_path / "areas.csv", areas))
    import_file(session, write_csv(tmp_path / "points.csv", points))
    export_file(session, "metering_points", tmp_path / "export.csv")
    with (tmp_path / "export.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file, delimiter=";")

    alone = check(session, extract_of(tmp_path, [first]))
    both = check(
        session, extract_of(tmp_path, [first]), extract_of(tmp_path, [second], "second.csv")
    )

    assert [f.kind for f in findings(session, alone)] == ["not_checked"]
    assert findings(session, both) == ()
    assert len(run_detail(session, both).files) == 2


def test__run_check__day_of_the_extract__decides_what_is_compared(
    register: Session, rows: list[dict[str, str]], tmp_path: Path, clock: MovableClock
) -> None:
    change = {"metering_point_id": point_id(1), "valid_from": "2026-11-10", "city": "Nyby"}
    import_file(register, write_csv(tmp_path / "change.csv", [change]))
    clock.move_to(date(2026, 11, 20))

    before = check(register, extract_of(tmp_path, rows))
    after = check(register, extract_of(tmp_path, rows), extract_time=date(2026, 11, 15))

    assert findings(register, before) == ()
    assert [f.field_id for f in findings(register, after)] == ["city"]


def test__run_check__time_in_a_column__beats_the_files_own(
    register: Session, rows: list[dict[str, str]], tmp_path: Path, clock: MovableClock
) -> None:
    clock.move_to(date(2026, 11, 20))
    dated = [row | {"extract_time": "2026-11-05T08:00"} for row in rows]

    inside = check(register, extract_of(tmp_path, dated))
    outside = check(register, extract_of(tmp_path, dated), month="2026-10")
    unsaid = check(register, extract_of(tmp_path, rows), month="2026-10")

    assert run_detail(register, inside).row.as_of == datetime(2026, 11, 5, 7, tzinfo=UTC)
    assert run_detail(register, inside).row.fulfilled
    assert not run_detail(register, outside).row.fulfilled
    assert "another month" in run_detail(register, outside).explanation
    assert run_detail(register, unsaid).row.fulfilled
    assert any("outside the month" in note for note in run_detail(register, unsaid).notes)


def test__run_check__extract_with_history__takes_the_row_in_force(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    older = [row | {"valid_from": "2020-01-01", "city": "Gammel By"} for row in rows]
    newer = [row | {"valid_from": "2026-12-01", "city": "Ny By"} for row in rows]

    check(register, extract_of(tmp_path, [*older, *rows, *newer]))

    assert list_runs(register)[0].verdict == "error_free"


def test__run_check__unreadable_value__is_a_difference_not_an_empty_cell(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    rows[0]["max_current_a"] = "mange"

    run_id = check(register, extract_of(tmp_path, rows))

    (finding,) = findings(register, run_id)
    assert (finding.field_id, finding.own_text, finding.datahub_text) == (
        "max_current_a",
        "",
        "mange",
    )


def test__run_check__reported_but_not_confirmed__is_told_apart(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    from app.services.metering_points import change
    from app.services.point_views import ChangePoint

    values = {"city": "Nyby"}
    outcome = change(
        register,
        ChangePoint(
            point_id=point_id(1),
            valid_from=date(2026, 11, 1),
            values=values,
            reported_on=date(2026, 11, 2),
        ),
        reason="test",
    )
    assert outcome.saved, outcome.violations

    run_id = check(register, extract_of(tmp_path, rows))

    (finding,) = findings(register, run_id)
    assert (finding.field_id, finding.treatment) == ("city", "awaiting_answer")
    assert (finding.reported_on, finding.process_id) == (date(2026, 11, 2), outcome.value)
    assert run_detail(register, run_id).row.to_resend == 0
    with pytest.raises(RefusedError, match="nothing more to send again"):
        open_resend_processes(register, run_id)


def test__run_check__seed__draws_the_same_sample_again(session: Session, tmp_path: Path) -> None:
    points = [consumption_point(n, **CONNECTED) for n in range(1, 452)]
    import_file(session, write_csv(tmp_path / "points.csv", points))
    export_file(session, "metering_points", tmp_path / "export.csv")

    runs = [check(session, tmp_path / "export.csv", seed=seed) for seed in (1, 1, 2)]

    samples = []
    for run_id in runs:
        write_workbook(session, run_id, tmp_path / "check.xlsx")
        sheet = load_workbook(tmp_path / "check.xlsx")["Sample"]
        samples.append([row[0] for row in sheet.iter_rows(min_row=2, values_only=True)])
    assert len(samples[0]) == 400
    assert samples[0] == samples[1] != samples[2]


def test__run_check__without_a_seed__keeps_the_one_it_made(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    run_id = check(register, extract_of(tmp_path, rows), seed=None)

    assert run_detail(register, run_id).seed >= 0


def test__run_check__cpr_in_the_extract__is_kept_nowhere(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    path = extract_of(tmp_path, [row | {"cpr": "0101801234"} for row in rows])

    run_id = check(register, path)

    detail = run_detail(register, run_id)
    assert detail.files[0].kept_sha256 != detail.files[0].sha256
    assert register.company_file.kept_file(detail.files[0].kept_sha256).exists()
    assert any("CPR" in note for note in detail.notes)
    register.company_file.close()
    for file in tmp_path.rglob("*"):
        if file.is_file() and file != path:
            assert b"0101801234" not in file.read_bytes(), file


def test__run_check__files__are_kept_under_their_checksum(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    path = extract_of(tmp_path, rows)

    run_id = check(register, path)

    (file,) = run_detail(register, run_id).files
    assert register.company_file.kept_file(file.sha256).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("apple;pear\n1;2\n", "not that of an extract"),
        ("metering_point_id;valid_from\n571313180401330152;2026-01-01\n", "not that of an extract"),
        ("metering_point_id;city\n", "holds no metering point"),
        ("metering_point_id;city\n;x\n", "row 2: the metering point ID is missing"),
        ("metering_point_id;city\n571313180401330152;x;y;z\n", "row 2: The row has more cells"),
        (
            "metering_point_id;city\n571313180401330152;x\n571313180401330152;y\n",
            "row 3: metering point 571313180401330152 has two different rows",
        ),
        (
            "METERINGPOINTID,VALIDFROM,VALIDTO,GRIDAREAID,TYPEOFMP\n1,2,3,4,5\n",
            "DataHub's own report MDMP",
        ),
        (
            "extract_time;metering_point_id;city\nsoon;571313180401330152;x\n",
            "no time of extraction",
        ),
    ],
)
def test__run_check__bad_extracts__one_clear_sentence_and_nothing_kept(
    register: Session, tmp_path: Path, content: str, sentence: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(InputFileError, match=sentence):
        run_check(register, MONTH, [path])

    assert list_runs(register) == ()


def test__run_check__bad_orders__one_clear_sentence(register: Session, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="“2026-13” is not a month"):
        run_check(register, "2026-13", [tmp_path / "x.csv"])
    with pytest.raises(UsageError, match="needs an extract"):
        run_check(register, MONTH, [])
    with pytest.raises(NotFoundError):
        run_detail(register, 77)


def test__sign_off__makes_the_run_immutable_and_keeps_its_workbook(
    register: Session, rows: list[dict[str, str]], tmp_path: Path, clock: MovableClock
) -> None:
    rows[0]["city"] = "Anden By"
    run_id = check(register, extract_of(tmp_path, rows))
    sign_off(register, run_id)
    write_workbook(register, run_id, tmp_path / "first.xlsx")

    clock.move_to(date(2026, 12, 24))
    open_resend_processes(register, run_id)
    set_language("da")
    write_workbook(register, run_id, tmp_path / "second.xlsx")

    assert (tmp_path / "second.xlsx").read_bytes() == (tmp_path / "first.xlsx").read_bytes()
    row = run_detail(register, run_id).row
    assert (row.signed_off_by, row.signed_off_at) == (
        "tester",
        datetime(2026, 11, 2, 11, tzinfo=UTC),
    )
    with pytest.raises(RefusedError):
        sign_off(register, run_id)


def test__write_workbook__unsigned_run_twice__is_the_same_file(
    register: Session, rows: list[dict[str, str]], tmp_path: Path, clock: MovableClock
) -> None:
    run_id = check(register, extract_of(tmp_path, rows))

    write_workbook(register, run_id, tmp_path / "first.xlsx")
    clock.move_to(date(2026, 12, 24))
    write_workbook(register, run_id, tmp_path / "second.xlsx")

    assert (tmp_path / "second.xlsx").read_bytes() == (tmp_path / "first.xlsx").read_bytes()


def test__open_resend_processes__one_per_point_with_its_deadline_and_only_once(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    from app.services.deadlines import open_deadlines

    rows[0]["city"] = "Anden By"
    rows[0]["post_code"] = "8000"
    rows[1]["energy_supplier_id"] = OTHER_SUPPLIER
    del rows[2]
    run_id = check(register, extract_of(tmp_path, rows))

    outcome = open_resend_processes(register, run_id)

    assert outcome.value is not None
    assert len(outcome.value) == 2
    assert run_detail(register, run_id).resend_processes == outcome.value
    limits = [d for d in open_deadlines(register) if d.process_kind == "resend_master_data"]
    assert {(d.object_id, d.last_day) for d in limits} == {
        (point_id(1), date(2026, 11, 3)),
        (point_id(3), date(2026, 11, 3)),
    }
    with pytest.raises(RefusedError, match="nothing more"):
        open_resend_processes(register, run_id)


def test__write_workbook__danish__has_the_sheets_an_auditor_knows(
    register: Session, rows: list[dict[str, str]], tmp_path: Path
) -> None:
    rows[0]["max_power_kw"] = "17.5"
    rows[1]["energy_supplier_id"] = OTHER_SUPPLIER
    rows[4]["settlement_method"] = "E02"
    del rows[3]
    for row in rows:
        del row["floor"]
    run_id = check(register, extract_of(tmp_path, rows))
    set_language("da")

    write_workbook(register, run_id, tmp_path / "check.xlsx")

    book = load_workbook(tmp_path / "check.xlsx")
    assert book.sheetnames == [
        "Grundlag",
        "Afvigelser",
        "Mangler i DataHub",
        "Mangler i eget register",
        "Stikprøve",
        "Skal genfremsendes",
        "Meddeles dataejer",
        "Ikke kontrolleret",
    ]
    cells = [cell.value for row in book["Grundlag"].iter_rows() for cell in row if cell.value]
    for expected in ("5", 12, "Forskrift I § 8, stk. 1, nr. 4"):
        assert expected in cells
    assert any("Forskrift I § 4, stk. 4-5" in str(cell) for cell in cells)
    assert any(OWN_GLN in str(cell) for cell in cells)
    deviations = book["Afvigelser"]
    by_id = {row[0].value: row for row in deviations.iter_rows(min_row=2)}
    power = by_id[point_id(1)]
    assert (power[5].value, power[5].number_format) == (17.5, "#,##0.00")
    assert (power[0].value, power[0].number_format) == (point_id(1), "@")
    assert by_id[point_id(5)][6].value == "Flexafregnet → Timeafregnet"
    assert by_id[point_id(2)][5].value == OTHER_SUPPLIER
    assert [r[0] for r in book["Meddeles dataejer"].iter_rows(min_row=2, values_only=True)] == [
        point_id(2)
    ]
    assert book["Mangler i DataHub"]["A2"].value == point_id(4)
    assert book["Ikke kontrolleret"].max_row == 2
