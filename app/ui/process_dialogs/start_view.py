"""The form that starts a process: planned ahead, or registered as done.

**Source**: design § 2.4: an illegal planned date is an error; what has happened can always be
registered, and a limit that was missed is then explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QButtonGroup, QWidget

from app.services import deadlines, processes
from app.services.process_views import ProcessDialog, StartProcess
from app.texts import _
from app.ui.forms import FieldState
from app.ui.process_dialogs.fields import (
    EXPLANATION,
    NOTE,
    WORDS,
    ProcessFormFields,
    explanation_field,
    form_fields,
    inputs_of_stage,
    note_field,
)
from app.ui.process_dialogs.live_form import LiveForm, Preview, required_states
from app.ui.process_dialogs.preview_panel import content_of
from app.ui.widgets.buttons import button
from app.ui.widgets.roles import set_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from app.domain.master_data import FieldValue
    from app.services.changes import Outcome
    from app.services.process_views import InputField, ProcessPreview
    from app.services.tasking import Task
    from app.ui.context import UiContext

PLANNED = "planned"
DONE = "done"


class StartView(LiveForm):
    """Starts one process on one metering point."""

    def __init__(
        self, context: UiContext, dialog: ProcessDialog, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, "process", parent)
        self._dialog = dialog
        about = " · ".join(part for part in (dialog.brs, dialog.source) if part)
        self.set_heading(
            dialog.label,
            dialog.object_label,
            "\n".join(p for p in (dialog.description, about) if p),
        )
        self._stage = DONE if dialog.can_register else PLANNED
        self._stages = QButtonGroup(self)
        if dialog.can_plan and dialog.can_register:
            self._add_stage(DONE, _("It has been done: register it"))
            self._add_stage(PLANNED, _("Plan it ahead"))
            self.choices.addStretch(1)
        self._show_form({})

    @property
    def stage(self) -> str:
        """Return "planned" or "done"."""
        return self._stage

    def set_stage(self, stage: str) -> None:
        """Plan it, or register it; what was typed in both forms' fields is kept."""
        if stage == self._stage:
            return
        self._stage = stage
        self._show_form(self.form.raw())

    def work(self, values: Mapping[str, FieldValue], reason: str) -> Outcome[Any]:
        """Start the process."""
        return processes.start(self.context.session, self._command(values), reason=reason)

    def preview_work(self, values: Mapping[str, FieldValue]) -> Callable[[Task], Preview]:
        """Return what reads what would follow."""
        session, command = self.context.session, self._command(values)
        field_ids = frozenset(values)
        needed = {item.id: item.is_required for item in self._inputs()}
        today = self.context.today

        def read(_task: Task) -> Preview:
            found = processes.preview(session, command)
            strips = {
                limit.deadline_id: deadlines.strip(session, limit) for limit in found.deadlines
            }
            states = required_states(needed, values, found.violations)
            late = command.stage == DONE and is_late(found, today)
            states[EXPLANATION] = FieldState("optional" if late else "forbidden")
            return Preview(
                content=content_of(found, strips, field_ids),
                violations=found.violations,
                states=states,
            )

        return read

    def _inputs(self) -> tuple[InputField, ...]:
        return inputs_of_stage(self._dialog.inputs, self._stage)

    def _command(self, values: Mapping[str, FieldValue]) -> StartProcess:
        return StartProcess(
            kind=self._dialog.kind,
            object_id=self._dialog.object_id,
            data={key: value for key, value in values.items() if key not in WORDS},
            stage=self._stage,
            base_change=self._dialog.base_change,
            explanation=str(values.get(EXPLANATION) or ""),
            note=str(values.get(NOTE) or ""),
        )

    def _show_form(self, typed: Mapping[str, str]) -> None:
        inputs = self._inputs()
        heading = _("Plan") if self._stage == PLANNED else _("What was done")
        fields = (*form_fields(inputs, heading), explanation_field(), note_field())
        session = self.context.session
        form = ProcessFormFields("process", fields, today=session.today, calendar=session.calendar)
        form.set_values({item.id: item.default for item in inputs if item.default is not None})
        form.set_states(
            {
                **{i.id: FieldState("required") for i in inputs if i.is_required},
                EXPLANATION: FieldState("forbidden"),
            }
        )
        if typed:
            form.set_raw({key: text for key, text in typed.items() if text})
        text = _("Plan") if self._stage == PLANNED else _("Register")
        self.use_form(
            form,
            save_text=f"{text}: {self._dialog.label}",
            draft_key=f"{self._dialog.kind}/{self._dialog.object_id}",
        )

    def _add_stage(self, stage: str, text: str) -> None:
        choice = button(text, f"process.stage.{stage}", role="chip", parent=self)
        choice.setCheckable(True)
        choice.toggled.connect(lambda on: set_mark(choice, "active", "true" if on else "false"))
        choice.setChecked(stage == self._stage)
        choice.toggled.connect(lambda on: self.set_stage(stage) if on else None)
        self._stages.addButton(choice)
        self.choices.addWidget(choice)


def is_late(preview: ProcessPreview, today: date) -> bool:
    """Return whether the last day of a limit that follows has passed already."""
    return any(limit.last_day is not None and limit.last_day < today for limit in preview.deadlines)
