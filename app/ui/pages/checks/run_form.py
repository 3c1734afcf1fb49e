"""The form that runs a month's check: month, extract, its time, and the seed of the draw.

**Source**: Forskrift I § 4, stk. 4-5; the seed is kept so that anybody can draw the sample again.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.clock import DANISH_TIME
from app.domain.errors import CancelledError
from app.services.self_control import run_check
from app.texts import _, ngettext
from app.ui import formatting
from app.ui.colors import Tone
from app.ui.formatting import month_name
from app.ui.pages.checks.words import month_of, offered_months
from app.ui.saving import save
from app.ui.theme import SPACE
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import button, icon_button, set_enabled_with_reason
from app.ui.widgets.card import Card
from app.ui.widgets.combo_box import ComboBox
from app.ui.widgets.date_field import DateField
from app.ui.widgets.drop_zone import DropZone, table_filters
from app.ui.widgets.labels import label
from app.ui.widgets.value_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.domain.errors import AppError
    from app.domain.violations import Violation
    from app.services.changes import Outcome
    from app.services.tasking import Task
    from app.ui.context import UiContext

_MOST_SEED_DIGITS = 18


class RunForm(QWidget):
    """Asks for the extract and runs the check.

    Signals:
        done: Number of the run that was kept.
        cancelled: The operator left the form.
    """

    done = Signal(int)
    cancelled = Signal()

    def __init__(
        self,
        context: UiContext,
        *,
        seed: Callable[[], int] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty form.

        Args:
            context: Where it stands.
            seed: Proposes the number the draw begins with; random by default.
            parent: Owner.
        """
        super().__init__(parent)
        self._context = context
        self._files: list[Path] = []
        self._is_running = False
        self._propose = seed or _random_seed
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        self._banner = Banner("checks.state", self)
        column.addWidget(self._banner)
        column.addWidget(self._scrolled(), 1)
        column.addLayout(self._buttons())
        self._fields: tuple[QWidget, ...] = (self._zone, self._month, self._day, self._seed)
        self.begin("")

    # --- what the page asks

    def begin(self, month: str) -> None:
        """Begin anew, for a month ("YYYY-MM") or, when "", this one; not while a check runs."""
        if self._is_running:
            return
        today = self._context.today
        self._month.clear()
        for offered in offered_months(today):
            self._month.addItem(month_name(offered), offered)
        self._month.setCurrentIndex(max(self._month.findData(month or month_of(today)), 0))
        self._files = []
        self._day.set_value(None)
        self._seed.set_value(str(self._propose()))
        self._banner.hide()
        self._show_files()

    def focus_first(self) -> None:
        """Put the focus on what is done first: choosing the extract."""
        self._zone.choose.setFocus()

    def is_changed(self) -> bool:
        """Return whether files were chosen that were not compared yet."""
        return bool(self._files) and not self._is_running

    def discard(self) -> None:
        """Forget what was chosen."""
        self._files = []
        self._show_files()

    def cancel(self) -> None:
        """Leave the form; nothing was written."""
        self.discard()
        self.cancelled.emit()

    def submit(self) -> None:
        """Run the check, or say what is missing."""
        if self._is_running or self._has_problem():
            return
        session, files = self._context.session, tuple(self._files)
        month = str(self._month.currentData())
        seed = int(self._seed.raw().strip())
        day = self._day.day()

        def work(task: Task, _reason: str) -> Outcome[int]:
            return run_check(session, month, files, seed=seed, extract_time=day, task=task)

        self._banner.say(
            Tone.INFO,
            _(
                "The check is running. Progress and Cancel stand at the bottom of the window; you"
                " can work on other pages meanwhile."
            ),
        )
        save(
            self._context,
            work,
            owner=self,
            on_saved=self._on_saved,
            on_violations=self._on_violations,
            on_error=self._on_error,
            on_busy=self._on_busy,
            text=_("Comparing with DataHub"),
        )

    # --- parts

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea(self)
        area.setObjectName("checks.form.scroll")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE.s, 0)
        column.setSpacing(SPACE.l)
        column.addWidget(self._extract_card(content))
        column.addWidget(self._sample_card(content))
        column.addStretch(1)
        area.setWidget(content)
        return area

    def _extract_card(self, parent: QWidget) -> Card:
        card = Card(_("What is checked"), parent=parent)
        card.body.setSpacing(SPACE.l)
        self._month = ComboBox("checks.month", _("Month"), card)
        _add_field(
            card,
            _("Month"),
            self._month,
            _("At least one check must be carried out in every calendar month."),
        )
        self._zone = DropZone(
            "checks",
            _(
                "Drop DataHub's extract of your metering points here, CSV or Excel; several files"
                " make one extract. Or"
            ),
            _("Choose files …"),
            card,
        )
        self._zone.dropped.connect(self._add_files)
        self._zone.choose_wanted.connect(self._choose)
        extract = QVBoxLayout()
        extract.setSpacing(SPACE.xs)
        extract.addWidget(label(_("Extract from DataHub"), "label", parent=card))
        extract.addWidget(self._zone)
        self._file_rows = QVBoxLayout()
        self._file_rows.setSpacing(SPACE.xs)
        extract.addLayout(self._file_rows)
        card.body.addLayout(extract)
        self._day = DateField(
            "checks.extract_day", self._context.today, self._context.session.calendar, card
        )
        self._day.set_accessible_name(_("The extract was made on"))
        self._day_hint = _add_field(card, _("The extract was made on"), self._day, " ")
        return card

    def _sample_card(self, parent: QWidget) -> Card:
        card = Card(_("Sample"), parent=parent)
        self._seed = TextField("checks.seed", max_length=_MOST_SEED_DIGITS, parent=card)
        self._seed.line.show_letters(_MOST_SEED_DIGITS + 2)
        self._seed.add_stretch()
        self._seed.set_accessible_name(_("Number the draw begins with"))
        _add_field(
            card,
            _("Number the draw begins with"),
            self._seed,
            _(
                "400 points are drawn at random, all of them when there are fewer. The same number"
                " draws the same points again; it is kept with the check."
            ),
        )
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        self._run = button(
            _("Run the check"), "checks.run", role="primary", on_click=self.submit, parent=self
        )
        self._leave = button(_("Cancel"), "checks.cancel", on_click=self.cancel, parent=self)
        row.addWidget(self._run)
        row.addWidget(self._leave)
        row.addStretch(1)
        return row

    # --- files

    def _choose(self) -> None:
        self._add_files(
            self._context.messages.open_files(
                _("Extract from DataHub"), table_filters(_("CSV files and workbooks"))
            )
        )

    def _add_files(self, files: Sequence[Path]) -> None:
        self._files += [file for file in files if file not in self._files]
        self._show_files()

    def _remove(self, file: Path) -> None:
        self._files = [kept for kept in self._files if kept != file]
        self._show_files()

    def _show_files(self) -> None:
        while (item := self._file_rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, file in enumerate(self._files):
            self._file_rows.addWidget(self._file_row(number, file))
        self._day_hint.setText(self._time_text())
        set_enabled_with_reason(
            self._run,
            enabled=bool(self._files) and not self._is_running,
            reason=_("The check is running.")
            if self._is_running
            else _("Choose DataHub's extract first."),
        )

    def _file_row(self, number: int, file: Path) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        name = label(file.name, parent=holder)
        name.setToolTip(str(file))
        row.addWidget(name)
        row.addWidget(label(_size_text(file), "muted", parent=holder))
        remove = icon_button(
            "close",
            _("Remove {file}").format(file=file.name),
            f"checks.remove_file_{number}",
            on_click=lambda: self._remove(file),
            parent=holder,
        )
        remove.setEnabled(not self._is_running)
        row.addWidget(remove)
        row.addStretch(1)
        return holder

    def _time_text(self) -> str:
        general = _("Both registers are compared as of that day.")
        times = [time for file in self._files if (time := _modified(file)) is not None]
        if not times:
            return " ".join(
                (general, _("Left empty, it is found in the file or taken from the file's time."))
            )
        text = _(
            "Left empty, it is {time}, when the file was last written, unless a column of the file"
            " says another time."
        )
        return " ".join((general, text.format(time=formatting.instant(max(times)))))

    # --- running

    def _has_problem(self) -> bool:
        seed = self._seed.raw().strip()
        problem = self._day.problem()
        if not self._files:
            problem = _("Choose DataHub's extract first.")
        elif not (seed.isascii() and seed.isdecimal()):
            problem = _("The number the draw begins with must be a whole number.")
            self._seed.setFocus()
        elif (day := self._day.day()) is not None and day > self._context.today:
            problem = _("The extract cannot have been made after today.")
        if problem:
            self._banner.say(Tone.DANGER, problem)
        return bool(problem)

    def _on_busy(self, busy: bool) -> None:  # a callback of `saving.save`
        self._is_running = busy
        for field in self._fields:
            field.setEnabled(not busy)
        self._leave.setEnabled(not busy)
        self._show_files()

    def _on_saved(self, outcome: Outcome[int]) -> None:
        self._files = []
        self._banner.hide()
        if outcome.value is not None:
            self.done.emit(int(outcome.value))

    def _on_violations(self, violations: tuple[Violation, ...]) -> None:
        self._banner.say(Tone.DANGER, " ".join(violation.message for violation in violations))

    def _on_error(self, error: AppError) -> None:
        if isinstance(error, CancelledError):
            self._banner.say(Tone.INFO, _("The check was cancelled. Nothing was kept."))
            return
        self._banner.say(Tone.DANGER, str(error))


def _add_field(card: Card, caption: str, field: QWidget, hint: str) -> QLabel:
    """Add label, input and explanation, and return the explanation."""
    column = QVBoxLayout()
    column.setSpacing(SPACE.xs)
    title = label(caption, "label", parent=card)
    title.setBuddy(field)
    column.addWidget(title)
    row = QHBoxLayout()
    row.addWidget(field)
    row.addStretch(1)
    column.addLayout(row)
    explanation = label(hint, "hint", wrap=True, parent=card)
    column.addWidget(explanation)
    card.body.addLayout(column)
    return explanation


def _random_seed() -> int:
    """Return a number nobody chose."""
    return random.SystemRandom().randrange(1, 1_000_000)


def _modified(file: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC).astimezone(DANISH_TIME)
    except OSError:
        return None


def _size_text(file: Path) -> str:
    try:
        size = file.stat().st_size
    except OSError:
        return ""
    kilobytes = max(round(size / 1024), 1)
    return ngettext("{n} kB", "{n} kB", kilobytes).format(n=formatting.whole(kilobytes))
