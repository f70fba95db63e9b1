"""Who it may be: forms of names, addresses, numbers, and the warnings."""

from __future__ import annotations

import pytest

from dsr.adapters.register import SqlRegister
from dsr.adapters.register.normal import name_similarity, phone_form, street_form
from dsr.cases.case import Person
from dsr.errors import NotFound
from tests.adapters.register.places import Place


@pytest.mark.parametrize(
    ("clues", "key"),
    [
        (Person(email="aino.koskinen@example.fi"), "1"),
        (Person(email=" AINO.KOSKINEN@EXAMPLE.FI "), "1"),
        (Person(phone="+358405550101"), "1"),
        (Person(phone="040-555 0101"), "1"),
        (Person(name="Koskinen Aino", postcode="00510"), "1"),
        (Person(name="Aino Maria Koskinen", postcode="00510"), "1"),
        (Person(name="Aino Koskincn", street="Porvoonkatu 14 B 22", postcode="00510"), "1"),
        (Person(name="Sanna Maekinen", street="Vaasankatu 4 D 18", postcode="00500"), "7"),
        (Person(name="Nils Söderberg", street="Lönnrotsgatan 25 A 11", postcode="00180"), "8"),
        (Person(name="Soederberg Nils"), "8"),
        (
            Person(
                name="Birgitta Lindqvist",
                street="Museokatu 8 A 3",
                postcode="00100",
                city="Helsingfors",
            ),
            "2",
        ),
    ],
)
def test_the_right_person_comes_first(clues: Person, key: str, untouched: SqlRegister) -> None:
    assert untouched.find(clues)[0].key == key


def test_what_is_on_file_is_said(untouched: SqlRegister) -> None:
    clues = Person(
        name="Aino Koskinen",
        street="Porvoonkatu 14 b 22",
        postcode="00510",
        email="aino.koskinen@example.fi",
    )
    best = untouched.find(clues)[0]
    assert best.name_matches and best.address_on_file and best.email_on_file
    assert not best.phone_on_file
    assert len(best.why) == 3


def test_nobody_is_nobody(untouched: SqlRegister) -> None:
    assert untouched.find(Person(name="Nobody Atall", email="nobody@example.net")) == ()
    assert untouched.find(Person()) == ()
    assert untouched.find(Person(name="%", email="%", phone="%", postcode="%")) == ()
    for call in (untouched.person, lambda key: untouched.read([key])):
        for key in ("999999", "", "1 OR 1=1", "²", "9" * 30, "01"):
            with pytest.raises(NotFound):
                call(key)
    with pytest.raises(NotFound):
        untouched.read([])
    with pytest.raises(NotFound):
        untouched.read(["1", "999999"])


def test_namesakes_are_told(untouched: SqlRegister) -> None:
    found = untouched.find(Person(name="Sanna Mäkinen"))
    assert [c.key for c in found] == ["7", "9"]
    assert all("One other customer has this name." in c.warnings for c in found)


def test_a_person_twice_is_told(untouched: SqlRegister) -> None:
    found = untouched.find(Person(name="Tuula Nieminen", email="tuula.nieminen@example.fi"))
    assert {c.key for c in found[:2]} == {"10", "11"}
    assert all("more than once" in c.warnings[0] for c in found[:2])


def test_a_household_is_told(untouched: SqlRegister) -> None:
    clues = Person(name="Kirsi Virtanen", street="Agricolankatu 5 B 16", postcode="00530")
    best = untouched.find(clues)[0]
    assert best.key == "13"
    assert "Another customer lives at this address." in best.warnings


def test_an_old_address_finds_and_warns(untouched: SqlRegister) -> None:
    clues = Person(name="Aino Koskinen", street="Savonkatu 9 A 4", postcode="00550")
    best = untouched.find(clues)[0]
    assert best.key == "1" and not best.address_on_file
    assert any("moved" in warning for warning in best.warnings)


def test_an_old_email_finds(place: Place, register: SqlRegister) -> None:
    place.sql("UPDATE service_accounts SET login_email = 'OLD@example.com' WHERE customer_id = 4")
    best = register.find(Person(email="old@example.com"))[0]
    assert best.key == "4" and not best.email_on_file


def test_person_gives_the_contact_points(untouched: SqlRegister) -> None:
    assert untouched.person("3") == Person(
        name="Markku Tammela",
        street="Hämeentie 62 C 45",
        postcode="00500",
        city="Helsinki",
        email="markku.tammela@example.com",
        phone="+358405550103",
    )


def test_normal_forms() -> None:
    assert name_similarity("Åke Öhman", "OEHMAN Aake") == 1.0
    assert name_similarity("Sanna Mäkinen", "Sinikka Mäkelä") < 0.85
    assert phone_form("0405550101") == phone_form("+358 40 555 0101") == "+358405550101"
    assert phone_form("no number") is None
    assert street_form("Lönnrotsgatan 25A11") == street_form("Lönnrotinkatu 25 A 11")
    assert street_form("Vaasankatu 4 D 18") != street_form("Vaasankatu 4 D 19")
