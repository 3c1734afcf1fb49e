"""What was read on the meters of a point, and what was computed from it.

**Source**: Forskrift H1 §§ 17, 18, 20 and 21: readings at connection, disconnection and swap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.texts import _

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.services.session import Session


@dataclass(frozen=True, kw_only=True)
class ReadingRow:
    """One reading.

    Attributes:
        id: Number of the reading.
        read_on: Danish local day.
        meter_number: The meter that was read.
        value: What the register showed.
        kind_label: Why it was read, in words.
        process_id: The process it belongs to; None when it stands alone.
    """

    id: int
    read_on: date
    meter_number: str
    value: Decimal
    kind_label: str
    process_id: int | None


@dataclass(frozen=True, kw_only=True)
class ConsumptionRow:
    """One computed consumption.

    Attributes:
        id: Number of the consumption.
        period_from: First day.
        period_to: First day after.
        kwh: Consumption in kWh.
        explanation: The arithmetic in words.
        process_id: The process it belongs to; None when it stands alone.
    """

    id: int
    period_from: date
    period_to: date
    kwh: Decimal
    explanation: str
    process_id: int | None


@dataclass(frozen=True, kw_only=True)
class MeterLog:
    """Readings and computed consumption of a point, newest first."""

    readings: tuple[ReadingRow, ...]
    consumption: tuple[ConsumptionRow, ...]


def meter_log(session: Session, point_id: str) -> MeterLog:
    """Return what was read and computed on a point's meters, as believed now."""
    labels = _kind_labels()
    with session.company_file.read() as reader:
        readings = reader.readings.of_point(point_id)
        consumption = reader.readings.consumption_of_point(point_id)
    return MeterLog(
        readings=tuple(
            ReadingRow(
                id=r.id,
                read_on=r.read_on,
                meter_number=r.meter_number,
                value=r.value,
                kind_label=labels.get(r.kind, r.kind),
                process_id=r.process_id,
            )
            for r in readings
        ),
        consumption=tuple(
            ConsumptionRow(
                id=c.id,
                period_from=c.period_from,
                period_to=c.period_to,
                kwh=c.kwh,
                explanation=c.explanation,
                process_id=c.process_id,
            )
            for c in consumption
        ),
    )


def _kind_labels() -> dict[str, str]:
    return {
        "connection": _("Connection"),
        "disconnection": _("Disconnection"),
        "reconnection": _("Reconnection"),
        "final": _("Final reading at swap"),
        "first": _("First reading at swap"),
        "periodic": _("Periodic reading"),
    }
