"""A form with a preview beside it that follows what is typed.

The service judges the whole form in a reader thread a moment after each change; what it finds
stands beside the fields, and what would follow stands in the panel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.company_drafts import CompanyDrafts
from app.ui.forms import FieldState, Form, FormView
from app.ui.process_dialogs.preview_panel import PreviewContent, PreviewPanel
from app.ui.theme import SPACE
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QResizeEvent

    from app.domain.master_data import FieldValue
    from app.domain.violations import Violation
    from app.services.changes import Outcome
    from app.services.tasking import Task
    from app.ui.context import UiContext

PREVIEW_AFTER_MS = 250
_BESIDE_FROM = 130
"""Width in average characters from which form and preview stand side by side."""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a service said about the values of a form.

    Attributes:
        content: What the panel shows.
        violations: Everything found; those of the form's fields stand beside them.
        states: What holds for fields now.
    """

    content: PreviewContent
    violations: tuple[Violation, ...] = ()
    states: Mapping[str, FieldState] = field(default_factory=dict)


class LiveForm(QWidget):
    """Title, form, preview; subclasses say what is previewed and what is saved.

    Attributes:
        context: What every page shares.
        choices: Line under the title for choices that change the form.
        panel: The preview.

    Signals:
        saved: The `Outcome` after the change was written.
        cancelled: The operator left the form; nothing was written.
    """

    saved = Signal(object)
    cancelled = Signal()

    def __init__(self, context: UiContext, name: str, parent: QWidget | None = None) -> None:
        """Make a view without a form.

        Args:
            context: Where it stands.
            name: First part of the object names.
            parent: Owner.
        """
        super().__init__(parent)
        self.context = context
        self.name = name
        self.setObjectName(f"{name}.form")
        self.view: FormView | None = None
        self._known_values: Mapping[str, FieldValue] | None = None
        self._known: Preview | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PREVIEW_AFTER_MS)
        self._timer.timeout.connect(self.update_preview)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE.s)
        self._title = label("", "title", wrap=True, parent=self)
        self._title.setObjectName(f"{name}.form_title")
        self._subtitle = label("", "heading", wrap=True, parent=self)
        self._about = label("", "muted", wrap=True, parent=self)
        for part in (self._title, self._subtitle, self._about):
            outer.addWidget(part)
        self.choices = QHBoxLayout()
        self.choices.setSpacing(SPACE.m)
        outer.addLayout(self.choices)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(SPACE.l)
        self._holder = QVBoxLayout()
        self._sides.addLayout(self._holder, 3)
        self.panel = PreviewPanel(context, f"{name}.preview", self)
        self._sides.addWidget(self.panel, 2)
        outer.addLayout(self._sides, 1)

    # --- what subclasses say

    def work(self, values: Mapping[str, FieldValue], reason: str) -> Outcome[Any]:
        """Save; called in the writer thread."""
        raise NotImplementedError

    def preview_work(self, values: Mapping[str, FieldValue]) -> Callable[[Task], Preview]:
        """Return what reads the preview in a reader thread; called on the GUI thread."""
        raise NotImplementedError

    # --- what a page asks

    def is_changed(self) -> bool:
        """Return whether something was typed that is not saved."""
        return self.view is not None and self.view.is_changed()

    def discard(self) -> None:
        """Forget what was typed."""
        if self.view is not None:
            self.view.discard()

    def submit(self) -> None:
        """Check everything and save."""
        if self.view is not None:
            self.view.submit()

    def cancel(self) -> None:
        """Leave the form; asks when something was typed."""
        if self.view is not None:
            self.view.cancel()

    @property
    def form(self) -> Form:
        """Return the fields in force."""
        assert self.view is not None
        return self.view.form

    def begin(self) -> None:
        """Put the focus into the first field, its value marked so that typing replaces it."""
        self.form.focus_first()
        focused = QApplication.focusWidget()
        if isinstance(focused, QLineEdit):
            focused.selectAll()

    def set_heading(self, title: str, subtitle: str = "", about: str = "") -> None:
        """Say what the form does and what it is about."""
        for part, text in (
            (self._title, title),
            (self._subtitle, subtitle),
            (self._about, about),
        ):
            part.setText(text)
            part.setVisible(bool(text))

    def use_form(
        self,
        form: Form,
        *,
        save_text: str,
        draft_key: str = "",
        states: Callable[[Mapping[str, FieldValue]], Mapping[str, FieldState]] | None = None,
    ) -> None:
        """Show a form instead of the one before.

        Args:
            form: The fields.
            save_text: What saving does, a verb first.
            draft_key: Name of the draft; "" keeps none.
            states: What holds for the fields at once, before the service was asked.
        """
        if self.view is not None:
            self._holder.removeWidget(self.view)
            self.view.hide()
            self.view.deleteLater()
        self._known_values = self._known = None
        self.view = FormView(
            self.context,
            form,
            name=self.name,
            save_text=save_text,
            work=lambda values, _task, reason: self.work(values, reason),
            check=self._check,
            states=states,
            draft_key=draft_key,
            drafts=CompanyDrafts(self.context, self.name) if draft_key else None,
            parent=self,
        )
        self.view.saved.connect(self.saved)
        self.view.cancelled.connect(self.cancelled)
        form.changed.connect(self._timer.start)
        self._holder.addWidget(self.view)
        self.update_preview()

    def update_preview(self) -> None:
        """Ask the service about what stands in the form now."""
        self._timer.stop()
        if self.view is None:
            return
        values = self.view.form.values()
        read = self.preview_work(values)
        self.context.tasks.read(
            lambda task: (values, read(task)), self._on_preview, owner=self, key="preview"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the preview under the form in a narrow window."""
        super().resizeEvent(event)
        beside = self.width() >= self.fontMetrics().averageCharWidth() * _BESIDE_FROM
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != direction:
            self._sides.setDirection(direction)
            self._sides.setStretch(1, 2 if beside else 1)

    def _check(self, values: Mapping[str, FieldValue]) -> tuple[Violation, ...]:
        """Return what the service last said, while it is about these values."""
        if self._known is None or values != self._known_values:
            return ()
        return self._known.violations

    def _on_preview(self, found: tuple[Mapping[str, FieldValue], Preview]) -> None:
        values, preview = found
        if self.view is None or values != self.view.form.values():
            return
        self._known_values, self._known = found
        self.panel.show_content(preview.content)
        self.view.form.set_states(preview.states)
        self.view.recheck()


def required_states(
    needed: Mapping[str, bool],
    values: Mapping[str, FieldValue],
    violations: tuple[Violation, ...],
) -> dict[str, FieldState]:
    """Return which fields are required now.

    A field that can be required is so while it is filled in, or while the service misses it.

    Args:
        needed: Field id to whether it can be required.
        values: What stands in the form.
        violations: What the service found.
    """
    missed = {violation.field for violation in violations}
    return {
        field_id: FieldState(
            "required"
            if can_be and (values.get(field_id) is not None or field_id in missed)
            else "optional"
        )
        for field_id, can_be in needed.items()
    }
