"""Changes that were reported to DataHub and not answered yet.

**Source**: Forskrift I § 4 stk. 4 nr. 2: what is reported but not yet confirmed is told apart, so
that it is not sent twice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain.processes import EventKind, ObjectKind
from app.domain.self_control import AwaitedAnswer
from app.services.stored_processes import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from app.domain.processes import ProcessCatalogue, ProcessFacts
    from app.store import Reader

LONGEST_WAIT = timedelta(days=30)
"""DataHub answers within hours; a report that is older and unanswered explains nothing any more."""

_CREATES = "create_metering_point"
_ANSWERS = frozenset({EventKind.CONFIRMED, EventKind.REJECTED, EventKind.CANCELLED})


def awaited_answers(
    reader: Reader, processes: ProcessCatalogue, day: date
) -> Mapping[tuple[str, str], AwaitedAnswer]:
    """Return the answers awaited on the extract's day, by metering point and field id.

    A process whose answer came on that day or later counts, for the extract may be the older one;
    one that was reported more than `LONGEST_WAIT` before does not.
    Field id "" stands for the whole point.

    Args:
        reader: A snapshot.
        processes: Declarations.
        day: The Danish day the extract was made on.
    """
    found: dict[tuple[str, str], AwaitedAnswer] = {}
    kinds = frozenset(
        entry.id for entry in processes.values() if entry.object_kind is ObjectKind.METERING_POINT
    )
    for stored in reader.processes.find(kinds=kinds, open_only=False):
        facts = facts_of(stored)
        reported = _unanswered(facts, day)
        if reported is None:
            continue
        answer = AwaitedAnswer(process_id=facts.id, reported_on=reported.isoformat())
        for field_id in _fields(facts, processes):
            found.setdefault((facts.object_id, field_id), answer)
    return found


def _unanswered(facts: ProcessFacts, day: date) -> date | None:
    """Return the last day something was reported, when no answer had come before the day."""
    reported = [e.happened_on for e in facts.events if e.kind is EventKind.REPORTED]
    answered = [e.happened_on for e in facts.events if e.kind in _ANSWERS]
    if not reported or any(answer < day for answer in answered):
        return None
    last = max(reported)
    return last if last >= day - LONGEST_WAIT else None


def _fields(facts: ProcessFacts, processes: ProcessCatalogue) -> Iterator[str]:
    """Yield the fields a process changes: by its declaration, and as listed with the instance."""
    entry = processes[facts.kind]
    for change in entry.changes:
        yield from change.values
        yield from change.inputs
    for name in str(facts.inputs.get("fields") or "").split(","):
        if name:
            yield name
    if facts.kind == _CREATES:
        yield ""
