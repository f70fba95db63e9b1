"""A doubt is concrete or it is none."""

from __future__ import annotations

import pytest

from dsr.law.doubt import doubt_faults, note_faults
from dsr.law.identity_code import check_sign

CONCRETE = [
    "The letter comes from an address that the register does not know.",
    "Kirje on lähetetty osoitteesta, jota rekisterissä ei ole.",
    "Brevet har en annan avsändaradress än den i kundregistret.",
    "Two customers share this name and the letter gives no other detail.",
    "Sähköposti tuli osoitteesta, joka vaihdettiin eilen puhelimitse.",
    "Kirjeen käsiala ja osoite poikkeavat asiakkaan aiemmasta kirjeestä.",
    "Asiakas soitti eilen ja kertoi, ettei ole pyytänyt mitään.",
    "Kunden ringde i går och sade att hon inte har skrivit till oss.",
    "The customer told us by phone that somebody writes in her name.",
    "Kirje on allekirjoittamaton, ja siinä pyydetään vastausta uuteen ulkomaiseen osoitteeseen.",
]
STANDING = [
    "It is our standard procedure to check the identity of everybody.",
    "We always ask for identification before we act.",
    "Company policy requires a copy of an identity card.",
    "For security reasons we need to know who is writing.",
    "All requesters must prove their identity to our office.",
    "Vakiokäytäntömme on tarkistaa henkilöllisyys ensin.",
    "Pyydämme aina henkilöllisyystodistuksen kopion asiakkaalta.",
    "Yrityksen ohjeen mukaan henkilöllisyys on varmistettava.",
    "Tavanomainen käytäntö on kysyä lisätietoja kirjeitse.",
    "Haluamme varmuuden vuoksi tietää kuka kirjoittaa.",
    "Det är vår rutin att kontrollera identiteten hos den som skriver.",
    "Enligt standardförfarandet begär vi en identitetshandling.",
    "För säkerhets skull vill vi veta vem som har skrivit brevet.",
    "Vi begär alltid en kopia av legitimationen.",
    "Standard procedure: the requester has to be identified first.",
    "Identity has to be shown, as per company protocol, before access.",
    "Under our verification process a second proof is needed here.",
    "The GDPR requires us to verify identity before we answer anybody.",
    "As usual we want to know who the person behind this letter is.",
    "Prosessimme edellyttää henkilöllisyyden varmistamista ennen vastausta.",
    "Tietoturvakäytäntö edellyttää henkilöllisyyden selvittämistä.",
    "Sisäisten ohjeiden mukaan pyytäjä on tunnistettava.",
    "Kyseessä on rutiinitarkistus ennen tietojen antamista.",
    "Enligt våra rutiner ska den som begär uppgifter identifieras.",
    "Enligt policy måste vi veta vem som skriver brevet.",
    "Interna riktlinjer kräver att identiteten kontrolleras.",
]


def codes(text: str) -> set[str]:
    return {fault.code for fault in doubt_faults(text)}


@pytest.mark.parametrize("text", CONCRETE)
def test_a_concrete_doubt_stands(text: str) -> None:
    assert doubt_faults(text) == ()


@pytest.mark.shows("ID-12-6-ASK")
@pytest.mark.parametrize("text", STANDING)
def test_a_standing_practice_is_no_doubt(text: str) -> None:
    assert codes(text) == {"doubt.stock_phrase"}
    assert codes(text.upper()) == {"doubt.stock_phrase"}
    assert codes(text.replace(" ", "\n  ")) == {"doubt.stock_phrase"}


@pytest.mark.parametrize("text", ["", "  ", "?" * 50, "1234567890" * 5, "Epäilyttää."])
def test_a_text_of_a_few_letters_is_no_doubt(text: str) -> None:
    assert codes(text) == {"doubt.too_short"}


def test_the_limit_is_twenty_letters() -> None:
    assert codes("Osoite " + "x" * 13) == {"doubt.too_short"}
    assert codes("Osoite " + "x" * 14) == set()


@pytest.mark.shows("ID-12-6-ASK", "G15")
@pytest.mark.parametrize(
    "text",
    [
        "The letter is unsigned.",
        "There is no signature in the letter.",
        "Kirjettä ei ole allekirjoitettu.",
        "Kirjeen allekirjoitus puuttuu.",
        "Brevet saknar underskrift helt.",
        "The letter is not signed, please sign and return it.",
        "Pyyntöä ei ole allekirjoitettu, joten pyydämme allekirjoittamaan ja palauttamaan sen.",
        "Begäran saknar underskrift, skriv under och returnera den.",
    ],
)
def test_a_missing_signature_is_no_doubt(text: str) -> None:
    assert "doubt.signature" in codes(text)


def test_every_fault_is_told_at_once_with_a_way_out() -> None:
    faults = doubt_faults("Routine, unsigned.")
    assert {fault.code for fault in faults} == {
        "doubt.stock_phrase",
        "doubt.signature",
        "doubt.too_short",
    }
    assert all(fault.place == "doubt reason" and fault.sentence for fault in faults)


def test_a_personal_identity_code_is_refused_and_not_repeated() -> None:
    code = "010190-999" + check_sign("010190", "999")
    faults = doubt_faults(f"The code {code} in the letter is not the one of the customer.")
    assert [fault.code for fault in faults] == ["doubt.identity_code"]
    assert code not in str(faults)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "Called back on the number on file; she confirmed the request.",
        "ID card seen on 12.3.2026 at the counter, not copied.",
        "Seen on 2026-03-12 by the officer.",
    ],
)
def test_a_note_says_how_identity_was_shown(note: str) -> None:
    assert note_faults(note) == ()


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("Passport XP1234567 seen.", "note.number"),
        ("Driving licence 123456789 seen.", "note.number"),
        ("Kortti 010190-999" + check_sign("010190", "999") + " nähty.", "note.identity_code"),
    ],
)
def test_a_note_keeps_no_number_of_a_document(note: str, code: str) -> None:
    (fault,) = note_faults(note)
    assert (fault.code, fault.place) == (code, "identity_note")
    assert not any(character.isdigit() for character in fault.sentence)
