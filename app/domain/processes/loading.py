"""Read and validate `resources/rules/processes.toml`.

Everything an entry refers to is looked up while it is read: fields and facets in the field
catalogue, limits in the deadline catalogue, guards by their function, conditions by their name. A
damaged catalogue is refused at start, naming file, entry and field.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.catalogue.toml_entries import EntryReader, read_toml
from app.domain.processes.entries import (
    ChangeEntry,
    DateRule,
    EventKind,
    GuardEntry,
    GuardVariant,
    InputEntry,
    InputType,
    LimitUse,
    ObjectKind,
    ParameterValue,
    ProcessCatalogue,
    ProcessEntry,
    ReadingEntry,
    Stage,
    StepEntry,
    WindowEntry,
)
from app.domain.processes.guards import GUARDS
from app.domain.processes.situation import CONDITIONS
from app.domain.violations import Severity
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.domain.catalogue import Catalogue
    from app.domain.deadlines import DeadlineCatalogue
    from app.domain.master_data import FieldValue

_OFF = "off"
_BOTH_STAGES = tuple(stage.value for stage in Stage)
_MENUS = {"", "process", "form"}
_DERIVED_ANCHORS = {"effective_date", "started_on", "month"}
_DERIVED_PORTAL_VALUES = {"@metering_point_id", "@effective_date", "@removed_meter_number"}
_PORTAL_LISTS = {"*hand_fields", "*fields"}
_INPUT_DEFAULTS = {"", "today", "current", "physical"}


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the entries may refer to."""

    file: str
    fields: Catalogue
    deadlines: DeadlineCatalogue
    guards: Mapping[str, GuardEntry]


def load_process_catalogue(
    path: Path, fields: Catalogue, deadlines: DeadlineCatalogue
) -> ProcessCatalogue:
    """Read the process catalogue.

    Args:
        path: The file `processes.toml`.
        fields: The loaded field catalogue.
        deadlines: The loaded deadline catalogue.

    Raises:
        CatalogueError: When the file cannot be read, is not TOML, or an entry is incomplete,
            contradictory or refers to something that is not there; names file, entry and field.
    """
    content = read_toml(path)
    EntryReader(path.name, "schema", {"version": content.pop("schema_version", None)}).whole(
        "version"
    )
    guards = {
        reader.name: _guard(reader) for reader in EntryReader.tables(path.name, content, "guard")
    }
    known = _Known(file=path.name, fields=fields, deadlines=deadlines, guards=guards)
    entries: dict[str, ProcessEntry] = {}
    conflicts: dict[str, EntryReader] = {}
    for reader in EntryReader.tables(path.name, content, "process"):
        entries[reader.name] = _process(reader, known)
        conflicts[reader.name] = reader
    for kind, entry in entries.items():
        for other in sorted(entry.conflicts - set(entries)):
            conflicts[kind].fail("conflicts", _no_such(other))
    EntryReader(path.name, "", {k: v for k, v in content.items() if k not in _SECTIONS}).done()
    return ProcessCatalogue(entries)


_SECTIONS = {"guard", "process"}


def load_process_inputs(path: Path, fields: Catalogue) -> tuple[InputEntry, ...]:
    """Read only what the processes ask for, in the order of the file.

    An input of the same id may come again, since several processes ask for it.

    Args:
        path: The file `processes.toml`.
        fields: The loaded field catalogue.

    Raises:
        CatalogueError: When the file cannot be read, or an input is incomplete.
    """
    return tuple(
        _input(part, fields)
        for reader in EntryReader.tables(path.name, read_toml(path), "process")
        for part in reader.readers("input")
    )


def _no_such(name: str) -> str:
    return _("there is no {name}").format(name=name)


def _one_of(reader: EntryReader, key: str, value: str, known: set[str]) -> str:
    """Return the value, or refuse the entry when it is not known."""
    if value not in known:
        reader.fail(key, _no_such(value))
    return value


def _severity(reader: EntryReader, key: str, default: str) -> Severity | None:
    """Take a severity; "off" is None."""
    value = reader.text(key, default)
    if value == _OFF:
        return None
    known = {severity.value for severity in Severity}
    return Severity(_one_of(reader, key, value, known))


def _stages(reader: EntryReader) -> frozenset[Stage]:
    known = set(_BOTH_STAGES)
    return frozenset(
        Stage(_one_of(reader, "stages", stage, known))
        for stage in reader.texts("stages", _BOTH_STAGES)
    )


def _condition(reader: EntryReader, key: str) -> str:
    name = reader.text(key, "")
    return _one_of(reader, key, name, set(CONDITIONS)) if name else ""


