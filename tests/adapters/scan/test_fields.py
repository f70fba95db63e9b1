"""The field rules on lines of text: fast, without recognition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from dsr.adapters.scan.assemble import reading_of
from dsr.adapters.scan.lines import Line, reading_order
from dsr.adapters.scan.settings import Controller
from dsr.adapters.scan.sheet import Sheet
from dsr.cases.reading import Reading

HEIGHT = 0.015
CONTROLLER = Controller(
    names=("Onni & hoiva Oy",),
    streets=("Mäkelänkatu 37", "Pengerkatu 11 a 1"),
    postcodes=("00550", "00530"),
    email_domains=("onnijahoiva.example",),
)
RECIPIENT = ["Onni & hoiva Oy", "Mäkelänkatu 37", "00550 Helsinki"]


def typed(*texts: str, left: float = 0.1, top: float = 0.05, page: int = 1) -> list[Line]:
    """Lines one below the other in one column; "" leaves a gap."""
    lines = []
    for row, text in enumerate(texts):
        y = top + row * 1.4 * HEIGHT
        if text:
            box = (left, y, min(0.95, left + 0.009 * len(text)), y + HEIGHT)
            lines.append(Line(text, page, box, 0.99))
    return lines


def read(*columns: Sequence[Line], qr: tuple[str, ...] = ()) -> Reading:
    lines = tuple(reading_order(line for column in columns for line in column))
    return reading_of([Sheet(1, lines, qr)], CONTROLLER)


def sender(reading: Reading) -> tuple[str | None, ...]:
    who = reading.sender
    return who.name, who.street, who.postcode, who.city


def test_finnish_letter_with_sender_above_and_recipient_below() -> None:
    reading = read(
        typed(
            "Aino Koskinen", "Porvoonkatu 14 B 22", "00510 HELSINKI", "puh. 040 555 0101", "",
            *RECIPIENT, "", "Hei,", "pyydän kopion kaikista tiedoistani.", "",
            "Terveisin", "", "", "Aino Koskinen",
        ),
        typed("3.3.2026", left=0.75),
    )  # fmt: skip
    assert sender(reading) == ("Aino Koskinen", "Porvoonkatu 14 B 22", "00510", "Helsinki")
    assert reading.sender.phone == "+358405550101"
    assert (reading.language, reading.rights) == ("fi", ("access",))
    assert reading.letter_date == date(2026, 3, 3)  # a Tuesday


def test_swedish_letter_with_sender_below_the_closing() -> None:
    reading = read(
        typed(
            *RECIPIENT, "", "Helsingfors den 5 mars 2026", "", "Hej,",
            "Jag ber er radera alla uppgifter ni har om mig.", "",
            "Med vänlig hälsning", "", "Nils Söderberg", "Lönnrotsgatan 25 A 11",
            "00180 HELSINGFORS", "nils.soderberg@example.fi",
        )
    )  # fmt: skip
    assert sender(reading) == (
        "Nils Söderberg",
        "Lönnrotsgatan 25 A 11",
        "00180",
        "Helsingfors",
    )
    assert reading.sender.email == "nils.soderberg@example.fi"
    assert reading.rights == ("erasure",)
    assert reading.letter_date == date(2026, 3, 5)  # a Thursday


def test_english_letter_with_the_address_on_one_line() -> None:
    reading = read(
        typed(
            "Emily Carter, Aleksis Kiven katu 50 C 31, 00510 Helsinki", "", *RECIPIENT, "",
            "March 5, 2026", "", "Dear Sir or Madam,",
            "Please send me a copy of my data.", "", "Yours faithfully", "", "Emily Carter",
        )
    )  # fmt: skip
    assert sender(reading) == ("Emily Carter", "Aleksis Kiven katu 50 C 31", "00510", "Helsinki")
    assert reading.letter_date == date(2026, 3, 5)  # a Thursday


@pytest.mark.parametrize("street", ["Mäkelänkatu 37", "Makelankatu 37", "Pengerkatu 11 a 1"])
def test_the_controllers_address_is_never_the_senders(street: str) -> None:
    reading = read(
        typed(street, "00550 Helsinki", "", "Hei,", "pyydän kopion tiedoistani.", "", "Terveisin",
              "", "Aino Koskinen")
    )  # fmt: skip
    assert sender(reading) == ("Aino Koskinen", None, None, None)


def test_a_company_that_writes_is_told_from_the_recipient() -> None:
    reading = read(
        typed(
            "Asianajotoimisto Malli Oy", "Bulevardi 5 A", "00120 Helsinki", "", *RECIPIENT, "",
            "Pyydän päämieheni Aino Koskinen tietojen poistamista.", "",
            "Kunnioittavasti", "", "Kalle Malli",
        )
    )  # fmt: skip
    assert reading.sender.street != "Mäkelänkatu 37"
    assert reading.sender.name == "Kalle Malli"
    assert reading.on_behalf_of == "Aino Koskinen"


@pytest.mark.parametrize(
    ("sentence", "person"),
    [
        ("Kirjoitan Aino Koskisen puolesta.", "Aino Koskinen"),
        ("Jag skriver som ombud för Aino Koskinen.", "Aino Koskinen"),
        ("I am writing on behalf of Aino Koskinen.", "Aino Koskinen"),
    ],
)
def test_a_representative_names_whom_she_stands_for(sentence: str, person: str) -> None:
    assert read(typed(sentence)).on_behalf_of == person


def test_a_quoted_letter_is_not_the_writers_own() -> None:
    reading = read(
        typed(
            "Hei,", "> Pyydän poistamaan kaikki tietoni.", "> Matti Malli",
            "Kirjoititte minulle: ”poistamme kaikki tietonne”.", "Pyydän kopion tiedoistani.",
        )
    )  # fmt: skip
    assert reading.rights == ("access",)


def test_the_old_number_is_not_the_number_to_call() -> None:
    reading = read(
        typed(
            "Vanha numeroni oli 040 555 0104 ja uusi numeroni on 044 555 0904.", "Päivittäkää se."
        )
    )
    assert reading.sender.phone == "+358445550904"


def test_the_stamp_is_not_the_letters_date_and_birthdays_are_neither() -> None:
    large = [
        Line("SAAPUNUT", 1, (0.6, 0.10, 0.8, 0.13), 0.99),
        Line("5.3.2026", 1, (0.62, 0.135, 0.78, 0.16), 0.99),
    ]
    reading = read(
        typed("Aino Koskinen", "synt. 1.2.1990", "2.3.2026", "", "Pyydän kopion tiedoistani."),
        large,
    )
    assert reading.letter_date == date(2026, 3, 2)  # a Monday
    assert reading.arrival_stamp == date(2026, 3, 5)  # a Thursday


def test_a_date_told_in_the_text_is_not_the_letters() -> None:
    reading = read(typed("Kävin luonanne 12.2.2026 ja pyydän nyt kopion kaikista tiedoistani."))
    assert reading.letter_date is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Helsingissä 9.7.2025", date(2025, 7, 9)),  # Wednesday
        ("25. tammikuuta 2026", date(2026, 1, 25)),  # Sunday
        ("den 20 oktober 2025", date(2025, 10, 20)),  # Monday
        ("2026-07-20", date(2026, 7, 20)),  # Monday
        ("Helsinki, 24 October 2026", date(2026, 10, 24)),  # Saturday
        ("July 4, 2026", date(2026, 7, 4)),  # Saturday
        ("3rd of March 2026", date(2026, 3, 3)),  # Tuesday
        ("Päiväys: 04/03/2026", date(2026, 3, 4)),  # Wednesday
        ("1412.2025", date(2025, 12, 14)),  # Sunday; recognition lost a dot
        ("31.2.2026", None),
    ],
)
def test_dates_as_letters_write_them(text: str, day: date | None) -> None:
    assert read(typed(text, "", "Pyydän kopion tiedoistani.")).letter_date == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Puh. 050-6411460", "+358506411460"),
        ("+358 40 555 0101", "+358405550101"),
        ("O4O 555 O1O1", "+358405550101"),
        ("Y-tunnus 1234567-1", None),
        ("Asiakasnumeroni on 0448120123", None),
        ("Laskun päivä 12.03.2026", None),
    ],
)
def test_telephone_numbers(text: str, number: str | None) -> None:
    assert read(typed(text)).sender.phone == number


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Sähköposti: aino.koskinen@example.fi", "aino.koskinen@example.fi"),
        ("aino.koskinen @example.fi", "aino.koskinen@example.fi"),
        ("aino(at)example.fi", "aino@example.fi"),
        ("info@onnijahoiva.example", None),
    ],
)
def test_email_addresses(text: str, address: str | None) -> None:
    assert read(typed(text)).sender.email == address


def test_postcodes_with_a_country_prefix_and_misread_digits() -> None:
    reading = read(typed("Aino Koskinen", "Rantatie 4 A 2", "Fl-O0510 HELSINK1"[:-1] + "I"))
    assert sender(reading) == ("Aino Koskinen", "Rantatie 4 A 2", "00510", "Helsinki")


def test_a_code_of_our_own_form_gives_the_case_number() -> None:
    reading = read(typed("Hei"), qr=("https://example.fi", "dsr:1:DSR-2026-0042:1ab5cb0a"))
    assert reading.case_number == "DSR-2026-0042"
    assert read(typed("Viite: DSR-2026-0042")).case_number == "DSR-2026-0042"
    assert read(typed("Hei")).case_number is None


def test_an_empty_page_is_counted_and_says_nothing() -> None:
    reading = reading_of([Sheet(1, ()), Sheet(2, tuple(typed("Hei", page=2)))], CONTROLLER)
    assert (reading.pages, reading.blank_pages) == (2, (1,))
    assert reading.language is None
    assert reading.rights == ()
