"""The audit trail of one object: who changed what, when, why, from when on.

**Source**: design § 2.3; ux § 1 nr 18 ("from previous to current", with effective date).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.master_data import MasterData
from app.services.audit import change_summary
from app.services.point_views import HistoryEntry
from app.services.process_effects import field_changes

if TYPE_CHECKING:
    from datetime import date

    from app.domain.catalogue import Catalogue
    from app.services.session import Session
    from app.store import Change, FacetPeriod, Reader


def history(session: Session, point_id: str) -> tuple[HistoryEntry, ...]:
    """Return the changes of a metering point, newest first."""
    catalogue = session.catalogues.fields
    with session.company_file.read() as reader:
        rows = reader.points.facet_history(point_id)
        processes = _process_ids(reader, point_id)
        return tuple(
            _entry(catalogue, change, rows, processes.get(change.id))
            for change in reader.changes.of_object("metering_point", point_id)
        )


def _process_ids(reader: Reader, point_id: str) -> dict[int, int]:
    """Return the process that each change belongs to."""
    found: dict[int, int] = {}
    for process in reader.processes.of_object("metering_point", point_id):
        found[process.change_id] = process.id
        found.update({event.change_id: process.id for event in process.events})
    return found


def _entry(
    catalogue: Catalogue, change: Change, rows: list[FacetPeriod], process_id: int | None
) -> HistoryEntry:
    new = [row for row in rows if row.change_in == change.id]
    old = [row for row in rows if row.change_out == change.id]
    effective = _effective(new, old)
    before, after = _values_on(old, effective), _values_on(new, effective)
    values = {name: after.get(name) for name in {*before, *after}}
    return HistoryEntry(
        change_id=change.id,
        at=change.at,
        who=change.who,
        why=change.why,
        summary=change_summary(change),
        effective_date=effective,
        lines=field_changes(before, values, catalogue),
        process_id=process_id if process_id is not None else change.process_id,
    )


def _effective(new: list[FacetPeriod], old: list[FacetPeriod]) -> date | None:
    """Return the first day whose values the change made different."""
    kept = {(row.facet, row.valid_from, row.values) for row in old}
    changed = [r.valid_from for r in new if (r.facet, r.valid_from, r.values) not in kept]
    return min(changed, default=min((row.valid_from for row in old), default=None))


def _values_on(rows: list[FacetPeriod], day: date | None) -> MasterData:
    """Return the values that the rows say hold on a day."""
    if day is None:
        return MasterData()
    held = [row for row in rows if row.valid_from <= day < row.valid_to]
    return MasterData({name: value for row in held for name, value in row.values.items()})
