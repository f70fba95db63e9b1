"""A made-up salon: its register's mapping, a customer's data, and facts for every type of letter.

Used by the tests of the letters and of the printer, and by the benchmark. Every person, number and
note is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from dsr.cases.case import Case, Channel, IncomingLetter, Person, ReceivedBasis, Right, Subject
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.letter import LetterContent
from dsr.cases.register import ColumnMap, DataGroup, Finding, FoundRow, RegisterMap, TableMap, Texts
from dsr.cases.site import Address, Authority, Controller, Rules, Site
from dsr.law import grounds
from dsr.shipped import shipped
from dsr.stages.response.compose import compose
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.printed_text import texts
from dsr.stages.response.wording import Wording, load

LANGUAGES = ("fi", "sv", "en")

RECEIVED = date(2026, 3, 5)  # Thursday
STRICT_DUE = date(2026, 4, 7)  # Tuesday after Easter
TODAY = date(2026, 3, 19)  # Thursday
EXECUTED = date(2026, 3, 18)  # Wednesday


def t(fi: str, sv: str, en: str) -> Texts:
    """A text in the three languages."""
    return {"fi": fi, "sv": sv, "en": en}


@cache
def wording() -> Mapping[str, Wording]:
    """The shipped wording."""
    return load(shipped("letters") / "wording")


@cache
def catalogue() -> grounds.Catalogue:
    """The shipped grounds."""
    return grounds.load(shipped("letters"))


def render_ground(code: str, language: str, facts: Mapping[str, object]) -> str:
    """The catalogue's reason."""
    return catalogue().render(code, language, facts)


CONTROLLER = Controller(
    name="Kampaamo & hoitola Tyyni Oy",
    business_id="1234567-1",
    street="Esimerkkikatu 12",
    postcode="00100",
    city="Helsinki",
    email="tietosuoja@tyyni.example",
    phone="+358 9 000 0000",
    contact_role=t(
        "tietosuojan yhteyshenkilö", "kontaktperson för dataskydd", "data protection contact"
    ),
)

AUTHORITY = Authority(
    name=t(
        "Tietosuojavaltuutetun toimisto",
        "Dataombudsmannens byrå",
        "Office of the Data Protection Ombudsman",
    ),
    lines={
        "fi": (
            "Käyntiosoite: Lintulahdenkuja 4, 00530 Helsinki",
            "Postiosoite: PL 800, 00531 Helsinki",
            "Puhelin: 029 566 6700",
            "Sähköposti: tietosuoja@om.fi",
            "Verkkosivut: tietosuoja.fi",
        ),
        "sv": (
            "Besöksadress: Fågelviksgränden 4, 00530 Helsingfors",
            "Postadress: PB 800, 00531 Helsingfors",
            "Telefon: 029 566 6700",
            "E-post: tietosuoja@om.fi",
            "Webbplats: tietosuoja.fi/sv",
        ),
        "en": (
            "Visiting address: Lintulahdenkuja 4, 00530 Helsinki",
            "Postal address: P.O. Box 800, FI-00531 Helsinki",
            "Telephone: +358 29 566 6700",
            "E-mail: tietosuoja@om.fi",
            "Website: tietosuoja.fi/en",
        ),
    },
    verified_on=date(2026, 1, 15),
)

SITE = Site(
    controller=CONTROLLER,
    register_name=t("Tyynin asiakasrekisteri", "Tyynis kundregister", "Tyyni customer register"),
    country="FI",
    timezone="Europe/Helsinki",
    languages=LANGUAGES,
    authority=AUTHORITY,
    rules=Rules(),
    notice_version="2026-01-01",
    processors=("Varauspalvelu Oy",),
    case_retention=t(
        "kolme vuotta asian päättymisestä",
        "tre år från det att ärendet avslutades",
        "three years from the closing of the case",
    ),
    automated_decisions=t(
        "Emme tee sinua koskevia automaattisia päätöksiä emmekä profiloi sinua.",
        "Vi fattar inga automatiserade beslut om dig och profilerar dig inte.",
        "We make no automated decisions about you and do not profile you.",
    ),
    transfers=t("Tietoja ei siirretä.", "Inga uppgifter överförs.", "No data are transferred."),
    self_service="varaa.tyyni.example",
    paper_searched=t(
        "Paperikortisto, Esimerkkikatu 12",
        "Pappersarkivet, Esimerkkikatu 12",
        "Paper files, Esimerkkikatu 12",
    ),
)

