"""What one whole access and one whole erasure cost: from the note to the released letter.

CPU seconds of this process, and transactions committed in the case store and in the register,
beside the two things that no engine can save: the bare letter and the hand-written SQL.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, event

from bench import letter, register
from dsr import app, config
from dsr.cases.case import Case, Channel, Right, Role, User
from dsr.casework.data import plan_digest
from dsr.casework.office import Office
from dsr.casework.step import recipients_due, take
from dsr.entrypoints.cli.sites import make_demo
from dsr.stages import decision, execution, verification
from dsr.stages.intake import Wish, receive_note
from dsr.stages.response import sending

CUSTOMERS = 10_000
PEOPLE = 7
DAY = date(2026, 3, 9)  # a Monday
DESK = User("desk", frozenset({Role.CLERK}))
OFFICER = User("officer", frozenset({Role.OFFICER}))
APPROVER = User("approver", frozenset({Role.APPROVER}))


@dataclass
class Counter:
    """Commits seen on any engine."""

    commits: int = 0

    def seen(self, _: object) -> None:
        """One more."""
        self.commits += 1


def measure() -> dict[str, object]:
    """``{"access": {"cpu_s", "transactions", …}, "erasure": {…}, "limits": {…}}``."""
    by_hand = register.measure(CUSTOMERS, 9)
    bare = letter.measure()
    limits = {
        "bare_letter_cpu_s": float(str(bare["bare_weasyprint_cpu_ms"])) / 1000,
        "access_by_hand_cpu_s": by_hand["access"]["by_hand_cpu_s"],  # type: ignore[index]
        "erasure_by_hand_cpu_s": by_hand["erasure"]["by_hand_cpu_s"],  # type: ignore[index]
    }
    counter = Counter()
    event.listen(Engine, "commit", counter.seen)
    try:
        with tempfile.TemporaryDirectory() as folder:
            office = demo_office(Path(folder) / "site", CUSTOMERS)
            wordings = app.load_wordings()
            # An erasure waits for the same person's copy: other people are erased.
            keys = people_with_nothing_open(office, 2 * PEOPLE)
            see, go = keys[:PEOPLE], keys[PEOPLE:]
            accesses = _measured(counter, see, lambda key: access(office, wordings, key))
            erasures = _measured(counter, go, lambda key: erasure(office, wordings, key))
    finally:
        event.remove(Engine, "commit", counter.seen)
    return {
        "customers": CUSTOMERS,
        "access": accesses | {"ratio": accesses["cpu_s"] / _sum(limits, "access")},
        "erasure": erasures | {"ratio": erasures["cpu_s"] / _sum(limits, "erasure")},
        "limits": limits,
    }


def _sum(limits: dict[str, object], kind: str) -> float:
    return float(str(limits["bare_letter_cpu_s"])) + float(str(limits[f"{kind}_by_hand_cpu_s"]))


def demo_office(folder: Path, customers: int) -> Office:
    """A demo site of that size, open, on the demo's day."""
    make_demo(folder, customers, 1)
    return app.open_office(config.load(folder), {**os.environ, "DSR_TODAY": "2026-03-12"})


def people_with_nothing_open(office: Office, count: int) -> list[str]:
    """Customers with nothing open and no patient records: their erasure needs no typed facts."""
    found: list[str] = []
    for number in range(20, 500):
        findings = office.registers["booking"].read((str(number),))
        traits = [row.traits for finding in findings for row in finding.rows]
        if not any(t.get("open") or t.get("health_professional") for t in traits):
            found.append(str(number))
        if len(found) == count:
            break
    return found


def _measured(counter: Counter, keys: list[str], act: Callable[[str], None]) -> dict[str, float]:
    seconds, commits = [], []
    for key in keys:
        before, started = counter.commits, time.process_time()
        act(key)
        seconds.append(time.process_time() - started)
        commits.append(counter.commits - before)
    return {"cpu_s": statistics.median(seconds), "transactions": statistics.median(commits)}


def _begun(office: Office, key: str, right: Right) -> Case:
    person = office.registers["booking"].person(key)
    wish = Wish(DAY, channel=Channel.POST, rights=(right,), language="fi", requester=person)
    case = receive_note(office, wish, DESK).cases[0]
    found = {"register": "booking", "keys": [key], "paper_searched": True}
    case = verification.link_person(office, case, OFFICER, found)
    how: dict[str, object] = {"method": "in_person"} if right is Right.ERASURE else {}
    case = verification.accept_identity(office, case, OFFICER, how)
    return decision.confirm_proposals(office, case, OFFICER)


def _ended(office: Office, wordings: sending.Wordings, case: Case, approver: User) -> None:
    lighter = {"lighter_outcome": "Only what the law keeps stays."}
    case = decision.decide(office, case, OFFICER, "decide", lighter)
    case = decision.approve(office, case, approver, {"plan": plan_digest(office, case)})
    case = execution.run(office, case).case
    for name in recipients_due(office, case):
        told = {"recipient": name, "outcome": "told"}
        case = take(office, case, "tell_recipient", OFFICER, told)
    sending.send(office, wordings, case, "release", OFFICER, {})


def access(office: Office, wordings: sending.Wordings, key: str) -> None:
    """One access, from the note to the released letter."""
    _ended(office, wordings, _begun(office, key, Right.ACCESS), OFFICER)


def erasure(office: Office, wordings: sending.Wordings, key: str) -> None:
    """One erasure, from the note to the released letter."""
    _ended(office, wordings, _begun(office, key, Right.ERASURE), APPROVER)
