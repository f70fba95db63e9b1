"""The registry of guards: every name a table may use in its cell "only if".

A table gives names; only what is registered here is ever called, so that no name in a file can
make the program import or run anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dsr.engine.guards import (
    consent,
    decision,
    ending,
    execution,
    extension,
    fee,
    identity,
    inquiries,
    questions,
    recipients,
    representation,
    second_person,
)
from dsr.engine.guards.guard import Guard

__all__ = ["GUARDS", "Guard"]

_MODULES = (
    identity,
    representation,
    questions,
    extension,
    decision,
    fee,
    consent,
    second_person,
    execution,
    inquiries,
    recipients,
    ending,
)

#: Name -> guard.
GUARDS: Mapping[str, Guard] = MappingProxyType(
    {
        thing.name: thing
        for module in _MODULES
        for thing in vars(module).values()
        if isinstance(thing, Guard)
    }
)
