"""A month's work by the command line alone, from an empty file to the month's check.

Forskrift H1 §§ 17-21, Forskrift I § 2, stk. 3 and § 4, stk. 4-5, and the guide to Forskrift H3,
2.4 and 3.4 say which limits must be seen on which day.
"""

from __future__ import annotations

import csv
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.builders import GRID_AREA, OWN_GLN, SUPPLIER_GLN, consumption_point, point_id, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.command_line import CommandLine

POINT, SECOND, THIRD, STRANGER = (point_id(serial) for serial in (1, 2, 3, 9))
TARIFF = {"charge_type": "D03", "charge_code": "NT-C"}
SUBSCRIPTION = {"charge_type": "D01", "charge_code": "ABO-C"}
NEW_METER = {
    "metering_method": "D01",
    "meter_number": "NEW-1",
    "meter_digits": "7.1",
    "meter_conversion_factor": "1",
    "meter_unit": "KWH",
    "meter_type": "D01",
}


class Office:
    """One operator with a company file, files to take in, and a calendar."""

    def __init__(self, netkontor: CommandLine, company: Path) -> None:
        self.netkontor = netkontor
        self.company = company
        self.folder = netkontor.folder
        self.today = ""
        self.told: set[str] = set()
        self.seen: list[dict[str, Any]] = []

    def found(self, day: str) -> None:
        """Make the empty company file."""
        self.today = day
        words = ("--gln", OWN_GLN, "--name", "Prøvenet", "--grid-area", GRID_AREA)
        ran = self.netkontor.run("new", self.company, *words, today=day)
        assert (ran.code, ran.err) == (0, "")

    def take_in(self, **files: list[dict[str, str]]) -> list[dict[str, Any]]:
        """Import files of rows that must all be good, by one command."""
        sources = [write_csv(self.folder / f"{name}.csv", rows) for name, rows in files.items()]
        ran = self.netkontor.run("import", self.company, *sources, "--json", today=self.today)
        assert (ran.code, ran.err) == (0, ""), ran.out + ran.err
        results = ran.json() if len(sources) > 1 else [ran.json()]
        for result, rows in zip(results, files.values(), strict=True):
            assert (result["rejected"], result["written"]) == ([], True)
            assert result["rows"] == result["new"] + result["changed"] == len(rows)
        return results

    def happens(self, day: str, *done: dict[str, str]) -> None:
        """Register what has been done on a day, each as a process of its own."""
        self.today = day
        rows = [
            {"process": f"{day}-{number}", "event": "done", "happened_on": day, **what}
            for number, what in enumerate(done)
        ]
        (result,) = self.take_in(**{f"done-{day}": rows})
        assert result["kind"] == "processes"

    def tell_datahub(self, day: str, *kinds: str) -> None:
        """Record every step of some kinds of process as reported whose limit was just seen.

        None of these limits may be seen from then on.
        """
        self.today = day
        rows = [
            {
                "process": str(limit["process_id"]),
                "event": "reported",
                "step": limit["step"],
                "happened_on": day,
            }
            for limit in self.seen
            if limit["process"] in kinds
        ]
        assert rows
        self.take_in(**{f"reported-{day}": rows})
        self.told.update(kinds)

    def limits(self, *, day: str = "", overdue: bool = False) -> list[dict[str, Any]]:
        """Return the open limits; the exit code must say whether one is overdue."""
        ran = self.netkontor.run("deadlines", self.company, "--json", today=day or self.today)
        assert (ran.code, ran.err) == (int(overdue), ""), ran.out
        limits = ran.json()
        assert overdue == any(limit["group"] == "overdue" for limit in limits)
        assert not self.told & {limit["process"] for limit in limits}
        self.seen = limits
        return limits

    def last_days(self, kind: str, **when: Any) -> dict[str, tuple[str, str, str]]:
        """Return safe, last and attempt day of each step of a kind of process."""
        return {
            limit["step"]: (limit["last_safe_day"], limit["last_day"], limit["last_attempt_day"])
            for limit in self.limits(**when)
            if limit["process"] == kind
        }

    def exported(self, kind: str, name: str) -> list[dict[str, str]]:
        out = self.folder / name
        ran = self.netkontor.run("export", self.company, kind, "-o", out, today=self.today)
        assert ran.code == 0, ran.err
        with out.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))