def _params(reader: EntryReader) -> dict[str, ParameterValue]:
    params: dict[str, ParameterValue] = {}
    for name, value in reader.table("params").items():
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            params[name] = tuple(str(item) for item in value)
        elif isinstance(value, str | int):
            params[name] = value
        else:
            reader.fail(f"params.{name}", _("it must be a text, a number or a list of texts"))
    return params


def _guard(reader: EntryReader) -> GuardEntry:
    severity = _severity(reader, "severity", Severity.ERROR)
    guard = GuardEntry(
        id=reader.name,
        rule=reader.text("rule", reader.name),
        logic=_one_of(reader, "logic", reader.text("logic"), set(GUARDS)),
        types=frozenset(reader.texts("types", ())),
        stages=_stages(reader),
        in_menu=reader.flag("in_menu", default=False),
        severity=severity,
        severity_done=_severity(reader, "severity_done", severity or _OFF),
        field=reader.text("field", ""),
        code=reader.text("code", ""),
        source=reader.text("source"),
        text_da=reader.text("text_da"),
        text_en=reader.text("text_en"),
        params=_params(reader),
        variants=dict(_variant(part) for part in reader.readers("variant")),
    )
    if _placeholders(guard.text_da) != _placeholders(guard.text_en):
        reader.fail("text_en", _("it must use the same placeholders as text_da"))
    reader.done()
    return guard


def _placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def _variant(reader: EntryReader) -> tuple[str, GuardVariant]:
    rule_set = _one_of(reader, "rule_set", reader.text("rule_set"), {"forskrift", "datahub", "own"})
    variant = GuardVariant(
        severity=_severity(reader, "severity", Severity.ERROR),
        code=reader.text("code", ""),
        source=reader.text("source", ""),
        params=_params(reader),
    )
    reader.done()
    return rule_set, variant


def _process(reader: EntryReader, known: _Known) -> ProcessEntry:
    inputs = tuple(_input(part, known.fields) for part in reader.readers("input"))
    input_ids = {item.id for item in inputs}
    recurring = reader.flag("recurring", default=False)
    date_rule = None if recurring else _date_rule(reader, known, input_ids)
    anchors = _DERIVED_ANCHORS | input_ids
    entry = ProcessEntry(
        id=reader.name,
        brs=reader.text("brs", ""),
        label_da=reader.text("label_da"),
        label_en=reader.text("label_en"),
        description_da=reader.text("description_da"),
        description_en=reader.text("description_en"),
        source=reader.text("source"),
        object_kind=reader.choice("object_kind", ObjectKind),
        menu=_one_of(reader, "menu", reader.text("menu", ""), _MENUS),
        order=reader.whole("order", 0),
        stages=_stages(reader),
        recurring=recurring,
        guards=tuple(_guard_named(reader, name, known) for name in reader.texts("guards", ())),
        inputs=inputs,
        date_rule=date_rule,
        window=_window(reader, known, input_ids),
        changes=tuple(_change(part, known, input_ids) for part in reader.readers("change")),
        readings=tuple(_reading(part, input_ids) for part in reader.readers("reading")),
        steps=tuple(_step(part, known, anchors, input_ids) for part in reader.readers("step")),
        physical=reader.flag("physical", default=False),
        conflicts=frozenset(reader.texts("conflicts", ())),
        valid_from=reader.day("valid_from"),
    )
    if not entry.steps:
        reader.fail("step", _("it is missing"))
    reader.done()
    return entry


def _guard_named(reader: EntryReader, name: str, known: _Known) -> GuardEntry:
    _one_of(reader, "guards", name, set(known.guards))
    return known.guards[name]


def _input(reader: EntryReader, fields: Catalogue) -> InputEntry:
    field = reader.text("field", "")
    if field:
        _one_of(reader, "field", field, set(fields.fields))
    item = InputEntry(
        id=reader.text("id"),
        field=field,
        type=None if field else reader.choice("type", InputType),
        required=reader.flag("required", default=False),
        required_when=_condition(reader, "required_when"),
        stages=_stages(reader),
        unit=reader.text("unit", ""),
        scale=reader.whole("scale", 0),
        max_length=reader.optional_whole("max_length"),
        group=reader.text("group", ""),
        label_da=reader.text("label_da", "" if field else None),
        label_en=reader.text("label_en", "" if field else None),
        help_da=reader.text("help_da", ""),
        help_en=reader.text("help_en", ""),
        source=reader.text("source", "" if field else None),
        default=_one_of(reader, "default", reader.text("default", ""), _INPUT_DEFAULTS),
    )
    reader.done()
    return item


