"""Imports of anything that is a key with values from a day on: prices, links, actors.

**Source**: design §§ 2.3 and 6.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from app.domain.periods import OPEN_END
from app.exchange.rows import row_violation
from app.services.importing.plan import ImportJob, Plan, empty_cells, repeated
from app.services.importing.spans import Spans, laid
from app.texts import _

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue
    from app.domain.violations import Violation
    from app.services.tasking import Task
    from app.store import Writer

Key = tuple[Hashable, ...]
_REPORT_EVERY = 500


class DatedRow(NamedTuple):
    """A row that can be judged.

    Attributes:
        key: What it speaks of.
        valid_from: First day.
        number: Row number in the file.
        valid_to: First day after; None when the file does not say.
        values: Every column of the file, by id.
    """

    key: Key
    valid_from: date
    number: int
    valid_to: date | None
    values: Mapping[str, FieldValue]


class DatedPlanner:
    """Judges rows in the order of their keys and days, and writes the good ones in that order.

    A planner of a kind says what the register believes, what a row's values are, which rules they
    break, and how a row is written.
    """

    def __init__(self, job: ImportJob) -> None:
        self.job = job
        self.rows_plan = Plan()
        self.spans: dict[Key, Spans] = {}
        self.known: set[Key] = set()
        self.accepted: list[DatedRow] = []

    def plan(self) -> Plan:
        """Return what the import would do."""
        rows = sorted(self._rows(), key=lambda row: (row.key, row.valid_from, row.number))
        self.load(rows)
        for done, row in enumerate(self._consistent(rows)):
            if done % _REPORT_EVERY == 0:
                self.job.task.raise_if_cancelled()
                self.job.task.report(done, len(rows), _("Checking rows"))
            self._judge(row)
        self.rows_plan.write = self._write
        return self.rows_plan

    @abstractmethod
    def load(self, rows: Iterable[DatedRow]) -> None:
        """Fill `spans` and `known` with what the register believes."""

    @abstractmethod
    def key(self, values: Mapping[str, FieldValue]) -> Key:
        """Return what a row speaks of; all its parts have values."""

    @abstractmethod
    def dated_values(self, row: DatedRow) -> Mapping[str, FieldValue]:
        """Return the values that hold from the row's day on."""

    @abstractmethod
    def violations(self, row: DatedRow) -> Iterable[Violation]:
        """Return the rules the row breaks."""

    @abstractmethod
    def put(self, writer: Writer, row: DatedRow) -> None:
        """Write a good row."""

    def filled(self, values: dict[str, FieldValue]) -> dict[str, FieldValue]:
        """Return the values with what the file may leave out."""
        return values

    def put_all(self, writer: Writer, progress: Iterator[DatedRow]) -> None:
        """Write every good row; the rows tell about progress while they are taken."""
        for row in progress:
            self.put(writer, row)

    def _rows(self) -> Iterator[DatedRow]:
        kind = self.job.kind
        needed = (*kind.key, *(name for name in kind.required if name not in kind.key))
        for row in self.job.read():
            self.rows_plan.rows += 1
            given = dict(zip(self.job.rows.names, row.values, strict=True))
            values = self.filled(given)
            faults = list(row.violations) or empty_cells(kind, values, needed)
            valid_from, valid_to = values.get("valid_from"), values.get("valid_to")
            if not faults and isinstance(valid_from, date) and isinstance(valid_to, date):
                faults = _wrong_order(valid_from, valid_to)
            if faults or not isinstance(valid_from, date):
                self.rows_plan.reject(row.number, faults)
                continue
            end = valid_to if isinstance(valid_to, date) and valid_to != OPEN_END else None
            yield DatedRow(self.key(values), valid_from, row.number, end, values)

    def _consistent(self, rows: list[DatedRow]) -> Iterator[DatedRow]:
        """Reject rows of one key and day that contradict each other."""
        for _key, group in groupby(rows, key=lambda row: row[:2]):
            same = list(group)
            first = same[0].values
            if all(row.values == first for row in same):
                yield from same
                continue
            for row in same:
                other = next(r for r in same if r.values != row.values)
                self.rows_plan.reject(row.number, [repeated("valid_from", other.number)])

    def _judge(self, row: DatedRow) -> None:
        if not self.rows_plan.accepts(row.number, self.violations(row)):
            return
        before = self.spans.get(row.key, ())
        after = laid(before, row.valid_from, self.dated_values(row), row.valid_to)
        self.rows_plan.count(is_known=row.key in self.known, is_changed=after != before)
        self.spans[row.key] = after
        self.accepted.append(row)

    def _write(self, writer: Writer, task: Task) -> None:
        self.put_all(writer, self._watched(task))

    def _watched(self, task: Task) -> Iterator[DatedRow]:
        for done, row in enumerate(self.accepted):
            if done % _REPORT_EVERY == 0:
                task.raise_if_cancelled()
                task.report(done, len(self.accepted), _("Writing rows"))
            yield row


def _wrong_order(valid_from: date, valid_to: date) -> list[Violation]:
    if valid_from < valid_to:
        return []
    message = _("The end must be after the beginning.")
    return [row_violation("IM-11", "valid_to", message)]
