"""The schema of the register: every table, built once per field catalogue.

**Source**: design §§ 1, 2.3; style 4.8.
"""

from __future__ import annotations

from app.store.schema.register import Schema, schema_for, schema_version

__all__ = ["Schema", "schema_for", "schema_version"]
