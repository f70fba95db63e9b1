"""The tiny language of row facts: ``column``, ``column == literal``, ``fk -> table.column``.

A mapping may say no more than this; nothing is ever evaluated as code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_COLUMN = re.compile(rf"^({_NAME})$")
_EQUALS = re.compile(rf"^({_NAME})\s*==\s*(?:'([^']*)'|(-?\d+)|(true|false))$")
_FOLLOW = re.compile(rf"^({_NAME})\s*->\s*({_NAME})\.({_NAME})$")


@dataclass(frozen=True)
class Fact:
    """A parsed fact. ``literal`` is set for a comparison, ``table`` and ``target`` for a lookup."""

    column: str
    literal: str | int | bool | None = None
    table: str | None = None
    target: str | None = None


def parse_fact(text: str) -> Fact | None:
    """The fact, or None when the text is not in the language."""
    text = text.strip()
    if found := _COLUMN.match(text):
        return Fact(found[1])
    if found := _FOLLOW.match(text):
        return Fact(found[1], table=found[2], target=found[3])
    if found := _EQUALS.match(text):
        return Fact(found[1], literal=_literal(found))
    return None


def _literal(found: re.Match[str]) -> str | int | bool:
    if found[2] is not None:
        return found[2]
    if found[3] is not None:
        return int(found[3])
    return found[4] == "true"


def follow(text: str) -> Fact:
    """A fact that is known to parse (the loader has checked it). Raises ValueError otherwise."""
    fact = parse_fact(text)
    if fact is None:
        raise ValueError(f"not a row fact: {text}")
    return fact
