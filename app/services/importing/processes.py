"""Import of processes: their events, judged and written as the dialogs do it.

**Source**: design §§ 2.4, 6. Whether an event may be recorded depends on those before it, so the
file is tried in a transaction that is taken back; the good rows are then written in one that is
not. Each event is a change of its own, so that it can be taken back by itself.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from app.domain.errors import AppError, RefusedError, StaleEditError
from app.domain.processes import EventKind, ObjectKind, Stage
from app.domain.violations import Violation, has_errors
from app.exchange.rows import row_violation
from app.services import process_recording, process_start
from app.services.importing.plan import ImportJob, Plan, empty_cells, unknown_object
from app.services.importing.process_rows import (
    KnownProcesses,
    ProcessRow,
    process_row,
    says,
    with_physical_date,
)
from app.services.process_reporting import open_report
from app.services.process_subjects import object_of
from app.services.process_views import RecordEvent, StartProcess
from app.services.saving import may_save
from app.services.stored_processes import facts_of
from app.texts import _

if TYPE_CHECKING:
    from app.domain.processes import ProcessEntry
    from app.services.session import Session
    from app.services.tasking import Task
    from app.store import Writer
    from app.store.records import StoredProcess

_REPORT_EVERY = 50
_BY_DIALOG = "process"


class _TakenBackError(Exception):
    """Ends the transaction of a trial without writing."""


class Taken(NamedTuple):
    """What came of a row.

    Attributes:
        violations: Everything found; an error means that nothing was written.
        is_known: Whether the process existed before the file.
        is_changed: Whether an event was added.
    """

    violations: tuple[Violation, ...] = ()
    is_known: bool = False
    is_changed: bool = True


def plan_processes(job: ImportJob) -> Plan:
    """Judge the rows by what comes of them, one after another."""
    plan = Plan()
    rows = list(_rows(job, plan))
    accepted: list[ProcessRow] = []
    session = job.session
    with suppress(_TakenBackError), session.company_file.write(who=session.who, kind="trial") as w:
        taker = ProcessTaker(session, w)
        for done, row in enumerate(rows):
            if done % _REPORT_EVERY == 0:
                job.task.raise_if_cancelled()
                job.task.report(done, len(rows), _("Checking rows"))
            taken = taker.take(row)
            if plan.accepts(row.number, taken.violations):
                plan.count(is_known=taken.is_known, is_changed=taken.is_changed)
                accepted.append(row)
        raise _TakenBackError

    def write(writer: Writer, task: Task) -> None:
        again = ProcessTaker(session, writer)
        for done, row in enumerate(accepted):
            if done % _REPORT_EVERY == 0:
                task.raise_if_cancelled()
                task.report(done, len(accepted), _("Writing rows"))
            if has_errors(again.take(row).violations):
                raise StaleEditError(
                    _("Row {row} can no longer be written.").format(row=row.number)
                )

    plan.write = write
    return plan


def _rows(job: ImportJob, plan: Plan) -> list[ProcessRow]:
    """Return the rows that can be read; the others are rejected."""
    found = []
    for row in job.read():
        plan.rows += 1
        values = dict(zip(job.rows.names, row.values, strict=True))
        faults = list(row.violations) or empty_cells(job.kind, values, job.kind.required)
        if faults:
            plan.reject(row.number, faults)
        else:
            found.append(process_row(row.number, values))
    return found


class ProcessTaker:
    """Takes rows into a transaction, each judged with those before it."""

    def __init__(self, session: Session, writer: Writer) -> None:
        self._session = session
        self._writer = writer
        self._known = KnownProcesses(writer)
        self._number_of: dict[str, int] = {}
        self._left_out: dict[str, int] = {}
        self._matched: dict[int, set[int]] = {}
        self._begun: set[int] = set()

    def take(self, row: ProcessRow) -> Taken:
        """Record one event, unless it is recorded already or may not be."""
        if row.event not in {kind.value for kind in EventKind}:
            words = ", ".join(kind.value for kind in EventKind)
            message = _("The event must be one of {words}.").format(words=words)
            return _refused("event", message)
        try:
            return self._taken(row)
        except AppError as error:
            self._left_out.setdefault(row.reference, row.number)
            return Taken((unknown_object("", str(error)),))

    def _taken(self, row: ProcessRow) -> Taken:
        number = self._number_of.get(row.reference)
        if number is None:
            if row.reference in self._left_out:
                message = _("The process begins in row {row}, which was left out.")
                begin = self._left_out[row.reference]
                return _refused("process", message.format(row=begin))
            stored = self._find(row)
            if stored is None:
                return self._begin(row)
            number = self._number_of[row.reference] = stored.id
            self._matched[number] = set()
        return self._go_on(number, row)

    def _find(self, row: ProcessRow) -> StoredProcess | None:
        """Return the instance a reference means in this company file, if there is one."""
        stored = self._known.numbered(row)
        if stored is not None or not row.kind:
            return stored
        entry = self._entry(row)
        object_id = self._object(entry, row)
        row = with_physical_date(row, entry)
        taken = self._number_of.values()
        return self._known.begun_so(row, entry.object_kind, object_id, taken)

    def _entry(self, row: ProcessRow) -> ProcessEntry:
        entry = self._session.catalogues.processes.get(row.kind)
        if entry is None:
            raise RefusedError(
                _("There is no kind of process called {kind}.").format(kind=row.kind or "“”")
            )
        return entry

    def _object(self, entry: ProcessEntry, row: ProcessRow) -> str:
        if entry.object_kind is ObjectKind.COMPANY:
            raise RefusedError(_("{process} is not started this way.").format(process=entry.label))
        day = row.inputs.get("valid_from")
        when = day if isinstance(day, type(row.happened_on)) else None
        return object_of(self._writer, entry.object_kind, row.subject, when)

    def _begin(self, row: ProcessRow) -> Taken:
        """Start a new instance."""
        if row.event not in {stage.value for stage in Stage}:
            self._left_out[row.reference] = row.number
            message = _(
                "There is no process {number} to record this in; a new one begins with {words}."
            )
            words = " / ".join(stage.value for stage in Stage)
            return _refused("process", message.format(number=row.reference, words=words))
        entry = self._entry(row)
        object_id = self._object(entry, row)
        row = with_physical_date(row, entry)
        command = StartProcess(
            kind=row.kind,
            object_id=object_id,
            data=row.inputs,
            stage=row.event,
            explanation=row.explanation,
            note=row.note,
            happened_on=row.happened_on,
        )
        found = self._foreign(entry, row)
        if not found:
            number, found = self._start(entry, command, row)
            if number is not None:
                self._number_of[row.reference] = number
                self._begun.add(number)
                return Taken(found)
        self._left_out[row.reference] = row.number
        return Taken(_unanswered(found))

    def _start(
        self, entry: ProcessEntry, command: StartProcess, row: ProcessRow
    ) -> tuple[int | None, tuple[Violation, ...]]:
        with self._writer.part(kind=entry.id, why=row.explanation or row.note) as part:
            number: int | None
            if entry.menu == _BY_DIALOG:
                reason = row.explanation or row.note
                number, found = process_start.begin(self._session, part, command, reason)
                if number is not None:
                    part.summary = process_start.summary_of(self._session, part, command)
            else:
                number, found = open_report(self._session, part, command, row.fields), ()
                part.summary = entry.label
            part.process_id = number
        return number, found

    def _foreign(self, entry: ProcessEntry, row: ProcessRow) -> tuple[Violation, ...]:
        """Return a violation for each value that this process does not ask for."""
        asked = {item.id for item in entry.inputs}
        if entry.date_rule is not None:
            asked.add(entry.date_rule.input)
        message = _("{process} does not ask for {column}.")
        return tuple(
            row_violation("IM-14", name, message.format(process=entry.label, column=name))
            for name in row.inputs
            if name not in asked
        )

    def _go_on(self, number: int, row: ProcessRow) -> Taken:
        """Record a further event of an instance, unless it stands there already."""
        is_known = number not in self._begun
        stored = self._writer.processes.get(number)
        if stored is None:
            raise RefusedError(_("There is no process {number}.").format(number=number))
        entry = self._session.catalogues.processes[stored.kind]
        row = with_physical_date(row, entry)
        if row.kind not in ("", stored.kind):
            message = _("The process began as {process}.").format(process=stored.kind)
            return _refused("process_kind", message)
        if is_known and self._stands_there(stored, row):
            return Taken(is_known=True, is_changed=False)
        found = self._foreign(entry, row) or self._record(number, row)
        return Taken(found, is_known=is_known)

    def _stands_there(self, stored: StoredProcess, row: ProcessRow) -> bool:
        matched = self._matched[stored.id]
        events = zip(facts_of(stored).events, stored.events, strict=True)
        for at, (event, kept) in enumerate(events):
            told = dict(kept.data.get("inputs", {}))
            inputs = {**stored.data.get("inputs", {}), **told} if at == 0 else told
            if at not in matched and says(event, inputs, row):
                matched.add(at)
                return True
        return False

    def _record(self, number: int, row: ProcessRow) -> tuple[Violation, ...]:
        command = RecordEvent(
            process_id=number,
            event=row.event,
            step_id=row.step,
            happened_on=row.happened_on,
            data=row.inputs,
            explanation=row.explanation,
            note=row.note,
        )
        # A note is the reason for what a done step overrides, but never explains that one is late.
        reason = row.explanation or (row.note if row.event == EventKind.DONE else "")
        why = row.explanation or row.note
        with self._writer.part(kind=row.event, why=why, process_id=number) as part:
            found = process_recording.add(self._session, part, command, reason)
            if may_save(found, reason):
                part.summary = process_recording.summary_of(self._session, part, command)
                return found
        return _unanswered(found)


def _refused(field: str, message: str) -> Taken:
    return Taken((row_violation("IM-13", field, message),))


def _unanswered(found: tuple[Violation, ...]) -> tuple[Violation, ...]:
    """Return what was found as errors where a written reason is missing."""
    if has_errors(found):
        return found
    message = _("Write the reason in the column explanation.")
    return (*found, row_violation("IM-13", "explanation", message))
