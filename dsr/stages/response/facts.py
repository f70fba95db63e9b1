"""Everything a letter is made of: the case as it stands and the facts of the step that writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import NEED_GROUND, Action, GroupDecision
from dsr.cases.letter import Enclosure
from dsr.cases.register import DataGroup, Finding, FoundRow, RegisterMap, TableMap
from dsr.cases.site import Address, Site
from dsr.stages.response.matrix import INFORMING_GROUNDS, LETTERS

WHOLE_CASE = "*"


@dataclass(frozen=True)
class LetterFacts:
    """One letter's facts.

    type: a key of ``matrix.LETTERS``. today: the letter's date. received, strict_due, due: from the
    clock; due is None while a counted pause is open. systems_searched: names in the letter's
    language. executed_on: the day of the act told of. recipients_told: ``(name, outcome)``, the
    outcome being told, impossible or disproportionate (Art. 19). enclosures: files besides the
    copy of the data, which is made here.

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
    suppressed           True: a keyed hash of the contact point stays on the suppression list
    channels             marketing channels stopped, in words (LT-DM-STOP)
    restricted           True: the data stay restricted for now (LT-RECT-PART, LT-RECT-REFUSED)
    restriction_reason   why processing is restricted (LT-RESTRICT)
    lift_date            when the restriction will be lifted, lift_reason: why
    close_reason         ``withdrawn`` or ``no_reply`` (LT-CLOSE); withdrawn_on: the day
    identifiers          ``((label, value), ...)``: the least a recipient needs (LT-A19-RECIPIENT)
    confirm_by           until when a recipient is asked to confirm
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
        return LETTERS[self.type].answers and self.today > last

    @property
    def limiting(self) -> tuple[GroupDecision, ...]:
        """Decisions that refuse or limit: by their action or by their ground (Art. 12(4))."""
        return tuple(d for d in self.decisions if _limits(d))

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
        return decision is not None and decision.action in (Action.WITHHOLD, Action.REFUSE)


def _limits(decision: GroupDecision) -> bool:
    by_ground = decision.ground is not None and decision.ground not in INFORMING_GROUNDS
    return decision.action in NEED_GROUND or by_ground
