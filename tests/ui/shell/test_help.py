"""The help: a topic per area in both languages, links that lead somewhere, help of a field."""

import re

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QTextBrowser, QWidget

from app import texts
from app.paths import resources_dir
from app.ui.areas import AREAS
from app.ui.field_help import HELP_PROPERTY, focused_field_help
from app.ui.help import HelpDialog, topic_path
from app.ui.widgets.value_field import TextField

FOLDER = resources_dir() / "help"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("area", [area.id for area in AREAS])
def test__topic__when_an_area_is_in_front__has_its_own_text(language, area):
    texts.set_language(language)

    path = topic_path(area)

    assert path.stem == area
    assert path.parent.name == language
    assert len(path.read_text(encoding="utf-8")) > 200


def test__topics__when_compared__are_the_same_in_both_languages_with_as_many_headings():
    danish = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("da/*.md")}
    english = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("en/*.md")}

    assert danish.keys() == english.keys()
    for name, text in danish.items():
        assert text.count("\n#") == english[name].count("\n#"), name


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/*.md")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test__links__when_followed__lead_to_a_topic(path):
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).is_file(), target


def test__topic__when_there_is_none__is_the_first_one():
    assert topic_path("no such topic").stem == "start"
    assert topic_path("").stem == "start"


def test__help__when_a_field_has_the_focus__its_own_help_stands_on_top(qtbot, look):
    window = QWidget()
    field = TextField("area.capacity", parent=window)
    field.set_accessible_name("Capacity")
    field.entry.setProperty(HELP_PROPERTY, "The plant's capacity in kW.")
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.entry.setFocus()

    name, text = focused_field_help()
    dialog = HelpDialog(window)
    dialog.show_topic("metering_points", name, text)

    shown = [label.text() for label in dialog.findChildren(QLabel) if not label.isHidden()]
    assert (name, text) == ("Capacity", "The plant's capacity in kW.")
    assert "Capacity" in shown
    assert "The plant's capacity in kW." in shown
    dialog.findChild(QPushButton, "help.start").click()
    assert dialog.findChild(QTextBrowser, "help.text").toPlainText().startswith("Getting started")
