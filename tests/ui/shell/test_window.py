"""The window as a whole: start page, opening, moving about, settings, crashes, closing."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
)

from app import settings
from app.domain.errors import CancelledError
from app.paths import log_dir, user_data_dir
from app.services.company import close, company_info
from app.ui.areas import AREAS
from app.ui.colors import DARK
from app.ui.desk import DEMO_FOLDER
from app.ui.pages import PAGE_FACTORIES
from app.ui.preferences import Preferences
from tests.builders import OWN_GLN
from tests.ui.shell.window import Program, make_company, press_button, reopened

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def program(qtbot, qapp, look, monkeypatch):
    monkeypatch.setenv("NETKONTOR_TODAY", "2026-11-21")
    hook = sys.excepthook
    made = Program(qtbot, qapp)
    yield made
    made.gui.desk.shut_down()
    sys.excepthook = hook
    look.apply("light", 100)
    assert made.crashes == []
    made.gui.deleteLater()


@pytest.fixture
def file(tmp_path):
    return make_company(tmp_path / "Prøve Net.netkontor")


@pytest.fixture
def opened(program, file):
    program.start(file)
    return program


def test__start__when_there_is_no_file__shows_the_start_page(program):
    program.start()

    assert program.find("start.demo").isVisible()
    assert not program.window.navigation.isVisible()
    assert "Try the demo" in program.texts()


def test__start__when_a_file_was_used_last__it_is_the_one_to_open(program, file):
    program.gui.preferences.add_recent_file(file)

    assert program.gui.last_file() == file
    file.unlink()
    assert program.gui.last_file() is None


def test__open__when_the_file_is_there__shows_its_company_and_the_overview(opened, file):
    assert opened.area == "overview"
    assert "Prøve Net" in opened.find("navigation.company", QLabel).text()
    assert opened.window.windowTitle().startswith("Prøve Net")
    assert Preferences().values.recent_files == ()
    opened.gui.preferences.write()
    assert Preferences().values.recent_files == (str(file),)


def test__open__when_the_file_is_gone__says_so_and_shows_the_start_page(program, tmp_path):
    seen = program.answer(press_button("error.close"))

    program.start(tmp_path / "gone.netkontor")

    assert seen == ["error"]
    assert program.find("start.open").isVisible()


def test__recent__when_clicked__opens_the_file_and_can_be_forgotten(program, file, tmp_path):
    program.gui.preferences.add_recent_file(tmp_path / "other.netkontor")
    program.gui.preferences.add_recent_file(file)
    program.start()
    program.window.show_start()
    program.settle()

    program.click("start.recent.1.forget")
    assert len(program.gui.preferences.values.recent_files) == 1
    program.click("start.recent.0")

    assert program.area == "overview"


def test__new_company__when_filled_in__makes_a_file_and_opens_it(program, tmp_path, monkeypatch):
    target = tmp_path / "New net.netkontor"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    program.start()
    shown = []

    def fill_in(dialog):
        create = dialog.findChild(type(program.find("start.new")), "new_company.create")
        create.click()
        shown.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.findChild(QLineEdit, "new_company.name").setText("New net")
        dialog.findChild(QLineEdit, "new_company.gln").setText(OWN_GLN)
        dialog.findChild(QLineEdit, "new_company.grid_areas").setText("999, 998")
        create.click()

    program.answer(fill_in)
    program.click("start.new")

    assert "Write the company's name." in shown
    session = program.gui.desk.context.session
    info = company_info(session)
    assert Path(session.company_file.path) == target
    assert (info.name, info.grid_areas) == ("New net", ("998", "999"))


def test__demo__when_open__is_framed_and_not_among_the_recent_files(program):
    make_company(user_data_dir() / DEMO_FOLDER / "Demo.netkontor", name="Made up")

    program.start(demo=True)

    assert "Demo" in program.find("demo").text
    assert program.window.findChild(type(program.window._frame), "frame").property("demo") == "true"
    assert program.gui.preferences.values.recent_files == ()
    program.click("demo.action")
    assert program.find("start.demo").isVisible()


def test__drop__when_a_company_file_is_dropped__opens_it(program, file):
    program.start()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    where = QPointF(program.window.rect().center())

    program.window.dropEvent(
        QDropEvent(
            where,
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    program.settle()

    assert program.area == "overview"


def test__navigation__when_clicked_or_keyed__every_area_opens(opened):
    areas = [area.id for area in AREAS if area.id in PAGE_FACTORIES]

    clicked = []
    for area in areas:
        opened.click(f"navigation.{area}")
        clicked.append(opened.area)
    keyed = []
    for number in range(1, len(areas) + 1):
        opened.press(Qt.Key(Qt.Key.Key_0 + number), CONTROL)
        keyed.append(opened.area)

    assert clicked == areas
    assert keyed == areas


def test__back__when_pressed__goes_back_and_forward_like_a_browser(opened):
    opened.click("navigation.deadlines")
    opened.click("navigation.settings")

    opened.press(Qt.Key.Key_Left, ALT)
    back = opened.area
    opened.press(Qt.Key.Key_Right, ALT)

    assert back == "deadlines"
    assert opened.area == "settings"
    assert not opened.window.actions_table["forward"].isEnabled()


def test__search__when_an_area_or_action_is_typed__enter_goes_there(opened):
    opened.press(Qt.Key.Key_K, CONTROL)
    field = opened.find("toolbar.search", QLineEdit)
    assert field.hasFocus()
    opened.qtbot.keyClicks(field, "settings")
    opened.qtbot.waitUntil(lambda: bool(opened.window.search.popup.hits()))
    opened.settle()

    opened.press(Qt.Key.Key_Return)

    assert opened.area == "settings"
    assert field.text() == ""
    assert not opened.window.search.popup.isVisible()


def test__search__when_nothing_fits__says_so_and_escape_closes_it(opened):
    field = opened.find("toolbar.search", QLineEdit)
    field.setFocus()
    opened.qtbot.keyClicks(field, "zzzzz")
    opened.qtbot.waitUntil(opened.window.search.popup.isVisible)
    opened.settle()
    assert "Nothing found" in opened.texts()

    opened.press(Qt.Key.Key_Escape)

    assert not opened.window.search.popup.isVisible()
    assert field.text() == ""


def test__f6__when_pressed__moves_between_search_navigation_and_page(opened):
    opened.find("toolbar.search", QLineEdit).setFocus()

    opened.press(Qt.Key.Key_F6)
    in_navigation = opened.window.navigation.isAncestorOf(opened.window.focusWidget())
    opened.press(Qt.Key.Key_F6)
    in_page = opened.window.pages.isAncestorOf(opened.window.focusWidget())
    opened.press(Qt.Key.Key_F6)

    assert in_navigation
    assert in_page
    assert opened.find("toolbar.search", QLineEdit).hasFocus()


def test__settings__when_the_look_is_changed__it_holds_at_once_and_next_time(opened):
    opened.click("navigation.settings")
    themes = opened.find("settings.theme", QComboBox)
    sizes = opened.find("settings.text_size", QComboBox)

    themes.setCurrentIndex(themes.findData("dark"))
    sizes.setCurrentIndex(sizes.findData("125"))
    opened.gui.preferences.write()

    ground = QApplication.palette().color(QPalette.ColorRole.Window)
    assert ground == QColor(DARK.window)
    assert (settings.load().theme, settings.load().text_size) == ("dark", 125)


def test__settings__when_the_language_is_changed__says_that_it_needs_a_new_start(opened):
    opened.click("navigation.settings")
    languages = opened.find("settings.language", QComboBox)

    languages.setCurrentIndex(languages.findData("da"))
    opened.gui.preferences.write()

    assert settings.load().language == "da"
    assert any("started again" in text for text in opened.texts())


def test__settings__when_5_june_is_closed__file_and_calendar_follow(opened, file):
    opened.click("navigation.settings")
    before = opened.gui.desk.context.session.calendar.constitution_day_is_working_day

    opened.click("settings.constitution_day")

    session = opened.gui.desk.context.session
    assert before
    assert not session.calendar.constitution_day_is_working_day
    other = reopened(file)
    assert not other.calendar.constitution_day_is_working_day
    close(other)


def test__settings__when_the_rule_set_is_changed__the_session_follows(opened):
    opened.click("navigation.settings")
    box = opened.find("settings.rule_set", QComboBox)

    box.setCurrentIndex(box.findData("datahub"))
    opened.settle()

    assert opened.gui.desk.context.session.rule_set == "datahub"


def test__status__when_a_file_is_open__says_when_it_was_saved_and_backed_up(opened):
    def texts_now():
        return [label.text() for label in opened.window.status.findChildren(QLabel)]

    opened.qtbot.waitUntil(lambda: any(text.startswith("Backup") for text in texts_now()))
    texts = texts_now()

    assert any(text.startswith("Last saved") for text in texts)
    assert "As of: today, 21-11-2026" in texts


def test__other_program__when_it_writes__the_window_notices(opened, file):
    told = []
    opened.gui.desk.context.bus.changed.connect(told.append)
    other = reopened(file)
    from app.services.company import set_rule_set

    set_rule_set(other, "datahub")
    close(other)

    opened.gui.desk._watch.look_outside()
    opened.settle()

    assert told == [None]
    assert opened.gui.desk.context.session.rule_set == "datahub"


def test__day__when_a_new_one_begins__the_window_follows(opened, monkeypatch):
    monkeypatch.setenv("NETKONTOR_TODAY", "2026-11-22")

    opened.gui.desk._watch.look_outside()
    opened.settle()

    assert "22-11-2026" in opened.window.findChild(QLabel, "status.as_of").text()


def test__help__when_asked_for__shows_the_page_s_topic_and_follows_links(opened):
    opened.click("navigation.deadlines")

    opened.trigger("help")

    browser = opened.window.findChild(QTextBrowser, "help.text")
    assert browser.toPlainText().startswith("Deadlines")
    browser.setSource(browser.source().resolved(QUrl("settings.md")))
    assert browser.toPlainText().startswith("Settings")


@pytest.mark.parametrize(
    ("action", "button"), [("about", "about.close"), ("shortcuts", "shortcuts.close")]
)
def test__dialog__when_asked_for__opens_and_closes(opened, action, button):
    seen = opened.answer(press_button(button))

    opened.trigger(action)

    assert seen == [action]


def test__crash__when_a_slot_has_a_bug__shows_a_report_and_work_goes_on(program, file):
    program.start(file)
    reports = []

    def read_and_go_on(dialog):
        reports.append(dialog.findChild(QPlainTextEdit, "crash.report").toPlainText())
        press_button("crash.continue")(dialog)

    seen = program.answer(read_and_go_on)

    program.gui._guard.handle(ZeroDivisionError("a bug for the test"))
    program.qtbot.waitUntil(lambda: bool(seen))
    program.settle()

    assert "ZeroDivisionError" in reports[0]
    saved = list((log_dir() / "crashes").glob("crash-*.txt"))
    assert saved[0].read_text(encoding="utf-8") == reports[0]
    program.click("navigation.settings")
    assert program.area == "settings"


def test__close__when_closed__place_and_settings_are_kept_and_the_file_is_let_go(opened, file):
    opened.window.resize(1111, 777)

    opened.close()

    assert settings.load().window_geometry
    assert opened.gui.desk.context is None
    again = reopened(file)
    assert company_info(again).name == "Prøve Net"
    close(again)


@pytest.mark.parametrize(("button", "closed"), [("confirm.yes", True), ("confirm.cancel", False)])
def test__close__when_long_work_is_writing__asks_first(opened, button, closed):
    cancelled = threading.Event()

    def work(task):
        while not cancelled.is_set():
            threading.Event().wait(0.01)
            try:
                task.raise_if_cancelled()
            except CancelledError:
                cancelled.set()
                raise

    opened.gui.tasks.write(work, text="Importing", on_error=lambda _error: None)
    opened.qtbot.waitUntil(lambda: opened.gui.tasks.long_write == "Importing", timeout=5000)
    shown = []

    def answer(dialog):
        shown.extend(label.text() for label in dialog.findChildren(QLabel))
        press_button(button)(dialog)

    opened.answer(answer)
    opened.window.close()

    assert any("Importing" in text for text in shown)
    assert opened.window.isVisible() is not closed
    assert cancelled.is_set() is closed
    cancelled.set()
    opened.settle()


def test__status__when_work_lasts__shows_it_with_a_way_to_cancel(opened):
    def work(task):
        while True:
            threading.Event().wait(0.01)
            task.report(3, 10, "Reading rows")
            task.raise_if_cancelled()

    errors = []
    opened.gui.tasks.read(work, text="Reading", on_error=errors.append)
    opened.qtbot.waitUntil(
        lambda: opened.window.findChild(QLabel, "status.work").text() == "Reading rows",
        timeout=5000,
    )

    opened.qtbot.mouseClick(opened.find("status.cancel"), Qt.MouseButton.LeftButton)
    opened.settle()

    assert isinstance(errors[0], CancelledError)
    assert not opened.window.findChild(QLabel, "status.work").isVisible()
