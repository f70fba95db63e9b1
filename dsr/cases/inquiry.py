"""A person asked as a register: what was asked of whom, by when, and what came back.

Where data live with somebody and in no system (a masseur's own notebook, a processor's archive),
the register is a person. Every question is an inquiry, kept among the case's facts under
``inquiries``: ``{register: {…the newest…, "earlier": [{…}, …]}}``, days as ISO strings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum

from dsr.cases.decision import Action

#: The fact of a case that holds its inquiries.
INQUIRIES = "inquiries"
#: True where data came to light in a register after identity was accepted for less.
FOUND_AFTER_IDENTITY = "found_after_identity"
_EARLIER = "earlier"
_GONE = frozenset({Action.ERASE, Action.ANONYMISE})


class What(StrEnum):
    """What a person is asked to do."""

    SEARCH = "search"  # look whether anything is held, and return it
    COPY = "copy"  # return what is held
    CHANGE = "change"  # do what was decided


class Answer(StrEnum):
    """What came back."""

    DONE = "done"
    NOTHING_FOUND = "nothing_found"
    EXCEPTION = "exception"  # it cannot be done, with a reason; the officer decides on it


@dataclass(frozen=True)
class Returned:
    """A file that came back. digest: SHA-256 in the vault. kind: ``pdf``, ``png``, …, as seen in
    its bytes. Its name outside is kept nowhere: it may well be a person's."""

    digest: str
    group: str
    kind: str
    size: int

    @property
    def key(self) -> str:
        """The row's key in the register's data group."""
        return self.digest[:16]


@dataclass(frozen=True)
class Change:
    """One decision that a person was told to carry out. rows: empty for the whole group."""

    group: str
    action: str
    rows: tuple[str, ...] = ()

    def removes(self, code: str, key: str) -> bool:
        """Whether, once done, this row is there no more. code: ``register.group``."""
        meant = self.group in (code, "*") and (not self.rows or key in self.rows)
        return meant and self.action in _GONE


@dataclass(frozen=True)
class Inquiry:
    """One question to a person. order: the id of the order that a change carries out; ``""`` else.

    letters: digests of the letter and its reminders in the vault. settled: why the officer goes on
    after an exception.
    """

    what: What
    asked_on: date
    asked_by: str
    due_on: date
    round: int = 1
    letters: tuple[str, ...] = ()
    order: str = ""
    changes: tuple[Change, ...] = ()
    reminded_on: tuple[date, ...] = ()
    answer: Answer | None = None
    answered_on: date | None = None
    reason: str = ""
    files: tuple[Returned, ...] = ()
    settled: str = ""
    settled_by: str = ""
    settled_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether an answer is awaited."""
        return self.answer is None

    @property
    def is_search(self) -> bool:
        """Whether it asks what is held."""
        return self.what is not What.CHANGE

    @property
    def is_unsettled(self) -> bool:
        """Whether it ended in an exception that nobody decided on."""
        return self.answer is Answer.EXCEPTION and self.settled_on is None

    @property
    def last_told_on(self) -> date:
        """The day of the question or of its newest reminder."""
        return self.reminded_on[-1] if self.reminded_on else self.asked_on


def inquiries_of(facts: Mapping[str, object], register: str) -> tuple[Inquiry, ...]:
    """Every inquiry of a register, the newest last."""
    known = facts.get(INQUIRIES)
    entry = known.get(register) if isinstance(known, Mapping) else None
    if not isinstance(entry, Mapping):
        return ()
    earlier = entry.get(_EARLIER)
    before = [e for e in earlier if isinstance(e, Mapping)] if isinstance(earlier, list) else []
    return tuple(_read(one) for one in (*before, entry))


def newest(facts: Mapping[str, object], register: str) -> Inquiry | None:
    """The newest inquiry of a register, or None."""
    found = inquiries_of(facts, register)
    return found[-1] if found else None


def asked_registers(facts: Mapping[str, object]) -> tuple[str, ...]:
    """The registers of which anything was asked in this case."""
    known = facts.get(INQUIRIES)
    return tuple(str(name) for name in known) if isinstance(known, Mapping) else ()


def with_inquiry(
    facts: Mapping[str, object], register: str, inquiry: Inquiry, *, new: bool
) -> dict[str, object]:
    """The fact ``inquiries`` with one more inquiry, or with the newest one replaced."""
    known = facts.get(INQUIRIES)
    before = list(inquiries_of(facts, register))
    kept = before if new else before[:-1]
    entry = {**_entry(inquiry), _EARLIER: [_entry(one) for one in kept]}
    return {INQUIRIES: {**(known if isinstance(known, Mapping) else {}), register: entry}}


def files_held(facts: Mapping[str, object], register: str) -> tuple[Returned, ...]:
    """The files returned that are still held: those that a change removed are left out."""
    held: list[Returned] = []
    for inquiry in inquiries_of(facts, register):
        if inquiry.is_search and inquiry.answer is Answer.DONE:
            held += inquiry.files
        elif inquiry.answer is Answer.DONE:
            held = [
                one
                for one in held
                if not any(c.removes(f"{register}.{one.group}", one.key) for c in inquiry.changes)
            ]
    return tuple({one.key: one for one in held}.values())


def settle(inquiry: Inquiry, why: str, by: str, on: date) -> Inquiry:
    """The exception, decided on."""
    return replace(inquiry, settled=why, settled_by=by, settled_on=on)


def _entry(value: Inquiry | Returned | Change) -> dict[str, object]:
    return {field.name: _as_json(getattr(value, field.name)) for field in fields(value)}


def _as_json(value: object) -> object:
    if isinstance(value, Returned | Change):
        return _entry(value)
    if isinstance(value, tuple):
        return [_as_json(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _read(entry: Mapping[str, object]) -> Inquiry:
    answer = entry.get("answer")
    return Inquiry(
        what=What(str(entry["what"])),
        asked_on=date.fromisoformat(str(entry["asked_on"])),
        asked_by=str(entry["asked_by"]),
        due_on=date.fromisoformat(str(entry["due_on"])),
        round=int(str(entry.get("round") or 1)),
        letters=tuple(str(one) for one in _list(entry, "letters")),
        order=str(entry.get("order") or ""),
        changes=tuple(
            Change(str(c["group"]), str(c["action"]), tuple(str(r) for r in _list(c, "rows")))
            for c in _mappings(entry, "changes")
        ),
        reminded_on=tuple(date.fromisoformat(str(one)) for one in _list(entry, "reminded_on")),
        answer=Answer(str(answer)) if answer else None,
        answered_on=_day(entry, "answered_on"),
        reason=str(entry.get("reason") or ""),
        files=tuple(
            Returned(str(f["digest"]), str(f["group"]), str(f["kind"]), int(str(f["size"])))
            for f in _mappings(entry, "files")
        ),
        settled=str(entry.get("settled") or ""),
        settled_by=str(entry.get("settled_by") or ""),
        settled_on=_day(entry, "settled_on"),
    )


def _day(entry: Mapping[str, object], name: str) -> date | None:
    value = entry.get(name)
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def _list(entry: Mapping[str, object], name: str) -> Sequence[object]:
    value = entry.get(name)
    return value if isinstance(value, list | tuple) else ()


def _mappings(entry: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    return [one for one in _list(entry, name) if isinstance(one, Mapping)]
