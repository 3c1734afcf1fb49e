"""How a limit is put in words: the sentences of counting codes and readings, filled in.

Each sentence stands in the file once. What a person reads of a limit is put together from the
entry's own words, the sentence of its counting code and those of its open readings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.domain.deadlines.codes import Counting, Kind, Reading, Unit
from app.domain.deadlines.entries import LimitRule, LimitWords
from app.texts import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    from app.domain.catalogue.toml_entries import EntryReader


@dataclass(frozen=True, kw_only=True)
class UnitName:
    """A unit in both languages, for one and for many."""

    one_da: str
    many_da: str
    one_en: str
    many_en: str

    def danish(self, amount: int) -> str:
        """Return the amount with its unit in Danish."""
        return f"{amount} {self.one_da if amount == 1 else self.many_da}"

    def english(self, amount: int) -> str:
        """Return the amount with its unit in English."""
        return f"{amount} {self.one_en if amount == 1 else self.many_en}"


@dataclass(frozen=True, kw_only=True)
class Bound:
    """Which end of time a limit is: "at the latest" or "at the earliest"."""

    bound_da: str
    bound_en: str


@dataclass(frozen=True, kw_only=True)
class CountingText:
    """A counting code in a few words (rule) and as a sentence (text, may be empty)."""

    rule_da: str
    rule_en: str
    text_da: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class ReadingText:
    """What an open reading means for the dates."""

    text_da: str
    text_en: str


_AText = TypeVar("_AText", UnitName, Bound, CountingText, ReadingText)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The sentences that limits share, by kind, unit, counting code and reading."""

    bounds: Mapping[str, Bound]
    units: Mapping[str, UnitName]
    countings: Mapping[str, CountingText]
    readings: Mapping[str, ReadingText]


def read_unit(reader: EntryReader) -> UnitName:
    """Read the name of a unit."""
    _check_id(reader, Unit)
    return UnitName(
        one_da=reader.text("one_da"),
        many_da=reader.text("many_da"),
        one_en=reader.text("one_en"),
        many_en=reader.text("many_en"),
    )


def read_bound(reader: EntryReader) -> Bound:
    """Read the word for a kind of limit."""
    _check_id(reader, Kind)
    return Bound(bound_da=reader.text("bound_da"), bound_en=reader.text("bound_en"))


def read_counting(reader: EntryReader) -> CountingText:
    """Read the words of a counting code."""
    _check_id(reader, Counting)
    text_da, text_en = reader.text("text_da", ""), reader.text("text_en", "")
    if bool(text_da) != bool(text_en):
        reader.fail("text_en", _("it must be given in both languages or in none"))
    return CountingText(
        rule_da=reader.text("rule_da"),
        rule_en=reader.text("rule_en"),
        text_da=text_da,
        text_en=text_en,
    )


def read_reading(reader: EntryReader) -> ReadingText:
    """Read the words of an open reading."""
    _check_id(reader, Reading)
    return ReadingText(text_da=reader.text("text_da"), text_en=reader.text("text_en"))


def _check_id(reader: EntryReader, known: type[StrEnum]) -> None:
    if reader.name not in set(known):
        reader.fail("id", _("it is not one of {known}").format(known=", ".join(known)))


def limit_words(reader: EntryReader, rule: LimitRule, wording: Wording) -> LimitWords:
    """Return what a person reads of a limit.

    Raises:
        CatalogueError: When a text, or the sentence of a code, is missing.
    """
    danish, english = _placeholders(reader, rule, wording)
    counting = _sentence(reader, "counting", rule.counting, wording.countings)
    general_da, general_en = _general_sentences(reader, rule, counting, wording)
    return LimitWords(
        text_da=reader.text("text_da"),
        text_en=reader.text("text_en"),
        rule_da=counting.rule_da.format(**danish),
        rule_en=counting.rule_en.format(**english),
        explanation_da=_joined(reader.text("explanation_da"), danish, general_da),
        explanation_en=_joined(reader.text("explanation_en"), english, general_en),
        applies_when_da=reader.text("applies_when_da"),
        applies_when_en=reader.text("applies_when_en"),
        follow_up_da=reader.text("follow_up_da", ""),
        follow_up_en=reader.text("follow_up_en", ""),
    )


def _placeholders(
    reader: EntryReader, rule: LimitRule, wording: Wording
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what fills the sentences, in Danish and in English."""
    unit = _sentence(reader, "unit", rule.unit, wording.units)
    bound = _sentence(reader, "kind", rule.kind, wording.bounds)
    danish = {"quantity": unit.danish(rule.amount), "anchor": rule.anchor.text_da}
    english = {"quantity": unit.english(rule.amount), "anchor": rule.anchor.text_en}
    amount = {"amount": str(rule.amount)}
    return (
        {**amount, **danish, "bound": bound.bound_da},
        {**amount, **english, "bound": bound.bound_en},
    )


def _general_sentences(
    reader: EntryReader, rule: LimitRule, counting: CountingText, wording: Wording
) -> tuple[list[str], list[str]]:
    """Return the sentences of the counting code and of the readings; none when not computed."""
    if not rule.computed:
        return [], []
    readings = [
        _sentence(reader, field, reading, wording.readings)
        for field, reading in (
            ("safe_reading", rule.safe_reading),
            ("lenient_reading", rule.lenient_reading),
        )
        if reading not in {Reading.SAME, Reading.NOT_APPLICABLE}
    ]
    texts: list[CountingText | ReadingText] = [counting, *readings]
    return [text.text_da for text in texts], [text.text_en for text in texts]


def _sentence(reader: EntryReader, key: str, code: str, texts: Mapping[str, _AText]) -> _AText:
    if code not in texts:
        reader.fail(key, _("the file has no words for {code}").format(code=code))
    return texts[code]


def _joined(own: str, words: Mapping[str, str], templates: Iterable[str]) -> str:
    """Return the entry's own sentences followed by the general ones."""
    return " ".join([own, *(template.format(**words) for template in templates if template)])
