"""Prints the seconds from process start to the first painted row, then ends.

Usage: python -m tests.bench.first_row plain
       python -m tests.bench.first_row netkontor COMPANY_FILE

"plain" is the peer: a window with a table of 1,000 x 8 cells that has also imported SQLAlchemy.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

UNWANTED = ("openpyxl", "alembic", "polars", "pyqtgraph", "typst")


def _since_start() -> float:
    """Return the seconds since this process was started, by the system's clock."""
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    return uptime - ticks / os.sysconf("SC_CLK_TCK")


def peak_mib() -> float:
    """Return the most memory this process has held so far, in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def _plain() -> None:
    import sqlalchemy.orm  # noqa: F401  # the peer imports it too
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    table = QTableView(window)
    model = QStandardItemModel(1000, 8, table)
    for row in range(1000):
        for column in range(8):
            model.setItem(row, column, QStandardItem(f"{row}.{column}"))
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1280, 820)
    _watch(application)
    window.show()
    application.exec()


def _netkontor(company: str) -> None:
    """Start as the command does, from the choice of what to import first to the event loop."""
    from app import bootstrap
    from app.window_start import WindowRequest, open_window

    class Watched(bootstrap.WindowSessions):
        """Made when Qt is loaded and before the window is: the place to watch from."""

        def __init__(self) -> None:
            from PySide6.QtWidgets import QApplication

            from app.ui import main_window

            main_window.FIRST_ADDRESS = "metering_points"
            _watch(QApplication(sys.argv[:1]))

    bootstrap.WindowSessions = Watched  # type: ignore[misc]  # stands in for the class
    open_window(WindowRequest(file=Path(company)))


def _watch(application: object) -> None:
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QTableView

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() is QEvent.Type.Paint:
                table = watched.parent()
                if isinstance(table, QTableView) and table.viewport() is watched:
                    model = table.model()
                    if model is not None and model.rowCount() > 0:
                        QTimer.singleShot(0, self._done)
                        self._seen = True
            return False

        def _done(self) -> None:
            seconds = _since_start()
            loaded = [name for name in UNWANTED if name in sys.modules]
            cpu = sum(os.times()[:2])
            told = {"seconds": seconds, "cpu": cpu, "loaded": loaded, "peak_mib": peak_mib()}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
            os._exit(0)

    assert isinstance(application, QCoreApplication)
    assert isinstance(application, QApplication)
    watch = Watch(application)
    application.installEventFilter(watch)


if __name__ == "__main__":
    time.tzset()
    if sys.argv[1] == "plain":
        _plain()
    else:
        _netkontor(sys.argv[2])
