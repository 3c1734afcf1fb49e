"""Language of the window: Qt's own words and the way numbers and dates are written.

Our own words come from `app.texts`. The formats stay Danish in the English window, because
formats follow the country and not the language.

**Source**: ux § 7: `QLocale.setDefault` does not translate Qt's buttons, `qtbase_da` does.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.texts import language


def install(app: QCoreApplication) -> None:
    """Give the application Danish formats, and Qt's own words in the chosen language."""
    QLocale.setDefault(QLocale("da_DK"))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    if language() == "en":
        return
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_da", folder):
        app.installTranslator(translator)
