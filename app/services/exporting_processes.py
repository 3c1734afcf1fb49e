"""The events of every process as rows of a file, in the order they were recorded.

**Source**: design §§ 2.4, 6: taken in by another company file in this order, each event meets the
register as it was when it happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.processes import ObjectKind
from app.services.process_subjects import SUBJECT_COLUMNS, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.domain.master_data import FieldValue
    from app.store import Reader
    from app.store.records import StoredEvent, StoredProcess

_INPUTS = "inputs"


def process_event_rows(reader: Reader) -> Iterator[Mapping[str, FieldValue]]:
    """Yield one row per event."""
    happened = [
        (event.number, place, process, event)
        for process in reader.processes.find(open_only=False)
        for place, event in enumerate(process.events)
    ]
    happened.sort(key=lambda item: item[0])
    for _number, place, process, event in happened:
        # What a process was started with belongs to its first event.
        inputs = {**(process.data.get(_INPUTS, {}) if place == 0 else {}), **_told(event)}
        yield {
            **inputs,
            **_subject(reader, process),
            "process": str(process.id),
            "process_kind": process.kind,
            "event": event.kind,
            "step": event.step or None,
            "happened_on": event.happened_on,
            "explanation": event.explanation or None,
            "note": event.note or None,
            "changed_fields": inputs.get("fields"),
        }


def _told(event: StoredEvent) -> Mapping[str, FieldValue]:
    told: Mapping[str, FieldValue] = event.data.get(_INPUTS, {})
    return told


def _subject(reader: Reader, process: StoredProcess) -> dict[str, FieldValue]:
    subject = subject_of(reader, ObjectKind(process.object_kind), process.object_id)
    return {name: value or None for name, value in zip(SUBJECT_COLUMNS, subject, strict=True)}
