"""What the forms for prices and links share: the report to DataHub, and the limits that follow.

**Source**: H3 guide 2.4 and 3.4: when a price, a charge or a link must be notified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import deadlines
from app.texts import _
from app.ui.forms import FieldKind, FieldState, FormField
from app.ui.process_dialogs.live_form import Preview
from app.ui.process_dialogs.preview_panel import PreviewContent

if TYPE_CHECKING:
    from datetime import date

    from app.services.charge_views import ChangePreview
    from app.services.session import Session

EXPLANATION = "explanation"


def report_fields() -> tuple[FormField, ...]:
    """Return the fields that say that DataHub was told already, and why it was late."""
    group, heading = "report", _("Reported to DataHub")
    return (
        FormField(
            id="reported_on",
            label=_("Reported on"),
            kind=FieldKind.DATE,
            help=_("The day DataHub was told, when that is done already; else leave it empty."),
            group=group,
            group_label=heading,
        ),
        FormField(
            id=EXPLANATION,
            label=_("Why it is late"),
            kind=FieldKind.MULTILINE,
            group=group,
            group_label=heading,
        ),
        FormField(
            id="note",
            label=_("Note"),
            max_length=500,
            group=group,
            group_label=heading,
        ),
    )


def preview_of(
    session: Session, found: ChangePreview, effective: date, field_ids: frozenset[str]
) -> Preview:
    """Return what the panel shows of a change of prices or links."""
    must_explain = any(v.field == EXPLANATION for v in found.violations)
    return Preview(
        content=PreviewContent(
            effective_date=effective,
            limits=found.deadlines,
            strips={x.deadline_id: deadlines.strip(session, x) for x in found.deadlines},
            general=tuple(v for v in found.violations if v.field not in field_ids),
        ),
        violations=found.violations,
        states={EXPLANATION: FieldState("required")} if must_explain else {},
    )
