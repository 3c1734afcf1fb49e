"""Tables of price elements: identity, information periods, price periods, links to points.

**Source**: design § 2.3 ("charges, prices and links are kept the same way"); Forskrift I §§ 13-15.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, MetaData, Table, Text, UniqueConstraint, text

from app.store.schema.naming import BELIEVED, period_table, reference, row_id, strict_table
from app.store.types import PlainText, ScaledDecimal, WholeNumber, YesNo

PRICE_SCALE = 6
MOST_POSITIONS = 24


def charge_tables(metadata: MetaData) -> dict[str, Table]:
    """Return charge, charge_information, charge_price and charge_link by name."""
    charge = strict_table(
        metadata,
        "charge",
        row_id(),
        Column("owner_id", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("code", Text, nullable=False),
        reference("change_in", "change.id"),
        UniqueConstraint("owner_id", "kind", "code"),
        CheckConstraint("kind IN ('D01', 'D02', 'D03')", name="kind"),
        protection="append_only",
    )
    information = period_table(
        metadata,
        "charge_information",
        (reference("charge_id", "charge.id"),),
        (
            Column("name", PlainText),
            Column("description", PlainText),
            Column("vat_classification", PlainText),
            Column("resolution", PlainText),
            Column("is_tax", YesNo),
            Column("transparent_invoicing", YesNo),
        ),
    )
    price = period_table(
        metadata,
        "charge_price",
        (
            reference("charge_id", "charge.id"),
            Column("position", WholeNumber, nullable=False),
        ),
        (Column("price", ScaledDecimal(PRICE_SCALE)),),
    )
    link = period_table(
        metadata,
        "charge_link",
        (
            reference("charge_id", "charge.id"),
            reference("metering_point_id", "metering_point.metering_point_id"),
        ),
        (Column("quantity", WholeNumber),),
    )
    by_point = (link.c.metering_point_id, link.c.charge_id, link.c.valid_from)
    Index("ix_charge_link_point_believed", *by_point, sqlite_where=text(BELIEVED))
    return {table.name: table for table in (charge, information, price, link)}
