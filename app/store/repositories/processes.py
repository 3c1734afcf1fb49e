"""Processes and their append-only events.

**Source**: design § 2.4. State and whether it is open are computed from the events by the domain;
the store keeps the last answer beside the process, so that lists need not compute it again.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.domain.errors import NotFoundError
from app.store.json_values import load_json
from app.store.records import NewEvent, NewProcess, StoredEvent, StoredProcess
from app.store.scope import Repository, WriteScope
from app.store.statements import Row, insert_one, marks, rows_of, stream
from app.store.types import UtcInstant
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PROCESS_COLUMNS = (
    "p.id, p.kind, p.object_kind, p.object_id, p.started_on, p.data, p.state, p.is_open, "
    "c.at, c.who, p.change_in"
)
_EVENT_COLUMNS = (
    "e.process_id, e.id, e.kind, e.step, e.happened_on, c.at, c.who, e.change_in, e.data, "
    "e.explanation, e.note, e.measured"
)
_instant = UtcInstant().decode


class ProcessReader(Repository):
    """Reads processes."""

    def get(self, process_id: int) -> StoredProcess | None:
        """Return a process with its events, or None."""
        return next(self._where("p.id = ?", (process_id,)), None)

    def of_object(self, object_kind: str, object_id: object) -> list[StoredProcess]:
        """Return the processes of an object, newest first."""
        condition = "p.object_kind = ? AND p.object_id = ?"
        return list(self._where(condition, (object_kind, str(object_id))))

    def find(
        self,
        *,
        states: frozenset[str] = frozenset(),
        kinds: frozenset[str] = frozenset(),
        object_kind: str = "",
        open_only: bool = True,
    ) -> Iterator[StoredProcess]:
        """Yield processes with their events, newest first.

        Args:
            states: Only these states; empty = all.
            kinds: Only these kinds; empty = all.
            object_kind: Only processes of such objects; "" = all.
            open_only: Whether ended ones are left out.
        """
        conditions = ["p.is_open = 1"] if open_only else []
        parameters: list[str] = []
        for column, values in (("p.state", states), ("p.kind", kinds)):
            if values:
                conditions.append(f"{column} IN ({marks(len(values))})")
                parameters += sorted(values)
        if object_kind:
            conditions.append("p.object_kind = ?")
            parameters.append(object_kind)
        return self._where(" AND ".join(conditions) or "1", parameters)

    def counts(self) -> dict[tuple[str, str], int]:
        """Return the number of open processes by kind and state."""
        sql = "SELECT kind, state, count(*) FROM process WHERE is_open = 1 GROUP BY kind, state"
        return {(row[0], row[1]): row[2] for row in rows_of(self._connection, sql)}

    def _where(self, condition: str, parameters: Sequence[Any]) -> Iterator[StoredProcess]:
        """Yield processes, newest first, walking processes and events side by side."""
        processes = stream(
            self._connection,
            f"SELECT {_PROCESS_COLUMNS} FROM process p JOIN change c ON c.id = p.change_in "
            f"WHERE {condition} ORDER BY p.id DESC",
            parameters,
        )
        events = stream(
            self._connection,
            f"SELECT {_EVENT_COLUMNS} FROM process p JOIN process_event e ON e.process_id = p.id "
            f"JOIN change c ON c.id = e.change_in WHERE {condition} ORDER BY p.id DESC, e.id",
            parameters,
        )
        groups = groupby(events, key=lambda row: row[0])
        waiting = next(groups, None)
        for row in processes:
            found: tuple[StoredEvent, ...] = ()
            if waiting is not None and waiting[0] == row[0]:
                found = tuple(_event(event) for event in waiting[1])
                waiting = next(groups, None)
            yield _process(row, found)


class ProcessWriter(ProcessReader):
    """Starts processes and adds events under one change."""

    def __init__(self, scope: WriteScope) -> None:
        super().__init__(scope)
        self._scope = scope

    def start(self, process: NewProcess) -> int:
        """Start a process and return its number."""
        values = {
            "kind": process.kind,
            "object_kind": process.object_kind,
            "object_id": process.object_id,
            "started_on": process.started_on,
            "data": process.data,
            "change_in": self._scope.change_id,
            "state": process.state,
            "is_open": process.is_open,
        }
        number = insert_one(self._connection, self._schema["process"], values)
        self._touch(number)
        return number

    def add_event(self, process_id: int, event: NewEvent) -> int:
        """Add an event to a process and return the event's number.

        Raises:
            NotFoundError: When there is no such process.
        """
        values = {
            "process_id": process_id,
            "kind": event.kind,
            "step": event.step,
            "happened_on": event.happened_on,
            "change_in": self._scope.change_id,
            "data": event.data,
            "explanation": event.explanation,
            "note": event.note,
            "measured": event.measured,
        }
        self.set_state(process_id, event.state, is_open=event.is_open)
        return insert_one(self._connection, self._schema["process_event"], values)

    def set_state(self, process_id: int, state: str, *, is_open: bool) -> None:
        """Keep what the domain computed from the events.

        Raises:
            NotFoundError: When there is no such process.
        """
        changed = self._connection.exec_driver_sql(
            "UPDATE process SET state = ?, is_open = ? WHERE id = ?",
            (state, int(is_open), process_id),
        )
        if not changed.rowcount:
            raise NotFoundError(_("There is no process number {number}.").format(number=process_id))
        self._touch(process_id)

    def _touch(self, process_id: int) -> None:
        self._scope.touch("process", process_id)


def _process(row: Row, events: tuple[StoredEvent, ...]) -> StoredProcess:
    return StoredProcess(
        id=row[0],
        kind=row[1],
        object_kind=row[2],
        object_id=row[3],
        started_on=date.fromisoformat(row[4]),
        data=load_json(row[5]),
        state=row[6],
        is_open=bool(row[7]),
        started_at=_instant(row[8]),
        who=row[9],
        change_id=row[10],
        events=events,
    )


def _event(row: Row) -> StoredEvent:
    return StoredEvent(
        number=row[1],
        kind=row[2],
        step=row[3],
        happened_on=date.fromisoformat(row[4]),
        recorded_at=_instant(row[5]),
        who=row[6],
        change_id=row[7],
        data=load_json(row[8]),
        explanation=row[9],
        note=row[10],
        measured=tuple(load_json(row[11])),
    )
