"""No text is cut off, and none is left in English when the window is Danish."""

from __future__ import annotations

import pytest

from tests.ui.page_walk import Look, walk

DANISH = Look("da")
LOOKS = (DANISH, Look("en"), Look("da", scale=1.5), Look("en", scale=1.5))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test__every_page__in_each_language_and_scale__shows_its_text_in_full(look):
    found = {page: faults for page, faults in walk(look)["clipped"].items() if faults}

    assert found == {}


def test__every_page__in_danish__says_nothing_in_english():
    found = {page: faults for page, faults in walk(DANISH)["words"].items() if faults}

    assert found == {}
