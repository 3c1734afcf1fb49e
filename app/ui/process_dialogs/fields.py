"""The inputs of a process as fields of a form.

**Source**: design § 2.4: the dialog comes from the declaration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from app.domain.human_input import AmountKind
from app.texts import _
from app.ui.forms import FieldKind, Form, FormField
from app.ui.widgets.combo_box import ChoiceField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from app.domain.working_days import WorkingDayCalendar
    from app.services.process_views import InputField
    from app.ui.forms import FieldState

EXPLANATION = "explanation"
NOTE = "note"
HAPPENED_ON = "happened_on"
WORDS = frozenset({EXPLANATION, NOTE, HAPPENED_ON})
"""Fields of every form that are told beside the process's own inputs."""

_WORDS_GROUP = "words"
_MULTILINE_FROM = 200
_CHOICE_LETTERS = 18
_CAPTION_LETTERS = 40
_SHORT_CHOICE = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_TWO_COLUMNS_FROM = 80
"""Width in average characters from which two columns of these short fields are readable."""


class ProcessFormFields(Form):
    """A form whose cards stand side by side earlier than in a form of long texts.

    The inputs of a process are short, and old and new meter shall be seen together.
    """

    def __init__(
        self,
        area: str,
        fields: Sequence[FormField],
        *,
        today: date,
        calendar: WorkingDayCalendar | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(area, fields, today=today, calendar=calendar, parent=parent)
        for row in self._rows.values():
            if isinstance(row.editor, ChoiceField):
                combo = row.editor.combo
                combo.setSizeAdjustPolicy(_SHORT_CHOICE)
                combo.setMinimumContentsLength(_CHOICE_LETTERS)

    def set_states(self, states: Mapping[str, FieldState]) -> None:
        """Follow what holds for fields now; a long caption takes a second line."""
        super().set_states(states)
        metrics = self.fontMetrics()
        widest = metrics.averageCharWidth() * _CAPTION_LETTERS
        for row in self._rows.values():
            text = row.caption.text().replace("\n", " ")
            head, _mark, tail = text.rpartition(" (")
            if head and metrics.horizontalAdvance(text) > widest:
                text = f"{head}\n({tail}"
            row.caption.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use two columns when there is room for short fields."""
        super().resizeEvent(event)
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _TWO_COLUMNS_FROM
        self._arrange(2 if wide and len(self._cards) > 2 else 1)


def inputs_of_stage(inputs: Iterable[InputField], stage: str) -> tuple[InputField, ...]:
    """Return the inputs asked in a stage ("planned" or "done")."""
    return tuple(item for item in inputs if item.stage in ("", stage))


def form_fields(inputs: Iterable[InputField], heading: str) -> tuple[FormField, ...]:
    """Return the form's fields for inputs.

    Which field is required just now depends on the others, so it is told by states and judged by
    the service; no field is required by the form itself.

    Args:
        inputs: The inputs, in order.
        heading: Heading of the first group.
    """
    return tuple(_form_field(item, heading) for item in inputs)


def _form_field(item: InputField, heading: str) -> FormField:
    kind = FieldKind(item.type)
    if kind is FieldKind.TEXT and (item.max_length or 0) >= _MULTILINE_FROM:
        kind = FieldKind.MULTILINE
    return FormField(
        id=item.id,
        label=item.label,
        kind=kind,
        choices=item.choices,
        unit=item.unit,
        help=item.help,
        source=item.source,
        max_length=item.max_length,
        scale=item.scale if kind is FieldKind.DECIMAL else None,
        amount=AmountKind.KWH if item.unit == "kWh" else AmountKind.NUMBER,
        group=item.group or heading,
        group_label=item.group or heading,
    )


def explanation_field() -> FormField:
    """Return the field that asks why something is late."""
    return FormField(
        id=EXPLANATION,
        label=_("Why it is late"),
        kind=FieldKind.MULTILINE,
        help=_("Kept with the event, as documentation."),
        source="Forskrift I § 2, stk. 2",
        group=_WORDS_GROUP,
        group_label=_("For the file"),
    )


def note_field(help_text: str = "") -> FormField:
    """Return the field for a free note."""
    return FormField(
        id=NOTE,
        label=_("Note"),
        kind=FieldKind.TEXT,
        max_length=500,
        help=help_text or _("Work order, fitter, transaction id: whatever helps later."),
        group=_WORDS_GROUP,
        group_label=_("For the file"),
    )


def happened_on_field(label: str, heading: str) -> FormField:
    """Return the field for the day something was done, reported or answered."""
    return FormField(
        id=HAPPENED_ON,
        label=label,
        kind=FieldKind.DATE,
        group=heading,
        group_label=heading,
    )
