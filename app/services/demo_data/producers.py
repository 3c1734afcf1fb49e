"""Production: plants with a supplier of their own, and own producers with their sets of points.

**Source**: Forskrift I § 9 (plant data for E18, D01, D05-D12); master-data §§ 2.10, 5: points in
groups 2, 3 and 6 are virtual or calculated and stand on physical children; an own producer in
group 6 is read on the 1st of a month.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services.demo_data.company import OWN_AREA, choose_supplier
from app.services.demo_data.households import (
    HISTORY_START,
    Surroundings,
    address_of,
    common_values,
    household,
    supply_values,
    without_meter,
)
from app.services.demo_data.timeline import Timeline

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue

_SOLAR, _WIND, _GAS_ENGINE = "D11", "D12", "D04"
_DIRECT, _INSTALLATION = "D01", "D02"


def plant(surroundings: Surroundings, *, renewable_share: bool) -> list[Timeline]:
    """Return a production point of its own: wind turbine, solar park or gas engine.

    Args:
        surroundings: What it is made from.
        renewable_share: Make a wind turbine whose renewable production is counted by a child.
    """
    rng = surroundings.rng
    weights = (1, 0, 0) if renewable_share else (55, 38, 7)
    asset = rng.choices((_WIND, _SOLAR, _GAS_ENGINE), weights)[0]
    kilowatts = {
        _WIND: rng.choice((225, 600, 850, 2300, 3600)),
        _SOLAR: rng.choice((49, 400, 950, 4800)),
        _GAS_ENGINE: rng.choice((1800, 3300)),
    }[asset]
    point_id = surroundings.numbers.next()
    life = Timeline(point_id).set(
        surroundings.day_between(HISTORY_START, surroundings.as_of - timedelta(days=400)),
        connection_state="E22",
        **common_values("E18", net_settlement_group="99", disconnection_type="D02"),
        **next(surroundings.addresses).values(),
        **surroundings.meter_values(),
        **_plant_values(asset, Decimal(kilowatts), _DIRECT, point_id),
        **supply_values(choose_supplier(rng)),
    )
    life.set(life.first_day, meter_conversion_factor=Decimal(rng.choice((1, 60, 200))))
    if renewable_share:
        return [life, _renewable_share(surroundings, life)]
    return [life]


def _plant_values(
    asset: str, kilowatts: Decimal, connection: str, plant_id: str
) -> dict[str, FieldValue]:
    return {
        "asset_type": asset,
        "capacity_kw": kilowatts,
        "connection_type": connection,
        "power_plant_id": plant_id,
    }


def _renewable_share(surroundings: Surroundings, parent: Timeline) -> Timeline:
    """Return the D01 child that counts a plant's renewable production."""
    day = parent.first_day
    held = parent.at(day)
    return Timeline(surroundings.numbers.next()).set(
        day,
        connection_state="E22",
        parent_metering_point_id=parent.point_id,
        **common_values("D01", disconnection_type="D02"),
        **without_meter("D03"),
        **address_of(parent, day),
        **{name: held[name] for name in _PLANT_FIELDS},
    )


_PLANT_FIELDS = ("asset_type", "capacity_kw", "connection_type", "power_plant_id")


def annual_net_settlement(surroundings: Surroundings) -> list[Timeline]:
    """Return a household that became a solar own producer in group 6, with its four children."""
    parent = household(surroundings, is_old=True)
    start = _solar_day(surroundings)
    plant_id = surroundings.numbers.next()
    solar = _solar(surroundings, plant_id)
    parent.set(
        start,
        net_settlement_group="6",
        scheduled_reading_date=f"{surroundings.rng.randint(1, 12):02d}01",
        **without_meter("D02"),
        **solar,
    )
    parent.keep_virtual(start)
    meter = surroundings.meter_values()
    children = [
        _child(surroundings, parent, start, "D06", {**meter, **solar}),
        _child(surroundings, parent, start, "D07", {**meter, **solar}),
        _child(surroundings, parent, start, "D04", {**without_meter("D03"), **solar}),
        _child(surroundings, parent, start, "D15", without_meter("D03")),
    ]
    return [parent, *children]


