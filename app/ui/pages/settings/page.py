"""The settings page: language, theme and text size; the company's rules, calendar and backup.

The program's own settings hold at once. The company's are kept in its file, dated by the change
that made them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFormLayout, QScrollArea, QVBoxLayout, QWidget

from app.texts import _
from app.ui.pages.base import Page
from app.ui.pages.settings.backup_card import BackupCard
from app.ui.pages.settings.choices import languages, rule_set_explanation, text_sizes, themes
from app.ui.saving import save
from app.ui.theme import SPACE, theme
from app.ui.widgets.card import Card
from app.ui.widgets.check_mark import CheckBox
from app.ui.widgets.combo_box import ComboBox
from app.ui.widgets.details import DetailsGrid
from app.ui.widgets.labels import Caption, label
from app.ui.widgets.metrics import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.changes import ChangeSet
    from app.services.company import BackupInfo, CompanyInfo
    from app.ui.context import UiContext

BACKUP_ADDRESS = "settings/backup"


class SettingsPage(Page):
    """Shows and changes settings."""

    area: ClassVar[str] = "settings"
    help_topic: ClassVar[str] = "start"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.set_title_text(_("Settings"))
        self._is_filling = False
        self._area = area = QScrollArea(self)
        area.setObjectName("settings.scroll")
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE.s, 0)
        column.setSpacing(SPACE.l)
        self._backup = BackupCard(context, self)
        for card in (self._program_card(), self._company_card(), self._backup):
            card.setMaximumWidth(letters(self, 110))
            column.addWidget(card)
        column.addStretch(1)
        area.setWidget(content)
        self.body.addWidget(area)

    def open(self, address: str) -> None:
        """Show the page; "settings/backup" goes to the backups, wherever the page stood."""
        if address == BACKUP_ADDRESS:
            # The page may just have been made: its cards have their places a moment later.
            QTimer.singleShot(0, self, self._show_backup)

    def _show_backup(self) -> None:
        self._area.ensureWidgetVisible(self._backup)
        self._backup.focus_first()

    def shown(self) -> None:
        """Read the company's settings."""
        self._read()

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Read the company's settings again when they, or the last change, are new."""
        if change_set is None or change_set.touches("settings"):
            self._read()

    # --- cards

    def _program_card(self) -> Card:
        card = Card(_("This program"), parent=self)
        values = self.context.preferences.values
        form = _form(card)
        self._language = self._combo("language", languages(), values.language)
        self._language.currentIndexChanged.connect(self._on_language)
        _add(form, _("&Language"), self._language)
        self._restart = label("", "hint", parent=card)
        self._restart.hide()
        form.addRow(self._restart)
        self._theme = self._combo("theme", themes(), values.theme)
        self._theme.currentIndexChanged.connect(self._on_look)
        _add(form, _("&Colours"), self._theme)
        self._text_size = self._combo("text_size", text_sizes(), str(values.text_size))
        self._text_size.currentIndexChanged.connect(self._on_look)
        _add(form, _("&Text size"), self._text_size)
        return card

    def _company_card(self) -> Card:
        card = Card(_("This company"), parent=self)
        self._company = DetailsGrid("settings.company", card)
        card.body.addWidget(self._company)
        from app.services.company import rule_sets

        form = _form(card)
        self._rule_set = self._combo("rule_set", rule_sets(), "forskrift")
        self._rule_set.currentIndexChanged.connect(self._on_rule_set)
        _add(form, _("&Rule set"), self._rule_set)
        self._rule_set_text = label("", "hint", wrap=True, parent=card)
        form.addRow(self._rule_set_text)
        self._constitution_day = CheckBox(
            _("5 June (Constitution Day) counts as a working day"),
            "settings.constitution_day",
            card,
        )
        self._constitution_day.clicked.connect(self._on_constitution_day)
        form.addRow(self._constitution_day)
        form.addRow(
            label(
                _(
                    "The sources do not say it. Where the answer moves a time limit, you are "
                    "warned on the earlier day; the last day is counted as you choose here."
                ),
                "hint",
                wrap=True,
                parent=card,
            )
        )
        return card

    def _combo(self, name: str, choices: Sequence[tuple[str, str]], chosen: str) -> ComboBox:
        combo = ComboBox(f"settings.{name}", parent=self)
        for value, text in choices:
            combo.addItem(text, value)
        combo.setCurrentIndex(max(combo.findData(chosen), 0))
        return combo

    # --- the program

    def _on_language(self) -> None:
        self.context.preferences.change(language=str(self._language.currentData()))
        self._restart.setText(_("The language changes when Netkontor is started again."))
        self._restart.show()

    def _on_look(self) -> None:
        choice, size = str(self._theme.currentData()), int(str(self._text_size.currentData()))
        self.context.preferences.change(theme=choice, text_size=size)
        theme().apply(choice, size)

    # --- the company

    def _read(self) -> None:
        session = self.context.session

        def work(_task: object) -> tuple[CompanyInfo, tuple[BackupInfo, ...]]:
            from app.services.company import company_info, list_backups

            return company_info(session), list_backups(session)

        self.context.tasks.read(work, self._show_company, owner=self, key="company")

    def _show_company(self, found: tuple[CompanyInfo, tuple[BackupInfo, ...]]) -> None:
        info, backups = found
        self._is_filling = True
        self._company.clear()
        self._company.add("name", _("Name"), info.name)
        self._company.add("gln", _("GLN"), info.gln)
        self._company.add("grid_areas", _("Own grid areas"), ", ".join(info.grid_areas))
        self._company.add("file", _("File"), str(self.context.session.company_file.path))
        self._rule_set.setCurrentIndex(max(self._rule_set.findData(info.rule_set), 0))
        self._rule_set_text.setText(rule_set_explanation(info.rule_set))
        self._constitution_day.setChecked(info.constitution_day_is_working_day)
        writable = not self.context.session.company_file.read_only
        self._rule_set.setEnabled(writable)
        self._constitution_day.setEnabled(writable)
        self._backup.show_backups(info.backup_dir, backups)
        self._is_filling = False

    def _on_rule_set(self) -> None:
        if self._is_filling:
            return
        chosen = str(self._rule_set.currentData())
        self._rule_set_text.setText(rule_set_explanation(chosen))
        session = self.context.session

        def work(_task: object, reason: str) -> object:
            from app.services.company import set_rule_set

            return set_rule_set(session, chosen, reason=reason)

        save(self.context, work, owner=self, on_busy=self._on_busy)  # type: ignore[arg-type] # the service's Outcome, imported when it runs

    def _on_constitution_day(self) -> None:
        wanted = self._constitution_day.isChecked()
        session = self.context.session

        def work(_task: object, reason: str) -> object:
            from app.services.company import set_constitution_day

            return set_constitution_day(session, is_working_day=wanted, reason=reason)

        save(self.context, work, owner=self, on_busy=self._on_busy)  # type: ignore[arg-type] # as above

    def _on_busy(self, busy: bool) -> None:  # a callback of `save`
        self._rule_set.setEnabled(not busy)
        self._constitution_day.setEnabled(not busy)


def _form(card: Card) -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(SPACE.l)
    form.setVerticalSpacing(SPACE.s)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
    card.body.addLayout(form)
    return form


def _add(form: QFormLayout, caption: str, combo: ComboBox) -> None:
    form.addRow(Caption(caption, combo), combo)
    combo.setAccessibleName(caption.replace("&", ""))
