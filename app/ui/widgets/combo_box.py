"""Combo boxes: our own arrow, and choices that show code and name and filter while typing.

**Source**: ux § 6.5: boxes over 8 entries filter while typing and show code and name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from app.texts import _
from app.ui import icons
from app.ui.formatting import DASH
from app.ui.theme import SPACE, tokens
from app.ui.widgets.value_field import ValueField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.master_data import FieldValue

_FILTER_FROM = 9


class ComboBox(QComboBox):
    """A combo box in the program's look; the wheel scrolls the page, not the choice."""

    def __init__(self, name: str, accessible_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the widget."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = self.fontMetrics().height() * 0.9
        left = self.width() - side - SPACE.s + 2
        frame = QRectF(left, (self.height() - side) / 2, side, side)
        color = tokens().muted if self.isEnabled() else tokens().disabled
        icons.draw(painter, "chevron_down", frame, color)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """React to the wheel."""
        event.ignore()


class ChoiceField(ValueField):
    """A choice of codes, or nothing; a code that is not offered is still shown."""

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        *,
        optional: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Make a field without a choice.

        Args:
            name: Object name, `<area>.<field id>`.
            choices: Code and name, in the order to show.
            optional: Whether nothing can be chosen.
            parent: Owner.
        """
        self.combo = ComboBox(name)
        super().__init__(self.combo, name, parent)
        self._optional = optional
        self._choices: list[tuple[str, str]] = []
        self.set_choices(choices)
        self.combo.currentIndexChanged.connect(self._on_changed)
        self._row.addStretch(1)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other codes; what was chosen stays chosen."""
        kept = self.value()
        self._choices = list(choices)
        self.combo.blockSignals(True)  # Qt's signature
        self.combo.clear()
        if self._optional or kept is None:
            self.combo.addItem(DASH, "")
        for code, name in self._choices:
            self.combo.addItem(choice_text(code, name), code)
        longest = max((len(choice_text(*choice)) for choice in self._choices), default=10)
        self.combo.setMinimumContentsLength(min(max(longest, 12), 44))
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.combo.setSizeAdjustPolicy(policy)
        if len(self._choices) >= _FILTER_FROM:
            self._filter_while_typing()
        self.combo.blockSignals(False)
        self.set_value(kept)

    def value(self) -> FieldValue:
        """Return the code, or None."""
        return str(self.combo.currentData() or "") or None

    def set_value(self, value: FieldValue) -> None:
        """Choose a code; one that is not offered is added, so that it can be seen."""
        code = "" if value is None else str(value)
        at = self.combo.findData(code)
        if at < 0:
            self.combo.addItem(code or DASH, code)
            at = self.combo.count() - 1
        self.combo.setCurrentIndex(at)

    def raw(self) -> str:
        """Return the code."""
        return str(self.combo.currentData() or "")

    def set_raw(self, text: str) -> None:
        """Choose the code of a draft."""
        self.set_value(text)

    def problem(self) -> str:
        """Return that what was typed is no choice."""
        if self.combo.isEditable() and self.combo.currentText() != self._text_of_choice():
            return _("“{text}” is not one of the choices.").format(text=self.combo.currentText())
        return ""

    def on_left(self) -> None:
        """Take what was typed when it fits exactly one choice."""
        if not self.combo.isEditable():
            return
        typed = self.combo.currentText().strip().casefold()
        if typed in ("", DASH):
            self.set_value(None)
            self.combo.setEditText(self._text_of_choice())
            return
        fitting = self._fitting(typed)
        if len(fitting) == 1:
            self.combo.setCurrentIndex(fitting[0])
            self.combo.setEditText(self._text_of_choice())

    def _fitting(self, typed: str) -> list[int]:
        """Return the places of the choices that are what was typed, else of those holding it."""
        texts = [self.combo.itemText(at).casefold() for at in range(self.combo.count())]
        codes = [str(self.combo.itemData(at)).casefold() for at in range(self.combo.count())]
        places = range(self.combo.count())
        same = [at for at in places if typed in (texts[at], codes[at])]
        return same or [at for at in places if typed in texts[at]]

    def _text_of_choice(self) -> str:
        return self.combo.itemText(self.combo.currentIndex())

    def _filter_while_typing(self) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(12)
        self.combo.setCompleter(completer)
        line = self.combo.lineEdit()
        if line is not None:
            line.setObjectName(f"{self.combo.objectName()}.text")
            line.installEventFilter(self)

    def set_accessible_name(self, name: str) -> None:
        """Name box and text for screen readers."""
        super().set_accessible_name(name)
        line = self.combo.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    def _on_changed(self, _at: int) -> None:
        self.value_changed.emit()


def choice_text(code: str, name: str) -> str:
    """Return how a choice is shown: name first, code behind it when it is one people know.

    Codes of the regulation are written in capitals; words in small letters are the program's own.
    """
    return name if not code or name == code or code.islower() else f"{name} ({code})"
