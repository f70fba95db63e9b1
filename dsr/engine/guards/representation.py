"""Guards on representatives, minors and secret addresses (GDPR Art. 12(2), 12(6); legal spec D)."""

from __future__ import annotations

from dsr.engine.guards.guard import guard
from dsr.engine.situation import Situation
from dsr.errors import Fault
from dsr.law.authority import PROOFS, Capacity, Proof
from dsr.law.doubt import doubt_faults
from dsr.law.minor import BARRING, Hearing, Maturity, hearing_faults

CHILD_GROUND = "ID-CHILD"


@guard("A representative is named.")
def representative_is_named(situation: Situation) -> str | None:
    if situation.recorded_text("representative_name"):
        return None
    return "Nobody is named who asks for the person; name the representative first (Art. 12(6))."


@guard("The authority is not already shown.")
def authority_is_open(situation: Situation) -> str | None:
    if not situation.recorded_text("authority_accepted_on"):
        return None
    return "The authority is accepted; to ask all the same would break Art. 12(6). Go on."


@guard("Where somebody acts for the person, the authority is shown.")
def authority_is_shown(situation: Situation) -> str | None:
    named = situation.recorded_text("representative_name")
    if not named or situation.recorded_text("authority_accepted_on"):
        return None
    return (
        "A representative asks and the authority is not shown (E4: own identity and authority, "
        "EDPB 01/2022 para. 80); accept the authority, or ask for what is missing."
    )


@guard(
    "It is said concretely what the authority lacks, in this very case.",
    reads=("missing_authority",),
)
def missing_authority_is_concrete(situation: Situation) -> str | None:
    # An unsigned mandate does lack something; an unsigned request does not.
    found = doubt_faults(situation.given_text("missing_authority"))
    faults = [fault.sentence for fault in found if fault.code != "doubt.signature"]
    if not faults:
        return None
    return "The question about the authority cannot stand (Art. 12(6)): " + " ".join(faults)


@guard("The document can show an authority of this kind.", reads=("authority_proof",))
def proof_fits_capacity(situation: Situation) -> str | None:
    capacity, proof = situation.recorded_text("capacity"), situation.given_text("authority_proof")
    if capacity not in set(Capacity) or proof not in set(Proof):
        return None  # that no representative is named, or no such proof exists, is said elsewhere
    allowed = PROOFS[Capacity(str(capacity))]
    if Proof(proof) in allowed:
        return None
    return (
        f"A {proof} does not show the authority of a {capacity}; look at {' or '.join(allowed)}, "
        "or name the representative anew in the capacity that the document shows."
    )


def _hearing(situation: Situation) -> Hearing | None:
    born, maturity = situation.given_day("minor_born"), situation.given_text("maturity")
    if born is None or maturity not in set(Maturity):
        return None
    return Hearing(
        born=born,
        maturity=Maturity(maturity),
        heard_on=situation.given_day("minor_heard_on"),
        view=situation.given_text("minor_view"),
        assessed_by=situation.given_text("maturity_assessed_by"),
        not_heard_because=situation.given_text("not_heard_because"),
    )


def _hearing_faults(situation: Situation) -> tuple[Fault, ...]:
    hearing = _hearing(situation)
    if hearing is None:
        return ()
    by_guardian = situation.recorded("capacity") == Capacity.GUARDIAN
    return hearing_faults(hearing, today=situation.today, by_guardian=by_guardian)


@guard(
    "Day of birth, maturity and view fit together, or it is said why the minor was not heard.",
    reads=("minor_born", "maturity"),
    details=_hearing_faults,
)
def hearing_is_documented(situation: Situation) -> str | None:
    faults = _hearing_faults(situation)
    if not faults:
        return None
    return f"The hearing cannot stand, {len(faults)} thing(s) do not fit; correct each one named."


@guard("Where a guardian asks, the minor was heard, and a mature minor's no is respected.")
def minor_was_heard(situation: Situation) -> str | None:
    if situation.recorded("capacity") != Capacity.GUARDIAN:
        return None
    maturity = situation.recorded_text("maturity")
    if maturity is None:
        return (
            "A guardian asks for a minor whose maturity and view nobody noted; record it with "
            "hear_minor, also why the minor was not heard (recital 38, Act 361/1983 s. 4)."
        )
    if not situation.findings_codes:
        return None  # that nothing is held is told to whoever has the authority to ask
    grounds = {decision.ground for decision in situation.case.decisions}
    if maturity == Maturity.OPPOSES and maturity in BARRING and CHILD_GROUND not in grounds:
        return (
            "The minor opposes what the guardian asks; refuse or limit what the minor opposes on "
            f"the ground {CHILD_GROUND}, or hear the minor again."
        )
    return None


@guard("The mark says yes; it is never taken off here.", reads=("non_disclosure",))
def non_disclosure_is_said(situation: Situation) -> str | None:
    if situation.given("non_disclosure") is True:
        return None
    return (
        "A secret address is only ever marked here; give non_disclosure=yes. When the order has "
        "ended, the person asks anew and a new case is opened without the mark."
    )
