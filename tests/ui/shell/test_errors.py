"""Crash reports: what is masked, where they go, and that one dialog is shown at a time."""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from app.domain.errors import OutputFileError
from app.paths import log_dir
from app.ui.dialogs.crash import CrashDialog
from app.ui.errors import CrashGuard, masked, report_text, write_report

WHEN = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "KeyError: no customer 010170-1234 here",
        "KeyError: no customer 0101701234 here",
        "KeyError: 'Anders Ærlig Åkjær'",
        'ValueError: "Prøvevej 4, 9999 Prøveby" is not free',
        f"OSError: {Path.home()}/net.netkontor" if str(Path.home()) != "/" else "'Anders And'",
    ],
)
def test__masked__when_it_could_name_a_person__is_masked(text):
    shown = masked(text)

    for private in ("0101701234", "010170-1234", "Anders", "Prøvevej"):
        assert private not in shown
    if len(str(Path.home())) > 1:
        assert str(Path.home()) not in shown


@pytest.mark.parametrize(
    "text",
    [
        "KeyError: '571313174002123459'",
        "KeyError: 'metering_point_type'",
        "KeyError: 'E17'",
        "point 571313174002123459 of 2026-03-09 is gone",
    ],
)
def test__masked__when_it_is_an_id_or_a_code__stays(text):
    assert masked(text) == text


def raised():
    name = "Bodil " + "Sørensen"  # source lines are shown as they are, so it must not stand there
    try:
        raise ValueError(f"no place for '{name}'")
    except ValueError as error:
        return error


def test__report_text__when_made__has_versions_time_and_masked_traceback():
    text = report_text(raised(), WHEN)

    assert "Python 3" in text
    assert "2026-11-21 10:00:00 UTC" in text
    assert "test_errors.py" in text
    assert "ValueError" in text
    assert "Bodil Sørensen" not in text


def test__write_report__when_written__only_the_owner_can_read_it():
    path = write_report("text", WHEN)

    assert path.read_text(encoding="utf-8") == "text"
    assert path.parent.parent == log_dir()
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0


def test__write_report__when_the_folder_is_a_file__says_so():
    log_dir().parent.mkdir(parents=True, exist_ok=True)
    log_dir().write_text("in the way")

    with pytest.raises(OutputFileError, match="cannot be written"):
        write_report("text", WHEN)


def test__guard__when_two_bugs_come__shows_one_dialog_at_a_time(qtbot, caplog):
    shown = []
    guard = CrashGuard(lambda error: (shown.append(error), QApplication.processEvents()))
    with caplog.at_level(logging.ERROR):
        first, second = raised(), raised()
        guard.handle(first)
        guard.handle(second)
        qtbot.waitUntil(lambda: bool(shown))

    assert shown == [first]
    assert len(caplog.records) == 2
    assert "Bodil Sørensen" not in caplog.text


def test__crash_dialog__when_copied__the_report_is_on_the_clipboard(qtbot, look):
    dialog = CrashDialog("the report", Path("crash.txt"))
    qtbot.addWidget(dialog)

    dialog.findChild(QPushButton, "crash.copy").click()

    assert QApplication.clipboard().text() == "the report"
    assert dialog.findChild(QPlainTextEdit, "crash.report").toPlainText() == "the report"


@pytest.mark.parametrize(("button", "result"), [("crash.continue", 1), ("crash.quit", 0)])
def test__crash_dialog__when_answered__says_whether_to_go_on(qtbot, look, button, result):
    dialog = CrashDialog("the report", None)
    qtbot.addWidget(dialog)
    dialog.show()

    dialog.findChild(QPushButton, button).click()

    assert dialog.result() == result
