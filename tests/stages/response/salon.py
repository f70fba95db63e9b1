"""A made-up salon: its register's mapping, a customer's data, and facts for every type of letter.

Used by the tests of the letters and of the printer, and by the benchmark. Every person, number and
note is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from dsr.cases.case import Case, Channel, IncomingLetter, Person, ReceivedBasis, Right, Subject
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.letter import LetterContent
from dsr.cases.site import Address
from dsr.stages.response.compose import compose
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.printed_text import texts
from tests.stages.response.salon_decisions import (
    ASKED,
    MISSING,
    decide,
    identity_failed,
    keep_receipts,
    refuse_erasure,
    refuse_objection,
    refuse_rectification,
    withhold_note,
)
from tests.stages.response.salon_questions import REPRESENTATIVE, questions
from tests.stages.response.salon_register import (
    EXECUTED,
    GROUPS,
    NAME,
    RECEIVED,
    RECIPIENT,
    REGISTER,
    SITE,
    STRICT_DUE,
    TODAY,
    findings,
    render_ground,
    t,
    wording,
)

DOUBT = t(
    "pyyntö tuli osoitteesta, joka ei ole rekisterissämme, ja vastaus pyydettiin sinne",
    "begäran kom från en adress som inte finns i vårt register, och svaret önskades dit",
    "the request came from an address that is not in our register, and the answer was to go there",
)
LONGER = t(
    "tietojasi on järjestelmässä ja paperilla, ja kolmen henkilön merkinnät on koottava",
    "dina uppgifter finns i systemet och på papper, och tre personers anteckningar sammanställs",
    "your data are in the system and on paper, and notes of three people have to be collected",
)
LIFT = t(
    "tietojen paikkansapitävyys on tarkistettu",
    "uppgifternas riktighet har kontrollerats",
    "the accuracy of the data has been checked",
)
CONTESTED = t(
    "kiistit tietojen paikkansapitävyyden",
    "du bestred att uppgifterna är korrekta",
    "you contested the accuracy of the data",
)
MEANT = t(
    "vihossa on kaksi merkintää vuodelta 2024",
    "i häftet finns två anteckningar från 2024",
    "the notebook holds two entries of 2024",
)
DELAY = t(
    "asian käsittelijä sairastui eikä sijaista ollut",
    "handläggaren blev sjuk och hade ingen ersättare",
    "the person in charge fell ill and there was no substitute",
)


def case(right: Right, language: str, **changes: object) -> Case:
    """A case that came by post on Thursday 5 March 2026."""
    letter = IncomingLetter(
        id=1,
        received=RECEIVED,
        received_basis=ReceivedBasis.STAMP,
        channel=Channel.POST,
        logged_at=datetime(2026, 3, 6, 8, 0, tzinfo=UTC),
        logged_by="clerk",
        language=language,
        letter_date=date(2026, 3, 3),
        postmark=None,
        pages=1,
        scans=("0" * 64,),
    )
    made = Case(
        number="DSR-2026-0007",
        right=right,
        workflow=right.value,
        state="in_decision",
        version=3,
        letter=letter,
        language=language,
        requester=Person(name=NAME, street="Mallitie 3 B 17", postcode="00720", city="Helsinki"),
        subjects=(Subject("booking", ("41",)),),
        initiator="data_subject",
        opened_at=datetime(2026, 3, 6, 8, 0, tzinfo=UTC),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


Extra = Mapping[str, object]
Parts = tuple[Right, tuple[GroupDecision, ...], Extra]


def _parts(type_: str, lang: str) -> Parts:
    erase = tuple(decide(g, Action.ERASE) for g in ("bookings", "notes", "marketing"))
    anonymise = (decide("customer", Action.ANONYMISE),)
    give = tuple(decide(g.code, Action.GIVE) for g in GROUPS)
    correct = decide("customer", Action.CORRECT, values={"customers.name": "Aino Esimerkki-Malli"})
    table: dict[str, Parts] = {
        "LT-ACK": (Right.ACCESS, (), {}),
        "LT-NEED-ID": (
            Right.ACCESS,
            (),
            {
                "doubt_reason": DOUBT[lang],
                "methods": ["code_letter", "call_back", "strong_eid", "in_person"],
                "reply_by": "2026-03-26",
                "due_if_replied": "2026-04-27",
            },
        ),
        "LT-EXTEND": (
            Right.ACCESS,
            (),
            {"extension_reason": LONGER[lang], "new_due_date": "2026-06-05"},
        ),
        "LT-ACCESS-FULL": (Right.ACCESS, give, {}),
        "LT-ACCESS-PART": (
            Right.ACCESS,
            (*give, withhold_note(lang)),
            {"other_names": ["Kaisa Toinen"]},
        ),
        "LT-NODATA": (Right.ACCESS, (), {"searched_with": [t("nimi", "namn", "name")[lang]]}),
        "LT-RECT-DONE": (Right.RECTIFICATION, (correct,), {"show_values": True}),
        "LT-RECT-PART": (Right.RECTIFICATION, (correct, refuse_rectification(lang)), {}),
        "LT-RECT-REFUSED": (Right.RECTIFICATION, (refuse_rectification(lang),), {}),
        "LT-ERASE-FULL": (Right.ERASURE, (*anonymise, *erase), {"suppressed": True}),
        "LT-ERASE-PART": (
            Right.ERASURE,
            (*anonymise, *erase, keep_receipts(lang)),
            {"suppressed": True},
        ),
        "LT-ERASE-REFUSED": (Right.ERASURE, (keep_receipts(lang), refuse_erasure(lang)), {}),
        "LT-OBJ-UPHELD": (Right.OBJECTION, (decide("notes", Action.STOP),), {}),
        "LT-OBJ-REFUSED": (Right.OBJECTION, (refuse_objection(lang),), {}),
        "LT-DM-STOP": (
            Right.OBJECTION,
            (decide("marketing", Action.STOP_MARKETING),),
            {"suppressed": True, "channels": list(_CHANNELS[lang])},
        ),
        "LT-RESTRICT": (
            Right.RESTRICTION,
            (decide("notes", Action.RESTRICT),),
            {"restriction_reason": CONTESTED[lang]},
        ),
        "LT-RESTRICT-LIFT": (
            Right.RESTRICTION,
            (decide("notes", Action.LIFT_RESTRICTION),),
            {"lift_date": "2026-03-30", "lift_reason": LIFT[lang]},
        ),
        "LT-ID-FAIL": (
            Right.ACCESS,
            (identity_failed(lang),),
            {"asked_date": "2026-03-09", "asked_info": ASKED[lang], "received_info": MISSING[lang]},
        ),
        "LT-CLOSE": (
            Right.ERASURE,
            (),
            {"close_reason": "no_reply", "asked_date": "2026-03-09", "asked_info": ASKED[lang]},
        ),
        "LT-A19-RECIPIENT": (
            Right.ERASURE,
            (decide("customer", Action.ANONYMISE), decide("bookings", Action.ERASE)),
            {
                "identifiers": [[t("Asiakasnumero", "Kundnummer", "Customer number")[lang], "41"]],
                "confirm_by": "2026-03-26",
            },
        ),
        "LT-PROCESSOR": (
            Right.ERASURE,
            (),
            {
                "what": "change",
                "identifiers": [[t("Nimi", "Namn", "Name")[lang], "Aino Esimerkki"]],
                "confirm_by": "2026-03-26",
                "tasks": [list(pair) for pair in _TASKS[lang]],
                "instruction": MEANT[lang],
                "reminder_of": "2026-03-10",
            },
        ),
        "LT-CONTACT-CHANGED": (
            Right.RECTIFICATION,
            (decide("customer", Action.CORRECT, values={"customers.email": "uusi@posti.example"}),),
            {},
        ),
    }
    return table[type_] if type_ in table else questions(type_, lang)


_TASKS = {
    "fi": (("Hoitovihko", "erase"),),
    "sv": (("Vårdhäftet", "erase"),),
    "en": (("Treatment notebook", "erase"),),
}
_CHANNELS = {
    "fi": ("sähköposti", "tekstiviestit", "posti", "puhelin"),
    "sv": ("e-post", "textmeddelanden", "post", "telefon"),
    "en": ("e-mail", "text messages", "post", "telephone"),
}
_TELLS = {
    "LT-RECT-DONE",
    "LT-RECT-PART",
    "LT-ERASE-FULL",
    "LT-ERASE-PART",
    "LT-RESTRICT",
    "LT-DM-STOP",
    "LT-CONSENT-WD",
}
_ASKS = frozenset({"LT-NEED-ID", "LT-NEED-AUTH", "LT-CLARIFY"})
_NOTHING_DONE = _ASKS | {"LT-ACK", "LT-EXTEND", "LT-RESTRICT-LIFT", "LT-FEE", "LT-PROCESSOR"}
_RECIPIENTS = {
    "LT-A19-RECIPIENT": Address("Varauspalvelu Oy", "Toimitie 1", "33100", "Tampere"),
    "LT-NEED-AUTH": REPRESENTATIVE,
    "LT-PROCESSOR": Address("Hieroja Aulis Aputoimi", "Sivukuja 2", "00500", "Helsinki"),
}
_WITHOUT_DATA = (
    _ASKS
    | {"LT-NODATA", "LT-ID-FAIL", "LT-FEE", "LT-OTHER-CTRL", "LT-PROCESSOR"}
    | {"LT-REFUSED", "LT-REFUSE-12-5"}
)
_SYSTEMS = {
    "fi": ("Ajanvaraus ja asiakasrekisteri", "Kassajärjestelmä", "Sähköposti"),
    "sv": ("Tidsbokning och kundregister", "Kassasystemet", "E-post"),
    "en": ("Booking system and customer register", "Till", "E-mail"),
}


def letter_facts(type_: str, language: str = "fi", **changes: object) -> LetterFacts:
    """Complete facts for a letter of this type; ``changes`` replace fields."""
    right, decisions, extra = _parts(type_, language)
    found = findings(language)
    made = LetterFacts(
        type=type_,
        case=case(right, language),
        site=SITE,
        today=TODAY,
        received=RECEIVED,
        strict_due=STRICT_DUE,
        due=None if type_ in _ASKS else STRICT_DUE,
        recipient=_RECIPIENTS.get(type_, RECIPIENT),
        decisions=decisions,
        findings=() if type_ in _WITHOUT_DATA else found,
        maps=(REGISTER,),
        systems_searched=_SYSTEMS[language],
        executed_on=None if type_ in _NOTHING_DONE else EXECUTED,
        recipients_told=(("Varauspalvelu Oy", "told"),) if type_ in _TELLS else (),
        extra=extra,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def as_pages(content: LetterContent) -> tuple[str, ...]:
    """The letter's text on one page, as a perfect printer and extractor would give it."""
    lines = [content.title, content.footer, *content.sender, *content.recipient, *content.closing]
    lines += [part for pair in content.reference for part in pair]
    lines += [text for element in content.elements for text in texts(element)]
    return ("\n".join(lines),)


def letter(
    type_: str, language: str = "fi", **changes: object
) -> tuple[LetterContent, LetterFacts]:
    """The composed letter and its facts."""
    facts = letter_facts(type_, language, **changes)
    return compose(facts, wording(), render_ground), facts
