"""About: version, licence, and what the program runs on."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion

from app import __version__
from app.texts import _
from app.ui.dialogs.base import BaseDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class AboutDialog(BaseDialog):
    """Says which version this is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Netkontor {version}").format(version=__version__), "about", parent=parent
        )
        self.add_text(
            _(
                "Register of metering points, prices and time limits for a Danish grid company. "
                "Works without a network; nothing is sent anywhere."
            )
        )
        self.add_text(
            _("Apache License 2.0 · Python {python} · Qt {qt} · {system}").format(
                python=platform.python_version(),
                qt=qVersion(),
                system=platform.platform(terse=True),
            ),
            "muted",
        )
        self.add_button(_("Close"), "close", role="primary", on_click=self.accept)
