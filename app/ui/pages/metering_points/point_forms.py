"""The forms that create a metering point and that change one, made from the field catalogue.

**Source**: Forskrift H1 § 21, stk. 1 (creation), Forskrift I § 2, stk. 3 (changes), § 8 (what must
be registered); ux § 6.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.field_values import display_field
from app.services import deadlines, metering_points
from app.services.point_views import ChangePoint, CreatePoint, FormState, PointDetail
from app.services.process_views import FieldChangeView
from app.texts import _
from app.ui.forms import FieldKind, FieldState, Form, FormField, catalogue_fields
from app.ui.process_dialogs.live_form import LiveForm, Preview
from app.ui.process_dialogs.preview_panel import PreviewContent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.master_data import FieldValue
    from app.services.changes import Outcome
    from app.services.session import Session
    from app.services.tasking import Task
    from app.ui.context import UiContext

POINT_ID = "metering_point_id"
VALID_FROM = "valid_from"
REPORTED_ON = "reported_on"
EXPLANATION = "explanation"
NOTE = "note"
TYPE = "metering_point_type"
OWN_AREA = "grid_area_code"
_OWN = frozenset({POINT_ID, VALID_FROM, REPORTED_ON, EXPLANATION, NOTE})
_SUPPLY = "supply"
"""Facet that only a move-in or an end of supply changes."""

Areas = tuple[tuple[str, str], ...]


class CreateForm(LiveForm):
    """Creates a metering point of any type.

    Attributes:
        created: Id of the point, once it is created.
    """

    def __init__(
        self, context: UiContext, grid_areas: Areas, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, "metering_points", parent)
        self.created = ""
        self.set_heading(
            _("New metering point"),
            "",
            _("Choose the type first; the other fields follow from it."),
        )
        session = context.session
        entries = form_entries(session.catalogues.fields)
        fields = (
            effective_field(_("The point holds from this day, 00:00 Danish time.")),
            *catalogue_fields(session.catalogues.fields, (POINT_ID,)),
            *master_data_fields(session.catalogues.fields, entries, grid_areas),
            *report_fields(),
        )
        form = Form("metering_points", fields, today=session.today, calendar=session.calendar)
        form.set_values({VALID_FROM: session.today, **_only_choice(grid_areas)})
        self._waiting = frozenset(entry.id for entry in entries) - {TYPE, OWN_AREA}
        form.set_states({EXPLANATION: FieldState("forbidden"), POINT_ID: FieldState("required")})
        form.set_states(self._type_first({}))
        self.use_form(form, save_text=_("Create the metering point"), draft_key="create")

    def work(self, values: Mapping[str, FieldValue], reason: str) -> Outcome[Any]:
        """Create the point."""
        command = self._command(values)
        outcome = metering_points.create(self.context.session, command, reason=reason)
        if outcome.saved:
            self.created = command.point_id
        return outcome

    def preview_work(self, values: Mapping[str, FieldValue]) -> Callable[[Task], Preview]:
        """Return what reads states, limits and faults."""
        session, command = self.context.session, self._command(values)
        has_date = isinstance(values.get(VALID_FROM), date)
        waiting = self._type_first(values)

        def read(_task: Task) -> Preview:
            state = metering_points.form_state(
                session,
                command.values,
                is_new=True,
                point_id=command.point_id,
                valid_from=command.valid_from if has_date else None,
            )
            preview = form_preview(session, state, command.valid_from, frozenset(values))
            return replace(preview, states={**preview.states, **waiting})

        return read

    def _type_first(self, values: Mapping[str, FieldValue]) -> dict[str, FieldState]:
        """Return the fields that wait until a type is chosen: the type decides about them."""
        if values.get(TYPE):
            return {}
        wait = FieldState("forbidden", _("Choose the type of the metering point first."))
        return dict.fromkeys(self._waiting, wait)

    def _command(self, values: Mapping[str, FieldValue]) -> CreatePoint:
        start = values.get(VALID_FROM)
        reported_on = values.get(REPORTED_ON)
        return CreatePoint(
            point_id=str(values.get(POINT_ID) or ""),
            valid_from=start if isinstance(start, date) else self.context.today,
            values={k: v for k, v in values.items() if k not in _OWN and v is not None},
            note=str(values.get(NOTE) or ""),
            reported_on=reported_on if isinstance(reported_on, date) else None,
            explanation=str(values.get(EXPLANATION) or ""),
        )


class ChangeForm(LiveForm):
    """Changes master data of a point from an effective date; sends only what was changed."""

    def __init__(
        self,
        context: UiContext,
        detail: PointDetail,
        grid_areas: Areas,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "metering_points", parent)
        self._detail = detail
        header = detail.header
        self.set_heading(
            _("Change master data"), " · ".join(p for p in (header.id, header.address_line) if p)
        )
        session = context.session
        catalogue = session.catalogues.fields
        self._entries = {entry.id: entry for entry in form_entries(catalogue)}
        fields = (
            effective_field(_("The changed values hold from this day, 00:00 Danish time.")),
            *master_data_fields(catalogue, self._entries.values(), grid_areas),
            *report_fields(),
        )
        form = Form("metering_points", fields, today=session.today, calendar=session.calendar)
        self._shown = {name: detail.values.get(name) for name in self._entries}
        form.set_values({VALID_FROM: session.today, **self._shown})
        form.set_states({EXPLANATION: FieldState("forbidden"), **self._fixed()})
        self.use_form(
            form,
            save_text=_("Save the change"),
            draft_key=f"change/{header.id}/{detail.last_change}",
        )

    def work(self, values: Mapping[str, FieldValue], reason: str) -> Outcome[Any]:
        """Save the changed fields."""
        return metering_points.change(self.context.session, self._command(values), reason=reason)

    def preview_work(self, values: Mapping[str, FieldValue]) -> Callable[[Task], Preview]:
        """Return what reads states, limits and faults of the change."""
        session, command = self.context.session, self._command(values)
        has_date = isinstance(values.get(VALID_FROM), date)
        fixed, entries, point_id = self._fixed(), self._entries, self._detail.header.id

        def read(_task: Task) -> Preview:
            state = metering_points.form_state(
                session,
                command.values,
                is_new=False,
                point_id=point_id,
                valid_from=command.valid_from if has_date else None,
            )
            before = metering_points.detail(session, point_id, as_of=command.valid_from).values
            changes = changed_fields(
                session.catalogues.fields, entries.values(), before, command.values
            )
            preview = form_preview(
                session, state, command.valid_from, frozenset(values), changes=changes
            )
            return Preview(
                content=preview.content,
                violations=preview.violations,
                states={**preview.states, **fixed},
            )

        return read

    def submit(self) -> None:
        """Save, or say that there is nothing to save."""
        if not self._changed(self.form.values()) and not self.form.problems():
            self.context.messages.toast(_("Nothing was changed, so nothing was saved."))
            return
        super().submit()

    def _changed(self, values: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
        shown = self._shown
        return {name: values.get(name) for name in shown if values.get(name) != shown[name]}

    def _fixed(self) -> dict[str, FieldState]:
        reason = _("Cannot be changed once the point has been created.")
        return {
            entry.id: FieldState("optional", reason, read_only=True)
            for entry in self._entries.values()
            if entry.immutable
        }

    def _command(self, values: Mapping[str, FieldValue]) -> ChangePoint:
        start, reported_on = values.get(VALID_FROM), values.get(REPORTED_ON)
        return ChangePoint(
            point_id=self._detail.header.id,
            valid_from=start if isinstance(start, date) else self.context.today,
            values=self._changed(values),
            base_change=self._detail.last_change,
            note=str(values.get(NOTE) or ""),
            reported_on=reported_on if isinstance(reported_on, date) else None,
            explanation=str(values.get(EXPLANATION) or ""),
        )


def form_entries(catalogue: Catalogue) -> tuple[FieldEntry, ...]:
    """Return the fields the operator enters by form, in the order of the form."""
    return tuple(
        entry
        for entry in catalogue.in_form_order()
        if entry.editable and entry.id not in _OWN and entry.facet != _SUPPLY
    )


def master_data_fields(
    catalogue: Catalogue, entries: Iterable[FieldEntry], grid_areas: Areas
) -> tuple[FormField, ...]:
    """Return the form's fields; neighbouring grid areas are typed, the own one is chosen."""
    fields = catalogue_fields(catalogue, [entry.id for entry in entries], grid_areas)
    return tuple(
        field
        if field.kind is not FieldKind.GRID_AREA or field.id == OWN_AREA
        else replace(field, choices=())
        for field in fields
    )


