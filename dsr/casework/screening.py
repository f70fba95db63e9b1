"""An import held against the suppression list and the ledger before it is let in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dsr.casework.ledger import key_hash
from dsr.casework.office import Office

SUPPRESSED = "suppressed"
ERASED_CONTACT = "erased_contact_point"
ERASED_KEY = "erased_key"
#: At least this many digits make a number that one can call.
_FEWEST_DIGITS = 7
_PHONE = re.compile(r"[+(]?[\d\s()/.\-\u00a0]+")


@dataclass(frozen=True)
class Hit:
    """A line of the file and what is wrong with it. The line's number is all that is told."""

    line: int
    why: tuple[str, ...]


def screen(
    office: Office, lines: Iterable[tuple[int, Mapping[str, str]]], key_columns: Sequence[str]
) -> tuple[Hit, ...]:
    """Lines with a suppressed contact point, an erased person's contact point or key.

    lines: number and cells by column. key_columns: where identity keys of a register stand.
    """
    suppressed = office.store.suppressions()
    erasures = office.store.erasures()
    marks = {mark for one in erasures for kept in one.marks.values() for mark in kept}
    keys = {(one.register, hashed) for one in erasures for hashed in one.keys}
    registers = sorted({register for register, _ in keys})
    hits = []
    for number, cells in lines:
        hashes = {office.hash_contact(cell) for cell in cells.values() if is_contact(cell)}
        why = [SUPPRESSED] if hashes & suppressed.keys() else []
        why += [ERASED_CONTACT] if hashes & marks else []
        named = [cells.get(column, "").strip() for column in key_columns]
        if any((r, key_hash(office, r, key)) in keys for key in named if key for r in registers):
            why.append(ERASED_KEY)
        if why:
            hits.append(Hit(number, tuple(why)))
    return tuple(hits)


def is_contact(text: str) -> bool:
    """An e-mail address, or a number however it is written."""
    text = text.strip()
    if "@" in text:
        return True
    digits = sum(c.isdigit() for c in text)
    return digits >= _FEWEST_DIGITS and _PHONE.fullmatch(text) is not None
