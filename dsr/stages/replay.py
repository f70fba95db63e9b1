"""After a restore or an import: what was erased is erased again, what was stopped is stopped again.

The suppression list comes first: no letter of advertising may leave while the rest is looked at.
It may be killed at any point and called again. What is about to be done is written down before, the
register's own transaction does it, and the event that says so stands in the case with its proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dsr.cases.case import SYSTEM_USER, Case, Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.ledger import Erased, LedgerMove, Replay
from dsr.cases.register import Order, Plan
from dsr.casework.back import Back, who_is_back
from dsr.casework.ledger import decisions_on
from dsr.casework.office import Office
from dsr.casework.step import Also, take
from dsr.errors import DsrError, NotFound
from dsr.ports import Listing, Register

REPLAY = "replay"
ERASED, STOPPED = "erased", "marketing_stopped"
STOP = ":stop_again:"
#: Why somebody is shown to the officer and not erased by the program.
OTHER_PERSON = "The key of an erased person now stands for somebody else by name and contact point."
OTHER_KEY = "A contact point of an erased person stands under another key."
#: Why something waits; the code of an error otherwise.
BUSY = "busy"


@dataclass(frozen=True)
class Again:
    """One order that was done again. counts: rows by table; residuals: sentences."""

    case: str
    register: str
    what: str  # ERASED or STOPPED
    counts: Mapping[str, int]
    residuals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suspect:
    """Somebody the officer has to look at."""

    register: str
    key: str
    case: str
    why: str


@dataclass
class Replayed:
    """What a replay of one register found and did. waits: case -> code of why it could not be."""

    register: str
    looked_at: int = 0
    again: list[Again] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    waits: dict[str, str] = field(default_factory=dict)


def replay(office: Office, register: Register, *, dry_run: bool = False) -> Replayed:
    """Find who is back in a register and erase again. Raises OutsideFailed when it can't be read.

    dry_run: only tells what would be done.
    """
    name = register.map.name
    done = Replayed(name)
    if not isinstance(register, Listing):
        done.waits["*"] = "cannot_list"
        return done
    entries = office.store.erasures()
    suppressed = office.store.suppressions()
    found = who_is_back(office, name, register.people(), entries, suppressed)
    done.looked_at = found.looked_at
    _stop_marketing(office, register, found, suppressed, done, dry_run=dry_run)
    for entry in (one for one in entries if one.register == name):
        _one(office, register, entry, found, done, dry_run=dry_run)
    done.suspects += [Suspect(name, k, case, OTHER_KEY) for k, case in found.elsewhere.items()]
    return done


def _one(
    office: Office,
    register: Register,
    entry: Erased,
    found: Back,
    done: Replayed,
    *,
    dry_run: bool,
) -> None:
    """One erasure: whoever is back goes again; a replay that was killed is told to its end."""
    before = [r for r in office.store.replays() if _of(r, entry)]
    open_ones = [one for one in before if not one.done]
    same = found.same.get(entry.action_id, [])
    plan = _plan(office, register, entry, same, len(before) + 1)
    counts = _counts(plan[1]) if plan else {}
    for key in found.other.get(entry.action_id, []):
        other = _plan(office, register, entry, [key], len(before) + 1)
        if other and _counts(other[1]):
            done.suspects.append(Suspect(entry.register, key, entry.case, OTHER_PERSON))
    if dry_run or not (counts or open_ones):
        if counts:
            done.again.append(Again(entry.case, entry.register, ERASED, counts))
        return
    with office.store.claim(entry.case) as ours:
        if not ours:
            done.waits[entry.case] = BUSY
            return
        try:
            done.again.append(_erase(office, register, entry, plan, open_ones))
        except DsrError as error:
            done.waits[entry.case] = error.code


def _of(replay: Replay, entry: Erased) -> bool:
    return (replay.action_id, replay.register) == (entry.action_id, entry.register)


def _plan(
    office: Office, register: Register, entry: Erased, keys: Sequence[str], number: int
) -> tuple[Order, Plan] | None:
    if not keys:
        return None
    order = Order(
        action_id=f"{entry.action_id}:again:{number}",
        keys=tuple(keys),
        decisions=decisions_on(office, entry, register.read(keys)),
        on=office.clock.today(),
    )
    plan = register.plan(order)
    held = replace(order, approved_digest=plan.digest, approved_tables=plan.table_digests)
    return held, plan


def _counts(plan: Plan) -> dict[str, int]:
    return dict(Counter(row.table for row in plan.rows if row.changes))


def _erase(
    office: Office,
    register: Register,
    entry: Erased,
    planned: tuple[Order, Plan] | None,
    open_ones: Sequence[Replay],
) -> Again:
    case = office.store.case(entry.case)
    replays = list(open_ones)
    residuals: tuple[str, ...] = ()
    if planned and _counts(planned[1]):
        order, plan = planned
        begun = Replay(order.action_id, entry.action_id, entry.register, _counts(plan))
        clues = register.person(order.keys[0]) if len(order.keys) == 1 else Person()
        office.store.begin_replay(begun, at=office.clock.now())
        register.run(order)
        residuals = register.prove(order, clues).residuals
        replays.append(begun)
    # A replay that was killed and has nothing left to change was carried out by the killed one.
    counts = replays[-1].counts
    again = Again(entry.case, entry.register, ERASED, counts, residuals)
    done = LedgerMove(replayed=tuple(one.replay_id for one in replays))
    _record(office, case, again, replays[-1].replay_id, done)
    return again


def _record(office: Office, case: Case, again: Again, replay_id: str, ledger: LedgerMove) -> None:
    supplied = {"replay_id": replay_id, "residuals_again": len(again.residuals)}
    details = {
        "register": again.register,
        "what": again.what,
        "counts": dict(again.counts),
        "residuals": len(again.residuals),
    }
    also = Also(details=details, ledger=ledger)
    take(office, case, REPLAY, SYSTEM_USER, supplied, also)


def _stop_marketing(
    office: Office,
    register: Register,
    found: Back,
    suppressed: Mapping[str, str],
    done: Replayed,
    *,
    dry_run: bool,
) -> None:
    """Permissions of suppressed contact points that say yes again (Art. 21(3))."""
    groups = [group.code for group in register.map.groups if group.marketing]
    stops = tuple(
        GroupDecision(f"{register.map.name}.{code}", Action.STOP_MARKETING) for code in groups
    )
    open_ones = [] if dry_run else _open_stops(office, register.map.name)
    for point, (hashed, keys) in found.points.items() if stops else ():
        source = suppressed[hashed]
        try:
            again = _stopped(office, register, stops, point, keys, source, dry_run=dry_run)
            if again is not None and not dry_run:
                _stop_recorded(office, again)
        except DsrError as error:
            done.waits[source] = error.code
            continue
        if again is not None:
            done.again.append(again)
    for left in [one for one in open_ones if not _is_settled(office, one)]:
        # Killed after the register had done it: nothing was left to stop, but nobody said so.
        again = Again(left.action_id, left.register, STOPPED, left.counts)
        _stop_recorded(office, again)
        done.again.append(again)


def _open_stops(office: Office, register: str) -> list[Replay]:
    """Stops that were begun again and never told to their end: their action is a case's number."""
    return [
        one
        for one in office.store.replays()
        if not one.done and one.register == register and STOP in one.replay_id
    ]


