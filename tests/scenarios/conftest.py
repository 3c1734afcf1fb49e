"""The company file of the use cases' tests, on a day that scenarios move on from."""

from __future__ import annotations

from tests.services.conftest import clock, session

__all__ = ["clock", "session"]
