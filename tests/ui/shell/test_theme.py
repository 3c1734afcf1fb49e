"""Theme, text size, icons and Qt's own words."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton

from app import texts
from app.paths import resources_dir
from app.ui import icons, theme, translation
from app.ui.colors import DARK, LIGHT, contrast


def picture_colors(icon, side=48):
    image = icon.pixmap(side, side).toImage()
    pixels = [image.pixelColor(x, y) for x in range(side) for y in range(side)]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize(("choice", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test__apply__when_a_theme_is_chosen__palette_and_tokens_follow(look, choice, tokens):
    look.apply(choice, 100)

    assert look.tokens == tokens
    assert QApplication.palette().color(QPalette.ColorRole.Window) == QColor(tokens.window)


@pytest.mark.parametrize(("wanted", "used"), [(90, 90), (150, 150), (40, 90), (400, 150)])
def test__apply__when_a_text_size_is_chosen__it_is_kept_between_90_and_150(look, wanted, used):
    look.apply("light", 100)
    ordinary = QApplication.font().pointSizeF()

    look.apply("light", wanted)

    assert QApplication.font().pointSizeF() == pytest.approx(ordinary * used / 100)


def test__apply__when_the_theme_is_unknown__follows_the_system(look):
    look.apply("purple", 100)

    assert look.tokens == LIGHT


def test__high_contrast__when_wanted__outlines_are_as_strong_as_text():
    for base in (LIGHT, DARK):
        strong = theme.high_contrast(base)

        assert contrast(strong.border, strong.window) >= 7
        assert strong.muted == strong.text


def test__style_sheet__when_filled_in__leaves_no_placeholder():
    sheet = theme.style_sheet(LIGHT, 9.0)

    assert "$" not in sheet
    assert LIGHT.accent in sheet


def test__icon__when_the_theme_changes__is_drawn_in_the_new_colour(look):
    button = QPushButton()
    button.setIcon(icons.icon("edit"))
    look.apply("light", 100)
    before = picture_colors(button.icon())

    look.apply("dark", 100)

    assert LIGHT.text in before
    assert DARK.text in picture_colors(button.icon())


def test__icon__when_the_name_is_wrong__fails_at_once(qapp):
    with pytest.raises(FileNotFoundError):
        icons.icon("no_such_icon")


def test__icons__when_drawn__every_file_is_a_picture_that_can_be_tinted(qapp):
    for path in sorted((resources_dir() / "icons").glob("*.svg")):
        if path.stem == "netkontor":
            continue
        picture = icons.pixmap(path.stem, 24, "#ff0000", 2.0).toImage()
        painted = {
            picture.pixelColor(x, y).alpha()
            for x in range(picture.width())
            for y in range(picture.height())
        }

        assert "currentColor" in path.read_text(encoding="utf-8"), path.name
        assert len(painted) > 1, path.name


def test__icons__when_named_in_the_program__exist():
    names = {path.stem for path in (resources_dir() / "icons").glob("*.svg")}
    used = set()
    for path in Path(icons.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        used.update(re.findall(r'\bicon\("([a-z_]+)"', text))
        used.update(re.findall(r'icon_button\(\s*"([a-z_]+)"', text))
        used.update(re.findall(r'icon_name="([a-z_]+)"', text))

    assert used
    assert used <= names


def test__install__when_the_language_is_danish__qt_speaks_danish_and_formats_are_danish(qapp):
    texts.set_language("da")
    translation.install(qapp)

    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    danish = box.button(QDialogButtonBox.StandardButton.Save).text()

    assert danish == "Gem"
    assert QLocale().toString(1234.5, "f", 2) == "1.234,50"


def test__install__when_the_language_is_english__formats_stay_danish(qapp):
    texts.set_language("en")
    translation.install(qapp)

    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)

    assert box.button(QDialogButtonBox.StandardButton.Save).text() == "Save"
    assert QLocale().decimalPoint() == ","
