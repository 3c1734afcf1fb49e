"""The table of actions and keys."""

from collections import Counter

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow

from app.ui.actions import ACTIONS, Actions, key_text, plain
from app.ui.dialogs.shortcuts import ShortcutsDialog


def test__actions__when_listed__no_id_and_no_key_is_used_twice():
    ids = Counter(spec.id for spec in ACTIONS)
    keys = Counter(QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys)

    assert max(ids.values()) == 1
    assert max(keys.values()) == 1


def test__actions__when_listed__no_key_is_a_single_letter():
    for spec in ACTIONS:
        for key in spec.keys:
            assert len(key) > 1, spec.id


def test__actions__when_made__carry_names_keys_and_menus(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)

    actions = Actions(window)

    for spec in ACTIONS:
        action = actions[spec.id]
        assert action.objectName() == f"action.{spec.id}"
        assert [key.toString() for key in action.shortcuts()] == [
            QKeySequence(key).toString() for key in spec.keys
        ]
        assert spec.menu in {"file", "edit", "view", "help"}


def test__set_page_actions__when_the_page_says_why_not__the_reason_is_shown(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window)

    actions.set_page_actions({"new"}, {"edit": "the point is closed down"})

    assert actions["new"].isEnabled()
    assert not actions["edit"].isEnabled()
    assert "the point is closed down" in actions["edit"].toolTip()
    assert actions["quit"].isEnabled()


def test__shortcuts_dialog__when_opened__shows_every_key(qtbot, look):
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    from PySide6.QtWidgets import QLabel

    shown = {label.text() for label in dialog.findChildren(QLabel)}

    for spec in ACTIONS:
        if spec.keys:
            assert key_text(spec.keys) in shown
            assert plain(spec.text) in shown
