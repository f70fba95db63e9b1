"""Guards on who the person is and whether that is shown (GDPR Art. 11, 12(2), 12(6); D.2-D.4)."""

from __future__ import annotations

from dsr.cases.case import Right
from dsr.engine.guards.guard import guard
from dsr.engine.guards.questions import REASON_LETTERS, letters_of
from dsr.engine.situation import Situation
from dsr.law.doubt import doubt_faults
from dsr.law.proving import METHODS, Method

#: What speaks against evidence that suffices is said in at least so many letters.
CONTRADICTION_LETTERS = 25


def _proven(situation: Situation) -> bool:
    needed, proven = situation.needed_level, situation.proven_level
    return needed is not None and proven is not None and proven >= needed


@guard(
    "The records of the person are named, or that the search found nobody.",
    reads=("register", "keys", "nothing_found"),
)
def person_is_named(situation: Situation) -> str | None:
    keys = bool(situation.given("keys"))
    nobody = situation.given("nothing_found") is True
    if keys and nobody:
        return "Records are named and yet nobody is said to be found; give one of the two."
    if nobody or (keys and situation.given_text("register")):
        return None
    return (
        "Nobody is named: give the register and the keys, or the register and nothing_found=yes, "
        "or nothing_found=yes alone where no register holds anything."
    )


@guard("The search for the person is done, in every register.")
def person_is_sought(situation: Situation) -> str | None:
    left = situation.not_searched
    found = bool(situation.case.subjects) or situation.recorded("nothing_found") is True
    if not left and (found or situation.recorded("searched")):
        return None
    if not found and not situation.recorded("searched"):
        return (
            "It is not known whose data this is; link the person, or record that nobody was found."
        )
    return (
        f"Not searched yet: {', '.join(left)}. Link the person there too, or record for each that "
        "nothing was found, with register=… nothing_found=yes."
    )


@guard("Identity is shown at the level that the request and the data need.")
def identity_is_proven(situation: Situation) -> str | None:
    if _proven(situation):
        return None
    if situation.needed_level is None:
        return "The evidence needed is not known before the person is linked; link the person."
    shown = "nothing" if situation.proven_level is None else f"E{situation.proven_level}"
    needs = f"This request needs evidence E{situation.needed_level}, {shown} is shown; "
    if situation.case.right is Right.CONSENT_WITHDRAWAL:
        return (
            f"{needs}nobody is asked for proof (Art. 7(3)). Accept it by a way that reaches the "
            "person anyway, such as call_back; or ask which consent is meant and under which name "
            "or number it was given (ask_clarification); or record that nobody was found."
        )
    return f"{needs}record more evidence, or ask with a concrete doubt (GDPR Art. 12(6))."


@guard("Identity was shown, or the controller acts on its own initiative.")
def identity_is_settled(situation: Situation) -> str | None:
    # Whether it still suffices, with what became known since, is asked before anything is decided.
    if situation.proven_level is not None or situation.case.initiator == "controller":
        return None
    return "Identity was never shown, so nothing may be decided; go back to weighing identity."


@guard("What became known since asks for no more evidence than was shown.")
def identity_still_suffices(situation: Situation) -> str | None:
    needed, proven = situation.needed_level, situation.proven_level
    if needed is None or proven is None or proven >= needed:
        return None
    return (
        f"As the person is known now, E{needed} is needed and E{proven} was shown; take send_back, "
        "link the person again and accept identity at that level (Art. 12(6), 32)."
    )


@guard("Nobody asked: the controller acts on its own initiative.")
def controller_is_initiator(situation: Situation) -> str | None:
    if situation.case.initiator != "controller":
        return "A person asked for this; weigh that person's identity and accept it."
    if situation.case.subject is None:
        return "It is not said whose data are to be put right; link the person first."
    return None


@guard("Identity is not already shown, or something contradicts what shows it.")
def identity_is_still_open(situation: Situation) -> str | None:
    if not _proven(situation) or situation.given_text("evidence_contradicted"):
        return None
    return (
        "Identity is shown already; to ask all the same would break Art. 12(6). Accept it; or, "
        "where a fact of this case contradicts what was shown, name it in evidence_contradicted."
    )


@guard("What contradicts the evidence is concrete.", reads=("evidence_contradicted",))
def contradiction_is_concrete(situation: Situation) -> str | None:
    said = situation.given_text("evidence_contradicted")
    if not said:
        return None
    short, sentences = letters_of(said) < CONTRADICTION_LETTERS, []
    if short:
        sentences.append(
            f"It has fewer than {CONTRADICTION_LETTERS} letters; say which fact speaks against it."
        )
    found = [fault for fault in doubt_faults(said) if fault.code != "doubt.too_short" or not short]
    sentences += [fault.sentence for fault in found]
    if not sentences:
        return None
    return "Nothing said contradicts the evidence (Art. 12(6)): " + " ".join(sentences)


@guard("The doubt is concrete and about this request.", reads=("doubt_reason",))
def doubt_is_concrete(situation: Situation) -> str | None:
    faults = doubt_faults(situation.given_text("doubt_reason"))
    if not faults:
        return None
    return "The doubt cannot stand (Art. 12(6)): " + " ".join(fault.sentence for fault in faults)


@guard("Two ways to show identity are offered, one without an ID document.", reads=("methods",))
def methods_are_offered(situation: Situation) -> str | None:
    offered = situation.given("methods")
    names = {str(name) for name in offered} if isinstance(offered, list | tuple) else set()
    unknown = sorted(names - {method.value for method in Method})
    if unknown:
        known = ", ".join(method.value for method in Method)
        return f"Not a known way to show identity: {', '.join(unknown)}. Known are: {known}."
    if len(names) < 2:
        return "Fewer than two ways to show identity are offered; offer another one (Art. 12(6))."
    if all(METHODS[Method(name)].needs_document for name in names):
        return "Every way offered needs an identity document; offer one that does not (EDPB 73-79)."
    return None


@guard("The person, or the representative about the authority, was asked before.")
def question_was_asked(situation: Situation) -> str | None:
    if situation.recorded_day("identity_asked_on") is not None:
        return None
    represented = situation.recorded_text("representative_name")
    if represented and situation.recorded_day("authority_asked_on") is not None:
        return None
    return (
        "The person was never asked about identity; ask first, with a concrete doubt (Art. 12(6))."
    )


@guard(
    "It is said what is missing and why no lighter way is left.",
    reads=("asked_info", "received_info", "insufficient_reason", "no_lighter_way"),
)
def identity_failure_is_reasoned(situation: Situation) -> str | None:
    faults = []
    if situation.given("no_lighter_way") is not True:
        faults.append("A less intrusive way to show identity is left; offer it before you refuse.")
    if letters_of(situation.given_text("insufficient_reason")) < REASON_LETTERS:
        faults.append("The reason is too short to be understood; say why the doubt remains.")
    return " ".join((*faults, "See Art. 12(2) and 12(6).")) if faults else None
