"""Load and validate the catalogues of fields, codes and checks.

**Source**: design § 2.1: one loader, validated at start, typed entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.catalogue.catalogue import Catalogue
from app.domain.catalogue.check_loading import load_checks
from app.domain.catalogue.code_loading import load_code_lists
from app.domain.catalogue.field_loading import load_fields

if TYPE_CHECKING:
    from pathlib import Path

FIELDS_FILE = "fields.toml"
CODES_FILE = "codes.toml"
CHECKS_FILE = "checks.toml"


def load_catalogue(rules_dir: Path) -> Catalogue:
    """Read the three files of a folder and check that they fit together.

    Args:
        rules_dir: The folder `resources/rules`, or a copy of it.

    Raises:
        CatalogueError: When a file is missing or damaged, or an entry is incomplete, misspelt or
            names something that does not exist; the message names file, entry and key.
    """
    code_lists = load_code_lists(rules_dir / CODES_FILE)
    fields = load_fields(rules_dir / FIELDS_FILE, code_lists)
    checks = load_checks(rules_dir / CHECKS_FILE, fields.fields, code_lists)
    return Catalogue(
        fields=fields.fields,
        facets=fields.facets,
        groups=fields.groups,
        code_lists=code_lists,
        checks=checks,
    )
