"""Make the frozen company file of schema version 1, the same every time.

Run once, before the first release with this version, and never again for it:
`python -m tests.databases.make_version_1`. Later versions get a script of their own, so that a test
can open a file as each released program wrote it.
"""

from __future__ import annotations

import gzip
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from app.clock import FixedClock
from app.domain.catalogue import load_catalogue
from app.paths import rules_dir
from app.store import (
    CheckFinding,
    CheckRunDraft,
    CompanyFile,
    NewConsumption,
    NewEvent,
    NewImportRun,
    NewOverride,
    NewProcess,
    NewReading,
)
from tests.store.made_up_points import point_id, points

TARGET = Path(__file__).with_name("version_0001.netkontor.gz")
FIRST, LATER = date(2024, 1, 1), date(2026, 3, 1)
POINT = point_id(0)


def make(path: Path) -> None:
    """Write a small company with a row in every table and a corrected period."""
    company_file = CompanyFile.create(
        path,
        gln="5790000555550",
        name="Eksempel Net A/S",
        grid_areas=["791"],
        who="Ida",
        clock=FixedClock(date(2026, 11, 21)),
        catalogue=load_catalogue(rules_dir()),
    )
    with company_file:
        fill(company_file)


def fill(company_file: CompanyFile) -> None:
    """Write rows into the tables of a company file, with a corrected period among them."""
    _write_points(company_file)
    _write_prices(company_file)
    _write_process(company_file)
    _write_kept_records(company_file)
    company_file.save_draft("metering_points", "create", {"city": "Ærø"})


def _write_points(company_file: CompanyFile) -> None:
    with company_file.write(who="Ida", kind="import") as writer:
        writer.points.put_many(points(12, day=FIRST))
        writer.import_runs.add(
            NewImportRun(
                kind="metering_points",
                source_name="start.csv",
                source_sha256="0" * 64,
                rows=12,
                new=12,
                changed=0,
                unchanged=0,
                rejected=0,
            )
        )
        writer.summary = "Imported 12 metering points"
    with company_file.write(who="Bo", kind="change_metering_point", why="Fejl") as writer:
        writer.points.put(POINT, "address", LATER, {"street_name": "Åbrinken"})
        writer.points.put(POINT, "parent", LATER, {"parent_metering_point_id": point_id(1)})
        writer.points.put(POINT, "plant", LATER, {"capacity_kw": Decimal("6.2")})
        writer.overrides.add(
            NewOverride(
                rule="ADR-1",
                field_id="street_name",
                message="The street is not known.",
                reason="Ny vej",
                object_kind="metering_point",
                object_id=POINT,
            )
        )
    with company_file.write(who="Bo", kind="change_metering_point") as writer:
        writer.points.put(POINT, "address", LATER, {"street_name": "Ålykke"})


def _write_prices(company_file: CompanyFile) -> None:
    with company_file.write(who="Ida", kind="create_charge") as writer:
        tariff = writer.charges.add("5790000555550", "D03", "41000")
        writer.charges.put_information(tariff, FIRST, {"name": "Nettarif C", "resolution": "PT1H"})
        writer.charges.put_prices(tariff, FIRST, [Decimal(h) / 100 for h in range(24)])
        writer.charges.put_prices(tariff, LATER, [Decimal("0.123456")])
        writer.charge_links.put(tariff, POINT, FIRST)
        writer.actors.put("8200000007432", "DDQ", "Elhandel Øst")


def _write_process(company_file: CompanyFile) -> None:
    with company_file.write(who="Ida", kind="start_process") as writer:
        process = writer.processes.start(
            NewProcess(
                kind="meter_swap",
                object_kind="metering_point",
                object_id=POINT,
                started_on=LATER,
                state="done",
                data={"day": LATER, "reading": Decimal("12345.6")},
            )
        )
        writer.processes.add_event(
            process,
            NewEvent(kind="done", step="swap", happened_on=LATER, state="done", is_open=True),
        )
        writer.readings.add(
            NewReading(
                metering_point_id=POINT,
                meter_number="123",
                read_on=LATER,
                value=Decimal("12345.6"),
                kind="final",
                process_id=process,
            )
        )
        writer.readings.add_consumption(
            NewConsumption(
                metering_point_id=POINT,
                period_from=FIRST,
                period_to=LATER,
                kwh=Decimal("345.6"),
                explanation="12345.6 - 12000",
                process_id=process,
            )
        )
        writer.process_id = process


def _write_kept_records(company_file: CompanyFile) -> None:
    with company_file.write(who="Ida", kind="self_control") as writer:
        run = writer.check_runs.add(
            CheckRunDraft(
                kind="self_control",
                month="2026-10",
                as_of=datetime(2026, 11, 1, tzinfo=UTC),
                population=12,
                sample_size=12,
                seed=7,
                is_full=True,
                outcome="fulfilled",
            ),
            [CheckFinding(kind="difference", metering_point_id=POINT, field_id="city")],
        )
        writer.check_runs.sign_off(run)
        writer.settings.put("rule_set", "forskrift")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "version_0001.netkontor"
        make(made)
        TARGET.write_bytes(gzip.compress(made.read_bytes(), mtime=0))
