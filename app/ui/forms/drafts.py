"""Drafts: what was typed in a form and not saved, kept through a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.ui.context import UiContext
    from app.ui.forms.form import Form

KEEP_AFTER_MS = 1_200


class DraftStore(Protocol):
    """Where drafts are kept; called in worker threads."""

    def load(self, key: str) -> Mapping[str, str] | None:
        """Return what was typed, by field id, or None when there is no draft."""
        ...

    def save(self, key: str, texts: Mapping[str, str]) -> None:
        """Keep a draft in the place of the one before."""
        ...

    def delete(self, key: str) -> None:
        """Forget a draft; it is no fault when there is none."""
        ...


class DraftKeeper(QObject):
    """Keeps the draft of one form a moment after each change.

    Signals:
        found: A draft of an earlier time (mapping of field id to text) that differs from the form.
    """

    found = Signal(object)

    def __init__(
        self, context: UiContext, form: Form, store: DraftStore, key: str, parent: QObject
    ) -> None:
        """Begin to keep a draft.

        Args:
            context: Runs the store's work.
            form: The form.
            store: Where drafts are kept.
            key: Name of the draft, with the record's id when it is about one.
            parent: Owner.
        """
        super().__init__(parent)
        self._context = context
        self._form = form
        self._store = store
        self._key = key
        self._is_kept = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        form.changed.connect(self._on_changed)

    def look(self) -> None:
        """Look for a draft of an earlier time."""
        key, store = self._key, self._store
        self._context.tasks.read(
            lambda _task: store.load(key), self._on_loaded, owner=self, on_error=_ignore
        )

    def forget(self) -> None:
        """Delete the draft: what was typed is saved or thrown away."""
        self._timer.stop()
        self._is_kept = False
        key, store = self._key, self._store
        self._run(lambda: store.delete(key))

    def _on_changed(self) -> None:
        if self._form.is_changed():
            self._timer.start()
        elif self._is_kept:
            self.forget()

    def _keep(self) -> None:
        if not self._form.is_changed():
            return
        self._is_kept = True
        key, store, texts = self._key, self._store, self._form.raw()
        self._run(lambda: store.save(key, texts))

    def _on_loaded(self, texts: Mapping[str, str] | None) -> None:
        if texts and dict(texts) != self._form.raw():
            self.found.emit(texts)

    def _run(self, work: Callable[[], None]) -> None:
        self._context.tasks.write(lambda _task: work(), owner=self, on_error=_ignore)


def _ignore(_error: object) -> None:
    """Let a draft that cannot be kept disturb nobody; saving the form will say what is wrong."""
