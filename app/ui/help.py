"""Help with F1: short topics under `resources/help/<language>`, over them the field's own help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from app.paths import resources_dir
from app.texts import _, language
from app.ui.dialogs.base import BaseDialog
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import label
from app.ui.widgets.metrics import letters

if TYPE_CHECKING:
    from pathlib import Path

FIRST_TOPIC = "start"


def topic_path(topic: str) -> Path:
    """Return the file of a topic, or of the first one when there is no such topic."""
    folder = resources_dir() / "help" / language()
    wanted = folder / f"{topic}.md"
    return wanted if topic and wanted.is_file() else folder / f"{FIRST_TOPIC}.md"


class HelpDialog(BaseDialog):
    """Shows a topic; links lead to other topics; it stays beside the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Help"), "help", width=84, parent=parent)
        self.fits_content = False
        self.heading.hide()
        self._field = Card(" ", parent=self)
        self._field_text = label("", wrap=True, parent=self._field)
        self._field.body.addWidget(self._field_text)
        self.content.addWidget(self._field)
        card = Card(flush=True, parent=self)
        inner = QVBoxLayout()
        inner.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, SPACE.s)
        self._browser = QTextBrowser(card)
        self._browser.setObjectName("help.text")
        self._browser.setAccessibleName(_("Help text"))
        self._browser.setOpenExternalLinks(False)
        self._browser.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._browser.setMinimumHeight(letters(self, 58))
        inner.addWidget(self._browser)
        card.body.addLayout(inner)
        self.content.addWidget(card)
        self._back = button(
            _("Back"), "help.back", icon_name="back", on_click=self._browser.backward, parent=self
        )
        self._back.setEnabled(False)
        self._browser.backwardAvailable.connect(self._back.setEnabled)
        self.buttons.insertWidget(0, self._back)
        self.add_button(_("Overview of the help"), "start", on_click=self._show_first)
        self.add_button(_("Close"), "close", role="primary", on_click=self.accept)

    def show_topic(self, topic: str, field: str = "", field_help: str = "") -> None:
        """Show a topic, under the help of a field when there is one."""
        self._field.setVisible(bool(field_help))
        if field_help:
            self._field.set_title(field)
            self._field_text.setText(field_help)
        self._open(topic_path(topic))
        self.show()
        self.raise_()
        self.activateWindow()

    def _show_first(self) -> None:
        self._open(topic_path(FIRST_TOPIC))

    def _open(self, path: Path) -> None:
        url = QUrl.fromLocalFile(str(path))
        self._browser.setSource(url, QTextDocument.ResourceType.MarkdownResource)
