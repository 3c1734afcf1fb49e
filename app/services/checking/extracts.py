"""DataHub's side of the monthly check: extracts in our own `metering_points` format.

**Source**: Forskrift I § 4 stk. 4. An extract holds one row per point, or its history; the row in
force when the extract was made counts. A row that cannot be read refuses the file: a check of half
an extract would be worth nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.clock import DANISH_TIME, day_start
from app.domain.catalogue import folded_name
from app.domain.errors import InputFileError
from app.domain.field_values import format_field
from app.exchange.kinds import ColumnMap, map_columns
from app.exchange.recognition import datahub_report
from app.exchange.rows import RowReader
from app.exchange.tables import read_table
from app.texts import _, format_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.master_data import FieldValue
    from app.domain.self_control.comparison import Row
    from app.exchange.kinds import Kind
    from app.exchange.rows import ParsedRow
    from app.exchange.tables import Table
    from app.services.tasking import Task

_ID, _FROM = "metering_point_id", "valid_from"
_TIME_NAMES = frozenset(
    folded_name(name)
    for name in (
        "extract_time",
        "extracted_at",
        "extraction_time",
        "extract_date",
        "udtrækstidspunkt",
        "udtræksdato",
        "udtrukket",
    )
)
_REPORT_EVERY = 2_000


class TimeSource(StrEnum):
    """Where it is known from when an extract was made."""

    COLUMN = "column"
    GIVEN = "given"
    FILE = "file"
    """Only the file's own time: when it was last written, which need not be when it was made."""


class _Dated(NamedTuple):
    """One row of an extract."""

    valid_from: date
    number: int
    row: Row


@dataclass(frozen=True, kw_only=True)
class ExtractFile:
    """One file of an extract.

    Attributes:
        path: Where it was read from.
        sha256: Checksum of its bytes.
        size: Bytes.
        rows: Rows with content.
        modified: When it was last written, aware UTC.
        blanked: Cells that looked like CPR numbers and were left out.
        table: To read it once more.
    """

    path: Path
    sha256: str
    size: int
    rows: int
    modified: datetime
    blanked: int
    table: Table


@dataclass(frozen=True, kw_only=True)
class Extract:
    """What DataHub says, as of one instant.

    Attributes:
        files: The files it was read from.
        made_at: When it was made, aware UTC.
        time_source: Where that is known from.
        fields: Fields that every file carries, in the order of the catalogue.
        points: Canonical texts by point, in the order of `fields`.
    """

    files: tuple[ExtractFile, ...]
    made_at: datetime
    time_source: TimeSource
    fields: tuple[FieldEntry, ...]
    points: Mapping[str, Row]

    @property
    def day(self) -> date:
        """Return the Danish day the extract was made on: the day that is compared."""
        return self.made_at.astimezone(DANISH_TIME).date()


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


def read_extract(order: ExtractOrder, catalogue: Catalogue, task: Task) -> Extract:
    """Read all files of an extract.

    Raises:
        InputFileError: When a file is no extract, a row cannot be read, or two rows or files
            contradict each other; names file and row.
    """
    tables = [read_table(path) for path in order.paths]
    maps = [_columns(table, order.kind) for table in tables]
    carried = tuple(
        entry for entry in order.fields if all(entry.id in columns.at for columns in maps)
    )
    stated = _stated_time(tables)
    history: dict[str, list[_Dated]] = {}
    files: list[ExtractFile] = []
    for table, columns in zip(tables, maps, strict=True):
        rows = _read_rows(table, columns, carried, catalogue, task, history)
        files.append(_file(table, rows))
    made_at, source = _made_at(order, stated, files, history)
    day = made_at.astimezone(DANISH_TIME).date()
    points = {
        point: current
        for point, dated in history.items()
        if (current := _in_force(dated, day)) is not None
    }
    return Extract(
        files=tuple(files),
        made_at=made_at,
        time_source=source,
        fields=carried,
        points=points,
    )


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


def _file(table: Table, rows: int) -> ExtractFile:
    return ExtractFile(
        path=table.path,
        sha256=table.source.sha256,
        size=table.source.size,
        rows=rows,
        modified=table.source.modified,
        blanked=sum(finding.cells for finding in table.blanked),
        table=table,
    )


def _read_rows(  # each is another thing
    table: Table,
    columns: ColumnMap,
    fields: Sequence[FieldEntry],
    catalogue: Catalogue,
    task: Task,
    history: dict[str, list[_Dated]],
) -> int:
    """Add the rows of one file to what is known of each point, and return how many there were."""
    reader = RowReader(table, columns, catalogue)
    id_at = reader.names.index(_ID)
    from_at = reader.names.index(_FROM) if _FROM in reader.names else None
    places = [(reader.names.index(entry.id), Canonical(entry)) for entry in fields]
    count = 0
    for parsed in reader.rows():
        if count % _REPORT_EVERY == 0:
            task.raise_if_cancelled()
            task.report(count, 0, _("Reading {file}").format(file=table.path.name))
        count += 1
        point = parsed.values[id_at]
        day = parsed.values[from_at] if from_at is not None else None
        raw = _unreadable(table, parsed) if parsed.violations else {}
        if not isinstance(point, str):
            raise _without_id(table, parsed)
        row = tuple([text(parsed.values[at]) for at, text in places])
        if raw:
            row = tuple(raw.get(entry.id, cell) for entry, cell in zip(fields, row, strict=True))
        valid_from = day if isinstance(day, date) else date.min
        dated = _Dated(valid_from, parsed.number, row)
        before = history.get(point)
        if before is None:
            history[point] = [dated]
        else:
            _refuse_contradiction(table, point, before, dated)
            before.append(dated)
    return count


