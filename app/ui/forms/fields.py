"""What a form is made of: fields, from the catalogue or of a process's own, and their states.

**Source**: design § 2.1: forms are derived from the field catalogue; ux § 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from app.domain.catalogue import FieldType
from app.domain.checks import Requirement, allowed_codes, requirements
from app.domain.human_input import AmountKind
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.master_data import MasterData
    from app.domain.situation import Situation

Choices = tuple[tuple[str, str], ...]
_TYPE_FIELD = "metering_point_type"


class FieldKind(StrEnum):
    """What kind of input a field gets; the first eleven are the catalogue's types."""

    METERING_POINT_ID = "metering_point_id"
    ACTOR_ID = "actor_id"
    CODE = "code"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    MONTH_DAY = "month_day"
    GRID_AREA = "grid_area"
    UUID = "uuid"
    MULTILINE = "multiline"


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One field of a form.

    Attributes:
        id: Name of the value; object name `<area>.<id>`.
        label: What it is, without a colon.
        kind: Kind of input.
        choices: Code and name for kinds "code" and "grid_area".
        unit: Shown inside the field.
        help: What it means and how it is written.
        source: Paragraph that asks for it.
        max_length: Most characters.
        scale: Most decimals of a decimal.
        amount: How an ambiguous number is read.
        required: Whether it must always be filled in; `FieldState` can say so for the moment.
        group: Id of the card it stands in.
        group_label: Heading of that card.
        placeholder: An example.
    """

    id: str
    label: str
    kind: FieldKind | str = FieldKind.TEXT
    choices: Choices = ()
    unit: str = ""
    help: str = ""
    source: str = ""
    max_length: int | None = None
    scale: int | None = None
    amount: AmountKind | str = AmountKind.NUMBER
    required: bool = False
    group: str = ""
    group_label: str = ""
    placeholder: str = ""

    @property
    def hint(self) -> str:
        """Return help and source as the tooltip shows them."""
        return "\n".join(part for part in (self.help, self.source) if part)


class FieldState(NamedTuple):
    """What holds for a field just now, given the other values.

    Attributes:
        requirement: "required", "optional" or "forbidden".
        reason: Why it is forbidden or cannot be changed.
        read_only: Whether it is shown but cannot be changed.
        choices: The codes that are possible now; None leaves them as they are.
    """

    requirement: str = "optional"
    reason: str = ""
    read_only: bool = False
    choices: Choices | None = None


def catalogue_fields(
    catalogue: Catalogue,
    field_ids: Iterable[str] | None = None,
    grid_areas: Choices = (),
) -> tuple[FormField, ...]:
    """Return form fields for catalogue fields, in the order of the form.

    Args:
        catalogue: The field catalogue.
        field_ids: The fields wanted; None takes all that the operator can enter.
        grid_areas: Code and name of the grid areas the register knows.
    """
    wanted = None if field_ids is None else set(field_ids)
    return tuple(
        _form_field(catalogue, entry, grid_areas)
        for entry in catalogue.in_form_order()
        if (entry.editable if wanted is None else entry.id in wanted)
    )


def catalogue_states(
    catalogue: Catalogue,
    field_ids: Iterable[str],
    values: MasterData,
    situation: Situation,
) -> dict[str, FieldState]:
    """Return for each field whether it is required or forbidden now, and which codes fit."""
    needed = requirements(catalogue, values, situation)
    code_list = catalogue.code_lists.get(_TYPE_FIELD)
    type_label = code_list.label(values.metering_point_type) if code_list else ""
    states = {}
    for field_id in field_ids:
        wanted = needed.get(field_id, Requirement.OPTIONAL)
        reason = ""
        if wanted is Requirement.FORBIDDEN:
            reason = _("Not used for “{type}” with these values").format(type=type_label)
        choices = None
        if catalogue.field(field_id).type is FieldType.CODE:
            offered = allowed_codes(catalogue, field_id, values, situation)
            choices = tuple((code.key, code.label()) for code in offered)
        states[field_id] = FieldState(wanted.value, reason, choices=choices)
    return states


def labels_of(fields: Iterable[FormField]) -> Mapping[str, str]:
    """Return field id to label."""
    return {field.id: field.label for field in fields}


def _form_field(catalogue: Catalogue, entry: FieldEntry, grid_areas: Choices) -> FormField:
    choices: Choices = ()
    if entry.type is FieldType.CODE:
        codes = catalogue.code_lists[entry.code_list].accepted
        choices = tuple((code.key, code.label()) for code in codes)
    elif entry.type is FieldType.GRID_AREA:
        choices = grid_areas
    heading = next((group for group in catalogue.group_headings if group.id == entry.group), None)
    return FormField(
        id=entry.id,
        label=entry.label(),
        kind=FieldKind(entry.type.value),
        choices=choices,
        unit=entry.unit,
        help=entry.help(),
        source=entry.source,
        max_length=entry.max_length,
        scale=entry.scale if entry.type is FieldType.DECIMAL else None,
        amount=AmountKind.KWH if entry.unit == "kWh" else AmountKind.NUMBER,
        group=entry.group,
        group_label=heading.label if heading is not None else "",
    )