_SERVICE_CODES = {
    "CUT": t("hiustenleikkaus", "klippning", "haircut"),
    "MASS": t("hieronta", "massage", "massage"),
    "FACE": t("kasvohoito", "ansiktsbehandling", "facial treatment"),
}
_STATUS_CODES = {
    "D": t("toteutunut", "genomförd", "completed"),
    "C": t("peruttu", "avbokad", "cancelled"),
}


def _column(name: str, kind: str, fi: str, sv: str, en: str, **more: object) -> ColumnMap:
    return ColumnMap(name, kind, t(fi, sv, en), **more)  # type: ignore[arg-type]


CUSTOMERS = TableMap(
    name="customers",
    group="customer",
    key=("id",),
    path=(),
    columns=(
        ColumnMap("id", "key"),
        _column("name", "text", "Nimi", "Namn", "Name", correctable=True),
        _column("street", "text", "Katuosoite", "Gatuadress", "Street", contact_point=True),
        _column("postcode", "text", "Postinumero", "Postnummer", "Postcode", contact_point=True),
        _column("city", "text", "Postitoimipaikka", "Postanstalt", "Town", contact_point=True),
        _column("email", "text", "Sähköposti", "E-post", "E-mail", contact_point=True),
        _column("phone", "text", "Puhelin", "Telefon", "Telephone", contact_point=True),
        _column("since", "date", "Asiakkaana alkaen", "Kund sedan", "Customer since"),
        _column("fax", "text", "Faksi", "Fax", "Fax"),
    ),
    on_erasure="anonymise",
)
BOOKINGS = TableMap(
    name="bookings",
    group="bookings",
    key=("id",),
    path=(("customer_id", "customers", "id"),),
    columns=(
        ColumnMap("id", "key"),
        _column("starts_at", "datetime", "Aika", "Tid", "Time"),
        _column("service", "code", "Palvelu", "Tjänst", "Service", codes=_SERVICE_CODES),
        _column("practitioner", "text", "Tekijä", "Utförare", "Practitioner"),
        _column("price_cents", "money_cents", "Hinta", "Pris", "Price"),
        _column("status", "code", "Tila", "Status", "Status", codes=_STATUS_CODES),
    ),
    label=t("Varauksesi", "Dina bokningar", "Your bookings"),
)
NOTES = TableMap(
    name="notes",
    group="notes",
    key=("id",),
    path=(("customer_id", "customers", "id"),),
    columns=(
        ColumnMap("id", "key"),
        _column("written", "date", "Päivä", "Datum", "Date"),
        _column("text", "free_text", "Merkintä", "Anteckning", "Note"),
    ),
)
RECEIPTS = TableMap(
    name="receipts",
    group="receipts",
    key=("id",),
    path=(("customer_id", "customers", "id"),),
    columns=(
        ColumnMap("id", "key"),
        _column("number", "text", "Tositteen numero", "Verifikationsnummer", "Voucher number"),
        _column("paid", "date", "Maksupäivä", "Betalningsdag", "Paid on"),
        _column("total_cents", "money_cents", "Summa", "Summa", "Amount"),
    ),
    label=t("Kuittisi", "Dina kvitton", "Your receipts"),
)
MARKETING = TableMap(
    name="marketing",
    group="marketing",
    key=("id",),
    path=(("customer_id", "customers", "id"),),
    columns=(
        ColumnMap("id", "key"),
        _column("email_ok", "flag", "Uutiskirje", "Nyhetsbrev", "Newsletter"),
        _column("changed", "date", "Muutettu", "Ändrat", "Changed"),
    ),
)


def _group(
    code: str, label: Texts, purpose: Texts, basis: str, basis_text: Texts, **more: object
) -> DataGroup:
    return DataGroup(
        code=code,
        label=label,
        purpose=purpose,
        basis=basis,
        basis_text=basis_text,
        source=more.pop("source", t("sinulta itseltäsi", "av dig själv", "from you")),  # type: ignore[arg-type]
        recipients=more.pop("recipients", ("Varauspalvelu Oy",)),  # type: ignore[arg-type]
        retention="customer",
        retention_text=more.pop(  # type: ignore[arg-type]
            "retention",
            t(
                "kaksi vuotta viimeisestä käynnistäsi",
                "två år från ditt senaste besök",
                "two years from your last visit",
            ),
        ),
        sensitivity="S1",
    )


