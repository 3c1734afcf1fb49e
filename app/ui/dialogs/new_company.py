"""The dialog for a new company file: whose it is, and which grid areas are its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from app.domain.identifiers import is_valid_gln
from app.domain.violations import Severity, Violation
from app.texts import _
from app.ui.dialogs.base import BaseDialog
from app.ui.forms.fields import FieldKind, FormField
from app.ui.forms.form import Form
from app.ui.opening import COMPANY_FILE_SUFFIX

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.ui.messages import Messages

_GRID_AREA = re.compile(r"[0-9]{3}")
_SEPARATORS = re.compile(r"[,;\s]+")
_UNUSABLE_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


class NewCompany(NamedTuple):
    """What is needed for a company file.

    Attributes:
        path: Where the file shall be made.
        gln: The company's GLN.
        name: Its name.
        grid_areas: The codes of its own grid areas.
    """

    path: Path
    gln: str
    name: str
    grid_areas: tuple[str, ...]


class NewCompanyDialog(BaseDialog):
    """Asks for name, GLN and grid areas, and then for the place of the file."""

    def __init__(self, messages: Messages, today: date, parent: QWidget | None = None) -> None:
        super().__init__(_("New company file"), "new_company", width=60, parent=parent)
        self._messages = messages
        self._answer: NewCompany | None = None
        self.add_text(
            _("One file holds one company. Grid and supplier data never belong in the same file."),
            "muted",
        )
        fields = (
            FormField(id="name", label=_("Name of the company"), max_length=132, required=True),
            FormField(
                id="gln",
                label=_("GLN of the company"),
                kind=FieldKind.ACTOR_ID,
                help=_("The 13 digits by which DataHub knows the grid company."),
                required=True,
            ),
            FormField(
                id="grid_areas",
                label=_("Own grid areas"),
                help=_("Three digits each, with commas between, for example 999, 998."),
                placeholder="999, 998",
                required=True,
            ),
        )
        self.form = Form("new_company", fields, today=today, parent=self)
        self.content.addWidget(self.form)
        self.add_button(_("Cancel"), "cancel", on_click=self.reject)
        create = self.add_button(
            _("Choose place and create …"), "create", role="primary", on_click=self._create
        )
        self.form.finished.connect(create.setFocus)
        self.form.focus_first()

    @property
    def answer(self) -> NewCompany | None:
        """Return what was asked for, or None when the dialog was cancelled."""
        return self._answer

    def _create(self) -> None:
        violations = self._violations()
        self.form.show_violations(violations)
        if violations:
            self.form.focus_field(violations[0].field)
            return
        values = self.form.master_data()
        name = values.text("name")
        suggestion = _UNUSABLE_IN_NAMES.sub(" ", name).strip() + COMPANY_FILE_SUFFIX
        path = self._messages.save_file(
            _("New company file"), suggestion, [(_("Company files"), f"*{COMPANY_FILE_SUFFIX}")]
        )
        if path is not None:
            areas = _codes(values.text("grid_areas"))
            self._answer = NewCompany(path, values.text("gln"), name, areas)
            self.accept()

    def _violations(self) -> list[Violation]:
        values = self.form.master_data()
        areas = _codes(values.text("grid_areas"))
        wrong = {
            "name": "" if values.text("name") else _("Write the company's name."),
            "gln": ""
            if is_valid_gln(values.text("gln"))
            else _("Write a GLN of 13 digits with a right check digit."),
            "grid_areas": ""
            if areas and all(_GRID_AREA.fullmatch(code) for code in areas)
            else _("Write at least one grid area of three digits."),
        }
        return [
            Violation(rule="", severity=Severity.ERROR, field=field, message=message)
            for field, message in wrong.items()
            if message
        ]


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in _SEPARATORS.split(text) if code))
