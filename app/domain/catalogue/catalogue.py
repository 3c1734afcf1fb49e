"""The rule catalogue: fields, code lists and checks, and the ways to find them.

**Source**: design § 2.1.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from app.domain.catalogue.conditions import LOGICS
from app.domain.catalogue.entries import CodeEntry, CodeList, FieldEntry, Heading, folded_name
from app.domain.errors import CatalogueError
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from app.domain.catalogue.check_entries import CheckEntry, CheckVariant

METERING_POINT_TYPES = "metering_point_type"
"""Id of the code list of metering point types, whose entries have a group from 1 to 5."""


class Catalogue:
    """The validated content of fields.toml, codes.toml and checks.toml.

    Attributes:
        fields: Every field by id, in the order of the file.
        code_lists: Every code list by id.
        checks: Every rule by id, in the order of the file.
        facet_headings: The facets in their fixed order.
        group_headings: The groups of the form in their order.
    """

    def __init__(
        self,
        *,
        fields: Mapping[str, FieldEntry],
        facets: tuple[Heading, ...],
        groups: tuple[Heading, ...],
        code_lists: Mapping[str, CodeList],
        checks: Mapping[str, CheckEntry],
    ) -> None:
        self.fields = fields
        self.facet_headings = facets
        self.group_headings = groups
        self.code_lists = code_lists
        self.checks = checks

    def field(self, field_id: str) -> FieldEntry:
        """Return a field.

        Raises:
            CatalogueError: When there is no such field.
        """
        try:
            return self.fields[field_id]
        except KeyError:
            message = _("The field catalogue has no field {field}.").format(field=field_id)
            raise CatalogueError(message) from None

    def facets(self) -> tuple[str, ...]:
        """Return the ids of the facets that are tables of periods, in their fixed order."""
        return tuple(heading.id for heading in self.facet_headings)

    def by_facet(self, facet: str) -> tuple[FieldEntry, ...]:
        """Return the fields of a facet, in the order of the file; its key fields are left out."""
        return self._by_facet.get(facet, ())

    def by_group(self, group: str) -> tuple[FieldEntry, ...]:
        """Return the fields of a group of the form, in their order there."""
        return self._by_group.get(group, ())

    def in_form_order(self) -> tuple[FieldEntry, ...]:
        """Return every field, group by group, in the order of the form."""
        return tuple(
            entry for heading in self.group_headings for entry in self.by_group(heading.id)
        )

    def code_list(self, field_id: str) -> CodeList:
        """Return the code list of a field of the type code.

        Raises:
            CatalogueError: When the field does not exist or has no code list.
        """
        entry = self.field(field_id)
        try:
            return self.code_lists[entry.code_list]
        except KeyError:
            message = _("The field {field} has no code list.").format(field=field_id)
            raise CatalogueError(message) from None

    def field_named(self, name: str) -> FieldEntry | None:
        """Return the field with this id, label or alias, in any case and punctuation, or None."""
        return self._by_name.get(folded_name(name))

    def metering_point_types(self) -> tuple[CodeEntry, ...]:
        """Return the types that forms offer and rules judge."""
        return self.code_lists[METERING_POINT_TYPES].accepted

    def format_check(self, field_id: str, operation: str) -> tuple[str, CheckVariant]:
        """Return the rule a text breaks that cannot be read into the field.

        Args:
            field_id: A field, or a column of a file that is no field of a metering point: such a
                column breaks the rule that is judged by form alone.
            operation: One of `OPERATIONS`.

        Returns:
            Rule id and variant. The severity of such a fault does not depend on the rule set, so
            the first variant that judges the operation is taken.
        """
        found = self._format_checks.get((field_id, operation))
        return self._general_format_check if found is None else found

    def law_day(self, day: date) -> date:
        """Return the first day from which the checks that hold on a day have held together."""
        return max((start for start in self._law_days if start <= day), default=date.min)

    @cached_property
    def _law_days(self) -> tuple[date, ...]:
        """Return the days on which a variant begins or ends, ascending."""
        days = {
            day
            for check in self.checks.values()
            for variant in check.variants
            for day in (variant.valid_from, variant.valid_to)
            if day is not None
        }
        return tuple(sorted(days))

    @cached_property
    def _by_facet(self) -> dict[str, tuple[FieldEntry, ...]]:
        return _grouped(self.fields.values(), lambda entry: entry.facet)

    @cached_property
    def _by_group(self) -> dict[str, tuple[FieldEntry, ...]]:
        ordered = sorted(self.fields.values(), key=lambda entry: entry.order)
        return _grouped(ordered, lambda entry: entry.group)

    @cached_property
    def _by_name(self) -> dict[str, FieldEntry]:
        return {
            folded_name(name): entry
            for entry in self.fields.values()
            for name in (entry.id, entry.label_da, entry.label_en, *entry.aliases)
        }

    @cached_property
    def _general_format_check(self) -> tuple[str, CheckVariant]:
        return next(
            (rule, variant)
            for rule, variant in self._format_checks.values()
            if variant.logic == "format"
        )

    @cached_property
    def _format_checks(self) -> dict[tuple[str, str], tuple[str, CheckVariant]]:
        found: dict[tuple[str, str], tuple[str, CheckVariant]] = {}
        for check in self.checks.values():
            for variant in check.variants:
                if not LOGICS[variant.logic].judges_format:
                    continue
                for field_id in variant.fields:
                    for operation in variant.operations:
                        found.setdefault((field_id, operation), (check.id, variant))
        return found


def _grouped(
    entries: Iterable[FieldEntry], key: Callable[[FieldEntry], str]
) -> dict[str, tuple[FieldEntry, ...]]:
    groups: dict[str, list[FieldEntry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return {name: tuple(members) for name, members in groups.items()}
