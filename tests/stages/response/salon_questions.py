"""The salon's questions, fees, other controllers, portability and consent, with their facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dsr.cases.case import Right
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.site import Address
from tests.stages.response.salon_decisions import decide, keep_receipts
from tests.stages.response.salon_register import t

Extra = Mapping[str, object]
Parts = tuple[Right, tuple[GroupDecision, ...], Extra]

REPRESENTATIVE = Address("Eero Edustaja", "Toisentie 4", "00530", "Helsinki")
ASKED_FOR = {"reply_by": "2026-04-02", "due_if_replied": "2026-04-21"}

MISSING = t(
    "valtakirja, josta näkyy, että se koskee tätä pyyntöä",
    "en fullmakt som visar att den omfattar denna begäran",
    "a power of attorney that shows that it covers this request",
)
_MUCH = t(
    "merkintöjä on kahdeltatoista vuodelta ja kolmesta toimipaikasta",
    "det finns anteckningar från tolv år och tre verksamhetsställen",
    "there are notes of twelve years and three premises",
)
_WHICH = t(
    "mitä vuosia tai palveluja pyyntösi koskee?",
    "vilka år eller tjänster gäller din begäran?",
    "which years or services does your request concern?",
)
_SITUATION = t(
    "mikä sinun tilanteessasi on sellaista, että käsittely pitäisi lopettaa",
    "vad i din situation gör att behandlingen borde upphöra",
    "what in your situation means that the processing should end",
)
_REPEATED = t(
    "pyysit samat tiedot tammikuussa ja helmikuussa, eikä uusia merkintöjä ole",
    "du begärde samma uppgifter i januari och februari, och inga nya anteckningar finns",
    "you asked for the same data in January and in February, and there are no new notes",
)
_COSTS = t(
    "kahden tunnin työ, tuntihinta 15 euroa",
    "två timmars arbete à 15 euro",
    "two hours of work at 15 euros an hour",
)
EARLIER = t(
    "pyyntö DSR-2026-0001 saapui 8.1.2026, ja vastasimme siihen 20.1.2026",
    "begäran DSR-2026-0001 kom in 8.1.2026, och vi besvarade den 20.1.2026",
    "request DSR-2026-0001 was received on 8 January 2026, and we answered it on 20 January 2026",
)
MASSEURS = t(
    "haluat jäljennöksen hierojan hoitomerkinnöistä",
    "du vill ha en kopia av massörens behandlingsanteckningar",
    "you want a copy of the masseur's treatment notes",
)
FEE_REPLY = t(
    "tieto siitä, hyväksytkö maksun",
    "besked om du godkänner avgiften",
    "word on whether you accept the fee",
)
_OWNER = "Hieroja Aulis Aputoimi, Sivukuja 2, 00500 Helsinki"
FEE = {"fi": "30,00\u00a0€", "sv": "30,00\u00a0€", "en": "€30.00"}


def charge(language: str) -> GroupDecision:
    """A fee for a request that repeats earlier ones."""
    facts = {
        "facts": _REPEATED[language],
        "earlier_requests": [EARLIER[language]],
        "less_than_a_year": True,
        "same_scope": True,
        "fee_amount": "30.00",
        "calculation": _COSTS[language],
        "reply_by": "2026-04-02",
    }
    return GroupDecision("*", Action.CHARGE, "FEE-12-5", facts)


def charge_for_a_copy(language: str) -> GroupDecision:
    """A fee for a further copy of the same data."""
    facts = {
        "first_copy_date": "2026-01-20",
        "same_data_and_period": True,
        "fee_amount": "30.00",
        "calculation": _COSTS[language],
        "requester_accepted": True,
        "reply_by": "2026-04-02",
    }
    return GroupDecision("*", Action.CHARGE, "FEE-15-3", facts)


def other_controllers(language: str) -> GroupDecision:
    """Treatment notes of an independent masseur: another controller's."""
    what = t(
        "hierojan omat hoitomerkinnät",
        "massörens egna behandlingsanteckningar",
        "the masseur's own treatment notes",
    )
    how = t(
        "hieroja on vuokralaisemme ja pitää omaa rekisteriään, sopimus 1.3.2024",
        "massören är vår hyresgäst och för ett eget register, avtal 1.3.2024",
        "the masseur is our tenant and keeps a register of his own, agreement of 1 March 2024",
    )
    return decide(
        "notes",
        Action.REFUSE,
        "SCOPE-OTHER-CTRL",
        facts={
            "data_desc": what[language],
            "other_controller": _OWNER,
            "controllership_facts": how[language],
            "is_processor": False,
            "own_data_answered": True,
        },
    )


