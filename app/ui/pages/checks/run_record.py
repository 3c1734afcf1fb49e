"""One check: what came out, what follows from it, and the three things to do with it.

**Source**: Forskrift I § 4, stk. 4-5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.domain.errors import NotFoundError
from app.services import self_control
from app.services.check_pages import SampledPoint, sampled_points
from app.texts import _, ngettext
from app.ui import formatting
from app.ui.colors import Tone
from app.ui.formatting import month_name
from app.ui.pages.checks.basis import BasisTab
from app.ui.pages.checks.findings_tabs import FindingsTabs
from app.ui.pages.checks.words import signed_badge, verdict_badge
from app.ui.saving import save
from app.ui.theme import SPACE
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import button, set_enabled_with_reason
from app.ui.widgets.card import Card
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.labels import label
from app.ui.widgets.split_row import SplitRow

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.errors import AppError
    from app.services.changes import ChangeSet, Outcome
    from app.services.check_views import FindingRow, RunDetail
    from app.services.tasking import Task
    from app.ui.context import UiContext


_RESEND_KIND = "resend_master_data"


class _Read(NamedTuple):
    """What a reader thread brings."""

    detail: RunDetail
    findings: tuple[FindingRow, ...]
    sample: tuple[SampledPoint, ...]


class RunRecord(QWidget):
    """The page of a run.

    Signals:
        open_wanted: Address to go to.
        named: Title of the record, when it was read.
        gone: There is no such run.
    """

    open_wanted = Signal(str)
    named = Signal(str)
    gone = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._run_id = 0
        self._detail: RunDetail | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        self._header = self._make_header()
        column.addWidget(self._header)
        self._banner = Banner("checks.result", self)
        column.addWidget(self._banner)
        column.addWidget(self._figures_card())
        self._tabs = FindingsTabs(context, self)
        self._tabs.open_wanted.connect(self.open_wanted)
        self._basis = BasisTab(context, self)
        self._tabs.addTab(self._basis, _("Basis"))
        column.addWidget(self._tabs, 1)

    # --- what the page asks

    def open_record(self, record_id: str) -> None:
        """Show another run."""
        self._run_id = int(record_id)
        self.refresh(None)

    def refresh(self, change_set: ChangeSet | None) -> None:
        """Read the run anew when a change concerns it."""
        if change_set is not None and not (
            change_set.touches("check_run", str(self._run_id)) or change_set.touches("process")
        ):
            return
        session, run_id = self._context.session, self._run_id

        def work(_task: Task) -> _Read:
            return _Read(
                self_control.run_detail(session, run_id),
                self_control.findings(session, run_id),
                sampled_points(session, run_id),
            )

        self._context.tasks.read(
            work,
            self._show,
            owner=self,
            key="run",
            text=_("Reading the check"),
            on_error=self._on_not_read,
        )

    def _on_not_read(self, error: AppError) -> None:
        if isinstance(error, NotFoundError):
            self.gone.emit()
        else:
            self._context.messages.error(error)

    def copy(self, *, with_headings: bool = False) -> None:
        """Copy the selected rows of the table in front and say so."""
        copied = self._tabs.copy(with_headings=with_headings)
        if copied:
            text = ngettext("{count} row copied", "{count} rows copied", copied)
            self._context.messages.toast(text.format(count=formatting.whole(copied)))

    def save_workbook(self) -> None:
        """Ask for a file name and write the workbook of the run."""
        if self._detail is None:
            return
        session, run_id = self._context.session, self._run_id
        target = self._context.messages.save_file(
            _("Workbook of the check"),
            _("monthly-check-{month}.xlsx").format(month=self._detail.row.month),
            ((_("Excel workbooks"), "*.xlsx"),),
        )
        if target is None:
            return

        def work(task: Task) -> Path:
            self_control.write_workbook(session, run_id, target, task=task)
            return target

        self._context.tasks.read(
            work, self._on_workbook, owner=self, text=_("Writing the workbook")
        )

    # --- parts

    def _make_header(self) -> SplitRow:
        made = SplitRow(self)
        self._verdict = Badge("", parent=made)
        self._signed = Badge("", parent=made)
        self._facts = label("", "muted", parent=made)
        for part in (self._verdict, self._signed, self._facts):
            made.left.addWidget(part)
        made.left.addStretch(1)
        self._workbook = button(
            _("Save workbook …"),
            "checks.workbook",
            icon_name="export",
            on_click=self.save_workbook,
            parent=made,
        )
        self._resend = button("", "checks.open_processes", on_click=self._open, parent=made)
        self._sign = button(
            _("Sign off …"), "checks.sign_off", role="primary", on_click=self._sign_off, parent=made
        )
        for action in (self._workbook, self._resend, self._sign):
            made.right.addWidget(action)
        return made

    def _figures_card(self) -> Card:
        card = Card(parent=self)
        board = QWidget(card)
        row = FlowLayout(board, SPACE.xl)
        self._figures: dict[str, QLabel] = {}
        for key, caption in (
            ("population", _("Current points")),
            ("sample", _("Drawn for the sample")),
            ("compared", _("Points compared")),
            ("discrepancies", _("Discrepancies")),
            ("to_resend", _("Points to resend")),
            ("unchecked", _("Points not checked")),
        ):
            row.addWidget(self._figure(key, caption, board))
        card.body.addWidget(board)
        self._notes = label("", "hint", wrap=True, parent=card)
        card.body.addWidget(self._notes)
        return card

    def _figure(self, key: str, caption: str, parent: QWidget) -> QWidget:
        holder = QWidget(parent)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        number = label("", "figure", parent=holder)
        number.setObjectName(f"checks.figure_{key}")
        column.addWidget(number)
        column.addWidget(label(caption, "muted", parent=holder))
        self._figures[key] = number
        return holder

    # --- showing

    def _show(self, found: _Read) -> None:
        detail = self._detail = found.detail
        row = detail.row
        self.named.emit(_("Check of {month}").format(month=month_name(row.month)))
        self._verdict.set_spec(verdict_badge(row))
        self._signed.set_spec(signed_badge(row))
        made = _("No. {number} · {time} · {who}")
        self._facts.setText(
            made.format(number=row.id, time=formatting.instant(row.made_at), who=row.who)
        )
        self._say_result(detail)
        for key, number in (
            ("population", row.population),
            ("sample", row.sample_size),
            ("compared", detail.compared),
            ("discrepancies", row.discrepancies),
            ("to_resend", row.to_resend),
            ("unchecked", detail.unchecked_points),
        ):
            self._figures[key].setText(formatting.whole(number))
        self._tabs.show_findings(detail, found.findings, found.sample)
        self._basis.show_detail(detail)
        self._show_buttons(detail)
        self._header.refit()

    def _say_result(self, detail: RunDetail) -> None:
        row = detail.row
        tone = Tone.SUCCESS if not row.has_findings else Tone.WARNING
        if not row.fulfilled:
            tone = Tone.DANGER
        self._banner.say(tone, detail.explanation)
        self._notes.setText(" ".join(detail.notes))

    def _show_buttons(self, detail: RunDetail) -> None:
        row = detail.row
        opened = len(detail.resend_processes)
        text = ngettext("Open {count} process", "Open {count} processes", row.to_resend)
        if opened:
            text = ngettext("Show {count} process", "Show {count} processes", opened)
        elif not row.to_resend:
            text = _("Open processes")
        self._resend.setText(text.format(count=formatting.whole(opened or row.to_resend)))
        self._resend.setAccessibleName(self._resend.text())
        set_enabled_with_reason(
            self._resend,
            enabled=row.to_resend > 0 or opened > 0,
            reason=_("There is nothing to send again."),
        )
        set_enabled_with_reason(
            self._sign, enabled=detail.can_sign_off, reason=detail.sign_off_reason
        )

    # --- doing

    def _on_workbook(self, path: Path) -> None:
        self._context.messages.toast(
            _("The workbook was written: {file}").format(file=path.name),
            _("Open it"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
        )

    def _sign_off(self) -> None:
        if self._detail is None:
            return
        month = month_name(self._detail.row.month)
        wanted = self._context.messages.confirm(
            _("Sign off the check of {month}?").format(month=month),
            _(
                "The check is kept with its workbook as it is now and can never be changed again."
                " The duty to check the master data of {month} is fulfilled by it."
            ).format(month=month),
            _("Sign off {month}").format(month=month),
            danger=True,
        )
        if not wanted:
            return
        session, run_id = self._context.session, self._run_id

        def work(_task: Task, _reason: str) -> Outcome[int]:
            return self_control.sign_off(session, run_id)

        save(self._context, work, owner=self, text=_("Signing off"))

    def _open(self) -> None:
        if self._detail is None:
            return
        if self._detail.resend_processes:
            self.open_wanted.emit(f"processes?kind={_RESEND_KIND}")
            return
        session, run_id = self._context.session, self._run_id

        def work(task: Task, _reason: str) -> Outcome[tuple[int, ...]]:
            return self_control.open_resend_processes(session, run_id, task=task)

        save(self._context, work, owner=self, text=_("Opening processes"))
