"""Suppliers at metering points: the received move-in, and who supplied when.

**Source**: Forskrift H1 §§ 13 and 21, stk. 2: a new point is connected only after a supplier has
carried out a move-in. The supplier and DataHub carry it out; the grid company registers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.services.actors import SUPPLIER, ActorRow, list_actors
from app.services.process_start import start
from app.services.process_views import StartProcess

if TYPE_CHECKING:
    from datetime import date

    from app.domain.master_data import FieldValue
    from app.services.changes import Outcome
    from app.services.session import Session


@dataclass(frozen=True, kw_only=True)
class MoveIn:
    """A move-in that DataHub told of.

    Attributes:
        metering_point_id: 18 digits.
        energy_supplier_id: GLN or EIC of the supplier.
        effective_date: The day supply begins.
        balance_responsible_id: GLN or EIC, or "".
        received_on: The day of DataHub's message; None = today.
        note: Free text.
    """

    metering_point_id: str
    energy_supplier_id: str
    effective_date: date
    balance_responsible_id: str = ""
    received_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SupplyRow:
    """One supply period; `valid_to` is the first day after."""

    valid_from: date
    valid_to: date
    supplier_id: str
    supplier_name: str
    balance_responsible_id: str


def move_in(session: Session, command: MoveIn, reason: str = "") -> Outcome[int]:
    """Register a received move-in: the supplier holds from the effective date.

    Returns:
        The number of the process, which is complete at once: nothing has to be reported.

    Raises:
        NotFoundError: When there is no such point.
    """
    data: dict[str, FieldValue] = {
        "move_in_date": command.effective_date,
        "energy_supplier_id": command.energy_supplier_id,
        "received_on": command.received_on or session.today,
    }
    if command.balance_responsible_id:
        data["balance_responsible_id"] = command.balance_responsible_id
    order = StartProcess(
        kind="move_in", object_id=command.metering_point_id, data=data, note=command.note
    )
    return start(session, order, reason)


def suppliers(session: Session) -> tuple[ActorRow, ...]:
    """Return the suppliers the register knows, by name."""
    return list_actors(session, SUPPLIER)


def supplies(session: Session, point_id: str) -> tuple[SupplyRow, ...]:
    """Return the supply periods of a point as believed now, the latest first."""
    with session.company_file.read() as reader:
        periods = reader.points.facet_periods(point_id, "supply")
        names = reader.actors.names()
    return tuple(
        SupplyRow(
            valid_from=period.valid_from,
            valid_to=period.valid_to,
            supplier_id=period.values.text("energy_supplier_id"),
            supplier_name=names.get(period.values.text("energy_supplier_id"), ""),
            balance_responsible_id=period.values.text("balance_responsible_id"),
        )
        for period in sorted(periods, key=lambda item: item.valid_from, reverse=True)
        if period.values.text("energy_supplier_id")
    )
