"""One transaction with everything that can be read or written in it.

**Source**: design § 3, "Writing": a lock per transaction, a form compares the object's last change
when saving; § 2.3: every write is a change on the knowledge axis.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert

from app.domain.errors import StaleEditError
from app.store.list_cache import ListCache
from app.store.repositories.changes import ChangeReader, OverrideReader, OverrideWriter
from app.store.repositories.point_list import PointList
from app.store.repositories.point_writing import PointWriter
from app.store.repositories.points import PointReader
from app.store.repositories.reference import (
    ActorReader,
    ActorWriter,
    GridAreaReader,
    GridAreaWriter,
    SettingReader,
    SettingWriter,
)
from app.store.repository_parts import ReadingParts, WritingParts
from app.store.scope import Scope, WriteScope
from app.store.statements import insert_rows
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from app.store.records import Touch
    from app.store.schema import Schema


class Reader(ReadingParts):
    """Everything that can be read, in one snapshot.

    Attributes:
        points: Metering points on both axes of time.
        charges: Price elements.
        charge_links: Their links to metering points.
        processes: Processes and their events.
        readings: Meter readings and computed consumption.
        actors: Market participants.
        grid_areas: Grid areas.
        settings: The company's settings.
        changes: The audit trail.
        overrides: Reasons for overridden warnings.
        check_runs: Kept checks.
        stored_files: Kept files.
        import_runs: Kept imports.
        drafts: Half filled forms.
    """

    points: PointReader
    actors: ActorReader
    grid_areas: GridAreaReader
    settings: SettingReader
    overrides: OverrideReader

    def __init__(self, scope: Scope, cache: ListCache | None = None) -> None:
        self._scope = scope
        self.changes = ChangeReader(scope)
        self._point_list = PointList(scope, cache or ListCache())
        self._attach(scope)

    @property
    def point_list(self) -> PointList:
        """Return the list of today: search, chips, order, windows."""
        return self._point_list

    def _attach(self, scope: Scope) -> None:
        self.points = PointReader(scope)
        self.actors = ActorReader(scope)
        self.grid_areas = GridAreaReader(scope)
        self.settings = SettingReader(scope)
        self.overrides = OverrideReader(scope)


class Writer(WritingParts, Reader):
    """Everything that can be read and written, under one change.

    It sees its own writes. The change exists from the beginning; when nothing is written in the
    end, it is rolled back with the transaction and `wrote` stays False.

    Attributes:
        change_id: The change.
        summary: One sentence for lists, the toast and the undo menu; may be set until the end.
        process_id: Process the change belongs to; may be set until the end when it was None.
    """

    points: PointWriter
    actors: ActorWriter
    grid_areas: GridAreaWriter
    settings: SettingWriter
    overrides: OverrideWriter

    def __init__(self, scope: WriteScope, *, process_id: int | None) -> None:
        super().__init__(scope)
        self._scope: WriteScope = scope
        self.summary = ""
        self.process_id = process_id
        self.points = PointWriter(scope)
        self.actors = ActorWriter(scope)
        self.grid_areas = GridAreaWriter(scope)
        self.settings = SettingWriter(scope)
        self.overrides = OverrideWriter(scope)

    @property
    def change_id(self) -> int:
        """Return the number of the change on the knowledge axis."""
        return self._scope.change_id

    @property
    def touched(self) -> frozenset[Touch]:
        """Return kind and id of every object touched so far."""
        return frozenset(self._scope.touched)

    @property
    def wrote(self) -> bool:
        """Return whether anything but drafts was written so far."""
        return bool(self._scope.touched)

    @property
    def point_list(self) -> PointList:
        """Return the list of today, own changes included."""
        self.points.refresh_list()
        return PointList(self._scope, ListCache())

    def expect_unchanged(self, point_id: str, change_id: int) -> None:
        """See to it that nobody changed a point's master data since a change.

        Args:
            point_id: The point a form is about to save.
            change_id: Its last change when the form was opened.

        Raises:
            StaleEditError: When there is a later change.
        """
        if self.points.last_change(point_id) > change_id:
            raise _stale(_("Metering point {id}").format(id=point_id))

    def expect_charge_unchanged(self, charge_id: int, change_id: int) -> None:
        """See to it that nobody changed a price element since a change.

        Raises:
            StaleEditError: When there is a later change.
        """
        if self.charges.last_change(charge_id) > change_id:
            charge = self.charges.get(charge_id)
            raise _stale(_("Price {code}").format(code=charge.code if charge else charge_id))

    @contextmanager
    def part(self, *, kind: str, why: str = "", process_id: int | None = None) -> Iterator[Writer]:
        """Give a change of its own inside this transaction, so that it can be taken back alone.

        An exception takes back what the part wrote and nothing else. The part touches this change,
        by which the trail shows that they were made together.

        Args:
            kind: What is done, as a word of the program.
            why: Reason in the operator's words.
            process_id: Process the change belongs to; may be set until the end.
        """
        header = ChangeHeader(
            who=self._scope.who,
            why=why,
            kind=kind,
            process_id=process_id,
            undoes=None,
            at=self._scope.at,
        )
        with self._connection.begin_nested() as savepoint:
            inner = start_writer(self._connection, self._schema, header)
            yield inner
            if not inner.wrote:
                savepoint.rollback()
                return
            self._scope.touched.update(inner.touched)
            inner.touch_whole(self.change_id)
            inner.finish()

    def touch_whole(self, change_id: int) -> None:
        """Remember which change this one is a part of."""
        self._scope.touch("change", change_id)

    def finish(self) -> None:
        """Bring the list up to date and write down what was touched, just before the commit."""
        self.points.refresh_list()
        rows = [(self.change_id, touch.kind, touch.id) for touch in sorted(self._scope.touched)]
        table = self._schema["change_touch"]
        insert_rows(self._connection, table, ("change_id", "kind", "object_id"), rows)
        self._connection.exec_driver_sql(
            "UPDATE change SET summary = ?, process_id = ? WHERE id = ?",
            (self.summary, self.process_id, self.change_id),
        )

    @property
    def _connection(self) -> Connection:
        return self._scope.connection

    @property
    def _schema(self) -> Schema:
        return self._scope.schema


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeHeader:
    """Who makes a change and why.

    Attributes:
        who: Operator.
        why: Reason in the operator's words, or "".
        kind: What is done, as a word of the program.
        process_id: Process it belongs to, or None.
        undoes: Change it takes back, or None.
        at: Instant.
    """

    who: str
    why: str
    kind: str
    process_id: int | None
    undoes: int | None
    at: datetime


def start_writer(connection: Connection, schema: Schema, header: ChangeHeader) -> Writer:
    """Add the change a transaction is made under and return its writer.

    Args:
        connection: In a transaction that holds the write lock.
        schema: Tables.
        header: Who and why.
    """
    values = {
        "at": header.at,
        "who": header.who,
        "why": header.why,
        "kind": header.kind,
        "process_id": header.process_id,
        "undoes": header.undoes,
        "summary": "",
    }
    change_id = connection.execute(insert(schema["change"]).values(**values)).lastrowid
    scope = WriteScope(
        connection=connection,
        schema=schema,
        change_id=int(change_id or 0),
        at=header.at,
        who=header.who,
    )
    return Writer(scope, process_id=header.process_id)


def _stale(what: str) -> StaleEditError:
    return StaleEditError(
        _("{what} was changed by someone else since you opened it.").format(what=what),
        remedy=_("Look at the new values, then enter your change again."),
    )
