"""Makes the forms of the area: what they need is read in a reader thread first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError, NotFoundError
from app.services import charges, company, metering_points, processes
from app.texts import _
from app.ui.pages.metering_points.link_forms import EndLinkForm, LinkForm
from app.ui.pages.metering_points.point_forms import ChangeForm, CreateForm
from app.ui.process_dialogs.start_view import StartView

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.services.charge_views import ChargeRow
    from app.services.point_views import PointDetail
    from app.services.session import Session
    from app.services.tasking import Task
    from app.ui.context import UiContext
    from app.ui.process_dialogs.live_form import LiveForm

    Make = Callable[[], LiveForm]


_CHANGE_KIND = "master_data_change"
"""The process that saving the change form opens; it has no dialog of its own."""


class FormMaker(QObject):
    """Reads and makes; the newest wish wins.

    Signals:
        made: The form and the page's title.
        failed: An `AppError`: what the form is about does not exist, or cannot be read.
    """

    made = Signal(object, str)
    failed = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent

    def make_create(self) -> None:
        """Make the form for a new point."""
        session = self._context.session
        self._read(
            lambda _task: grid_areas(session),
            lambda areas: self.made.emit(
                CreateForm(self._context, areas, self._parent), _("New metering point")
            ),
        )

    def make(self, point_id: str, word: str, about: str = "", *_rest: str) -> None:
        """Make another form of a point.

        Args:
            point_id: 18 digits.
            word: "edit", "start", "link" or "end_link".
            about: Kind of the process, or number of the link.
        """
        if word == "edit" or about == _CHANGE_KIND:
            self._make_change(point_id)
        elif word == "start":
            self._make_start(point_id, about)
        else:
            self._make_link(point_id, about)

    def created_point(self, form: LiveForm) -> str:
        """Return the id of the point a form has created, or "" when it was cancelled."""
        return form.created if isinstance(form, CreateForm) else ""

    def _make_change(self, point_id: str) -> None:
        session = self._context.session
        self._read(
            lambda _task: (metering_points.detail(session, point_id), grid_areas(session)),
            lambda found: self.made.emit(
                ChangeForm(self._context, found[0], found[1], self._parent),
                _("Change master data"),
            ),
        )

    def _make_start(self, point_id: str, kind: str) -> None:
        session = self._context.session
        self._read(
            lambda _task: processes.dialog(session, kind, point_id),
            lambda dialog: self.made.emit(
                StartView(self._context, dialog, self._parent), dialog.label
            ),
        )

    def _make_link(self, point_id: str, link_id: str) -> None:
        session = self._context.session

        def work(_task: Task) -> tuple[PointDetail, tuple[ChargeRow, ...]]:
            detail = metering_points.detail(session, point_id)
            return detail, () if link_id else charges.list_charges(session)

        def show(found: tuple[PointDetail, tuple[ChargeRow, ...]]) -> None:
            detail, offered = found
            header = detail.header
            name = " · ".join(p for p in (header.id, header.address_line) if p)
            if not link_id:
                form: LiveForm = LinkForm(self._context, point_id, name, offered, self._parent)
                self.made.emit(form, _("Link a charge"))
                return
            link = next((x for x in detail.links if str(x.id) == link_id), None)
            if link is None:
                self.failed.emit(NotFoundError(_("This link does not exist any more.")))
                return
            self.made.emit(EndLinkForm(self._context, link, name, self._parent), _("End the link"))

        self._read(work, show)

    def _read(self, work: Callable[[Task], object], on_done: Callable[..., None]) -> None:
        self._context.tasks.read(
            work, on_done, owner=self, key="form", text=_("Preparing the form"), on_error=self._fail
        )

    def _fail(self, error: AppError) -> None:
        self.failed.emit(error)


def grid_areas(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the company's grid areas as (code, label)."""
    return tuple((code, code) for code in company.company_info(session).grid_areas)