def test__month__from_an_empty_file__every_limit_seen_and_the_check_made(
    netkontor: CommandLine,
) -> None:
    office = Office(netkontor, netkontor.folder / "company.netkontor")
    office.found("2026-11-02")
    _create(office)
    _move_in_and_connect(office)
    _prices(office)
    _swap_meter(office)
    _disconnect_and_reconnect(office)
    _confirm_everything(office)
    _check_the_month(office)
    _back_up_and_restore(office)


def _create(office: Office) -> None:
    """Monday 2 November: three points; the first one's creation must be told by Tuesday."""
    points, _actors = office.take_in(
        points=[consumption_point(serial, valid_from="2026-11-02") for serial in (1, 2, 3)],
        actors=[{"actor_id": SUPPLIER_GLN, "actor_role": "DDQ", "actor_name": "Prøvestrøm"}],
    )
    assert (points["kind"], points["new"]) == ("metering_points", 3)
    created = {"process_kind": "create_metering_point", "metering_point_id": POINT}
    office.happens("2026-11-02", created)
    told = ("2026-11-02", "2026-11-03", "2026-11-03")
    seen = {"report": told, "report_by_hand": told}
    assert office.last_days("create_metering_point") == seen
    assert office.last_days("create_metering_point", day="2026-11-04", overdue=True) == seen
    office.tell_datahub("2026-11-03", "create_metering_point")


def _move_in_and_connect(office: Office) -> None:
    """Connecting is refused without a supplier, and must be told on the next working day."""
    connect = {"process_kind": "connect", "metering_point_id": POINT, "meter_reading": "12.5"}
    too_early = connect | {"process": "1", "event": "done", "happened_on": "2026-11-04"}
    source = write_csv(office.folder / "too-early.csv", [too_early])
    ran = office.netkontor.run("import", office.company, source, "--json", today="2026-11-04")
    assert ran.code == 1
    (rejected,) = ran.json()["rejected"]
    assert (rejected["row"], rejected["violations"][0]["rule"]) == (2, "CN-02")
    assert "H1 § 21" in rejected["violations"][0]["source"]

    office.happens(
        "2026-11-04",
        {
            "process_kind": "move_in",
            "metering_point_id": POINT,
            "move_in_date": "2026-11-05",
            "energy_supplier_id": SUPPLIER_GLN,
        },
    )
    office.happens("2026-11-06", connect)
    told = ("2026-11-06", "2026-11-09", "2026-11-09")
    seen = {"report": told, "report_reading": told}
    assert office.last_days("connect") == seen
    assert office.last_days("connect", day="2026-11-10", overdue=True) == seen
    office.tell_datahub("2026-11-09", "connect")


