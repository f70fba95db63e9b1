"""Whether a recorded doubt about identity is one: concrete, about this request (Art. 12(6)).

Asking everybody is itself the infringement; so is asking because a letter bears no signature,
which no rule demands and which proves nothing.
"""

from __future__ import annotations

import re

from dsr.errors import Fault
from dsr.law.identity_code import find_identity_codes

MIN_LETTERS = 20

STOCK_PHRASES: tuple[str, ...] = (
    # Finnish
    r"vakio(käytän|menettely)\w*",
    r"(normaali|tavallinen|tavanomainen|yleinen|vakiintunut)\w* (käytän|menettely|toimintatap)\w*",
    r"käytäntömme\w*",
    r"(meidän|yrityksen|yhtiön|talon) (käytän|ohje|toimintatap)\w*",
    r"(aina|rutiinisti|rutiininomaisesti) (pyydämme|tarkistamme|kysymme|varmistamme)",
    r"(pyydämme|tarkistamme|kysymme|varmistamme) (aina|kaikilta|jokaiselta)",
    r"(kaikilta|jokaiselta) (pyytäjältä|asiakkaalta|pyydetään|kysytään|vaaditaan)\w*",
    r"varmuuden vuoksi",
    r"(ohjeistu|ohjee|käytäntö|käytännö|prosessi|toimintatapa|toimintatavo)\w*mme",
    r"(sisäis|talon|yleis)\w* (ohje|käytän|sään|periaat)\w*",
    r"(prosessin|käytännön|menettelyn|ohjeen|ohjeiden|ohjeistuksen) (mukai|mukaan|mukaisesti)\w*",
    r"(tietosuoja|tietoturva|turvallisuus)(käytän|ohje|prosessi|menettely)\w*",
    r"rutiini(tarkist|tarkast|menettely|kysy)\w*",
    r"(kaikille|jokaiselle|kaikissa|jokaisessa) (asiakkaille|asiakkaalle|pyynnöissä|pyynnössä)",
    r"(laki|gdpr|tietosuoja-asetus) (vaatii|edellyttää) (aina )?(tunnista|varmista|vahvista)\w*",
    r"tietoturvasyistä",
    r"turvallisuussyistä",
    # Swedish
    r"standard(förfarande|rutin|procedur|praxis)\w*",
    r"(vår|vårt|våra|normal|sedvanlig|vanlig|bolagets) (rutin|praxis|förfarande|policy)\w*",
    r"rutinmässig\w*",
    r"vi (ber|begär|kontrollerar|frågar|kräver) alltid",
    r"(av|från) (alla|varje|samtliga) (kund|sökande|som begär)\w*",
    r"för säkerhets skull",
    r"(våra|interna|bolagets|företagets) (rutiner|riktlinjer|regler|anvisningar|processer)",
    r"(enligt|följer) (\w+ )?(rutin|policy|process|praxis|riktlinjer)\w*",
    r"(säkerhets|identifierings|kontroll)(rutin|policy|process|procedur)\w*",
    r"standardmässig\w*",
    r"(alltid|rutinmässigt) (be|begära|kontrollera|kräva|fråga)\w*",
    r"(lagen|gdpr|dataskyddsförordningen) kräver (alltid )?(att vi )?(identifier|kontroller)\w*",
    r"av säkerhetsskäl",
    # English
    r"(standard|normal|usual|general|established|regular) (procedure|practice|process|policy)\w*",
    r"(our|company|house|internal) (procedure|practice|policy|policies|rules?)",
    r"(routine|routinely)",
    r"(according to|per|under|in line with) (\w+ ){0,2}(procedure|process|polic|protocol)\w*",
    r"(security|identification|verification|compliance) (protocol|procedure|process|polic)\w*",
    r"(standing|default|blanket|boilerplate) (rule|practice|instruction|check|requirement)s?",
    r"(the )?(law|gdpr) (always )?requires (us )?(to )?(identif|verif|check)\w*",
    r"as (usual|always|a rule|with everyone|with everybody)",
    r"we (always|routinely) \w+",
    r"(all|every|each) (requests?|requesters?|customers?|data subjects?) (is|are|has|have|must)",
    r"(of|from) (all|every|each) (requesters?|customers?|data subjects?)",
    r"(for|as a matter of) (security reasons|precaution)",
    r"(just in case|to be safe|to be on the safe side)",
)
"""Phrases that say nothing about this request, as regular expressions over lower-case words."""

