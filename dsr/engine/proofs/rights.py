"""What holds for one right only: marketing, consent, restriction, objection; and who represents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dsr.cases.case import Right
from dsr.engine.meaning import Effect, Meaning
from dsr.engine.proofs.fault import broken
from dsr.engine.table import Row, Workflow
from dsr.errors import Fault

#: Every question to the person that the law ties to conditions.
QUESTIONS = frozenset(
    {
        Effect.ASKS_IDENTITY,
        Effect.ASKS_AUTHORITY,
        Effect.ASKS_CLARIFICATION,
        Effect.ASKS_SITUATION,
    }
)
#: What stands in the way of the person: never where the law knows no condition.
HINDRANCES = QUESTIONS | {
    Effect.FAILS_IDENTITY,
    Effect.EXTENDS,
    Effect.DRAFTS_FEE,
    Effect.CHARGES,
    Effect.REFUSES,
    Effect.GIVES_UP,
}
#: The objection to direct marketing knows none of these (Art. 21(2)-(3)).
NEVER_FOR_MARKETING = HINDRANCES | {Effect.PROVES_IDENTITY}
#: The withdrawal of consent knows none of these (Art. 7(3)): as easy to withdraw as to give. Which
#: consent is meant may be asked where it cannot be found; it proves nothing and puts nothing off.
NEVER_FOR_CONSENT = HINDRANCES - {Effect.ASKS_CLARIFICATION}
_PUTS_NOTHING_OFF = "question_puts_nothing_off"

_HONOURED = frozenset({"withdrawal_is_honoured", "erasing_is_shown"})


def right_faults(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    """Everything that holds for the right of this table alone."""
    yield from _marketing(workflow, vocabulary)
    yield from _consent(workflow, vocabulary)
    yield from _restriction(workflow, vocabulary)
    yield from _situation(workflow, vocabulary)
    yield from _representation(workflow, vocabulary)


def barred(workflow: Workflow, meaning: Meaning) -> str | None:
    """Why a step can never exist for this right, with its rule and the way out; None if it can."""
    if not workflow.needs_identity and meaning.effects & NEVER_FOR_MARKETING:
        return (
            "An objection to direct marketing is carried out at once: nobody is asked for "
            "anything, and nothing is refused, charged or extended (GDPR Art. 21(2)-(3)). Stop "
            "the marketing."
        )
    if workflow.right is Right.CONSENT_WITHDRAWAL and meaning.effects & NEVER_FOR_CONSENT:
        return (
            "To withdraw consent is as easy as to give it: nobody is asked for proof, and nothing "
            "is refused, charged or extended (GDPR Art. 7(3)). Stop what rests on the consent; "
            "what a law holds is kept on its ground."
        )
    if Effect.ASKS_SITUATION in meaning.effects and workflow.right is not Right.OBJECTION:
        return (
            "Only an objection under Art. 21(1) rests on a particular situation; for this right "
            "nobody has to give one. Decide the request as it stands."
        )
    return None


def _marketing(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    place = f"{workflow.name}.toml"
    if workflow.needs_identity:
        return
    if workflow.right is not Right.OBJECTION:
        yield broken("identity_waived", place, "Only the objection to marketing needs no identity.")
        return
    if workflow.includes:
        yield broken("marketing_shares", place, "This table takes no shared rows; write them here.")
    for row in workflow.rows:
        if vocabulary[row.step].effects & NEVER_FOR_MARKETING:
            sentence = f"{row.step} does not exist for direct marketing (Art. 21(2)-(3))."
            yield broken("marketing_hindered", row.place, sentence)


def _consent(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    if workflow.right is not Right.CONSENT_WITHDRAWAL:
        return
    for row in workflow.rows:
        effects = vocabulary[row.step].effects
        if effects & NEVER_FOR_CONSENT:
            sentence = f"{row.step} does not exist for a withdrawal of consent (Art. 7(3))."
            yield broken("consent_hindered", row.place, sentence)
        if Effect.ASKS_CLARIFICATION in effects and _PUTS_NOTHING_OFF not in row.guards:
            sentence = f"A stop waits for no answer; guard the question by {_PUTS_NOTHING_OFF}."
            yield broken("consent_put_off", row.place, sentence)
        if Effect.DECIDES in effects and not set(row.guards) >= _HONOURED:
            sentence = f"The stop cannot be refused; guard it by {', '.join(sorted(_HONOURED))}."
            yield broken("consent_refused", row.place, sentence)


def _restriction(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    if workflow.right is not Right.RESTRICTION:
        return
    for row in workflow.rows:
        effects = vocabulary[row.step].effects
        if Effect.DECIDES in effects and "restriction_is_reasoned" not in row.guards:
            sentence = "A restriction rests on one of Art. 18(1)(a)-(d): restriction_is_reasoned."
            yield broken("restriction_without_case", row.place, sentence)
        if Effect.CLOSES in effects and "restriction_is_lifted" not in row.guards:
            sentence = "The case lasts as long as the restriction; guard it: restriction_is_lifted."
            yield broken("closed_while_restricted", row.place, sentence)


def _situation(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    if workflow.right is Right.OBJECTION:
        return
    for row in workflow.rows:
        if Effect.ASKS_SITUATION in vocabulary[row.step].effects:
            sentence = "Only an objection rests on a particular situation (Art. 21(1))."
            yield broken("situation_asked_elsewhere", row.place, sentence)


def _representation(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    """Where somebody may act for the person, authority and a minor's view are looked at. A
    withdrawal of consent is stopped whoever brings it; only erasing wants authority."""
    names = any(
        Effect.NAMES_REPRESENTATIVE in vocabulary[row.step].effects for row in workflow.rows
    )
    if not names or workflow.right is Right.CONSENT_WITHDRAWAL:
        return
    for row in workflow.rows:
        effects = vocabulary[row.step].effects
        if _proves_for_somebody(row, effects) and "authority_is_shown" not in row.guards:
            sentence = "A representative's authority is shown first (E4): authority_is_shown."
            yield broken("authority_unshown", row.place, sentence)
        if _judges(effects) and "minor_was_heard" not in row.guards:
            sentence = "A guardian may ask for a minor, who is heard first: minor_was_heard."
            yield broken("minor_unheard", row.place, sentence)


def _proves_for_somebody(row: Row, effects: frozenset[Effect]) -> bool:
    """Identity of whoever asked; the controller itself is represented by nobody."""
    return Effect.PROVES_IDENTITY in effects and "controller_is_initiator" not in row.guards


def _judges(effects: frozenset[Effect]) -> bool:
    """Decides the matter; failing identity and giving up for want of a reply do not."""
    judging = effects & {Effect.DECIDES, Effect.REFUSES}
    return bool(judging) and not effects & {Effect.FAILS_IDENTITY, Effect.GIVES_UP}
