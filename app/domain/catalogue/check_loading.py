"""Load the check catalogue.

**Source**: `resources/rules/checks.toml`. What stands at the top of an entry is the default for
its variants; an entry without variants is its own single variant. A text that several entries
share stands once under `[text.<name>]`.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from app.domain.catalogue.catalogue import METERING_POINT_TYPES
from app.domain.catalogue.check_entries import (
    OPERATIONS,
    RULE_SETS,
    CheckEntry,
    CheckVariant,
    Condition,
    ParameterValue,
)
from app.domain.catalogue.conditions import (
    COMMON_PLACEHOLDERS,
    CONDITIONS,
    LOGICS,
    ConditionKind,
    LogicSpec,
)
from app.domain.catalogue.entries import CodeList, FieldEntry, FieldType
from app.domain.catalogue.toml_entries import EntryReader, read_toml
from app.domain.violations import Severity
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

_BY_TYPE = "@"
_COVERED_BY = {"pattern": "max_length"}
"""A pattern says how long a text may be too."""

_FORMAT = "format"
_EVERY_POINT = "any"
_EVERY_ACCEPTED_TYPE = "all"
_DEFAULT_RULE_SET = "forskrift"
_OWN_RULE_SET = "own"


@dataclass(frozen=True, slots=True)
class _Context:
    file: str
    fields: Mapping[str, FieldEntry]
    code_lists: Mapping[str, CodeList]
    texts: Mapping[str, tuple[str, str]]
    named: Mapping[str, frozenset[str]]
    versions: Mapping[str, date]


def load_checks(
    path: Path, fields: Mapping[str, FieldEntry], code_lists: Mapping[str, CodeList]
) -> dict[str, CheckEntry]:
    """Read every rule of the file, in its order.

    Raises:
        CatalogueError: See `load_catalogue`.
    """
    content = read_toml(path)
    texts = {
        reader.name: (reader.text("da"), reader.text("en"))
        for reader in EntryReader.tables(path.name, content, "text", required=False)
    }
    named = _named_by_logic(EntryReader.tables(path.name, content, "check"))
    dates = EntryReader(path.name, "version", content).table("applies_from")
    versions = EntryReader(path.name, "applies_from", dates)
    context = _Context(
        path.name, fields, code_lists, texts, named, {name: versions.day(name) for name in dates}
    )
    checks = {
        reader.name: _check(reader, context)
        for reader in EntryReader.tables(path.name, content, "check")
    }
    _require_format_checks(path.name, checks, fields)
    return checks


def _check(reader: EntryReader, context: _Context) -> CheckEntry:
    note_da, note_en = reader.text("note_da", ""), reader.text("note_en", "")
    if bool(note_da) != bool(note_en):
        reader.fail("note_da", _("a note must be given in both languages"))
    defaults = reader.rest("variants")
    variants = reader.tables_of("variants") or ({},)
    return CheckEntry(
        id=reader.name,
        note_da=note_da,
        note_en=note_en,
        variants=tuple(
            _variant(EntryReader(context.file, name, _laid_over(defaults, variant)), context)
            for name, variant in (
                (reader.name if len(variants) == 1 else f"{reader.name} variant {number}", variant)
                for number, variant in enumerate(variants, start=1)
            )
        ),
    )


def _laid_over(
    defaults: Mapping[str, object], variant: Mapping[str, object]
) -> Mapping[str, object]:
    """Return the variant with what it does not say itself taken from the entry."""
    replaced = {"da", "en"} if "text" in variant else {"text"} if "da" in variant else set()
    kept = {key: value for key, value in defaults.items() if key not in replaced}
    return {**kept, **variant}


def _variant(reader: EntryReader, context: _Context) -> CheckVariant:
    logic = reader.text("logic")
    spec = LOGICS.get(logic)
    if spec is None:
        reader.fail("logic", _("the logic {name} does not exist").format(name=logic))
    text_da, text_en = _texts(reader, context)
    source, valid_from = reader.text("source"), reader.optional_day("valid_from")
    variant = CheckVariant(
        rule_sets=_rule_sets(reader),
        operations=_known(reader, "operations", OPERATIONS, OPERATIONS),
        logic=logic,
        fields=_fields(reader, logic, context),
        types=_types(reader, context),
        when=_conditions(reader, context),
        severity=reader.choice("severity", Severity),
        code=_rejection_code(reader, context),
        source=source,
        text_da=text_da,
        text_en=text_en,
        params=_params(reader, spec),
        applies_from=valid_from or _version(source, context),
        valid_from=valid_from,
        valid_to=reader.optional_day("valid_to"),
    )
    reader.done()
    _refuse_unknown_codes(reader, variant, context)
    for key, text in (("da", text_da), ("en", text_en)):
        _refuse_unknown_placeholders(reader, key, text, spec)
    return variant


def _version(source: str, context: _Context) -> date | None:
    """Return the day of the document the source begins with, or None."""
    return next((day for name, day in context.versions.items() if source.startswith(name)), None)


def _named_by_logic(readers: Iterable[EntryReader]) -> dict[str, frozenset[str]]:
    """Return the fields named one by one under each logic.

    For "format" they are the fields whose unreadable texts any entry judges.
    """
    named: dict[str, set[str]] = {}
    for reader in readers:
        defaults = reader.rest("variants")
        for variant in reader.tables_of("variants") or ({},):
            merged = _laid_over(defaults, variant)
            logic, fields = str(merged.get("logic", "")), merged.get("fields", [])
            own = {str(name) for name in fields} if isinstance(fields, list) else set()
            spec = LOGICS.get(logic)
            judges_format = spec is not None and spec.judges_format
            for name in (logic, _FORMAT if judges_format else "", _COVERED_BY.get(logic, "")):
                named.setdefault(name, set()).update(own)
    return {logic: frozenset(fields) for logic, fields in named.items()}


def _fields(reader: EntryReader, logic: str, context: _Context) -> tuple[str, ...]:
    """Return the fields; "@text" stands for those of the type no entry with the logic names."""
    known = (*context.fields, *(f"{_BY_TYPE}{kind.value}" for kind in FieldType))
    named = context.named.get(logic, frozenset())
    fields: list[str] = []
    for name in _known(reader, "fields", known):
        if not name.startswith(_BY_TYPE):
            fields.append(name)
            continue
        kind = name.removeprefix(_BY_TYPE)
        fields += [
            entry.id
            for entry in context.fields.values()
            if entry.type.value == kind and entry.id not in named
        ]
    return tuple(fields)


def _texts(reader: EntryReader, context: _Context) -> tuple[str, str]:
    if not reader.has("text"):
        return reader.text("da"), reader.text("en")
    name = reader.text("text")
    if name not in context.texts:
        reader.fail("text", _("the text {name} does not exist").format(name=name))
    return context.texts[name]


def _rule_sets(reader: EntryReader) -> tuple[str, ...]:
    """Return the rule sets; what holds for the regulations also holds for the operator's own."""
    named = _known(reader, "rule_sets", RULE_SETS, RULE_SETS)
    follows = _DEFAULT_RULE_SET in named and _OWN_RULE_SET not in named
    return (*named, _OWN_RULE_SET) if follows else named


