"""Postal addresses on the lines of a letter: name, street, postcode and place, kept together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dsr.adapters.scan.dates import FoundDate, dates_on
from dsr.adapters.scan.lines import Line
from dsr.adapters.scan.names import is_person_name
from dsr.adapters.scan.organisations import (
    is_post_office_box,
    names_a_department,
    names_an_organisation,
)
from dsr.adapters.scan.phrases import folded
from dsr.adapters.scan.places import known_place

_POSTCODE = re.compile(
    r"(?:^|(?<=[\s,;:(]))(?:(?:F[Il1]|FIN|AX|SE|S)\s?[-–.]?\s?)?"
    r"(?P<code>[0-9OoQlI]{5}|[0-9OoQlI]{3}\s[0-9OoQlI]{2})(?=[^0-9]|$)"
    r"[\s,.:]*(?P<city>[A-Za-zÅÄÖÜÕåäöüõéÉ][A-Za-zÅÄÖÜÕåäöüõéÉ0\-. ]{1,28}?)\s*[.,;)]*\s*"
    r"(?:,?\s*(?:finland|suomi))?$",
    re.IGNORECASE,
)
_STREET_WORD = re.compile(
    r"(?:katu|kuja|tie|polku|raitti|vayla|kaari|ranta|aukio|tori|rinne|puisto|piha|penger|laita"
    r"|silta|makikatu|mantie|bulevardi|esplanadi|gatan|gata|vagen|vag|stigen|stig|grand|granden"
    r"|esplanaden|kajen|torget|allen|backen|street|road|avenue|lane|square|pitkakatu|kallio|maki"
    r"|laakso|niemi|harju|portti|porten|brinken|svangen|rundan|linjen|linja)\b"
)
_HOUSE = re.compile(r"\b[0-9]{1,4}\s?[a-zA-Z]?\b")
_DIGITS = str.maketrans("OoQlI", "00011")
_LABEL = re.compile(
    r"^\W*(?:osoite(?:ni)?|adress|address|my address|min adress|lahiosoite|nimi|namn|name"
    r"|postiosoite|postadress|kotiosoite|katuosoite|gatuadress|l[aä]hett[aä]j[aä]|avs[aä]ndare"
    r"|sender|from|nykyinen osoite(?:ni)?|uusi osoite(?:ni)?)\s*[:.]\s*",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"^\W*(?:suomi|finland|sverige|sweden|ruotsi)\W*$", re.IGNORECASE)
_STEP = 2.6
_SIDE = 0.06


@dataclass(frozen=True)
class Address:
    """One address with the lines it was taken from; parts that are missing are None."""

    name: str | None
    street: str | None
    postcode: str
    city: str
    lines: dict[str, Line]
    block: tuple[Line, ...]

    @property
    def anchor(self) -> Line:
        """The line with the postcode."""
        return self.lines["postcode"]


def addresses_on(lines: Sequence[Line]) -> list[Address]:
    """Every address, by reading order of its postcode line."""
    found = []
    for line in lines:
        text = _LABEL.sub("", line.text)
        match = _POSTCODE.search(text)
        if match and _is_code(match.group("code")):
            found.append(_address(line, text, match, lines))
    return found


def _is_code(code: str) -> bool:
    """At least three true digits: a word of o and l is not a postcode."""
    return sum(char.isdigit() for char in code) >= 3


def _address(line: Line, text: str, match: re.Match[str], lines: Sequence[Line]) -> Address:
    before = [part.strip() for part in re.split(r"[,;]", text[: match.start()]) if part.strip()]
    above = _lines_above(line, lines)
    parts: dict[str, Line] = {"postcode": line, "city": line}
    street, name = None, None
    if before:
        street = before.pop()
        parts["street"] = line
        if before:
            name = before.pop()
            parts["name"] = line
    used = []
    for upper in above:
        value = _LABEL.sub("", upper.text).strip(" ,")
        if street is None and looks_like_street(value):
            street, parts["street"] = value, upper
            used.append(upper)
        elif street is not None and name is None and is_person_name(value):
            name, parts["name"] = value, upper
            used.append(upper)
        elif _may_stand_in_block(upper):
            used.append(upper)
        else:
            break
    name, street = _split_first_line(name, street, parts)
    return Address(
        name=name,
        street=tidy_street(street) if street else None,
        postcode=match.group("code").translate(_DIGITS).replace(" ", ""),
        city=tidy_city(match.group("city")),
        lines=parts,
        block=(*reversed(used), line),
    )


def _split_first_line(
    name: str | None, street: str | None, parts: dict[str, Line]
) -> tuple[str | None, str | None]:
    """``Kaisa Laine, Asemakatu 13`` on one line above the postcode."""
    if name is None and street and "," in street:
        head, _, tail = street.partition(",")
        if is_person_name(head.strip()) and looks_like_street(tail.strip()):
            parts["name"] = parts["street"]
            return head.strip(), tail.strip()
    return name, street


def _may_stand_in_block(line: Line) -> bool:
    """Lines that stand between the parts of an address block: a date, a firm, a department."""
    if len(line.text) > 45:
        return False
    if names_an_organisation(line.text) or names_a_department(line.text):
        return True
    return any(found.alone for found in dates_on([line])) or is_post_office_box(line.text)


def _lines_above(line: Line, lines: Sequence[Line]) -> list[Line]:
    """The lines of the same column above, nearest first, as long as they follow closely."""
    column = sorted(
        (
            other
            for other in lines
            if other.page == line.page and other.middle < line.middle and _same_column(other, line)
        ),
        key=lambda other: -other.middle,
    )
    above: list[Line] = []
    last = line
    for other in column[:5]:
        if last.middle - other.middle > _STEP * max(min(last.height, other.height), 0.011):
            break
        above.append(other)
        last = other
    return above


def _same_column(one: Line, other: Line) -> bool:
    if abs(one.left - other.left) < _SIDE:
        return True
    if abs(one.box[2] - other.box[2]) < 0.5 * _SIDE:
        return True
    centre, centre_of_other = (one.left + one.box[2]) / 2, (other.left + other.box[2]) / 2
    return abs(centre - centre_of_other) < 0.5 * _SIDE


def looks_like_street(text: str) -> bool:
    """A street with a house number, or a post office box."""
    plain = folded(text)
    if len(text) > 60 or "@" in text or not re.search(r"[a-z]{2}", plain):
        return False
    if is_post_office_box(text):
        return True
    if re.search(r"(?:puh|tel|gsm|phone|mob)\b|\b\d{5,}|\b0\d{1,2}[\s-]\d{3}", plain):
        return False
    if any(found.alone for found in _dates(text)):
        return False
    return bool(_HOUSE.search(text) and (_STREET_WORD.search(plain) or _starts_as_street(text)))


def _dates(text: str) -> list[FoundDate]:
    return dates_on([Line(text, 1, (0.0, 0.0, 0.1, 0.01), 1.0)])


def _starts_as_street(text: str) -> bool:
    return bool(re.match(r"^[A-ZÅÄÖÜÕ][\w.\-’' ]{2,}\s\d{1,4}\b", text))


def tidy_street(text: str) -> str:
    """The street with the spaces that recognition swallowed: ``Asemakatu13A41`` and the like."""
    tidy = re.sub(r"\s+", " ", text).strip(" ,.;:")
    tidy = re.sub(r"(?<=[a-zåäö])(?=\d)", " ", tidy)
    tidy = re.sub(r"(?<=\d)(?=[A-Z]\b)", " ", tidy)
    tidy = re.sub(r"(?<=\d)(?=[A-H]\d)", " ", tidy)
    tidy = re.sub(r"\b([A-H])(?=\d)", r"\1 ", tidy)
    tidy = re.sub(r"\bas\.?(?=\d)", "as. ", tidy)
    tidy = re.sub(r"\bas \.?\s?(?=\d)", "as. ", tidy)
    if re.search(r"[âàáã]", tidy):
        # No Finnish or Swedish street has these: a ring or dots, misread.
        ring = re.search(r"(?:gatan|v[aä]gen|stigen|gränd|gata|v[aä]g)\b", tidy)
        tidy = re.sub(r"[âàáã]", "å" if ring else "ä", tidy)
    # A house number that starts with a letter o or l is a misread digit.
    tidy = re.sub(r"(?<=\s)l(?=\d)", "1", tidy)
    return re.sub(r"(?<=\d)[oO]\b", "0", tidy)


def tidy_city(text: str) -> str:
    """The place as one writes it inside a line: ``HELSINKI`` becomes ``Helsinki``."""
    tidy = re.sub(r"\s+", " ", text).replace("0", "O").strip(" .,-")
    known = known_place(tidy)
    if known:
        return known
    return "-".join(part.capitalize() for part in tidy.split("-")) if tidy.isupper() else tidy
