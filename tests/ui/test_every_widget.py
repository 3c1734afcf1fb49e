"""Every interactive widget of every page and dialog has a stable name and an accessible name."""

from __future__ import annotations

import pytest

from tests.ui.page_walk import Look, walk

ENGLISH = Look("en")


@pytest.mark.parametrize("fault", ["names", "keys"])
def test__every_page__in_english__has_named_widgets_and_keys_that_lead_to_one(fault):
    found = {page: faults for page, faults in walk(ENGLISH)[fault].items() if faults}

    assert found == {}