def instant_net_settlement(surroundings: Surroundings, group: str) -> list[Timeline]:
    """Return an own producer in group 2 or 3: consumption, production, and their children."""
    parent = household(surroundings, is_old=True)
    start = _solar_day(surroundings)
    plant_id = surroundings.numbers.next()
    solar = _solar(surroundings, plant_id)
    parent.set(start, net_settlement_group=group, **without_meter("D02"), **solar)
    parent.keep_virtual(start)
    production = Timeline(surroundings.numbers.next()).set(
        start,
        connection_state="E22",
        **common_values("E18", net_settlement_group=group, disconnection_type="D02"),
        **without_meter("D02"),
        **address_of(parent, start),
        **solar,
        **supply_values(choose_supplier(surroundings.rng)),
    )
    grid_meter, plant_meter = surroundings.meter_values(), surroundings.meter_values()
    gross = {**without_meter("D03"), **solar}
    return [
        parent,
        production,
        _child(surroundings, production, start, "D05", {**plant_meter, **solar}),
        _child(surroundings, production, start, "D06", {**grid_meter, **solar}),
        _child(surroundings, parent, start, "D07", {**grid_meter, **solar}),
        _child(surroundings, parent, start, "D12", gross),
    ]


def _solar_day(surroundings: Surroundings) -> date:
    return surroundings.day_between(date(2021, 2, 1), surroundings.as_of - timedelta(days=90))


def _solar(surroundings: Surroundings, plant_id: str) -> dict[str, FieldValue]:
    kilowatts = Decimal(surroundings.rng.randint(24, 60)) / 10
    return _plant_values(_SOLAR, kilowatts, _INSTALLATION, plant_id)


def _child(
    surroundings: Surroundings,
    parent: Timeline,
    day: date,
    point_type: str,
    values: dict[str, FieldValue],
) -> Timeline:
    return Timeline(surroundings.numbers.next()).set(
        day,
        connection_state="E22",
        parent_metering_point_id=parent.point_id,
        **common_values(point_type, disconnection_type="D02"),
        **address_of(parent, day),
        **values,
    )


def exchange(surroundings: Surroundings, neighbour: str, *, reactive: bool) -> list[Timeline]:
    """Return an exchange point with a neighbouring area, with its reactive child when wanted."""
    rng = surroundings.rng
    inward = rng.random() < 0.5
    address = next(surroundings.addresses).values()
    meter = {**surroundings.meter_values(), "meter_conversion_factor": Decimal(2000)}
    life = Timeline(surroundings.numbers.next()).set(
        HISTORY_START,
        connection_state="E22",
        from_grid_area_code=neighbour if inward else OWN_AREA,
        to_grid_area_code=OWN_AREA if inward else neighbour,
        **common_values("E20", disconnection_type="D02"),
        **address,
        **meter,
    )
    life.set(HISTORY_START, reading_occurrence="PT15M")
    if not reactive:
        return [life]
    child = Timeline(surroundings.numbers.next()).set(
        HISTORY_START,
        connection_state="E22",
        parent_metering_point_id=life.point_id,
        **common_values("D20", disconnection_type="D02"),
        **address_of(life, HISTORY_START),
        **meter,
    )
    child.set(
        HISTORY_START,
        product="8716867000047",
        unit="K3",
        meter_unit="K3",
        reading_occurrence="PT15M",
    )
    return [life, child]


def grid_loss(surroundings: Surroundings) -> Timeline:
    """Return the calculated point that corrects the area's grid loss."""
    return Timeline(surroundings.numbers.next()).set(
        HISTORY_START,
        connection_state="E22",
        **common_values("D13", disconnection_type="D02"),
        **without_meter("D03"),
        **next(surroundings.addresses).values(),
    )
