"""The fields of the price forms, and the reading of 24 prices from one text.

**Source**: charges.md § 1; Forskrift I §§ 13-15.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.human_input import AmountKind, HumanInputError, parse_amount
from app.domain.violations import Severity, Violation
from app.texts import _
from app.ui.forms import FieldKind, FieldState, FormField
from app.ui.pages.prices.source import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.domain.master_data import FieldValue
    from app.services.charge_views import ChangePreview

HOURS = 24
TARIFF, FEE = "D03", "D02"
ONE_PRICE, HOURLY = "one", "hourly"
PRICE_DECIMALS = 6
_BREAKS = re.compile(r"[\n\r\t;]+")
_HOUR_LABEL = re.compile(r"^\s*\d{1,2}(?::\d{2})?(?:\s*[-–]\s*\d{1,2}(?::\d{2})?)?\s*[:=]\s*")


def price_fields() -> tuple[FormField, ...]:
    """Return the fields of a price: its first day, and one price or 24."""
    group, title = "price", _("Price without VAT")
    return (
        FormField(
            id="price_form",
            label=_("Price form"),
            kind=FieldKind.CODE,
            choices=((ONE_PRICE, _("One price")), (HOURLY, _("A price per hour of the day"))),
            group=group,
            group_label=title,
            help=_("Only a tariff can have a price per hour."),
        ),
        FormField(
            id="price",
            label=_("Price"),
            kind=FieldKind.DECIMAL,
            scale=PRICE_DECIMALS,
            amount=AmountKind.PRICE_PER_KWH,
            unit=_("kr"),
            group=group,
            group_label=title,
            help=_("Kroner without VAT: per kWh for a tariff, per month for a subscription."),
            source="Forskrift I § 13, stk. 1, nr. 5",
        ),
        FormField(
            id="hourly_prices",
            label=_("24 prices, from hour 00 to hour 23"),
            kind=FieldKind.MULTILINE,
            group=group,
            group_label=title,
            placeholder="0,1059\n0,1059\n0,1059 …",
            help=_("One price per line, or pasted from a row or column in Excel."),
        ),
    )


def charge_fields() -> tuple[FormField, ...]:
    """Return the fields that describe a charge."""
    group, title = "charge", _("Charge")
    return (
        FormField(
            id="kind",
            label=_("Kind"),
            kind=FieldKind.CODE,
            choices=tuple(kinds()),
            required=True,
            group=group,
            group_label=title,
        ),
        FormField(
            id="code",
            label=_("Charge id"),
            max_length=10,
            required=True,
            group=group,
            group_label=title,
            help=_("1 to 10 characters; cannot be changed later."),
            source="Forskrift I §§ 13-15, nr. 1",
        ),
        FormField(
            id="valid_from",
            label=_("Valid from"),
            kind=FieldKind.DATE,
            required=True,
            group=group,
            group_label=title,
            help=_("The effective date, 00:00 Danish time."),
            source="Forskrift I §§ 13-15, nr. 3",
        ),
        *information_fields(),
    )


def information_fields() -> tuple[FormField, ...]:
    """Return the fields of a charge that can be changed from a date."""
    group, title = "charge", _("Charge")
    return (
        FormField(
            id="name",
            label=_("Name"),
            max_length=132,
            required=True,
            group=group,
            group_label=title,
            source="Forskrift I §§ 13-15, nr. 2",
        ),
        FormField(
            id="vat",
            label=_("VAT"),
            kind=FieldKind.CODE,
            choices=(("D02", _("25 % VAT")), ("D01", _("No VAT"))),
            required=True,
            group=group,
            group_label=title,
            source="Forskrift I §§ 13-15, nr. 4",
        ),
        FormField(
            id="transparent_invoicing",
            label=_("Passed through to the customer"),
            kind=FieldKind.BOOLEAN,
            group=group,
            group_label=title,
            help=_("The supplier must show the charge as it is. Not for fees."),
            source="Forskrift I §§ 13-14, nr. 6",
        ),
        FormField(
            id="description",
            label=_("Description"),
            kind=FieldKind.MULTILINE,
            max_length=2048,
            group=group,
            group_label=title,
        ),
    )


def from_field() -> FormField:
    """Return the field of the first day something applies."""
    return FormField(
        id="valid_from",
        label=_("From"),
        kind=FieldKind.DATE,
        required=True,
        group="when",
        group_label=_("Effective date"),
        help=_("The first day it applies, 00:00 Danish time."),
    )


def link_fields(*, with_quantity: bool) -> tuple[FormField, ...]:
    """Return the fields of a link; a tariff is always linked once."""
    group, title = "link", _("Link")
    point = FormField(
        id="metering_point_id",
        label=_("Metering point"),
        kind=FieldKind.METERING_POINT_ID,
        required=True,
        group=group,
        group_label=title,
    )
    start = FormField(
        id="valid_from",
        label=_("From"),
        kind=FieldKind.DATE,
        required=True,
        group=group,
        group_label=title,
        source="Vejledning til forskrift H3, 3.4",
    )
    quantity = FormField(
        id="quantity",
        label=_("Quantity"),
        kind=FieldKind.INTEGER,
        required=True,
        group=group,
        group_label=title,
    )
    return (point, start, quantity) if with_quantity else (point, start)


def end_field(point_id: str) -> FormField:
    """Return the field of the first day without a link."""
    return FormField(
        id="valid_to",
        label=_("First day without the link"),
        kind=FieldKind.DATE,
        required=True,
        group="end",
        group_label=_("End the link to {point}").format(point=point_id),
        source="Vejledning til forskrift H3, 3.4",
    )


def price_states(
    values: Mapping[str, FieldValue], kind: str, *, is_required: bool = False
) -> dict[str, FieldState]:
    """Return which price fields are used for a kind of charge and the chosen price form.

    Args:
        values: What stands in the form.
        kind: "D01", "D02" or "D03".
        is_required: Whether a price must be given; a new charge can be without one.
    """
    wanted = "required" if is_required else "optional"
    only_tariff = _("Only a tariff can have a price per hour.")
    hourly = kind == TARIFF and values.get("price_form") == HOURLY
    return {
        "price_form": FieldState("optional" if kind == TARIFF else "forbidden", only_tariff),
        "price": FieldState("forbidden" if hourly else wanted),
        "hourly_prices": FieldState("required" if hourly else "forbidden", only_tariff),
        "transparent_invoicing": FieldState(
            "forbidden" if kind == FEE else "optional", _("A fee is not passed through.")
        ),
    }


def entered_prices(values: Mapping[str, FieldValue], kind: str) -> tuple[Decimal, ...]:
    """Return the prices of a form: none, one or 24; unreadable ones are left out.

    Raises:
        HumanInputError: When a line of the 24 prices is no number.
    """
    if kind == TARIFF and values.get("price_form") == HOURLY:
        return hourly_prices(str(values.get("hourly_prices") or ""))
    price = values.get("price")
    return (price,) if isinstance(price, Decimal) else ()


def hourly_prices(text: str) -> tuple[Decimal, ...]:
    """Read prices that stand one per line or in one pasted row; hour labels are passed over.

    Raises:
        HumanInputError: When one of them is no number.
    """
    cells = [_HOUR_LABEL.sub("", cell).strip() for cell in _BREAKS.split(text)]
    return tuple(parse_amount(cell, AmountKind.PRICE_PER_KWH).value for cell in cells if cell)


def price_problems(values: Mapping[str, FieldValue], kind: str) -> Sequence[Violation]:
    """Return what is wrong with the 24 prices as they were typed."""
    if kind != TARIFF or values.get("price_form") != HOURLY:
        return ()
    try:
        found = hourly_prices(str(values.get("hourly_prices") or ""))
    except HumanInputError as error:
        return (_problem(str(error)),)
    if len(found) == HOURS:
        return ()
    text = _("24 prices are needed, one per hour of the day; {count} could be read.")
    return (_problem(text.format(count=len(found))),)


def prices_beside_field(found: ChangePreview, values: Mapping[str, FieldValue]) -> ChangePreview:
    """Return a preview whose faults of the prices stand beside the field they were typed in."""
    shown = "hourly_prices" if values.get("price_form") == HOURLY else "price"
    moved = tuple(
        replace(violation, field=shown) if violation.field == "prices" else violation
        for violation in found.violations
    )
    return replace(found, violations=moved)


def _problem(message: str) -> Violation:
    return Violation(rule="", severity=Severity.ERROR, field="hourly_prices", message=message)
