"""Tables of processes and their append-only events, and of readings they register.

**Source**: design § 2.4: an instance keeps append-only events; § 2.5: a done step keeps the dates
it was measured against.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, MetaData, Table, Text, text

from app.store.schema.naming import (
    knowledge_columns,
    reference,
    row_id,
    strict_table,
)
from app.store.types import IsoDay, JsonText, PlainText, ScaledDecimal, YesNo

QUANTITY_SCALE = 3


def process_tables(metadata: MetaData) -> dict[str, Table]:
    """Return process, process_event, meter_reading and computed_consumption by name."""
    tables = (
        _process(metadata),
        _process_event(metadata),
        _meter_reading(metadata),
        _computed_consumption(metadata),
    )
    return {table.name: table for table in tables}


def _process(metadata: MetaData) -> Table:
    """`state` and `is_open` repeat what the events say, for lists; all else never changes."""
    table = strict_table(
        metadata,
        "process",
        row_id(),
        Column("kind", Text, nullable=False),
        Column("object_kind", Text, nullable=False),
        Column("object_id", Text, nullable=False),
        Column("started_on", IsoDay, nullable=False),
        Column("data", JsonText, nullable=False),
        reference("change_in", "change.id"),
        Column("state", Text, nullable=False),
        Column("is_open", YesNo, nullable=False),
        protection="append_only",
        mutable=("state", "is_open"),
    )
    Index("ix_process_object", table.c.object_kind, table.c.object_id)
    Index("ix_process_open", table.c.kind, table.c.state, sqlite_where=text("is_open = 1"))
    return table


def _process_event(metadata: MetaData) -> Table:
    table = strict_table(
        metadata,
        "process_event",
        row_id(),
        reference("process_id", "process.id"),
        Column("kind", Text, nullable=False),
        Column("step", Text, nullable=False),
        Column("happened_on", IsoDay, nullable=False),
        reference("change_in", "change.id"),
        Column("data", JsonText, nullable=False),
        Column("explanation", Text, nullable=False),
        Column("note", Text, nullable=False),
        Column("measured", JsonText, nullable=False),
        protection="append_only",
    )
    Index("ix_process_event_process", table.c.process_id)
    return table


def _meter_reading(metadata: MetaData) -> Table:
    table = strict_table(
        metadata,
        "meter_reading",
        row_id(),
        reference("metering_point_id", "metering_point.metering_point_id"),
        Column("meter_number", Text, nullable=False),
        Column("read_on", IsoDay, nullable=False),
        Column("register_value", ScaledDecimal(QUANTITY_SCALE), nullable=False),
        Column("kind", Text, nullable=False),
        Column("quality", Text, nullable=False),
        reference("process_id", "process.id", nullable=True),
        *knowledge_columns(),
        protection="knowledge",
    )
    Index("ix_meter_reading_point", table.c.metering_point_id, table.c.read_on)
    return table


def _computed_consumption(metadata: MetaData) -> Table:
    table = strict_table(
        metadata,
        "computed_consumption",
        row_id(),
        reference("metering_point_id", "metering_point.metering_point_id"),
        Column("period_from", IsoDay, nullable=False),
        Column("period_to", IsoDay, nullable=False),
        Column("kwh", ScaledDecimal(QUANTITY_SCALE), nullable=False),
        Column("explanation", PlainText, nullable=False),
        reference("process_id", "process.id", nullable=True),
        *knowledge_columns(),
        protection="knowledge",
    )
    Index("ix_computed_consumption_point", table.c.metering_point_id, table.c.period_from)
    return table
