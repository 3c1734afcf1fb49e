"""The forms of the price area: new charge, set a price, change information, link, end a link.

Each shows beside it the time limits that follow from the date, before anything is saved.

**Source**: ux § 6.3; H3 guide 2.4 and 3.4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from app.services import charge_links, charges
from app.services.changes import refused
from app.services.charge_views import (
    ChangeCharge,
    CreateCharge,
    EndLink,
    LinkCharge,
    LinkRow,
    SetPrice,
)
from app.texts import _
from app.ui.forms import FieldState, Form, FormField
from app.ui.pages.prices.fields import (
    HOURLY,
    ONE_PRICE,
    TARIFF,
    charge_fields,
    end_field,
    entered_prices,
    from_field,
    information_fields,
    link_fields,
    price_fields,
    price_problems,
    price_states,
    prices_beside_field,
)
from app.ui.process_dialogs.charge_changes import EXPLANATION, preview_of, report_fields
from app.ui.process_dialogs.live_form import LiveForm, Preview
from app.ui.process_dialogs.preview_panel import PreviewContent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.domain.master_data import FieldValue
    from app.domain.violations import Violation
    from app.services.changes import Outcome
    from app.services.charge_views import ChangePreview, ChargeDetail
    from app.services.session import Session
    from app.services.tasking import Task
    from app.ui.context import UiContext

    Values = Mapping[str, FieldValue]
    Command = CreateCharge | SetPrice | ChangeCharge | LinkCharge | EndLink

AREA = "prices"


@dataclass(frozen=True, kw_only=True)
class FormPlan:
    """What one form asks for and does.

    Attributes:
        name: Last part of its object name.
        title: What it does.
        save_text: Text of the saving button.
        fields: What is asked for, besides the report to DataHub.
        day: Id of the field with the effective date.
        values: What stands in it at first.
        command: Makes the service's command of the values; called when the date is there.
        preview: What the service says of the command.
        save: Carries the command out.
        problems: What is wrong with what was typed, before a command can be made.
        states: What holds for the fields given the values.
        draft_key: Name of the draft; "" keeps none.
    """

    name: str
    title: str
    save_text: str
    fields: Sequence[FormField]
    day: str = "valid_from"
    values: Mapping[str, FieldValue] = field(default_factory=dict)
    command: Callable[[Values], Command]
    preview: Callable[[Session, Any], ChangePreview]
    save: Callable[[Session, Any, str], Outcome[Any]]
    problems: Callable[[Values], Sequence[Violation]] = lambda _values: ()
    states: Callable[[Values], Mapping[str, FieldState]] = lambda _values: {}
    draft_key: str = ""


class ChargeForm(LiveForm):
    """A form of the price area, made from its plan.

    Attributes:
        plan: What it asks for and does.
    """

    def __init__(self, context: UiContext, plan: FormPlan) -> None:
        super().__init__(context, f"{AREA}.{plan.name}")
        self.plan = plan
        self.set_heading("")
        session = context.session
        form = Form(
            self.name,
            (*plan.fields, *report_fields()),
            today=session.today,
            calendar=session.calendar,
        )
        form.set_values(dict(plan.values))
        form.set_states({EXPLANATION: FieldState("forbidden")})
        self.use_form(form, save_text=plan.save_text, draft_key=plan.draft_key, states=plan.states)

    def work(self, values: Values, reason: str) -> Outcome[Any]:
        """Save, unless what was typed cannot be read."""
        problems = tuple(self.plan.problems(values))
        if problems:
            return refused(problems)
        return self.plan.save(self.context.session, self.plan.command(values), reason)

    def preview_work(self, values: Values) -> Callable[[Task], Preview]:
        """Return what reads the limits and faults of what stands in the form."""
        session, plan = self.context.session, self.plan
        day, problems = values.get(plan.day), tuple(plan.problems(values))

        def read(_task: Task) -> Preview:
            if problems or not isinstance(day, date):
                return Preview(content=PreviewContent(), violations=problems)
            found = prices_beside_field(plan.preview(session, plan.command(values)), values)
            return preview_of(session, found, day, frozenset(values))

        return read


def new_charge_plan() -> FormPlan:
    """Return the plan for a new tariff, subscription or fee."""

    def command(values: Values) -> CreateCharge:
        kind = _text(values, "kind")
        return CreateCharge(
            kind=kind,
            code=_text(values, "code"),
            name=_text(values, "name"),
            vat=_text(values, "vat"),
            valid_from=_day(values),
            prices=entered_prices(values, kind),
            description=_text(values, "description"),
            transparent_invoicing=values.get("transparent_invoicing") is True,
            **_report(values),
        )

    return FormPlan(
        name="new",
        title=_("New charge"),
        save_text=_("Create charge"),
        fields=(*charge_fields(), *price_fields()),
        values={"kind": TARIFF, "vat": "D02", "price_form": ONE_PRICE},
        command=command,
        preview=charges.preview_create,
        save=lambda session, made, reason: charges.create(session, made, reason=reason),
        problems=lambda values: price_problems(values, _text(values, "kind")),
        states=lambda values: price_states(values, _text(values, "kind")),
        draft_key="new",
    )


def price_plan(detail: ChargeDetail) -> FormPlan:
    """Return the plan that sets a price, or 24, from a day."""
    kind = detail.row.kind
    hourly = bool(detail.prices) and detail.prices[0].is_hourly

    def command(values: Values) -> SetPrice:
        return SetPrice(
            charge_id=detail.row.id,
            valid_from=_day(values),
            prices=entered_prices(values, kind),
            base_change=detail.last_change,
            **_report(values),
        )

    def states(values: Values) -> dict[str, FieldState]:
        found = price_states(values, kind, is_required=True)
        found.pop("transparent_invoicing")
        return found

    return FormPlan(
        name="price",
        title=_("Set a price: {charge}").format(charge=_name(detail)),
        save_text=_("Set the price"),
        fields=(from_field(), *price_fields()),
        values={"price_form": HOURLY if hourly else ONE_PRICE},
        command=command,
        preview=charges.preview_price,
        save=lambda session, made, reason: charges.set_price(session, made, reason=reason),
        problems=lambda values: price_problems(values, kind),
        states=states,
    )


def information_plan(detail: ChargeDetail) -> FormPlan:
    """Return the plan that changes name, VAT class, pass-through or description from a day."""
    row = detail.row

    def command(values: Values) -> ChangeCharge:
        return ChangeCharge(
            charge_id=row.id,
            valid_from=_day(values),
            name=_text(values, "name"),
            vat=_text(values, "vat"),
            description=_text(values, "description"),
            transparent_invoicing=values.get("transparent_invoicing") is True,
            base_change=detail.last_change,
            **_report(values),
        )

    states = {k: v for k, v in price_states({}, row.kind).items() if k == "transparent_invoicing"}
    return FormPlan(
        name="change",
        title=_("Change information: {charge}").format(charge=_name(detail)),
        save_text=_("Save the change"),
        fields=(from_field(), *information_fields()),
        values={
            "name": row.name,
            "vat": row.vat,
            "transparent_invoicing": detail.transparent_invoicing,
            "description": detail.description or None,
        },
        command=command,
        preview=charges.preview_change,
        save=lambda session, made, reason: charges.change(session, made, reason=reason),
        states=lambda _values: states,
    )


def link_plan(detail: ChargeDetail) -> FormPlan:
    """Return the plan that links the charge to a metering point."""

    def command(values: Values) -> LinkCharge:
        quantity = values.get("quantity")
        return LinkCharge(
            metering_point_id=_text(values, "metering_point_id"),
            charge_id=detail.row.id,
            valid_from=_day(values),
            quantity=1 if quantity is None else int(str(quantity)),
            **_report(values),
        )

    return FormPlan(
        name="link",
        title=_("Link to a point: {charge}").format(charge=_name(detail)),
        save_text=_("Link the charge"),
        fields=link_fields(with_quantity=detail.row.kind != TARIFF),
        values={"quantity": 1} if detail.row.kind != TARIFF else {},
        command=command,
        preview=charge_links.preview,
        save=lambda session, made, reason: charge_links.link(session, made, reason=reason),
    )


def end_link_plan(detail: ChargeDetail, link: LinkRow) -> FormPlan:
    """Return the plan that ends a link from a day on."""

    def command(values: Values) -> EndLink:
        return EndLink(link_id=link.id, valid_to=_day(values, "valid_to"), **_report(values))

    return FormPlan(
        name="end_link",
        title=_("End the link: {charge}").format(charge=_name(detail)),
        save_text=_("End the link"),
        fields=(end_field(link.metering_point_id),),
        day="valid_to",
        command=command,
        preview=charge_links.preview,
        save=lambda session, made, reason: charge_links.end(session, made, reason=reason),
    )


def _name(detail: ChargeDetail) -> str:
    return f"{detail.row.code} {detail.row.name}"


def _text(values: Values, key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _day(values: Values, key: str = "valid_from") -> date:
    value = values.get(key)
    if not isinstance(value, date):
        msg = f"the form must not be saved without {key}"
        raise TypeError(msg)
    return value


def _report(values: Values) -> dict[str, Any]:
    reported_on = values.get("reported_on")
    return {
        "reported_on": reported_on if isinstance(reported_on, date) else None,
        "explanation": _text(values, EXPLANATION),
        "note": _text(values, "note"),
    }
