"""Metering points: create and change by form; list and page are gathered here too.

**Source**: Forskrift H1 § 21, stk. 1 (creation is notified), Forskrift I § 2, stk. 3 (changes are
notified by the 1st working day after they took effect), § 8 (master data).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.catalogue import FieldType
from app.domain.checks import allowed_codes, requirements
from app.domain.errors import RefusedError
from app.domain.processes import ObjectKind
from app.services.changes import Outcome
from app.services.object_labels import ObjectLabels
from app.services.personal_numbers import refuse_cpr
from app.services.point_changes import (
    JudgedForm,
    judge_change,
    judge_create,
    open_reporting,
)
from app.services.point_history import history
from app.services.point_lists import (
    chip_counts,
    chip_fields,
    columns,
    find,
    first_hits,
    list_text,
    rows,
)
from app.services.point_pages import detail, lanes
from app.services.point_views import ChangePoint, CreatePoint, FormState
from app.services.process_menu import require_point
from app.services.reporting_windows import form_limits
from app.services.saving import change_set_of, keep_overrides, may_save, refuse_stale
from app.store import PointQuery
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.domain.master_data import FieldValue, MasterData
    from app.domain.situation import Situation
    from app.services.session import Session
    from app.store import Writer

__all__ = [
    "PointQuery",
    "change",
    "chip_counts",
    "chip_fields",
    "columns",
    "create",
    "detail",
    "find",
    "first_hits",
    "form_state",
    "history",
    "lanes",
    "list_text",
    "rows",
    "void_period",
]


def form_state(
    session: Session,
    values: Mapping[str, FieldValue],
    *,
    is_new: bool,
    point_id: str = "",
    valid_from: date | None = None,
) -> FormState:
    """Return how the form should look for the values typed so far.

    Args:
        session: The open company.
        values: Everything the form holds (for a change: the whole record as it would be).
        is_new: Whether the point is being created.
        point_id: 18 digits; may be unfinished.
        valid_from: Effective date; None = not typed yet.
    """
    day = valid_from or session.today
    with session.company_file.read() as reader:
        if is_new:
            command = CreatePoint(point_id=point_id, valid_from=day, values=values)
            judged = judge_create(session, reader, command)
        else:
            judged = judge_change(
                session, reader, ChangePoint(point_id=point_id, valid_from=day, values=values)
            )
        return FormState(
            requirements=requirements(session.catalogues.fields, judged.after, judged.situation),
            violations=judged.violations,
            deadlines=form_limits(session, judged.entry, judged.facts)
            if judged.needs_report and valid_from is not None
            else (),
            choices=_choices(session, judged.after, judged.situation),
        )


def _choices(
    session: Session, values: MasterData, situation: Situation
) -> dict[str, tuple[tuple[str, str], ...]]:
    catalogue = session.catalogues.fields
    return {
        field_id: tuple(
            (code.key, code.label())
            for code in allowed_codes(catalogue, field_id, values, situation)
        )
        for field_id, entry in catalogue.fields.items()
        if entry.type is FieldType.CODE
    }


def create(session: Session, command: CreatePoint, reason: str = "") -> Outcome[int]:
    """Create a metering point and open the notification of it to DataHub.

    Returns:
        The number of the process.
    """
    refuse_cpr(command.note, command.explanation, reason)
    kind = "create_metering_point"
    with session.company_file.write(
        who=session.who, why=reason or command.note, kind=kind
    ) as writer:
        judged = judge_create(session, writer, command)
        if not may_save(judged.violations, reason):
            return Outcome(violations=judged.violations)
        writer.points.add(command.point_id)
        values = {name: value for name, value in judged.after.items() if name in judged.fields}
        writer.points.put_values(command.point_id, command.valid_from, values)
        process_id = open_reporting(session, writer, judged, command, reason)
        _keep(writer, judged, command.point_id, reason)
        label = ObjectLabels(writer).of_point(command.point_id).text
        change_set = change_set_of(writer, _("Metering point created: {id}").format(id=label))
    return Outcome(value=process_id, violations=judged.violations, change_set=change_set)


def change(session: Session, command: ChangePoint, reason: str = "") -> Outcome[int]:
    """Change master data from an effective date and open the update of DataHub.

    Returns:
        The number of the process; None when nothing has to be reported.

    Raises:
        NotFoundError: When there is no such point.
        StaleEditError: When the point was changed since the form was opened.
    """
    refuse_cpr(command.note, command.explanation, reason)
    kind = "master_data_change"
    with session.company_file.write(
        who=session.who, why=reason or command.note, kind=kind
    ) as writer:
        require_point(writer, command.point_id)
        refuse_stale(
            command.base_change,
            writer.points.last_change(command.point_id),
            _("Metering point {id}").format(id=command.point_id),
        )
        judged = judge_change(session, writer, command)
        if not judged.changed or not may_save(judged.violations, reason):
            return Outcome(violations=judged.violations)
        values = {name: after for name, (_before, after) in judged.changed.items()}
        writer.points.put_values(command.point_id, command.valid_from, values)
        process_id = None
        if judged.needs_report:
            process_id = open_reporting(session, writer, judged, command, reason)
        _keep(writer, judged, command.point_id, reason)
        label = ObjectLabels(writer).of_point(command.point_id).text
        change_set = change_set_of(writer, _("Master data changed: {id}").format(id=label))
    return Outcome(value=process_id, violations=judged.violations, change_set=change_set)


def _keep(writer: Writer, judged: JudgedForm, point_id: str, reason: str) -> None:
    keep_overrides(
        writer,
        judged.violations,
        reason,
        object_kind=ObjectKind.METERING_POINT,
        object_id=point_id,
    )


def void_period(
    session: Session, point_id: str, facet: str, valid_from: date, reason: str
) -> Outcome[None]:
    """Take back the period of a facet that begins on a day; the one before runs on.

    Raises:
        NotFoundError: When there is no such point, or no period begins on the day.
        RefusedError: When no reason is given, or it is the point's first period.
    """
    if not reason.strip():
        raise RefusedError(_("Write why the period is voided; the reason is kept."))
    refuse_cpr(reason)
    with session.company_file.write(who=session.who, why=reason, kind="void_period") as writer:
        require_point(writer, point_id)
        periods = writer.points.facet_periods(point_id, facet)
        if periods and periods[0].valid_from == valid_from:
            raise RefusedError(
                _("The first period cannot be voided: the point would have no values then."),
                remedy=_("Correct the values from that day instead."),
            )
        writer.points.void(point_id, facet, valid_from)
        summary = _("Period voided: {id}").format(id=ObjectLabels(writer).of_point(point_id).text)
        change_set = change_set_of(writer, summary)
    return Outcome(change_set=change_set)
