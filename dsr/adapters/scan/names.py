"""Whether a line is a person's name, and the names that stand under the closing phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from dsr.adapters.scan.dates import dates_in
from dsr.adapters.scan.lines import Line
from dsr.adapters.scan.organisations import names_a_department, names_an_organisation
from dsr.adapters.scan.phrases import folded

_PART = (
    r"(?:[A-ZÅÄÖÜÕÉÁØÆ][a-zåäöüõéáèøæ]+|[A-ZÅÄÖÜÕÉ]{2,}|[A-ZÅÄÖ]\.|O['’][A-Z][a-z]+"
    r"|[A-Z][a-z]+['’][a-z]+|(?:af|von|de|van|der|da|al|bin)(?=\s)|Mc[A-Z][a-z]+|Mac[A-Z][a-z]+)"
)
_NAME = re.compile(rf"^{_PART}(?:-{_PART})*(?:\s{_PART}(?:-{_PART})*){{1,4}}$")
_NOT_NAMES = re.compile(
    r"\b(?:terveisin|kunnioit\w*|ystavall\w*|halsning\w*|hogaktning\w*|vanlig\w*|sincerely"
    r"|faithfully"
    r"|regards|dear|sir|madam|hei|hej|hyva\w*|basta|arvoisa\w*|arade|mottagare|vastaanottaja"
    r"|concern"
    r"|pyynto|pyynn\w*|begaran|request|vaatimus|kielto|forbud|tietojen|tietojeni|tietoni"
    r"|personuppgift\w*|my|data"
    r"|uppgifter|correction|deletion|objection|access|reklamaatio|reklamation|complaint|asia"
    r"|arende"
    r"|subject|liite|liitteet|bilaga|bilagor|enclosure|saapunut|ankom|inkommit|received"
    r"|finland|suomi"
    r"|henkilotiedot|henkilotietoni|oikaisu|marknadsforing\w*|suoramarkkinointi\w*"
    r"|markkinointi|rattelse|radering"
    r"|registerutdrag|rekisteriote|tarkastus\w*|helsinki|helsingfors|postbox|puhelin"
    r"|sahkoposti|email|phone|telefon"
    r"|thank|thanks|kiitos|tack|you|allekirjoitus|underskrift|signature|invoice|lasku|faktura"
    r"|paivays|datum|date|osoite"
    r"|nimenselvennys|namnfortydligande|asiakas|kund|customer|letter|kirje|brev|yours|kind"
    r"|best|cordially|respectfully)\b"
)
CLOSING = re.compile(
    r"^\W*(?:(?:ystavallisin |parhain |syvasti |hyvin |hyvaa paivan\w* )?\w{0,3}(?:terveisin"
    r"|terveisi\w|terveiset|tervehdyksin)\b"
    r"|k?unnioit\w+|kunn[a-z]{3,9}(?:vasti|taen)\b|\w{0,2}stavallisesti|yst\.?\s?terv"
    r"|(?:med )?(?:vanlig|basta|vanliga|hjartlig)\w* halsning\w*|halsning\w*|hogaktn\w*"
    r"|hogakt\w*|mvh\b|vanligen,?$"
    r"|yours (?:sincerely|faithfully|truly)|sincerely|faithfully|respectfully|cordially"
    r"|(?:kind|best|warm) (?:regards|wishes)|regards\b)"
)
_CLOSINGS = (
    "ystavallisin terveisin", "terveisin", "kunnioittaen", "kunnioittavasti", "parhain terveisin",
    "med vanlig halsning", "med vanliga halsningar", "halsningar", "hogaktningsfullt", "vanligen",
    "yours sincerely", "yours faithfully", "kind regards", "best regards", "sincerely", "regards",
)  # fmt: skip
_TRIM = re.compile(r"^[\s\W_]+|[\s\W_]+$")
_NAME_LABEL = re.compile(
    r"^\W*(?:nimi|namn|name|nimenselvennys|namnf[oö]rtydligande|l[aä]hett[aä]j[aä]"
    r"|avs[aä]ndare|sender)\s*[:.]\s*",
    re.IGNORECASE,
)


def is_person_name(text: str) -> bool:
    """Two to five capitalised words and nothing that belongs to a firm, a heading or a greeting."""
    name = as_name(text)
    plain = folded(name)
    if not 5 <= len(name) <= 45 or not _NAME.match(name):
        return False
    if names_an_organisation(name) or names_a_department(name) or _NOT_NAMES.search(plain):
        return False
    return not dates_in(text)


def as_name(text: str) -> str:
    """The name without a label, and with a normal apostrophe."""
    bare = _NAME_LABEL.sub("", text)
    bare = _TRIM.sub("", re.sub(r"\s+", " ", bare)).replace("’", "'")
    if bare.isupper():
        bare = " ".join("-".join(p.capitalize() for p in w.split("-")) for w in bare.split())
    # A swallowed space between first name and surname.
    return (
        re.sub(r"(?<=[a-zåäö]{2})(?=[A-ZÅÄÖ][a-zåäö]{2})", " ", bare) if " " not in bare else bare
    )


def closing_line(lines: Sequence[Line]) -> Line | None:
    """The line with the last closing phrase."""
    found = [line for line in lines if len(line.text) < 45 and _closes(folded(line.text))]
    return found[-1] if found else None


def _closes(plain: str) -> bool:
    """A closing phrase, also one with a letter or two misread or struck through by a signature."""
    if CLOSING.match(plain):
        return True
    bare = re.sub(r"[^a-z ]", "", plain).strip()
    return any(fuzz.ratio(bare, phrase) >= 80 for phrase in _CLOSINGS)


def names_after_closing(lines: Sequence[Line], closing: Line) -> list[Line]:
    """Lines below the closing phrase that are a person's name."""
    below = [
        line
        for line in lines
        if line.page == closing.page
        and line.middle > closing.middle
        and line.top < closing.top + 0.4
    ]
    return [line for line in below if is_person_name(line.text)]
