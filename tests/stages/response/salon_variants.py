"""The salon's letters in their other forms: limited, situational, paid, represented, late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

from dsr.cases.case import Right
from dsr.cases.decision import Action
from dsr.cases.letter import LetterContent
from dsr.cases.register import VAULT_FILE, ColumnMap, Finding, FoundRow, RegisterMap, TableMap
from dsr.stages.response.compose import compose
from dsr.stages.response.facts import LetterFacts
from tests.stages.response import salon_questions as made
from tests.stages.response.salon import DELAY, case, letter_facts
from tests.stages.response.salon_decisions import decide, refuse_objection
from tests.stages.response.salon_register import (
    GROUPS,
    REGISTER,
    render_ground,
    t,
    wording,
)

#: Until when an erasure can be undone; another day than the backups'.
UNDO_UNTIL = "2026-04-01"  # Wednesday
#: A file as a register that is a person returned it, and the name the program gave it.
FILE, RETURNED = "coach-notebook-1.txt", b"12.9.2025: 45 min.\n"


def _more(facts: LetterFacts, extra: Mapping[str, object], **fields: object) -> LetterFacts:
    return replace(facts, extra={**facts.extra, **extra}, **fields)  # type: ignore[arg-type]


def _situation(language: str) -> LetterFacts:
    facts = letter_facts("LT-CLARIFY", language)
    return replace(facts, case=case(Right.OBJECTION, language), extra=made.situation(language))


def _unclear_rectification(language: str) -> LetterFacts:
    facts = letter_facts("LT-CLARIFY", language, case=case(Right.RECTIFICATION, language))
    return _more(facts, {"large_quantity": False, "pauses": False})


def _second_copy(language: str) -> LetterFacts:
    return letter_facts("LT-FEE", language, decisions=(made.charge_for_a_copy(language),))


def _restricted_meanwhile(language: str) -> LetterFacts:
    facts = letter_facts("LT-RESTRICT", language, case=case(Right.RECTIFICATION, language))
    extra = {"restriction_reason": None, "restriction_ground": "a"}
    return _more(facts, extra, answering=False, recipients_told=())


def _everything_moved(language: str) -> LetterFacts:
    given = tuple(decide(g.code, Action.GIVE) for g in GROUPS)
    facts = letter_facts("LT-PORT", language, decisions=given)
    return _more(facts, {"transferred_to": "Kilpaileva Kampaamo Oy"})


def _no_way_in(language: str) -> LetterFacts:
    given = (decide("customer", Action.GIVE), made.no_transfer(language))
    return letter_facts("LT-PORT", language, decisions=given)


def _nothing_to_move(language: str) -> LetterFacts:
    return letter_facts("LT-PORT", language, decisions=(made.made_by_us(language),), findings=())


def _consent_and_law(language: str) -> LetterFacts:
    return letter_facts("LT-CONSENT-WD", language, decisions=made.kept_after_consent(language))


def _unfounded(language: str) -> LetterFacts:
    decisions = (made.unfounded(language),)
    return letter_facts("LT-REFUSE-12-5", language, decisions=decisions, extra={})


def _access_of_three_kinds(language: str) -> LetterFacts:
    """Part given, part dangerous, part another controller's, part the same as before."""
    facts = letter_facts("LT-ACCESS-PART", language)
    given = made.referring(tuple(decide(g.code, Action.GIVE) for g in GROUPS if g.code != "notes"))
    other = replace(made.other_controllers(language), group="booking.marketing")
    given = tuple(d for d in given if d.group != "booking.marketing")
    danger = made.dangerous(language, Action.WITHHOLD)
    return replace(facts, decisions=(*given, danger, other))


def _paid(language: str) -> LetterFacts:
    return _more(letter_facts("LT-ACCESS-FULL", language), {"paid_amount": made.FEE[language]})


def _to_representative(language: str) -> LetterFacts:
    extra = {"representative_name": made.REPRESENTATIVE.name, "addressee_acts": True}
    facts = letter_facts("LT-ERASE-PART", language)
    return _more(facts, extra, recipient=made.REPRESENTATIVE)


def _partly_restricted(language: str) -> LetterFacts:
    """The notes are restricted; of the bookings none of the four conditions holds."""
    decisions = (decide("notes", Action.RESTRICT), made.not_restricted(language))
    return letter_facts("LT-RESTRICT", language, decisions=decisions)


def _objection_in_part(language: str) -> LetterFacts:
    decisions = (decide("bookings", Action.STOP), refuse_objection(language))
    return letter_facts("LT-OBJ-REFUSED", language, decisions=decisions)


