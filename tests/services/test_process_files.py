"""Processes as files: what an import records, refuses and recognises, and what an export writes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from app import bootstrap
from app.domain.errors import RefusedError
from app.services import audit, deadlines, metering_points, processes, undo
from app.services.company import check_file, close
from app.services.exports import export_file
from app.services.imports import import_file
from app.services.process_views import ProcessFilter, RecordEvent
from tests.builders import SUPPLIER_GLN, consumption_point, point_id, write_csv
from tests.company_builder import new_company

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.imports import ImportResult
    from app.services.session import Session
    from tests.company_builder import MovableClock

POINT = point_id(1)
CREATED = {"process": "C", "process_kind": "create_metering_point", "metering_point_id": POINT}
MOVED = {
    "process": "M",
    "process_kind": "move_in",
    "metering_point_id": POINT,
    "event": "done",
    "happened_on": "2026-10-05",
    "move_in_date": "2026-10-06",
    "energy_supplier_id": SUPPLIER_GLN,
}
CONNECTED = {
    "process": "K",
    "process_kind": "connect",
    "metering_point_id": POINT,
    "event": "done",
    "happened_on": "2026-10-07",
    "meter_reading": "12.5",
}
REPORTED = {"process": "K", "event": "reported", "happened_on": "2026-10-08"}
SWAPPED = {
    "process": "S",
    "process_kind": "meter_swap",
    "metering_point_id": POINT,
    "event": "done",
    "happened_on": "2026-10-12",
    "final_reading": "20",
    "first_reading": "0",
    "metering_method": "D01",
    "meter_number": "NEW-1",
    "meter_digits": "7.1",
    "meter_conversion_factor": "1",
    "meter_unit": "KWH",
    "meter_type": "D01",
}


@pytest.fixture
def company(session: Session, tmp_path: Path) -> Session:
    """A company with one new point of October."""
    take_in(session, tmp_path, [consumption_point(1, valid_from="2026-10-01")])
    return session


def take_in(session: Session, folder: Path, rows: list[dict[str, str]]) -> ImportResult:
    return import_file(session, write_csv(folder / "rows.csv", rows))


def reasons(result: ImportResult) -> dict[int, list[str]]:
    return {row.row: [v.rule for v in row.violations] for row in result.rejected}


def statuses(session: Session) -> dict[str, str]:
    rows = processes.list_processes(session, ProcessFilter(only_open=False))
    return {row.kind: row.status for row in rows}


def test__import__events_in_order__carried_out_as_by_dialogs(
    company: Session, tmp_path: Path
) -> None:
    done = CREATED | {"event": "done", "happened_on": "2026-10-01"}

    result = take_in(company, tmp_path, [done, MOVED, CONNECTED, REPORTED, SWAPPED])

    assert not result.rejected, reasons(result)
    assert (result.new, result.changed) == (5, 0)
    values = metering_points.detail(company, POINT).values
    assert (values.connection_state, values.text("meter_number")) == ("E22", "NEW-1")
    assert statuses(company) == {
        "create_metering_point": "done",
        "move_in": "completed",
        "connect": "done",
        "meter_swap": "done",
    }
    limits = {(d.process_kind, d.step_id): d.last_day for d in deadlines.open_deadlines(company)}
    assert limits["create_metering_point", "report"] == date(2026, 10, 2)
    assert ("connect", "report") not in limits
    assert limits["connect", "report_reading"] == date(2026, 10, 8)
    assert limits["meter_swap", "report"] == date(2026, 10, 20)


def test__import__same_file_again__nothing_is_new(company: Session, tmp_path: Path) -> None:
    rows = [MOVED, CONNECTED, REPORTED]
    take_in(company, tmp_path, rows)
    before = company.company_file.data_version()

    again = take_in(company, tmp_path, rows)

    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert len(statuses(company)) == 2
    with company.company_file.read() as reader:
        assert sum(len(p.events) for p in reader.processes.find(open_only=False)) == 3
        assert reader.changes.last_id() - before <= 1


def test__import__guards_and_inputs__refuse_the_row_and_those_that_need_it(
    company: Session, tmp_path: Path
) -> None:
    result = take_in(
        company,
        tmp_path,
        [
            CONNECTED,  # row 2: no supplier yet
            REPORTED,  # row 3: its process was left out
            MOVED | {"energy_supplier_id": "5799999911119"},  # row 4: check digit
            SWAPPED | {"happened_on": "2026-12-01"},  # row 5: ahead
            SWAPPED | {"process": "S2", "move_in_date": "2026-10-06"},  # row 6: not asked for
            SWAPPED | {"process": "S3", "event": "exploded"},  # row 7
            SWAPPED | {"process": "S4", "process_kind": "party"},  # row 8
            SWAPPED | {"process": "S5", "metering_point_id": point_id(2)},  # row 9
            {"process": "99", "event": "reported", "happened_on": "2026-10-08"},  # row 10
            {"process": "S6", "event": "done", "happened_on": ""},  # row 11
            {"process": "S7", "event": "done", "happened_on": "2026-02-30"},  # row 12
        ],
    )

    found = reasons(result)
    assert sorted(found) == list(range(2, 13))
    assert "CN-02" in found[2]
    assert found[3] == ["IM-13"]
    assert "PR-11" in found[4]
    assert found[5] == ["PR-01"]
    assert found[6] == ["IM-14"]
    assert found[11] == ["IM-02"]
    assert not result.written
    assert statuses(company) == {}


def test__import__late_report__needs_a_written_reason(company: Session, tmp_path: Path) -> None:
    take_in(company, tmp_path, [MOVED, CONNECTED])
    late = REPORTED | {"process_kind": "connect", "metering_point_id": POINT}
    number = processes.list_processes(company)[0].id
    row = late | {"process": str(number), "happened_on": "2026-10-20"}

    refused = take_in(company, tmp_path, [row])
    explained = take_in(company, tmp_path, [row | {"explanation": "The line was down"}])

    assert reasons(refused) == {2: ["PR-07", "IM-13"]}
    assert (explained.changed, explained.rejected) == (1, ())
    event = processes.detail(company, number).events[-1]
    assert (event.event, event.explanation) == ("reported", "The line was down")


def test__import__one_of_two_cancelled__only_that_one_is_taken_back(
    company: Session, tmp_path: Path
) -> None:
    """Both wrote in one transaction, but each under a change of its own."""
    take_in(company, tmp_path, [MOVED, CONNECTED, SWAPPED])
    swap = next(r.id for r in processes.list_processes(company) if r.kind == "meter_swap")

    outcome = processes.record(
        company, RecordEvent(process_id=swap, event="cancelled", note="wrong point")
    )

    assert outcome.saved
    values = metering_points.detail(company, POINT).values
    assert (values.connection_state, values.text("meter_number")) == ("E22", "M00000001")


def test__import__cancelled_in_the_same_file__leaves_the_facts_as_before(
    company: Session, tmp_path: Path
) -> None:
    cancelled = {"process": "S", "event": "cancelled", "happened_on": "2026-10-13", "note": "no"}

    result = take_in(company, tmp_path, [MOVED, CONNECTED, SWAPPED, cancelled])

    assert not result.rejected, reasons(result)
    assert metering_points.detail(company, POINT).values.text("meter_number") == "M00000001"
    assert statuses(company)["meter_swap"] == "cancelled"


def test__import__planned_in_the_past_then_done__judged_as_of_the_day_it_was_planned(
    company: Session, tmp_path: Path
) -> None:
    planned = {
        **{key: CONNECTED[key] for key in ("process", "process_kind", "metering_point_id")},
        "event": "planned",
        "happened_on": "2026-10-06",
        "physical_date": "2026-10-07",
    }
    done = {key: CONNECTED[key] for key in ("process", "event", "happened_on", "meter_reading")}

    result = take_in(company, tmp_path, [MOVED, planned, done])

    assert not result.rejected, reasons(result)
    events = processes.detail(company, 2).events
    assert [(e.event, e.happened_on) for e in events] == [
        ("planned", date(2026, 10, 6)),
        ("done", date(2026, 10, 7)),
    ]


def test__dry_run__writes_nothing(company: Session, tmp_path: Path) -> None:
    before = company.company_file.data_version()
    source = write_csv(tmp_path / "rows.csv", [MOVED, CONNECTED])

    result = import_file(company, source, dry_run=True)

    assert (result.new, result.written) == (2, False)
    assert company.company_file.data_version() == before
    assert metering_points.detail(company, POINT).values.connection_state == "D03"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test__export__into_another_company__the_same_file_again(
    company: Session, tmp_path: Path, clock: MovableClock, suffix: str
) -> None:
    create = CREATED | {"event": "done", "happened_on": "2026-10-01"}
    take_in(company, tmp_path, [create, MOVED, CONNECTED, REPORTED, SWAPPED])
    first = export_file(company, "processes", tmp_path / f"first{suffix}").path
    assert import_file(company, first).unchanged == 5
    folder = tmp_path / "other"
    folder.mkdir()
    other = new_company(folder, bootstrap.catalogues(), clock)
    take_in(other, folder, [consumption_point(1, valid_from="2026-10-01")])

    result = import_file(other, first)

    assert (result.new, result.rejected) == (5, ())
    csv = [
        export_file(s, "processes", tmp_path / "again.csv").path.read_bytes()
        for s in (company, other)
    ]
    assert csv[0] == csv[1]
    path = other.company_file.path
    close(other)
    report = check_file(path, catalogues=company.catalogues, clock=clock)
    assert (report.findings, report.violations) == ((), 0)


def test__undo__after_an_import_of_processes__takes_back_no_part_of_it(
    company: Session, tmp_path: Path
) -> None:
    take_in(company, tmp_path, [MOVED, CONNECTED])

    assert not undo.can_undo(company).enabled
    with pytest.raises(RefusedError):
        undo.undo_last(company)
    assert metering_points.detail(company, POINT).values.connection_state == "E22"


def test__trail__after_an_import_of_processes__names_each_event(
    company: Session, tmp_path: Path
) -> None:
    take_in(company, tmp_path, [MOVED, CONNECTED])

    rows = audit.changes(company, audit.AuditFilter())

    assert [row.kind for row in rows[:3]] == ["connect", "move_in", "import"]
    assert [row.process_id for row in rows[:3]] == [2, 1, None]
    assert all(POINT in row.summary for row in rows[:2])


def test__import__prices_links_and_master_data__open_the_report_of_what_stands_there(
    company: Session, tmp_path: Path, clock: MovableClock
) -> None:
    """Reporting that no dialog starts is opened by the change it is about, and travels as well."""
    tariff = {"charge_type": "D03", "charge_code": "NT-C", "valid_from": "2027-01-01"}
    words = {"charge_name": "Nettarif", "charge_description": "-", "vat_classification": "D02"}
    link = tariff | {"metering_point_id": POINT}
    moved = {"metering_point_id": POINT, "valid_from": "2026-10-20", "street_name": "Nyvej"}
    event = {"event": "done", "happened_on": "2026-11-01"}
    events = [
        event | tariff | {"process": "1", "process_kind": "charge_change"},
        event | link | {"process": "2", "process_kind": "charge_link"},
        event
        | {"process": "3", "process_kind": "master_data_change", "metering_point_id": POINT}
        | {"valid_from": "2026-10-20"},
        event
        | {"process": "4", "process_kind": "resend_master_data", "metering_point_id": POINT}
        | {"changed_fields": "street_name"},
        event
        | {"process": "5", "process_kind": "master_data_change", "metering_point_id": POINT}
        | {"valid_from": "2026-10-21"},
        event | {"process": "6", "process_kind": "monthly_check"},
        event | tariff | {"process": "7", "process_kind": "charge_change", "charge_code": "NO"},
    ]
    folder = tmp_path / "other"
    folder.mkdir()
    other = new_company(folder, bootstrap.catalogues(), clock)
    take_in(other, folder, [consumption_point(1, valid_from="2026-10-01")])
    for session in (company, other):
        for rows in ([tariff | words | {"resolution": "P1D"}], [link], [moved]):
            assert not take_in(session, tmp_path, rows).rejected

    result = take_in(company, tmp_path, events)
    exported = export_file(company, "processes", tmp_path / "first.csv").path
    travelled = import_file(other, exported)

    assert reasons(result) == {6: ["IM-09"], 7: ["IM-09"], 8: ["IM-09"]}
    limits = {d.process_kind: d.last_day for d in deadlines.open_deadlines(company)}
    assert limits["charge_change"] == date(2026, 11, 30)
    assert limits["charge_link"] == date(2027, 1, 4)
    assert limits["master_data_change"] == date(2026, 10, 21)
    assert limits["resend_master_data"] == date(2026, 11, 2)
    assert (travelled.new, travelled.rejected) == (4, ())
    again = export_file(other, "processes", tmp_path / "again.csv").path
    assert again.read_bytes() == exported.read_bytes()
    close(other)
