"""The hash chain of events: one chain per case, so that cases never wait for each other.

``digest = SHA-256(previous digest, line feed, canonical JSON of the event)``; the first event of a
case follows on 64 zeros. Register numbers have no gaps, so even a whole case that went missing
shows. Whoever may write to the database can recompute a chain from end to end: against that helps
only a copy of the last digests kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from dsr.cases.case import Event
from dsr.errors import Defect, Fault

#: What the first event of a case follows on.
GENESIS = "0" * 64


def canonical_json(value: object) -> str:
    """The one spelling of a JSON value: keys sorted, no spaces, no NaN. Raises Defect."""
    try:
        return json.dumps(
            value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
    except (TypeError, ValueError):
        raise Defect(
            "A step recorded something that is not JSON.", "Dates are recorded as ISO text."
        ) from None


def digest_of(event: Event) -> str:
    """The digest this event must have, as 64 hexadecimal digits."""
    return link(
        event.previous,
        {
            "case": event.case,
            "seq": event.seq,
            "at": event.at.isoformat(),
            "actor": event.actor,
            "name": event.name,
            "state_before": event.state_before,
            "state_after": event.state_after,
            "details": event.details,
        },
    )


def link(previous: str, content: Mapping[str, object]) -> str:
    """The digest of an event's content that follows on ``previous``."""
    line = f"{previous}\n{canonical_json(content)}"
    # A stored text can be damaged into something that is no UTF-8: it must count as changed.
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Head:
    """Where a case stands according to its own row: the end its chain must lead to."""

    number: str
    version: int
    state: str


def breaks(
    events: Iterable[Event], heads: Mapping[str, Head], counted: Mapping[int, int]
) -> Iterator[Fault]:
    """Every break of the chains.

    events: sorted by case and sequence. heads: by case number. counted: year -> last register
    number given away. Yields faults ``audit.*`` with the case number as place.
    """
    seen = set()
    for number, own in groupby(events, key=attrgetter("case")):
        seen.add(number)
        yield from _breaks_of_case(number, own, heads.get(number))
    for number in sorted(heads.keys() - seen):
        yield _fault("missing_tail", number, "has no events any more, not even its receipt.")
    yield from _missing_numbers(heads, counted)


def _breaks_of_case(number: str, events: Iterable[Event], head: Head | None) -> Iterator[Fault]:
    previous, state, expected = GENESIS, "", 1
    for event in events:
        if event.seq > expected:
            yield _fault("missing_event", number, f"lacks event {expected} of its history.")
        elif event.previous != previous or event.state_before != state:
            yield _fault("broken_link", number, f"has event {event.seq} out of its place.")
        if digest_of(event) != event.digest:
            yield _fault("changed_event", number, f"has event {event.seq} changed after the fact.")
        previous, state, expected = event.digest, event.state_after, event.seq + 1
    if head is None:
        yield _fault("missing_case", number, "has events but is not in the register any more.")
    elif head.version >= expected:
        yield _fault("missing_tail", number, f"lacks its events from number {expected} on.")
    elif head.version < expected - 1:
        yield _fault("changed_case", number, "was set back: its history goes further.")
    elif head.state != state:
        yield _fault("changed_case", number, "is in another state than its last event says.")


def _missing_numbers(heads: Mapping[str, Head], counted: Mapping[int, int]) -> Iterator[Fault]:
    present = {tuple(map(int, number.rsplit("-", 2)[1:])) for number in heads}
    for year, last in sorted(counted.items()):
        for serial in range(1, last + 1):
            if (year, serial) not in present:
                place = f"{year}-{serial:04d}"
                yield _fault("missing_case", place, "was given away but its case is gone.")
    for year, serial in sorted(present):
        if serial > counted.get(year, 0):
            yield _fault("uncounted_case", f"{year}-{serial:04d}", "was never given away.")


def _fault(code: str, place: str, what: str) -> Fault:
    return Fault(
        f"audit.{code}",
        place,
        f"{place} {what} Keep the database as it is and compare it with the last backup.",
    )
