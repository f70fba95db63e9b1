"""Taking a step: the situation is gathered, the engine judges, the store keeps move and event.

Nothing else in the program changes a case's state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dsr.cases.case import Case, LetterKind, Move, NewOutgoing, Person, Subject, User
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.ledger import LedgerMove
from dsr.cases.register import Finding
from dsr.casework.clock import clock_of
from dsr.casework.data import KIND_OF_ORDER, findings_of, held, plan_digest, tasks_of
from dsr.casework.fees import dropped_by
from dsr.casework.grounds import ground_faults, second_person_required
from dsr.casework.office import Office
from dsr.engine.fire import fire
from dsr.engine.situation import Situation
from dsr.engine.table import Workflow
from dsr.errors import Fault
from dsr.rights import consent_withdrawal

#: Steps that judge the decisions against what the registers hold.
_JUDGING = frozenset(
    {
        *("set_decision", "decide", "refuse", "approve", "approve_refusal", "extend"),
        *("propose_fee", "send_fee_notice"),
    }
)
#: Steps that look at the plan as it is now.
_PLANNING = frozenset({"approve", "plan_is_void"})
#: What a change that recipients must hear of does (Art. 19).
_TOLD_TO_RECIPIENTS = frozenset({Action.CORRECT, Action.ERASE, Action.ANONYMISE, Action.RESTRICT})


@dataclass(frozen=True)
class Also:
    """What a stage adds to a step beside the facts that the engine records."""

    facts: Mapping[str, object] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)
    decisions: tuple[GroupDecision, ...] | None = None
    subjects: tuple[Subject, ...] | None = None
    requester: Person | None = None
    new_round: date | None = None
    outgoing: tuple[NewOutgoing, ...] = ()
    posted: Mapping[int, tuple[date, str]] = field(default_factory=dict)
    attached: Mapping[int, LetterKind] = field(default_factory=dict)
    ledger: LedgerMove = field(default_factory=LedgerMove)


@dataclass(frozen=True)
class Found:
    """What a stage already found out; None is looked up when the step needs it."""

    findings: tuple[Finding, ...] | None = None
    needed_level: int | None = None
    proven_level: int | None = None
    plan_digest: str | None = None
    letter_faults: tuple[Fault, ...] | None = None
    register_untouched: bool = False
    differs_from_proposal: bool = False


def workflow_of(office: Office, case: Case) -> Workflow:
    """The table the case follows."""
    return office.workflows[case.workflow]


def take(
    office: Office,
    case: Case,
    step: str,
    actor: User,
    supplied: Mapping[str, object] | None = None,
    also: Also | None = None,
    found: Found | None = None,
) -> Case:
    """Fire the step and store it. Raises Refused with every fault, or ChangedMeanwhile."""
    also = also or Also()
    situation = situation_of(office, case, actor, step, supplied or {}, found or Found())
    fired = fire(workflow_of(office, case), situation, step)
    wiped, without_fee = dropped_by(case, step)
    facts = {**fired.facts, **wiped, **also.facts}
    move = Move(
        step=step,
        actor=actor.name,
        at=office.clock.now(),
        state=fired.state_after,
        facts=facts,
        details={
            "basis": fired.basis,
            "guards": list(fired.guards),
            "facts": sorted(name for name, value in facts.items() if value is not None),
            **also.details,
        },
        decisions=without_fee if also.decisions is None else also.decisions,
        subjects=also.subjects,
        requester=also.requester,
        new_round=also.new_round,
        outgoing=also.outgoing,
        posted=also.posted,
        attached=also.attached,
        ledger=also.ledger,
    )
    return office.store.apply(case, move)


def check(
    office: Office,
    case: Case,
    step: str,
    actor: User,
    supplied: Mapping[str, object],
    found: Found | None = None,
) -> None:
    """Whether the step may be taken, without taking it. Raises Refused with every fault."""
    situation = situation_of(office, case, actor, step, supplied, found or Found())
    fire(workflow_of(office, case), situation, step)


def situation_of(
    office: Office,
    case: Case,
    actor: User,
    step: str,
    supplied: Mapping[str, object],
    found: Found,
) -> Situation:
    """Everything the guards of this step may look at."""
    clock = clock_of(office, case)
    findings = found.findings
    if findings is None:
        findings = findings_of(office, case) if step in _JUDGING else ()
    groups = held(findings)
    digest = found.plan_digest
    if digest is None and step in _PLANNING:
        digest = plan_digest(office, case)
    judging = step in _JUDGING
    return Situation(
        case=case,
        actor=actor,
        today=office.clock.today(),
        site=office.site,
        strict_due=clock.strict_due,
        due=clock.due,
        clock=clock.clock,
        supplied=supplied,
        needed_level=_level(found.needed_level, case, "identity_needed"),
        proven_level=_level(found.proven_level, case, "identity_proven"),
        findings_codes=groups,
        ground_faults=ground_faults(
            office, case, groups, refused_as_a_whole=step == "refuse", findings=findings
        )
        if judging
        else (),
        second_person_required=second_person_required(office, case, findings) if judging else False,
        plan_digest=digest,
        recipients_due=recipients_due(office, case),
        letter_faults=found.letter_faults,
        register_untouched=found.register_untouched,
        differs_from_proposal=found.differs_from_proposal,
        erasing_level=_erasing_level(case, findings) if judging else None,
        registers=tuple(office.registers),
        persons=office.persons,
        ordered=_ordered(office, case) if step == "ask_register" else (),
    )


def _ordered(office: Office, case: Case) -> tuple[str, ...]:
    """The registers that the order of this state concerns."""
    kind = KIND_OF_ORDER.get(case.state)
    return tuple(t.register.map.name for t in tasks_of(office, case, kind)) if kind else ()


def _erasing_level(case: Case, findings: Sequence[Finding]) -> int | None:
    """What erasing the groups decided so needs, where less sufficed to ask (Art. 7(3), 12(6))."""
    going = [d.group for d in case.decisions if d.action in (Action.ERASE, Action.ANONYMISE)]
    return consent_withdrawal.erasing_level(findings, going)


def _level(found: int | None, case: Case, name: str) -> int | None:
    recorded = case.facts.get(name)
    if found is not None:
        return found
    return recorded if isinstance(recorded, int) else None


def recipients_due(office: Office, case: Case) -> tuple[str, ...]:
    """Recipients of what was corrected or erased who have not been told yet (Art. 19)."""
    if not case.facts.get("carried_out_on"):
        return ()
    changed = {d.group for d in case.decisions if d.action in _TOLD_TO_RECIPIENTS}
    told = case.facts.get("recipients_told")
    done = {
        str(entry.get("recipient"))
        for entry in (told if isinstance(told, Sequence) and not isinstance(told, str) else ())
        if isinstance(entry, Mapping)
    }
    names = [
        name
        for register in office.registers.values()
        for group in register.map.groups
        if f"{register.map.name}.{group.code}" in changed
        for name in group.recipients
    ]
    return tuple(name for name in dict.fromkeys(names) if name not in done)
