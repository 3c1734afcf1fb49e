"""The rows of each kind of table, as the register believes them now.

**Source**: design §§ 2.3 and 6. Every kind comes out in one fixed order, so that the same register
always gives the same file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from app.domain.master_data import FieldValue, MasterData
from app.services.exporting_processes import process_event_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.catalogue import Catalogue
    from app.exchange.kinds import Kind
    from app.store import ChargeInformation, ChargePrice, FacetPeriod, Reader

Row = Mapping[str, FieldValue]
_KEY = ("metering_point_id", "valid_from")


def export_rows(reader: Reader, catalogue: Catalogue, kind: Kind) -> Iterator[Row]:
    """Return the rows of a kind, in their fixed order.

    Args:
        reader: A snapshot.
        catalogue: Fields and facets.
        kind: What is wanted.
    """
    writers: dict[str, Callable[[Reader], Iterator[Row]]] = {
        "charges": _charges,
        "charge_prices": _charge_prices,
        "charge_links": _charge_links,
        "meter_readings": _meter_readings,
        "actors": _actors,
        "grid_areas": _grid_areas,
        "processes": process_event_rows,
    }
    if kind.id in writers:
        return writers[kind.id](reader)
    fields = {entry.id for entry in kind.columns} - set(_KEY)
    facets = {catalogue.field(name).facet for name in fields}
    return _point_rows(reader, facets)


def _point_rows(reader: Reader, facets: set[str]) -> Iterator[Row]:
    """Yield one row per point and day on which something differs from the row before."""
    for point_id, periods in reader.points.believed_history():
        wanted = [period for period in periods if period.facet in facets]
        for day, values in merged(wanted):
            yield {"metering_point_id": point_id, "valid_from": day, **values}


def merged(periods: Iterable[FacetPeriod]) -> Iterator[tuple[FieldValue, MasterData]]:
    """Yield each day on which the values of all facets together change, with the values.

    Args:
        periods: Believed periods of one point, of any facets, in any order.
    """
    ordered = sorted(periods, key=lambda period: period.valid_from)
    holding: dict[str, FacetPeriod] = {}
    before: MasterData | None = None
    for number, period in enumerate(ordered):
        holding[period.facet] = period
        day = period.valid_from
        if number + 1 < len(ordered) and ordered[number + 1].valid_from == day:
            continue
        values = MasterData(
            {
                name: value
                for held in holding.values()
                if held.valid_to > day
                for name, value in held.values.items()
            }
        )
        if values != before and (before is not None or len(values)):
            yield day, values
            before = values


def _charges(reader: Reader) -> Iterator[Row]:
    for charge, information, _prices in _in_order(reader):
        for period in information:
            yield {
                **charge,
                "valid_from": period.valid_from,
                "valid_to": period.valid_to,
                "charge_name": period.name,
                "charge_description": period.description,
                "vat_classification": period.vat_classification,
                "resolution": period.resolution,
                "is_tax": period.is_tax,
                "transparent_invoicing": period.transparent_invoicing,
            }


def _charge_prices(reader: Reader) -> Iterator[Row]:
    for charge, _information, prices in _in_order(reader):
        for period in prices:
            hours = {f"price_{hour}": p for hour, p in enumerate(period.prices, start=1)}
            ends = {"valid_from": period.valid_from, "valid_to": period.valid_to}
            yield {**charge, **ends, **hours}


def _in_order(reader: Reader) -> list[tuple[Row, list[ChargeInformation], list[ChargePrice]]]:
    """Return every price element with its periods, by owner, type and code."""
    found = sorted(
        reader.charges.believed_history(),
        key=lambda item: (item[0].owner_id, item[0].kind, item[0].code),
    )
    return [
        (
            {
                "charge_owner_id": charge.owner_id,
                "charge_type": charge.kind,
                "charge_code": charge.code,
            },
            information,
            prices,
        )
        for charge, information, prices in found
    ]


def _charge_links(reader: Reader) -> Iterator[Row]:
    charges = {charge.id: charge for charge in reader.charges.all()}
    links = sorted(
        reader.charge_links.believed(),
        key=lambda link: (
            link.metering_point_id,
            charges[link.charge_id].owner_id,
            charges[link.charge_id].kind,
            charges[link.charge_id].code,
            link.valid_from,
        ),
    )
    for link in links:
        charge = charges[link.charge_id]
        yield {
            "metering_point_id": link.metering_point_id,
            "charge_owner_id": charge.owner_id,
            "charge_type": charge.kind,
            "charge_code": charge.code,
            "quantity": link.quantity,
            "valid_from": link.valid_from,
            "valid_to": link.valid_to,
        }


def _meter_readings(reader: Reader) -> Iterator[Row]:
    readings = sorted(
        reader.readings.believed(),
        key=lambda r: (r.metering_point_id, r.read_on, r.meter_number, r.kind, r.value),
    )
    for reading in readings:
        yield {
            "metering_point_id": reading.metering_point_id,
            "meter_number": reading.meter_number,
            "read_on": reading.read_on,
            "reading": reading.value,
            "reading_kind": reading.kind,
            "reading_quality": reading.quality or None,
        }


def _actors(reader: Reader) -> Iterator[Row]:
    actors = sorted(reader.actors.all(), key=lambda a: (a.actor_id, a.role, a.valid_from))
    for actor in actors:
        yield {
            "actor_id": actor.actor_id,
            "actor_role": actor.role,
            "actor_name": actor.name,
            "valid_from": actor.valid_from,
            "valid_to": actor.valid_to,
        }


def _grid_areas(reader: Reader) -> Iterator[Row]:
    for area in sorted(reader.grid_areas.all(), key=lambda area: area.code):
        yield {
            "area_code": area.code,
            "area_name": area.name,
            "price_area": area.price_area,
            "own_area": area.own,
        }
