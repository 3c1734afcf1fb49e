"""Rows of a file of processes, and what the register knows of them already.

**Source**: design §§ 2.4, 6: events are only ever added, so a row that says what is recorded
already is unchanged, and any other one is a new event.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from app.domain.processes import ObjectKind
from app.services.process_subjects import Subject, subject_of
from app.services.stored_processes import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.master_data import FieldValue
    from app.domain.processes import Event, ProcessEntry
    from app.store import Reader
    from app.store.records import StoredProcess

OWN_COLUMNS = (
    "process",
    "process_kind",
    "metering_point_id",
    "charge_owner_id",
    "charge_type",
    "charge_code",
    "event",
    "step",
    "happened_on",
    "explanation",
    "note",
    "changed_fields",
)


class ProcessRow(NamedTuple):
    """One event as a file tells it; "" for what it does not say.

    Attributes:
        number: Row number in the file.
        reference: What ties the rows of a process together.
        kind: Kind of the process.
        subject: What it is about.
        event: What happened.
        step: Step it carries out.
        happened_on: The day.
        explanation: Why it was late, or a warning was overridden.
        note: Free text.
        fields: Fields it is about.
        inputs: What the process asks for, as far as given.
    """

    number: int
    reference: str
    kind: str
    subject: Subject
    event: str
    step: str
    happened_on: date
    explanation: str
    note: str
    fields: tuple[str, ...]
    inputs: Mapping[str, FieldValue]


def process_row(number: int, values: Mapping[str, FieldValue]) -> ProcessRow:
    """Return a row of which the needed cells are filled."""

    def text(name: str) -> str:
        return str(values.get(name) or "")

    happened_on = values["happened_on"]
    return ProcessRow(
        number=number,
        reference=text("process"),
        kind=text("process_kind"),
        subject=Subject(
            text("metering_point_id"),
            text("charge_owner_id"),
            text("charge_type"),
            text("charge_code"),
        ),
        event=text("event").casefold(),
        step=text("step"),
        happened_on=happened_on if isinstance(happened_on, date) else date.max,
        explanation=text("explanation"),
        note=text("note"),
        fields=tuple(name.strip() for name in text("changed_fields").split(",") if name.strip()),
        inputs={
            name: value
            for name, value in values.items()
            if name not in OWN_COLUMNS and value is not None
        },
    )


def with_physical_date(row: ProcessRow, entry: ProcessEntry) -> ProcessRow:
    """Return a row whose day is also the day of the work, where the process asks for that."""
    if row.event != "done" or entry.input("physical_date") is None:
        return row
    return row._replace(inputs={"physical_date": row.happened_on, **row.inputs})


class KnownProcesses:
    """Finds the instances that rows speak of."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def numbered(self, row: ProcessRow) -> StoredProcess | None:
        """Return the instance whose number the reference is, when kind and subject agree."""
        if not row.reference.isdecimal():
            return None
        stored = self._reader.processes.get(int(row.reference))
        if stored is None or row.kind not in ("", stored.kind):
            return None
        subject = subject_of(self._reader, ObjectKind(stored.object_kind), stored.object_id)
        return stored if row.subject.agrees_with(subject) else None

    def begun_so(
        self, row: ProcessRow, object_kind: ObjectKind, object_id: str, taken: Iterable[int]
    ) -> StoredProcess | None:
        """Return an instance of the object that began as the row says; None when there is none."""
        used = set(taken)
        candidates = reversed(self._reader.processes.of_object(object_kind, object_id))
        return next(
            (
                stored
                for stored in candidates
                if stored.kind == row.kind and stored.id not in used and _first_says(stored, row)
            ),
            None,
        )


def _first_says(stored: StoredProcess, row: ProcessRow) -> bool:
    facts = facts_of(stored)
    return bool(facts.events) and says(facts.events[0], stored.data.get("inputs", {}), row)


def says(event: Event, inputs: Mapping[str, FieldValue], row: ProcessRow) -> bool:
    """Return whether a recorded event is what a row tells; empty cells tell nothing."""
    listed = str(inputs.get("fields") or "").split(",")
    return (
        event.kind == row.event
        and row.step in ("", event.step)
        and event.happened_on == row.happened_on
        and row.explanation in ("", event.explanation)
        and row.note in ("", event.note)
        and (not row.fields or sorted(row.fields) == sorted(listed))
        and all(inputs.get(name) == value for name, value in row.inputs.items())
    )