_CONTRACT = t(
    "sopimus (6 artiklan 1 kohdan b alakohta)",
    "avtal (artikel 6.1 b)",
    "contract (Article 6(1)(b))",
)
_LAW = t(
    "lakisääteinen velvoite (6 artiklan 1 kohdan c alakohta)",
    "rättslig förpliktelse (artikel 6.1 c)",
    "legal obligation (Article 6(1)(c))",
)
_INTEREST = t(
    "oikeutettu etu (6 artiklan 1 kohdan f alakohta)",
    "berättigat intresse (artikel 6.1 f)",
    "legitimate interests (Article 6(1)(f))",
)

GROUPS = (
    _group(
        "customer",
        t(
            "Yhteystiedot ja asiakkuus",
            "Kontaktuppgifter och kundförhållande",
            "Contact details and customer relationship",
        ),
        t(
            "asiakkuuden hoitaminen ja yhteydenpito kanssasi",
            "skötsel av kundförhållandet och kontakt med dig",
            "managing the customer relationship and keeping in touch with you",
        ),
        "6(1)(b)",
        _CONTRACT,
    ),
    _group(
        "bookings",
        t("Varaukset", "Bokningar", "Bookings"),
        t(
            "varausten tekeminen ja palvelun antaminen",
            "bokning och utförande av tjänster",
            "taking bookings and providing the service",
        ),
        "6(1)(b)",
        _CONTRACT,
        source=t(
            "sinulta ja ajanvarausjärjestelmästä",
            "av dig och från bokningssystemet",
            "from you and from the booking system",
        ),
    ),
    _group(
        "notes",
        t("Palvelua koskevat muistiinpanot", "Anteckningar om tjänsten", "Notes on the service"),
        t(
            "palvelun sovittaminen toiveisiisi",
            "anpassning av tjänsten till dina önskemål",
            "adapting the service to your wishes",
        ),
        "6(1)(f)",
        _INTEREST,
        source=t(
            "sinua palvelleelta ammattilaiselta",
            "av den yrkesperson som betjänade dig",
            "from the practitioner who served you",
        ),
        recipients=(),
    ),
    _group(
        "receipts",
        t("Kuitit ja maksut", "Kvitton och betalningar", "Receipts and payments"),
        t("kirjanpito", "bokföring", "accounting"),
        "6(1)(c)",
        _LAW,
        recipients=("Varauspalvelu Oy", "Tilitoimisto Laskelma Oy"),
        retention=t(
            "kuusi vuotta sen vuoden lopusta, jona tilikausi päättyi",
            "sex år från utgången av det år då räkenskapsperioden gick ut",
            "six years from the end of the year in which the accounting period ended",
        ),
    ),
    _group(
        "marketing",
        t("Markkinointi", "Marknadsföring", "Marketing"),
        t("uutiskirjeen lähettäminen", "utskick av nyhetsbrev", "sending the newsletter"),
        "6(1)(f)",
        _INTEREST,
    ),
)

REGISTER = RegisterMap(
    name="booking",
    label=t("Ajanvaraus", "Tidsbokning", "Booking system"),
    identity="customers",
    groups=GROUPS,
    tables=(CUSTOMERS, BOOKINGS, NOTES, RECEIPTS, MARKETING),
)

NAME = "Aino Esimerkki"
RECIPIENT = Address(NAME, "Mallitie 3 B 17", "00720", "Helsinki")

NOTE = t(
    "Toivoo mietoa tuoksutonta öljyä. Niska usein kireä, tauko puolivälissä on tervetullut.",
    "Önskar en mild, oparfymerad olja. Nacken ofta spänd, en paus halvvägs är välkommen.",
    "Wishes a mild oil without scent. Neck often tense, a break halfway is welcome.",
)


SECRET = t(
    "Kertoi ystävänsä Kaisa Toisen leikkauksesta ja pyysi varaamaan ajan hänellekin.",
    "Berättade om väninnan Kaisa Toinens operation och bad om en tid åt henne också.",
    "Spoke of her friend Kaisa Toinen's operation and asked for a booking for her too.",
)


