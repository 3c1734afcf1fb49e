"""What stands in the window while no company file is open.

**Source**: ux § 1 rows 8, 28: recent files, demo with one click, and apart from real data.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.texts import _
from app.ui import icons
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import label
from app.ui.widgets.metrics import letters

if TYPE_CHECKING:
    from collections.abc import Sequence


class StartPage(QScrollArea):
    """Offers what can be opened.

    Signals:
        chosen: What the operator wants ("new", "open", "demo", "recent" or "forget"), and the path
            of the recent file for the last two.
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start.page")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its buttons take it
        self.setWidgetResizable(True)
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.addStretch(1)
        middle = QWidget(content)
        middle.setFixedWidth(letters(self, 96))
        column = QVBoxLayout(middle)
        column.setSpacing(SPACE.l)
        column.addLayout(self._head(middle))
        column.addLayout(self._choices(middle))
        self._recent = Card(_("Recent company files"), parent=middle)
        column.addWidget(self._recent)
        hint = _("You can also drop a company file on this window.")
        column.addWidget(label(hint, "muted", parent=middle), 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)
        self.setWidget(content)
        self.show_recent(())

    def show_recent(self, files: Sequence[str]) -> None:
        """List the recent company files, newest first."""
        body = self._recent.body
        body.setSpacing(0)
        while (item := body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._recent.setVisible(bool(files))
        for number, name in enumerate(files):
            body.addWidget(self._recent_row(number, Path(name)))

    def _head(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE.l)
        mark = QLabel(parent)
        side = letters(self, 7)
        mark.setPixmap(icons.application_icon().pixmap(side, side))
        row.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label("Netkontor", "title", parent=parent))
        words.addWidget(
            label(
                _("Metering points, prices and time limits of a grid company"),
                "muted",
                parent=parent,
            )
        )
        row.addLayout(words)
        row.addStretch(1)
        return row

    def _choices(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE.l)
        for title, why, text, name, icon_name in (
            (
                _("Try the demo"),
                _("A made-up grid company with 2,000 metering points, kept apart from your data."),
                _("Open the demo"),
                "start.demo",
                "demo",
            ),
            (
                _("Begin"),
                _("An empty company file for your own grid company."),
                _("New company file …"),
                "start.new",
                "file",
            ),
            (
                _("Go on"),
                _("A company file that is already on this computer or on a drive."),
                _("Open company file …"),
                "start.open",
                "folder",
            ),
        ):
            card = Card(title, parent=parent)
            card.body.addWidget(label(why, "muted", wrap=True, parent=card))
            card.body.addStretch(1)
            role = "primary" if name == "start.demo" else ""
            made = button(text, name, role=role, icon_name="" if role else icon_name, parent=card)
            made.clicked.connect(self._on_choice)
            card.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
            row.addWidget(card, 1)
        return row

    def _recent_row(self, number: int, path: Path) -> QWidget:
        row = QWidget(self._recent)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE.s)
        name = f"start.recent.{number}"
        opens = button(path.stem, name, role="link", icon_name="file", parent=row)
        opens.setProperty("path", str(path))
        opens.clicked.connect(self._on_recent)
        line.addWidget(opens)
        line.addWidget(label(str(path.parent), "muted", parent=row))
        line.addStretch(1)
        forget = icon_button(
            "close", _("Forget {name}").format(name=path.stem), f"{name}.forget", parent=row
        )
        forget.setProperty("path", str(path))
        forget.clicked.connect(self._on_forget)
        line.addWidget(forget)
        return row

    def _on_choice(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(sender.objectName().removeprefix("start."), "")

    def _on_recent(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit("recent", str(sender.property("path")))

    def _on_forget(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit("forget", str(sender.property("path")))