def _child(language: str) -> LetterFacts:
    """A parent who is not entitled to the child's data."""
    extra = {"representative_name": made.REPRESENTATIVE.name, "addressee_acts": True}
    facts = letter_facts("LT-REFUSED", language, decisions=(made.not_entitled(language),))
    return _more(facts, extra, recipient=made.REPRESENTATIVE)


def _own_mistake(language: str) -> LetterFacts:
    """A recipient hears of a correction nobody asked for."""
    own = case(Right.RECTIFICATION, language, initiator="controller")
    decisions = (decide("customer", Action.CORRECT),)
    return letter_facts("LT-A19-RECIPIENT", language, case=own, decisions=decisions)


def _identity_of_the_representative(language: str) -> LetterFacts:
    extra = {"representative_name": made.REPRESENTATIVE.name, "addressee_acts": True}
    return _more(letter_facts("LT-NEED-ID", language), extra, recipient=made.REPRESENTATIVE)


def _authority_unanswered(language: str) -> LetterFacts:
    extra = {"representative_name": made.REPRESENTATIVE.name, "addressee_acts": True}
    facts = _closed("authority", made.MISSING[language])(language)
    return _more(facts, extra, recipient=made.REPRESENTATIVE)


def _closed(about: str, info: str | None = None) -> Callable[[str], LetterFacts]:
    def facts(language: str) -> LetterFacts:
        extra = {"close_reason": "no_reply", "asked_date": "2026-03-09"}
        asked = {"close_about": about, "asked_info": info or made.FEE_REPLY[language]}
        return letter_facts("LT-CLOSE", language, extra={**extra, **asked})

    return facts


def _withdrawn(language: str) -> LetterFacts:
    extra = {"close_reason": "withdrawn", "withdrawn_on": "2026-03-12"}
    return letter_facts("LT-CLOSE", language, extra=extra)


def _brought_back(language: str) -> LetterFacts:
    return _more(letter_facts("LT-ERASE-FULL", language), {"undo_until": UNDO_UNTIL})


def _brought_back_in_part(language: str) -> LetterFacts:
    """One register of two takes back what was erased."""
    where = [REGISTER.label[language]]
    return _more(_brought_back(language), {"undo_registers": where})


def _file_along(language: str) -> LetterFacts:
    """A masseur who is a register returned a file, and it is given."""
    facts = letter_facts("LT-ACCESS-FULL", language)
    row = FoundRow("notebook", "1", {"file": FILE}, {VAULT_FILE: sha256(RETURNED).hexdigest()})
    label = t("Hierojan hoitovihko", "Massörens vårdhäfte", "The masseur's notebook")
    why = t("hierontojen suunnittelu", "planering av massagen", "planning the massages")
    notes = next(g for g in GROUPS if g.code == "notes")
    group = replace(notes, code="notebook", label=label, purpose=why)
    column = ColumnMap("file", "text", t("Tiedosto", "Fil", "File"))
    table = TableMap("notebook", "notebook", ("file",), (), (column,))
    theirs = RegisterMap("coach", label, "", (group,), (table,))
    return replace(
        facts,
        findings=(*facts.findings, Finding("coach", group, (row,))),
        maps=(*facts.maps, theirs),
        decisions=(*facts.decisions, replace(decide("notes", Action.GIVE), group="coach.notebook")),
        returned={FILE: RETURNED},
    )


def _late(language: str) -> LetterFacts:
    facts = letter_facts("LT-ACCESS-PART", language)
    return _more(facts, {"delay_reason": DELAY[language]}, today=date(2026, 5, 4))  # Monday


#: Name -> the facts of the letter in a language.
VARIANTS: Mapping[str, Callable[[str], LetterFacts]] = {
    "situation asked": _situation,
    "rectification unclear": _unclear_rectification,
    "second copy": _second_copy,
    "restricted meanwhile": _restricted_meanwhile,
    "everything moved": _everything_moved,
    "no way in": _no_way_in,
    "nothing to move": _nothing_to_move,
    "consent and law": _consent_and_law,
    "unfounded": _unfounded,
    "access of three kinds": _access_of_three_kinds,
    "paid": _paid,
    "to the representative": _to_representative,
    "authority unanswered": _authority_unanswered,
    "identity of the representative": _identity_of_the_representative,
    "partly restricted": _partly_restricted,
    "objection in part": _objection_in_part,
    "not entitled to the child's": _child,
    "own mistake told": _own_mistake,
    "fee unanswered": _closed("fee"),
    "withdrawn": _withdrawn,
    "late": _late,
    "a file goes along": _file_along,
    "can be brought back": _brought_back,
    "can be brought back in part": _brought_back_in_part,
}


def variant(name: str, language: str) -> tuple[LetterContent, LetterFacts]:
    """The composed letter of a variant, and its facts."""
    facts = VARIANTS[name](language)
    return compose(facts, wording(), render_ground), facts
