"""What an import would do: worked out on a snapshot first, written in one transaction after.

**Source**: design §§ 2.7, 5: every row is judged, all its faults are told, and the good rows are
written together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.violations import Severity, Violation, has_errors
from app.exchange.rows import row_violation
from app.texts import _

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue
    from app.domain.master_data import FieldValue
    from app.exchange.kinds import Kind
    from app.exchange.rows import ParsedRow, RowReader
    from app.services.session import Session
    from app.services.tasking import Task
    from app.store import Reader, Writer

_REPORT_EVERY = 1_000


@dataclass(frozen=True, kw_only=True)
class ImportJob:
    """What a planner works with.

    Attributes:
        session: The open company.
        reader: Snapshot the rows are judged against.
        rows: The file.
        kind: What the file holds.
        task: Hears about progress, and can cancel.
    """

    session: Session
    reader: Reader
    rows: RowReader
    kind: Kind
    task: Task

    @property
    def catalogue(self) -> Catalogue:
        """Return fields, code lists and checks."""
        return self.session.catalogues.fields

    def read(self) -> Iterable[ParsedRow]:
        """Yield the rows, telling how far the reading is."""
        for count, row in enumerate(self.rows.rows()):
            if count % _REPORT_EVERY == 0:
                self.task.raise_if_cancelled()
                self.task.report(count, 0, _("Reading rows"))
            yield row


Write = Callable[["Writer", "Task"], None]


@dataclass(kw_only=True)
class Plan:
    """What an import would do.

    Attributes:
        rows: Rows of the file with content.
        new: Good rows about objects the register does not know.
        changed: Good rows that change what is believed.
        unchanged: Good rows that say what is believed already.
        warnings: Good rows that break a rule which does not block.
        rejected: Everything that is wrong with each rejected row, by row number.
        write: Writes the good rows.
    """

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    warnings: int = 0
    rejected: dict[int, tuple[Violation, ...]] = field(default_factory=dict)
    write: Write = lambda _writer, _task: None

    @property
    def good(self) -> int:
        """Return the number of rows that can be written."""
        return self.new + self.changed + self.unchanged

    def reject(self, row: int, violations: Iterable[Violation]) -> None:
        """Leave a row out, because of these faults."""
        self.rejected[row] = (*self.rejected.get(row, ()), *violations)

    def accepts(self, row: int, violations: Iterable[Violation]) -> bool:
        """Return whether a row can be written in spite of what was found; keep what was found."""
        found = tuple(violations)
        if has_errors(found):
            self.reject(row, found)
            return False
        if any(violation.severity is Severity.WARNING for violation in found):
            self.warnings += 1
        return True

    def count(self, *, is_known: bool, is_changed: bool) -> None:
        """Count a good row."""
        if not is_known:
            self.new += 1
        elif is_changed:
            self.changed += 1
        else:
            self.unchanged += 1


def empty_cells(
    kind: Kind, values: Mapping[str, FieldValue], names: Iterable[str]
) -> list[Violation]:
    """Return a violation for each of the columns that has no value and must have one."""
    message = _("{field} must not be empty.")
    return [
        row_violation("IM-02", name, message.format(field=kind.column(name).label()))
        for name in names
        if values.get(name) is None
    ]


def repeated(field_id: str, other_row: int) -> Violation:
    """Return the violation of a row that contradicts another row of the same file."""
    message = _("Row {row} says something else about the same thing from the same day.")
    return row_violation("IM-08", field_id, message.format(row=other_row))


def unknown_object(field_id: str, message: str) -> Violation:
    """Return the violation of a row that speaks of something the register does not have."""
    return row_violation("IM-09", field_id, message)
