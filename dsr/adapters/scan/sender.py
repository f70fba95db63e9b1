"""Who sent the letter: the writer's address, not the recipient's, and the ways to reach her.

Each address on the letter is weighed by what stands in and around it; the controller's own
addresses (from the site's settings) and any other organisation's are the recipient's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from dsr.adapters.scan.addresses import Address, addresses_on
from dsr.adapters.scan.contacts import Contact, emails_on, phones_on
from dsr.adapters.scan.lines import Line
from dsr.adapters.scan.names import as_name, closing_line, is_person_name, names_after_closing
from dsr.adapters.scan.organisations import (
    is_post_office_box,
    names_a_department,
    names_an_organisation,
)
from dsr.adapters.scan.phrases import folded
from dsr.adapters.scan.settings import Controller

_SAME = 85.0
_BEHALF = (
    re.compile(
        r"(?<!\w)(?!Kirjoitan|Toimin|Olen|Lähetän|Asioin|Pyydän|Haen|Esitän)"
        r"(?P<name>[A-ZÅÄÖ][\w\-]+(?:\s[A-ZÅÄÖ][\w\-]+){1,3})n\s(?:puolesta|valtuuttamana"
        r"|edunvalvojana|asiamiehenä)"
    ),
    re.compile(
        r"(?:ombud för|på uppdrag av|för min huvudman|på vägnar av|på|intressebevakare för|å)\s"
        r"(?P<name>[A-ZÅÄÖ][\w\-]+(?:\s[A-ZÅÄÖ][\w\-]+){1,3})(?:s vägnar)?"
    ),
    re.compile(
        r"(?:on behalf of|acting for|as guardian of|representing)\s(?:my client,?\s"
        r"|my mother,?\s|my father,?\s)?"
        r"(?P<name>[A-ZÅÄÖ][\w\-]+(?:\s[A-ZÅÄÖ][\w\-]+){1,3})"
    ),
    re.compile(
        r"(?:päämieheni|huollettavani|valtuuttajani|huvudman,?"
        r"|my client,?)\s(?P<name>[A-ZÅÄÖ][\w\-]+(?:\s[A-ZÅÄÖ][\w\-]+){1,3})"
    ),
)


@dataclass(frozen=True)
class Sender:
    """The sender's parts, each with the line it stands on; missing parts are absent."""

    parts: dict[str, tuple[str, Line]] = field(default_factory=dict)

    def value(self, part: str) -> str | None:
        """One part's value, or None."""
        return self.parts[part][0] if part in self.parts else None


def sender_of(lines: Sequence[Line], controller: Controller) -> Sender:
    """The sender from the letter's lines (arrival stamp already taken out)."""
    closing = closing_line(lines)
    parts: dict[str, tuple[str, Line]] = {}
    addresses = addresses_on(lines)
    address = _senders_address(addresses, lines, closing, controller)
    if address:
        parts.update(_address_parts(address))
    name = _name(lines, address, closing, controller)
    if name:
        parts["name"] = name
    for part, contact in (
        ("email", _email(lines, address, controller)),
        ("phone", _phone(lines, addresses, controller)),
    ):
        if contact:
            parts[part] = (contact.value, contact.line)
    return Sender(parts)


def on_behalf_of(text: str) -> str | None:
    """The person for whom the writer says to act, e.g. ``Aino Mallin puolesta``."""
    for pattern in _BEHALF:
        match = pattern.search(text)
        if match and is_person_name(match.group("name")):
            # A Finnish genitive without its -n: Koskise(n) is Koskinen.
            return re.sub(r"(?<=\w)se$", "nen", match.group("name"))
    return None


def _address_parts(address: Address) -> dict[str, tuple[str, Line]]:
    values = {
        "street": address.street,
        "postcode": address.postcode,
        "city": address.city,
    }
    return {
        part: (value, address.lines[part]) for part, value in values.items() if value is not None
    }


def _senders_address(
    addresses: Sequence[Address],
    lines: Sequence[Line],
    closing: Line | None,
    controller: Controller,
) -> Address | None:
    weighed = [(_weight(a, lines, closing, controller), -i, a) for i, a in enumerate(addresses)]
    best = max(weighed, default=None, key=lambda item: item[:2])
    return best[2] if best and best[0] > 0 else None


