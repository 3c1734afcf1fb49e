"""The menus of the window, made from the table of actions and the list of areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from app.texts import _
from app.ui.actions import ACTIONS, Actions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QMainWindow

    from app.ui.areas import Area


class AreaAction(QAction):
    """Goes to one area."""

    def __init__(
        self, area: Area, number: int, open_area: Callable[[str], None], window: QMainWindow
    ) -> None:
        super().__init__(area.title, window)
        self.setObjectName(f"action.area.{area.id}")
        self.setShortcut(QKeySequence(f"Ctrl+{number}"))
        self._area = area.id
        self._open_area = open_area
        self.triggered.connect(self._go)

    def _go(self) -> None:
        self._open_area(self._area)


def build_menus(
    window: QMainWindow,
    actions: Actions,
    areas: Sequence[Area],
    open_area: Callable[[str], None],
) -> list[AreaAction]:
    """Fill the menu bar and return the actions that lead to the areas.

    Args:
        window: The window.
        actions: The actions of the table.
        areas: The areas, in order; the first gets Ctrl+1.
        open_area: Called with the id of an area.
    """
    bar = window.menuBar()
    bar.setObjectName("menu")
    menus = {
        "file": bar.addMenu(_("&File")),
        "edit": bar.addMenu(_("&Edit")),
        "view": bar.addMenu(_("&View")),
        "help": bar.addMenu(_("&Help")),
    }
    for name, menu in menus.items():
        menu.setObjectName(f"menu.{name}")
        menu.setToolTipsVisible(True)
    for spec in ACTIONS:
        if spec.separated:
            menus[spec.menu].addSeparator()
        menus[spec.menu].addAction(actions[spec.id])
    menus["view"].addSeparator()
    made = [AreaAction(area, at, open_area, window) for at, area in enumerate(areas, start=1)]
    for action in made:
        menus["view"].addAction(action)
    return made
