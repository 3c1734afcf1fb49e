"""The audit trail: changes, what they touched, and why warnings were overridden.

**Source**: design § 2.3 ("the audit trail *is* these rows with their change").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from app.store.folding import fold
from app.store.records import Change, NewOverride, OverrideReason, Touch
from app.store.scope import Repository, WriteScope
from app.store.statements import insert_one, rows_of, scalar

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row


class ChangeReader(Repository):
    """Reads changes; they are written by the unit of work."""

    def get(self, change_id: int) -> Change | None:
        """Return a change by its number, or None."""
        table = self._schema["change"]
        row = self._connection.execute(select(table).where(table.c.id == change_id)).first()
        return None if row is None else _change(row)

    def last(self) -> Change | None:
        """Return the newest change, or None in an empty register."""
        table = self._schema["change"]
        row = self._connection.execute(select(table).order_by(table.c.id.desc()).limit(1)).first()
        return None if row is None else _change(row)

    def last_id(self) -> int:
        """Return the number of the newest change; 0 when there is none."""
        return int(scalar(self._connection, "SELECT max(id) FROM change") or 0)

    def of_object(self, kind: str, object_id: object) -> list[Change]:
        """Return the changes that touched an object, newest first."""
        change, touch = self._schema["change"], self._schema["change_touch"]
        query = (
            select(change)
            .join(touch, touch.c.change_id == change.c.id)
            .where(touch.c.kind == kind, touch.c.object_id == str(object_id))
            .order_by(change.c.id.desc())
        )
        return [_change(row) for row in self._connection.execute(query)]

    def find(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        text: str = "",
        kinds: frozenset[str] = frozenset(),
        limit: int = 500,
    ) -> list[Change]:
        """Return changes, newest first.

        Args:
            since: First instant.
            until: First instant after.
            text: Must occur in summary, reason or name of the operator; case, accents and
                punctuation do not count.
            kinds: Only these kinds of change; empty = all.
            limit: Most changes returned.
        """
        table = self._schema["change"]
        query = select(table).order_by(table.c.id.desc()).limit(limit)
        if since is not None:
            query = query.where(table.c.at >= since)
        if until is not None:
            query = query.where(table.c.at < until)
        if kinds:
            query = query.where(table.c.kind.in_(sorted(kinds)))
        if text:
            searched = (table.c.summary, table.c.why, table.c.who)
            found = (func.fold(column).contains(fold(text)) for column in searched)
            query = query.where(or_(*found))
        return [_change(row) for row in self._connection.execute(query)]

    def touched(self, change_id: int) -> frozenset[Touch]:
        """Return the objects a change touched."""
        sql = "SELECT kind, object_id FROM change_touch WHERE change_id = ?"
        return frozenset(Touch(*row) for row in rows_of(self._connection, sql, (change_id,)))

    def touched_after(self, change_id: int, kind: str, object_id: object) -> bool:
        """Return whether a later change touched an object."""
        sql = (
            "SELECT 1 FROM change_touch WHERE kind = ? AND object_id = ? AND change_id > ? LIMIT 1"
        )
        return scalar(self._connection, sql, (kind, str(object_id), change_id)) is not None

    def undone_by(self, change_id: int) -> int | None:
        """Return the change that took this one back, or None."""
        number = scalar(self._connection, "SELECT id FROM change WHERE undoes = ?", (change_id,))
        return None if number is None else int(number)


class OverrideReader(Repository):
    """Reads the reasons for which warnings were overridden."""

    def of_change(self, change_id: int) -> list[OverrideReason]:
        """Return the reasons given in one change, in the order given."""
        return self._where(self._schema["override_reason"].c.change_in == change_id)

    def of_object(self, object_kind: str, object_id: object) -> list[OverrideReason]:
        """Return the reasons given for an object, oldest first."""
        columns = self._schema["override_reason"].c
        conditions = (columns.object_kind == object_kind, columns.object_id == str(object_id))
        return self._where(*conditions)

    def _where(self, *conditions: ColumnElement[bool]) -> list[OverrideReason]:
        table = self._schema["override_reason"]
        query = select(table).where(*conditions).order_by(table.c.id)
        return [
            OverrideReason(
                change_id=row.change_in,
                rule=row.rule,
                field_id=row.field,
                message=row.message,
                reason=row.reason,
                object_kind=row.object_kind,
                object_id=row.object_id,
            )
            for row in self._connection.execute(query)
        ]


class OverrideWriter(OverrideReader):
    """Keeps reasons for overridden warnings under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope

    def add(self, override: NewOverride) -> None:
        """Keep why a warning was overridden."""
        values = {
            "change_in": self._scope.change_id,
            "rule": override.rule,
            "field": override.field_id,
            "message": override.message,
            "reason": override.reason,
            "object_kind": override.object_kind,
            "object_id": override.object_id,
        }
        insert_one(self._connection, self._schema["override_reason"], values)
        self._scope.touch(override.object_kind, override.object_id)


def _change(row: Row[Any]) -> Change:
    return Change(
        id=row.id,
        at=row.at,
        who=row.who,
        why=row.why,
        kind=row.kind,
        process_id=row.process_id,
        undoes=row.undoes,
        summary=row.summary,
    )
