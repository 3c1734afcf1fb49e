"""DataHub's side of the monthly check: extracts in our own `metering_points` format.

**Source**: Forskrift I § 4 stk. 4. An extract holds one row per point, or its history; the row in
force when the extract was made counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.clock import day_start
from app.domain.errors import InputFileError
from app.exchange.kinds import ColumnMap, map_columns
from app.exchange.recognition import datahub_report
from app.exchange.tables import read_table
from app.services.checking.canonical import taker
from app.services.checking.extract_rows import ExtractRows
from app.services.checking.extract_times import TimeSource, danish_day, made_at
from app.texts import _

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.self_control.comparison import Row
    from app.exchange.kinds import Kind
    from app.exchange.tables import Table
    from app.services.tasking import Task

_ID, _FROM = "metering_point_id", "valid_from"

OwnRows = Callable[["date"], Mapping[str, "Row"]]
"""Reads the own register's rows of the wanted fields as of a day."""


@dataclass(frozen=True, kw_only=True)
class ExtractFile:
    """One file of an extract.

    Attributes:
        table: The file, to be read once more when its copy must be cleaned.
        rows: Rows with content.
        blanked: Cells that looked like CPR numbers and were left out.
    """

    table: Table
    rows: int
    blanked: int

    @property
    def path(self) -> Path:
        """Return where it was read from."""
        return self.table.path


@dataclass(frozen=True, kw_only=True)
class Extract:
    """What DataHub says as of one instant, and what the own register says of that day.

    Attributes:
        files: The files it was read from.
        made_at: When it was made, aware UTC.
        time_source: Where that is known from.
        wanted: Fields that were asked for.
        fields: Those of them that every file carries, in the same order.
        points: Canonical texts by point, in the order of `fields`.
        own: Canonical texts of the own register by point, in the order of `wanted`.
    """

    files: tuple[ExtractFile, ...]
    made_at: datetime
    time_source: TimeSource
    wanted: tuple[FieldEntry, ...]
    fields: tuple[FieldEntry, ...]
    points: Mapping[str, Row]
    own: Mapping[str, Row]

    @property
    def day(self) -> date:
        """Return the Danish day the extract was made on: the day that is compared."""
        return danish_day(self.made_at)


@dataclass(frozen=True, kw_only=True)
class ExtractOrder:
    """Which extract to read, and how.

    Attributes:
        paths: The files.
        kind: The kind `metering_points`.
        fields: Fields that are compared or shown, in the order of the catalogue.
        made_at: When it was made, as the operator said; None when that is to be found out.
        now: The current instant: no extract is younger.
    """

    paths: Sequence[Path]
    kind: Kind
    fields: Sequence[FieldEntry]
    made_at: datetime | None
    now: datetime


def read_extract(
    order: ExtractOrder, catalogue: Catalogue, own_rows: OwnRows, task: Task
) -> Extract:
    """Read all files of an extract beside the own register.

    Raises:
        InputFileError: When a file is no extract, a row cannot be read, or two rows or files
            contradict each other; names file and row.
    """
    tables = [read_table(path) for path in order.paths]
    maps = [_columns(table, order.kind) for table in tables]
    moment, source = made_at(tables, order.made_at, order.now)
    reading = _Reading(order, catalogue, own_rows, task, list(zip(tables, maps, strict=True)))
    rows, own = reading.as_of(danish_day(moment))
    # A copied file may look older than what it holds: it was not made before its points began.
    begun = rows.latest_beginning
    if source is TimeSource.FILE and danish_day(moment) < begun <= danish_day(order.now):
        moment = min(day_start(begun), order.now)
        rows, own = reading.as_of(begun)
    return Extract(
        files=tuple(
            ExtractFile(table=table, rows=count, blanked=sum(f.cells for f in table.blanked))
            for table, count in zip(tables, rows.count, strict=True)
        ),
        made_at=moment,
        time_source=source,
        wanted=tuple(order.fields),
        fields=reading.carried,
        points=rows.points(),
        own=own,
    )


class _Reading:
    """Reads the files as of a day; a second time when the day turns out to be another."""

    def __init__(
        self,
        order: ExtractOrder,
        catalogue: Catalogue,
        own_rows: OwnRows,
        task: Task,
        tables: Sequence[tuple[Table, ColumnMap]],
    ) -> None:
        self._order = order
        self._catalogue = catalogue
        self._own_rows = own_rows
        self._task = task
        self._tables = tables
        self.carried = tuple(
            entry
            for entry in order.fields
            if all(entry.id in columns.at for _table, columns in tables)
        )

    def as_of(self, day: date) -> tuple[ExtractRows, Mapping[str, Row]]:
        """Return the extract's rows in force on a day, and the own register's."""
        own = self._own_rows(day)
        names = [entry.id for entry in self._order.fields]
        take = taker([names.index(entry.id) for entry in self.carried], len(names))
        part = {point: take(row) for point, row in own.items()}
        rows = ExtractRows(self.carried, part, day, self._catalogue, self._task)
        for table, columns in self._tables:
            rows.read(table, columns)
        return rows, own


def _columns(table: Table, kind: Kind) -> ColumnMap:
    report = datahub_report(table.header)
    if report:
        raise InputFileError(
            _("{path} is DataHub's own report {report}, which holds too few fields.").format(
                path=table.path, report=report
            ),
            remedy=_("The check needs an extract with the columns of metering_points."),
        )
    columns = map_columns(table.header, kind)
    if _ID not in columns.at or not set(columns.at) - {_ID, _FROM}:
        raise InputFileError(
            _("{path}: the header is not that of an extract of metering points.").format(
                path=table.path
            ),
            remedy=_("The command “netkontor fields metering_points” shows the columns."),
        )
    repeated = columns.repeated(table.header)
    if repeated:
        raise InputFileError(
            _("{path}: the columns {names} mean the same.").format(
                path=table.path, names=", ".join(repeated)
            )
        )
    return columns