def _prices(office: Office) -> None:
    """A tariff of 24 prices and a subscription from 2027, told at least 31 days ahead."""
    from_new_year = {"valid_from": "2027-01-01"}
    words = {"vat_classification": "D02", "charge_description": "Prøvepris", **from_new_year}
    hours = {f"price_{hour}": f"0.{hour:02d}" for hour in range(1, 25)}
    link = from_new_year | {"metering_point_id": POINT, "quantity": "1"}
    office.take_in(
        charges=[
            TARIFF | words | {"charge_name": "Nettarif C", "resolution": "PT1H"},
            SUBSCRIPTION | words | {"charge_name": "Abonnement C", "resolution": "P1M"},
        ],
        hourly=[TARIFF | from_new_year | hours],
        monthly=[SUBSCRIPTION | from_new_year | {"price_1": "52.50"}],
        links=[TARIFF | link, SUBSCRIPTION | link],
    )
    changes = [charge | from_new_year for charge in (TARIFF, SUBSCRIPTION)]
    links = [charge | {"metering_point_id": POINT} for charge in changes]
    office.happens(
        "2026-11-09",
        *({"process_kind": "charge_change"} | change for change in changes),
        *({"process_kind": "charge_link"} | change for change in links),
    )
    last_days = {
        (limit["process"], limit["object_kind"], limit["last_day"])
        for limit in office.limits()
        if limit["process"] != "monthly_check"
    }
    assert last_days == {
        ("charge_change", "charge", "2026-11-30"),
        ("charge_link", "charge_link", "2027-01-04"),
    }
    office.tell_datahub("2026-11-10", "charge_change", "charge_link")


def _swap_meter(office: Office) -> None:
    """Tuesday 10: six working days are left until Wednesday 18."""
    readings = {"final_reading": "20", "first_reading": "0"}
    swap = {"process_kind": "meter_swap", "metering_point_id": POINT}
    office.happens("2026-11-10", swap | readings | NEW_METER)
    days = office.last_days("meter_swap")
    assert days.keys() == {"report", "report_by_hand", "report_readings"}
    assert {last for _safe, last, _attempt in days.values()} == {"2026-11-18"}
    kept = office.exported("meter_readings", "readings.csv")
    assert [(r["meter_number"], r["reading"], r["reading_kind"]) for r in kept] == [
        ("M00000001", "12.5", "connection"),
        ("M00000001", "20", "final"),
        ("NEW-1", "0", "first"),
    ]
    office.tell_datahub("2026-11-11", "meter_swap")


def _disconnect_and_reconnect(office: Office) -> None:
    """Cut on Thursday 12, reopened on Saturday 14, which is told on Monday 16."""
    about = {"metering_point_id": POINT}
    office.happens("2026-11-12", about | {"process_kind": "technical_disconnection"})
    assert office.last_days("technical_disconnection")["report"][1] == "2026-11-13"
    office.tell_datahub("2026-11-13", "technical_disconnection")
    office.happens("2026-11-14", about | {"process_kind": "reconnection"})
    assert office.last_days("reconnection")["report"][1] == "2026-11-16"
    office.tell_datahub("2026-11-16", "reconnection")
    history = office.exported("metering_points", "history.csv")
    states = [
        (row["valid_from"], row["connection_state"], row["meter_number"])
        for row in history
        if row["metering_point_id"] == POINT
    ]
    assert states == [
        ("2026-11-02", "D03", "M00000001"),
        ("2026-11-05", "D03", "M00000001"),
        ("2026-11-06", "E22", "M00000001"),
        ("2026-11-10", "E22", "NEW-1"),
        ("2026-11-12", "E23", "NEW-1"),
        ("2026-11-14", "E22", "NEW-1"),
    ]


def _confirm_everything(office: Office) -> None:
    """DataHub's confirmations end the processes; only the month's check is left."""
    office.today = "2026-11-17"
    by_number: dict[str, list[dict[str, str]]] = {}
    for event in office.exported("processes", "processes.csv"):
        by_number.setdefault(event["process"], []).append(event)
    waiting = [
        {"process": number, "event": "confirmed", "happened_on": "2026-11-17"}
        for number, events in by_number.items()
        if events[-1]["event"] == "reported"
    ]
    assert (len(by_number), len(waiting)) == (10, 9)  # a move-in is not reported
    office.take_in(confirmed=waiting)
    (rest,) = office.limits(day="2026-11-30")
    assert (rest["process"], rest["last_day"]) == ("monthly_check", "2026-11-30")


