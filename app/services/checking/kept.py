"""Files that are kept with a check: the extracts it read, and the workbook it was signed off with.

**Source**: design § 1 (`files/<sha256>`), § 9 (no CPR number is ever stored).
"""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from app.output_files import complete_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.exchange.tables import Table
    from app.services.checking.extracts import Extract
    from app.store import CheckRun, CompanyFile, Reader, Writer


class KeptFile(NamedTuple):
    """A file in the companion folder: checksum, the name it came with, and bytes."""

    sha256: str
    name: str
    size: int


def keep_extracts(company_file: CompanyFile, extract: Extract) -> list[KeptFile]:
    """Copy the files of an extract into the companion folder.

    A file in which something looked like a CPR number is kept as a table without it, never as it
    came.

    Raises:
        OutputFileError: When the folder cannot be written to.
    """
    kept = []
    for file in extract.files:
        name = file.path.name
        source: Path | bytes = file.path
        if file.blanked:
            source, name = _without_cpr(file.table), f"{file.path.stem}.csv"
        sha256, size = company_file.keep_file(source)
        kept.append(KeptFile(sha256, name, size))
    return kept


def _without_cpr(table: Table) -> bytes:
    """Return the table as CSV; its rows come without what looked like CPR numbers."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(row.cells for row in table.rows())
    return text.getvalue().encode()


def keep_workbook(
    company_file: CompanyFile, writer: Writer, run: CheckRun, write: Callable[[Path], None]
) -> None:
    """Write the workbook of a check that is being signed off, and keep it."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "check.xlsx"
        write(target)
        content = target.read_bytes()
    sha256, size = company_file.keep_file(content)
    writer.stored_files.add(
        sha256=sha256, name=f"{run.month}.xlsx", size=size, kind=_workbook_kind(run)
    )


def kept_workbook(company_file: CompanyFile, reader: Reader, run: CheckRun, target: Path) -> bool:
    """Copy the kept workbook of a check to a file; False when there is none.

    Raises:
        OutputFileError: When it cannot be written.
    """
    kept = next(
        (file for file in reader.stored_files.all() if file.kind == _workbook_kind(run)), None
    )
    if kept is None:
        return False
    try:
        content = company_file.kept_file(kept.sha256).read_bytes()
    except OSError:
        return False
    with complete_file(target) as partial:
        partial.write_bytes(content)
    return True


def _workbook_kind(run: CheckRun) -> str:
    return f"self_control_workbook/{run.id}"
