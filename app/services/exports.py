"""Write one kind of table out, in the form that the import reads back without loss.

**Source**: design §§ 5 and 6: the currently believed history, and the round trip is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.catalogue import FieldType
from app.domain.errors import UsageError
from app.domain.field_values import format_field
from app.domain.periods import OPEN_END
from app.exchange.decimal_signs import unambiguous
from app.exchange.table_writing import CellType, write_csv, write_xlsx
from app.services.exporting import export_rows
from app.services.file_kinds import chosen_kind
from app.services.tasking import NoTask
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from app.domain.catalogue import FieldEntry
    from app.domain.master_data import FieldValue
    from app.exchange.kinds import Kind
    from app.services.session import Session
    from app.services.tasking import Task

_REPORT_EVERY = 1_000
_CELL_TYPES = {
    FieldType.DECIMAL: CellType.NUMBER,
    FieldType.INTEGER: CellType.NUMBER,
    FieldType.DATE: CellType.DATE,
}
WRITERS = (".csv", ".xlsx")


@dataclass(frozen=True, kw_only=True)
class ExportResult:
    """What was written.

    Attributes:
        kind: What the file holds.
        path: The file.
        rows: Rows below the header.
    """

    kind: str
    path: Path
    rows: int


def export_file(
    session: Session, kind: str, target: Path, *, task: Task | None = None
) -> ExportResult:
    """Write one kind of table to a file, complete or not at all.

    Args:
        session: The open company.
        kind: What to write.
        target: Ends in .csv or .xlsx, which decides the form.
        task: Hears about progress, and can cancel.

    Raises:
        UsageError: When there is no such kind, or the name ends otherwise.
        OutputFileError: When it cannot be written; an existing file is left as it was.
        CancelledError: When the operator cancelled.
    """
    chosen = chosen_kind(session, kind, to_import=False)
    suffix = target.suffix.casefold()
    if suffix not in WRITERS:
        raise UsageError(
            _("{path} must end in .csv or .xlsx.").format(path=target),
        )
    header = [entry.id for entry in chosen.columns]
    with session.company_file.read() as reader:
        values = export_rows(reader, session.catalogues.fields, chosen)
        lines = _watched(_lines(values, chosen), task or NoTask())
        if suffix == ".csv":
            rows = write_csv(target, header, lines)
        else:
            types = [_CELL_TYPES.get(entry.type, CellType.TEXT) for entry in chosen.columns]
            rows = write_xlsx(target, header, lines, types=types, title=chosen.label)
    return ExportResult(kind=chosen.id, path=target, rows=rows)


def _lines(rows: Iterator[Mapping[str, FieldValue]], kind: Kind) -> Iterator[list[str]]:
    """Yield each row as canonical texts."""
    columns = [(entry.id, _formatter(entry)) for entry in kind.columns]
    for row in rows:
        yield ["" if (value := row.get(name)) is None else text(value) for name, text in columns]


def _formatter(entry: FieldEntry) -> Callable[[FieldValue], str]:
    """Return the function that writes a value; most columns have few different ones."""
    texts: dict[FieldValue, str] = {}

    def text(value: FieldValue) -> str:
        # True and 1 are the same key of a dictionary, but a column has values of one type.
        found = texts.get(value)
        if found is None:
            found = texts[value] = canonical_text(entry, value)
        return found

    return text


def canonical_text(entry: FieldEntry, value: FieldValue) -> str:
    """Return a value as files hold it; an open end is empty, a decimal can be read but one way."""
    if value == OPEN_END:
        return ""
    text = format_field(entry, value)
    return unambiguous(text) if entry.type is FieldType.DECIMAL else text


def _watched(lines: Iterator[list[str]], task: Task) -> Iterator[list[str]]:
    for done, line in enumerate(lines):
        if done % _REPORT_EVERY == 0:
            task.raise_if_cancelled()
            task.report(done, 0, _("Writing rows"))
        yield line
