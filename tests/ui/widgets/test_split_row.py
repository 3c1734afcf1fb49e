"""Two groups of widgets beside or under each other."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from app.ui.widgets.split_row import SplitRow


@pytest.fixture
def row(qtbot, look):
    made = SplitRow()
    qtbot.addWidget(made)
    made.left.addWidget(QPushButton("What it is, in many words", made))
    made.right.addWidget(QPushButton("Do something with it", made))
    made.show()
    return made


def parts(row):
    return row.left.itemAt(0).widget(), row.right.itemAt(0).widget()


def test__groups__when_wide__stand_beside_each_other_at_the_ends(qtbot, row):
    row.resize(900, 40)
    qtbot.wait(10)
    left, right = parts(row)
    assert left.x() == 0
    assert right.geometry().right() >= row.width() - 2
    assert left.y() == right.y()


def test__groups__when_narrow__stand_under_each_other_and_nothing_is_cut(qtbot, row):
    left, right = parts(row)
    row.resize(max(left.sizeHint().width(), right.sizeHint().width()) + 10, 90)
    qtbot.wait(10)
    assert right.y() >= left.geometry().bottom()
    assert (left.x(), right.x()) == (0, 0)
    assert left.width() >= left.sizeHint().width()
    assert right.width() >= right.sizeHint().width()


def test__groups__when_made_wide_again__stand_beside_each_other_again(qtbot, row):
    for width in (200, 900, 200, 900):
        row.resize(width, 90)
        qtbot.wait(10)
    left, right = parts(row)
    assert left.y() == right.y()
    assert right.geometry().right() >= row.width() - 2


def test__groups__when_a_text_becomes_longer__make_room_for_it(qtbot, row):
    left, right = parts(row)
    row.resize(left.sizeHint().width() + right.sizeHint().width() + 40, 90)
    qtbot.wait(10)
    assert left.y() == right.y()
    left.setText("What it is, in very many more words than before, more than fit")
    row.refit()
    qtbot.wait(10)
    assert right.y() >= left.geometry().bottom()
