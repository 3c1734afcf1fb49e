"""One field in a form: label over input, error with rule, paragraph and remedy under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.violations import Severity, Violation
from app.texts import _
from app.ui.field_help import HELP_PROPERTY
from app.ui.forms.fields import FieldState, FormField
from app.ui.theme import SPACE
from app.ui.widgets.icon_view import IconView
from app.ui.widgets.labels import label
from app.ui.widgets.violations_list import SEVERITY_TONES, rule_text, severity_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.widgets.value_field import ValueField


class FieldRow(QWidget):
    """The input of a field with what is wrong about it.

    Attributes:
        field: The field.
        editor: Its input.
        caption: Its label, the buddy of the input; the form places it over the row.
    """

    def __init__(self, field: FormField, editor: ValueField, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.editor = editor
        self.state = FieldState()
        self.caption = QLabel(parent)
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setBuddy(editor.entry)
        self.caption.setToolTip(field.hint)
        editor.entry.setToolTip(field.hint or editor.entry.toolTip())
        editor.entry.setProperty(HELP_PROPERTY, field.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE.s)
        column.setSpacing(SPACE.xs)
        column.addWidget(editor)
        self._problems = QVBoxLayout()
        self._problems.setSpacing(2)
        column.addLayout(self._problems)
        self._shown: tuple[Violation, ...] = ()
        self.apply(FieldState("required" if field.required else "optional"))

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Return what is shown as wrong."""
        return self._shown

    def apply(self, state: FieldState) -> None:
        """Follow what holds for the field now: required, forbidden, read only, other codes."""
        self.state = state
        forbidden = state.requirement == "forbidden"
        required = state.requirement == "required" or self.field.required
        text = self.field.label.replace("&", "&&")
        if required and not forbidden:
            text = _("{field} (required)").format(field=text)
        self.caption.setText(text)
        self.editor.set_accessible_name(self.field.label)
        locked = state.read_only or (forbidden and self.editor.is_empty())
        reason = state.reason if locked else self.field.hint
        self.editor.set_read_only(read_only=locked, reason=reason)
        if state.choices is not None and hasattr(self.editor, "set_choices"):
            self.editor.set_choices(state.choices)
        # A value that has become impossible stays in sight until somebody takes it out.
        hidden = forbidden and self.editor.is_empty()
        self.setVisible(not hidden)
        self.caption.setVisible(not hidden)

    def show_violations(self, violations: Sequence[Violation]) -> None:
        """Show what is wrong about the field; nothing takes the marks away."""
        if tuple(violations) == self._shown:
            return
        self._shown = tuple(violations)
        while (item := self._problems.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for violation in violations:
            self._problems.addWidget(_problem(violation, self))
        wrong = any(v.severity is Severity.ERROR for v in violations)
        self.editor.set_wrong(wrong=wrong)
        said = "; ".join(violation.message for violation in violations)
        self.editor.entry.setAccessibleDescription(said or self.editor.echo())


def _problem(violation: Violation, parent: QWidget) -> QWidget:
    shown = QWidget(parent)
    row = QHBoxLayout(shown)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE.xs)
    tone = SEVERITY_TONES[violation.severity]
    row.addWidget(IconView(tone.value, tone, parent=shown), 0, Qt.AlignmentFlag.AlignTop)
    role = "error" if violation.severity is Severity.ERROR else "hint"
    text = QVBoxLayout()
    text.setSpacing(0)
    message = label(violation.message, role, wrap=True, parent=shown)
    message.setAccessibleName(f"{severity_text(violation.severity)}: {violation.message}")
    text.addWidget(message)
    rule = rule_text(violation)
    if rule:
        text.addWidget(label(rule, "hint", wrap=True, parent=shown))
    row.addLayout(text, 1)
    return shown
