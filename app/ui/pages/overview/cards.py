"""The cards of the overview: each shows what needs attention and leads to where it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.services.deadline_views import DeadlineGroup
from app.texts import _, ngettext, pgettext
from app.ui import formatting
from app.ui.colors import Tone
from app.ui.limits.words import (
    GROUP_TONES,
    counted_day_text,
    days_left_text,
    group_text,
    state_badge,
)
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge, BadgeSpec
from app.ui.widgets.buttons import button
from app.ui.widgets.card import Card
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.labels import OneLine, label
from app.ui.widgets.metrics import letters
from app.ui.widgets.roles import set_role

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from app.services.deadline_views import OpenDeadline
    from app.services.overview import (
        DataCard,
        DeadlineCard,
        MonthlyCheckCard,
        PriceCard,
        ProcessCard,
    )

_WIDTH_FOR_DAYS_LEFT = 100
"""In letters."""


class AreaCard(Card):
    """A card with a way to its area at the right end of its heading.

    Signals:
        open_wanted: Address to go to.
    """

    open_wanted = Signal(str)

    def __init__(self, key: str, title: str, address: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.setObjectName(f"overview.{key}")
        self._key = key
        go = button(pgettext("action", "Open"), f"overview.{key}.open", role="link", parent=self)
        go.setAccessibleName(_("Open {area}").format(area=title))
        go.clicked.connect(self._open_area)
        self.head.addWidget(go)
        self._address = address
        self.content = QVBoxLayout()
        self.content.setSpacing(SPACE.s)
        self.body.addLayout(self.content)
        self.body.addStretch(1)

    def clear(self) -> None:
        """Remove what the card shows."""
        _clear(self.content)

    def add_link_row(self, key: str, text: str, address: str, *, right: QWidget | None) -> None:
        """Add a line that leads to a record, with a badge or text at its right end."""
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        row.addWidget(self.link(key, text, address), 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        if right is not None:
            row.addWidget(right)
        self.content.addLayout(row)

    def link(self, key: str, text: str, address: str) -> QPushButton:
        """Return a text that leads to a record."""
        made = button(text, f"overview.{self._key}.{key}", role="link", parent=self)
        made.setProperty("address", address)
        made.clicked.connect(self._open_link)
        return made

    def _open_area(self) -> None:
        self.open_wanted.emit(self._address)

    def _open_link(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_wanted.emit(str(sender.property("address")))


def _clear(layout: QVBoxLayout | QHBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            _clear(inner)  # type: ignore[arg-type] # only box and grid layouts are put in cards


class DeadlinesCard(AreaCard):
    """Counts by urgency, and the next limits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("deadlines", _("Deadlines"), "deadlines", parent)
        self._days_left: list[QLabel] = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the days left out in a narrow window; the day and the state tell as much."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= letters(self, _WIDTH_FOR_DAYS_LEFT)
        for days in self._days_left:
            days.setVisible(wide)

    def show_card(self, card: DeadlineCard, today: date) -> None:
        """Show the figures and the most urgent limits."""
        self.clear()
        self._days_left = []
        figures = QHBoxLayout()
        figures.setSpacing(SPACE.xl)
        for group, count in (
            (DeadlineGroup.OVERDUE, card.overdue),
            (DeadlineGroup.TODAY, card.today),
            (DeadlineGroup.SOON, card.soon),
            (DeadlineGroup.LATER, card.later),
        ):
            figures.addLayout(self._figure(group, count))
        figures.addStretch(1)
        self.content.addLayout(figures)
        if not card.next:
            self.content.addWidget(
                label(_("No deadlines are open."), "muted", wrap=True, parent=self)
            )
            return
        rows = QGridLayout()
        rows.setContentsMargins(0, SPACE.s, 0, 0)
        rows.setHorizontalSpacing(SPACE.l)
        rows.setVerticalSpacing(SPACE.xs)
        rows.setColumnStretch(1, 1)
        for number, deadline in enumerate(card.next):
            self._add(rows, number, deadline, today)
        self.content.addLayout(rows)
        self._fit()

    def _figure(self, group: DeadlineGroup, count: int) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE.xs)
        number = label(formatting.whole(count), "figure", parent=self)
        number.setObjectName(f"overview.deadlines.{group.value}")
        number.setAccessibleName(f"{group_text(group)}: {count}")
        column.addWidget(number)
        tone = GROUP_TONES[group] if count else GROUP_TONES[DeadlineGroup.LATER]
        column.addWidget(Badge(group_text(group), tone, parent=self))
        return column

    def _add(self, rows: QGridLayout, number: int, deadline: OpenDeadline, today: date) -> None:
        """Add a line: what to do, what it concerns, by when, and how urgent it is."""
        address = f"deadlines/{deadline.ref}"
        link = self.link(f"next_{number}", deadline.step_label, address)
        link.setAccessibleDescription(f"{deadline.label}; {deadline.object_label}")
        link.setToolTip(f"{deadline.label}\n{deadline.source}")
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        rows.addWidget(link, number, 0, left)
        concerns = OneLine(deadline.object_label, self)
        set_role(concerns, "muted")
        rows.addWidget(concerns, number, 1)
        left_over = deadline.working_days_left
        days = days_left_text(left_over) if left_over is not None else ""
        left_label = label(days, "muted", parent=self)
        self._days_left.append(left_label)
        rows.addWidget(left_label, number, 2, left)
        day = label(counted_day_text(deadline, today), parent=self)
        rows.addWidget(day, number, 3, left)
        spec = state_badge(deadline)
        rows.addWidget(Badge(spec.text, spec.tone, parent=self), number, 4, left)


