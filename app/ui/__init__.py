"""The window: PySide6 only lives here. Knows services and domain values, never SQL or files."""

from __future__ import annotations

from app.ui import import_hook

import_hook.quieten()
