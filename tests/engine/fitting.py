"""Situations in which a row of a table may be taken, or in which one of its guards fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from dsr.cases.case import Person
from dsr.cases.inquiry import Answer, Inquiry, What, with_inquiry
from dsr.cases.site import Rules
from dsr.engine.guards.inquiries import ORDERED
from dsr.engine.situation import Situation
from dsr.engine.table import Edge, Row, Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import Fault
from tests.engine.situations import (
    BESIDE,
    BY_NAME,
    CHARGE,
    ERASE,
    GROUP,
    KEEP,
    LETTER,
    PLAN,
    QUESTIONS,
    RESTRICT,
    TODAY,
    UNPOSTED,
    Draft,
    sample,
    user,
)

Change = Callable[[Draft], None]
LIFT_NOTICE = replace(LETTER, id=2, type="LT-RESTRICT-LIFT", answers=False)


def known(**values: object) -> Change:
    """What the stages computed."""
    return lambda draft: draft.known.update(values)


def given(**values: object) -> Change:
    """Facts given with the step."""
    return lambda draft: draft.supplied.update(values)


def given_if(name: str, **values: object) -> Change:
    """Facts given with a step that takes a certain one."""

    def change(draft: Draft) -> None:
        if name in draft.supplied:
            draft.supplied.update(values)

    return change


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

ASKED = recorded(
    identity_asked_on="2026-03-03",
    authority_asked_on="2026-03-03",
    clarification_asked_on="2026-03-03",
    situation_asked_on="2026-03-03",
    fee_noticed_on="2026-03-03",
)

#: A register that is a person, asked on Tuesday 10 March and silent since.
INQUIRY = Inquiry(What.SEARCH, date(2026, 3, 10), "Olli", date(2026, 3, 20))
SILENT = with_inquiry({}, "coach", INQUIRY, new=True)
EXCEPTION = with_inquiry({}, "coach", replace(INQUIRY, answer=Answer.EXCEPTION), new=True)
ANSWERED = with_inquiry({}, "coach", replace(INQUIRY, answer=Answer.NOTHING_FOUND), new=True)
TOLD = recorded(recipients_told=[{"recipient": "Ajas Oy", "outcome": "told", "on": "2026-03-10"}])

#: What makes each guard hold, where a plain draft does not.
HOLDS: Mapping[str, Change] = {
    "register_is_a_person": known(persons=("coach",), ordered=("coach",)),
    "inquiry_fits_the_state": lambda draft: draft.supplied.update(
        what="change" if draft.state in ORDERED else "search"
    ),
    "inquiry_is_open": recorded(**SILENT),
    "exception_is_open": recorded(**EXCEPTION),
    "registers_have_answered": both(known(persons=("coach",)), recorded(**ANSWERED)),
    "recipient_was_told": TOLD,
    "person_is_named": given(register="booking", keys=("17",)),
    "controller_is_initiator": having(initiator="controller"),
    "question_puts_nothing_off": given(large_quantity=False),
    "identity_is_still_open": known(proven_level=0),
    "representative_is_named": recorded(representative_name="Liisa Laine", capacity="mandatary"),
    "proof_fits_capacity": recorded(capacity="mandatary"),
    "question_was_asked": recorded(identity_asked_on="2026-03-03"),
    "answer_was_awaited": both(ASKED, recorded(answer_by="2026-03-11", fee_reply_by="2026-03-11")),
    "answer_date_is_given": ASKED,
    "fee_is_reasoned": having(decisions=(CHARGE,)),
    "another_person_acts": recorded(drafted_by="Olli"),
    "payment_is_dated": recorded(fee_noticed_on="2026-03-03"),
    "restriction_is_reasoned": having(decisions=(KEEP, RESTRICT)),
    "extension_is_proposed": PROPOSED,
    "nothing_is_refused": having(decisions=(ERASE,)),
    "lighter_outcome_is_considered": given(lighter_outcome="Blocking was considered."),
    "second_person_where_required": recorded(
        decided_by="Olli", drafted_by="Olli", decided_on="2026-03-11", drafted_on="2026-03-11"
    ),
    "plan_is_approved": recorded(approved_plan=PLAN),
    "plan_has_changed": recorded(approved_plan="another"),
    "register_is_untouched": known(register_untouched=True),
    "undo_window_is_open": recorded(undo_until=TODAY.isoformat()),
    "execution_is_proven": recorded(residuals=0),
    "residuals_are_left": recorded(residuals=2),
    "recipient_is_due": known(recipients_due=("Ajas Oy",)),
    "restriction_is_in_force": recorded(restricted_on="2026-03-04"),
    "lift_was_announced_and_due": both(
        recorded(lift_announced_on="2026-03-04", lift_on="2026-03-12"),
        having(outgoing=(LETTER, LIFT_NOTICE)),
    ),
    "contest_date_is_given": recorded(answered_on="2026-03-05"),
}

#: What breaks each guard in a draft in which all guards of its row hold.
FAILS: Mapping[str, Change] = {
    "register_is_a_person": known(persons=()),
    "no_inquiry_is_open": recorded(**SILENT),
    "inquiry_fits_the_state": lambda draft: draft.supplied.update(
        what="search" if draft.state in ORDERED else "change"
    ),
    "inquiry_is_due_in_time": given(due_on=date(2026, 4, 3)),  # Friday, after our own day
    "inquiry_is_open": recorded(inquiries=None),
    "reminder_is_not_the_second_today": recorded(
        **with_inquiry({}, "coach", replace(INQUIRY, asked_on=TODAY), new=True)
    ),
    "answer_follows_the_inquiry": given(answered_on=date(2026, 3, 9)),  # Monday
    "exception_is_reasoned": given(answer="exception", reason="no"),
    "files_fit_the_answer": given(answer="nothing_found", files=("0" * 64,)),
    "exception_is_open": recorded(**SILENT),
    "registers_have_answered": recorded(**SILENT),
    "register_changes_are_answered": recorded(**EXCEPTION),
    "recipient_was_told": recorded(recipients_told=[]),
    "recipient_has_not_confirmed": recorded(recipients_confirmed=[{"recipient": "Ajas Oy"}]),
    "confirmation_is_dated": given(confirmed_on=date(2026, 3, 9)),  # Monday
    "confirmation_leaves_time": given(confirm_by=date(2026, 3, 12)),
    "person_is_named": given(register=None, keys=None),
    "person_is_sought": having(subject=None),
    "identity_is_proven": known(proven_level=1),
    "identity_still_suffices": known(needed_level=3),
    "nothing_was_changed": having(decisions=(ERASE,)),
    "identity_is_settled": known(proven_level=None),
    "controller_is_initiator": having(initiator="data_subject"),
    "identity_is_still_open": known(proven_level=2),
    "doubt_is_concrete": given(doubt_reason="This is our standard procedure for everybody."),
    "contradiction_is_concrete": given(evidence_contradicted="It is our routine."),
    "methods_are_offered": given(methods=("in_person", "masked_id_copy")),
    "representative_is_named": recorded(representative_name=None),
    "authority_is_open": recorded(authority_accepted_on="2026-03-09"),
    "authority_is_shown": recorded(representative_name="Liisa Laine"),
    "missing_authority_is_concrete": given(missing_authority="We ask everybody: it is our policy."),
    "proof_fits_capacity": recorded(capacity="guardian"),
    "hearing_is_documented": given(maturity="not_heard"),
    "minor_was_heard": recorded(capacity="guardian"),
    "non_disclosure_is_said": given(non_disclosure=False),
    "asked_once_or_dpo_agreed": recorded(
        identity_questions=1, authority_questions=1, clarification_questions=1
    ),
    "clarification_is_concrete": given(clarify_reason="It is our standard procedure to ask this."),
    "question_puts_nothing_off": given(large_quantity=True),
    "situation_is_asked_once": recorded(situation_asked_on="2026-03-05"),
    "situation_question_is_concrete": given(clarify_question="Why?"),
    "no_reply_may_close": having(outgoing=tuple(replace(UNPOSTED, type=t) for t in QUESTIONS)),
    "asked_info_is_said": given(asked_info="it"),
    "fee_is_reasoned": both(having(decisions=()), given_if("fee_ground", fee_amount="free")),
    "fee_reply_leaves_time": given(fee_reply_by=date(2026, 3, 18)),  # Wednesday
    "another_person_acts": recorded(drafted_by="Riitta"),
    "payment_is_dated": given(paid_on=date(2026, 3, 2)),  # Monday
    "change_is_reasoned": both(known(differs_from_proposal=True), given(why="Own decision.")),
    "withdrawal_is_honoured": having(decisions=(replace(KEEP, ground="ERA-CONTRACT"),)),
    "erasing_is_shown": both(
        having(decisions=(ERASE,)), known(proven_level=1, needed_level=0), given(lighter_outcome="")
    ),
    "restriction_is_reasoned": having(decisions=(replace(RESTRICT, facts={}),)),
    "letter_kind_fits": given(letter=1),
    "answer_date_is_given": given(answered_on=date(2026, 3, 13)),
    "question_was_asked": recorded(identity_asked_on=None),
    "answer_was_awaited": recorded(answer_by="2026-03-20", fee_reply_by="2026-03-20"),
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
    "undo_window_is_open": recorded(undo_until="2026-03-11"),
    "execution_is_proven": recorded(residuals=3),
    "residuals_are_left": recorded(residuals=0),
    "recipient_is_due": known(recipients_due=()),
    "telling_is_documented": given(outcome="impossible", why=None),
    "recipients_are_told": known(recipients_due=("Ajas Oy",)),
    "restriction_is_in_force": recorded(lifted_on="2026-03-05"),
    "lift_leaves_notice": given(lift_on=date(2026, 3, 13)),
    "lift_was_announced_and_due": having(outgoing=(LETTER, replace(LIFT_NOTICE, posted_on=None))),
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
    draft.supplied.update(BESIDE.get(row.step, {}))
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
