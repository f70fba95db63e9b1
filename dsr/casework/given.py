"""What was given with a step, read as what it has to be; nothing where it is something else.

That a fact is missing or of the wrong kind is the engine's to say, with every other fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date


def text_of(supplied: Mapping[str, object], name: str) -> str | None:
    """A text; None when none was given."""
    value = supplied.get(name)
    return value if isinstance(value, str) and value else None


def day_of(value: object) -> date | None:
    """A day; None for everything else."""
    return value if isinstance(value, date) else None


def mapping_of(value: object) -> Mapping[str, object]:
    """A mapping of its own; empty for everything else."""
    return dict(value) if isinstance(value, Mapping) else {}


def texts_of(value: object) -> tuple[str, ...]:
    """Several texts; none for everything else."""
    return tuple(str(part) for part in value) if isinstance(value, list | tuple) else ()
