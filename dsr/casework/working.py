"""The worker: what is ordered is carried out, without anybody waiting for it.

The state of a case is the queue and the register's receipts are the truth, so the worker itself
keeps nothing: how often a case failed is forgotten with its process, and the next one begins anew.
A case is claimed while it is worked on; the claim of a dead process is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dsr.cases.case import Case
from dsr.casework.office import Office
from dsr.casework.shredding import shred
from dsr.errors import DsrError

#: States in which the program has something to do.
ORDERED = ("approved", "to_restrict", "to_lift")
DONE, BUSY, DEFECT = "done", "busy", "defect"
#: Pauses after failures, in seconds; the last one goes on for ever.
PAUSES = (30.0, 60.0, 120.0, 300.0, 900.0, 1800.0, 3600.0)


@dataclass(frozen=True)
class Tried:
    """One case that was taken up. code: DONE, BUSY, or the code of what stopped it."""

    case: str
    code: str


@dataclass
class Worker:
    """One process that works. carry_out: what is done with a case. seconds: a clock that only runs.

    stopped: asked between two cases, never within one.
    """

    office: Office
    carry_out: Callable[[Office, Case], object]
    seconds: Callable[[], float]
    stopped: Callable[[], bool] = lambda: False
    failures: dict[str, int] = field(default_factory=dict)
    not_before: dict[str, float] = field(default_factory=dict)

    def sweep(self) -> Iterator[Tried]:
        """Every case that is ordered and not paused, oldest first; then what is due is shredded."""
        waiting = self.office.store.cases(states=ORDERED)
        self._forget({case.number for case in waiting})
        for case in waiting:
            if self.stopped():
                return
            if self.not_before.get(case.number, 0.0) <= self.seconds():
                yield self._try(case.number)
        shred(self.office)

    def _try(self, number: str) -> Tried:
        with self.office.store.claim(number) as ours:
            if not ours:
                return Tried(number, BUSY)
            # Read again: whoever had it a moment ago may have carried it out.
            case = self.office.store.case(number)
            if case.state not in ORDERED:
                return Tried(number, BUSY)
            return Tried(number, self._carried_out(case))

    def _carried_out(self, case: Case) -> str:
        try:
            self.carry_out(self.office, case)
        except DsrError as error:
            code = error.code
        except Exception:  # one case that hits a defect of ours must not keep the others waiting
            code = DEFECT
        else:
            self._forget(self.failures.keys() - {case.number})
            return DONE
        failed = self.failures.get(case.number, 0)
        self.failures[case.number] = failed + 1
        self.not_before[case.number] = self.seconds() + PAUSES[min(failed, len(PAUSES) - 1)]
        return code

    def _forget(self, kept: set[str]) -> None:
        self.failures = {n: many for n, many in self.failures.items() if n in kept}
        self.not_before = {n: at for n, at in self.not_before.items() if n in kept}
