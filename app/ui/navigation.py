"""The navigation at the left: one entry per area with icon, name and number of open items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.texts import ngettext
from app.ui import icons
from app.ui.colors import Tone
from app.ui.formatting import whole
from app.ui.theme import SPACE, tokens
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.areas import Area


class NavigationButton(QToolButton):
    """One area."""

    def __init__(self, area: Area, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.area = area
        self._count = 0
        self.setObjectName(f"navigation.{area.id}")
        self.setText(area.title)
        self.setCheckable(True)
        self.setToolTip(f"{area.title}  {key}" if key else area.title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Show the number of open items; 0 shows nothing."""
        self._count = count
        text = self.area.title
        if count:
            items = ngettext("{count} open", "{count} open", count).format(count=whole(count))
            text = f"{text}, {items}"
        self.setAccessibleName(text)
        self.update()

    @property
    def count(self) -> int:
        """Return the number of open items."""
        return self._count

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        metrics = QFontMetrics(self._bold())
        height = metrics.height() + SPACE.l
        badge = metrics.horizontalAdvance("9.999") + SPACE.l
        text = metrics.horizontalAdvance(self.text())
        return QSize(SPACE.m + height + text + badge, height)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest useful size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the widget."""
        colors = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(SPACE.s, 1, -SPACE.s, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft if self.isChecked() else colors.hover))
            painter.drawRoundedRect(frame, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 6, 6)
        ink = colors.accent if self.isChecked() else colors.muted
        side = self.fontMetrics().height() * 1.2
        left = frame.left() + SPACE.s
        icons.draw(
            painter,
            self.area.id,
            QRectF(left, frame.center().y() - side / 2, side, side),
            ink,
        )
        painter.setFont(self._bold() if self.isChecked() else self.font())
        painter.setPen(QColor(colors.text))
        text = frame.adjusted(SPACE.s + side + SPACE.s, 0, -SPACE.s, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(text, middle, self.text())
        if self._count:
            self._paint_count(painter, frame)
        painter.end()

    def _paint_count(self, painter: QPainter, frame: QRectF) -> None:
        colors = tokens()
        urgent = self.area.id == "deadlines"
        tone = colors.tones[Tone.DANGER if urgent else Tone.NEUTRAL]
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.88)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        text = whole(self._count) if self._count < 10_000 else "9.999+"
        height = metrics.height() + 2.0
        wide = max(metrics.horizontalAdvance(text) + SPACE.m, height)
        pill = QRectF(frame.right() - SPACE.s - wide, 0, wide, height)
        pill.moveTop(frame.center().y() - height / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.fill))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(tone.text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return bold


class Navigation(QFrame):
    """The list of areas.

    Signals:
        chosen: Id of the area the operator wants.
    """

    chosen = Signal(str)

    def __init__(self, areas: Sequence[Area], keys: Sequence[str], parent: QWidget) -> None:
        """Make the list.

        Args:
            areas: The areas to show, in order.
            keys: Shortcut of each, as the operator reads it.
            parent: The window.
        """
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, NavigationButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.s, 0, SPACE.s)
        column.setSpacing(2)
        self._company = label("", "label", wrap=True, parent=self)
        self._company.setObjectName("navigation.company")
        self._company.setContentsMargins(SPACE.l, SPACE.s, SPACE.m, SPACE.s)
        column.addWidget(self._company)
        for area, key in zip(areas, keys, strict=True):
            if area.id == "settings":
                column.addStretch(1)
            made = NavigationButton(area, key, self)
            made.clicked.connect(self._on_clicked)
            self._group.addButton(made)
            self._buttons[area.id] = made
            column.addWidget(made)

    def set_company(self, name: str) -> None:
        """Show whose company file is open."""
        self._company.setText(name)
        self._company.setVisible(bool(name))

    def set_current(self, area: str) -> None:
        """Mark the area in front."""
        self._group.setExclusive(False)
        for area_id, entry in self._buttons.items():
            entry.setChecked(area_id == area)
        self._group.setExclusive(area in self._buttons)

    def set_count(self, area: str, count: int) -> None:
        """Show the number of open items of an area."""
        if area in self._buttons:
            self._buttons[area].set_count(count)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """React to a key."""
        entries = list(self._buttons.values())
        focused = next((i for i, entry in enumerate(entries) if entry.hasFocus()), -1)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if focused >= 0 and step:
            entries[(focused + step) % len(entries)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def focus_current(self) -> None:
        """Put the focus on the area in front."""
        for entry in self._buttons.values():
            if entry.isChecked():
                entry.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, NavigationButton):
            self.chosen.emit(sender.area.id)
