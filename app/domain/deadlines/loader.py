"""Read and validate `resources/rules/deadlines.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.domain.catalogue.toml_entries import EntryReader, read_toml
from app.domain.deadlines.codes import (
    DATELESS,
    AnchorCondition,
    AnchorSnap,
    Certainty,
    Counting,
    DayRoll,
    Direction,
    GridRole,
    Kind,
    Reading,
    Responsible,
    RuleSet,
    Unit,
)
from app.domain.deadlines.consistency import check_citation, check_entry, check_variant
from app.domain.deadlines.entries import (
    Anchor,
    DateRuleEntry,
    DeadlineCatalogue,
    DeadlineEntry,
    DeadlineVariant,
    LimitRule,
    SourceDocument,
)
from app.domain.deadlines.wording import (
    Wording,
    limit_words,
    read_bound,
    read_counting,
    read_reading,
    read_unit,
)
from app.domain.errors import CatalogueError
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SCHEMA_VERSION = 1

_DEFAULT_LEAD = "default"

_SECTIONS = frozenset(
    {
        "schema_version",
        "warning_lead",
        "document",
        "anchor",
        "unit",
        "kind",
        "counting",
        "reading",
        "deadline",
        "date_rule",
    }
)
_LEAD_IN_WORKING_DAYS = frozenset(
    {Counting.SAME_DAY, Counting.DAY_BEFORE, Counting.HOURS, Counting.OPEN}
)

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, kw_only=True)
class _WarningLead:
    """The warning lead of limits that name none.

    Attributes:
        working_days: Lead of limits in working days, on the day itself, in hours or at once.
        calendar_days: Lead of limits of `from_days` to `to_days` calendar days.
    """

    working_days: int
    calendar_days: int
    from_days: int
    to_days: int


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """What the entries of the file refer to."""

    documents: Mapping[str, SourceDocument]
    anchors: Mapping[str, Anchor]
    wording: Wording
    lead: _WarningLead


def load_deadline_catalogue(path: Path) -> DeadlineCatalogue:
    """Read the deadline catalogue.

    Args:
        path: The file `deadlines.toml`.

    Raises:
        CatalogueError: When the file cannot be read, is not TOML, or an entry is incomplete,
            contradictory or refers to something that is not there; names file, entry and field.
    """
    content = read_toml(path)
    _check_parts(path, content)
    shared = _Shared(
        documents=_section(path, content, "document", _document),
        anchors=_section(path, content, "anchor", _anchor),
        wording=Wording(
            bounds=_section(path, content, "kind", read_bound),
            units=_section(path, content, "unit", read_unit),
            countings=_section(path, content, "counting", read_counting),
            readings=_section(path, content, "reading", read_reading),
        ),
        lead=_default_lead(path, content),
    )
    return DeadlineCatalogue(
        _section(path, content, "deadline", lambda reader: _deadline(reader, shared)),
        date_rules=_section(path, content, "date_rule", lambda reader: _date_rule(reader, shared)),
        anchors=shared.anchors,
        documents=shared.documents,
    )


def _default_lead(path: Path, content: Mapping[str, object]) -> _WarningLead:
    leads = _section(path, content, "warning_lead", _warning_lead)
    if set(leads) != {_DEFAULT_LEAD}:
        message = _("In the rule catalogue {file}, warning_lead must have the one entry {entry}.")
        raise CatalogueError(message.format(file=path.name, entry=_DEFAULT_LEAD))
    return leads[_DEFAULT_LEAD]


def _check_parts(path: Path, content: Mapping[str, object]) -> None:
    if content.get("schema_version") != SCHEMA_VERSION:
        message = _("In the rule catalogue {file}, schema_version must be {version}.")
        raise CatalogueError(message.format(file=path.name, version=SCHEMA_VERSION))
    unknown = sorted(set(content) - _SECTIONS)
    if unknown:
        message = _("The rule catalogue {file} has an unknown part {part}.")
        raise CatalogueError(message.format(file=path.name, part=unknown[0]))


def _section(
    path: Path, content: Mapping[str, object], kind: str, make: Callable[[EntryReader], _Entry]
) -> dict[str, _Entry]:
    """Return the entries of one kind by id, in the order of the file."""
    entries: dict[str, _Entry] = {}
    for reader in EntryReader.tables(path.name, content, kind):
        entries[reader.name] = make(reader)
        reader.done()
    return entries


def _warning_lead(reader: EntryReader) -> _WarningLead:
    return _WarningLead(
        working_days=_natural(reader, "working_days"),
        calendar_days=_natural(reader, "calendar_days"),
        from_days=_natural(reader, "from_days"),
        to_days=_natural(reader, "to_days"),
    )


def _document(reader: EntryReader) -> SourceDocument:
    return SourceDocument(
        id=reader.name,
        title_da=reader.text("title_da"),
        title_en=reader.text("title_en"),
        cited_as=reader.text("cited_as"),
        valid_from=reader.optional_day("valid_from"),
        superseded=reader.flag("superseded", default=False),
    )


def _anchor(reader: EntryReader) -> Anchor:
    return Anchor(
        id=reader.name,
        text_da=reader.text("text_da"),
        text_en=reader.text("text_en"),
        snap=reader.choice("snap", AnchorSnap, AnchorSnap.NONE),
    )


def _deadline(reader: EntryReader, shared: _Shared) -> DeadlineEntry:
    process = reader.text("process")
    document = _referred(reader, "source_document", shared.documents)
    rule = _rule(reader, shared)
    lead_working_days, lead_calendar_days = _lead(reader, shared.lead, rule)
    entry = DeadlineEntry(
        **vars(rule),
        **vars(limit_words(reader, rule, shared.wording)),
        id=reader.name,
        process=process,
        applies_to=reader.texts("applies_to", (process,)),
        responsible=reader.choice("responsible", Responsible),
        grid_role=reader.choice("grid_role", GridRole),
        source=reader.text("source"),
        source_document=document,
        certainty=reader.choice("certainty", Certainty),
        valid_from=reader.optional_day("valid_from") or document.valid_from,
        valid_to=reader.optional_day("valid_to"),
        lead_working_days=lead_working_days,
        lead_calendar_days=lead_calendar_days,
        reminder_days=reader.wholes("reminder_days", ()),
        variants=tuple(_variant(variant) for variant in reader.readers("variant")),
    )
    check_entry(reader, entry)
    return entry


def _rule(reader: EntryReader, shared: _Shared) -> LimitRule:
    return LimitRule(
        kind=reader.choice("kind", Kind),
        anchor=_referred(reader, "anchor", shared.anchors),
        direction=reader.choice("direction", Direction),
        amount=_natural(reader, "amount"),
        unit=reader.choice("unit", Unit),
        counting=reader.choice("counting", Counting),
        safe_reading=reader.choice("safe_reading", Reading),
        lenient_reading=reader.choice("lenient_reading", Reading),
        day_roll=reader.choice("day_roll", DayRoll),
        computed=reader.flag("computed", default=True),
        anchor_condition=reader.choice("anchor_condition", AnchorCondition, AnchorCondition.ALWAYS),
    )


def _lead(
    reader: EntryReader, by_rule: _WarningLead, rule: LimitRule
) -> tuple[int | None, int | None]:
    """Return the warning lead in working days or in calendar days; neither without a last day.

    An entry's own lead goes before the one by rule.
    """
    if reader.has("lead_working_days"):
        return _natural(reader, "lead_working_days"), None
    if reader.has("lead_calendar_days"):
        return None, _natural(reader, "lead_calendar_days")
    is_dateless = rule.counting in DATELESS and rule.counting is not Counting.OPEN
    if rule.kind is Kind.EARLIEST or is_dateless or not rule.computed:
        return None, None
    if rule.unit is Unit.WORKING_DAY or rule.counting in _LEAD_IN_WORKING_DAYS:
        return by_rule.working_days, None
    if rule.unit is Unit.CALENDAR_DAY and by_rule.from_days <= rule.amount <= by_rule.to_days:
        return None, by_rule.calendar_days
    return reader.fail("lead_calendar_days", _("it is missing, and no rule gives a warning lead"))


def _variant(reader: EntryReader) -> DeadlineVariant:
    amount = _natural(reader, "amount") if reader.has("amount") else None
    variant = DeadlineVariant(
        rule_set=reader.choice("rule_set", RuleSet),
        text_da=reader.text("text_da"),
        text_en=reader.text("text_en"),
        source=reader.text("source"),
        certainty=reader.choice("certainty", Certainty),
        amount=amount,
        unit=None if amount is None else reader.choice("unit", Unit),
        counting=None if amount is None else reader.choice("counting", Counting),
        reading=reader.choice("reading", Reading, Reading.SAME),
        valid_from=reader.optional_day("valid_from"),
    )
    check_variant(reader, variant)
    reader.done()
    return variant


def _date_rule(reader: EntryReader, shared: _Shared) -> DateRuleEntry:
    document = _referred(reader, "source_document", shared.documents)
    entry = DateRuleEntry(
        id=reader.name,
        process=reader.text("process"),
        text_da=reader.text("text_da"),
        text_en=reader.text("text_en"),
        source=reader.text("source"),
        source_document=document,
        valid_from=reader.optional_day("valid_from") or document.valid_from,
    )
    check_citation(reader, entry.source, document)
    return entry


def _referred(reader: EntryReader, key: str, entries: Mapping[str, _Entry]) -> _Entry:
    """Return another entry of the file by the id that stands under the key."""
    entry_id = reader.text(key)
    if entry_id not in entries:
        reader.fail(key, _("the file has no entry {entry}").format(entry=entry_id))
    return entries[entry_id]


def _natural(reader: EntryReader, key: str) -> int:
    """Return a whole number that is not negative."""
    number = reader.whole(key)
    if number < 0:
        reader.fail(key, _("it must not be negative"))
    return number
