"""Prices, links, actors, areas and readings taken in from files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services.imports import import_file
from tests.builders import OWN_GLN, SUPPLIER_GLN, consumption_point, point_id, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.session import Session

CONNECTED = {"connection_state": "E22", "energy_supplier_id": SUPPLIER_GLN}


def points_file(folder: Path, *rows: dict[str, str], name: str = "points.csv") -> Path:
    return write_csv(folder / name, rows)


CHARGE = {"charge_type": "D03", "charge_code": "NT-C", "valid_from": "2026-01-01"}


def test__import_file__charges_prices_and_links__build_on_each_other(
    session: Session, tmp_path: Path
) -> None:
    import_file(session, points_file(tmp_path, consumption_point(1, **CONNECTED)))
    charges = [
        CHARGE | {"charge_name": "Nettarif C", "vat_classification": "D02", "resolution": "PT1H"},
        {
            "charge_type": "D02",
            "charge_code": "GEB",
            "valid_from": "2026-01-01",
            "charge_name": "Gebyr",
            "vat_classification": "25 % moms",
            "transparent_invoicing": "ja",
        },
    ]
    hours = {f"price_{hour}": f"0,{hour:02d}" for hour in range(1, 25)}
    prices = [
        CHARGE | hours,
        CHARGE | {"price_1": "0,5", "price_2": "0,6"},
        {**CHARGE, "charge_code": "NO", "price_1": "1,5"},
    ]
    links = [
        CHARGE | {"metering_point_id": point_id(1)},
        CHARGE | {"metering_point_id": point_id(1), "quantity": "2", "valid_from": "2026-02-01"},
        CHARGE | {"metering_point_id": point_id(9)},
    ]

    first = import_file(session, points_file(tmp_path, *charges, name="charges.csv"))
    second = import_file(session, points_file(tmp_path, *prices, name="prices.csv"))
    third = import_file(session, points_file(tmp_path, *links, name="links.csv"))

    assert (first.kind, first.new, [v.rule for v in first.rejected[0].violations]) == (
        "charges",
        1,
        ["VR.904"],
    )
    assert first.rejected[0].violations[0].field == "transparent_invoicing"
    assert (second.kind, second.new) == ("charge_prices", 0)
    assert [bad.row for bad in second.rejected] == [2, 3, 4]
    assert (third.kind, third.new, [bad.row for bad in third.rejected]) == (
        "charge_links",
        1,
        [3, 4],
    )
    with session.company_file.read() as reader:
        charge = reader.charges.find(OWN_GLN, "D03", "NT-C")
        assert charge is not None
        assert reader.charges.prices(charge.id) == []
        (link,) = reader.charge_links.of_point(point_id(1))
    assert (link.charge_id, link.quantity, link.valid_from) == (charge.id, 1, date(2026, 1, 1))


def test__import_file__hourly_prices__replace_each_other_whole(
    session: Session, tmp_path: Path
) -> None:
    charge = CHARGE | {"charge_name": "Nettarif", "vat_classification": "D02", "resolution": "PT1H"}
    import_file(session, points_file(tmp_path, charge, name="charges.csv"))
    hours = {f"price_{hour}": f"0.{hour:02d}5" for hour in range(1, 25)}
    rows = [CHARGE | hours, CHARGE | {"valid_from": "2026-07-01", "price_1": "0.75"}]

    result = import_file(session, points_file(tmp_path, *rows, name="prices.csv"), decimal_sign=".")

    assert (result.new, result.rejected) == (2, ())
    with session.company_file.read() as reader:
        found = reader.charges.find(OWN_GLN, "D03", "NT-C")
        assert found is not None
        periods_of_price = reader.charges.prices(found.id)
    assert [(p.valid_from, len(p.prices)) for p in periods_of_price] == [
        (date(2026, 1, 1), 24),
        (date(2026, 7, 1), 1),
    ]
    assert periods_of_price[0].prices[23] == Decimal("0.245")


def test__import_file__actors_and_areas_and_readings__are_kept(
    session: Session, tmp_path: Path
) -> None:
    import_file(session, points_file(tmp_path, consumption_point(1, **CONNECTED)))
    actors = [{"gln": SUPPLIER_GLN, "role": "DDQ", "name": "Prøve El"}]
    areas = [
        {"area_code": "999", "area_name": "Prøve", "price_area": "DK1", "own": "ja"},
        {"area_code": "998", "area_name": "Nabo", "price_area": "DK3"},
    ]
    readings = [
        {"metering_point_id": point_id(1), "read_on": "2026-03-01", "reading": "1234,5"},
        {
            "metering_point_id": point_id(1),
            "read_on": "2026-04-01",
            "reading": "1300",
            "reading_kind": "guess",
        },
    ]

    results = [
        import_file(session, points_file(tmp_path, *rows, name=f"{name}.csv"))
        for name, rows in (("actors", actors), ("areas", areas), ("readings", readings))
    ]

    assert [(r.kind, r.new + r.changed, len(r.rejected)) for r in results] == [
        ("actors", 1, 0),
        ("grid_areas", 1, 1),
        ("meter_readings", 1, 1),
    ]
    with session.company_file.read() as reader:
        assert reader.actors.names()[SUPPLIER_GLN] == "Prøve El"
        assert reader.grid_areas.own_codes() == {"999"}
        (reading,) = reader.readings.of_point(point_id(1))
    assert (reading.meter_number, reading.value, reading.kind) == (
        "M00000001",
        Decimal("1234.5"),
        "periodic",
    )


def test__import_file__reading_with_another_value__replaces_the_old_one(
    session: Session, tmp_path: Path
) -> None:
    import_file(session, points_file(tmp_path, consumption_point(1, **CONNECTED)))
    row = {"metering_point_id": point_id(1), "read_on": "2026-03-01", "reading": "100.5"}
    import_file(session, points_file(tmp_path, row, name="a.csv"))

    same = import_file(session, points_file(tmp_path, row, name="a.csv"))
    other = import_file(session, points_file(tmp_path, row | {"reading": "101.5"}, name="b.csv"))

    assert (same.unchanged, other.changed) == (1, 1)
    with session.company_file.read() as reader:
        assert [r.value for r in reader.readings.of_point(point_id(1))] == [Decimal("101.5")]
