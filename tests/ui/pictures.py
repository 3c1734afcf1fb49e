"""Writes the window's pages as pictures; called by `packaging/screenshots.py` once per look.

Usage: python -m tests.ui.pictures FOLDER THEME NAME [PAGE ...]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("NETKONTOR_TODAY", "2026-11-20")

from PySide6.QtWidgets import QApplication

from app import texts
from app.ui import theme
from tests.ui.window_tour import tour


def main() -> int:
    """Write the pictures of one look."""
    folder, theme_name, name, *wanted = sys.argv[1:]
    target = Path(folder) / name
    target.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    texts.set_language(os.environ.get("NETKONTOR_LANGUAGE", "da"))
    user = Path(os.environ["NETKONTOR_USER_DIR"])
    user.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tour(application, user) as shown:
        theme.theme().apply(theme_name, 100)
        for stop in shown.stops():
            if wanted and stop.name not in wanted:
                continue
            try:
                shown.visit(stop)
            except TimeoutError as error:
                failed += 1
                sys.stderr.write(f"{stop.name}: {error}\n")
            suffix = f"-{theme_name}" if name == "." else ""
            shown.window.grab().save(str(target / f"{stop.name}{suffix}.png"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
