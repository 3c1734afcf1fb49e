"""Write the list of metering points as the operator sees it: same rows, order and columns.

**Source**: ux § 1 row 12: typed cells, ids as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.catalogue import FieldType
from app.domain.errors import UsageError
from app.domain.field_values import format_field
from app.exchange.table_writing import CellType, write_csv, write_xlsx
from app.services.metering_points import columns, find, list_text, rows
from app.services.tasking import NoTask, Task
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.domain.master_data import FieldValue
    from app.services.session import Session
    from app.store import PointQuery

_PAGE = 1000
_CELL_TYPES = {
    FieldType.INTEGER: CellType.NUMBER,
    FieldType.DECIMAL: CellType.NUMBER,
    FieldType.DATE: CellType.DATE,
}


def export_point_list(
    session: Session,
    query: PointQuery,
    column_ids: Sequence[str],
    target: Path,
    task: Task | None = None,
) -> int:
    """Write the points a query finds and return how many rows were written.

    Args:
        session: The open company.
        query: What the list shows, in its order.
        column_ids: The columns, in their order.
        target: Ends in .csv or .xlsx, which decides the form.
        task: Hears about progress, and can cancel.

    Raises:
        UsageError: When the name ends otherwise.
        OutputFileError: When it cannot be written; an existing file is left as it was.
        CancelledError: When the operator cancelled.
    """
    labels = {column.field_id: column.label for column in columns(session)}
    header = [labels.get(name, name) for name in column_ids]
    lines = _lines(session, query, column_ids, task or NoTask())
    suffix = target.suffix.casefold()
    if suffix == ".csv":
        # The byte order mark makes a Danish Excel read the letters right.
        return write_csv(target, header, lines, encoding="utf-8-sig")
    if suffix == ".xlsx":
        types = [_cell_type(session, name) for name in column_ids]
        return write_xlsx(target, header, lines, types=types, title=_("Metering points"))
    raise UsageError(_("{path} must end in .csv or .xlsx.").format(path=target))


def _cell_type(session: Session, field_id: str) -> CellType:
    entry = session.catalogues.fields.fields.get(field_id)
    return CellType.TEXT if entry is None else _CELL_TYPES.get(entry.type, CellType.TEXT)


def _lines(
    session: Session, query: PointQuery, column_ids: Sequence[str], task: Task
) -> Iterator[list[str]]:
    found = find(session, query).rowids
    for start in range(0, len(found), _PAGE):
        task.raise_if_cancelled()
        task.report(start, len(found), _("Writing rows"))
        for values in rows(session, found[start : start + _PAGE], column_ids):
            yield [
                _text(session, name, value) for name, value in zip(column_ids, values, strict=True)
            ]


def _text(session: Session, field_id: str, value: FieldValue) -> str:
    """Return numbers and dates as cells hold them, everything else as the list shows it."""
    entry = session.catalogues.fields.fields.get(field_id)
    if value is None:
        return ""
    if entry is not None and entry.type in _CELL_TYPES:
        return format_field(entry, value)
    return list_text(session, field_id, value)
