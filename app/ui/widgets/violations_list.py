"""Violations as a list: what is wrong, under which rule and paragraph, and what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.violations import Severity, Violation
from app.texts import _, ngettext
from app.ui.colors import Tone
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button
from app.ui.widgets.icon_view import IconView
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SEVERITY_TONES = {
    Severity.ERROR: Tone.DANGER,
    Severity.WARNING: Tone.WARNING,
    Severity.NOTICE: Tone.INFO,
}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


def severity_text(severity: Severity) -> str:
    """Return a severity as a word."""
    return {
        Severity.ERROR: _("Error"),
        Severity.WARNING: _("Warning"),
        Severity.NOTICE: _("Notice"),
    }[severity]


def rule_text(violation: Violation) -> str:
    """Return rule and paragraph in one line, for instance "DT-01 · Forskrift I § 8, stk. 1"."""
    return " · ".join(part for part in (violation.rule, violation.source) if part)


class ViolationsList(QWidget):
    """The violations, errors first.

    Signals:
        field_chosen: Id of the field to go to.
    """

    field_chosen = Signal(str)

    def __init__(
        self, violations: Iterable[Violation], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.xs)
        self.show_violations(violations, {})

    def show_violations(
        self,
        violations: Iterable[Violation],
        labels: Mapping[str, str],
        most: int | None = None,
    ) -> None:
        """Show these violations instead.

        Args:
            violations: What the checks found.
            labels: Field id to label, for fields that can be gone to.
            most: Most rows to show; None shows all.
        """
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        ordered = sorted(violations, key=lambda violation: _ORDER.index(violation.severity))
        for violation in ordered[:most]:
            self._column.addWidget(self._row(violation, labels.get(violation.field, "")))
        left = len(ordered) - len(ordered[:most])
        if left:
            text = ngettext("… and {count} more", "… and {count} more", left).format(count=left)
            self._column.addWidget(label(text, "muted", parent=self))
        self.setAccessibleName("; ".join(violation.message for violation in ordered))

    def _row(self, violation: Violation, field_label: str) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE.s)
        tone = SEVERITY_TONES[violation.severity]
        # With a way to the field the rule stands there, and one line is enough here.
        place = Qt.AlignmentFlag.AlignVCenter if field_label else Qt.AlignmentFlag.AlignTop
        line.addWidget(IconView(tone.value, tone, parent=row), 0, place)
        text = QVBoxLayout()
        text.setSpacing(0)
        message = label(violation.message, wrap=True, parent=row)
        message.setAccessibleName(f"{severity_text(violation.severity)}: {violation.message}")
        text.addWidget(message)
        rule = rule_text(violation)
        if rule and not field_label:
            text.addWidget(label(rule, "hint", wrap=True, parent=row))
        line.addLayout(text, 1)
        if field_label:
            go = button(
                _("Go to “{field}”").format(field=field_label),
                f"{self.objectName()}.{violation.field}",
                role="link",
                parent=row,
            )
            go.setProperty("field", violation.field)
            go.clicked.connect(self._on_field_clicked)
            line.addWidget(go, 0, place)
        return row

    def _on_field_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.field_chosen.emit(str(sender.property("field")))
