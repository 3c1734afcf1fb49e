"""Toasts, confirmations, reasons: what is told and asked, and by which words."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPlainTextEdit, QPushButton

from app.domain.errors import InputFileError
from app.domain.violations import Severity, Violation
from app.ui.messages import Messages

WARNING = Violation(
    rule="DT-04",
    severity=Severity.WARNING,
    field="valid_from",
    message="The day is long past.",
    source="Forskrift I § 2, stk. 3",
)


@pytest.fixture
def window(qtbot, look):
    made = QMainWindow()
    made.resize(900, 600)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def messages(window):
    return Messages(window)


def when_dialog_opens(do):
    """Do something with the modal dialog as soon as it is there."""

    def look():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, look)
        else:
            do(dialog)

    QTimer.singleShot(10, look)


def texts_of(dialog):
    return [label.text() for label in dialog.findChildren(QLabel) if label.text()]


def click(dialog, name):
    dialog.findChild(QPushButton, name).click()


def test__toast__when_told__stands_at_the_lower_right_and_its_link_works(qtbot, window, messages):
    undone = []

    messages.toast("Point 1 is created", "Undo", lambda: undone.append(True))

    toast = messages.toasts.toasts[0]
    assert toast.text == "Point 1 is created"
    assert toast.geometry().right() > window.width() * 0.9
    assert toast.geometry().bottom() > window.height() * 0.8
    qtbot.mouseClick(toast.findChild(QPushButton, "toast.link"), Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert not toast.isVisible()


def test__toast__when_there_are_many__only_the_newest_three_are_shown(messages):
    for number in range(5):
        messages.toast(f"Saved {number}")

    assert [toast.text for toast in messages.toasts.toasts] == ["Saved 2", "Saved 3", "Saved 4"]


@pytest.mark.parametrize(("button", "answer"), [("confirm.yes", True), ("confirm.cancel", False)])
def test__confirm__when_answered__the_button_names_the_verb(window, messages, button, answer):
    seen = []

    def choose(dialog):
        seen.append(dialog.findChild(QPushButton, "confirm.yes").text())
        seen.extend(texts_of(dialog))
        click(dialog, button)

    when_dialog_opens(choose)

    given = messages.confirm("Close down 571?", "It cannot be undone.", "Close down", danger=True)

    assert given is answer
    assert seen == ["Close down", "Close down 571?", "It cannot be undone."]


def test__confirm__when_it_is_dangerous__enter_does_not_do_it(qtbot, window, messages):
    when_dialog_opens(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))

    assert messages.confirm("Close down?", "For good.", "Close down", danger=True) is False


def test__ask_reason__when_nothing_is_written__cannot_be_saved(qtbot, window, messages):
    enabled = []

    def write(dialog):
        save = dialog.findChild(QPushButton, "reason.save")
        enabled.append(save.isEnabled())
        qtbot.keyClicks(dialog.findChild(QPlainTextEdit, "reason.text"), "agreed by phone")
        enabled.append(save.isEnabled())
        save.click()

    when_dialog_opens(write)

    assert messages.ask_reason([WARNING]) == "agreed by phone"
    assert enabled == [False, True]


def test__ask_reason__when_cancelled__returns_nothing(window, messages):
    when_dialog_opens(lambda dialog: click(dialog, "reason.cancel"))

    assert messages.ask_reason([WARNING]) == ""


def test__show_violations__when_shown__names_rule_and_paragraph(window, messages):
    seen = []

    def look(dialog):
        seen.extend(texts_of(dialog))
        click(dialog, "violations.close")

    when_dialog_opens(look)
    messages.show_violations([WARNING])

    assert "The day is long past." in seen
    assert "DT-04 · Forskrift I § 2, stk. 3" in seen


def test__error__when_told__shows_message_and_remedy(window, messages):
    seen = []

    def look(dialog):
        seen.extend(texts_of(dialog))
        click(dialog, "error.close")

    when_dialog_opens(look)
    messages.error(InputFileError("The file is empty.", remedy="Choose another file."))

    assert seen == ["The file is empty.", "Choose another file."]


def test__copy__when_copied__is_on_the_clipboard_and_said(window, messages):
    messages.copy("571313174002123459")

    assert QApplication.clipboard().text() == "571313174002123459"
    assert "571313174002123459" in messages.toasts.toasts[0].text