def _date_rule(owner: EntryReader, known: _Known, input_ids: set[str]) -> DateRule:
    reader = _nested(owner, "date_rule", known)
    rule = DateRule(
        input=reader.text("input"),
        add_days=reader.whole("add_days", 0),
        text_da=reader.text("text_da"),
        text_en=reader.text("text_en"),
        source=reader.text("source"),
    )
    if input_ids:
        _one_of(reader, "input", rule.input, input_ids)
    reader.done()
    return rule


def _nested(owner: EntryReader, key: str, known: _Known) -> EntryReader:
    """Return a reader for the single table nested under the key."""
    return EntryReader(known.file, f"{owner.name} {key}", owner.table(key))


def _window(owner: EntryReader, known: _Known, input_ids: set[str]) -> WindowEntry | None:
    if not owner.has("window"):
        return None
    reader = _nested(owner, "window", known)
    window = WindowEntry(
        input=reader.text("input"),
        not_before_today=reader.flag("not_before_today", default=False),
        not_before_input=reader.text("not_before_input", ""),
        earliest=_deadline(reader, "earliest", known),
        latest=_deadline(reader, "latest", known),
        text_da=reader.text("text_da"),
        text_en=reader.text("text_en"),
        source=reader.text("source"),
    )
    if window.not_before_input:
        _one_of(reader, "not_before_input", window.not_before_input, input_ids)
    reader.done()
    return window


def _deadline(reader: EntryReader, key: str, known: _Known) -> str:
    name = reader.text(key, "")
    return _one_of(reader, key, name, set(known.deadlines)) if name else ""


def _change(reader: EntryReader, known: _Known, input_ids: set[str]) -> ChangeEntry:
    facet = _one_of(reader, "id", reader.text("id"), set(known.fields.facets()))
    members = {field.id for field in known.fields.by_facet(facet)}
    values: dict[str, FieldValue] = dict.fromkeys(reader.texts("clear", ()))
    for name, value in reader.table("values").items():
        if not isinstance(value, str | int | bool):
            reader.fail(f"values.{name}", _("it must be a text, a number or true or false"))
        values[name] = value
    inputs = {name: str(source) for name, source in reader.table("inputs").items()}
    for name in (*values, *inputs):
        _one_of(reader, "values", name, members)
    for source in inputs.values():
        _one_of(reader, "inputs", source, input_ids)
    change = ChangeEntry(
        facet=facet, values=values, inputs=inputs, condition=_condition(reader, "condition")
    )
    reader.done()
    return change


def _reading(reader: EntryReader, input_ids: set[str]) -> ReadingEntry:
    meter = _one_of(reader, "meter", reader.text("meter", "in_place"), {"in_place", "new"})
    reading = ReadingEntry(
        input=_one_of(reader, "id", reader.text("id"), input_ids),
        kind=reader.text("kind"),
        of_new_meter=meter == "new",
        with_consumption=reader.flag("consumption", default=False),
    )
    reader.done()
    return reading


def _step(reader: EntryReader, known: _Known, anchors: set[str], input_ids: set[str]) -> StepEntry:
    portal_known = _DERIVED_PORTAL_VALUES | _PORTAL_LISTS | input_ids | set(known.fields.fields)
    step = StepEntry(
        id=reader.text("id"),
        event=reader.choice("event", EventKind),
        label_da=reader.text("label_da"),
        label_en=reader.text("label_en"),
        help_da=reader.text("help_da", ""),
        help_en=reader.text("help_en", ""),
        source=reader.text("source"),
        condition=_condition(reader, "condition"),
        limits=tuple(_limit(part, known, anchors) for part in reader.readers("limit")),
        by_hand=reader.flag("by_hand", default=False),
        portal_values=tuple(
            _one_of(reader, "portal_values", name, portal_known)
            for name in reader.texts("portal_values", ())
        ),
    )
    if step.event in {EventKind.REJECTED, EventKind.CANCELLED}:
        reader.fail("event", _("it carries out no step"))
    reader.done()
    return step


def _limit(reader: EntryReader, known: _Known, anchors: set[str]) -> LimitUse:
    limit = LimitUse(
        deadline=_one_of(reader, "id", reader.text("id"), set(known.deadlines)),
        anchor=_one_of(reader, "anchor", reader.text("anchor"), anchors),
        condition=_condition(reader, "condition"),
        when_missed=_deadline(reader, "when_missed", known),
    )
    reader.done()
    return limit
