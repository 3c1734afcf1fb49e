"""The forms of the price area: new charge, set a price, change information, link, end a link."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.services import charge_links, charges
from app.services.charge_views import (
    ChangeCharge,
    CreateCharge,
    EndLink,
    LinkCharge,
    LinkRow,
    SetPrice,
)
from app.texts import _
from app.ui.forms import FieldKind, FieldState, Form, FormField, FormView
from app.ui.pages.prices.fields import (
    charge_fields,
    entered_prices,
    information_fields,
    price_fields,
    price_problems,
    price_states,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.master_data import FieldValue
    from app.services.changes import Outcome
    from app.services.charge_views import ChargeDetail
    from app.services.tasking import Task
    from app.ui.context import UiContext
    from app.ui.forms.drafts import DraftStore

    Values = Mapping[str, FieldValue]

AREA = "prices"


def _text(values: Values, key: str) -> str:
    value = values.get(key)
    return value if isinstance(value, str) else ""


def _day(values: Values, key: str = "valid_from") -> date:
    value = values.get(key)
    if not isinstance(value, date):
        msg = f"the form must not be saved without {key}"
        raise TypeError(msg)
    return value


def _form(context: UiContext, fields: Sequence[FormField], name: str) -> Form:
    session = context.session
    return Form(f"{AREA}.{name}", fields, today=session.today, calendar=session.calendar)


def new_charge_form(context: UiContext, drafts: DraftStore | None) -> FormView:
    """Return the form for a new tariff, subscription or fee."""
    form = _form(context, (*charge_fields(), *price_fields()), "new")
    form.set_values({"kind": "D03", "vat": "D02", "price_form": "one"})

    def work(values: Values, _task: Task, reason: str) -> Outcome[Any]:
        kind = _text(values, "kind")
        command = CreateCharge(
            kind=kind,
            code=_text(values, "code"),
            name=_text(values, "name"),
            vat=_text(values, "vat"),
            valid_from=_day(values),
            prices=entered_prices(values, kind),
            description=_text(values, "description"),
            transparent_invoicing=values.get("transparent_invoicing") is True,
        )
        return charges.create(context.session, command, reason=reason)

    return FormView(
        context,
        form,
        name=f"{AREA}.new",
        save_text=_("Create charge"),
        work=work,
        check=lambda values: price_problems(values, _text(values, "kind")),
        states=lambda values: price_states(values, _text(values, "kind")),
        draft_key="prices.new",
        drafts=drafts,
    )


def _from_day() -> FormField:
    return FormField(
        id="valid_from",
        label=_("From"),
        kind=FieldKind.DATE,
        required=True,
        group="when",
        group_label=_("Effective date"),
        help=_("The first day it applies, 00:00 Danish time."),
    )


def price_form(context: UiContext, detail: ChargeDetail) -> FormView:
    """Return the form that sets a price, or 24, from a day."""
    kind = detail.row.kind
    form = _form(context, (_from_day(), *price_fields()), "price")
    hourly = bool(detail.prices) and detail.prices[0].is_hourly
    form.set_values({"price_form": "hourly" if hourly else "one"})

    def states(values: Values) -> dict[str, FieldState]:
        found = price_states(values, kind)
        found.pop("transparent_invoicing")
        return found

    def work(values: Values, _task: Task, reason: str) -> Outcome[Any]:
        command = SetPrice(
            charge_id=detail.row.id,
            valid_from=_day(values),
            prices=entered_prices(values, kind),
            base_change=detail.last_change,
        )
        return charges.set_price(context.session, command, reason=reason)

    return FormView(
        context,
        form,
        name=f"{AREA}.price",
        save_text=_("Set the price"),
        work=work,
        check=lambda values: price_problems(values, kind),
        states=states,
    )


def information_form(context: UiContext, detail: ChargeDetail) -> FormView:
    """Return the form that changes name, VAT class, pass-through or description from a day."""
    row = detail.row
    form = _form(context, (_from_day(), *information_fields()), "change")
    form.set_values(
        {
            "name": row.name,
            "vat": row.vat,
            "transparent_invoicing": detail.transparent_invoicing,
            "description": detail.description or None,
        }
    )

    def work(values: Values, _task: Task, reason: str) -> Outcome[Any]:
        command = ChangeCharge(
            charge_id=row.id,
            valid_from=_day(values),
            name=_text(values, "name"),
            vat=_text(values, "vat"),
            description=_text(values, "description"),
            transparent_invoicing=values.get("transparent_invoicing") is True,
            base_change=detail.last_change,
        )
        return charges.change(context.session, command, reason=reason)

    states = {k: v for k, v in price_states({}, row.kind).items() if k == "transparent_invoicing"}
    return FormView(
        context,
        form,
        name=f"{AREA}.change",
        save_text=_("Save the change"),
        work=work,
        states=lambda _values: states,
    )


def _link_fields(*, with_quantity: bool) -> tuple[FormField, ...]:
    group, title = "link", _("Link")
    fields = [
        FormField(
            id="metering_point_id",
            label=_("Metering point"),
            kind=FieldKind.METERING_POINT_ID,
            required=True,
            group=group,
            group_label=title,
        ),
        FormField(
            id="valid_from",
            label=_("From"),
            kind=FieldKind.DATE,
            required=True,
            group=group,
            group_label=title,
            source="Vejledning til forskrift H3, 3.4",
        ),
    ]
    if with_quantity:
        fields.append(
            FormField(
                id="quantity",
                label=_("Quantity"),
                kind=FieldKind.INTEGER,
                required=True,
                group=group,
                group_label=title,
            )
        )
    return tuple(fields)


def link_form(context: UiContext, detail: ChargeDetail) -> FormView:
    """Return the form that links the charge to a metering point."""
    form = _form(context, _link_fields(with_quantity=detail.row.kind != "D03"), "link")
    form.set_values({"quantity": Decimal(1)})

    def work(values: Values, _task: Task, reason: str) -> Outcome[Any]:
        quantity = values.get("quantity")
        command = LinkCharge(
            metering_point_id=_text(values, "metering_point_id"),
            charge_id=detail.row.id,
            valid_from=_day(values),
            quantity=int(quantity) if isinstance(quantity, int | Decimal) else 1,
        )
        return charge_links.link(context.session, command, reason=reason)

    return FormView(context, form, name=f"{AREA}.link", save_text=_("Link the charge"), work=work)


def end_link_form(context: UiContext, link: LinkRow) -> FormView:
    """Return the form that ends a link from a day on."""
    field = FormField(
        id="valid_to",
        label=_("First day without the link"),
        kind=FieldKind.DATE,
        required=True,
        group="end",
        group_label=_("End the link to {point}").format(point=link.metering_point_id),
        source="Vejledning til forskrift H3, 3.4",
    )
    form = _form(context, (field,), "end_link")

    def work(values: Values, _task: Task, reason: str) -> Outcome[Any]:
        command = EndLink(link_id=link.id, valid_to=_day(values, "valid_to"))
        return charge_links.end(context.session, command, reason=reason)

    return FormView(context, form, name=f"{AREA}.end_link", save_text=_("End the link"), work=work)