def findings(language: str, bookings: int = 8) -> tuple[Finding, ...]:
    """What the register holds of the customer."""
    services, states = ("MASS", "CUT", "FACE"), ("D", "D", "D", "C")
    rows = {
        "customer": (
            FoundRow(
                "customers",
                "41",
                {
                    "id": 41,
                    "name": NAME,
                    "street": "Mallitie 3 B 17",
                    "postcode": "00720",
                    "city": "Helsinki",
                    "email": "aino@posti.example",
                    "phone": "+358401234567",
                    "since": date(2023, 4, 11),
                    "fax": None,
                },
            ),
        ),
        "bookings": tuple(
            FoundRow(
                "bookings",
                str(n),
                {
                    "id": n,
                    "starts_at": datetime(2025, 1 + n % 12, 1 + n % 27, 9 + n % 8, 30),  # noqa: DTZ001
                    "service": services[n % 3],
                    "practitioner": ("Hieroja A", "Kampaaja B", "Kosmetologi C")[n % 3],
                    "price_cents": 4500 + 250 * (n % 9),
                    "status": states[n % 4],
                },
            )
            for n in range(1, bookings + 1)
        ),
        "notes": (
            FoundRow("notes", "1", {"id": 1, "written": date(2025, 2, 3), "text": NOTE[language]}),
            FoundRow(
                "notes", "2", {"id": 2, "written": date(2025, 9, 12), "text": SECRET[language]}
            ),
        ),
        "receipts": (
            FoundRow(
                "receipts",
                "1",
                {"id": 1, "number": "2025-118", "paid": date(2025, 2, 3), "total_cents": 6500},
            ),
            FoundRow(
                "receipts",
                "2",
                {"id": 2, "number": "2025-904", "paid": date(2025, 9, 12), "total_cents": 123450},
            ),
        ),
        "marketing": (
            FoundRow("marketing", "1", {"id": 1, "email_ok": 1, "changed": date(2024, 1, 2)}),
        ),
    }
    return tuple(Finding("booking", g, rows[g.code]) for g in GROUPS)


VOUCHERS = t(
    "tositteet 2025-118 ja 2025-904",
    "verifikationerna 2025-118 och 2025-904",
    "vouchers 2025-118 and 2025-904",
)


def decide(group: str, action: Action, ground: str | None = None, **more: object) -> GroupDecision:
    """A decision on a group of the booking register."""
    return GroupDecision(f"booking.{group}", action, ground, **more)  # type: ignore[arg-type]


def keep_receipts(language: str) -> GroupDecision:
    """The receipts stay: accounting law."""
    return decide(
        "receipts",
        Action.KEEP,
        "ERA-17-3-B-KPL6",
        facts={
            "voucher_list": VOUCHERS[language],
            "accounting_period_end": "2025-12-31",
            "retention_end": "2031-12-31",
            "only_voucher_data": True,
            "moved_out_of_register": True,
        },
        until=date(2031, 12, 31),
    )


def withhold_note(language: str) -> GroupDecision:
    """One of two notes is left out of the copy: it speaks of somebody else."""
    say = t(
        "yksi merkintä, jossa on toisen asiakkaan tietoja",
        "en anteckning som innehåller uppgifter om en annan kund",
        "one entry that contains data of another customer",
    )
    effect = t(
        "merkinnästä kävisi ilmi toisen asiakkaan terveyteen liittyvä asia",
        "anteckningen skulle avslöja något om en annan kunds hälsa",
        "the entry would reveal something about another customer's health",
    )
    given = t("kaikki muut merkinnät", "alla andra anteckningar", "all other entries")
    return decide(
        "notes",
        Action.WITHHOLD,
        "ACC-15-4",
        rows=("2",),
        facts={
            "redacted_desc": say[language],
            "effect": effect[language],
            "whose_right": "another customer",
            "likelihood_and_severity": "certain and grave: health",
            "balancing": "only the passage about the other person is left out",
            "redaction_tried": True,
            "still_given": given[language],
        },
    )


def refuse_rectification(language: str) -> GroupDecision:
    """The booking's day is right: refused."""
    item = t("varauksen päivä", "bokningens datum", "the date of the booking")
    source = t("kassajärjestelmä, 3.2.2025", "kassasystemet, 3.2.2025", "the till, 3 February 2025")
    check = t(
        "vertasimme varausta kassan kuittiin ja tekijän työvuoroon, ja ne täsmäävät",
        "vi jämförde bokningen med kvittot och arbetsskiftet, och de stämmer överens",
        "we compared the booking with the receipt and the work shift, and they agree",
    )
    return decide(
        "bookings",
        Action.REFUSE,
        "REC-ACCURATE",
        facts={
            "disputed_item": item[language],
            "requested_value": "4.2.2025",
            "our_value": "3.2.2025",
            "our_source": source[language],
            "check": check[language],
            "check_date": "2026-03-17",
            "checked_by": "officer",
            "statement": "offered",
            "restricted_during_check": True,
        },
    )


