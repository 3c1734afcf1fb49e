"""The head of a metering point's record: who it is, in which state, and what can be done.

**Source**: ux § 2: the market portal's order, and forbidden actions disabled with the reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.icons import icon
from app.ui.pages.metering_points.centred_flow import CentredFlow
from app.ui.pages.metering_points.states import header_badge, state_badge
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import button, icon_button, set_enabled_with_reason
from app.ui.widgets.labels import label, selectable

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue
    from app.services.point_views import PointDetail
    from app.services.process_views import ProcessOffer

_CHANGE = "edit"


class RecordHeader(QWidget):
    """Id with copy button, address, badges, facts, and the Actions menu.

    Signals:
        copy_wanted: The id shall go to the clipboard.
        edit_wanted: The change form is wanted.
        process_wanted: Kind of the process to start.
    """

    copy_wanted = Signal(str)
    edit_wanted = Signal()
    process_wanted = Signal(str)

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._point_id = ""
        self._id = selectable("", "title", parent=self)
        self._id.setObjectName("metering_points.id")
        self._copy = icon_button(
            "copy",
            _("Copy the metering point id"),
            "metering_points.copy_id",
            on_click=self._on_copy,
            parent=self,
        )
        self._bullet = label("•", "muted", parent=self)
        self._address = label("", "heading", parent=self)
        self._address.setObjectName("metering_points.address")
        self._facts = label("", "muted", wrap=True, parent=self)
        self._facts.setObjectName("metering_points.facts")
        self._badges: list[Badge] = []
        self._line = QWidget(self)
        self._flow = CentredFlow(self._line)
        self._menu = QMenu(self)
        self._menu.setObjectName("metering_points.actions_menu")
        self._menu.setToolTipsVisible(True)
        self._edit = button(
            _("Edit"),
            "metering_points.edit",
            icon_name="edit",
            on_click=self.edit_wanted.emit,
            parent=self,
        )
        self._actions = button(
            _("Actions"),
            "metering_points.actions",
            role="primary",
            on_click=self.show_actions,
            parent=self,
        )
        self._arrange()

    def show_detail(self, detail: PointDetail) -> None:
        """Show a point."""
        header = detail.header
        self._point_id = header.id
        self._id.setText(formatting.point_id(header.id))
        self._id.setAccessibleName(_("Metering point {id}").format(id=header.id))
        self._address.setText(header.address_line or _("No address is registered"))
        self._facts.setText("  ·  ".join(header.facts))
        self._show_badges(detail)

    def show_offers(self, offers: tuple[ProcessOffer, ...]) -> None:
        """Fill the Actions menu; what may not be done now stands disabled with its reasons."""
        self._menu.clear()
        change: ProcessOffer | None = None
        for offer in offers:
            if offer.is_change_form:
                change = offer
                continue
            self._add_action(offer)
        if change is not None:
            self._menu.addSeparator()
            self._add_action(change)
            set_enabled_with_reason(
                self._edit, enabled=change.enabled, reason=" ".join(change.reasons)
            )

    def show_actions(self) -> None:
        """Open the Actions menu under its button, their right ends level."""
        corner = self._actions.mapToGlobal(self._actions.rect().bottomRight())
        self._menu.popup(corner - QPoint(self._menu.sizeHint().width() - 1, -2))

    def _show_badges(self, detail: PointDetail) -> None:
        for old in self._badges:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        state = state_badge(detail.values.connection_state, self._catalogue)
        others = [
            header_badge(b) for b in detail.header.badges if not state or b.text != state.text
        ]
        self._badges = []
        for spec in (*((state,) if state else ()), *others):
            made = Badge(spec.text, spec.tone, spec.icon, parent=self._line)
            made.show()
            self._flow.addWidget(made)
            self._badges.append(made)
        self._line.updateGeometry()

    def _add_action(self, offer: ProcessOffer) -> None:
        action = self._menu.addAction(offer.label)
        action.setObjectName(f"metering_points.action.{offer.kind}")
        action.setEnabled(offer.enabled)
        reasons = "\n".join(offer.reasons)
        about = "\n".join(part for part in (offer.description, offer.source) if part)
        action.setToolTip(reasons or about)
        action.setStatusTip(" ".join(offer.reasons) or offer.description)
        action.setData(offer.kind)
        if offer.enabled and offer.reasons:
            action.setIcon(icon("warning"))
        elif not offer.enabled:
            action.setIcon(icon("lock"))
        wanted = _CHANGE if offer.is_change_form else offer.kind
        action.triggered.connect(lambda _checked=False, kind=wanted: self._on_action(kind))

    def _on_action(self, kind: str) -> None:
        if kind == _CHANGE:
            self.edit_wanted.emit()
        else:
            self.process_wanted.emit(kind)

    def _on_copy(self) -> None:
        self.copy_wanted.emit(self._point_id)

    def _arrange(self) -> None:
        for part in (self._id, self._copy, self._bullet, self._address):
            self._flow.addWidget(part)
        top = QHBoxLayout()
        top.setSpacing(SPACE.s)
        top.addWidget(self._line, 1)
        self._actions.setIcon(icon("chevron_down", on_accent=True))
        self._actions.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        top.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._actions, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addLayout(top)
        column.addWidget(self._facts)
