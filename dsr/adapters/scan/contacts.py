"""E-mail addresses and telephone numbers on the lines of a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers

from dsr.adapters.scan.dates import dates_in
from dsr.adapters.scan.lines import Line
from dsr.adapters.scan.phrases import folded

_EMAIL = re.compile(
    r"[A-Za-z0-9ÅÄÖåäö][\w.+\-]*\s?(?:@|©|\(at\)|\[at\]|\(a\)|Q(?=[a-z]+\.[a-z]{2,}\b))\s?"
    r"[\w\-]+(?:\s?[.,]\s?[\w\-]+)*\s?[.,]\s?[A-Za-z]{2,12}\b"
)
_PHONE = re.compile(
    r"(?<![\w/.\-])(?:\+\s?|00)?[(]?[0-9OolI](?:[\s\-–()./]{0,3}[0-9OolI]){6,14}(?![\w\-/])"
)
_DIGITS = str.maketrans("OolI", "0011")
_OLD = re.compile(
    r"\b(?:vanha\w*|entinen|entis\w*|aiempi|aiemm\w*|gamla|gammalt|tidigare|old|former"
    r"|previous|virheelli\w*|vaara\w*|felaktig\w*|wrong|incorrect)\b"
)
_NEW = re.compile(
    r"\b(?:uusi|uude\w*|nykyi\w*|oikea\w*|nya|nytt|nuvarande|ratta?|new|current|correct)\b"
)
_LABELLED = re.compile(
    r"\b(?:puh|puhelin\w*|gsm|tel|telefon\w*|phone|mobil\w*|matkapuh\w*|mob|tfn|tlf)\b"
)
_NOT_A_PHONE = re.compile(
    r"\b(?:asiakasnumero|kundnummer|customer number|viite|tilaus|lasku\w*|iban|y-tunnus"
    r"|fo-nummer|case|order|invoice|hetu|henkilotunnus)(?:\W*(?:ni|on|oli|ar|is|nr|no|number"
    r"|en|et))*\W*$"
)


@dataclass(frozen=True)
class Contact:
    """An e-mail address or a telephone number (E.164) and its line."""

    value: str
    line: Line
    rank: int = 0


def emails_on(lines: Sequence[Line]) -> list[Contact]:
    """The e-mail addresses in reading order, mended where recognition put a space or a comma."""
    found: list[Contact] = []
    for text, line in _joined(lines, mail=True):
        for match in _EMAIL.finditer(text):
            value = _mended_email(match.group())
            if value and all(value != other.value for other in found):
                found.append(Contact(value, line))
    return found


def _mended_email(text: str) -> str | None:
    mended = re.sub(r"©|\(at\)|\[at\]|\(a\)", "@", text.strip().replace("ə", "e"))
    if "@" not in mended:
        mended = re.sub(r"Q(?=[a-z]+\.[a-z]{2,}$)", "@", mended)
    mended = re.sub(r"\s*([@.,])\s*", r"\1", mended).replace(",", ".")
    mended = re.sub(r"\s+", "", mended).strip(".").lower()
    local, _, domain = mended.partition("@")
    return mended if local and "." in domain else None


def phones_on(lines: Sequence[Line], region: str = "FI") -> list[Contact]:
    """Telephone numbers, best first: labelled or called new before plain, called old last."""
    found: dict[str, Contact] = {}
    for text, line in _joined(lines, mail=False):
        taken = [span for _, span in dates_in(text)]
        for match in _PHONE.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            before = folded(text[: match.start()])
            value = None if _NOT_A_PHONE.search(before) else _e164(match.group(), region)
            if value and value not in found:
                found[value] = Contact(value, line, _rank(before))
    return sorted(found.values(), key=lambda contact: contact.rank, reverse=True)


def _rank(before: str) -> int:
    """What the words just before the number say of it."""
    near = before[-60:]
    old = [match.end() for match in _OLD.finditer(near)]
    new = [match.end() for match in _NEW.finditer(near)]
    if old and (not new or old[-1] > new[-1]):
        return -2
    return 2 if new else int(bool(_LABELLED.search(near)))


def _e164(text: str, region: str) -> str | None:
    digits = text.translate(_DIGITS)
    plain = re.sub(r"[^\d+]", "", digits)
    if re.fullmatch(r"\d{7}-?\d", text.strip()) or not plain.startswith(("0", "+", "358", "46")):
        return None
    if plain.startswith(("358", "46")):
        plain = "+" + plain
    plain = re.sub(r"^(?:\+|00)3580(?=\d{6,})", "+358", plain)
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return None
    length = len(str(number.national_number))
    if number.country_code == 358 and not 6 <= length <= 11:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _joined(lines: Sequence[Line], *, mail: bool) -> list[tuple[str, Line]]:
    """Each line with the end of the line before it where a number or address runs over the edge."""
    texts: list[tuple[str, Line]] = []
    for index, line in enumerate(lines):
        text = line.text
        follower = lines[index + 1] if index + 1 < len(lines) else None
        if follower is not None and _runs_over(line, follower, mail):
            head = re.split(r"[\s]", follower.text.strip(), maxsplit=0 if not mail else 1)
            text += ("" if mail else " ") + (head[0] if mail else follower.text)
        texts.append((text, line))
    return texts


def _runs_over(line: Line, follower: Line, mail: bool) -> bool:
    if line.page != follower.page or line.box[2] < 0.6:
        return False
    if mail:
        return bool(re.search(r"@[\w\-.]*[.\-]?$", line.text)) and not re.search(
            r"@[\w\-]+\.[a-z]{2,}\.?$", line.text
        )
    # Whole numbers at the edge are left alone; only a torn one is put together.
    tail = re.search(r"(?:\+\d[\d\s\-]*|\b0[\d\s\-]*)$", line.text)
    return bool(
        tail and re.match(r"\d", follower.text) and len(re.sub(r"\D", "", tail.group())) < 10
    )