class ProcessesCard(AreaCard):
    """How many processes of each kind are open, and the oldest of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("processes", _("Open processes"), "processes", parent)

    def show_card(self, card: ProcessCard) -> None:
        """Show the counts per kind and what waits for a supplier."""
        self.clear()
        for text, count, kind in card.counts:
            number = label(formatting.whole(count), "label", parent=self)
            self.add_link_row(f"kind_{kind}", text, f"processes?kind={kind}", right=number)
        if not card.counts:
            self.content.addWidget(label(_("No process is open."), "muted", parent=self))
        if card.waiting_for_supplier:
            waiting = ngettext(
                "{n} new point waits for a supplier's move-in before it can be connected.",
                "{n} new points wait for a supplier's move-in before they can be connected.",
                card.waiting_for_supplier,
            ).format(n=card.waiting_for_supplier)
            self.content.addWidget(label(waiting, "muted", wrap=True, parent=self))


class CheckCard(AreaCard):
    """Whether this month's check against DataHub is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("checks", _("Monthly check"), "checks", parent)

    def show_card(self, card: MonthlyCheckCard) -> None:
        """Show the month, its state and the last day."""
        self.clear()
        tones = {
            "done": Tone.SUCCESS,
            "not_signed_off": Tone.WARNING,
            "missing": Tone.WARNING,
        }
        spec = BadgeSpec(card.state_label, tones.get(card.state, Tone.NEUTRAL))
        grid = DetailsGrid("overview.checks.facts", self)
        grid.add("month", _("Month"), formatting.month_name(card.month))
        grid.add_badge("state", _("State"), spec)
        if card.last_day is not None:
            grid.add("last_day", _("Last day"), formatting.day_long(card.last_day))
        self.content.addWidget(grid)
        if card.state == "missing":
            run = button(_("Run the check"), "overview.checks.run", parent=self)
            run.setProperty("address", "checks/new")
            run.clicked.connect(self._open_link)
            self.content.addWidget(run, 0, Qt.AlignmentFlag.AlignLeft)


class PricesCard(AreaCard):
    """The next price changes that are already registered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("prices", _("Prices"), "prices", parent)

    def show_card(self, card: PriceCard) -> None:
        """Show what changes next and when."""
        self.clear()
        for number, (text, day, address) in enumerate(card.next_changes):
            when = label(formatting.day(day), "muted", parent=self)
            self.add_link_row(f"change_{number}", text, address, right=when)
        if not card.next_changes:
            self.content.addWidget(
                label(_("No price change is registered ahead."), "muted", wrap=True, parent=self)
            )


class RegisterCard(AreaCard):
    """The state of the company's own data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("data", _("The register"), "metering_points", parent)

    def show_card(self, card: DataCard, today: date) -> None:
        """Show the number of points and when things were last saved."""
        self.clear()
        grid = DetailsGrid("overview.data.facts", self)
        grid.add("points", _("Metering points"), formatting.whole(card.points))
        backup, imported = card.last_backup_at, card.last_import_at
        grid.add(
            "backup",
            _("Last backup"),
            formatting.moment(backup, today) if backup is not None else _("none yet"),
        )
        grid.add(
            "import",
            _("Last import"),
            formatting.moment(imported, today) if imported is not None else _("none yet"),
        )
        if card.rejected_rows:
            text = ngettext(
                "{n} row of the last import was left out",
                "{n} rows of the last import were left out",
                card.rejected_rows,
            )
            grid.add("rejected", _("Rejected"), text.format(n=formatting.whole(card.rejected_rows)))
        self.content.addWidget(grid)
