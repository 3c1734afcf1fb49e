"""The contrast of every text on every ground it stands on, in both themes."""

import pytest

from app.ui.colors import DARK, LIGHT, Tone, contrast

READABLE = 4.5
VISIBLE = 3.0


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["window", "surface", "raised", "hover", "accent_soft"])
@pytest.mark.parametrize("ink", ["text", "muted", "accent"])
def test__contrast__when_text_stands_on_a_ground__is_readable(tokens, ground, ink):
    ratio = contrast(getattr(tokens, ink), getattr(tokens, ground))

    assert ratio >= READABLE


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", list(Tone))
def test__contrast__when_a_state_is_shown__is_readable_on_its_fill_and_on_cards(tokens, tone):
    colors = tokens.tones[tone]

    for ground in (colors.fill, tokens.surface, tokens.window, tokens.raised):
        assert contrast(colors.text, ground) >= READABLE


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test__contrast__when_text_stands_on_the_accent__is_readable(tokens):
    assert contrast(tokens.on_accent, tokens.accent) >= READABLE


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["window", "surface"])
def test__contrast__when_an_input_has_an_outline__can_be_seen(tokens, ground):
    assert contrast(tokens.control, getattr(tokens, ground)) >= VISIBLE
