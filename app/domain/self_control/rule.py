"""The rule of the monthly check, as it stands in `resources/rules/self_control.toml`.

**Source**: Forskrift I § 4 stk. 4-5.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.domain.catalogue.toml_entries import EntryReader, read_toml
from app.paths import rules_dir
from app.texts import pick

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

RULE_FILE = "self_control.toml"


@dataclass(frozen=True, kw_only=True)
class SelfControlRule:
    """What the regulation asks for, and how we draw.

    Attributes:
        valid_from: First day of the version of the regulation.
        minimum_sample: Points the sample holds at least; all of them when there are fewer.
        not_current_states: Connection states of points that are not current.
        source: Paragraph.
        rule_da: The rule in Danish, in our own words.
        rule_en: The rule in English.
        draw_da: How points are drawn, in Danish.
        draw_en: How points are drawn, in English.
    """

    valid_from: date
    minimum_sample: int
    not_current_states: frozenset[str]
    source: str
    rule_da: str
    rule_en: str
    draw_da: str
    draw_en: str

    @property
    def text(self) -> str:
        """Return the rule in the operator's language."""
        return pick(self.rule_da, self.rule_en)

    @property
    def draw_text(self) -> str:
        """Return how points are drawn, in the operator's language."""
        return pick(self.draw_da, self.draw_en)


@lru_cache(maxsize=4)
def load_rule(path: Path) -> SelfControlRule:
    """Read the rule from a file.

    Raises:
        CatalogueError: When the file is missing or damaged.
    """
    reader = EntryReader(path.name, "self_control", read_toml(path))
    rule = SelfControlRule(
        valid_from=reader.day("valid_from"),
        minimum_sample=reader.whole("minimum_sample"),
        not_current_states=frozenset(reader.texts("not_current_states")),
        source=reader.text("source"),
        rule_da=reader.text("rule_da"),
        rule_en=reader.text("rule_en"),
        draw_da=reader.text("draw_da"),
        draw_en=reader.text("draw_en"),
    )
    reader.done()
    return rule


def rule_in_force() -> SelfControlRule:
    """Return the rule the program works by.

    Raises:
        CatalogueError: When its file is missing or damaged.
    """
    return load_rule(rules_dir() / RULE_FILE)
