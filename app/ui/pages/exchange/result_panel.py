"""What came of an import, or would come of it: counts, how it was read, rows left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.services.file_kinds import importable_kinds
from app.texts import _
from app.ui import formatting
from app.ui.colors import Tone
from app.ui.models.columns import Column
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge, BadgeSpec
from app.ui.widgets.banner import Banner
from app.ui.widgets.card import Card
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.empty_state import EmptySpec
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.labels import label
from app.ui.widgets.small_table import SmallTable

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.import_runs import BackupMade
    from app.services.imports import ImportResult
    from app.ui.context import UiContext


class ResultPanel(QWidget):
    """The figures in a card, and under it the rows that were left out."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        kinds = importable_kinds(context.session)
        self._kinds = {kind.id: kind.label for kind in kinds}
        self._labels = {column.id: column.label for kind in kinds for column in kind.columns}
        self._rejected_file: Path | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        self._private = Banner("exchange.private", self)
        column.addWidget(self._private)
        card = Card(parent=self)
        board = QWidget(card)
        self._figures = FlowLayout(board, SPACE.xl)
        self._counts = {key: self._figure(key, spec) for key, spec in _figures()}
        card.body.addWidget(board)
        card.body.addSpacing(SPACE.s)
        self._facts = DetailsGrid("exchange.facts", card)
        card.body.addWidget(self._facts)
        column.addWidget(card)
        self._rows = Card(_("Rows that are left out"), flush=True, parent=self)
        self._table = SmallTable(
            "exchange.rejected",
            _columns(),
            title=_("Rows that are left out"),
            empty=EmptySpec(_("No row is left out"), ""),
            preferences=context.preferences,
            parent=self._rows,
        )
        self._rows.body.addWidget(self._table)
        column.addWidget(self._rows, 1)
        column.addStretch(0)

    def show_result(self, result: ImportResult, backup: BackupMade | None = None) -> None:
        """Show the outcome of a trial, or of an import with the backup made before it."""
        for key, number in (
            ("rows", result.rows),
            ("new", result.new),
            ("changed", result.changed),
            ("unchanged", result.unchanged),
            ("rejected", len(result.rejected)),
        ):
            self._counts[key].setText(formatting.whole(number))
        self._private.setVisible(result.has_blanked)
        if result.has_blanked:
            self._private.say(
                Tone.WARNING,
                _(
                    "The file held what looks like CPR numbers. They are left out and stored"
                    " nowhere; the grid company does not need them."
                ),
            )
        self._show_facts(result, self._kinds.get(result.kind, result.kind), backup)
        self._show_rejected(result)
        self.show()

    def _figure(self, key: str, spec: BadgeSpec) -> QLabel:
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        number = label("0", "figure", parent=holder)
        number.setObjectName(f"exchange.count_{key}")
        column.addWidget(number)
        column.addWidget(Badge(spec.text, spec.tone, spec.icon, parent=holder))
        self._figures.addWidget(holder)
        return number

    def _show_facts(self, result: ImportResult, kind: str, backup: BackupMade | None) -> None:
        self._facts.clear()
        self._facts.add("kind", _("The file holds"), kind)
        self._facts.add("notes", _("How it was read"), "\n".join(result.notes))
        if result.written and backup is not None and (result.new or result.changed):
            made = formatting.moment(backup.at, self._context.today)
            text = _("made {time} in {folder}").format(time=made, folder=backup.path)
            self._facts.add("backup", _("Backup before the import"), text)
        self._rejected_file = result.rejected_file
        if result.rejected_file is not None:
            self._facts.add_link(
                "rejected_file",
                _("Rejected rows"),
                str(result.rejected_file),
                self._open_rejected_file,
            )

    def _show_rejected(self, result: ImportResult) -> None:
        self._rows.setVisible(bool(result.rejected))
        self._table.set_rows(
            [
                (
                    rejected.row,
                    self._labels.get(violation.field, violation.field),
                    violation.message,
                    violation.rule,
                    violation.source,
                )
                for rejected in result.rejected
                for violation in rejected.violations
            ]
        )

    def _open_rejected_file(self) -> None:
        if self._rejected_file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._rejected_file)))


def _figures() -> tuple[tuple[str, BadgeSpec], ...]:
    return (
        ("rows", BadgeSpec(_("Rows in the file"), Tone.NEUTRAL, "file")),
        ("new", BadgeSpec(_("New"), Tone.SUCCESS, "add")),
        ("changed", BadgeSpec(_("Changed"), Tone.INFO, "edit")),
        ("unchanged", BadgeSpec(_("Unchanged"), Tone.NEUTRAL, "check")),
        ("rejected", BadgeSpec(_("Rejected"), Tone.WARNING)),
    )


def _columns() -> list[Column]:
    return [
        Column(id="row", title=_("Row"), kind="integer", width=8),
        Column(id="field", title=_("Column"), width=24),
        Column(id="reason", title=_("Reason"), width=70),
        Column(id="rule", title=_("Rule"), kind="code", width=10),
        Column(id="source", title=_("Source"), width=30),
    ]
