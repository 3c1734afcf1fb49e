"""What a check was made from: draw, files with checksum, fields; the workbook's first sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.texts import _
from app.ui import formatting
from app.ui.theme import SPACE
from app.ui.widgets.card import Card
from app.ui.widgets.details import DetailsGrid

if TYPE_CHECKING:
    from app.services.check_views import CheckedFile, ComparedField, RunDetail
    from app.ui.context import UiContext


class BasisTab(QScrollArea):
    """Facts of a run that its result can be checked by."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("checks.basis")
        self.setAccessibleName(_("Basis"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, SPACE.m, SPACE.s, SPACE.m)
        column.setSpacing(SPACE.l)
        run, files = Card(_("The check"), parent=content), Card(_("Files"), parent=content)
        fields = Card(_("Fields"), parent=content)
        self._run = DetailsGrid("checks.facts", run)
        self._files = DetailsGrid("checks.files", files)
        self._fields = DetailsGrid("checks.fields", fields)
        for card, grid in ((run, self._run), (files, self._files), (fields, self._fields)):
            card.body.addWidget(grid)
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(content)

    def show_detail(self, detail: RunDetail) -> None:
        """Show the facts of a run."""
        row = detail.row
        self._run.clear()
        for key, caption, value in (
            ("source", _("Rule"), detail.source),
            ("as_of", _("Compared as of"), formatting.instant(row.as_of)),
            ("made", _("Carried out"), formatting.instant(row.made_at)),
            ("who", _("By"), row.who),
            ("population", _("Current points"), formatting.whole(row.population)),
            ("required", _("Sample at least"), formatting.whole(detail.required_sample)),
            ("sample", _("Drawn"), formatting.whole(row.sample_size)),
            ("seed", _("Number the draw began with"), str(detail.seed)),
            ("result", _("Result"), row.verdict_label),
            ("signed", _("Signed off"), _signed_text(detail)),
        ):
            self._run.add(key, caption, value)
        self._files.clear()
        for number, file in enumerate(detail.files):
            self._files.add(f"file_{number}", file.name, _file_text(file))
        self._fields.clear()
        self._fields.add("compared", _("Compared"), _names(detail.compared_fields))
        self._fields.add("unchecked", _("Not in the extract"), _names(detail.unchecked_fields))


def _signed_text(detail: RunDetail) -> str:
    row = detail.row
    if row.signed_off_at is None:
        return ""
    text = _("{time} by {who}")
    return text.format(time=formatting.instant(row.signed_off_at), who=row.signed_off_by)


def _file_text(file: CheckedFile) -> str:
    text = _("{rows} rows, last written {time}\nSHA-256 {checksum}")
    return text.format(
        rows=formatting.whole(file.rows),
        time=formatting.instant(file.modified),
        checksum=file.sha256,
    )


def _names(fields: tuple[ComparedField, ...]) -> str:
    return ", ".join(field.label for field in fields)
