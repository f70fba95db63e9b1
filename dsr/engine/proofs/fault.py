"""How a property that does not hold is told."""

from __future__ import annotations

from dsr.errors import Fault


def broken(code: str, place: str, sentence: str) -> Fault:
    """The fault of a property: its code is ``check.<code>``."""
    return Fault(f"check.{code}", place, sentence)
