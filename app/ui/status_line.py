"""The line at the lower edge: rows shown, last saved, last backup, running work with Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QStatusBar, QWidget

from app.texts import _, ngettext
from app.ui.theme import SPACE
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import label
from app.ui.widgets.metrics import letters

if TYPE_CHECKING:
    from app.ui.tasks import Job, TaskRunner


class StatusLine(QStatusBar):
    """The status bar of the window; texts come from outside, work from the task runner."""

    def __init__(self, tasks: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self._tasks = tasks
        self._count = self._text("count")
        self._saved = self._text("saved")
        self._backup = self._text("backup")
        self._as_of = self._text("as_of")
        for shown in (self._count, self._saved, self._backup):
            self.addWidget(shown)
        self._work = QWidget(self)
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        self._what = self._text("work")
        row.addWidget(self._what)
        self._bar = QProgressBar(self._work)
        self._bar.setObjectName("status.progress")
        self._bar.setAccessibleName(_("Progress"))
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(letters(self, 16))
        row.addWidget(self._bar)
        self._cancel = button(
            _("Cancel"), "status.cancel", role="link", on_click=self._cancel_first, parent=self
        )
        row.addWidget(self._cancel)
        self.addPermanentWidget(self._work)
        self.addPermanentWidget(self._as_of)
        self._work.hide()
        tasks.changed.connect(self._show_work)

    def set_count(self, text: str) -> None:
        """Say how many rows are shown."""
        self._put(self._count, text)

    def set_saved(self, text: str) -> None:
        """Say when something was last saved."""
        self._put(self._saved, text)

    def set_backup(self, text: str) -> None:
        """Say when the last backup was made."""
        self._put(self._backup, text)

    def set_as_of(self, text: str, hint: str) -> None:
        """Say which day the program shows."""
        self._put(self._as_of, text)
        self._as_of.setToolTip(hint)

    def _text(self, name: str) -> QLabel:
        made = label("", parent=self)
        made.setObjectName(f"status.{name}")
        made.setContentsMargins(SPACE.s, 0, SPACE.s, 0)
        made.hide()
        return made

    def _put(self, where: QLabel, text: str) -> None:
        where.setText(text)
        where.setVisible(bool(text))

    def _show_work(self) -> None:
        jobs = self._tasks.shown_jobs
        self._work.setVisible(bool(jobs))
        if not jobs:
            return
        job = jobs[0]
        self._put(self._what, _job_text(job, len(jobs) - 1))
        self._bar.setRange(0, job.total)
        self._bar.setValue(min(job.done, job.total))
        self._cancel.setEnabled(not job.is_cancelling)

    def _cancel_first(self) -> None:
        jobs = self._tasks.shown_jobs
        if jobs:
            jobs[0].cancel()
            self._show_work()


def _job_text(job: Job, others: int) -> str:
    text = _("Cancelling …") if job.is_cancelling else job.text
    if others:
        more = ngettext("and {count} more", "and {count} more", others)
        text = f"{text} ({more.format(count=others)})"
    return text
