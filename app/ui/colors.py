"""The colours of the program in light and dark, as named tokens with a tested contrast.

One accent colour; everything else is a shade of one cool grey. A state is never told by colour
alone: a tone always comes with an icon and a text (`app.ui.widgets.badge`).

**Source**: ux § 8: text contrast 4.5:1 in both themes, palette roles instead of fixed colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a badge, banner or message means."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True)
class ToneColors:
    """The colours of a tone.

    Attributes:
        text: Colour of text and icon; readable on `fill`, on `surface` and on `window`.
        fill: Background of a badge or banner.
        line: Border of a banner.
    """

    text: str
    fill: str
    line: str


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """The colours of one theme, as "#rrggbb".

    Attributes:
        is_dark: Whether light text stands on a dark ground.
        window: Ground of the window and of the navigation.
        surface: Cards, tables, inputs.
        raised: Alternate rows, headers of tables, disabled inputs.
        hover: What the pointer is over.
        text: Text.
        muted: Labels, hints, less important text.
        disabled: Text of what cannot be used now.
        border: Hairlines between areas.
        control: Outline of inputs and buttons.
        accent: The one accent colour: main action, selection mark, focus, links.
        on_accent: Text on the accent colour.
        accent_soft: Selected rows and the current navigation entry.
        tones: Colours of the five tones.
    """

    is_dark: bool
    window: str
    surface: str
    raised: str
    hover: str
    text: str
    muted: str
    disabled: str
    border: str
    control: str
    accent: str
    on_accent: str
    accent_soft: str
    tones: dict[Tone, ToneColors]


LIGHT = Tokens(
    is_dark=False,
    window="#f3f5f6",
    surface="#ffffff",
    raised="#f7f9fa",
    hover="#e8edef",
    text="#1a2327",
    muted="#54626a",
    disabled="#8a969c",
    border="#d6dde1",
    control="#7d8a92",
    accent="#0b6a79",
    on_accent="#ffffff",
    accent_soft="#d9eef1",
    tones={
        Tone.NEUTRAL: ToneColors("#3d4b53", "#e6ebed", "#c3ccd1"),
        Tone.INFO: ToneColors("#0a578a", "#deedf8", "#a9cfea"),
        Tone.SUCCESS: ToneColors("#17673a", "#dcf2e3", "#a3d8b5"),
        Tone.WARNING: ToneColors("#7a4900", "#fdeecb", "#ecc877"),
        Tone.DANGER: ToneColors("#a41f1a", "#fce3e1", "#efb0ab"),
    },
)

DARK = Tokens(
    is_dark=True,
    window="#12171a",
    surface="#1b2226",
    raised="#20282d",
    hover="#2a343a",
    text="#e5ebee",
    muted="#9fb0b8",
    disabled="#6d7b83",
    border="#313c42",
    control="#6c7c85",
    accent="#4fc0cd",
    on_accent="#06262b",
    accent_soft="#14393f",
    tones={
        Tone.NEUTRAL: ToneColors("#c4cfd5", "#2d383e", "#46545b"),
        Tone.INFO: ToneColors("#8fcaf3", "#16334a", "#2b5778"),
        Tone.SUCCESS: ToneColors("#88d8a3", "#173926", "#2f6b46"),
        Tone.WARNING: ToneColors("#f3c667", "#3e2e0b", "#75591c"),
        Tone.DANGER: ToneColors("#ff9f98", "#4a1d1b", "#873833"),
    },
)


def luminance(color: str) -> float:
    """Return the relative luminance (0-1) of "#rrggbb" as WCAG 2 defines it."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio (1-21) of two colours as WCAG 2 defines it."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