def made_by_us(language: str) -> GroupDecision:
    """Notes of a practitioner were not provided by the person (Art. 20(1))."""
    what = t("ammattilaisen muistiinpanot", "yrkespersonens anteckningar", "practitioner's notes")
    how = t(
        "ammattilainen kirjoitti ne käyntien jälkeen",
        "yrkespersonen skrev dem efter besöken",
        "the practitioner wrote them after the visits",
    )
    facts = {"data_desc": what[language], "how_made": how[language]}
    return decide("notes", Action.WITHHOLD, "POR-20-1-INFERRED", facts=facts)


def no_transfer(language: str) -> GroupDecision:
    """The other controller has no way in."""
    obstacle = t(
        "vastaanottajan järjestelmässä ei ole rajapintaa",
        "mottagarens system har inget gränssnitt",
        "the recipient's system has no interface",
    )
    facts = {"receiving_controller": "Kilpaileva Kampaamo Oy", "obstacle": obstacle[language]}
    return GroupDecision("*", Action.WITHHOLD, "POR-20-2", facts)


def not_restricted(language: str) -> GroupDecision:
    """None of the four conditions of Art. 18(1) holds for the bookings."""
    tested = t(
        "varausten tietoja et ole kiistänyt, niitä käsitellään lainmukaisesti, et tarvitse niitä "
        "vaatimukseen etkä ole vastustanut käsittelyä",
        "du har inte bestridit uppgifterna om bokningarna, de behandlas lagligt, du behöver dem "
        "inte för något anspråk och du har inte invänt mot behandlingen",
        "you have not contested the data of the bookings, they are lawfully processed, you do not "
        "need them for a claim, and you have not objected",
    )
    conditions = ("a_accuracy_contested", "b_unlawful", "c_needed_for_claims")
    facts = {
        "tested_grounds": tested[language],
        **dict.fromkeys((*conditions, "d_objection_pending"), False),
    }
    return decide("bookings", Action.REFUSE, "RES-18-1-NONE", facts=facts)


def not_entitled(language: str) -> GroupDecision:
    """A parent without custody asks for a child's data (ID-CHILD)."""
    what = t("lapsen tiedot", "uppgifter om barnet", "data of the child")
    why = t(
        "huoltaja on toinen vanhempi, ja pyynnön voi tehdä vain huoltaja tai lapsi itse",
        "den andra föräldern är vårdnadshavare, och endast vårdnadshavaren eller barnet självt kan "
        "göra begäran",
        "the other parent has custody, and only the custodian or the child may make the request",
    )
    facts = {
        "data_desc": what[language],
        "child_reason": why[language],
        "child_birth_date": "2014-05-02",
        "requester_has_custody": False,
        "custody_source": "extract on custody",
        "child_heard": False,
        "not_heard_reason": "the requester has no custody, so nothing is decided for the child",
        "maturity_assessment": "eleven years; not needed, since custody is missing",
        "health_or_social_data": False,
        "prohibition_recorded": False,
    }
    return GroupDecision("*", Action.REFUSE, "ID-CHILD", facts)


def repeated(language: str) -> GroupDecision:
    """A request that only repeats: refused as excessive."""
    why = t(
        "rekisteriin ei ole tullut mitään uutta",
        "inget nytt har kommit till registret",
        "nothing new has come into the register",
    )
    fee = t(
        "pyyntöjä on tullut joka viikko, eikä maksu vaikuttanut niihin",
        "begärandena har kommit varje vecka, och avgiften påverkade dem inte",
        "requests have come every week, and the fee had no effect on them",
    )
    facts = {
        "earlier_requests": [EARLIER[language]],
        "earlier_all_answered": True,
        "less_than_a_year": True,
        "change_frequency": "a visit in three months",
        "no_change_reason": why[language],
        "data_sensitivity": "S1",
        "possible_harm": "none that could be seen",
        "same_scope": True,
        "easy_electronic_answer": False,
        "fee_not_used_reason": fee[language],
    }
    return GroupDecision("*", Action.REFUSE, "EXC-12-5-EXC", facts)


