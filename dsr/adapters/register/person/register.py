"""The register itself: it reads what a person returned and knows what that person was told."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from dsr.adapters.register.person.mapping import KINDS
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.inquiry import Inquiry, Returned, files_held, inquiries_of
from dsr.cases.register import (
    VAULT_FILE,
    Candidate,
    Finding,
    FoundRow,
    Order,
    Plan,
    PlannedRow,
    Proof,
    Receipt,
    RegisterMap,
)
from dsr.errors import Fault, NotFound, OutsideFailed, Refused

#: The facts of a case by its number. Raises NotFound.
FactsOf = Callable[[str], Mapping[str, object]]
#: What a person does with data; everything else leaves them as they are.
_TOLD = frozenset(
    {
        Action.CORRECT,
        Action.APPEND_STATEMENT,
        Action.ERASE,
        Action.ANONYMISE,
        Action.RESTRICT,
        Action.LIFT_RESTRICTION,
        Action.STOP,
        Action.STOP_MARKETING,
    }
)
_GONE = frozenset({Action.ERASE, Action.ANONYMISE})


class PersonRegister:
    """A register that is a person. Fulfils ``ports.Register``; its only key is a case's number."""

    def __init__(self, register_map: RegisterMap, facts_of: FactsOf) -> None:
        self._map = register_map
        self._facts_of = facts_of

    @property
    def map(self) -> RegisterMap:
        """The mapping."""
        return self._map

    @property
    def name(self) -> str:
        """The register's name in decisions and messages."""
        return self._map.name

    def check(self) -> tuple[Fault, ...]:
        """Nothing to hold the mapping against: the person is asked."""
        return ()

    def find(self, clues: Person) -> tuple[Candidate, ...]:
        """Nobody: no names are kept here. The search is an inquiry of the case."""
        return ()

    def person(self, key: str) -> Person:
        """Nothing on file; only that the case found something here. Raises NotFound."""
        if not self._inquiries(key):
            raise NotFound(
                f"{self.name} was not asked in that case.",
                f"Take ask_register register={self.name}, and record the answer.",
            )
        return Person()

    def read(self, keys: Sequence[str]) -> tuple[Finding, ...]:
        """What was returned and is still held, group by group, a row a file. Raises NotFound."""
        held: list[tuple[Returned, FoundRow]] = []
        for key in keys:
            self.person(key)
            kept = {one.key for one in files_held(self._facts(key), self.name)}
            held += [(f, row) for f, row in self._rows(key) if f.key in kept]
        return tuple(
            Finding(self.name, group, tuple(row for f, row in held if f.group == group.code))
            for group in self._map.groups
        )

    def plan(self, order: Order) -> Plan:
        """What the person is told to do, a row a file; changes that name no file count as one."""
        rows = tuple(
            self._planned(order, finding, row)
            for finding in self.read([k for k in order.keys if self._inquiries(k)])
            for row in finding.rows
        )
        told = [d for d in order.decisions if d.action in _TOLD]
        tables = {
            name: _digest([r.key for r in rows if r.table == name] + _named(order, name))
            for name in dict.fromkeys(row.table for row in rows)
        }
        digest = _digest([order.keys, order.contact_points, sorted(tables.items()), _named(order)])
        return Plan(self.name, order.keys, rows, digest, tables, len(told))

    def begun(self, order: Order) -> bool:
        """Whether the person was told of this order already."""
        return self._told(order) is not None

    def run(self, order: Order) -> Receipt:
        """The person's answer to the order. Raises OutsideFailed until it is there."""
        told = self._told(order)
        if told is None:
            raise OutsideFailed(
                f"Waiting for {self.name}: nobody has told it to do what was decided.",
                f"Take ask_register register={self.name} what=change, and post the letter.",
            )
        if told.answer is None:
            raise OutsideFailed(
                f"Waiting for {self.name}: asked on {told.asked_on}, answer by {told.due_on}.",
                f"Record the answer (dsr case register-answer CASE --register {self.name}), or "
                "take remind_register.",
            )
        counts = Counter(f"{told.answer.value}: {change.action}" for change in told.changes)
        return Receipt(order.action_id, self.name, {self.name: dict(counts)}, replayed=False)

    def recall(self, order: Order) -> None:
        """Raises Refused once the person was told: a letter cannot be called back."""
        if self._told(order) is not None:
            raise Refused(
                f"{self.name} was told to carry this out; a letter cannot be called back.",
                "Wait for the answer, or have it answer that nothing was done (exception).",
            )

    def prove(self, order: Order, clues: Person) -> Proof:
        """The person's word is the proof; an exception is left until somebody decides on it."""
        told = self._told(order)
        left: tuple[str, ...] = ()
        if told is None or told.is_open:
            left = (f"{self.name}: the answer is not there.",)
        elif told.is_unsettled:
            left = (f"{self.name}: it was not done, for a reason that nobody has decided on.",)
        return Proof(self.name, (self.name,), left)

    # ------------------------------------------------------------------ inquiries of the case

    def _facts(self, number: str) -> Mapping[str, object]:
        return self._facts_of(number)

    def _inquiries(self, number: str) -> tuple[Inquiry, ...]:
        try:
            return inquiries_of(self._facts(number), self.name)
        except NotFound:
            return ()

    def _told(self, order: Order) -> Inquiry | None:
        """The newest inquiry about this very order."""
        number = order.action_id.partition(":")[0]
        about = [one for one in self._inquiries(number) if one.order == order.action_id]
        return about[-1] if about else None

    def _rows(self, number: str) -> list[tuple[Returned, FoundRow]]:
        """Every file ever returned in a search, with its row, named by group and order."""
        seen: dict[str, tuple[Returned, FoundRow]] = {}
        count: Counter[str] = Counter()
        for inquiry in self._inquiries(number):
            for one in inquiry.files if inquiry.is_search else ():
                if one.key not in seen:
                    count[one.group] += 1
                    row = self._row(one, inquiry, count[one.group])
                    seen[one.key] = (one, row)
        return list(seen.values())

    def _row(self, one: Returned, inquiry: Inquiry, number: int) -> FoundRow:
        name = f"{self.name}-{one.group}-{number}.{one.kind if one.kind in KINDS else 'bin'}"
        values = {
            "digest": one.digest,
            "file": name,
            "kind": one.kind,
            "bytes": one.size,
            "returned_on": inquiry.answered_on,
        }
        return FoundRow(one.group, one.key, values, {VAULT_FILE: one.digest})

    def _planned(self, order: Order, finding: Finding, row: FoundRow) -> PlannedRow:
        decision = _decision_for(order.decisions, finding.code, row.key)
        action = decision.action if decision else Action.GIVE
        before = dict(row.values)
        after = None if action in _GONE else before
        ground, until = (decision.ground, decision.until) if decision else (None, None)
        return PlannedRow(row.table, row.key, finding.code, action, before, after, ground, until)


def _decision_for(decisions: Sequence[GroupDecision], code: str, key: str) -> GroupDecision | None:
    of_group = [d for d in decisions if d.group == code]
    for decision in (*(d for d in of_group if key in d.rows), *(d for d in of_group if not d.rows)):
        return decision
    return next((d for d in decisions if d.group == "*"), None)


def _named(order: Order, group: str = "") -> list[object]:
    """The decisions of an order, of one group or of all, as JSON."""
    return [
        [d.group, d.action.value, d.ground, str(d.until or ""), dict(d.values), list(d.rows)]
        for d in order.decisions
        if not group or d.group.endswith(f".{group}") or d.group == "*"
    ]


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
