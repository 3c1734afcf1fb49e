"""A date field that can be empty, reads dates as people type them, and says what it understood.

**Source**: ux § 7.1: QDateEdit cannot be empty and its popup shows no weeks.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from app.domain.human_input import HumanInputError, display_date, parse_date
from app.texts import _, language
from app.ui import formatting
from app.ui.icons import icon
from app.ui.widgets.buttons import icon_button
from app.ui.widgets.roles import set_role
from app.ui.widgets.value_field import TextField

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue
    from app.domain.working_days import WorkingDayCalendar

_ARROWS = (
    ("qt_calendar_prevmonth", "chevron_left"),
    ("qt_calendar_nextmonth", "chevron_right"),
)
"""The arrows of Qt's calendar; its own are black in the dark theme too."""


class CalendarPopup(QFrame):
    """A month with ISO week numbers.

    Signals:
        chosen: The day that was clicked or confirmed with Enter (a `date`).
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_role(self, "popup")
        self._calendar = QCalendarWidget(self)
        self._calendar.setObjectName(f"{name}.calendar")
        self._calendar.setAccessibleName(_("Calendar"))
        self._calendar.setLocale(QLocale("en_DK" if language() == "en" else "da_DK"))
        self._calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        weeks = QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers
        self._calendar.setVerticalHeaderFormat(weeks)
        plain = QTextCharFormat()
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._calendar.setWeekdayTextFormat(day, plain)  # Qt's red says nothing here
        for name_of_arrow, picture in _ARROWS:
            arrow = self._calendar.findChild(QToolButton, name_of_arrow)
            if arrow is not None:
                arrow.setIcon(icon(picture))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._calendar)
        self._calendar.clicked.connect(self._on_chosen)
        self._calendar.activated.connect(self._on_chosen)

    def open_at(self, day: date, where: QPoint) -> None:
        """Show the month of a day at a place on the screen."""
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.move(where)
        self.show()
        self._calendar.setFocus()

    def _on_chosen(self, chosen: QDate) -> None:
        if not self.isVisible():
            return  # a double click says it twice
        self.hide()
        self.chosen.emit(date(chosen.year(), chosen.month(), chosen.day()))


class DateField(TextField):
    """A date, or nothing."""

    def __init__(
        self,
        name: str,
        today: date,
        calendar: WorkingDayCalendar | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty field.

        Args:
            name: Object name, `<area>.<field id>`.
            today: What "t" and "+5" count from, and the year of dates without one.
            calendar: Working days for "+5a"; None refuses them.
            parent: Owner.
        """
        self._today = today
        self._calendar = calendar
        self._value: date | None = None
        self._problem = ""
        super().__init__(name, placeholder=_("dd-mm-yyyy"), parent=parent)
        self.line.show_letters(12)
        self._popup: CalendarPopup | None = None
        self._button = icon_button(
            "calendar",
            _("Choose in a calendar"),
            f"{name}.open_calendar",
            on_click=self._open_popup,
            parent=self,
        )
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.addWidget(self._button)
        self._row.addStretch(1)
        hint = _("For example 9/3, 0903, 2026-03-09, t for today, +5 or, in working days, +5a")
        self.line.setToolTip(hint)

    def value(self) -> FieldValue:
        """Return the date, or None."""
        return self._value

    def day(self) -> date | None:
        """Return the date, or None."""
        return self._value

    def set_value(self, value: FieldValue) -> None:
        """Show a date."""
        self.line.setText(display_date(value) if isinstance(value, date) else "")

    def problem(self) -> str:
        """Return why what was typed is no date."""
        return self._problem

    def on_left(self) -> None:
        """Write the date in full when the operator goes on."""
        if self._value is not None and self.line.text() != display_date(self._value):
            self.line.setText(display_date(self._value))

    def read_text(self) -> None:
        """Read the date and echo weekday and week."""
        text = self.line.text().strip()
        self._value, self._problem = None, ""
        if not text:
            self._say("")
            return
        try:
            self._value = parse_date(text, self._today, self._calendar)
        except HumanInputError as error:
            self._problem = str(error)
            self._say("")
            return
        self._say(formatting.day_long(self._value))

    def set_read_only(self, *, read_only: bool, reason: str = "") -> None:
        """Make line and calendar read only."""
        super().set_read_only(read_only=read_only, reason=reason)
        self._button.setEnabled(not read_only)

    def _open_popup(self) -> None:
        if self._popup is None:
            self._popup = CalendarPopup(self.line.objectName(), self)
            self._popup.chosen.connect(self._on_chosen)
        below = self.line.mapToGlobal(QPoint(0, self.line.height() + 2))
        self._popup.open_at(self._value or self._today, below)

    def _on_chosen(self, chosen: date) -> None:
        self.set_value(chosen)
        self.line.setFocus()
        self.left.emit()