def unfounded(language: str) -> GroupDecision:
    """A request without its precondition, with no earlier one."""
    what = t(
        "pyytäjä ilmoittaa itse, ettei hän ole henkilö, jota tiedot koskevat",
        "avsändaren uppger själv att han inte är den som uppgifterna gäller",
        "the writer himself says that he is not the person whom the data concern",
    )
    facts = {
        "precondition": what[language],
        "facts": what[language],
        "why_not_plain_answer": "the answer would go to a stranger",
    }
    return GroupDecision("*", Action.REFUSE, "EXC-12-5-UNF", facts)


def dangerous(language: str, action: Action = Action.REFUSE) -> GroupDecision:
    """Data whose giving could put somebody in serious danger (Data Protection Act 34(1)(2))."""
    what = t("yksi muistiinpanoista", "en av anteckningarna", "one of the notes")
    return decide(
        "notes",
        action,
        "ACC-FI34-2",
        facts={
            "data_desc": what[language],
            "protected_interest": "rights_of_another",
            "withheld": "telling_would_endanger",
            "danger": "somebody could be found by it",
            "assessor": "licensed psychologist",
            "assessment_date": "2026-03-16",
            "partial_not_enough": "every part of it names the place",
        },
    )


def consent_gone() -> tuple[GroupDecision, ...]:
    """What rested on consent is stopped and erased."""
    stop = decide("marketing", Action.STOP_MARKETING)
    return (stop, decide("notes", Action.ERASE))


def questions(type_: str, language: str) -> Parts:
    """Right, decisions and facts of the types of this module. Raises KeyError."""
    fee = {
        "fee_amount": FEE[language],
        "cost_calculation": _COSTS[language],
        "fee_reply_by": "2026-04-02",
    }
    table: dict[str, Parts] = {
        "LT-NEED-AUTH": (
            Right.ACCESS,
            (),
            {
                "representative_name": REPRESENTATIVE.name,
                "addressee_acts": True,
                "missing_authority": MISSING[language],
                **ASKED_FOR,
            },
        ),
        "LT-CLARIFY": (
            Right.ACCESS,
            (),
            {
                "clarify_reason": _MUCH[language],
                "clarify_question": _WHICH[language],
                "large_quantity": True,
                "pauses": True,
                **ASKED_FOR,
            },
        ),
        "LT-FEE": (Right.ACCESS, (charge(language),), fee),
        "LT-OTHER-CTRL": (
            Right.ACCESS,
            (other_controllers(language),),
            {"own_data_held": True, "understood": MASSEURS[language]},
        ),
        "LT-PORT": (
            Right.PORTABILITY,
            (*(decide(g, Action.GIVE) for g in ("customer", "bookings")), made_by_us(language)),
            {},
        ),
        "LT-CONSENT-WD": (Right.CONSENT_WITHDRAWAL, consent_gone(), {"suppressed": True}),
        "LT-REFUSE-12-5": (
            Right.ACCESS,
            (repeated(language),),
            {"earlier_requests": [EARLIER[language]]},
        ),
        "LT-REFUSED": (Right.ACCESS, (dangerous(language),), {}),
    }
    return table[type_]


def situation(language: str) -> Extra:
    """The question for the particular situation (OBJ-21-1-SITUATION)."""
    return {
        "situation": True,
        "clarify_question": _SITUATION[language],
        "reply_by": "2026-04-02",
    }


def kept_after_consent(language: str) -> tuple[GroupDecision, ...]:
    """Consent is gone, the receipts stay by law."""
    return (*consent_gone(), keep_receipts(language))


def referring(decisions: tuple[GroupDecision, ...]) -> tuple[GroupDecision, ...]:
    """The bookings are the same as in a copy given in January: pointed to."""
    facts = {"given_on": date(2026, 1, 20).isoformat(), "given_in": "DSR-2026-0001"}
    return tuple(
        replace(d, action=Action.REFER, facts=facts) if d.group == "booking.bookings" else d
        for d in decisions
    )