def _is_settled(office: Office, replay: Replay) -> bool:
    return any(one.replay_id == replay.replay_id and one.done for one in office.store.replays())


def _stop_recorded(office: Office, again: Again) -> None:
    case = _case(office, again.case)
    begun = [one for one in office.store.replays() if not one.done and one.action_id == again.case]
    ids = [one.replay_id for one in begun if one.register == again.register]
    if case is not None and ids:
        _record(office, case, again, ids[-1], LedgerMove(replayed=tuple(ids)))


def _stopped(
    office: Office,
    register: Register,
    stops: tuple[GroupDecision, ...],
    point: str,
    keys: Sequence[str],
    source: str,
    *,
    dry_run: bool,
) -> Again | None:
    name = register.map.name
    case = _case(office, source)
    number = case.version if case else 0
    mark = office.hash_contact(point)[:12]
    order = Order(
        action_id=f"{source}{STOP}{number}:{mark}@{name}",
        keys=tuple(keys),
        decisions=stops,
        on=office.clock.today(),
    )
    # By key first: every register finds that fast, and nearly nobody has a permission left.
    if keys and not _counts(register.plan(order)):
        return None
    order = replace(order, keys=(), contact_points=(point,))
    plan = register.plan(order)
    again = Again(source, name, STOPPED, _counts(plan))
    if not again.counts or dry_run:
        return again if again.counts else None
    held = replace(order, approved_digest=plan.digest, approved_tables=plan.table_digests)
    begun = Replay(order.action_id, source, name, again.counts)
    office.store.begin_replay(begun, at=office.clock.now())
    register.run(held)
    return replace(again, residuals=register.prove(held, Person()).residuals)


def _case(office: Office, number: str) -> Case | None:
    try:
        return office.store.case(number)
    except NotFound:  # a list that was taken over from elsewhere
        return None
