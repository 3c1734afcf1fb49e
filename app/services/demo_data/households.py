"""Consumption points: the many small ones, their electrical heating, and the few large ones.

**Source**: Forskrift H1 § 18 for the way from profiled to flex settlement (finished before 2021),
§ 21 for a new point, which is connected only after a supplier's move-in; H3 guide 5.4 for
electrical heating.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services.demo_data.company import (
    BUSINESS_SUPPLIERS,
    OWN_AREA,
    PointNumbers,
    Supplier,
    choose_supplier,
)
from app.services.demo_data.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from app.domain.master_data import FieldValue
    from app.services.demo_data.addresses import Address

HISTORY_START = date(2018, 1, 1)
"""The day from which the demo company's register knows its points."""

ACTIVE_ENERGY = "8716867000030"
_SWITCHES_PER_YEAR = 0.13
_METER_FAULTS_PER_YEAR = 0.012


@dataclass(kw_only=True)
class Surroundings:
    """What every point is made from: chance, numbers, addresses, and the day of the demo."""

    rng: Random
    numbers: PointNumbers
    addresses: Iterator[Address]
    as_of: date
    meters: int = 0

    def meter_values(self) -> dict[str, FieldValue]:
        """Return a physical meter that no other point has."""
        self.meters += 1
        return {
            "metering_method": "D01",
            "meter_number": f"{22_400_000 + self.meters * 7:08d}",
            "meter_digits": "7.0" if self.rng.random() < 0.2 else "7",
            "meter_conversion_factor": Decimal(1),
            "meter_unit": "KWH",
            "meter_type": "D01",
        }

    def day_between(self, first: date, last: date) -> date:
        """Return a day by chance, both ends included."""
        return first + timedelta(days=self.rng.randint(0, max(0, (last - first).days)))


def common_values(point_type: str, **values: FieldValue) -> dict[str, FieldValue]:
    """Return what every point of active energy has."""
    return {
        "metering_point_type": point_type,
        "grid_area_code": OWN_AREA,
        "product": ACTIVE_ENERGY,
        "unit": "KWH",
        "reading_occurrence": "PT1H",
        **values,
    }


def without_meter(method: str) -> dict[str, FieldValue]:
    """Return the meter fields of a virtual (D02) or calculated (D03) point."""
    return {
        "metering_method": method,
        "meter_number": None,
        "meter_digits": None,
        "meter_conversion_factor": None,
        "meter_unit": None,
        "meter_type": None,
    }


def supply_values(supplier: Supplier | None) -> dict[str, FieldValue]:
    """Return supplier and balance responsible party; None ends the supply."""
    return {
        "energy_supplier_id": supplier.id if supplier else None,
        "balance_responsible_id": supplier.balance_responsible_id if supplier else None,
    }


def household(surroundings: Surroundings, *, is_old: bool | None = None) -> Timeline:
    """Return a small consumption point with some years of history."""
    rng = surroundings.rng
    life = Timeline(surroundings.numbers.next())
    old = rng.random() < 0.87 if is_old is None else is_old
    supplier = choose_supplier(rng)
    if old:
        _existing(surroundings, life)
        supplied_from = HISTORY_START
    else:
        supplied_from = _newly_built(surroundings, life)
    life.set(supplied_from, **supply_values(supplier))
    _switches(surroundings, life, supplied_from, supplier)
    _meter_fault(surroundings, life)
    if rng.random() < 0.03:
        _address_correction(surroundings, life)
    return life


def _consumption(surroundings: Surroundings, **values: FieldValue) -> dict[str, FieldValue]:
    return common_values(
        "E17",
        net_settlement_group="0",
        disconnection_type="D01" if surroundings.rng.random() < 0.9 else "D02",
        **next(surroundings.addresses).values(),
        **values,
    )


def _existing(surroundings: Surroundings, life: Timeline) -> None:
    """A point from before the register began: most were profiled until their month of change."""
    rng = surroundings.rng
    life.set(
        HISTORY_START,
        connection_state="E22",
        **_consumption(surroundings, settlement_method="D01"),
        **surroundings.meter_values(),
    )
    if rng.random() < 0.12:
        return
    rollout = date(rng.randint(2018, 2020), rng.randint(1, 12), 1)
    if rollout <= HISTORY_START:
        rollout = date(2018, 7, 1)
    life.set(
        HISTORY_START,
        settlement_method="E01",
        reading_occurrence="P1Y",
        scheduled_reading_date=f"{rng.randint(1, 12):02d}01",
        expected_annual_consumption_kwh=Decimal(rng.randint(12, 180) * 100),
        disconnection_type="D02",
    )
    life.set(
        rollout,
        settlement_method="D01",
        reading_occurrence="PT1H",
        scheduled_reading_date=None,
        expected_annual_consumption_kwh=None,
        disconnection_type="D01",
    )
    swapped = max(HISTORY_START + timedelta(days=1), rollout - timedelta(days=rng.randint(0, 75)))
    life.set(swapped, **surroundings.meter_values())


