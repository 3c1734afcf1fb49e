"""Which input a field gets, by its kind."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QObject
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.domain.human_input import AmountKind
from app.texts import _, language
from app.ui.forms.fields import FieldKind, FormField
from app.ui.widgets.amount_field import AmountField
from app.ui.widgets.combo_box import ChoiceField
from app.ui.widgets.date_field import DateField
from app.ui.widgets.id_field import ActorIdField, MeteringPointIdField
from app.ui.widgets.value_field import TextField, ValueField

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue
    from app.domain.working_days import WorkingDayCalendar

_UUID_LENGTH = 36
_SHORTEST_LINE, _LONGEST_LINE = 10, 36
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})[-./ ]([0-9]{1,2})")
_MONTH_AND_DAY = re.compile(r"([0-9]{2})([0-9]{2})")


class YesNoField(ChoiceField):
    """Yes, no, or not known."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        choices = (("true", _("Yes")), ("false", _("No")))
        super().__init__(name, choices, parent=parent)
        for at in range(self.combo.count()):
            text = dict(choices).get(str(self.combo.itemData(at)))
            if text is not None:
                self.combo.setItemText(at, text)

    def value(self) -> FieldValue:
        """Return True, False or None."""
        return {"true": True, "false": False}.get(str(self.combo.currentData()))

    def set_value(self, value: FieldValue) -> None:
        """Choose yes, no or nothing."""
        text = "" if value is None else ("true" if value else "false")
        super().set_value(value if isinstance(value, str) else text)


class MonthDayField(TextField):
    """A day of the year without a year: typed as 1/4 or, as DataHub writes it, 0401."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._value: str | None = None
        self._problem = ""
        super().__init__(name, placeholder=_("Day/month, for example 1/4"), parent=parent)
        self.line.show_letters(26)
        self.add_stretch()

    def value(self) -> FieldValue:
        """Return month and day as MMDD, or None."""
        return self._value

    def problem(self) -> str:
        """Return why what was typed is no day of the year."""
        return self._problem

    def read_text(self) -> None:
        """Read day and month and echo them."""
        text = self.line.text().strip()
        self._value, self._problem = None, ""
        day = _day_of_year(text)
        if day is not None:
            self._value = f"{day.month:02d}{day.day:02d}"
            locale = QLocale("en_GB" if language() == "en" else "da_DK")
            written = "d MMMM" if language() == "en" else "d. MMMM"
            self._say(locale.toString(QDate(day.year, day.month, day.day), written))
            return
        self._say("")
        if text:
            self._problem = _("“{text}” is no day of the year. Write 1/4 or 0401.").format(
                text=text
            )


class MultilineField(ValueField):
    """Several lines of text."""

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        self.edit = QPlainTextEdit()
        super().__init__(self.edit, name, parent)
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setFixedHeight(self.fontMetrics().height() * 4 + 14)
        self.edit.textChanged.connect(self.value_changed)

    def value(self) -> FieldValue:
        """Return the text, or None."""
        return self.edit.toPlainText().strip() or None

    def set_value(self, value: FieldValue) -> None:
        """Show a text."""
        self.edit.setPlainText("" if value is None else str(value))

    def raw(self) -> str:
        """Return what was typed."""
        return self.edit.toPlainText()

    def set_raw(self, text: str) -> None:
        """Show what was typed once."""
        self.edit.setPlainText(text)


def make_editor(
    field: FormField,
    name: str,
    today: date,
    calendar: WorkingDayCalendar | None,
    parent: QWidget,
) -> ValueField:
    """Return the input of a field.

    Args:
        field: The field.
        name: Object name, `<area>.<field id>`.
        today: What dates without a year refer to.
        calendar: Working days for dates like "+5a".
        parent: Owner.
    """
    kind = FieldKind(field.kind)
    if kind is FieldKind.DATE:
        return DateField(name, today, calendar, parent)
    if kind in (FieldKind.INTEGER, FieldKind.DECIMAL):
        return _number_editor(field, kind, name, parent)
    if kind is FieldKind.CODE or (kind is FieldKind.GRID_AREA and field.choices):
        return ChoiceField(name, field.choices, parent=parent)
    simple = {
        FieldKind.METERING_POINT_ID: MeteringPointIdField,
        FieldKind.ACTOR_ID: ActorIdField,
        FieldKind.BOOLEAN: YesNoField,
        FieldKind.MONTH_DAY: MonthDayField,
    }
    if kind in simple:
        return simple[kind](name, parent)
    if kind is FieldKind.MULTILINE:
        return MultilineField(name, field.placeholder, parent)
    return _text_editor(field, kind, name, parent)


def _number_editor(field: FormField, kind: FieldKind, name: str, parent: QWidget) -> AmountField:
    is_whole = kind is FieldKind.INTEGER
    return AmountField(
        name,
        # In a whole number a point can only group thousands.
        kind=AmountKind.KWH if is_whole else field.amount,
        scale=0 if is_whole else field.scale,
        unit=field.unit,
        placeholder=field.placeholder,
        parent=parent,
    )


def _text_editor(field: FormField, kind: FieldKind, name: str, parent: QWidget) -> TextField:
    longest = field.max_length or (_UUID_LENGTH if kind is FieldKind.UUID else None)
    made = TextField(
        name,
        max_length=longest,
        unit=field.unit,
        placeholder=field.placeholder,
        parent=parent,
    )
    shown = max(longest or _LONGEST_LINE, _SHORTEST_LINE)
    if shown < _LONGEST_LINE:
        made.line.show_letters(shown)
        made.add_stretch()
    return made


def _day_of_year(text: str) -> date | None:
    """Return a day in a leap-free year, or None when the text is none."""
    if match := _DAY_AND_MONTH.fullmatch(text):
        day, month = int(match[1]), int(match[2])
    elif match := _MONTH_AND_DAY.fullmatch(text):
        month, day = int(match[1]), int(match[2])
    else:
        return None
    try:
        return date(2001, month, day)
    except ValueError:
        return None


def keyboard_targets(editor: ValueField) -> tuple[QObject, ...]:
    """Return the widgets that get the keys of an input.

    A box in which one types keeps the focus itself and hands the keys on to its line.
    """
    if isinstance(editor, ChoiceField) and editor.combo.isEditable():
        line = editor.combo.lineEdit()
        return (editor.entry,) if line is None else (editor.entry, line)
    return (editor.entry,)