def _known(
    reader: EntryReader,
    key: str,
    known: tuple[str, ...],
    default: tuple[str, ...] | None = None,
) -> tuple[str, ...]:
    values = reader.texts(key, default)
    if not values:
        reader.fail(key, _("the list is empty"))
    for value in values:
        if value not in known:
            reader.fail(key, _("{value} does not exist").format(value=value))
    return values


def _types(reader: EntryReader, context: _Context) -> frozenset[str] | None:
    """Return the types; "all" is every accepted type, "-E17" takes one out, "any" is no limit."""
    code_list = context.code_lists[METERING_POINT_TYPES]
    named = reader.texts("types", (_EVERY_ACCEPTED_TYPE,))
    if named == (_EVERY_POINT,):
        return None
    types: set[str] = set()
    for name in named:
        code = name.removeprefix("-")
        if name == _EVERY_ACCEPTED_TYPE:
            types.update(entry.key for entry in code_list.accepted)
        elif code not in code_list:
            reader.fail("types", _("{value} does not exist").format(value=code))
        elif name != code:
            types.discard(code)
        else:
            types.add(code)
    return frozenset(types)


def _conditions(reader: EntryReader, context: _Context) -> tuple[Condition, ...]:
    conditions = []
    for name, value in reader.table("when").items():
        spec = CONDITIONS.get(name)
        if spec is None:
            reader.fail("when", _("the condition {name} does not exist").format(name=name))
        takes_codes = spec.kind in {
            ConditionKind.CODE_IN,
            ConditionKind.CODE_NOT_IN,
            ConditionKind.PREVIOUS_CODE_IN,
        }
        if not takes_codes and isinstance(value, bool):
            conditions.append(Condition(name, expected=value))
        elif takes_codes and isinstance(value, list) and value:
            codes = context.code_lists[context.fields[spec.field].code_list]
            for code in value:
                if code not in codes:
                    reader.fail("when", _("{value} does not exist").format(value=code))
            conditions.append(Condition(name, tuple(value)))
        else:
            reader.fail("when", _("the condition {name} has a wrong value").format(name=name))
    return tuple(conditions)


