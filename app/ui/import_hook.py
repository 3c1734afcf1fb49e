"""Spares the start the reading of every module's source text.

PySide6 watches all imports that come after it and looks through the source of each module for its
own name, to know whether the module may switch features such as snake_case methods. We never switch
features, and reading SQLAlchemy's two megabytes of source costs a tenth of the start.

**Source**: `shibokensupport/feature.py` of PySide6 6.10 and 6.11; tech § 2 measures what it costs.
"""

from __future__ import annotations

import importlib
import logging

_LOG = logging.getLogger(__name__)
_QUESTION = "_mod_uses_pyside"


def quieten() -> None:
    """Answer PySide6's question for it: every module uses it, none switches features.

    When a later version asks in another way nothing happens; the start is just slower.
    """
    try:
        importlib.import_module("PySide6.QtCore")
        feature = importlib.import_module("shibokensupport.feature")
    except ImportError as error:
        _LOG.debug("import hook left alone: %s", error)
        return
    if callable(getattr(feature, _QUESTION, None)):
        setattr(feature, _QUESTION, _uses_it)


def _uses_it(_module: object) -> bool:
    return True
