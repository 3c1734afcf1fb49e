"""What was imported lately, for the window.

**Source**: issue item 11; every import is kept with its counts and the file's checksum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.services.company import list_backups
from app.services.file_kinds import kinds_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from app.services.session import Session


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    """One import.

    Attributes:
        id: Number in the company file.
        at: When it was made, aware UTC.
        who: Operator.
        kind_label: What the file held, in words.
        file_name: Name of the file.
        rows: Rows with content.
        new: Rows about objects the register did not have.
        changed: Rows that changed what was believed.
        unchanged: Rows that said what was believed already.
        rejected: Rows that were left out.
    """

    id: int
    at: datetime
    who: str
    kind_label: str
    file_name: str
    rows: int
    new: int
    changed: int
    unchanged: int
    rejected: int


class BackupMade(NamedTuple):
    """A backup, as the result of an import names it."""

    at: datetime
    path: Path


def last_backup(session: Session) -> BackupMade | None:
    """Return the newest backup of the register, or None when there is none."""
    newest = next(iter(list_backups(session)), None)
    return BackupMade(newest.at, newest.path) if newest is not None else None


def recent_imports(session: Session, limit: int = 50) -> tuple[ImportRow, ...]:
    """Return the newest imports, newest first."""
    kinds = {kind.id: kind.label for kind in kinds_of(session.catalogues.fields)}
    with session.company_file.read() as reader:
        found = []
        for run in reader.import_runs.all(limit=limit):
            change = reader.changes.get(run.change_id)
            found.append(
                ImportRow(
                    id=run.id,
                    at=run.at,
                    who=change.who if change is not None else "",
                    kind_label=kinds.get(run.kind, run.kind),
                    file_name=run.source_name,
                    rows=run.rows,
                    new=run.new,
                    changed=run.changed,
                    unchanged=run.unchanged,
                    rejected=run.rejected,
                )
            )
    return tuple(found)
