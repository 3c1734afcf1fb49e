"""Work off the GUI thread: results, newest wins, cancel, errors."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication

from app.domain.errors import CancelledError, InputFileError
from app.ui.tasks import TaskRunner


@pytest.fixture
def runner(qtbot):
    made = TaskRunner()
    yield made
    assert made.shut_down()
    QApplication.processEvents()


def wait_idle(qtbot, runner):
    qtbot.waitUntil(lambda: runner.is_idle, timeout=5000)


def test__read__when_done__result_arrives_on_the_gui_thread(qtbot, runner):
    seen = {}

    def work(_task):
        seen["worker"] = QThread.currentThread()
        return 42

    def done(result):
        seen["result"], seen["gui"] = result, QThread.currentThread()

    runner.read(work, done)
    wait_idle(qtbot, runner)

    assert seen["result"] == 42
    assert seen["gui"] is QApplication.instance().thread()
    assert seen["worker"] is not seen["gui"]


def test__read__when_newer_work_has_the_same_key__older_result_is_dropped(qtbot, runner):
    owner, results, gate = QObject(), [], threading.Event()

    runner.read(lambda _task: gate.wait(5) and "old", results.append, owner=owner, key="list")
    runner.read(lambda _task: "new", results.append, owner=owner, key="list")
    gate.set()
    wait_idle(qtbot, runner)

    assert results == ["new"]


def test__read__when_the_owner_is_gone__result_is_dropped(qtbot, runner):
    owner, results, gate = QObject(), [], threading.Event()

    runner.read(lambda _task: gate.wait(5), results.append, owner=owner)
    owner.deleteLater()
    QApplication.sendPostedEvents(owner, 0)
    QApplication.processEvents()
    gate.set()
    wait_idle(qtbot, runner)

    assert results == []


def test__write__when_several_are_started__they_run_one_after_the_other(qtbot, runner):
    running, most, order = [], [], []

    def work(number):
        def run(_task):
            running.append(number)
            most.append(len(running))
            threading.Event().wait(0.02)
            running.remove(number)
            order.append(number)

        return run

    for number in range(5):
        runner.write(work(number))
    wait_idle(qtbot, runner)

    assert max(most) == 1
    assert order == [0, 1, 2, 3, 4]


def test__cancel__when_pressed__the_service_stops_at_its_next_look(qtbot, runner):
    started, errors, ended = threading.Event(), [], []

    def work(task):
        started.set()
        while True:
            threading.Event().wait(0.005)
            task.raise_if_cancelled()

    job = runner.write(work, on_error=errors.append, on_end=lambda: ended.append(True))
    assert started.wait(5)
    job.cancel()
    assert job.is_cancelling
    wait_idle(qtbot, runner)

    assert isinstance(errors[0], CancelledError)
    assert ended == [True]


def test__read__when_it_lasts__shows_with_its_progress_after_400_ms(qtbot, runner):
    gate = threading.Event()

    def work(task):
        task.report(3, 10, "Reading rows")
        gate.wait(5)

    runner.read(work, text="Reading")
    assert runner.shown_jobs == []
    qtbot.waitUntil(lambda: len(runner.shown_jobs) == 1, timeout=3000)
    job = runner.shown_jobs[0]
    shown = (job.text, job.done, job.total)
    gate.set()
    wait_idle(qtbot, runner)

    assert shown == ("Reading rows", 3, 10)
    assert runner.shown_jobs == []


def test__read__when_the_service_says_no__the_error_is_told(qtbot, runner):
    told = []
    runner.failed.connect(told.append)

    def work(_task):
        raise InputFileError("The file is empty.")

    runner.read(work)
    wait_idle(qtbot, runner)

    assert told[0].message == "The file is empty."


def test__read__when_it_has_a_bug__the_crash_is_told_and_the_rest_goes_on(qtbot, runner):
    crashes, results = [], []
    runner.crashed.connect(crashes.append)

    runner.read(lambda _task: 1 // 0)
    runner.read(lambda _task: "fine", results.append)
    wait_idle(qtbot, runner)

    assert isinstance(crashes[0], ZeroDivisionError)
    assert results == ["fine"]


def test__shut_down__when_something_is_being_written__lets_it_end(qtbot):
    runner, started, ended = TaskRunner(), threading.Event(), []

    def work(task):
        started.set()
        threading.Event().wait(0.1)
        task.raise_if_cancelled()
        ended.append(True)

    runner.write(work)
    assert started.wait(5)

    assert runner.shut_down()
    assert ended == [True]
