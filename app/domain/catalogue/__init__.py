"""The rule catalogues: fields, code lists and checks as typed, validated entries.

**Source**: design §§ 2.1 and 2.2.
"""

from app.domain.catalogue.catalogue import METERING_POINT_TYPES, Catalogue
from app.domain.catalogue.check_entries import (
    OPERATIONS,
    RULE_SETS,
    CheckEntry,
    CheckVariant,
    Condition,
)
from app.domain.catalogue.conditions import CONDITIONS, LOGICS, LogicSpec, Presence
from app.domain.catalogue.entries import (
    IDENTITY_FACET,
    PERIOD_FACET,
    CodeEntry,
    CodeList,
    FieldEntry,
    FieldType,
    Heading,
    Responsible,
    folded_name,
)
from app.domain.catalogue.loading import load_catalogue

__all__ = [
    "CONDITIONS",
    "IDENTITY_FACET",
    "LOGICS",
    "METERING_POINT_TYPES",
    "OPERATIONS",
    "PERIOD_FACET",
    "RULE_SETS",
    "Catalogue",
    "CheckEntry",
    "CheckVariant",
    "CodeEntry",
    "CodeList",
    "Condition",
    "FieldEntry",
    "FieldType",
    "Heading",
    "LogicSpec",
    "Presence",
    "Responsible",
    "folded_name",
    "load_catalogue",
]
