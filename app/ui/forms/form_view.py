"""A form with everything around it: summary of errors, draft, Save and Cancel.

**Source**: ux §§ 6.1, 6.2: summary on save, focus to the first error, warnings need a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.violations import Severity, Violation, has_errors
from app.texts import _, ngettext
from app.ui import saving
from app.ui.actions import key_text
from app.ui.colors import Tone
from app.ui.company_drafts import CompanyDrafts
from app.ui.forms.drafts import DraftKeeper
from app.ui.forms.fields import labels_of
from app.ui.theme import SPACE
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import label
from app.ui.widgets.violations_list import ViolationsList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.domain.master_data import FieldValue
    from app.services.changes import Outcome
    from app.services.tasking import Task
    from app.ui.context import UiContext
    from app.ui.forms.drafts import DraftStore
    from app.ui.forms.fields import FieldState
    from app.ui.forms.form import Form

    Values = Mapping[str, FieldValue]
    Check = Callable[[Values], Sequence[Violation]]
    States = Callable[[Values], Mapping[str, FieldState]]
    Work = Callable[[Values, Task, str], Outcome[Any]]

_STATES_AFTER_MS = 120
_MOST_IN_SUMMARY = 5


class FormView(QWidget):
    """Shows a form, checks it while it is filled in, and saves it.

    Signals:
        saved: The `Outcome` of the service after the change was written.
        cancelled: The operator left the form; nothing was written.
    """

    saved = Signal(object)
    cancelled = Signal()

    def __init__(  # noqa: PLR0913  # all by keyword; each is one independent part of a form
        self,
        context: UiContext,
        form: Form,
        *,
        name: str,
        save_text: str,
        work: Work,
        check: Check | None = None,
        states: States | None = None,
        draft_key: str = "",
        drafts: DraftStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Put a form on the screen.

        Args:
            context: Where it stands.
            form: The fields.
            name: First part of the object names of buttons and banners.
            save_text: What saving does, a verb first.
            work: Called in the writer thread with the values, the task and the reason.
            check: Quick check of the values, without SQL; called on leaving a field.
            states: What holds for the fields given the values; called after changes.
            draft_key: Name of the draft; "" keeps none.
            drafts: Where drafts are kept; None takes the company file.
            parent: Owner.
        """
        super().__init__(parent)
        self._context = context
        self.form = form
        self._name = name
        self._work = work
        self._check = check
        self._states = states
        self._visited: set[str] = set()
        self._is_saving = False
        self._states_timer = QTimer(self)
        self._states_timer.setSingleShot(True)
        self._states_timer.setInterval(_STATES_AFTER_MS)
        self._states_timer.timeout.connect(self.update_states)
        self._arrange(save_text)
        form.changed.connect(self._states_timer.start)
        form.field_left.connect(self._on_field_left)
        form.finished.connect(self._save.setFocus)
        self._keeper: DraftKeeper | None = None
        if draft_key:
            store = drafts or CompanyDrafts(context, name.partition(".")[0])
            self._keeper = DraftKeeper(context, form, store, draft_key, self)
            self._keeper.found.connect(self._on_draft_found)
            self._keeper.look()
        self.update_states()

    # --- what a page asks

    def is_changed(self) -> bool:
        """Return whether something was typed that is not saved."""
        return self.form.is_changed()

    def discard(self) -> None:
        """Forget what was typed, with its draft."""
        self.form.restore()
        if self._keeper is not None:
            self._keeper.forget()

    def submit(self) -> None:
        """Check everything and save, or show what keeps it from being saved."""
        if self._is_saving:
            return
        self.update_states()
        found = self._found()
        if has_errors(found):
            self.show_violations(found)
            return
        values = self.form.values()
        saving.save(
            self._context,
            lambda task, reason: self._work(values, task, reason),
            owner=self,
            on_saved=self._on_saved,
            on_violations=self.show_violations,
            on_busy=self._on_busy,
            text=_("Saving"),
        )

    def cancel(self) -> None:
        """Leave the form; asks when something was typed."""
        if self.is_changed():
            wanted = self._context.messages.confirm(
                _("Cancel without saving?"),
                _("What you have typed will be lost."),
                _("Discard changes"),
                danger=True,
            )
            if not wanted:
                return
            self.discard()
        self.cancelled.emit()

    def show_violations(self, violations: Sequence[Violation]) -> None:
        """Show violations beside their fields and as a summary; focus goes to the first error."""
        self._visited.update(field.id for field in self.form.fields)
        self.form.show_violations(violations)
        errors = [v for v in violations if v.severity is Severity.ERROR]
        shown = errors or list(violations)
        self._summary.setVisible(bool(shown))
        if not shown:
            return
        title = (
            ngettext(
                "{count} error must be corrected before this can be saved",
                "{count} errors must be corrected before this can be saved",
                len(errors),
            ).format(count=len(errors))
            if errors
            else _("Warnings and notices")
        )
        self._summary.set_title(title)
        self._list.show_violations(shown, labels_of(self.form.fields), _MOST_IN_SUMMARY)
        any(self.form.focus_field(violation.field) for violation in shown)

    def update_states(self) -> None:
        """Let the fields follow what was typed."""
        self._states_timer.stop()
        if self._states is not None:
            self.form.set_states(self._states(self.form.values()))

    def recheck(self) -> None:
        """Check again the fields that were visited: what the check knows has become more."""
        self.form.show_violations(self._found(), only=self._visited)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at events of watched widgets."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            # After the layout has settled: an error may have moved the field just now.
            QTimer.singleShot(0, watched, lambda: self._show_field(watched))
        return super().eventFilter(watched, event)

    def _show_field(self, field: QWidget) -> None:
        self._area.ensureWidgetVisible(field, SPACE.xl, SPACE.xl * 3)

    # --- parts

    def _arrange(self, save_text: str) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE.m)
        self._draft_banner = Banner(f"{self._name}.draft", self)
        outer.addWidget(self._draft_banner)
        self._area = QScrollArea(self)
        self._area.setObjectName(f"{self._name}.scroll")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE.s, 0)
        column.setSpacing(SPACE.l)
        self._summary = Card(" ", parent=self)
        self._summary.setObjectName(f"{self._name}.summary")
        self._list = ViolationsList((), f"{self._name}.violations", self._summary)
        self._list.field_chosen.connect(self.form.focus_field)
        self._summary.body.addWidget(self._list)
        self._summary.hide()
        outer.addWidget(self._summary)
        column.addWidget(self.form)
        column.addStretch(1)
        self._area.setWidget(content)
        outer.addWidget(self._area, 1)
        outer.addLayout(self._button_row(save_text))
        for field in self.form.fields:
            self.form.editor(field.id).entry.installEventFilter(self)

    def _button_row(self, save_text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        self._save = button(
            save_text, f"{self._name}.save", role="primary", on_click=self.submit, parent=self
        )
        self._cancel = button(
            _("Cancel"), f"{self._name}.cancel", on_click=self.cancel, parent=self
        )
        row.addWidget(self._save)
        row.addWidget(self._cancel)
        keys = _("{enter} next field · {save} save · {cancel} cancel").format(
            enter="Enter", save=key_text(("Ctrl+Return",)), cancel="Esc"
        )
        row.addSpacing(SPACE.s)
        row.addWidget(label(keys, "hint", parent=self))
        row.addStretch(1)
        return row

    # --- what happens

    def _found(self) -> tuple[Violation, ...]:
        """Return what cannot be read, and what the quick check says about the rest."""
        unreadable = self.form.problems()
        missing = self._missing({v.field for v in unreadable})
        if self._check is None:
            return (*unreadable, *missing)
        skip = {v.field for v in unreadable}
        checked = tuple(v for v in self._check(self.form.values()) if v.field not in skip)
        told = {v.field for v in checked}
        return (*unreadable, *(v for v in missing if v.field not in told), *checked)

    def _missing(self, skip: set[str]) -> tuple[Violation, ...]:
        """Return the required fields that are empty, for forms whose check does not say so."""
        return tuple(
            Violation(
                rule="",
                severity=Severity.ERROR,
                field=field.id,
                message=_("“{field}” must be filled in.").format(field=field.label),
                source=field.source,
            )
            for field in self.form.fields
            if field.required and field.id not in skip and self.form.editor(field.id).is_empty()
        )

    def _on_field_left(self, field_id: str) -> None:
        # Passing an empty field on the way to another one is no fault yet.
        if field_id in self._visited or self.form.is_touched(field_id):
            self._visited.add(field_id)
        self.update_states()
        self.form.show_violations(self._found(), only=self._visited)

    def _on_saved(self, outcome: Outcome[Any]) -> None:
        self.form.mark_saved()
        self._summary.hide()
        if self._keeper is not None:
            self._keeper.forget()
        self.saved.emit(outcome)

    def _on_draft_found(self, texts: Mapping[str, str]) -> None:
        self._draft_banner.say(
            Tone.INFO,
            _("You had begun to fill in this form and did not save it."),
            _("Go on with it"),
            lambda: self._take_draft(texts),
        )

    def _take_draft(self, texts: Mapping[str, str]) -> None:
        self.form.set_raw(texts)
        self._draft_banner.hide()
        self.update_states()
        self.form.focus_first()

    def _on_busy(self, busy: bool) -> None:  # a callback of `saving.save`
        self._is_saving = busy
        self._save.setEnabled(not busy)
        self.form.setEnabled(not busy)