def _weight(
    address: Address, lines: Sequence[Line], closing: Line | None, controller: Controller
) -> float:
    """How much speaks for this address being the sender's; 0 or less: it is a recipient's."""
    if _is_controllers(address, controller):
        return -10.0
    weight = 1.0
    texts = [line.text for line in address.block]
    if any(names_an_organisation(text) for text in texts):
        weight -= 2.5
    if any(names_a_department(text) for text in texts):
        weight -= 2.0
    if address.street and is_post_office_box(address.street):
        weight -= 1.0
    if address.name:
        weight += 2.0
        if closing and _name_after(closing, lines, address.name):
            weight += 1.0
    if closing and _is_below(address.anchor, closing):
        weight += 3.0
    if _contact_follows(address, lines):
        weight += 1.5
    return weight


def _is_below(line: Line, closing: Line) -> bool:
    return (line.page, line.middle) > (closing.page, closing.middle)


def _name_after(closing: Line, lines: Sequence[Line], name: str) -> bool:
    return any(
        fuzz.ratio(folded(line.text), folded(name)) >= _SAME
        for line in names_after_closing(lines, closing)
    )


def _contact_follows(address: Address, lines: Sequence[Line]) -> bool:
    anchor = address.anchor
    near = [
        line
        for line in lines
        if line.page == anchor.page
        and 0 < line.middle - anchor.middle < 4 * max(anchor.height, 0.012)
        and abs(line.left - anchor.left) < 0.05
    ]
    return bool(emails_on(near) or phones_on(near))


def _is_controllers(address: Address, controller: Controller) -> bool:
    street = folded(address.street or "")
    for own in controller.streets:
        if street and fuzz.ratio(street, folded(own)) >= _SAME:
            return True
    if address.postcode in controller.postcodes and address.name is None:
        named = any(_is_controllers_name(line.text, controller) for line in address.block)
        return named or not street
    return any(_is_controllers_name(line.text, controller) for line in address.block)


def _is_controllers_name(text: str, controller: Controller) -> bool:
    plain = folded(text).replace("0y", "oy")
    return any(fuzz.partial_ratio(folded(name), plain) >= 90 for name in controller.names
               if len(plain) >= len(name) - 3)  # fmt: skip


def _name(
    lines: Sequence[Line],
    address: Address | None,
    closing: Line | None,
    controller: Controller,
) -> tuple[str, Line] | None:
    """The printed name: above the street, else below the closing phrase, else at the top."""
    after = names_after_closing(lines, closing) if closing else []
    after = [line for line in after if not _is_controllers_name(line.text, controller)]
    if address and address.name:
        above = address.lines["name"]
        twin = [
            line
            for line in after
            if fuzz.ratio(folded(line.text), folded(address.name)) >= _SAME
            and line.confidence > above.confidence
            and above.confidence < 0.9
        ]
        return (as_name(twin[0].text), twin[0]) if twin else (as_name(address.name), above)
    if after:
        best = max(after, key=lambda line: line.confidence)
        return as_name(best.text), best
    first = [line for line in lines[:3] if line.page == 1 and is_person_name(line.text)]
    free = [line for line in first if not _stands_over_recipient(line, lines)]
    return (as_name(free[0].text), free[0]) if free else None


def _stands_over_recipient(line: Line, lines: Sequence[Line]) -> bool:
    """A contact person named inside the recipient's block is not the sender."""
    near = [
        other
        for other in lines
        if other.page == line.page
        and abs(other.middle - line.middle) < 2.2 * line.height
        and abs(other.left - line.left) < 0.05
    ]
    return any(names_an_organisation(o.text) or names_a_department(o.text) for o in near)


def _email(
    lines: Sequence[Line], address: Address | None, controller: Controller
) -> Contact | None:
    own = [
        mail
        for mail in emails_on(lines)
        if mail.value.partition("@")[2] not in controller.email_domains
    ]
    return own[0] if own else None


def _phone(
    lines: Sequence[Line], addresses: Sequence[Address], controller: Controller
) -> Contact | None:
    recipients = [
        line
        for address in addresses
        if _is_controllers(address, controller)
        for line in address.block
    ]
    phones = phones_on([line for line in lines if line not in recipients])
    return phones[0] if phones else None
