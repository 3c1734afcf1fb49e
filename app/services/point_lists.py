"""The list of metering points: what it can show, sort, filter and count; all of it in SQL.

**Source**: design § 3 ("search and filtering happen in SQL"); ux § 1 nr 1-3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.field_values import display_field
from app.store import PointQuery
from app.texts import _

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from app.domain.master_data import FieldValue
    from app.services.session import Session
    from app.store import PointHits

__all__ = [
    "ChipField",
    "ListColumn",
    "PointList",
    "PointQuery",
    "chip_counts",
    "chip_fields",
    "columns",
    "find",
    "first_hits",
    "list_text",
    "rows",
]

_DEFAULT_COLUMNS = (
    "metering_point_id",
    "address",
    "metering_point_type",
    "connection_state",
    "settlement_method",
    "grid_area_code",
    "meter_number",
    "energy_supplier_id",
)
_CHIP_FIELDS = (
    "metering_point_type",
    "connection_state",
    "settlement_method",
    "grid_area_code",
)
_KEY_FIELDS = ("metering_point_id", "valid_from")


@dataclass(frozen=True, kw_only=True)
class PointList:
    """The hits of a query.

    Attributes:
        rowids: Row numbers in the order of the query, to be fetched by `rows`.
        shown: How many.
        total: How many points there are in all.
    """

    rowids: array[int]
    shown: int
    total: int


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """A column the list can show.

    Attributes:
        field_id: Column of `rows`.
        label: Heading.
        type: Kind of value, as in the field catalogue ("text" for the address).
        is_default: Shown until the operator chooses.
    """

    field_id: str
    label: str
    type: str
    is_default: bool


@dataclass(frozen=True, kw_only=True)
class ChipField:
    """A field the list can be filtered by with chips."""

    field_id: str
    label: str


def find(session: Session, query: PointQuery) -> PointList:
    """Return the points that a query asks for."""
    with session.company_file.read() as reader:
        rowids = reader.point_list.ids(query)
        return PointList(rowids=rowids, shown=len(rowids), total=reader.point_list.count())


def first_hits(session: Session, query: PointQuery, limit: int = 200) -> PointHits:
    """Return the first hits of a query: what a key stroke shows."""
    with session.company_file.read() as reader:
        return reader.point_list.first(query, limit)


def rows(
    session: Session, rowids: Sequence[int], wanted: Sequence[str]
) -> list[tuple[FieldValue, ...]]:
    """Return raw values of the points, in the order of the row numbers."""
    with session.company_file.read() as reader:
        return [tuple(row) for row in reader.point_list.rows(rowids, wanted)]


def columns(session: Session) -> tuple[ListColumn, ...]:
    """Return every column the list can show: the default ones first, then by the form's order."""
    catalogue = session.catalogues.fields
    labels = {entry.id: entry.label() for entry in catalogue.in_form_order()}
    types = {entry.id: str(entry.type) for entry in catalogue.in_form_order()}
    labels["address"], types["address"] = _("Address"), "text"
    labels.setdefault("metering_point_id", catalogue.field("metering_point_id").label())
    ordered = dict.fromkeys((*_DEFAULT_COLUMNS, *labels))
    return tuple(
        ListColumn(
            field_id=name,
            label=labels[name],
            type=types.get(name, "text"),
            is_default=name in _DEFAULT_COLUMNS,
        )
        for name in ordered
        if name in labels and name != "valid_from"
    )


def chip_fields(session: Session) -> tuple[ChipField, ...]:
    """Return the fields the list can be filtered by with chips."""
    catalogue = session.catalogues.fields
    return tuple(
        ChipField(field_id=name, label=catalogue.field(name).label()) for name in _CHIP_FIELDS
    )


def chip_counts(session: Session, field_id: str, query: PointQuery) -> list[tuple[str, str, int]]:
    """Return code, label and number of hits for each value of a field, most frequent first."""
    with session.company_file.read() as reader:
        counted = reader.point_list.chip_counts(field_id, query)
    found = [(code, list_text(session, field_id, code), count) for code, count in counted.items()]
    return sorted(found, key=lambda item: (-item[2], item[0]))


def list_text(session: Session, field_id: str, value: FieldValue) -> str:
    """Return a value of the list as a person reads it; "" for none."""
    catalogue = session.catalogues.fields
    if value is None or value == "" or field_id not in catalogue.fields:
        return str(value or "")
    return display_field(catalogue.field(field_id), value, catalogue)