class Canonical:
    """The canonical text of a field's values; most fields have few different ones."""

    __slots__ = ("_entry", "_texts")

    def __init__(self, entry: FieldEntry) -> None:
        self._entry = entry
        self._texts: dict[FieldValue, str] = {None: ""}

    def __call__(self, value: FieldValue) -> str:
        """Return the canonical text of a value; "" for None."""
        found = self._texts.get(value)
        if found is None:
            found = self._texts[value] = format_field(self._entry, value)
        return found


def _unreadable(table: Table, parsed: ParsedRow) -> dict[str, str]:
    """Return cells that cannot be read as they stand: they differ from any value of ours."""
    for violation in parsed.violations:
        if not violation.field or violation.field in {_ID, _FROM}:
            raise InputFileError(
                _("{path}, row {row}: {message}").format(
                    path=table.path, row=parsed.number, message=violation.message
                )
            )
    return {v.field: v.parameters.get("value") or v.message for v in parsed.violations}


def _without_id(table: Table, parsed: ParsedRow) -> InputFileError:
    return InputFileError(
        _("{path}, row {row}: the metering point ID is missing.").format(
            path=table.path, row=parsed.number
        )
    )


def _refuse_contradiction(
    table: Table, point: str, before: Sequence[_Dated], dated: _Dated
) -> None:
    for other in before:
        if other.valid_from == dated.valid_from and other.row != dated.row:
            raise InputFileError(
                _("{path}, row {row}: metering point {id} has two different rows.").format(
                    path=table.path, row=dated.number, id=point
                ),
                remedy=_("Make the extract again."),
            )


def _in_force(dated: list[_Dated], day: date) -> Row | None:
    held = [row for row in dated if row.valid_from <= day]
    return max(held, key=lambda row: row.valid_from).row if held else None


def _stated_time(tables: Sequence[Table]) -> datetime | None:
    """Return the time the files say by a column of their own; all must say the same day."""
    stated = [time for table in tables if (time := _time_in(table)) is not None]
    days = {time.astimezone(DANISH_TIME).date() for time in stated}
    if len(days) > 1:
        raise InputFileError(
            _("The extracts are of different days: {days}.").format(
                days=", ".join(format_day(day) for day in sorted(days))
            ),
            remedy=_("Use extracts that were made on the same day."),
        )
    return max(stated, default=None)


def _time_in(table: Table) -> datetime | None:
    """Return the time in the first row of a column that says when the extract was made."""
    at = next((i for i, name in enumerate(table.header) if folded_name(name) in _TIME_NAMES), None)
    first = next(iter(table.rows()), None) if at is not None else None
    if at is None or first is None or not first.cells[at].strip():
        return None
    text = first.cells[at].strip()
    try:
        return parse_instant(text)
    except ValueError as error:
        raise InputFileError(
            _("{path}, row {row}: “{text}” is no time of extraction.").format(
                path=table.path, row=first.number, text=text
            ),
            remedy=_("Write it as 2026-11-21 or 2026-11-21T08:00."),
        ) from error


def parse_instant(text: str) -> datetime:
    """Return the aware instant of an ISO day or time; Danish time when no zone is given.

    A day alone means noon, so that the day is the same everywhere.

    Raises:
        ValueError: When it is neither.
    """
    if len(text) == len("2026-11-21"):
        noon = datetime.combine(date.fromisoformat(text), datetime.min.time()).replace(hour=12)
        return noon.replace(tzinfo=DANISH_TIME).astimezone(UTC)
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=DANISH_TIME)
    return moment.astimezone(UTC)


def _made_at(
    order: ExtractOrder,
    stated: datetime | None,
    files: Sequence[ExtractFile],
    history: Mapping[str, Sequence[_Dated]],
) -> tuple[datetime, TimeSource]:
    """Return when the extract was made: as said, as the file says, or as the file's own time."""
    if order.made_at is not None:
        return order.made_at, TimeSource.GIVEN
    if stated is not None:
        return min(stated, order.now), TimeSource.COLUMN
    newest = min(max(file.modified for file in files), order.now)
    # A copied file may look older than what it holds: it was not made before its points began.
    begun = max(_beginnings(history), default=date.min)
    today = order.now.astimezone(DANISH_TIME).date()
    if newest.astimezone(DANISH_TIME).date() < begun <= today:
        newest = min(day_start(begun), order.now)
    return newest, TimeSource.FILE


def _beginnings(history: Mapping[str, Sequence[_Dated]]) -> Iterator[date]:
    for dated in history.values():
        yield min(row.valid_from for row in dated)
