"""The audit trail of the whole company file.

**Source**: design § 2.3; ux § 1 nr 18: searchable, not editable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.texts import _

if TYPE_CHECKING:
    from datetime import datetime

    from app.services.session import Session
    from app.store import Change


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """Which changes are wanted; the default is all.

    Attributes:
        since: Only changes at or after this instant.
        text: Words in summary, reason or name.
        kinds: Kinds of change; empty = all.
    """

    since: datetime | None = None
    text: str = ""
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One change.

    Attributes:
        change_id: Number on the knowledge axis.
        at: When it was saved (aware UTC).
        who: Who saved it.
        why: The reason given, or "".
        kind: Kind of change, as a word of the program.
        summary: What was done.
        process_id: Process it belongs to, or None.
        undoes: The change it takes back, or None.
    """

    change_id: int
    at: datetime
    who: str
    why: str
    kind: str
    summary: str
    process_id: int | None
    undoes: int | None


def changes(
    session: Session, wanted: AuditFilter | None = None, limit: int = 500
) -> tuple[AuditRow, ...]:
    """Return changes, newest first."""
    chosen = wanted or AuditFilter()
    with session.company_file.read() as reader:
        found = reader.changes.find(
            since=chosen.since, text=chosen.text, kinds=chosen.kinds, limit=limit
        )
    return tuple(
        AuditRow(
            change_id=change.id,
            at=change.at,
            who=change.who,
            why=change.why,
            kind=change.kind,
            summary=change_summary(change),
            process_id=change.process_id,
            undoes=change.undoes,
        )
        for change in found
    )


def change_summary(change: Change) -> str:
    """Return what a change did: its own summary, else the name of its kind."""
    if change.summary:
        return change.summary
    names = {"create_company": _("Company file created"), "settings": _("Settings changed")}
    return names.get(change.kind, change.kind)
