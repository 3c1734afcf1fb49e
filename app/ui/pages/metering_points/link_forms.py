"""The forms that link a charge to a point and that end a link.

**Source**: H3 guide 3.4 and 3.5.1: when a link must be notified, and what a quantity means.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.services import charge_links
from app.services.charge_views import EndLink, LinkCharge
from app.texts import _
from app.ui.forms import FieldKind, FieldState, Form, FormField
from app.ui.process_dialogs.charge_changes import EXPLANATION, preview_of, report_fields
from app.ui.process_dialogs.live_form import LiveForm, Preview
from app.ui.process_dialogs.preview_panel import PreviewContent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from app.domain.master_data import FieldValue
    from app.services.changes import Outcome
    from app.services.charge_views import ChargeRow, LinkRow
    from app.services.tasking import Task
    from app.ui.context import UiContext

FEE = "D02"
TARIFF = "D03"


class LinkForm(LiveForm):
    """Links a charge to a point."""

    def __init__(
        self,
        context: UiContext,
        point_id: str,
        point_label: str,
        charges: Sequence[ChargeRow],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "metering_points.link", parent)
        self._point_id = point_id
        self._kinds = {str(charge.id): charge.kind for charge in charges}
        self.set_heading(_("Link a charge"), point_label)
        offered = [charge for charge in charges if charge.status != "stopped"]
        fields = (
            FormField(
                id="charge_id",
                label=_("Charge"),
                kind=FieldKind.CODE,
                choices=tuple((str(c.id), f"{c.code} {c.name}, {c.kind_label}") for c in offered),
                required=True,
            ),
            FormField(id="valid_from", label=_("From"), kind=FieldKind.DATE, required=True),
            FormField(
                id="quantity",
                label=_("Quantity"),
                kind=FieldKind.INTEGER,
                help=_("How many of it; empty means one. A tariff is always linked once."),
            ),
            FormField(
                id="valid_to",
                label=_("Until"),
                kind=FieldKind.DATE,
                help=_("The first day without it; empty until it is ended."),
            ),
            *report_fields(),
        )
        session = context.session
        form = Form("metering_points.link", fields, today=session.today, calendar=session.calendar)
        form.set_values({"valid_from": session.today})
        form.set_states({EXPLANATION: FieldState("forbidden")})
        self.use_form(form, save_text=_("Link the charge"), states=self._states)

    def work(self, values: Mapping[str, FieldValue], reason: str) -> Outcome[Any]:
        """Link the charge."""
        command = self._command(values)
        assert command is not None  # charge and date are required by the form
        return charge_links.link(self.context.session, command, reason=reason)

    def preview_work(self, values: Mapping[str, FieldValue]) -> Callable[[Task], Preview]:
        """Return what reads the limits and faults of the link."""
        session, command = self.context.session, self._command(values)

        def read(_task: Task) -> Preview:
            if command is None:
                return Preview(content=PreviewContent())
            found = charge_links.preview(session, command)
            return preview_of(session, found, command.valid_from, frozenset(values))

        return read

    def _states(self, values: Mapping[str, FieldValue]) -> Mapping[str, FieldState]:
        kind = self._kinds.get(str(values.get("charge_id") or ""), "")
        one = FieldState("forbidden", _("A tariff is linked once."))
        ends = FieldState("forbidden", _("A fee is charged once and ends by itself."))
        return {
            "quantity": one if kind == TARIFF else FieldState(),
            "valid_to": ends if kind == FEE else FieldState(),
        }

    def _command(self, values: Mapping[str, FieldValue]) -> LinkCharge | None:
        charge, start, end = values.get("charge_id"), values.get("valid_from"), values["valid_to"]
        reported_on, quantity = values.get("reported_on"), values.get("quantity")
        if not charge or not isinstance(start, date):
            return None
        return LinkCharge(
            metering_point_id=self._point_id,
            charge_id=int(str(charge)),
            valid_from=start,
            quantity=int(str(quantity)) if quantity is not None else 1,
            valid_to=end if isinstance(end, date) else None,
            note=str(values.get("note") or ""),
            reported_on=reported_on if isinstance(reported_on, date) else None,
            explanation=str(values.get(EXPLANATION) or ""),
        )


class EndLinkForm(LiveForm):
    """Ends a link."""

    def __init__(
        self,
        context: UiContext,
        link: LinkRow,
        point_label: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "metering_points.end", parent)
        self._link = link
        self.set_heading(
            _("End the link of {charge}").format(charge=link.charge_label), point_label
        )
        fields = (
            FormField(
                id="valid_to",
                label=_("First day without it"),
                kind=FieldKind.DATE,
                required=True,
            ),
            *report_fields(),
        )
        session = context.session
        form = Form("metering_points.end", fields, today=session.today, calendar=session.calendar)
        form.set_values({"valid_to": session.today})
        form.set_states({EXPLANATION: FieldState("forbidden")})
        self.use_form(form, save_text=_("End the link"))

    def work(self, values: Mapping[str, FieldValue], reason: str) -> Outcome[Any]:
        """End the link."""
        command = self._command(values)
        assert command is not None  # the date is required by the form
        return charge_links.end(self.context.session, command, reason=reason)

    def preview_work(self, values: Mapping[str, FieldValue]) -> Callable[[Task], Preview]:
        """Return what reads the limits and faults."""
        session, command = self.context.session, self._command(values)

        def read(_task: Task) -> Preview:
            if command is None:
                return Preview(content=PreviewContent())
            found = charge_links.preview(session, command)
            return preview_of(session, found, command.valid_to, frozenset(values))

        return read

    def _command(self, values: Mapping[str, FieldValue]) -> EndLink | None:
        end, reported_on = values.get("valid_to"), values.get("reported_on")
        if not isinstance(end, date):
            return None
        return EndLink(
            link_id=self._link.id,
            valid_to=end,
            note=str(values.get("note") or ""),
            reported_on=reported_on if isinstance(reported_on, date) else None,
            explanation=str(values.get(EXPLANATION) or ""),
        )
