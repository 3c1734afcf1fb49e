"""The backup card: make a backup now, see those beside the file, and put one back.

The card only asks; closing, restoring and reopening is the business of `app.ui.desk`.

**Source**: ux § 1 nr 7; design § 5: restore never overwrites without keeping the old file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.models.columns import Column
from app.ui.pages.settings.choices import backup_reason
from app.ui.widgets.buttons import button, set_enabled_with_reason
from app.ui.widgets.card import Card
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.labels import label
from app.ui.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.company import BackupInfo, BackupReport
    from app.services.tasking import Task
    from app.ui.context import UiContext

_MOST_ROWS = 6
BACKUP_SUFFIX = ".zip"


class BackupCard(Card):
    """Makes and restores backups of the open company file."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(_("Backup"), parent=parent)
        self._context = context
        self._folder: Path | None = None
        self._backups: dict[str, BackupInfo] = {}
        self._is_backing_up = False
        text = _(
            "A verified copy is made at the first start of the day, and before every "
            "import and every upgrade of the file."
        )
        self.body.addWidget(label(text, "muted", wrap=True, parent=self))
        self._details = DetailsGrid("settings.backup", self)
        self.body.addWidget(self._details)
        self._make_buttons()
        self._table = SmallTable(
            "settings.backups",
            _columns(),
            title=_("Backups beside the file"),
            empty=EmptySpec(
                _("No backup yet"),
                _("The first one is made at the first start of the day."),
                icon="backup",
            ),
            parent=self,
        )
        # By keyboard the selection changes before the current row does.
        self._table.table.selectionModel().currentChanged.connect(self._update_buttons)
        self._table.opened.connect(lambda _key: self._on_restore())
        self.body.addWidget(self._table)
        self._make_restore_buttons()

    def show_backups(self, folder: Path, backups: tuple[BackupInfo, ...]) -> None:
        """Show what lies beside the file, newest first."""
        self._folder = folder
        self._backups = {str(info.path): info for info in backups}
        self._details.clear()
        last = formatting.instant(backups[0].at) if backups else ""
        self._details.add("last", _("Last backup"), last)
        self._details.add("folder", _("Folder"), str(folder))
        self._open_folder.setEnabled(folder.is_dir())
        self._table.set_rows(
            [
                (
                    str(info.path),
                    formatting.danish_day(info.at),
                    formatting.clock_time(info.at),
                    backup_reason(info.reason),
                    info.size,
                )
                for info in backups
            ]
        )
        self._table.fit_height(_MOST_ROWS)
        self._update_buttons()

    def focus_first(self) -> None:
        """Put the focus on what one comes here for."""
        self._back_up.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- parts

    def _make_buttons(self) -> None:
        self._back_up = button(
            _("Back up now …"),
            "settings.back_up",
            icon_name="backup",
            on_click=self._on_back_up,
            parent=self,
        )
        self._open_folder = button(
            _("Open backup folder"),
            "settings.open_backups",
            icon_name="folder",
            on_click=self._on_open_folder,
            parent=self,
        )
        self._open_folder.setEnabled(False)
        self._add_row(self._back_up, self._open_folder)

    def _make_restore_buttons(self) -> None:
        self._restore = button(
            _("Restore …"),
            "settings.restore",
            icon_name="history",
            on_click=self._on_restore,
            parent=self,
        )
        self._restore_file = button(
            _("Restore from a file …"),
            "settings.restore_file",
            icon_name="file",
            on_click=self._on_restore_file,
            parent=self,
        )
        self._add_row(self._restore, self._restore_file)
        self._update_buttons()

    def _add_row(self, *buttons: QWidget) -> None:
        row = QHBoxLayout()
        for made in buttons:
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)

    def _update_buttons(self) -> None:
        self._back_up.setEnabled(not self._is_backing_up)
        company_file = self._context.session.company_file
        reason = ""
        if company_file is not None and company_file.read_only:
            reason = _("The file is open for reading only.")
        set_enabled_with_reason(self._restore_file, enabled=not reason, reason=reason)
        if not reason and self._table.current_key() not in self._backups:
            reason = _("Select a backup in the list first.")
        set_enabled_with_reason(self._restore, enabled=not reason, reason=reason)

    # --- what the operator does

    def _on_open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _on_back_up(self) -> None:
        session, messages = self._context.session, self._context.messages
        path = session.company_file.path
        suggestion = f"{path.stem} {session.today.isoformat()}{BACKUP_SUFFIX}"
        kinds = [(_("Backups"), f"*{BACKUP_SUFFIX}")]
        target = messages.save_file(_("Back up the company file"), suggestion, kinds)
        if target is None:
            return
        if target.absolute() == path.absolute():
            messages.error(
                _("The backup cannot take the place of the company file itself."),
                _("Choose another name."),
            )
            return

        def work(task: Task) -> BackupReport:
            from app.services.company import back_up

            return back_up(session, target, task)

        self._is_backing_up = True
        self._update_buttons()
        self._context.tasks.read(
            work, self._on_backed_up, owner=self, text=_("Backing up"), on_end=self._on_ended
        )

    def _on_ended(self) -> None:
        self._is_backing_up = False
        self._update_buttons()

    def _on_backed_up(self, report: BackupReport) -> None:
        text = _("The backup {path} is written and verified.").format(path=report.path)
        folder = QUrl.fromLocalFile(str(report.path.parent))
        self._context.messages.toast(
            text, _("Open folder"), lambda: QDesktopServices.openUrl(folder)
        )

    def _on_restore(self) -> None:
        chosen = self._backups.get(self._table.current_key())
        if chosen is not None and self._restore.isEnabled():
            self._ask(chosen)

    def _on_restore_file(self) -> None:
        kinds = [(_("Backups"), f"*{BACKUP_SUFFIX} manifest.json")]
        path = self._context.messages.open_file(_("Restore from a file"), kinds)
        if path is None:
            return

        def work(_task: Task) -> BackupInfo:
            from app.services.company import backup_info

            return backup_info(path)

        self._context.tasks.read(work, self._ask, owner=self)

    def _ask(self, backup: BackupInfo) -> None:
        name = self._context.session.company_file.path.name
        effect = _(
            "{name} becomes what it was on {at}, as the backup {backup} has it. The present file "
            "is kept beside it under a name with today's date."
        ).format(name=name, at=formatting.instant(backup.at), backup=backup.path.name)
        title = _("Restore {name}?").format(name=name)
        if self._context.messages.confirm(title, effect, _("Restore"), danger=True):
            self._context.bus.restore_wanted.emit(backup.path)


def _columns() -> tuple[Column, ...]:
    return (
        Column(id="path", title=_("Backup"), hidden=True, width=30),
        Column(id="day", title=_("Date"), kind="date", width=12),
        Column(id="time", title=_("Time"), width=8),
        Column(id="reason", title=_("Reason"), width=26),
        Column(
            id="size", title=_("Size"), kind="integer", width=12, format=formatting.size_of_file
        ),
    )
