"""Runs services off the GUI thread and brings their results back to it.

Reads run in a small pool, writes one after the other in a single thread, as SQLite wants it. Work
that lasts longer than 400 ms shows in the status bar with its progress and a Cancel button; the
service notices a cancel at its next `raise_if_cancelled()` and its transaction rolls back.

**Source**: design § 3, "Threads"; tech § 3.8: a plain thread keeps the window within 60 ms.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal

from app.domain.errors import AppError, CancelledError
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.tasking import Task

T = TypeVar("T")
SHOW_AFTER_MS = 400
_REPORT_EVERY_S = 0.05
_READERS = 2


class JobSignals(QObject):
    """Carries what happens in the worker threads over to the GUI thread.

    Signals:
        progressed: Job number, done, total, text.
        ended: Job number, result, error (one of the two is None).
    """

    progressed = Signal(int, int, int, str)
    ended = Signal(int, object, object)


class WorkerTask:
    """The `Task` that a service gets: reports to the window and learns of Cancel."""

    def __init__(self, number: int, signals: JobSignals) -> None:
        self._number = number
        self._signals = signals
        self._cancelled = False
        self._last_report = 0.0

    def cancel(self) -> None:
        """Ask the work to stop; called from the GUI thread."""
        self._cancelled = True

    @property
    def is_cancelled(self) -> bool:
        """Return whether the work shall stop."""
        return self._cancelled

    def report(self, done: int, total: int, text: str) -> None:
        """Tell how far the work is; at most twenty times a second goes to the window."""
        now = time.monotonic()
        if done < total and now - self._last_report < _REPORT_EVERY_S:
            return
        self._last_report = now
        self._signals.progressed.emit(self._number, done, total, text)

    def raise_if_cancelled(self) -> None:
        """Stop the work when Cancel was pressed.

        Raises:
            CancelledError: When it was.
        """
        if self._cancelled:
            raise CancelledError(_("The work was cancelled. Nothing was changed."))


class _Runnable(QRunnable):
    """One piece of work in a pool thread. Signals live in a QObject of their own."""

    def __init__(
        self, number: int, work: Callable[[Task], object], task: WorkerTask, signals: JobSignals
    ) -> None:
        super().__init__()
        self._number = number
        self._work = work
        self._task = task
        self._signals = signals
        self.setAutoDelete(False)  # Python keeps it until the result has arrived

    def run(self) -> None:
        result: object = None
        error: BaseException | None = None
        try:
            self._task.raise_if_cancelled()
            result = self._work(self._task)
        except Exception as caught:  # noqa: BLE001  # every failure is taken to the GUI thread
            error = caught
        if shiboken6.isValid(self._signals):
            self._signals.ended.emit(self._number, result, error)


@dataclass(frozen=True)
class _Order:
    """What the caller wants to happen around the work; see `TaskRunner.read`."""

    on_done: Callable[[Any], None] | None
    on_error: Callable[[AppError], None] | None
    on_end: Callable[[], None] | None
    owner: QObject | None
    key: str
    text: str


@dataclass(eq=False, kw_only=True)
class Job:
    """One piece of work that was started.

    Attributes:
        text: What it does now, for the status bar.
        done: Units done, as last reported.
        total: Units in all; 0 when unknown.
        is_shown: Whether it has lasted long enough to be shown.
        is_dropped: Whether newer work has taken its place.
        is_write: Whether it writes to the company file.
        started: When, in seconds of the monotonic clock.
    """

    order: _Order
    task: WorkerTask
    runnable: QRunnable
    text: str
    done: int = 0
    total: int = 0
    is_shown: bool = False
    is_dropped: bool = False
    is_write: bool = False
    started: float = field(default_factory=time.monotonic)

    def cancel(self) -> None:
        """Ask the work to stop."""
        self.task.cancel()

    @property
    def is_cancelling(self) -> bool:
        """Return whether Cancel was pressed and the work has not stopped yet."""
        return self.task.is_cancelled

    @property
    def has_owner(self) -> bool:
        """Return whether somebody still waits for the result."""
        owner = self.order.owner
        return owner is None or shiboken6.isValid(owner)


class TaskRunner(QObject):
    """Starts work and delivers results on the GUI thread.

    Signals:
        changed: What the status bar shows of running work has changed.
        failed: A service said no and the caller did not handle it itself (AppError).
        crashed: A bug (any other exception).
    """

    changed = Signal()
    failed = Signal(object)
    crashed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._signals = JobSignals(self)
        queued = Qt.ConnectionType.QueuedConnection
        self._signals.progressed.connect(self._on_progressed, queued)
        self._signals.ended.connect(self._on_ended, queued)
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(_READERS)
        self._writer = QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._jobs: dict[int, Job] = {}
        self._next = 1
        self._show_timer = QTimer(self)
        self._show_timer.setInterval(SHOW_AFTER_MS // 4)
        self._show_timer.timeout.connect(self._on_show_timer)

    def read(  # noqa: PLR0913  # all but the first two by keyword
        self,
        work: Callable[[Task], T],
        on_done: Callable[[T], None] | None = None,
        *,
        owner: QObject | None = None,
        key: str = "",
        text: str = "",
        on_error: Callable[[AppError], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> Job:
        """Run reading work in the pool.

        Args:
            work: Called in a worker thread with the task; must not touch widgets.
            on_done: Called on the GUI thread with the result.
            owner: Who asks. When it is destroyed the result is dropped.
            key: With the same owner and key the newest work wins: older work is cancelled and its
                result dropped.
            text: What is being done, for the status bar.
            on_error: Called on the GUI thread instead of the `failed` signal.
            on_end: Called on the GUI thread before all others, however the work ended.
        """
        order = _Order(on_done, on_error, on_end, owner, key, text)
        return self._start(self._readers, work, order)

    def write(
        self,
        work: Callable[[Task], T],
        on_done: Callable[[T], None] | None = None,
        *,
        owner: QObject | None = None,
        text: str = "",
        on_error: Callable[[AppError], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> Job:
        """Run writing work after all writing work that was started before it; see `read`."""
        order = _Order(on_done, on_error, on_end, owner, "", text)
        return self._start(self._writer, work, order)

    @property
    def shown_jobs(self) -> list[Job]:
        """Return the work that has lasted long enough to be shown, oldest first."""
        return [job for job in self._jobs.values() if job.is_shown and not job.is_dropped]

    @property
    def is_idle(self) -> bool:
        """Return whether nothing runs and every result has been delivered."""
        return not self._jobs

    @property
    def is_writing(self) -> bool:
        """Return whether a write has not ended yet."""
        return any(job.is_write for job in self._jobs.values())

    @property
    def long_write(self) -> str:
        """Return what a write that lasts is doing, or "" when there is none."""
        return next((job.text for job in self.shown_jobs if job.is_write), "")

    def cancel_all(self) -> None:
        """Ask everything to stop; what has not been written is not written."""
        for job in self._jobs.values():
            job.cancel()
        self.changed.emit()

    def shut_down(self, wait_ms: int = 60_000) -> bool:
        """Stop reading work, let writes end, and return whether everything has stopped."""
        for job in self._jobs.values():
            if not job.is_write:
                job.cancel()
        self._show_timer.stop()
        return self._readers.waitForDone(wait_ms) and self._writer.waitForDone(wait_ms)

    def _start(self, pool: QThreadPool, work: Callable[[Task], object], order: _Order) -> Job:
        if order.key:
            self._drop_older(order.owner, order.key)
        number = self._next
        self._next += 1
        task = WorkerTask(number, self._signals)
        runnable = _Runnable(number, work, task, self._signals)
        job = Job(order=order, task=task, runnable=runnable, text=order.text)
        job.is_write = pool is self._writer
        self._jobs[number] = job
        if not self._show_timer.isActive():
            self._show_timer.start()
        pool.start(runnable)
        return job

    def _drop_older(self, owner: QObject | None, key: str) -> None:
        for job in self._jobs.values():
            if job.order.owner is owner and job.order.key == key:
                job.is_dropped = True
                job.cancel()

    def _on_progressed(self, number: int, done: int, total: int, text: str) -> None:
        job = self._jobs.get(number)
        if job is None:
            return
        job.done, job.total = done, total
        job.text = text or job.text
        if job.is_shown:
            self.changed.emit()

    def _on_show_timer(self) -> None:
        if not self._jobs:
            self._show_timer.stop()
            return
        now = time.monotonic()
        late = [
            job
            for job in self._jobs.values()
            if job.text and not job.is_shown and (now - job.started) * 1000 >= SHOW_AFTER_MS
        ]
        for job in late:
            job.is_shown = True
        if late:
            self.changed.emit()

    def _on_ended(self, number: int, result: object, error: BaseException | None) -> None:
        job = self._jobs.pop(number, None)
        if job is None:
            return
        if job.is_shown:
            self.changed.emit()
        if job.is_dropped or not job.has_owner:
            return
        if job.order.on_end is not None:
            job.order.on_end()
        if error is None:
            if job.order.on_done is not None:
                job.order.on_done(result)
        elif isinstance(error, AppError):
            self._tell(job, error)
        else:
            self.crashed.emit(error)

    def _tell(self, job: Job, error: AppError) -> None:
        if job.order.on_error is not None:
            job.order.on_error(error)
        else:
            self.failed.emit(error)
