"""A company file of every released version opens in this program, with everything it held."""

from __future__ import annotations

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.catalogue import load_catalogue
from app.paths import rules_dir
from app.store import OPEN_END, CompanyFile
from app.store.integrity import check_file
from app.store.schema import schema_version
from tests.store.made_up_points import point_id

FOLDER = Path(__file__).parent
POINT = point_id(0)
LATER = date(2026, 3, 1)


@pytest.fixture
def opened(request, tmp_path):
    path = tmp_path / "company.netkontor"
    path.write_bytes(gzip.decompress((FOLDER / request.param).read_bytes()))
    catalogue = load_catalogue(rules_dir())
    clock = FixedClock(date(2026, 11, 21))
    with CompanyFile.open(path, clock=clock, catalogue=catalogue) as company_file:
        yield company_file


def test__every_version__has_a_frozen_file():
    names = {path.name for path in FOLDER.glob("version_*.netkontor.gz")}

    assert names == {f"version_{n:04d}.netkontor.gz" for n in range(1, schema_version() + 1)}


@pytest.mark.parametrize("opened", ["version_0001.netkontor.gz"], indirect=True)
def test__open__a_file_of_version_1__has_what_it_held(opened):
    with opened.read() as reader:
        assert reader.points.count() == 12
        assert reader.settings.get("company.name") == "Eksempel Net A/S"
        found = reader.points.master_data(POINT, LATER)
        assert found.text("street_name") == "Ålykke"
        assert found.number("capacity_kw") == Decimal("6.2")
        corrected = reader.changes.find(text="fejl")[0]
        before = reader.points.master_data(POINT, LATER, as_known=corrected.id)
        assert before.text("street_name") == "Åbrinken"
        (charge,) = reader.charges.all()
        assert [(p.valid_to, len(p.prices)) for p in reader.charges.prices(charge.id)] == [
            (LATER, 24),
            (OPEN_END, 1),
        ]
        (process,) = reader.processes.find()
        assert process.data == {"day": LATER, "reading": Decimal("12345.6")}
        assert reader.readings.of_point(POINT)[0].value == Decimal("12345.6")
        assert reader.check_runs.all()[0].signed_off_by == "Ida"
        assert reader.drafts.all()[0].payload == {"city": "Ærø"}
    assert check_file(opened.path, catalogue=opened.catalogue) == []
