"""Imports of metering points, meters and supplies: dated rows of facet values.

**Source**: design §§ 2.3 and 6. One row says what holds about a metering point from a day on: an
empty cell means no value, a column that is not there leaves its field as it is. What is already
believed is not written again, so a row becomes a new period only where it differs.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from app.domain.checks import Operation, Situation, check_master_data
from app.exchange.rows import row_violation
from app.services.importing.plan import ImportJob, Plan, empty_cells, repeated, unknown_object
from app.services.importing.point_timeline import (
    KnownPointTimeline,
    NewPointTimeline,
    PointTimeline,
)
from app.store import PointChange
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from app.domain.master_data import FieldValue, MasterData
    from app.domain.violations import Violation
    from app.services.tasking import Task
    from app.store import FacetPeriod, Writer

_ID, _FROM, _PARENT = "metering_point_id", "valid_from", "parent_metering_point_id"
_KEY = (_ID, _FROM)
_REPORT_EVERY = 500
_MAKES_POINTS = "metering_points"


class _Row(NamedTuple):
    """A row with its key; sorts by point, day and place in the file."""

    point_id: str
    valid_from: date
    number: int
    values: tuple[FieldValue, ...]


def plan_points(job: ImportJob) -> Plan:
    """Judge every row by the values it leads to."""
    return _PointPlanner(job).plan()


class _PointPlanner:
    """Works through the points in id order; children after the points that can be parents."""

    def __init__(self, job: ImportJob) -> None:
        self._job = job
        self._plan = Plan()
        self._names = job.rows.names
        self._facet_of = {
            entry.id: entry.facet
            for facet in job.catalogue.facets()
            for entry in job.catalogue.by_facet(facet)
        }
        self._immutable = [entry.id for entry in job.catalogue.fields.values() if entry.immutable]
        self._known = set(job.reader.points.ids())
        areas = job.reader.grid_areas.all()
        self._known_areas = frozenset(area.code for area in areas)
        self._own_areas = frozenset(area.code for area in areas if area.own)
        self._own_gln = job.reader.settings.get("company.gln")
        self._rows: list[_Row] = []
        self._accepted: list[_Row] = []
        self._changing: set[int] = set()
        self._parent_at = lru_cache(maxsize=4096)(self._look_up_parent)
        self._timeline_of = lru_cache(maxsize=4096)(self._timeline_after)

    def plan(self) -> Plan:
        """Return what the import would do."""
        self._rows = self._consistent(sorted(self._keyed_rows(), key=lambda row: row[:3]))
        done = 0
        deferred: list[tuple[list[_Row], PointTimeline]] = []
        for rows, timeline in self._groups():
            if self._has_parent(rows, timeline):
                deferred.append((rows, timeline))
            else:
                self._judge(rows, timeline)
                done = self._progress(done, len(rows))
        # Rows of parents are found by place from now on.
        self._accepted.sort(key=lambda row: row[:3])
        children: list[_Row] = []
        for rows, timeline in deferred:
            children.extend(self._judged(rows, timeline))
            done = self._progress(done, len(rows))
        self._accepted.extend(children)
        self._accepted.sort(key=lambda row: row[:3])
        self._plan.write = self._write
        return self._plan

    def _progress(self, done: int, more: int) -> int:
        if done // _REPORT_EVERY != (done + more) // _REPORT_EVERY:
            self._job.task.raise_if_cancelled()
            self._job.task.report(done + more, len(self._rows), _("Checking rows"))
        return done + more

    def _keyed_rows(self) -> Iterator[_Row]:
        id_at, from_at = self._names.index(_ID), self._names.index(_FROM)
        makes_points = self._job.kind.id == _MAKES_POINTS
        for row in self._job.read():
            self._plan.rows += 1
            point_id, valid_from = row.values[id_at], row.values[from_at]
            faults = list(row.violations)
            if not faults:
                faults = empty_cells(self._job.kind, {_ID: point_id, _FROM: valid_from}, _KEY)
            if not faults and not makes_points and point_id not in self._known:
                faults = [_unknown_point(str(point_id))]
            if faults or not isinstance(point_id, str) or valid_from is None:
                self._plan.reject(row.number, faults)
                continue
            yield _Row(point_id, valid_from, row.number, row.values)  # type: ignore[arg-type]  # a date column

    def _consistent(self, rows: list[_Row]) -> list[_Row]:
        """Reject rows of one point and day that contradict each other."""
        kept: list[_Row] = []
        for _key, group in groupby(rows, key=lambda row: row[:2]):
            same = list(group)
            if len({row.values for row in same}) > 1:
                for row in same:
                    other = next(r for r in same if r.values != row.values)
                    self._plan.reject(row.number, [repeated(_FROM, other.number)])
            else:
                kept.extend(same)
        return kept

    def _groups(self) -> Iterator[tuple[list[_Row], PointTimeline]]:
        """Yield the rows of each point with what the register believes about it."""
        ids = sorted({row.point_id for row in self._rows} & self._known)
        histories = iter(self._job.reader.points.believed_history(ids)) if ids else iter(())
        known, periods = next(histories, ("", []))
        for point_id, group in groupby(self._rows, key=lambda row: row.point_id):
            while known and known < point_id:
                known, periods = next(histories, ("", []))
            is_known = point_id in self._known
            yield list(group), self._start(is_known, periods if known == point_id else [])

    def _start(self, is_known: bool, periods: Iterable[FacetPeriod]) -> PointTimeline:
        if is_known:
            return KnownPointTimeline.of(periods, self._facet_of)
        return NewPointTimeline()

    def _has_parent(self, rows: list[_Row], timeline: PointTimeline) -> bool:
        if rows[0].point_id in self._known and timeline.ever(_PARENT):
            return True
        if _PARENT not in self._names:
            return False
        at = self._names.index(_PARENT)
        return any(row.values[at] is not None for row in rows)

    def _judge(self, rows: list[_Row], timeline: PointTimeline) -> None:
        self._accepted.extend(self._judged(rows, timeline))

    def _judged(self, rows: list[_Row], timeline: PointTimeline) -> list[_Row]:
        """Return the rows that can be written, each judged with the good rows before it."""
        accepted: list[_Row] = []
        is_known = rows[0].point_id in self._known
        for row in rows:
            before = timeline.at(row.valid_from)
            after = timeline.laid(row.valid_from, self._values(row))
            if not self._plan.accepts(row.number, self._violations(row, before, after)):
                continue
            is_changed = after is not timeline
            self._plan.count(is_known=is_known, is_changed=is_changed)
            if is_changed:
                self._changing.add(row.number)
            timeline = after
            accepted.append(row)
        return accepted

    def _values(self, row: _Row) -> dict[str, FieldValue]:
        values = dict(zip(self._names, row.values, strict=True))
        for name in _KEY:
            del values[name]
        return values

    def _violations(self, row: _Row, before: MasterData, after: PointTimeline) -> list[Violation]:
        md = after.at(row.valid_from)
        parent = md.text(_PARENT)
        situation = Situation(
            today=self._job.session.today,
            rule_set=self._job.session.rule_set,
            operation=Operation.STORED,
            known_grid_areas=self._known_areas,
            own_grid_areas=self._own_areas,
            own_gln=self._own_gln,
            parent=self._parent_at(parent, row.valid_from) if parent else None,
            parent_exists=self._exists(parent) if parent else None,
        )
        judged = md.replacing({_ID: row.point_id, _FROM: row.valid_from})
        found = list(check_master_data(self._job.catalogue, judged, situation))
        found.extend(
            self._unchangeable(name)
            for name in self._immutable
            if name in before and name in md and before[name] != md[name]
        )
        return found

    def _unchangeable(self, name: str) -> Violation:
        message = _("{field} of a metering point cannot be changed.")
        label = self._job.catalogue.field(name).label()
        return row_violation("IM-10", name, message.format(field=label))

    def _exists(self, point_id: str) -> bool:
        return point_id in self._known or bool(self._accepted_rows(point_id))

    def _look_up_parent(self, point_id: str, day: date) -> MasterData | None:
        """Return a parent's values on a day, with what this file says about it."""
        if not self._exists(point_id):
            return None
        return self._timeline_of(point_id).at(day)

    def _timeline_after(self, point_id: str) -> PointTimeline:
        is_known = point_id in self._known
        periods = self._job.reader.points.facet_periods(point_id) if is_known else []
        timeline = self._start(is_known, periods)
        for row in self._accepted_rows(point_id):
            timeline = timeline.laid(row.valid_from, self._values(row))
        return timeline

    def _accepted_rows(self, point_id: str) -> list[_Row]:
        at = bisect_left(self._accepted, point_id, key=lambda row: row.point_id)
        rows: list[_Row] = []
        while at < len(self._accepted) and self._accepted[at].point_id == point_id:
            rows.append(self._accepted[at])
            at += 1
        return rows

    def _write(self, writer: Writer, task: Task) -> None:
        total = len(self._changing)

        def progress(done: int) -> None:
            task.raise_if_cancelled()
            task.report(done, total, _("Writing rows"))

        writer.points.put_many(self._changes(), progress=progress)

    def _changes(self) -> Iterator[PointChange]:
        for row in self._accepted:
            if row.number in self._changing:
                yield PointChange(row.point_id, row.valid_from, self._values(row))


def _unknown_point(point_id: str) -> Violation:
    message = _("Metering point {id} does not exist.")
    return unknown_object(_ID, message.format(id=point_id))
