"""The values a process asks for: how they are asked, checked, and shown.

**Source**: design § 2.4: the dialog comes from the declaration. Fields of the field catalogue keep
their type, code list and label; a process's own values carry theirs.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.catalogue import FieldType
from app.domain.checks import allowed_codes
from app.domain.field_values import display_field
from app.domain.human_input import display_date, display_decimal
from app.domain.identifiers import is_valid_actor_id
from app.domain.processes import InputEntry, InputType, ProcessEntry, Stage, derived_facts
from app.domain.violations import Severity, Violation
from app.services.personal_numbers import contains_cpr
from app.services.process_views import InputField
from app.texts import _

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue, FieldEntry
    from app.domain.master_data import FieldValue, MasterData
    from app.domain.processes import ProcessSituation
    from app.domain.situation import Situation

_PYTHON_TYPES: dict[str, type | tuple[type, ...]] = {
    FieldType.INTEGER: int,
    FieldType.DECIMAL: (int, Decimal),
    FieldType.BOOLEAN: bool,
    FieldType.DATE: date,
}


def group_label(group: str) -> str:
    """Return the heading a group of inputs stands under."""
    return {
        "removed_meter": _("Removed meter"),
        "new_meter": _("New meter"),
    }.get(group, "")


def input_label(item: InputEntry, catalogue: Catalogue) -> str:
    """Return the label of an input."""
    return item.label or catalogue.field(item.field).label()


def input_fields(
    entry: ProcessEntry,
    catalogue: Catalogue,
    master_data: MasterData,
    situation: Situation,
    today: date,
) -> tuple[InputField, ...]:
    """Return the fields of the dialog, in order, with what they start with.

    Args:
        entry: The process.
        catalogue: The field catalogue.
        master_data: The point now, for "as before" defaults.
        situation: For the codes offered.
        today: For date defaults.
    """
    effective = entry.date_rule.input if entry.date_rule else ""
    return tuple(
        _input_field(
            item,
            catalogue,
            master_data,
            situation,
            default=_default(item, master_data, today),
            is_effective=item.id == effective,
        )
        for item in entry.inputs
    )


def _input_field(
    item: InputEntry,
    catalogue: Catalogue,
    master_data: MasterData,
    situation: Situation,
    *,
    default: FieldValue,
    is_effective: bool,
) -> InputField:
    field = catalogue.field(item.field) if item.field else None
    return InputField(
        id=item.id,
        label=input_label(item, catalogue),
        type=field.type if field else item.type or InputType.TEXT,
        help=item.help or (field.help() if field else ""),
        unit=item.unit or (field.unit if field else ""),
        is_required=item.required or bool(item.required_when),
        choices=_choices(field, catalogue, master_data, situation),
        scale=field.scale if field else item.scale,
        max_length=field.max_length if field else item.max_length,
        default=default,
        source=item.source or (field.source if field else ""),
        stage="" if len(item.stages) > 1 else next(iter(item.stages)),
        group=group_label(item.group),
        is_effective_date=is_effective,
    )


def _choices(
    field: FieldEntry | None, catalogue: Catalogue, master_data: MasterData, situation: Situation
) -> tuple[tuple[str, str], ...]:
    if field is None or field.type is not FieldType.CODE:
        return ()
    codes = allowed_codes(catalogue, field.id, master_data, situation)
    return tuple((code.key, code.label()) for code in codes)


def _default(item: InputEntry, master_data: MasterData, today: date) -> FieldValue:
    if item.default == "today":
        return today
    if item.default == "current":
        return master_data.get(item.field)
    return "D01" if item.default == "physical" else None


def check_inputs(
    entry: ProcessEntry, situation: ProcessSituation, catalogue: Catalogue
) -> tuple[Violation, ...]:
    """Return what is missing or of the wrong kind among the inputs of the stage."""
    facts = derived_facts(entry, situation)
    found: list[Violation] = []
    for item in entry.inputs:
        if situation.stage not in item.stages:
            continue
        value = situation.inputs.get(item.id)
        label = input_label(item, catalogue)
        if value is None or value == "":
            needed = item.required or facts.get(item.required_when, False)
            if needed:
                found.append(_violation("PR-10", item, _missing(label)))
        elif (problem := _problem(item, value, catalogue)) is not None:
            found.append(_violation("PR-11", item, f"{label}: {problem}"))
    return tuple(found)


def _missing(label: str) -> str:
    return _("{field} is missing.").format(field=label)


def _violation(rule: str, item: InputEntry, message: str) -> Violation:
    return Violation(
        rule=rule,
        severity=Severity.ERROR,
        field=item.id,
        message=message,
        source=item.source,
    )


def _problem(item: InputEntry, value: FieldValue, catalogue: Catalogue) -> str | None:
    """Return what is wrong with a value that was given; None when nothing is."""
    field = catalogue.field(item.field) if item.field else None
    kind = str(field.type if field else item.type)
    expected = _PYTHON_TYPES.get(kind, str)
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        return _("the value is of the wrong kind.")
    if isinstance(value, Decimal) and field is None:
        return _number_problem(value, item.scale)
    limit = field.max_length if field else item.max_length
    if isinstance(value, str) and limit is not None and len(value) > limit:
        return _("at most {length} characters.").format(length=limit)
    if kind == InputType.TEXT and not item.field and contains_cpr(str(value)):
        return _("it looks like a CPR number, and these are never stored.")
    if kind == InputType.ACTOR_ID and isinstance(value, str) and not is_valid_actor_id(value):
        return _("write a GLN of 13 digits with the right check digit, or an EIC code.")
    return None


def _number_problem(value: Decimal, scale: int) -> str | None:
    if not value.is_finite():
        return _("the value is of the wrong kind.")
    if value != round(value, scale):
        return _("at most {scale} decimals.").format(scale=scale)
    return None


def input_text(item: InputEntry, value: FieldValue, catalogue: Catalogue) -> str:
    """Return a value as a person reads it; "" for none."""
    if value is None:
        return ""
    if item.field:
        return display_field(catalogue.field(item.field), value, catalogue)
    return plain_text(value, item.unit)


def plain_text(value: FieldValue, unit: str = "") -> str:
    """Return a process's own value as a person reads it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return display_date(value)
    if isinstance(value, int | Decimal):
        text = display_decimal(Decimal(value))
        return f"{text} {unit}" if unit else text
    return value or ""


def inputs_of_stage(entry: ProcessEntry, stage: Stage) -> tuple[InputEntry, ...]:
    """Return the inputs asked in a stage, in the dialog's order."""
    return tuple(item for item in entry.inputs if stage in item.stages)
