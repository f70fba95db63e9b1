"""What a request shows of who asks, as the officer reads it before identity is accepted."""

from __future__ import annotations

from collections.abc import Iterator

from dsr.cases.case import Case
from dsr.casework.identity_evidence import ways_to_ask, weigh
from dsr.casework.office import Office
from dsr.casework.step import Found


def seen_so_far(office: Office, case: Case) -> Found:
    """What the request shows by the way it came, so that accepting it can be offered."""
    return weigh(office, case).levels if _identity_is_next(case) else Found()


def evidence_lines(office: Office, case: Case) -> Iterator[str]:
    """What is needed, what is shown, and which ways would show more; nothing once it is settled."""
    if not _identity_is_next(case) or not case.subjects:
        return
    evidence = weigh(office, case)
    yield f"  Identity: E{evidence.needed.level:d} is needed, E{evidence.reached:d} is shown."
    own = evidence.needed.of_representative
    if own is not None:
        shown = "shown" if evidence.authority else "not shown"
        yield (
            f"      Of the representative E{own:d} is needed and E{evidence.shown:d} is shown; "
            f"the authority is {shown}."
        )
    yield from (f"      {sentence}" for sentence in evidence.why)
    yield from (f"      more would be: {method.value}" for method in ways_to_ask(office, case))


def _identity_is_next(case: Case) -> bool:
    sought = bool(case.subjects) or case.facts.get("nothing_found") is True
    return case.state == "received" and sought and case.workflow != "marketing_objection"
