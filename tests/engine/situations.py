"""Situations built for the tests: one that fits a row, and one that breaks a single guard of it.

Everybody here is made up. Today is Thursday 12 March 2026; the request came on Monday 2 March.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from dsr.cases.case import (
    Case,
    Channel,
    IncomingLetter,
    OutgoingLetter,
    Person,
    ReceivedBasis,
    Right,
    Role,
    Subject,
    User,
)
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.site import Authority, Controller, Rules, Site
from dsr.engine.meaning import Fact, Kind
from dsr.engine.situation import Situation
from dsr.engine.table import Edge, Row, Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import Fault

RECEIVED = date(2026, 3, 2)  # Monday
TODAY = date(2026, 3, 12)  # Thursday
STRICT_DUE = date(2026, 4, 2)  # Thursday
PLAN = "3fa9c2d17b5e40aa"
GROUP = "booking.notes"

SITE = Site(
    controller=Controller(
        "Testilä Oy",
        "0000000-0",
        "Testikatu 1",
        "00100",
        "Helsinki",
        "info@testila.example",
        None,
        {},
    ),
    register_name={},
    country="FI",
    timezone="Europe/Helsinki",
    languages=("fi", "sv", "en"),
    authority=Authority({}, {}, date(2026, 1, 1)),
    rules=Rules(),
    notice_version="1",
    processors=(),
    case_retention={},
    automated_decisions={},
    transfers={},
)

KEEP = GroupDecision(GROUP, Action.KEEP, ground="ERA-17-3-E", why="A claim is pending.")
ERASE = GroupDecision(GROUP, Action.ERASE, why="No longer needed.")
LETTER = OutgoingLetter(
    id=1,
    type="LT-ERASE-PART",
    language="fi",
    digest="00",
    released_at=datetime(2026, 3, 5, 9, tzinfo=UTC),
    released_by="Olli",
    answers=True,
    round=1,
    wording_version="1",
    posted_on=date(2026, 3, 6),
    posting_proof="counter receipt",
)

BY_KIND: Mapping[Kind, object] = {
    Kind.TEXT: "a made-up text that is long enough",
    Kind.TEXTS: ("one", "two"),
    Kind.DAY: date(2026, 3, 10),
    Kind.WHOLE: 1,
    Kind.YES: True,
    Kind.MAPPING: {},
}
BY_NAME: Mapping[str, object] = {
    "doubt_reason": "The letter gives an address in a town the customer has never lived in.",
    "methods": ("code_letter", "in_person"),
    "extension_reason": "Three paper archives and two practitioners have to be searched.",
    "group": GROUP,
    "plan": PLAN[:8],
    "recipient": "Ajas Oy",
    "residuals": 0,
    "lift_on": date(2026, 3, 25),
    "returned_on": date(2026, 3, 11),
}


def user(*roles: Role, name: str = "Riitta") -> User:
    """A user with these roles."""
    return User(name, frozenset(roles))


def sample(fact: Fact) -> object:
    """A value that fits a fact."""
    if fact.name in BY_NAME:
        return BY_NAME[fact.name]
    return fact.choices[0] if fact.choices else BY_KIND[fact.kind]


@dataclass
class Draft:
    """A situation in the making."""

    state: str
    actor: User
    supplied: dict[str, object] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)
    decisions: tuple[GroupDecision, ...] = (KEEP,)
    outgoing: tuple[OutgoingLetter, ...] = (LETTER,)
    requester: Person = field(default_factory=lambda: Person(email="matti@example.org"))
    subject: Subject | None = field(default_factory=lambda: Subject("booking", ("17",)))
    initiator: str = "data_subject"
    rules: Rules = field(default_factory=Rules)
    known: dict[str, object] = field(default_factory=dict)

    def situation(self, workflow: Workflow | None = None) -> Situation:
        """The situation as it now stands."""
        scan = IncomingLetter(
            1,
            RECEIVED,
            ReceivedBasis.STAMP,
            Channel.POST,
            datetime(2026, 3, 2, 9, tzinfo=UTC),
            "Olli",
            "fi",
            None,
            None,
            1,
            (),
        )
        case = Case(
            number="DSR-2026-0001",
            right=workflow.right if workflow else Right.ERASURE,
            workflow=workflow.name if workflow else "erasure",
            state=self.state,
            version=1,
            letter=scan,
            language="fi",
            requester=self.requester,
            subject=self.subject,
            initiator=self.initiator,
            opened_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
            facts=self.facts,
            decisions=self.decisions,
            outgoing=self.outgoing,
        )
        situation = Situation(
            case=case,
            actor=self.actor,
            today=TODAY,
            site=replace(SITE, rules=self.rules),
            strict_due=STRICT_DUE,
            due=STRICT_DUE,
            supplied=self.supplied,
            needed_level=2,
            proven_level=2,
            findings_codes=(GROUP,),
            plan_digest=PLAN,
            letter_faults=(),
        )
        return replace(situation, **self.known)  # type: ignore[arg-type]


Change = Callable[[Draft], None]


def known(**values: object) -> Change:
    """What the stages computed."""
    return lambda draft: draft.known.update(values)


def given(**values: object) -> Change:
    """Facts given with the step."""
    return lambda draft: draft.supplied.update(values)


def recorded(**values: object) -> Change:
    """Facts that earlier steps recorded."""
    return lambda draft: draft.facts.update(values)


def having(**values: object) -> Change:
    """Other parts of the draft."""

    def change(draft: Draft) -> None:
        for name, value in values.items():
            setattr(draft, name, value)

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(draft: Draft) -> None:
        for one in changes:
            one(draft)

    return change


PROPOSED = recorded(
    proposed_by="Olli",
    proposed_on="2026-03-10",
    extension_months=2,
    extension_kind="complexity",
    extension_reason=BY_NAME["extension_reason"],
    legal_consulted=True,
)

#: What makes each guard hold, where a plain draft does not.
HOLDS: Mapping[str, Change] = {
    "person_is_named": given(register="booking", keys=("17",)),
    "controller_is_initiator": having(initiator="controller"),
    "identity_is_still_open": known(proven_level=0),
    "question_was_asked": recorded(identity_asked_on="2026-03-03"),
    "answer_was_awaited": recorded(identity_asked_on="2026-03-03", answer_by="2026-03-11"),
    "answer_date_is_given": recorded(identity_asked_on="2026-03-03"),
    "extension_is_proposed": PROPOSED,
    "nothing_is_refused": having(decisions=(ERASE,)),
    "lighter_outcome_is_considered": given(lighter_outcome="Blocking was considered."),
    "second_person_where_required": recorded(
        decided_by="Olli", drafted_by="Olli", decided_on="2026-03-11", drafted_on="2026-03-11"
    ),
    "plan_is_approved": recorded(approved_plan=PLAN),
    "plan_has_changed": recorded(approved_plan="another"),
    "register_is_untouched": known(register_untouched=True),
    "execution_is_proven": recorded(residuals=0),
    "residuals_are_left": recorded(residuals=2),
    "recipient_is_due": known(recipients_due=("Ajas Oy",)),
    "restriction_is_in_force": recorded(restricted_on="2026-03-04"),
    "lift_was_announced_and_due": recorded(lift_announced_on="2026-03-04", lift_on="2026-03-12"),
    "contest_date_is_given": recorded(answered_on="2026-03-05"),
}

#: What breaks each guard in a draft in which all guards of its row hold.
FAILS: Mapping[str, Change] = {
    "person_is_named": given(register=None, keys=None),
    "person_is_sought": having(subject=None),
    "identity_is_proven": known(proven_level=1),
    "identity_is_settled": known(proven_level=None),
    "controller_is_initiator": having(initiator="data_subject"),
    "identity_is_still_open": known(proven_level=2),
    "doubt_is_concrete": given(doubt_reason="This is our standard procedure for everybody."),
    "methods_are_offered": given(methods=("in_person", "masked_id_copy")),
    "asked_once_or_dpo_agreed": recorded(identity_questions=1),
    "answer_date_is_given": given(answered_on=date(2026, 3, 13)),
    "question_was_asked": recorded(identity_asked_on=None),
    "answer_was_awaited": recorded(answer_by="2026-03-20"),
    "identity_failure_is_reasoned": given(no_lighter_way=False),
    "extension_is_reasoned": both(given(extension_months=3), recorded(extension_months=3)),
    "extension_is_in_time": known(strict_due=date(2026, 3, 11)),
    "extension_is_the_first": recorded(extended_on="2026-03-09"),
    "extension_is_proposed": both(
        recorded(proposed_by=None), having(rules=Rules(second_person=frozenset()))
    ),
    "group_was_found": given(group="booking.nowhere"),
    "every_group_is_decided": known(findings_codes=(GROUP, "booking.invoices")),
    "grounds_are_lawful": known(ground_faults=(Fault("ground.x", GROUP, "Made up."),)),
    "ground_covers_all": known(findings_codes=(GROUP, "booking.invoices")),
    "nothing_is_refused": having(decisions=(KEEP,)),
    "lighter_outcome_is_considered": given(lighter_outcome=None),
    "reason_is_given": given(reason="so."),
    "plan_is_shown": given(plan="0000000000"),
    "contact_point_is_known": having(requester=Person(name="Matti Meikäläinen"), subject=None),
    "answer_refused_something": having(decisions=(ERASE,)),
    "second_person_where_required": both(
        known(second_person_required=True),
        recorded(decided_by="Riitta", drafted_by="Riitta", proposed_by="Riitta"),
    ),
    "plan_is_approved": known(plan_digest="another"),
    "plan_has_changed": known(plan_digest="another"),
    "register_is_untouched": known(register_untouched=False),
    "execution_is_proven": recorded(residuals=3),
    "residuals_are_left": recorded(residuals=0),
    "recipient_is_due": known(recipients_due=()),
    "telling_is_documented": given(outcome="impossible", why=None),
    "recipients_are_told": known(recipients_due=("Ajas Oy",)),
    "restriction_is_in_force": recorded(lifted_on="2026-03-05"),
    "lift_leaves_notice": given(lift_on=date(2026, 3, 13)),
    "lift_was_announced_and_due": recorded(lift_on="2026-03-13"),
    "restriction_is_lifted": recorded(restricted_on="2026-03-04"),
    "answer_is_complete": known(letter_faults=(Fault("letter.L06", "L06", "Made up."),)),
    "posting_is_possible": given(letter=9),
    "letter_was_posted": having(outgoing=(replace(LETTER, posted_on=None),)),
    "answer_is_posted": having(outgoing=(replace(LETTER, posted_on=None),)),
    "withdrawal_is_documented": given(withdrawn_on=date(2026, 3, 1)),
    "contest_date_is_given": given(contested_on=date(2026, 3, 4)),
    "reopening_is_reasoned": given(reason="because"),
}


def draft_for(row: Row, source: str) -> Draft:
    """A draft in which everything this row asks for is there."""
    draft = Draft(state=source, actor=user(row.who[0]))
    meaning = VOCABULARY[row.step]
    draft.supplied.update({f.name: sample(f) for f in meaning.facts if f.required})
    for name in row.guards:
        if name in HOLDS:
            HOLDS[name](draft)
    return draft


def fitting(workflow: Workflow, edge: Edge) -> Situation:
    """A situation in which this row may be taken."""
    return draft_for(edge.row, edge.source).situation(workflow)


def breaking(workflow: Workflow, edge: Edge, guard: str) -> Situation:
    """The same, with one guard that does not hold."""
    draft = draft_for(edge.row, edge.source)
    FAILS[guard](draft)
    return draft.situation(workflow)