def _newly_built(surroundings: Surroundings, life: Timeline) -> date:
    """A point created later: new, then supplied, then connected. Returns the first supplied day."""
    rng = surroundings.rng
    latest = surroundings.as_of - timedelta(days=60)
    created = surroundings.day_between(HISTORY_START + timedelta(days=30), latest)
    supplied = created + timedelta(days=rng.randint(5, 35))
    connected = supplied + timedelta(days=rng.randint(0, 8))
    life.set(
        created,
        connection_state="D03",
        **_consumption(surroundings, settlement_method="D01"),
        **surroundings.meter_values(),
    )
    life.set(connected, connection_state="E22")
    return supplied


def _switches(surroundings: Surroundings, life: Timeline, start: date, supplier: Supplier) -> None:
    rng = surroundings.rng
    day = start
    while True:
        day += timedelta(days=max(20, round(rng.expovariate(_SWITCHES_PER_YEAR / 365))))
        if day > surroundings.as_of + timedelta(days=20):
            return
        supplier = choose_supplier(rng, other_than=supplier.id)
        life.set(day, **supply_values(supplier))


def _meter_fault(surroundings: Surroundings, life: Timeline) -> None:
    rng = surroundings.rng
    first = max(life.first_day + timedelta(days=60), date(2021, 1, 1))
    days = (surroundings.as_of - timedelta(days=30) - first).days
    if days > 0 and rng.random() < _METER_FAULTS_PER_YEAR * days / 365:
        life.set(first + timedelta(days=rng.randint(0, days)), **surroundings.meter_values())


def _address_correction(surroundings: Surroundings, life: Timeline) -> None:
    """The point first stood at a nearby address with a comment, and was then put right."""
    life.set(
        life.first_day,
        is_actual_address=False,
        location_description="Ved transformerstationen",
        address_wash_instruction="D02",
    )
    first = max(life.first_day + timedelta(days=20), date(2019, 1, 1))
    life.set(
        surroundings.day_between(first, surroundings.as_of - timedelta(days=40)),
        is_actual_address=True,
        location_description=None,
        address_wash_instruction="D01",
    )


def electrical_heating(surroundings: Surroundings, parent: Timeline) -> Timeline:
    """Return the electrical heating child of a household: calculated from its parent."""
    start = surroundings.day_between(
        parent.first_day + timedelta(days=100), surroundings.as_of - timedelta(days=120)
    )
    return Timeline(surroundings.numbers.next()).set(
        start,
        connection_state="E22",
        parent_metering_point_id=parent.point_id,
        **common_values("D14", disconnection_type=parent.at(start)["disconnection_type"]),
        **without_meter("D03"),
        **address_of(parent, start),
    )


_PLACE = (
    "street_name",
    "street_code",
    "building_number",
    "floor",
    "room",
    "city_subdivision",
    "post_code",
    "city",
    "municipality_code",
    "country_code",
    "dar_reference",
)


def address_of(life: Timeline, day: date) -> dict[str, FieldValue]:
    """Return the address fields of a point, for another point at the same place."""
    held = life.at(day)
    place: dict[str, FieldValue] = {name: held.get(name) for name in _PLACE}
    return {**place, "is_actual_address": True, "address_wash_instruction": "D01"}


def business(surroundings: Surroundings) -> Timeline:
    """Return a large consumption point, settled by the hour and read every quarter since 2025."""
    rng = surroundings.rng
    supplier = rng.choice(BUSINESS_SUPPLIERS)
    kilowatts = rng.choice((160, 250, 400, 630, 1000))
    life = Timeline(surroundings.numbers.next()).set(
        HISTORY_START,
        connection_state="E22",
        **_consumption(surroundings, settlement_method="E02"),
        **surroundings.meter_values(),
        **supply_values(supplier),
    )
    life.set(
        HISTORY_START,
        disconnection_type="D02",
        max_power_kw=Decimal(kilowatts),
        max_current_a=round(kilowatts * 1.44),
        meter_conversion_factor=Decimal(rng.choice((40, 60, 80, 120))),
    )
    if surroundings.as_of > date(2025, 3, 1):
        life.set(date(2025, 3, 1), reading_occurrence="PT15M")
    _switches(surroundings, life, HISTORY_START, supplier)
    return life


def stay_profiled_and_closed(surroundings: Surroundings) -> Timeline:
    """Return an old profiled point that was closed down before it could be changed to flex."""
    rng = surroundings.rng
    life = Timeline(surroundings.numbers.next())
    _existing(surroundings, life)
    life = Timeline(life.point_id).set(
        HISTORY_START,
        **{
            **life.at(HISTORY_START),
            "settlement_method": "E01",
            "reading_occurrence": "P1Y",
            "scheduled_reading_date": f"{rng.randint(1, 12):02d}01",
            "expected_annual_consumption_kwh": Decimal(rng.randint(12, 90) * 100),
            "disconnection_type": "D02",
        },
        **supply_values(choose_supplier(rng)),
    )
    close_down(life, surroundings.day_between(date(2018, 6, 1), date(2020, 6, 30)))
    return life


def close_down(life: Timeline, day: date) -> None:
    """Close the point down for good; its supply ends on the same day."""
    life.cut(day)
    life.set(day, connection_state="D02", **supply_values(None))
