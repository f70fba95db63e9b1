"""Lines that speak of an organisation or its departments, not of a private person."""

from __future__ import annotations

import re

from dsr.adapters.scan.phrases import folded

_FORM = re.compile(
    r"\b(?:oyj?|0yj?|0y|abp?|ab|ky|tmi|ry|rf|rp|osk|ltd|limited|inc|llc|gmbh|plc"
    r"|oy ab)\b\.?(?=\s|$|,)"
)
_KIND = re.compile(
    r"\b(?:asianajo|lakiasiain|advokat|law firm|solicitors|yhdistys|forening|liitto|forbund"
    r"|virasto"
    r"|kaupunki\b|kunta\b|saatio|stiftelse|osuuskunta|andelslag|yhtio|company|bank\b|pankki)"
)
_DEPARTMENT = re.compile(
    r"\b(?:tietosuoja|asiakaspalvelu|dataskydd|kundtjanst|kundservice|data protection"
    r"|customer serv"
    r"|privacy|registrator|rekisteri\w*(?:hoitaja|asiat)|asiakasrekister|kirjaamo|hallinto"
    r"|toimisto"
    r"|vastaanotto|johto|toimitusjohtaja|verkstallande|reception|hr\b|dpo\b|gdpr|personregister"
    r"|kundregister|c/o\b|att\b|for the attention)"
)
_BOX = re.compile(
    r"^\W*(?:pl|pb|postbox|postilokero|postfack|p\.?\s?o\.?\s?box|box|postboks)\W*[0-9o]+\b"
)


def names_an_organisation(text: str) -> bool:
    """Whether the line carries a company form or the word for a kind of organisation."""
    plain = folded(text)
    return bool(_FORM.search(plain) or _KIND.search(plain))


def names_a_department(text: str) -> bool:
    """Whether the line addresses an office: data protection officer, customer service, c/o."""
    return bool(_DEPARTMENT.search(folded(text)))


def is_post_office_box(text: str) -> bool:
    """Whether the line is a post office box rather than a street."""
    return bool(_BOX.match(folded(text)))
