"""Charges linked to a point, and the ways to link another one or to end a link.

**Source**: Forskrift I § 15; H3 guide 3.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.texts import _
from app.ui.colors import Tone
from app.ui.models.columns import Column
from app.ui.pages.metering_points.tab import RecordTab
from app.ui.widgets.badge import BadgeSpec
from app.ui.widgets.buttons import button, set_enabled_with_reason
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.services.charge_views import LinkRow
    from app.services.point_views import PointDetail
    from app.ui.context import UiContext


class LinksTab(RecordTab):
    """The table of links, newest first.

    Signals:
        link_wanted: The form for a new link is wanted.
        end_wanted: Number of the link that shall end.
        open_wanted: Address to go to.
    """

    link_wanted = Signal()
    end_wanted = Signal(str)
    open_wanted = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "links", _("Links"), parent)
        self._links: dict[str, LinkRow] = {}
        card = Card(_("Linked charges"), flush=True, parent=self.content)
        self._end = button(
            _("End the link"),
            "metering_points.end_link",
            on_click=self._on_end,
            parent=card,
        )
        self._open = button(
            _("Open the charge"),
            "metering_points.open_charge",
            on_click=self._on_open,
            parent=card,
        )
        add = button(
            _("Link a charge"),
            "metering_points.link_charge",
            role="primary",
            icon_name="link",
            on_click=self.link_wanted.emit,
            parent=card,
        )
        for part in (self._open, self._end, add):
            card.head.addWidget(part)
        self._table = SmallTable(
            "metering_points.link_table",
            _columns(),
            title=_("Linked charges"),
            empty=EmptySpec(
                _("No charge is linked"),
                _("Tariffs, subscriptions and fees of this point stand here once they are linked."),
                _("Link a charge"),
                self.link_wanted.emit,
                icon="link",
            ),
            preferences=context.preferences,
            parent=card,
        )
        self._table.selection_changed.connect(self._show_possible)
        self._table.opened.connect(self._on_opened)
        card.body.addWidget(self._table)
        self.column.addWidget(card)
        self.column.addStretch(1)

    def show_detail(self, detail: PointDetail) -> None:
        """Show the links of a point."""
        self._links = {str(link.id): link for link in detail.links}
        self._table.set_rows([_row(link, detail.as_of) for link in detail.links])
        self._table.fit_height(20)
        self._show_possible()

    def _current(self) -> LinkRow | None:
        return self._links.get(self._table.current_key())

    def _show_possible(self) -> None:
        link = self._current()
        reason = "" if link is not None else _("Choose a link in the table first.")
        set_enabled_with_reason(self._open, enabled=link is not None, reason=reason)
        if link is not None and link.charge_kind == "D02":
            reason = _("A fee is charged once and ends by itself.")
        can_end = link is not None and not reason
        set_enabled_with_reason(self._end, enabled=can_end, reason=reason)

    def _on_end(self) -> None:
        link = self._current()
        if link is not None:
            self.end_wanted.emit(str(link.id))

    def _on_open(self) -> None:
        link = self._current()
        if link is not None:
            self.open_wanted.emit(f"prices/{link.charge_id}")

    def _on_opened(self, _key: str) -> None:
        self._on_open()


def _columns() -> list[Column]:
    return [
        Column(id="id", title=_("Number"), kind="id", width=8, hidden=True),
        Column(id="charge", title=_("Charge"), width=34),
        Column(id="state", title=_("State"), kind="badge", badge=_state_badge, width=13),
        Column(id="quantity", title=_("Quantity"), kind="integer", width=10),
        Column(id="valid_from", title=_("From"), kind="date", width=13),
        Column(id="valid_to", title=_("To"), kind="date", width=13, hint=_("First day without it")),
        Column(id="price", title=_("Price today"), width=20),
    ]


def _row(link: LinkRow, today: date) -> tuple[object, ...]:
    state = "future" if link.valid_from > today else "current"
    if link.valid_to <= today:
        state = "ended"
    return (
        str(link.id),
        link.charge_label,
        state,
        link.quantity,
        link.valid_from,
        link.valid_to,
        link.price_text,
    )


def _state_badge(state: str) -> BadgeSpec | None:
    return {
        "future": BadgeSpec(_("Later"), Tone.INFO, "calendar"),
        "current": BadgeSpec(_("Linked"), Tone.SUCCESS),
        "ended": BadgeSpec(_("Ended"), Tone.NEUTRAL, "void"),
    }.get(state)
