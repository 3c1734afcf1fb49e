"""Copy-ready values for what must be typed into the market portal by hand.

**Source**: master-data § 2.2 and § 7: four of the five meter fields and the readings are carried
by no message today.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.catalogue import FieldType
from app.domain.field_values import display_field
from app.domain.human_input import display_date
from app.domain.master_data import MasterData
from app.services.process_inputs import input_label, plain_text
from app.services.process_views import PortalValue
from app.texts import _

if TYPE_CHECKING:
    from app.domain.master_data import FieldValue
    from app.domain.processes import ProcessFacts, StepEntry
    from app.services.session import Session
    from app.store import Reader


def portal_values(
    session: Session, reader: Reader, step: StepEntry, facts: ProcessFacts
) -> tuple[PortalValue, ...]:
    """Return the values of a step in the order they are typed; those without a value left out."""
    master_data = _master_data(session, reader, facts)
    found: list[PortalValue] = []
    for name in _names(step, facts):
        value = _value(session, name, facts, master_data)
        if value is not None:
            found.append(value)
    return tuple(found)


def _names(step: StepEntry, facts: ProcessFacts) -> tuple[str, ...]:
    """Return the names of the values, lists kept with the instance written out."""
    names: list[str] = []
    for name in step.portal_values:
        if name.startswith("*"):
            listed = facts.inputs.get(name[1:])
            names += ["@metering_point_id", "@effective_date"]
            names += str(listed or "").split(",")
        else:
            names.append(name)
    return tuple(name for name in names if name)


def _master_data(session: Session, reader: Reader, facts: ProcessFacts) -> MasterData:
    day = facts.effective_date or session.today
    return reader.points.master_data(facts.object_id, day) or MasterData()


def _value(
    session: Session, name: str, facts: ProcessFacts, master_data: MasterData
) -> PortalValue | None:
    """Return one value, or None when there is none."""
    if name == "@metering_point_id":
        return _portal_value(_("Metering point id"), facts.object_id, facts.object_id)
    if name == "@effective_date":
        day = facts.effective_date
        return None if day is None else _portal_value(_("Effective date"), display_date(day), day)
    if name == "@removed_meter_number":
        number = facts.inputs.get("removed_meter_number")
        return _portal_value(_("Removed meter number"), str(number), number) if number else None
    return _named_value(session, name, facts, master_data)


def _named_value(
    session: Session, name: str, facts: ProcessFacts, master_data: MasterData
) -> PortalValue | None:
    """Return an input of the process, or else a field of the point."""
    catalogue = session.catalogues.fields
    item = session.catalogues.processes[facts.kind].input(name)
    if item is not None and name in facts.inputs:
        value = facts.inputs[name]
        label = input_label(item, catalogue)
        if not item.field:
            return _portal_value(label, plain_text(value, item.unit), value)
    elif name in catalogue.fields:
        value = master_data.get(name)
        label = catalogue.field(name).label()
    else:
        return None
    if value is None:
        return None
    field = catalogue.field(name)
    text = display_field(field, value, catalogue)
    is_code = field.type is FieldType.CODE
    return PortalValue(label=label, text=text, copy_text=text if is_code else copy_text(value))


def _portal_value(label: str, text: str, value: FieldValue) -> PortalValue:
    return PortalValue(label=label, text=text, copy_text=copy_text(value))


def copy_text(value: FieldValue) -> str:
    """Return what is put on the clipboard: decimal comma, no grouping."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return display_date(value)
    if isinstance(value, int | Decimal):
        return f"{Decimal(value):f}".replace(".", ",")
    return value or ""
