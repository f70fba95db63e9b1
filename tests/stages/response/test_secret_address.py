"""A person whose address is kept secret: it is printed nowhere, and the gate refuses every slip."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from dsr.adapters.pdf.printer import WeasyPrinter
from dsr.app import letter_printer
from dsr.cases.case import Person
from dsr.cases.decision import Action
from dsr.cases.letter import Element, LetterContent, Paragraph
from dsr.cases.register import ColumnMap, Finding, FoundRow
from dsr.cases.site import Address
from dsr.stages.response.compose import ORDER
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gate import check
from dsr.stages.response.matrix import LETTERS
from dsr.stages.response.non_disclosure import divided, is_protected
from dsr.stages.response.printed_text import bare, texts
from tests.stages.response.covered import written
from tests.stages.response.salon import as_pages, letter_facts
from tests.stages.response.salon_decisions import decide
from tests.stages.response.salon_register import (
    CUSTOMERS,
    LANGUAGES,
    NAME,
    REGISTER,
    findings,
    t,
)

STREET, POSTCODE, CITY = "Zyxkvistie 77 Q 9", "99987", "Kanariala"
#: Everything that would give the address away, as bare text.
CANARIES = ("zyxkvistie77q9", "zyxkvistie", POSTCODE, "kanariala")
MARK = {"fi": "[osoite suojattu]", "sv": "[adressen skyddad]", "en": "[address protected]"}
TO_PERSONS = [name for name in ORDER if LETTERS[name].to_subject]
COPIES = ("LT-ACCESS-FULL", "LT-ACCESS-PART")


def at_home(row: FoundRow) -> FoundRow:
    """The row of the customer, and of every note, with the secret address in it."""
    values = dict(row.values)
    if row.table == "customers":
        values |= {"street": STREET, "postcode": POSTCODE, "city": CITY}
    if row.table == "notes":
        values["text"] = f"{values['text']} ({STREET}, {POSTCODE} {CITY}; Zyxkvistiellä on koira.)"
    return replace(row, values=values)


def secret(type_: str, language: str, **changes: object) -> LetterFacts:
    """Facts of a letter to a customer under a non-disclosure order."""
    plain = letter_facts(type_, language)
    found = tuple(replace(f, rows=tuple(map(at_home, f.rows))) for f in plain.findings)
    asked = Person(name=NAME, street=STREET, postcode=POSTCODE, city=CITY)
    known = {"name": NAME, "street": STREET, "postcode": POSTCODE, "city": CITY}
    recorded = {"non_disclosure": True, "answer_address": known, "address_on_file": known}
    case = replace(plain.case, requester=asked, facts=recorded)
    address = plain.recipient if type_ == "LT-A19-RECIPIENT" else Address(NAME, "", "", "")
    whole = {"case": case, "recipient": address, "findings": found, **changes}
    return replace(plain, **whole)  # type: ignore[arg-type]


def faults_of(content: LetterContent, facts: LetterFacts) -> list[tuple[str, str]]:
    return [(f.code, f.place) for f in check(content, as_pages(content), facts)]


def everything(content: LetterContent) -> str:
    parts = [as_pages(content)[0], *(part for pair in content.reference for part in pair)]
    parts += [f"{e.name} {e.description} {e.content.decode()}" for e in content.enclosures]
    return bare("\n".join(parts)).casefold()


@pytest.mark.shows("L30")
@pytest.mark.parametrize(("type_", "language"), list(product(TO_PERSONS, LANGUAGES)))
def test_no_letter_in_any_language_shows_the_address(type_: str, language: str) -> None:
    facts = secret(type_, language)
    content = written(facts)
    assert faults_of(content, facts) == []
    shown = everything(content)
    assert [canary for canary in CANARIES if canary in shown] == []
    assert content.recipient == (NAME,)
    assert len(content.reference) == 5 and content.reference[-1][1]


@pytest.mark.parametrize(("type_", "language"), list(product(COPIES, LANGUAGES)))
def test_the_copy_has_a_mark_and_says_why(type_: str, language: str) -> None:
    content = written(secret(type_, language))
    copy = "\n".join(x for e in content.elements if "L20" in e.codes for x in texts(e))
    assert MARK[language] in copy
    told = "\n".join(x for e in content.elements if "HERE" in e.codes for x in texts(e))
    assert MARK[language] in told
    table, exact = (e.content.decode("utf-8-sig") for e in content.enclosures)
    whole = json.loads(exact)
    values = whole["groups"][0]["records"][0]["values"]
    assert {values[c] for c in ("street", "postcode", "city")} == {MARK[language]}
    assert values["email"] == "aino@posti.example"  # no address
    assert whole["protected"]["mark"] == MARK[language] and whole["protected"]["meaning"]
    assert MARK[language] in table and whole["protected"]["meaning"] in table.replace('"', "")


@cache
def printer() -> WeasyPrinter:
    return letter_printer()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("type_", ["LT-ACCESS-FULL", "LT-CONTACT-CHANGED"])
def test_the_printed_pdf_does_not_hold_the_address(type_: str, language: str) -> None:
    facts = secret(type_, language)
    content = written(facts)
    pdf = printer().print(content)
    pages = printer().text(pdf)
    assert check(content, pages, facts) == ()
    shown = bare("\n".join(pages)).casefold()
    assert [canary for canary in CANARIES if canary in shown] == []
    assert NAME in "\n".join(pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_corrected_address_is_not_printed_either(language: str) -> None:
    values = {"customers.street": STREET, "customers.email": "uusi@posti.example"}
    columns = tuple(replace(c, role=_ROLES.get(c.name)) for c in CUSTOMERS.columns)
    tables = (replace(CUSTOMERS, columns=columns), *REGISTER.tables[1:])
    decisions = (decide("customer", Action.CORRECT, values=values),)
    facts = secret(
        "LT-RECT-DONE", language, decisions=decisions, maps=(replace(REGISTER, tables=tables),)
    )
    content = written(facts)
    assert faults_of(content, facts) == []
    changed = "\n".join(x for e in content.elements if "CHANGED" in e.codes for x in texts(e))
    assert MARK[language] in changed and "uusi@posti.example" in changed


_ROLES = {"name": "name", "street": "street", "postcode": "postcode", "city": "city"}


def test_a_recipient_is_told_without_the_address() -> None:
    plain = letter_facts("LT-A19-RECIPIENT")
    extra = {**plain.extra, "identifiers": [["Nimi", NAME], ["Osoite", f"{STREET}, {CITY}"]]}
    facts = secret("LT-A19-RECIPIENT", "fi", extra=extra)
    content = written(facts)
    assert faults_of(content, facts) == []
    assert [canary for canary in CANARIES if canary in everything(content)] == []
    assert content.recipient[0] == "Varauspalvelu Oy" and len(content.recipient) > 1


# ------------------------------------------------------------------ a register says so


def marked_register(value: object, language: str = "fi") -> LetterFacts:
    """The register, not the case, marks the customer."""
    flag = ColumnMap(
        "secret", "flag", t("Turvakielto", "Spärrmarkering", "Protected"), role="non_disclosure"
    )
    customers = replace(CUSTOMERS, columns=(*CUSTOMERS.columns, flag))
    register = replace(REGISTER, tables=(customers, *REGISTER.tables[1:]))
    found: list[Finding] = []
    for finding in findings(language):
        rows = tuple(
            replace(r, values={**r.values, "secret": value}) if r.table == "customers" else r
            for r in finding.rows
        )
        found.append(replace(finding, rows=tuple(map(at_home, rows))))
    return letter_facts("LT-ACCESS-FULL", language, findings=tuple(found), maps=(register,))


@pytest.mark.parametrize("value", [True, 1, "1", "yes"])
def test_a_mark_in_the_register_counts_like_one_in_the_case(value: object) -> None:
    facts = marked_register(value)
    assert is_protected(facts)
    assert ("letter.protected", "recipient") in faults_of(written(facts), facts)
    named = replace(facts, recipient=Address(NAME, "", "", ""))
    content = written(named)
    assert faults_of(content, named) == []
    assert [canary for canary in CANARIES if canary in everything(content)] == []


@pytest.mark.parametrize("value", [False, 0, "0", None])
def test_everybody_else_gets_the_address(value: object) -> None:
    facts = marked_register(value)
    content = written(facts)
    assert not is_protected(facts)
    assert faults_of(content, facts) == []
    assert CANARIES[0] in everything(content) and len(content.reference) == 4


# ------------------------------------------------------------------ the gate


@pytest.mark.parametrize(
    "slip",
    [
        STREET,
        f"{POSTCODE} {CITY}",
        POSTCODE,
        "Asut kai Zyxkvistiellä.",
        "Kanarialassa",
        "ZYXKVISTIE 77\u00a0Q 9",
    ],
)
@pytest.mark.parametrize("type_", ["LT-ACK", "LT-ACCESS-FULL"])
def test_the_address_is_found_in_a_letter(type_: str, slip: str) -> None:
    facts = secret(type_, "fi")
    content = written(facts)
    more = Element(("L27",), (Paragraph(slip),))
    made = replace(content, elements=(*content.elements, more))
    assert ("letter.protected", "letter") in faults_of(made, facts)


def test_the_address_is_found_on_a_page_in_a_file_and_in_its_name() -> None:
    facts = secret("LT-ACCESS-FULL", "fi")
    content = written(facts)
    pages = (as_pages(content)[0] + f"\n{STREET}",)
    assert "pages" in {f.place for f in check(content, pages, facts)}
    broken = (as_pages(content)[0] + "\nZyxkvis\u00ad\ntie 77\nQ 9",)
    assert "pages" in {f.place for f in check(content, broken, facts)}
    for at, file in enumerate(content.enclosures):
        changes = (
            replace(file, content=file.content + STREET.encode()),
            replace(file, name=f"{CITY}.json"),
            replace(file, description=STREET),
        )
        for changed in changes:
            files = (*content.enclosures[:at], changed, *content.enclosures[at + 1 :])
            assert "letter.protected" in {
                c for c, _ in faults_of(replace(content, enclosures=files), facts)
            }


@pytest.mark.parametrize(
    "lines", [(NAME, STREET, f"{POSTCODE} KANARIALA"), (NAME, "Muu tie 1", "00100 HELSINKI"), ()]
)
def test_nothing_but_the_name_shows_in_the_window(lines: tuple[str, ...]) -> None:
    facts = secret("LT-ACK", "fi")
    content = replace(written(facts), recipient=lines)
    assert ("letter.protected", "recipient") in faults_of(content, facts)


def test_an_address_in_the_facts_of_the_envelope_is_refused() -> None:
    facts = secret("LT-ACK", "fi", recipient=Address(NAME, STREET, POSTCODE, CITY))
    found = faults_of(written(facts), facts)
    assert ("letter.protected", "recipient") in found and ("letter.protected", "letter") in found


def test_who_has_an_address_and_no_protection_still_needs_it_in_the_window() -> None:
    facts = letter_facts("LT-ACK", recipient=Address(NAME, "", "", ""))
    assert ("letter.window", "recipient") in faults_of(written(facts), facts)


def test_our_own_address_in_the_same_town_stays() -> None:
    """The town of the controller is printed although the customer lives in it too."""
    facts = secret("LT-ACCESS-FULL", "fi")
    asked = replace(facts.case.requester, city="Helsinki", postcode="00100")
    facts = replace(facts, case=replace(facts.case, requester=asked))
    content = written(facts)
    assert faults_of(content, facts) == []
    who = "".join(x for e in content.elements if "L01" in e.codes for x in texts(e))
    assert "Esimerkkikatu 12" in who and "00100" in who and "Helsinki" in who


def test_a_surname_that_is_a_town_is_not_taken_for_an_address() -> None:
    facts = secret("LT-ACK", "fi")
    asked = replace(facts.case.requester, name="Anna Kanariala")
    facts = replace(
        facts,
        case=replace(facts.case, requester=asked),
        recipient=Address("Anna Kanariala", "", "", ""),
    )
    content = written(facts)
    assert content.recipient == ("Anna Kanariala",)
    assert faults_of(content, facts) == []


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"Laskutus: {STREET}, {POSTCODE} {CITY}.", [f"{STREET}, {POSTCODE} {CITY}"]),
        (
            "Vanha osoite Muu tie 12 A 3, 12345 Toisaala.",
            ["Vanha osoite Muu tie 12 A 3, 12345 Toisaala"],
        ),
        ("Kampaamo & hoitola Tyyni Oy, Esimerkkikatu 12, 00100 Helsinki", []),
        ("Hieronta 60 min, 45 euroa", []),
    ],
)
def test_what_is_taken_for_an_address_in_a_value(text: str, hidden: list[str]) -> None:
    facts = secret("LT-ACK", "fi")
    parts = divided(facts, text, shapes=True)
    assert "".join(part for part, _ in parts) == text
    assert [part for part, hit in parts if hit] == hidden