def effective_field(help_text: str) -> FormField:
    """Return the field for the effective date, which stands first."""
    return FormField(
        id=VALID_FROM,
        label=_("Effective date"),
        kind=FieldKind.DATE,
        help=help_text,
        source="Forskrift I § 8, stk. 1, nr. 7",
        required=True,
        group="effective",
        group_label=_("From when"),
    )


def report_fields() -> tuple[FormField, ...]:
    """Return what is asked about the report to DataHub, after the master data."""
    group, heading = "report", _("Reported to DataHub")
    return (
        FormField(
            id=REPORTED_ON,
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
        FormField(id=NOTE, label=_("Note"), max_length=500, group=group, group_label=heading),
    )


def changed_fields(
    catalogue: Catalogue,
    entries: Iterable[FieldEntry],
    before: Mapping[str, FieldValue],
    values: Mapping[str, FieldValue],
) -> tuple[FieldChangeView, ...]:
    """Return the fields that were changed, before and after, in the order of the form."""
    return tuple(
        FieldChangeView(
            field_id=entry.id,
            label=entry.label(),
            before=display_field(entry, before.get(entry.id), catalogue),
            after=display_field(entry, values[entry.id], catalogue),
        )
        for entry in entries
        if entry.id in values
    )


def form_preview(
    session: Session,
    state: FormState,
    effective: date,
    field_ids: frozenset[str],
    changes: Sequence[FieldChangeView] = (),
) -> Preview:
    """Return what the form and its panel show of a `FormState`."""
    states = {
        field_id: FieldState(needed.value, choices=state.choices.get(field_id))
        for field_id, needed in state.requirements.items()
        if field_id in field_ids and field_id not in _OWN
    }
    must_explain = any(v.field == EXPLANATION for v in state.violations)
    if must_explain:
        states[EXPLANATION] = FieldState("required")
    return Preview(
        content=PreviewContent(
            effective_date=effective,
            limits=state.deadlines,
            strips={x.deadline_id: deadlines.strip(session, x) for x in state.deadlines},
            changes=tuple(changes),
            general=tuple(v for v in state.violations if not v.field),
        ),
        violations=state.violations,
        states=states,
    )


def _only_choice(grid_areas: Areas) -> dict[str, FieldValue]:
    return {OWN_AREA: grid_areas[0][0]} if len(grid_areas) == 1 else {}
