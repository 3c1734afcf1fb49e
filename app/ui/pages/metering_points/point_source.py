"""The list of metering points: columns, filter chips and rows, all from SQL.

**Source**: ux § 1 rows 1-3; the columns are derived from the field catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import company, point_lists
from app.services.point_lists import PointQuery
from app.ui.models.columns import Column
from app.ui.pages.metering_points.states import state_badge
from app.ui.widgets.filter_chip import Chip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.domain.catalogue import Catalogue
    from app.domain.master_data import FieldValue
    from app.services.point_lists import ListColumn
    from app.ui.context import UiContext
    from app.ui.models.windowed import ListQuery

STATE = "connection_state"
_WIDTHS = {
    "metering_point_id": 20,
    "address": 33,
    "metering_point_type": 18,
    "settlement_method": 18,
    "grid_area_code": 10,
    "energy_supplier_id": 18,
    "reading_occurrence": 16,
    "dar_reference": 38,
    "location_description": 40,
    "parent_metering_point_id": 22,
    "power_plant_id": 22,
}
_KINDS = {
    "metering_point_id": "id",
    "actor_id": "id",
    "grid_area": "code",
    "code": "code",
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
    "date": "date",
}


class PointSource:
    """Answers the list's questions by the point services."""

    def __init__(self, context: UiContext, column_ids: Sequence[str]) -> None:
        self._context = context
        self._columns = tuple(column_ids)
        self._total = 0

    def ids(self, query: ListQuery) -> Sequence[int]:
        """Return the row ids that match, in order."""
        found = point_lists.find(self._context.session, point_query(query))
        self._total = found.total
        return found.rowids

    def first(self, query: ListQuery) -> Sequence[int]:
        """Return the first row ids that match."""
        return point_lists.first_hits(self._context.session, point_query(query)).ids

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[object]]:
        """Return the raw values of these rows."""
        return point_lists.rows(self._context.session, ids, self._columns)

    def total(self) -> int:
        """Return the number of points, as counted with the newest ids."""
        return self._total

    def chip_counts(self, chip_id: str, query: ListQuery) -> Mapping[str, int]:
        """Return the number of points per code."""
        counted = point_lists.chip_counts(self._context.session, chip_id, point_query(query))
        return {code: count for code, _label, count in counted}


def point_query(query: ListQuery) -> PointQuery:
    """Return the store's query for what the list shall show."""
    chips = {field_id: codes for field_id, codes in query.chips.items() if codes}
    if not query.sort:
        return PointQuery(text=query.text, chips=chips)
    return PointQuery(text=query.text, chips=chips, sort=query.sort)


def list_columns(context: UiContext) -> list[Column]:
    """Return the columns of the list, the id first."""
    catalogue = context.session.catalogues.fields
    found = [_column(context, catalogue, c) for c in point_lists.columns(context.session)]
    return sorted(found, key=lambda column: column.id != "metering_point_id")


def _column(context: UiContext, catalogue: Catalogue, column: ListColumn) -> Column:
    entry = catalogue.fields.get(column.field_id)
    kind = "text" if entry is None else _KINDS.get(entry.type.value, "text")
    if column.field_id == STATE:
        return Column(
            id=column.field_id,
            title=column.label,
            kind="badge",
            width=19,
            badge=lambda value: state_badge(str(value), catalogue),
            hidden=not column.is_default,
        )
    plain = kind in {"integer", "decimal", "boolean", "date", "id"}
    return Column(
        id=column.field_id,
        title=column.label,
        kind=kind,
        width=_WIDTHS.get(column.field_id, 16),
        format=None if plain else _formatter(context, column.field_id),
        hidden=not column.is_default,
    )


def _formatter(context: UiContext, field_id: str) -> Callable[[FieldValue], str]:
    def written(value: FieldValue) -> str:
        return point_lists.list_text(context.session, field_id, value)

    return written


def list_chips(context: UiContext) -> list[Chip]:
    """Return what the list can be filtered by: all codes of a coded field, own areas."""
    catalogue = context.session.catalogues.fields
    chips = []
    for chip in point_lists.chip_fields(context.session):
        entry = catalogue.fields.get(chip.field_id)
        if entry is not None and entry.code_list:
            codes = catalogue.code_list(chip.field_id)
            choices = [(code, codes.label(code)) for code in codes]
        else:
            areas = company.company_info(context.session).grid_areas
            choices = [(code, code) for code in areas]
        chips.append(Chip(chip.field_id, chip.label, choices))
    return chips
