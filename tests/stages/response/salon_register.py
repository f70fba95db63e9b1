"""The made-up salon: its settings, its register and what it holds of one customer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from dsr.cases.register import ColumnMap, DataGroup, Finding, FoundRow, RegisterMap, TableMap, Texts
from dsr.cases.site import Address, Authority, Controller, Rules, Site
from dsr.law import grounds
from dsr.shipped import shipped
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
