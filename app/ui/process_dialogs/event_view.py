"""The form that records what happened in a running process: done, reported, answered, cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from app.services import deadlines, processes
from app.services.process_views import EventOffer, ProcessDetail, RecordEvent
from app.texts import _
from app.ui.forms import FieldState
from app.ui.process_dialogs.event_words import day_label, note_help, offer_text
from app.ui.process_dialogs.fields import (
    EXPLANATION,
    HAPPENED_ON,
    NOTE,
    WORDS,
    ProcessFormFields,
    explanation_field,
    form_fields,
    happened_on_field,
    note_field,
)
from app.ui.process_dialogs.live_form import LiveForm, Preview, required_states
from app.ui.process_dialogs.preview_panel import content_of
from app.ui.process_dialogs.start_view import is_late

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from app.domain.master_data import FieldValue
    from app.services.changes import Outcome
    from app.services.deadline_views import OpenDeadline
    from app.services.tasking import Task
    from app.ui.context import UiContext

_LATE_RULE = "PR-07"


class EventView(LiveForm):
    """Records one event of one process."""

    def __init__(
        self,
        context: UiContext,
        detail: ProcessDetail,
        offer: EventOffer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "processes.event", parent)
        self._detail = detail
        self._offer = offer
        step = next((step for step in detail.steps if step.id == offer.step_id), None)
        self._limits: tuple[OpenDeadline, ...] = step.open_deadlines if step is not None else ()
        reports = step is not None and offer.event == "reported"
        self._portal_values = step.portal_values if step is not None and reports else ()
        self.set_heading(
            offer.label,
            f"{detail.row.label} · {detail.row.object_label}",
            step.help if step is not None else "",
        )
        self._show_form()

    def work(self, values: Mapping[str, FieldValue], reason: str) -> Outcome[Any]:
        """Record the event."""
        return processes.record(self.context.session, self._command(values), reason=reason)

    def preview_work(self, values: Mapping[str, FieldValue]) -> Callable[[Task], Preview]:
        """Return what reads what would follow."""
        session, command, today = self.context.session, self._command(values), self.context.today
        field_ids = frozenset(values)
        needed = {item.id: item.is_required for item in self._offer.inputs}
        limits, portal = self._limits, self._portal_values
        is_done = self._offer.event == "done"

        def read(_task: Task) -> Preview:
            found = processes.preview_event(session, command)
            content = content_of(
                found,
                {x.deadline_id: deadlines.strip(session, x) for x in (*found.deadlines, *limits)},
                field_ids,
            )
            states = required_states(needed, values, found.violations)
            late = is_done and is_late(found, today)
            missed = any(v.rule == _LATE_RULE for v in found.violations)
            late = late or missed or passed(limits, command.happened_on)
            wanted = "optional" if is_done else "required"
            states[EXPLANATION] = FieldState(wanted if late else "forbidden")
            return Preview(
                content=content
                if is_done
                else replace(content, limits=limits, portal_values=portal),
                violations=found.violations,
                states=states,
            )

        return read

    def _command(self, values: Mapping[str, FieldValue]) -> RecordEvent:
        happened_on = values.get(HAPPENED_ON)
        return RecordEvent(
            process_id=self._detail.row.id,
            event=self._offer.event,
            step_id=self._offer.step_id,
            happened_on=_day(happened_on),
            data={key: value for key, value in values.items() if key not in WORDS},
            explanation=str(values.get(EXPLANATION) or ""),
            note=str(values.get(NOTE) or ""),
        )

    def _show_form(self) -> None:
        heading = _("What happened")
        inputs = self._offer.inputs
        fields = [*form_fields(inputs, heading)]
        if not any(item.is_effective_date for item in inputs):
            fields.insert(0, happened_on_field(day_label(self._offer.event), heading))
        fields += [explanation_field(), note_field(note_help(self._offer.event))]
        session = self.context.session
        form = ProcessFormFields(
            "processes.event", fields, today=session.today, calendar=session.calendar
        )
        defaults = {item.id: item.default for item in inputs if item.default is not None}
        form.set_values({HAPPENED_ON: session.today, **defaults})
        needs_note = self._offer.event in {"rejected", "cancelled"}
        form.set_states(
            {
                **{i.id: FieldState("required") for i in inputs if i.is_required},
                EXPLANATION: FieldState("forbidden"),
                NOTE: FieldState("required" if needs_note else "optional"),
            }
        )
        self.use_form(form, save_text=offer_text(self._offer))


def passed(limits: tuple[OpenDeadline, ...], day: date | None) -> bool:
    """Return whether a day lies after the last day of one of the limits."""
    return day is not None and any(x.last_day is not None and day > x.last_day for x in limits)


def _day(value: FieldValue) -> date | None:
    return value if isinstance(value, date) else None