def _check_the_month(office: Office) -> None:
    """Monday 30: DataHub has another street and supplier, lacks a point and has one more."""
    office.today = "2026-11-30"
    own = office.exported("metering_points", "own.csv")
    current = {row["metering_point_id"]: row for row in own}  # the last row of a point is its last
    extract = [
        current[POINT] | {"street_name": "Gammelvej", "energy_supplier_id": "5790000555550"},
        current[THIRD],
        current[THIRD] | {"metering_point_id": STRANGER},
    ]
    source = write_csv(
        office.folder / "extract.csv", [row | {"extract_time": "2026-11-30"} for row in extract]
    )
    book = office.folder / "check.xlsx"
    arguments = ("self-control", office.company, "--month", "2026-11", "--datahub", source)
    ran = office.netkontor.run(
        *arguments, "--seed", "7", "-o", book, "--language", "da", "--json", today=office.today
    )
    assert ran.code == 1, ran.err
    result = ran.json()
    assert (result["population"], result["sample_size"], result["seed"]) == (3, 3, 7)
    assert result["unchecked_fields"] == []
    found = {(d["metering_point_id"], d["field"]) for d in result["discrepancies"]}
    assert found == {
        (POINT, "street_name"),
        (POINT, "energy_supplier_id"),
        (SECOND, None),
        (STRANGER, None),
    }
    _read_the_workbook(book)


def _read_the_workbook(book: Path) -> None:
    from openpyxl import load_workbook

    sheets = load_workbook(book)
    assert sheets.sheetnames == [
        "Grundlag",
        "Afvigelser",
        "Mangler i DataHub",
        "Mangler i eget register",
        "Stikprøve",
        "Skal genfremsendes",
        "Meddeles dataejer",
        *sheets.sheetnames[7:],
    ]

    def cells(name: str) -> list[Any]:
        return [cell for row in sheets[name].iter_rows() for cell in row if cell.value is not None]

    def ids(name: str) -> set[str]:
        found = [c for c in cells(name) if isinstance(c.value, str) and c.value.startswith("5713")]
        assert all(cell.data_type == "s" and len(cell.value) == 18 for cell in found)
        return {cell.value for cell in found}

    assert ids("Afvigelser") == {POINT}
    assert ids("Mangler i DataHub") == {SECOND}
    assert ids("Mangler i eget register") == {STRANGER}
    assert ids("Stikprøve") == {POINT, SECOND, THIRD}
    assert ids("Skal genfremsendes") >= {POINT}
    assert ids("Meddeles dataejer") >= {POINT}
    assert {"Gammelvej", "Prøvevej"} <= {cell.value for cell in cells("Afvigelser")}
    basis = cells("Grundlag")
    days = [cell for cell in basis if isinstance(cell.value, datetime)]
    assert "2026-11-30" in {f"{cell.value:%Y-%m-%d}" for cell in days}
    assert all(cell.is_date for cell in days)
    assert "7" in {str(cell.value) for cell in basis}
    assert sheets["Afvigelser"].freeze_panes
    assert sheets["Afvigelser"].auto_filter.ref


def _back_up_and_restore(office: Office) -> None:
    """The backup restored beside the file is the same company, and both are whole."""
    netkontor, copy, again = (
        office.netkontor,
        office.folder / "b.zip",
        office.folder / "r.netkontor",
    )
    assert netkontor.run("backup", office.company, copy, today=office.today).code == 0
    assert netkontor.run("restore", copy, again, today=office.today).code == 0
    for path in (office.company, again):
        checked = netkontor.run("check", path, "--json", today=office.today)
        assert (checked.code, checked.json()["findings"]) == (0, []), checked.out
    restored = Office(netkontor, again)
    restored.today = office.today
    after = restored.exported("metering_points", "after.csv")
    assert after == office.exported("metering_points", "before.csv")
    ran = netkontor.run("import", again, office.folder / "processes.csv", "--json")
    assert (ran.code, ran.json()["unchanged"]) == (0, ran.json()["rows"])
