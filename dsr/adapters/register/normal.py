"""Normal forms for comparing what a letter says with what a register holds.

Finnish and Swedish names of one person, street and town differ in letters (ä/ae, å/aa/o), in
order ("Koskinen Aino") and in language ("Lönnrotsgatan" is "Lönnrotinkatu").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import phonenumbers
from rapidfuzz import fuzz

_VOWELS = "aeouyåäöéü"
_SPELT_OUT = (("ae", "a"), ("oe", "o"), ("aa", "a"), ("ue", "u"))
#: Streets of Helsinki under both official names (Swedish, Finnish), folded.
STREET_PAIRS: Mapping[str, str] = {
    "alexandersgatan": "aleksanterinkatu",
    "backasgatan": "makelankatu",
    "borgagatan": "porvoonkatu",
    "bulevarden": "bulevardi",
    "fabriksgatan": "tehtaankatu",
    "femkantsgatan": "viiskulma",
    "flemingsgatan": "fleminginkatu",
    "fredriksgatan": "fredrikinkatu",
    "gumtaktsvagen": "kumpulantie",
    "helsingegatan": "helsinginkatu",
    "industrigatan": "teollisuuskatu",
    "lonnrotsgatan": "lonnrotinkatu",
    "mannerheimvagen": "mannerheimintie",
    "museigatan": "museokatu",
    "nylandsgatan": "uudenmaankatu",
    "runebergsgatan": "runeberginkatu",
    "sturegatan": "sturenkatu",
    "tavastvagen": "hameentie",
    "topeliusgatan": "topeliuksenkatu",
    "vasagatan": "vaasankatu",
}
#: Towns under both official names (Swedish, Finnish), folded.
TOWN_PAIRS: Mapping[str, str] = {
    "abo": "turku",
    "bjorneborg": "pori",
    "borga": "porvoo",
    "ekenas": "tammisaari",
    "esbo": "espoo",
    "grankulla": "kauniainen",
    "hango": "hanko",
    "helsingfors": "helsinki",
    "jakobstad": "pietarsaari",
    "kyrkslatt": "kirkkonummi",
    "lahtis": "lahti",
    "lojo": "lohja",
    "raseborg": "raasepori",
    "sibbo": "sipoo",
    "tammerfors": "tampere",
    "tavastehus": "hameenlinna",
    "uleaborg": "oulu",
    "vanda": "vantaa",
    "vasa": "vaasa",
}
#: Each candidate is held against each other one, so every form is asked for hundreds of times.
_REMEMBERED = 8192
_HOUSE = re.compile(r"^(?P<street>.*?[^\d\s])\s*(?P<number>\d+)\s*(?P<rest>.*)$")


def email_form(text: str) -> str:
    """Lower case without blanks: the case of an address means nothing in practice."""
    return text.strip().lower()


def phone_form(text: str, region: str = "FI") -> str | None:
    """E.164, or None when it is no phone number. Fictional numbers pass."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=_REMEMBERED)
def compared_phone(text: str, region: str) -> str | None:
    """The same, remembered while people are held against each other; see forget()."""
    return phone_form(text, region)


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """Lower case, diacritics off, blanks single, hyphens and full stops as blanks."""
    text = unicodedata.normalize("NFKD", text.strip().lower().replace("ø", "o").replace("æ", "ae"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w@+]+", " ", text).split())


@lru_cache(maxsize=_REMEMBERED)
def name_forms(text: str) -> frozenset[str]:
    """Folded forms of a name that spell the same name: ä as a or ae, å as a, aa or o."""
    forms = {fold(text), fold(text.lower().replace("å", "o"))}
    for form in tuple(forms):
        for long, short in _SPELT_OUT:
            form = form.replace(long, short)
        forms.add(form)
    return frozenset(forms)


@lru_cache(maxsize=_REMEMBERED)
def name_similarity(one: str, other: str) -> float:
    """0..1. The order of names means nothing; a middle name more or less hardly anything."""
    lefts, rights = name_forms(one), name_forms(other)
    if not lefts.isdisjoint(rights) and "" not in lefts:
        return 1.0
    best = 0.0
    for left in lefts:
        for right in rights:
            first, second = set(left.split()), set(right.split())
            if min(len(first), len(second)) > 1 and (first <= second or second <= first):
                best = max(best, 1.0 if first == second else 0.95)
            best = max(best, fuzz.token_sort_ratio(left, right) / 100)
    return best


def skeleton(text: str) -> tuple[str, ...]:
    """LIKE patterns of a name: one sign wild for each vowel, so that ä, a and ae all fit."""
    spelt = text.strip().lower()
    forms = {spelt, spelt.replace("ä", "ae").replace("ö", "oe").replace("å", "aa")}
    for long, short in _SPELT_OUT:
        forms |= {form.replace(long, short) for form in tuple(forms)}
    forms = {"".join(c if c.isalpha() else "_" for c in form) for form in forms}
    return tuple(
        sorted({"".join("_" if c in _VOWELS or not c.isascii() else c for c in f) for f in forms})
    )


@lru_cache(maxsize=_REMEMBERED)
def street_form(text: str) -> str:
    """``street number rest``, the Swedish name turned into the Finnish one where it is known."""
    found = _HOUSE.match(text.strip())
    if found is None:
        return STREET_PAIRS.get(fold(text), fold(text))
    street = fold(found["street"])
    rest = re.sub(r"\bas(unto)?\b|\blgh\b|\bbst\b", " ", fold(found["rest"]))
    rest = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", rest)
    return " ".join([STREET_PAIRS.get(street, street), found["number"], *rest.split()])


def house_number(text: str) -> str | None:
    """The number of the house, the part of an address that both languages share."""
    found = _HOUSE.match(text.strip())
    return found["number"] if found else None


def street_similarity(one: str, other: str) -> float:
    """0..1; another house number is another address, however alike the names are."""
    left, right = street_form(one), street_form(other)
    if house_number(one) != house_number(other):
        return 0.0
    return fuzz.ratio(left, right) / 100


def town_form(text: str) -> str:
    """The town's Finnish name, folded."""
    return TOWN_PAIRS.get(fold(text), fold(text))


def forget() -> None:
    """Drop the forms remembered while looking: names and streets of people stay nowhere."""
    for remembered in (fold, name_forms, street_form, compared_phone, name_similarity):
        remembered.cache_clear()