SIGNATURE_PHRASES: tuple[str, ...] = (
    r"allekirjoitu\w* puuttu\w*",
    r"(ilman|vailla) allekirjoitusta",
    r"ei (ole )?allekirjoit\w*",
    r"allekirjoittama\w*",
    r"(utan|saknar) underskrift\w*",
    r"underskrift\w* saknas",
    r"(osignera|oundertecknad|oundertecknat)\w*",
    r"inte (undertecknad|undertecknat|signerad|signerat)\w*",
    r"unsigned",
    r"(no|without|missing|lacks) (a )?signature",
    r"not signed",
    r"signature is missing",
)

#: Words that only ask for the signature, or fill such a sentence: nothing remains without them.
_ABOUT_SIGNING = re.compile(
    r"\b(?:allekirjoit\w*|palaut\w*|pyyd\w*|pyyntö\w*|lähet\w*|kirj(?:e|ee)\w*|joten|siksi|uudelleen"
    r"|skriv\w*|under|underteckn\w*|underskrift\w*|signer\w*|returner\w*|skicka\w*|begäran|brevet"
    r"|därför|ber|vänligen|igen"
    r"|sign\w*|return\w*|send|again|please|therefore|letter|request|form|by hand)\b"
)

_STOCK = re.compile(rf"\b(?:{'|'.join(STOCK_PHRASES)})\b")
_SIGNATURE = re.compile(rf"\b(?:{'|'.join(SIGNATURE_PHRASES)})\b")
_PLACE = "doubt reason"
#: Numbers of passports, identity cards, licences and phones; a day or a year is no such number.
_NUMBER = re.compile(r"\d{7,}|[A-Za-z]{1,2}\d{6,}")


def doubt_faults(text: str) -> tuple[Fault, ...]:
    """Everything that keeps a text from being a concrete doubt; empty when it can stand.

    The text is also printed in the letter that asks, so a personal identity code is refused.
    """
    words = " ".join(text.casefold().split())
    faults = []
    if _STOCK.search(words):
        faults.append(
            _fault("stock_phrase", "It gives a standing practice; say what is odd about this one.")
        )
    if _SIGNATURE.search(words) and _letters(_besides_signing(words)) < MIN_LETTERS:
        faults.append(
            _fault("signature", "A missing signature is no doubt: none is needed, none proves.")
        )
    if _letters(words) < MIN_LETTERS:
        faults.append(
            _fault(
                "too_short",
                f"It has fewer than {MIN_LETTERS} letters; state the fact that raises the doubt.",
            )
        )
    if find_identity_codes(text):
        faults.append(
            _fault("identity_code", "It holds a personal identity code; take the code out.")
        )
    return tuple(faults)


def _besides_signing(words: str) -> str:
    """What is said besides that a signature is missing and wanted."""
    return _ABOUT_SIGNING.sub("", _SIGNATURE.sub("", words))


def note_faults(text: str) -> tuple[Fault, ...]:
    """What has no place in a note on how identity was shown; empty when it can stand.

    The note says what was seen, by whom and when; the number of a document is not kept (EDPB
    Guidelines 01/2022 para 79).
    """
    faults = []
    if find_identity_codes(text):
        sentence = "It holds a personal identity code; take the code out."
        faults.append(Fault("note.identity_code", "identity_note", sentence))
    elif _NUMBER.search(text):
        sentence = "It holds a long number; say what was seen, never its number."
        faults.append(Fault("note.number", "identity_note", sentence))
    return tuple(faults)


def _letters(text: str) -> int:
    return sum(character.isalpha() for character in text)


def _fault(code: str, sentence: str) -> Fault:
    return Fault(f"doubt.{code}", _PLACE, sentence)
