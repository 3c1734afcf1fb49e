"""Write the demo's actors, prices, points and links into the register, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.services.demo_data.charges import charges, links_of
from app.services.demo_data.company import ACTORS, GRID_AREAS, OWN_AREA, PRICE_AREA
from app.services.demo_data.population import Population, installations
from app.store import LinkChange, NewReading
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.demo_data.charges import DemoCharge
    from app.services.demo_data.households import Surroundings
    from app.services.demo_data.timeline import Timeline
    from app.services.session import Session
    from app.services.tasking import Task
    from app.store import PointChange, Writer

_POOL_SIZE = 60
_QUIET_DAYS = timedelta(days=90)
_PRICES_AHEAD = timedelta(days=45)
"""Prices are sent 31 days ahead, so those of next year are known before it begins."""
_WITH_VAT = "D02"


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What the register holds now.

    Attributes:
        pool: Connected households with a meter and nothing going on, for stories and differences.
        last_change: The register's last change: what DataHub knows too.
    """

    pool: list[Timeline]
    last_change: int


def fill_register(session: Session, surroundings: Surroundings, points: int, task: Task) -> Filled:
    """Write the company as it was when the demo's register began.

    Raises:
        CancelledError: When the task was cancelled; nothing is written then.
    """
    filler = _Filler(session, surroundings, task, points)
    with session.company_file.write(
        who=session.who,
        kind="demo",
        why=_("Taken over from the former register"),
    ) as writer:
        writer.summary = _("The demo company was made")
        filler.write(writer)
        return Filled(pool=filler.pool, last_change=writer.change_id)


class _Filler:
    """Streams the points into the store and gathers their links on the way."""

    def __init__(
        self, session: Session, surroundings: Surroundings, task: Task, points: int
    ) -> None:
        self.pool: list[Timeline] = []
        self._session = session
        self._surroundings = surroundings
        self._task = task
        self._points = points
        self._links: list[LinkChange] = []

    def write(self, writer: Writer) -> None:
        """Write everything."""
        for actor in ACTORS:
            writer.actors.put(actor.id, actor.role, actor.name)
        for code, name in GRID_AREAS.items():
            writer.grid_areas.put(code, name=name, price_area=PRICE_AREA, own=code == OWN_AREA)
        last_priced_day = self._surroundings.as_of + _PRICES_AHEAD
        charge_ids = {
            charge.code: _write_charge(writer, charge) for charge in charges(last_priced_day)
        }
        writer.points.put_many(self._changes(charge_ids))
        self._task.report(self._points, self._points, _("Writing links"))
        writer.charge_links.put_many(self._links)
        for life in self.pool:
            writer.readings.add(_reading_at_new_year(self._surroundings, life))

    def _changes(self, charge_ids: dict[str, int]) -> Iterator[PointChange]:
        done = 0
        for installation in installations(self._surroundings, Population.of(self._points)):
            self._task.raise_if_cancelled()
            self._task.report(done, self._points, _("Writing metering points"))
            done += len(installation)
            for life in installation:
                yield from life.changes()
                self._links += [
                    LinkChange(
                        charge_id=charge_ids[link.code],
                        metering_point_id=link.point_id,
                        valid_from=link.valid_from,
                        quantity=link.quantity,
                        valid_to=link.valid_to,
                    )
                    for link in links_of(life)
                ]
            if len(installation) == 1 and len(self.pool) < _POOL_SIZE:
                self.pool += [
                    life for life in installation if _is_quiet(life, self._surroundings.as_of)
                ]


def _write_charge(writer: Writer, charge: DemoCharge) -> int:
    charge_id = writer.charges.add(charge.owner_id, charge.kind, charge.code)
    information = {
        "name": charge.name,
        "description": charge.description,
        "vat_classification": _WITH_VAT,
        "resolution": charge.resolution,
        "is_tax": charge.is_tax,
        "transparent_invoicing": charge.transparent_invoicing,
    }
    writer.charges.put_information(charge_id, charge.valid_from, information)
    for day, prices in charge.prices:
        writer.charges.put_prices(charge_id, day, prices)
    if charge.valid_to is not None:
        writer.charges.end(charge_id, charge.valid_to)
    return charge_id


def _is_quiet(life: Timeline, as_of: date) -> bool:
    """Return whether a point is a connected household where nothing happened lately."""
    held = life.at(as_of)
    wanted = {
        "metering_point_type": "E17",
        "settlement_method": "D01",
        "net_settlement_group": "0",
        "connection_state": "E22",
        "metering_method": "D01",
        "is_actual_address": True,
    }
    return (
        all(held.get(name) == value for name, value in wanted.items())
        and life.last_day < as_of - _QUIET_DAYS
    )


def _reading_at_new_year(surroundings: Surroundings, life: Timeline) -> NewReading:
    day = date(surroundings.as_of.year, 1, 1)
    return NewReading(
        metering_point_id=life.point_id,
        meter_number=str(life.at(surroundings.as_of)["meter_number"]),
        read_on=day if day < surroundings.as_of - _QUIET_DAYS else day.replace(year=day.year - 1),
        value=Decimal(surroundings.rng.randint(3_000, 92_000)),
        kind="periodic",
    )
