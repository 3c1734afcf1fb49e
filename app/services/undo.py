"""Undo the last operation by a compensating one.

**Source**: design § 3, "Undo": refused with the reason when it was reported or when a later change
touches the same facet; an import undoes whole or not at all. Nothing is deleted: what was believed
before is believed again, and both changes stay in the audit trail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.errors import RefusedError
from app.domain.processes import EventKind, ObjectKind
from app.services.audit import change_summary
from app.services.changes import Outcome
from app.services.process_effects import void_readings
from app.services.process_opening import Happening, add_event
from app.services.saving import change_set_of
from app.services.stored_processes import facts_of
from app.texts import _

if TYPE_CHECKING:
    from app.domain.processes import ProcessFacts
    from app.services.session import Session
    from app.store import Change, Reader, Writer

_POINT, _CHARGE, _LINK, _PROCESS, _READING = (
    "metering_point",
    "charge",
    "charge_link",
    "process",
    "reading",
)
_CAN_BE_UNDONE = {_POINT, _CHARGE, _LINK, _PROCESS, _READING}


@dataclass(frozen=True, kw_only=True)
class UndoOffer:
    """Whether the last operation can be undone.

    Attributes:
        enabled: Whether it can.
        label: What would be undone; "" when there is nothing.
        reason: Why it cannot; "" when it can.
    """

    enabled: bool
    label: str
    reason: str = ""


def can_undo(session: Session) -> UndoOffer:
    """Return whether the last operation can be undone, and what it was."""
    with session.company_file.read() as reader:
        last = reader.changes.last()
        if last is None:
            return UndoOffer(enabled=False, label="", reason=_("Nothing has been done yet."))
        reason = _problem(session, reader, last)
        return UndoOffer(enabled=not reason, label=change_summary(last), reason=reason)


def undo_last(session: Session) -> Outcome[int]:
    """Undo the last operation.

    Returns:
        The number of the change that was undone.

    Raises:
        RefusedError: When it cannot be undone; the message says why.
    """
    with session.company_file.read() as reader:
        last = reader.changes.last()
    if last is None:
        raise RefusedError(_("Nothing has been done yet."))
    label = change_summary(last)
    with session.company_file.write(who=session.who, kind="undo", undoes=last.id) as writer:
        reason = _problem(session, writer, last)
        if reason:
            raise RefusedError(reason)
        _restore(writer, last)
        for facts in _started(writer, last):
            _cancel(session, writer, facts)
        change_set = change_set_of(writer, _("Undone: {operation}").format(operation=label))
    return Outcome(value=last.id, change_set=change_set)


def _problem(session: Session, reader: Reader, last: Change) -> str:
    """Return why a change cannot be undone; "" when it can."""
    if session.company_file.read_only:
        return _("The company file was opened for reading only.")
    touched = reader.changes.touched(last.id)
    if last.undoes is not None:
        return _("The last operation was an undo.")
    if not touched or not {touch.kind for touch in touched} <= _CAN_BE_UNDONE:
        return _("This kind of operation cannot be undone.")
    started = {facts.id: facts for facts in _started(reader, last)}
    for touch in touched:
        if touch.kind == _PROCESS and int(touch.id) not in started:
            return _("What was recorded in a process stays; record what happened next instead.")
    if any(facts.has(EventKind.REPORTED) for facts in started.values()):
        return _("It has been reported to DataHub and cannot be taken back here.")
    return ""


def _started(reader: Reader, last: Change) -> list[ProcessFacts]:
    """Return the processes that a change started."""
    found = []
    for touch in reader.changes.touched(last.id):
        stored = reader.processes.get(int(touch.id)) if touch.kind == _PROCESS else None
        if stored is not None and stored.change_id == last.id:
            found.append(facts_of(stored))
    return found


def _cancel(session: Session, writer: Writer, facts: ProcessFacts) -> None:
    """End a process whose facts are taken back, its readings with it."""
    if facts.object_kind is ObjectKind.METERING_POINT:
        void_readings(writer, facts)
    happening = Happening(
        kind=EventKind.CANCELLED, step=None, happened_on=session.today, note=_("Undone")
    )
    add_event(session, writer, facts, happening)


def _restore(writer: Writer, last: Change) -> None:
    """Make believed again what was believed before the change.

    Raises:
        RefusedError: When something was changed again since.
    """
    for touch in sorted(writer.changes.touched(last.id)):
        if touch.kind == _POINT:
            writer.points.restore(touch.id, last.id)
        elif touch.kind == _CHARGE:
            _restore_charge(writer, int(touch.id), last)
        elif touch.kind == _LINK:
            for link in writer.charge_links.history_of_point(touch.id):
                if last.id in {link.change_in, link.change_out}:
                    writer.charge_links.restore(link.charge_id, touch.id, last.id)


def _restore_charge(writer: Writer, charge_id: int, last: Change) -> None:
    """Restore a price element that the change wrote; a new link only touches it."""
    if writer.charges.last_change(charge_id) == last.id:
        writer.charges.restore(charge_id, last.id)