def _rejection_code(reader: EntryReader, context: _Context) -> str:
    code = reader.text("code", "")
    codes = context.code_lists.get("rejection_code")
    if code and codes is not None and code not in codes:
        reader.fail("code", _("{value} does not exist").format(value=code))
    return code


def _params(reader: EntryReader, spec: LogicSpec) -> dict[str, ParameterValue]:
    given = reader.table("params")
    for name in spec.params:
        if name not in given and name not in spec.optional:
            reader.fail("params", _("the parameter {name} is missing").format(name=name))
    params: dict[str, ParameterValue] = {}
    for name, value in given.items():
        typed = tuple(value) if isinstance(value, list) else value
        if type(typed) is not spec.params.get(name) or not isinstance(typed, int | str | tuple):
            reader.fail("params", _("the parameter {name} does not fit").format(name=name))
        params[name] = typed
    if "pattern" in params:
        _compile(reader, str(params["pattern"]))
    return params


def _compile(reader: EntryReader, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        reader.fail("params", _("the pattern is wrong: {reason}").format(reason=error))


def _refuse_unknown_codes(reader: EntryReader, variant: CheckVariant, context: _Context) -> None:
    """Refuse lists of codes that the field's own list does not have."""
    for field_id in variant.fields:
        entry = context.fields[field_id]
        if variant.logic in {"in_list", "known_only"} and entry.type is not FieldType.CODE:
            reader.fail("fields", _("the field {name} has no code list").format(name=field_id))
        if entry.type is not FieldType.CODE:
            continue
        codes = context.code_lists[entry.code_list]
        for name in ("allowed", "refused") if variant.logic in _JUDGES_OWN_CODES else ():
            for code in _as_tuple(variant.params.get(name, ())):
                if code not in codes:
                    reader.fail("params", _("{value} does not exist").format(value=code))


_JUDGES_OWN_CODES = frozenset({"one_of", "none_of", "not_changed_to", "parent_net_settled"})


def _as_tuple(value: ParameterValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _refuse_unknown_placeholders(reader: EntryReader, key: str, text: str, spec: LogicSpec) -> None:
    known = COMMON_PLACEHOLDERS | spec.placeholders
    try:
        names = [name for _text, name, _spec, _conversion in string.Formatter().parse(text)]
    except ValueError as error:
        reader.fail(key, str(error))
    for name in names:
        if name is not None and name not in known:
            reader.fail(key, _("the placeholder {name} does not exist").format(name=name))


def _require_format_checks(
    file: str, checks: Mapping[str, CheckEntry], fields: Mapping[str, FieldEntry]
) -> None:
    """Refuse a catalogue without a rule for a field's unreadable texts."""
    judged = {
        (field_id, operation)
        for check in checks.values()
        for variant in check.variants
        if LOGICS[variant.logic].judges_format
        for field_id, operation in product(variant.fields, variant.operations)
    }
    for field_id, operation in product(fields, OPERATIONS):
        if (field_id, operation) not in judged:
            reader = EntryReader(file, field_id, {})
            reader.fail("logic", _("no check judges a text that cannot be read into the field"))
