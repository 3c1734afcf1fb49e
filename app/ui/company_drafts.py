"""Drafts of forms, kept in the company file so that they survive a crash and move with it.

**Source**: ux § 1 row 6: drafts kept through crash and close.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.ui.context import UiContext


class CompanyDrafts:
    """The `DraftStore` of one area of the window.

    A file that is open read-only keeps no drafts: the form can be looked at but not saved either.
    """

    def __init__(self, context: UiContext, area: str) -> None:
        self._context = context
        self._area = area

    def load(self, key: str) -> Mapping[str, str] | None:
        """Return what was typed, by field id, or None when there is no draft."""
        draft = drafts.load(self._context.session, self._area, key)
        return None if draft is None else draft.payload

    def save(self, key: str, texts: Mapping[str, str]) -> None:
        """Keep a draft in the place of the one before."""
        if not self._context.session.company_file.read_only:
            drafts.save(self._context.session, self._area, key, texts)

    def delete(self, key: str) -> None:
        """Forget a draft."""
        if not self._context.session.company_file.read_only:
            drafts.discard(self._context.session, self._area, key)