def refuse_objection(language: str) -> GroupDecision:
    """Notes are still processed: compelling grounds."""
    grounds_text = t(
        "hoidossa on aiemmin syntynyt ihoreaktio, jonka vain merkintä estää toistumasta",
        "en hudreaktion har tidigare uppstått, och bara anteckningen hindrar att den upprepas",
        "a skin reaction occurred earlier, and only the note prevents it from happening again",
    )
    balance = t(
        "merkintä on suppea, sen näkee vain hoitaja, ja se suojaa sinua itseäsi",
        "anteckningen är kort, bara den som behandlar ser den, och den skyddar dig själv",
        "the note is short, only the practitioner sees it, and it protects you yourself",
    )
    what = t(
        "ihoreaktiota koskeva merkintä",
        "anteckningen om hudreaktionen",
        "the note on the skin reaction",
    )
    return decide(
        "notes",
        Action.REFUSE,
        "OBJ-21-1-COMPELLING",
        facts={
            "data_desc": what[language],
            "grounds": grounds_text[language],
            "balancing": balance[language],
            "situation": "feels that the note is needless",
            "balanced_by": "officer",
            "balanced_date": "2026-03-17",
            "alternative_rejected": "a note on paper would be seen by more people",
            "legal_consulted": True,
        },
    )


def refuse_erasure(language: str) -> GroupDecision:
    """Bookings stay: a claim is pending."""
    what = t(
        "varaukset ja maksut 2025",
        "bokningar och betalningar 2025",
        "bookings and payments of 2025",
    )
    claim = t(
        "vaatimus hinnan palauttamisesta, jonka teit 2.2.2026",
        "kravet på återbetalning som du gjorde 2.2.2026",
        "the claim for a refund that you made on 2 February 2026",
    )
    return decide(
        "bookings",
        Action.KEEP,
        "ERA-17-3-E",
        facts={
            "data_desc": what[language],
            "claim_desc": claim[language],
            "limitation_start": "2026-02-02",
            "retention_end": "2029-02-02",
            "access_restricted": True,
        },
        until=date(2029, 2, 2),
    )


def identity_failed(language: str) -> GroupDecision:
    """The request as a whole is refused: identity not proven."""
    why = t(
        "pyyntö tuli osoitteesta, jota meillä ei ole, emmekä saaneet siihen vahvistusta",
        "begäran kom från en adress som vi inte har, och vi fick ingen bekräftelse",
        "the request came from an address that we do not have, and no confirmation arrived",
    )
    return GroupDecision(
        "*",
        Action.REFUSE,
        "ID-12-2-FAIL",
        facts={
            "asked_date": "2026-03-09",
            "asked_info": ASKED[language],
            "received_info": MISSING[language],
            "insufficient_reason": why[language],
            "no_lighter_way": True,
        },
    )


ASKED = t(
    "kirjeellä lähetetty koodi tai takaisinsoitto",
    "koden per brev eller en återuppringning",
    "the code sent by post or a call-back",
)
MISSING = t(
    "vahvistusta ei ole tullut", "ingen bekräftelse har kommit", "no confirmation has arrived"
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
        subject=Subject("booking", ("41",)),
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
        "LT-CONTACT-CHANGED": (
            Right.RECTIFICATION,
            (decide("customer", Action.CORRECT, values={"customers.email": "uusi@posti.example"}),),
            {},
        ),
    }
    return table[type_]


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
}
_NOTHING_DONE = frozenset({"LT-ACK", "LT-NEED-ID", "LT-EXTEND", "LT-RESTRICT-LIFT"})
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
        due=None if type_ == "LT-NEED-ID" else STRICT_DUE,
        recipient=Address("Varauspalvelu Oy", "Toimitie 1", "33100", "Tampere")
        if type_ == "LT-A19-RECIPIENT"
        else RECIPIENT,
        decisions=decisions,
        findings=() if type_ in ("LT-NODATA", "LT-ID-FAIL", "LT-NEED-ID") else found,
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
