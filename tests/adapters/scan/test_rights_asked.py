"""Which rights a sentence asks for: breadth of phrasing, negation, stories, ordinary mail."""

from __future__ import annotations

import pytest

from dsr.adapters.scan.phrases import LANGUAGES, RIGHTS, folded, pattern, phrase_book
from dsr.adapters.scan.rights import rights_asked
from dsr.adapters.scan.sentences import Sentence

ASKED = {
    "fi": """
access: Haluaisin tietää, mitä kaikkea te tiedätte minusta.
access: Mistä olette saaneet puhelinnumeroni?
access erasure: Haluan ensin kopion tiedoistani, ja sen jälkeen pyydän poistamaan ne.
rectification: Nimeni on kirjattu väärin, ja pyydän että se korjataan.
rectification: Tiedoissani on puutteita, ja pyydän täydentämään ne.
erasure: Asiakkuuteni on päättynyt, joten hävittäkää minusta tallennetut tiedot.
erasure: En ole enää asiakkaanne, pyyhkikää tietoni järjestelmistänne.
objection: En halua enää saada teiltä mainoskirjeitä enkä tarjouksia.
rectification objection: Korjatkaa osoitteeni ja lopettakaa samalla mainosten lähettäminen.
portability: Pyydän siirtämään antamani tiedot koneluettavassa muodossa toiselle palvelulle.
restriction: Rajoittakaa tietojeni käsittelyä, kunnes asia on selvitetty.
consent_withdrawal: Peruutan antamani suostumuksen tietojeni käsittelyyn.
""",
    "sv": """
access: Jag skulle vilja veta vad ni har sparat om mig.
access erasure: Först vill jag ha en kopia av mina uppgifter och därefter ska de raderas.
rectification: Mitt namn är felstavat i era uppgifter och jag ber er att korrigera det.
erasure: Avsluta mitt konto och ta bort all information om mig.
objection: Jag motsätter mig att mina uppgifter används för direktmarknadsföring.
consent_withdrawal: Jag återkallar mitt samtycke.
restriction: Jag begär att behandlingen av mina uppgifter begränsas.
""",
    "en": """
access objection: Tell me where you got my number and stop calling me with offers.
erasure: Please delete all the personal data you hold about me.
rectification: I am not asking you to delete anything, only to correct the mistakes.
rectification: My surname is misspelled in your system; please rectify it.
restriction: I ask you to restrict the processing of my data.
consent_withdrawal: I withdraw the consent I gave you last year.
""",
}
"""A line each: the rights, then the sentence."""
NOT_ASKED = [
    ("fi", "Peruutan varaukseni ensi tiistaille."),
    ("fi", "Reklamoin helmikuun laskusta, joka on mielestäni liian suuri."),
    ("fi", "Sain tammikuussa pyytämäni kopion tiedoistani."),
    ("fi", "Liitteenä kopio henkilöllisyystodistuksestani."),
    ("fi", "Pyydän kopion kuitista ja korjatun laskun."),
    ("fi", "En pyydä poistamaan tietojani."),
    ("sv", "Jag vill inte att ni raderar mina uppgifter."),
    ("sv", "Tack för den fina servicen i er butik."),
    ("sv", "Jag avbokar min tid på torsdag."),
    ("en", "I object to the invoice you sent me."),
    ("en", "Please change my appointment to Friday."),
    ("en", "Thank you for your kind help."),
]


def asked(language: str, text: str) -> list[str]:
    return [item.right for item in rights_asked([Sentence(text, ())], language)]


@pytest.mark.parametrize(
    ("language", "row"),
    [(language, row) for language, rows in ASKED.items() for row in rows.strip().splitlines()],
)
def test_a_request_is_understood(language: str, row: str) -> None:
    rights, _, text = row.partition(": ")
    assert asked(language, text) == rights.split()


@pytest.mark.parametrize(("language", "text"), NOT_ASKED)
def test_ordinary_mail_asks_for_nothing(language: str, text: str) -> None:
    assert asked(language, text) == []


def test_marketing_and_its_channels_are_told_apart_from_other_objections() -> None:
    [marketing] = rights_asked([Sentence("Sluta skicka reklam per e-post till mig.", ())], "sv")
    assert (marketing.marketing, marketing.channels) == (True, ("email",))
    [other] = rights_asked([Sentence("Vastustan tietojeni käsittelyä.", ())], "fi")
    assert (other.marketing, other.channels) == (False, ())


def test_rights_come_in_the_order_in_which_they_are_answered() -> None:
    sentences = [
        Sentence("Poistakaa tietoni.", ()),
        Sentence("Korjatkaa osoitteeni.", ()),
        Sentence("Pyydän kopion tiedoistani.", ()),
    ]
    rights = [item.right for item in rights_asked(sentences, "fi")]
    assert rights == ["access", "rectification", "erasure"]


def test_a_letter_in_another_language_than_detected_is_still_understood() -> None:
    assert asked("fi", "Please delete my data.") == ["erasure"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_book_has_every_right(language: str) -> None:
    book = phrase_book(language)
    assert set(book.rights) == set(RIGHTS)
    assert set(book.channels) == {"email", "sms", "phone", "post"}


def test_phrases_mean_what_their_heading_says() -> None:
    found = pattern(["poist* ... tietoni", "*markkinoin*"])
    assert found.search(folded("Poistakaa heti kaikki minun tietoni"))
    assert found.search(folded("SUORAMARKKINOINTI"))
    assert not found.search(folded("tietoni"))
