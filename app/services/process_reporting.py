"""Open the reporting of something that stands in the register already.

**Source**: Forskrift I § 2, stk. 3 and Forskrift H1 § 21, stk. 1: what was created or changed is
notified. Forms open this with the change itself; a file tells of a change that another file, or a
form of another program, has made.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.domain.errors import RefusedError
from app.domain.master_data import MasterData
from app.domain.processes import EventKind, ObjectKind
from app.services.point_changes import differences, reporting_facts
from app.services.process_opening import NewInstance, open_instance, open_resend
from app.texts import _, format_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.catalogue import Catalogue
    from app.domain.master_data import FieldValue
    from app.domain.processes import ProcessEntry
    from app.services.process_views import StartProcess
    from app.services.session import Session
    from app.store import Reader, Writer

_CREATE = "create_metering_point"
_RESEND = "resend_master_data"
_ONE_DAY = timedelta(days=1)
_Changed = dict[str, tuple["FieldValue", "FieldValue"]]


def open_report(
    session: Session, writer: Writer, command: StartProcess, fields: tuple[str, ...]
) -> int:
    """Open a process that no dialog starts, and return its number.

    Args:
        session: The open company.
        writer: The open transaction.
        command: Kind, object, the process's own inputs, and the day it happened.
        fields: Ids of the fields it is about; empty = those that change on the day.

    Raises:
        RefusedError: When the program opens such processes by itself, or nothing changes that day.
    """
    entry = session.catalogues.processes[command.kind]
    happened_on = command.happened_on or session.today
    _refuse_unknown(session.catalogues.fields, fields)
    if entry.recurring or command.stage != EventKind.DONE:
        raise RefusedError(_("{process} is not started this way.").format(process=entry.label))
    if entry.id == _RESEND:
        return _open_resend(session, writer, entry, command, fields)
    if entry.object_kind is ObjectKind.METERING_POINT:
        new = _about_point(session, writer, entry, command, fields)
    else:
        _day(entry, command.data)
        new = NewInstance(kind=entry.id, object_id=command.object_id, inputs=command.data)
    return open_instance(
        session,
        writer,
        NewInstance(
            kind=new.kind,
            object_id=new.object_id,
            inputs=new.inputs,
            facts=new.facts,
            happened_on=happened_on,
            explanation=command.explanation,
            note=command.note,
        ),
    )


def _refuse_unknown(catalogue: Catalogue, fields: tuple[str, ...]) -> None:
    for name in fields:
        if name not in catalogue.fields:
            raise RefusedError(_("There is no field {field}.").format(field=name))


def _open_resend(
    session: Session,
    writer: Writer,
    entry: ProcessEntry,
    command: StartProcess,
    fields: tuple[str, ...],
) -> int:
    if not fields:
        raise RefusedError(_("{process}: which fields?").format(process=entry.label))
    found_on = command.happened_on or session.today
    return open_resend(session, writer, command.object_id, field_ids=fields, discovered_on=found_on)


def _day(entry: ProcessEntry, inputs: Mapping[str, FieldValue]) -> date:
    """Return the effective date that was given."""
    day = inputs.get(entry.date_rule.input) if entry.date_rule else None
    if not isinstance(day, date):
        raise RefusedError(
            _("{process}: the effective date is missing.").format(process=entry.label)
        )
    return day


def _about_point(
    session: Session,
    reader: Reader,
    entry: ProcessEntry,
    command: StartProcess,
    fields: tuple[str, ...],
) -> NewInstance:
    """Return the reporting of a new point, or of what changes about a point on a day."""
    if entry.id == _CREATE:
        periods = reader.points.facet_periods(command.object_id)
        first = min((period.valid_from for period in periods), default=None)
        day = _day(entry, {"valid_from": first, **command.data})
        changed = differences(MasterData(), _values(reader, command.object_id, day))
    else:
        day = _day(entry, command.data)
        before = _values(reader, command.object_id, day - _ONE_DAY)
        changed = differences(before, _values(reader, command.object_id, day))
    changed = _only(changed, fields)
    if not changed:
        raise RefusedError(
            _("Nothing about metering point {id} changes on {day}.").format(
                id=command.object_id, day=format_day(day)
            )
        )
    facts = reporting_facts(session, entry, day, changed)
    return NewInstance(
        kind=entry.id, object_id=command.object_id, inputs=facts.inputs, facts=facts.facts
    )


def _values(reader: Reader, point_id: str, day: date) -> MasterData:
    return reader.points.master_data(point_id, day) or MasterData()


def _only(changed: _Changed, fields: tuple[str, ...]) -> _Changed:
    """Return the fields that were named, also one that does not change on the day."""
    if not fields:
        return changed
    return {name: changed.get(name, (None, None)) for name in fields}
