"""Everything a letter is made of: the case as it stands and the facts of the step that writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import NEED_GROUND, Action, GroupDecision
from dsr.cases.letter import Enclosure
from dsr.cases.register import DataGroup, Finding, FoundRow, RegisterMap, TableMap
from dsr.cases.site import Address, Site
from dsr.casework.undoing import UNDO_UNTIL
from dsr.stages.response.matrix import INFORMING_GROUNDS, LETTERS, OTHER_CONTROLLER

WHOLE_CASE = "*"


@dataclass(frozen=True)
class LetterFacts:
    """One letter's facts.

    type: a key of ``matrix.LETTERS``. today: the letter's date. received, strict_due, due: from the
    clock; due is None while a counted pause is open. systems_searched: names in the letter's
    language. executed_on: the day of the act told of. recipients_told: ``(name, outcome)``, the
    outcome being told, impossible or disproportionate (Art. 19). enclosures: files besides the
    copy of the data, which is made here. returned: files that a register returned and that are
    given, by the name the program gave them. answering: False where a type that answers is sent as
    a notice before the answer (LT-RESTRICT). keyed_hash: by it the gate sees that a value, of which
    a passage was covered, has changed since.

    extra: facts of the step, all texts in the letter's language, dates as ``date``:

    ===================  ==========================================================================
    understood           how the request was understood, instead of the sentence for the right
    delay_reason         why the answer is late (LATE)
    doubt_reason         the concrete doubt about identity (LT-NEED-ID)
    methods              codes of wording ``method.*``, e.g. ``("one_time_link", "code_letter")``
    reply_by             until when an answer to our question is asked for
    due_if_replied       the last day of our answer if it comes by then (LT-NEED-ID)
    asked_date           when more was asked for (LT-ID-FAIL, LT-CLOSE)
    asked_info           what was asked for (LT-ID-FAIL)
    received_info        what came or is missing (LT-ID-FAIL)
    extension_reason     why more time is needed (LT-EXTEND)
    new_due_date         the extended date (LT-EXTEND)
    searched_with        what was searched with, e.g. ``("name", "e-mail address")`` (LT-NODATA)
    own_cases            what our own files hold of the person's requests (access letters)
    show_values          True: a rectification letter may show the new values
    objection_in_register  True: the register keeps the contact point with the objection's day
    undo_until           the last day on which what was erased can be brought back (REST)
    undo_registers       where it can be brought back, when not everything can (REST)
    suppressed           True: a keyed hash of the contact point stays on the suppression list
    channels             marketing channels stopped, in words (LT-DM-STOP)
    restricted           True: the data stay restricted for now (LT-RECT-PART, LT-RECT-REFUSED)
    restriction_reason   why processing is restricted (LT-RESTRICT)
    restriction_ground   ``a`` to ``d`` of Art. 18(1), when there is no such text
    lift_date            when the restriction will be lifted, lift_reason: why
    close_reason         ``withdrawn`` or ``no_reply`` (LT-CLOSE); withdrawn_on: the day
    close_about          ``authority`` or ``fee``: what was not answered, if not identity
    representative_name  who acts for the person; addressee_acts: True when the letter goes there
    missing_authority    what is missing of the authority (LT-NEED-AUTH)
    clarify_reason       why it is asked (LT-CLARIFY); clarify_question: what is asked
    situation            True: the particular situation is asked for (OBJ-21-1-SITUATION)
    large_quantity       True: much is held of the person (recital 63)
    fee_amount           the fee in words (LT-FEE); cost_calculation, fee_reply_by with it
    paid_amount          the fee paid, in words: instead of "free of charge" (L08)
    own_data_held        True: we hold other data of the person (LT-OTHER-CTRL)
    transferred_to       to whom the data were sent directly (LT-PORT)
    earlier_requests     earlier requests, one text each (LT-REFUSE-12-5)
    given_before         day of the copy that is pointed to (access letters)
    identifiers          ``((label, value), ...)``: the least a recipient needs (LT-A19-RECIPIENT)
    confirm_by           until when a recipient is asked to confirm
    what                 ``search``, ``copy`` or ``change`` (LT-PROCESSOR)
    tasks                ``((data group, todo.*), ...)`` of a register that is a person
    instruction          what else such a register has to know; reminder_of: the day it was asked
    not_searched         names of registers that gave no answer (L04)
    recipients_confirmed names of recipients who confirmed (L22)
    other_names          names of other persons that must not be in the letter
    ===================  ==========================================================================
    """

    type: str
    case: Case
    site: Site
    today: date
    received: date
    strict_due: date
    due: date | None
    recipient: Address
    decisions: tuple[GroupDecision, ...] = ()
    findings: tuple[Finding, ...] = ()
    maps: tuple[RegisterMap, ...] = ()
    systems_searched: tuple[str, ...] = ()
    executed_on: date | None = None
    recipients_told: tuple[tuple[str, str], ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    enclosures: tuple[Enclosure, ...] = ()
    returned: Mapping[str, bytes] = field(default_factory=dict)
    answering: bool = True
    keyed_hash: Callable[[str], str] | None = None

    @property
    def language(self) -> str:
        """The language of the letter: the one the person wrote in."""
        return self.case.language

    @property
    def last_day(self) -> date:
        """The last day to answer: with pauses where they are closed, else the strict one."""
        return self.due or self.strict_due

    @property
    def late(self) -> bool:
        """Whether this is an answer that goes out after its last day.

        A refusal, even a partial one, is late after the strict date, extended or not (R11).
        """
        last = self.strict_due if self.limiting else self.last_day
        return LETTERS[self.type].answers and self.answering and self.today > last

    @property
    def limiting(self) -> tuple[GroupDecision, ...]:
        """Decisions that refuse or limit: by their action or by their ground (Art. 12(4))."""
        return tuple(d for d in self.decisions if _limits(d))

    @property
    def kind(self) -> str:
        """The wording's ``kind.*``: a notice, where a type that answers does not answer yet."""
        row = LETTERS[self.type]
        return "notice" if row.answers and not self.answering else row.kind

    def with_ground(self, beginning: str) -> tuple[GroupDecision, ...]:
        """Decisions whose ground begins like this."""
        return tuple(d for d in self.decisions if (d.ground or "").startswith(beginning))

    def word(self, name: str) -> str:
        """A text of ``extra`` without its last full stop, which the sentence around it supplies.

        Empty when it was not recorded.
        """
        value = self.extra.get(name)
        return "" if value is None else str(value).strip().rstrip(".").rstrip()

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts of ``extra``, empty when it was not recorded."""
        value = self.extra.get(name)
        return tuple(str(v) for v in value) if isinstance(value, list | tuple) else ()

    def day(self, name: str) -> date | None:
        """A date of ``extra``; ISO text is accepted, since facts are stored as JSON."""
        value = self.extra.get(name)
        if isinstance(value, str) and value:
            return date.fromisoformat(value)
        return value if isinstance(value, date) else None

    @property
    def undo_until(self) -> date | None:
        """The last day on which what was erased can be brought back; None once it is gone."""
        until = self.day(UNDO_UNTIL)
        return until if until and until >= self.today else None

    def group(self, code: str) -> DataGroup | None:
        """The data group a decision names (``register.group``); None for the whole case."""
        register, _, group = code.partition(".")
        for finding in self.findings:
            if finding.code == code:
                return finding.group
        for mapped in self.maps:
            if mapped.name == register:
                return next((g for g in mapped.groups if g.code == group), None)
        return None

    def table(self, register: str, name: str) -> TableMap | None:
        """The mapping of one table, if it is mapped."""
        tables = (t for m in self.maps if m.name == register for t in m.tables)
        return next((t for t in tables if t.name == name), None)

    def decision_for(self, finding: Finding, row: FoundRow | None = None) -> GroupDecision | None:
        """What was decided on a row: a decision naming it, then its group, then the whole case."""
        for_group = [d for d in self.decisions if d.group == finding.code]
        if row is not None:
            for decision in for_group:
                if row.key in decision.rows:
                    return decision
        for decision in for_group:
            if not decision.rows:
                return decision
        return next((d for d in self.decisions if d.group == WHOLE_CASE), None)

    def is_withheld(self, finding: Finding, row: FoundRow) -> bool:
        """Whether this row is left out of the copy (Art. 15(4))."""
        decision = self.decision_for(finding, row)
        if decision is None or decision.redactions:  # passages alone: the row itself is given
            return False
        theirs = decision.ground == OTHER_CONTROLLER and decision.group != WHOLE_CASE
        return theirs or decision.action in (Action.WITHHOLD, Action.REFUSE)


def _limits(decision: GroupDecision) -> bool:
    by_ground = decision.ground is not None and decision.ground not in INFORMING_GROUNDS
    return decision.action in NEED_GROUND or by_ground
