"""Which threes of letters to ask the search index for, and what to look at in the hits.

**Source**: tech figures behind design § 3 (FTS5 trigram). The index keeps, for every three letters
that follow each other, the list of points that have them. Walking a list costs little per entry,
reading a point's words costs fifty times as much; so the rare threes are asked for and the common
ones are looked at in what they leave. How rare they are is told by a sample of the points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WINDOWS_PER_WORD = 2
_READING_COST = 60.0
"""Cost of reading one point's words, in entries walked over in a list."""


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """How the points with all words are found.

    Attributes:
        match: What the index is asked for.
        patterns: What the words of a point must look like besides.
        share: Estimated share of all points that the index will give.
    """

    match: str
    patterns: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class _Word:
    windows: tuple[str, ...]
    pattern: str
    is_exact: bool
    share: float


def plan_search(words: Sequence[str], sample: Sequence[str]) -> SearchPlan:
    """Return how to find the points with all of the words.

    Args:
        words: Folded, at least one.
        sample: Search texts of some points.
    """
    ordered = sorted((_measured(word, sample) for word in words), key=lambda word: word.share)
    asked, looked_at = [ordered[0]], []
    share = ordered[0].share
    for word in ordered[1:]:
        if word.share < share * (1 - word.share) * _READING_COST:
            asked.append(word)
            share *= word.share
        else:
            looked_at.append(word)
    windows = dict.fromkeys(window for word in asked for window in word.windows)
    patterns = [word.pattern for word in asked if not word.is_exact]
    return SearchPlan(
        match=" AND ".join(f'"{window}"' for window in windows),
        patterns=(*patterns, *(word.pattern for word in looked_at)),
        share=share,
    )


def pattern_of(word: str) -> str:
    """Return the GLOB pattern of a search text that holds a word."""
    return f"*{_found_by(word)}*"


def _measured(word: str, sample: Sequence[str]) -> _Word:
    text = _found_by(word)
    windows = dict.fromkeys(text[start : start + 3] for start in range(len(text) - 2))
    rarest = sorted(windows, key=lambda window: _share(window, sample))[:_WINDOWS_PER_WORD]
    return _Word(
        windows=tuple(rarest),
        pattern=pattern_of(word),
        is_exact=len(text) == 3,
        share=_share(rarest[0], sample),
    )


def _share(text: str, sample: Sequence[str]) -> float:
    """Return the estimated share of points whose search text holds a text; never nothing."""
    return (sum(text in words for words in sample) + 0.5) / (len(sample) + 1)


def _found_by(word: str) -> str:
    """Return what stands in a search text for a word of a query.

    Words stand after two blanks: one letter is looked for after both, two letters after one of
    them, that is at the beginning of a word; three letters and more anywhere.
    """
    return word.rjust(3)
