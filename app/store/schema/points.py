"""Tables of metering points: identity, one table of periods per facet, and the list of today.

**Source**: design § 2.3. The facets and their columns come from the field catalogue: a new field is
one entry there and one migration that adds its column to the facet's table and to the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, text

from app.domain.catalogue import FieldEntry, FieldType
from app.store.schema.naming import BELIEVED, period_table, reference, row_id, strict_table
from app.store.types import IsoDay, PlainText, ScaledDecimal, StoredType, WholeNumber, YesNo

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue

CURRENT = "metering_point_current"
SEARCH = "metering_point_search"

SEARCH_INDEX = "fts5(search_text, tokenize='trigram', detail='none', columnsize=0)"
SEARCH_DDL = f"CREATE VIRTUAL TABLE {SEARCH} USING {SEARCH_INDEX}"

# Fields that are asked for by value, not only by metering point.
_LOOKED_UP = ("meter_number", "energy_supplier_id", "parent_metering_point_id", "power_plant_id")
# Columns of the list that an order by hundred thousands of rows must not sort first.
_LIST_SORTED = ("address_sort", "city_sort", "meter_number", "energy_supplier_id")
# The coded columns with chips above the list: one narrow index answers every count.
_CHIPS = ("metering_point_type", "connection_state", "settlement_method", "grid_area_code")


def field_type(entry: FieldEntry) -> StoredType:
    """Return how values of a catalogue field are stored."""
    match entry.type:
        case FieldType.INTEGER:
            return WholeNumber()
        case FieldType.DECIMAL:
            return ScaledDecimal(entry.scale)
        case FieldType.BOOLEAN:
            return YesNo()
        case FieldType.DATE:
            return IsoDay()
    return PlainText()


def facet_table_name(facet: str) -> str:
    """Return the name of a facet's table of periods."""
    return f"metering_point_{facet}"


def metering_point_table(metadata: MetaData) -> Table:
    """Return the table of identities; an id that was used once is never used for another point."""
    return strict_table(
        metadata,
        "metering_point",
        row_id(),
        Column("metering_point_id", Text, nullable=False, unique=True),
        reference("change_in", "change.id"),
        protection="append_only",
    )


def facet_table(metadata: MetaData, facet: str, entries: tuple[FieldEntry, ...]) -> Table:
    """Return the table of periods of one facet."""
    table = period_table(
        metadata,
        facet_table_name(facet),
        (reference("metering_point_id", "metering_point.metering_point_id"),),
        tuple(_field_column(entry) for entry in entries),
    )
    for entry in entries:
        if entry.id in _LOOKED_UP:
            condition = text(f"{BELIEVED} AND {entry.id} IS NOT NULL")
            Index(f"ix_{table.name}_{entry.id}", table.c[entry.id], sqlite_where=condition)
    return table


def current_table(metadata: MetaData, catalogue: Catalogue) -> Table:
    """Return the list of today: one row per point with what is believed to hold on a day.

    The keys made for order stand before the fields, so that SQLite reads them without walking over
    a wide row. The words to be searched lie in the search index itself, which reads them again for
    every hit of a long word: in the list's wide rows that would cost several times as much.
    """
    fields = [entry for facet in catalogue.facets() for entry in catalogue.by_facet(facet)]
    table = strict_table(
        metadata,
        CURRENT,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("metering_point_id", Text, nullable=False, unique=True),
        Column("address_sort", Text, nullable=False),
        Column("city_sort", Text, nullable=False),
        Column("address", Text),
        Column("first_day", IsoDay, nullable=False),
        *(_field_column(entry) for entry in fields),
        protection="derived",
    )
    for name in _LIST_SORTED:
        if name in table.c:
            Index(None, table.c[name])
    chips = [table.c[name] for name in _CHIPS if name in table.c]
    if chips:
        Index(f"ix_{CURRENT}_chips", *chips)
    return table


def projection_table(metadata: MetaData) -> Table:
    """Return the one-row table that says for which day the list of today was made."""
    return strict_table(
        metadata,
        "projection",
        row_id(),
        Column("as_of", IsoDay, nullable=False),
        protection="derived",
    )


def _field_column(entry: FieldEntry) -> Column[Any]:
    return Column(entry.id, field_type(entry))
