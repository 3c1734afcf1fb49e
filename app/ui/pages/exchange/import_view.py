"""One import from the trial to the result, in the place of the cards.

Every file is tried first: nothing is written until Import is pressed. Several files are taken one
after the other, since one may need what the one before it brought.

**Source**: issue item 11; ux § 6.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import AppError, CancelledError
from app.services.file_kinds import importable_kinds
from app.services.import_runs import BackupMade, last_backup
from app.services.imports import ImportResult, import_file
from app.texts import _, ngettext
from app.ui import formatting
from app.ui.colors import Tone
from app.ui.pages.exchange.result_panel import ResultPanel
from app.ui.theme import SPACE
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import button, set_enabled_with_reason
from app.ui.widgets.combo_box import ComboBox
from app.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.services.tasking import Task
    from app.ui.context import UiContext
    from app.ui.tasks import Job

_SIGNS: tuple[Literal["", ",", "."], ...] = ("", ",", ".")


class ImportView(QWidget):
    """The import of a row of files.

    Signals:
        ended: The last file is dealt with, or the operator went back.
    """

    ended = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._waiting: list[Path] = []
        self._file: Path | None = None
        self._total = 0
        self._job: Job | None = None
        self._is_writing = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        column.addLayout(self._head())
        column.addLayout(self._choices())
        self._banner = Banner("exchange.state", self)
        column.addWidget(self._banner)
        self._panel = ResultPanel(context, self)
        column.addWidget(self._panel, 1)
        column.addStretch(0)
        column.addLayout(self._buttons())

    def begin(self, files: Sequence[Path]) -> None:
        """Try the first of some files."""
        self._waiting = list(files)
        self._total = len(self._waiting)
        self._next()

    def leave(self) -> None:
        """Go back without importing; a trial that is running is stopped, a write is not."""
        if self._is_writing:
            return
        if self._job is not None:
            self._job.cancel()
        self._file = None
        self._waiting = []
        self.ended.emit()

    # --- parts

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE.m)
        self._name = label("", "heading", parent=self)
        self._name.setObjectName("exchange.file_name")
        row.addWidget(self._name)
        self._place = label("", "muted", parent=self)
        row.addWidget(self._place)
        row.addStretch(1)
        return row

    def _choices(self) -> QHBoxLayout:
        self._kind = ComboBox("exchange.import_kind", _("What the file holds"), self)
        self._kind.addItem(_("Recognise by the header"), "")
        for kind in importable_kinds(self._context.session):
            self._kind.addItem(kind.label, kind.id)
        self._sign = ComboBox("exchange.decimal_sign", _("Decimal sign"), self)
        for sign, text in zip(
            _SIGNS, (_("Recognise"), _("Comma: 1.234,5"), _("Point: 1,234.5")), strict=True
        ):
            self._sign.addItem(text, sign)
        row = QHBoxLayout()
        row.setSpacing(SPACE.xl)
        for text, box in ((_("What the file holds"), self._kind), (_("Decimal sign"), self._sign)):
            box.currentIndexChanged.connect(self._try)
            pair = QFormLayout()
            pair.setSpacing(SPACE.xs)
            pair.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
            pair.addRow(label(text, "label", parent=self), box)
            row.addLayout(pair)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        self._import = button(
            _("Import"), "exchange.import", role="primary", on_click=self._write, parent=self
        )
        self._go_on = button(
            _("Next file"), "exchange.next_file", role="primary", on_click=self._next, parent=self
        )
        self._later = button(
            _("Take this file later"), "exchange.later", on_click=self._postpone, parent=self
        )
        self._back = button("", "exchange.back", on_click=self.leave, parent=self)
        for made in (self._import, self._go_on, self._later, self._back):
            row.addWidget(made)
        row.addStretch(1)
        return row

    # --- from file to file

    def _next(self) -> None:
        if not self._waiting:
            self.leave()
            return
        self._file = self._waiting.pop(0)
        for box in (self._kind, self._sign):
            box.blockSignals(True)  # Qt's signature
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self._name.setText(self._file.name)
        self._name.setToolTip(str(self._file))
        number = self._total - len(self._waiting)
        place = _("File {number} of {total}").format(number=number, total=self._total)
        self._place.setText(place if self._total > 1 else "")
        self._try()

    def _postpone(self) -> None:
        if self._file is not None:
            self._waiting.append(self._file)
        self._next()

    # --- trial

    def _try(self) -> None:
        """Read the file without writing anything."""
        if self._file is None:
            return
        session, file = self._context.session, self._file
        kind = str(self._kind.currentData()) or None
        sign = _SIGNS[self._sign.currentIndex()]
        self._panel.hide()
        self._banner.say(Tone.INFO, _("Reading and checking the file. Nothing is written yet."))
        self._show_buttons(can_import=False, reason=_("The file is being checked."))

        def work(task: Task) -> ImportResult:
            return import_file(session, file, kind=kind, dry_run=True, decimal_sign=sign, task=task)

        self._job = self._context.tasks.read(
            work,
            self._on_tried,
            owner=self,
            key="trial",
            text=_("Checking {file}").format(file=file.name),
            on_error=self._on_failed,
        )

    def _on_tried(self, result: ImportResult) -> None:
        if self._file is None:
            return
        good = result.rows - len(result.rejected)
        self._panel.show_result(result)
        if result.rejected:
            text = ngettext(
                "{count} row cannot be taken in. The others can; the rejected row is written to a"
                " file of its own, ready to be corrected.",
                "{count} rows cannot be taken in. The others can; the rejected rows are written to"
                " a file of their own, ready to be corrected.",
                len(result.rejected),
            )
            if not good:
                text = _("No row of the file can be taken in.")
            count = formatting.whole(len(result.rejected))
            self._banner.say(Tone.WARNING, text.format(count=count))
        elif not result.new and not result.changed:
            self._banner.say(Tone.INFO, _("The register says all of this already."))
        else:
            self._banner.say(Tone.SUCCESS, _("Every row can be taken in."))
        text = ngettext("Import {count} row", "Import {count} rows", good)
        self._import.setText(text.format(count=formatting.whole(good)) if good else _("Import"))
        self._show_buttons(can_import=good > 0, reason=_("There is no row that can be taken in."))

    def _on_failed(self, error: AppError) -> None:
        self._panel.hide()
        if isinstance(error, CancelledError):
            self.leave()
            return
        self._banner.say(Tone.DANGER, str(error))
        self._show_buttons(can_import=False, reason=_("The file cannot be read as it is."))

    # --- writing

    def _write(self) -> None:
        if self._file is None:
            return
        session, file = self._context.session, self._file
        kind = str(self._kind.currentData()) or None
        sign = _SIGNS[self._sign.currentIndex()]
        self._is_writing = True
        self._banner.say(Tone.INFO, _("Making a backup and writing the rows."))
        self._show_buttons(can_import=False, reason=_("The import is running."))

        def work(task: Task) -> tuple[ImportResult, BackupMade | None]:
            result = import_file(session, file, kind=kind, decimal_sign=sign, task=task)
            return result, last_backup(session)

        self._job = self._context.tasks.write(
            work,
            self._on_written,
            owner=self,
            text=_("Importing {file}").format(file=file.name),
            on_error=self._on_not_written,
            on_end=self._on_write_ended,
        )

    def _on_write_ended(self) -> None:
        self._is_writing = False
        self._back.setEnabled(True)

    def _on_not_written(self, error: AppError) -> None:
        self._banner.say(Tone.DANGER, str(error))
        self._show_buttons(can_import=True)

    def _on_written(self, found: tuple[ImportResult, BackupMade | None]) -> None:
        result, backup = found
        self._panel.show_result(result, backup)
        if result.change_set is not None:
            self._banner.say(Tone.SUCCESS, _("Imported. {counts}.").format(counts=result.summary()))
            self._context.messages.toast(result.change_set.summary)
            self._context.bus.tell(result.change_set)
        else:
            self._banner.say(Tone.INFO, _("Nothing was written: no row could be taken in."))
        self._file = None
        self._import.hide()
        self._later.hide()
        for box in (self._kind, self._sign):
            box.setEnabled(False)
        self._go_on.setVisible(bool(self._waiting))
        self._back.setText(_("Close"))
        self._back.setAccessibleName(_("Close"))
        (self._go_on if self._waiting else self._back).setFocus()

    def _show_buttons(self, *, can_import: bool, reason: str = "") -> None:
        self._import.show()
        self._import.setAccessibleName(self._import.text())
        set_enabled_with_reason(self._import, enabled=can_import, reason=reason)
        self._go_on.hide()
        self._later.setVisible(bool(self._waiting))
        self._later.setEnabled(not self._is_writing)
        self._back.setEnabled(not self._is_writing)
        for box in (self._kind, self._sign):
            box.setEnabled(not self._is_writing)
        self._back.setText(_("Cancel"))
        self._back.setAccessibleName(_("Cancel"))
        if can_import:
            self._import.setFocus()
