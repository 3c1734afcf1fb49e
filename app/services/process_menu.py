"""What can be done with a metering point now: the Actions menu and the dialogs behind it.

**Source**: ux § 2: only what the present state allows, the forbidden ones shown with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.errors import NotFoundError
from app.domain.processes import ObjectKind, ProcessEntry, Stage, judge_all
from app.domain.violations import has_errors
from app.services.object_labels import ObjectLabels
from app.services.process_inputs import input_fields
from app.services.process_situations import PointProcess, check_situation, point_situation
from app.services.process_views import ProcessDialog, ProcessOffer
from app.texts import _

if TYPE_CHECKING:
    from app.services.session import Session
    from app.store import Reader


def offers(session: Session, point_id: str) -> tuple[ProcessOffer, ...]:
    """Return the Actions menu of a metering point, forbidden entries disabled with the reasons.

    Raises:
        NotFoundError: When there is no such point.
    """
    with session.company_file.read() as reader:
        require_point(reader, point_id)
        return tuple(
            _offer(session, reader, entry, point_id)
            for entry in session.catalogues.processes.in_menu(ObjectKind.METERING_POINT)
        )


def _offer(session: Session, reader: Reader, entry: ProcessEntry, point_id: str) -> ProcessOffer:
    situation = point_situation(session, reader, PointProcess(entry=entry, point_id=point_id))
    found = judge_all(entry, situation)
    return ProcessOffer(
        kind=entry.id,
        label=entry.label,
        description=entry.description,
        brs=entry.brs,
        source=entry.source,
        enabled=not has_errors(found) and not session.company_file.read_only,
        reasons=tuple(violation.message for violation in found),
        is_change_form=entry.menu == "form",
    )


def dialog(session: Session, kind: str, object_id: str) -> ProcessDialog:
    """Return what the dialog asks for, with what it starts with.

    Raises:
        NotFoundError: When there is no such kind or point.
    """
    entry = process_entry(session, kind)
    catalogue = session.catalogues.fields
    with session.company_file.read() as reader:
        require_point(reader, object_id)
        situation = point_situation(session, reader, PointProcess(entry=entry, point_id=object_id))
        checked = check_situation(session, reader, situation.master_data)
        return ProcessDialog(
            kind=entry.id,
            label=entry.label,
            description=entry.description,
            brs=entry.brs,
            source=entry.source,
            object_id=object_id,
            object_label=ObjectLabels(reader).of_point(object_id).text,
            can_plan=Stage.PLANNED in entry.stages,
            can_register=Stage.DONE in entry.stages,
            inputs=input_fields(entry, catalogue, situation.master_data, checked, session.today),
            base_change=reader.points.last_change(object_id),
        )


def kinds(session: Session) -> tuple[tuple[str, str], ...]:
    """Return id and name of every kind of process, for filters."""
    return tuple((entry.id, entry.label) for entry in session.catalogues.processes.values())


def process_entry(session: Session, kind: str) -> ProcessEntry:
    """Return the declaration of a kind.

    Raises:
        NotFoundError: When there is none.
    """
    entry = session.catalogues.processes.get(kind)
    if entry is None:
        raise NotFoundError(_("There is no kind of process called {kind}.").format(kind=kind))
    return entry


def require_point(reader: Reader, point_id: str) -> None:
    """Refuse to go on with a metering point that does not exist.

    Raises:
        NotFoundError: When there is no such point.
    """
    if not reader.points.exists(point_id):
        raise NotFoundError(_("There is no metering point {id}.").format(id=point_id))
