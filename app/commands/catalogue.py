"""`netkontor fields`: the field catalogue as forms, tables and files use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.arguments import did_you_mean
from app.commands.framework import Command
from app.commands.output import EXIT_DONE
from app.commands.parts import Request
from app.domain.catalogue import FieldType, Responsible
from app.domain.errors import UsageError
from app.texts import _, ngettext

if TYPE_CHECKING:
    from app.domain.catalogue import Catalogue, CodeEntry, FieldEntry


def commands() -> tuple[Command, ...]:
    """Return the commands of this group."""
    help_text = _("Show the fields of the register, or the columns of one kind of file.")
    return (Command("fields", fields, help_text),)


def fields(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar=_("KIND"),
            help=_("Kind of file (metering_points, charges ...); all fields when left out."),
        ),
    ] = "",
) -> int:
    """Show the fields of the register, or the columns of one kind of file."""
    request: Request = context.obj
    catalogue = request.parts.field_catalogue()
    entries = _columns(request, kind) if kind else tuple(catalogue.fields.values())
    if request.output.as_json:
        request.output.document([_document(catalogue, entry) for entry in entries])
        return EXIT_DONE
    groups = {heading.id: heading.label for heading in catalogue.group_headings}
    request.output.table(
        (_("Field"), _("Name"), _("Group"), _("Format"), _("Responsible"), _("Source")),
        [
            (
                entry.id,
                entry.label(),
                groups.get(entry.group, ""),
                _format(catalogue, entry),
                _responsible(entry),
                entry.source,
            )
            for entry in entries
        ],
    )
    return EXIT_DONE


def _columns(request: Request, kind: str) -> tuple[FieldEntry, ...]:
    columns = request.parts.columns_by_kind()
    if kind not in columns:
        raise UsageError(
            _("There is no kind of file “{kind}”.").format(kind=kind),
            remedy=did_you_mean(kind, columns)
            or _("The kinds are {names}.").format(names=", ".join(columns)),
        )
    return columns[kind]


def _document(catalogue: Catalogue, entry: FieldEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "facet": entry.facet,
        "group": entry.group,
        "type": entry.type,
        "label_da": entry.label_da,
        "label_en": entry.label_en,
        "help_da": entry.help_da,
        "help_en": entry.help_en,
        "code_list": entry.code_list or None,
        "codes": [
            {
                "code": code.key,
                "label_da": code.label_da,
                "label_en": code.label_en,
                "accepted": code.accepted,
            }
            for code in _codes(catalogue, entry)
        ],
        "max_length": entry.max_length,
        "scale": entry.scale,
        "unit": entry.unit,
        "source": entry.source,
        "valid_from": entry.valid_from,
        "responsible": entry.responsible,
        "editable": entry.editable,
        "immutable": entry.immutable,
        "compared": entry.compared,
        "in_message": entry.in_message,
        "aliases": entry.aliases,
    }


def _codes(catalogue: Catalogue, entry: FieldEntry) -> tuple[CodeEntry, ...]:
    return tuple(catalogue.code_lists[entry.code_list].values()) if entry.code_list else ()


def _format(catalogue: Catalogue, entry: FieldEntry) -> str:
    """Return how a value is written: its codes, or its kind with length and unit."""
    if entry.code_list:
        return ", ".join(code.key for code in _codes(catalogue, entry) if code.accepted)
    names = {
        FieldType.METERING_POINT_ID: _("18 digits"),
        FieldType.ACTOR_ID: _("GLN or EIC"),
        FieldType.TEXT: _("text"),
        FieldType.INTEGER: _("whole number"),
        FieldType.DECIMAL: _("number"),
        FieldType.BOOLEAN: _("yes or no"),
        FieldType.DATE: _("date"),
        FieldType.MONTH_DAY: _("month and day, MMDD"),
        FieldType.GRID_AREA: _("3 digits"),
        FieldType.UUID: _("UUID"),
    }
    parts = [names.get(entry.type, entry.type.value)]
    if entry.max_length is not None:
        parts.append(_("at most {count}").format(count=entry.max_length))
    if entry.scale:
        parts.append(
            ngettext("{count} decimal", "{count} decimals", entry.scale).format(count=entry.scale)
        )
    if entry.unit:
        parts.append(entry.unit)
    return ", ".join(parts)


def _responsible(entry: FieldEntry) -> str:
    return {
        Responsible.GRID_COMPANY: _("grid company"),
        Responsible.SUPPLIER: _("supplier"),
        Responsible.ENERGINET: _("Energinet"),
    }[entry.responsible]
