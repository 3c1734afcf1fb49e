"""Backups in the window: made to a file, listed, put back; the old file is kept."""

import sys

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from app.services.company import close, company_info, daily_backup, list_backups, restore
from tests.ui.shell.window import Program, make_company, press_button, reopened


@pytest.fixture
def program(qtbot, qapp, look, monkeypatch):
    monkeypatch.setenv("NETKONTOR_TODAY", "2026-11-21")
    hook = sys.excepthook
    made = Program(qtbot, qapp)
    yield made
    made.gui.desk.shut_down()
    sys.excepthook = hook
    assert made.crashes == []
    made.gui.deleteLater()


@pytest.fixture
def file(tmp_path):
    made = make_company(tmp_path / "Prøve Net.netkontor")
    session = reopened(made)
    daily_backup(session)
    close(session)
    return made


@pytest.fixture
def told(program, file):
    """Open the file's backups and return what toasts say."""
    program.start(file)
    said = []
    program.window.messages.told.connect(said.append)
    program.trigger("restore_backup")
    program.qtbot.wait(10)
    return said


def rename(program, name):
    from app.services.company import change_company

    session = program.gui.desk.context.session
    assert change_company(session, name=name, grid_areas=["344"], reason="test").saved


def kept_files(file):
    return [path for path in file.parent.glob("*.netkontor") if path != file]


def table(program):
    return program.window.pages.front._backup._table


def test__menu__when_a_backup_is_wanted__leads_to_the_card(program, told):
    assert program.area == "settings"
    assert program.find("settings.back_up").hasFocus()
    assert table(program).row_count() == 1
    assert table(program).row(0)[3] == "First start of the day"
    assert not program.find("settings.restore").isEnabled()
    assert "Select a backup" in program.find("settings.restore").toolTip()


def test__back_up__when_a_file_is_chosen__it_can_be_restored(
    program, told, file, tmp_path, monkeypatch
):
    target = tmp_path / "away.zip"
    starts = []

    def choose(_parent, _title, start, _kinds):
        starts.append(start)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)

    program.click("settings.back_up")

    assert starts == [str(file.parent / "Prøve Net 2026-11-21.zip")]
    assert str(target) in told[0]
    clock = program.gui.desk.context.session.clock
    assert restore(target, tmp_path / "copy.netkontor", clock=clock).kept_old is None


def test__back_up__when_the_company_file_itself_is_chosen__is_refused(
    program, told, file, monkeypatch
):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    seen = program.answer(press_button("error.close"))

    program.click("settings.back_up")

    assert seen == ["error"]
    assert company_info(program.gui.desk.context.session).name == "Prøve Net"


def test__restore__when_one_of_the_list_is_chosen__its_state_is_back_and_the_old_file_kept(
    program, told, file
):
    rename(program, "Changed name")
    table(program).table.select_row(0)
    asked = []

    def agree(dialog):
        asked.extend(label.text() for label in dialog.findChildren(QLabel))
        press_button("confirm.yes")(dialog)

    program.answer(agree)

    program.click("settings.restore")
    program.settle()

    assert company_info(program.gui.desk.context.session).name == "Prøve Net"
    assert any(file.name in text and "kept" in text for text in asked)
    (kept,) = kept_files(file)
    assert any(str(kept) in text for text in told)
    old = reopened(kept)
    assert company_info(old).name == "Changed name"
    close(old)


def test__restore__when_not_agreed_to__nothing_happens(program, told, file):
    rename(program, "Changed name")
    table(program).table.select_row(0)
    seen = program.answer(press_button("confirm.cancel"))

    program.click("settings.restore")

    assert seen == ["confirm"]
    assert company_info(program.gui.desk.context.session).name == "Changed name"
    assert kept_files(file) == []


def test__restore_file__when_the_manifest_of_a_backup_is_chosen__restores_its_folder(
    program, told, file, monkeypatch
):
    backup = list_backups(program.gui.desk.context.session)[0]
    rename(program, "Changed name")
    chosen = str(backup.path / "manifest.json")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen, ""))
    program.answer(press_button("confirm.yes"))

    program.click("settings.restore_file")
    program.settle()

    assert company_info(program.gui.desk.context.session).name == "Prøve Net"


def test__restore_file__when_it_is_no_backup__says_so_and_the_file_stays_open(
    program, told, tmp_path, monkeypatch
):
    other = tmp_path / "letter.zip"
    other.write_text("no backup", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    session = program.gui.desk.context.session
    seen = program.answer(press_button("error.close"))

    program.click("settings.restore_file")

    assert seen == ["error"]
    assert program.gui.desk.context.session is session


def test__restore__when_the_backup_is_damaged__the_old_file_is_open_again(program, told, file):
    backup = list_backups(program.gui.desk.context.session)[0]
    (backup.path / "register.netkontor").write_bytes(b"damaged")
    rename(program, "Changed name")
    table(program).table.select_row(0)
    seen = []

    def agree(dialog):
        program.answer(lambda error: (seen.append(1), press_button("error.close")(error)))
        press_button("confirm.yes")(dialog)

    program.answer(agree)

    program.click("settings.restore")
    program.settle()

    assert seen == [1]
    assert company_info(program.gui.desk.context.session).name == "Changed name"
    assert kept_files(file) == []
