"""Writes the rows that were left out, with the reasons, to be corrected and imported again.

**Source**: design § 5: rejected rows are also written to `<source>-rejected.<ext>`, same columns
plus the reasons, ready to be corrected and imported again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.cells import TypedText
from app.exchange.recognition import REJECTION_REASONS, is_reasons_column
from app.exchange.table_writing import CellType, write_csv, write_xlsx
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from app.domain.violations import Violation
    from app.exchange.rows import RowReader
    from app.exchange.tables import Table


def write_rejected(
    target: Path,
    table: Table,
    rows: RowReader,
    rejected: Mapping[int, tuple[Violation, ...]],
) -> Path:
    """Write the rejected rows in the form of their source, and return where.

    Numbers are written with a decimal point; what looked like a CPR number is not there any more.

    Raises:
        OutputFileError: When it cannot be written.
    """
    kept = [i for i, name in enumerate(table.header) if not is_reasons_column(name)]
    header = [table.header[index] for index in kept] + [REJECTION_REASONS]

    def lines() -> Iterator[list[str]]:
        for row in table.rows():
            if row.number in rejected:
                cells = rows.canonical(row)
                yield [*(cells[index] for index in kept), _reasons(rejected[row.number])]

    if table.format == "xlsx":
        body = list(lines())
        types = [_type_of(column) for column in zip(*body, strict=True)]
        write_xlsx(target, header, body, types=types, title=table.sheet)
        return target
    encoding = "utf-8" if table.encoding == "utf-8" else "utf-8-sig"
    write_csv(target, header, lines(), separator=table.separator, encoding=encoding)
    return target


def _type_of(column: tuple[str, ...]) -> CellType:
    """Return how a column of a workbook is written: as it was typed, when all of it was."""
    given = [cell for cell in column if cell]
    if not given or not all(isinstance(cell, TypedText) for cell in given):
        return CellType.TEXT
    return CellType.DATE if all(cell[4:5] == "-" for cell in given) else CellType.NUMBER


def _reasons(violations: tuple[Violation, ...]) -> str:
    """Return all reasons in one cell, each with its rule and paragraph."""
    return " | ".join(
        _("{rule}: {message}").format(rule=violation.rule, message=violation.message)
        + (f" ({violation.source})" if violation.source else "")
        for violation in violations
    )
