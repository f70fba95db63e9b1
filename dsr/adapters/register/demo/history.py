"""What the rest of the customers did: drawn at random, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from dsr.adapters.register.demo import people
from dsr.adapters.register.demo.entries import Rows
from dsr.adapters.register.demo.people import Customer

_PREFIXES = ("40", "41", "44", "45", "50")
_FIRST_FREE_NUMBER = 1000
_STORY_NAMES = {(c.first_name, c.last_name) for c in people.STORY}


def random_rows(rows: Rows, numbers: Iterable[int], random: Random, today: date) -> None:
    """The rest of the customers; story names don't come up again."""
    for number in numbers:
        who = _somebody(number, random)
        since = today - timedelta(days=random.randrange(60, 3000))
        visits = sorted(
            since + timedelta(days=random.randrange(1, (today - since).days))
            for _ in range(random.choice((1, 1, 2, 2, 3, 5)))
        )
        rows.customer(who, since, visits[-1])
        _their_history(rows, who, since, visits, random)


def _somebody(number: int, random: Random) -> Customer:
    first, last = random.choice(people.FIRST_NAMES), random.choice(people.LAST_NAMES)
    while (first, last) in _STORY_NAMES:
        first, last = random.choice(people.FIRST_NAMES), random.choice(people.LAST_NAMES)
    flat = f"{random.choice('ABCD')} {random.randrange(1, 60)}"
    street = f"{random.choice(people.STREETS)} {random.randrange(1, 120)} {flat}"
    email = f"{_ascii(first)}.{_ascii(last)}.{number}@example.{random.choice(('fi', 'com'))}"
    if random.random() < 0.1:
        email = email.title()
    has_email = random.random() < 0.93
    postcode = random.choice(people.POSTCODES)
    return Customer(
        number,
        first,
        last,
        street,
        postcode,
        "Helsinki",
        email if has_email else None,
        _phone(number, random),
        "sv" if random.random() < 0.06 else "fi",
    )


def _ascii(name: str) -> str:
    return name.lower().translate(str.maketrans("åäö", "aao")).replace(" ", "")


def _phone(number: int, random: Random) -> str | None:
    """The ways people write a number; each number once, as far as there are numbers."""
    place, rest = divmod(number, 9000)
    if place >= len(_PREFIXES):
        return None
    prefix, digits = _PREFIXES[place], f"{_FIRST_FREE_NUMBER + rest}"
    forms = (
        f"+358 {prefix} 555 {digits}",
        f"0{prefix} 555 {digits}",
        f"0{prefix}555{digits}",
        f"0{prefix}-555{digits}",
        f"+358{prefix}555{digits}",
    )
    return random.choice(forms)


def _their_history(
    rows: Rows, who: Customer, since: date, visits: list[date], random: Random
) -> None:
    if random.random() < 0.2:
        until = since + timedelta(days=30)
        street = f"{random.choice(people.STREETS)} {random.randrange(1, 120)} A 1"
        rows.old_address(who.id, street, random.choice(people.POSTCODES), until)
    if random.random() < 0.7:
        rows.account(who, since, datetime.combine(visits[-1], time(7, 45)))
    for on in visits:
        service = random.randrange(1, len(people.SERVICES) + 1)
        wish = random.choice(people.WISHES) if random.random() < 0.1 else None
        manner = random.choice(("internet", "internet", "phone", "counter"))
        booking = rows.visit(
            who.id, on, service, manner=manner, wish=wish, hour=random.randrange(8, 19)
        )
        _, name, cents, practitioner = people.SERVICES[service - 1]
        rows.sale(who, on, name, cents)
        if random.random() < 0.3:
            kind, body = random.choice(people.NOTES)
            if people.PRACTITIONERS[practitioner - 1][3]:
                kind, body = "info", random.choice(people.TREATMENT_NOTES)
            rows.note(who.id, on, practitioner, kind, body, booking)
    if random.random() < 0.25:
        rows.sale(who, visits[-1], random.choice(people.PRODUCTS), random.randrange(9, 49) * 100)
    _extras(rows, who, since, visits[-1], random)
    channels = [c for c in ("email", "sms", "phone", "post") if random.random() < 0.35]
    rows.permissions(who, channels, since)


def _extras(rows: Rows, who: Customer, since: date, last: date, random: Random) -> None:
    if random.random() < 0.15:
        rows.add(
            "discounts",
            customer_id=who.id,
            percent=random.choice((5, 10, 15)),
            reason=random.choice(people.DISCOUNT_REASONS),
            granted_on=last,
            valid_until=last + timedelta(days=180),
        )
    if random.random() < 0.05:
        value = random.choice((5000, 7000, 10000))
        rows.add(
            "gift_cards",
            customer_id=who.id,
            number=f"LK-{since.year}-{who.id:06d}",
            recipient_name=f"{random.choice(people.FIRST_NAMES)} {who.last_name}",
            value_cents=value,
            balance_cents=value,
            bought_on=last,
            valid_until=last + timedelta(days=365),
            status="open",
        )
    if random.random() < 0.3:
        rows.log(who.id, datetime.combine(last, time(9, 5)), "reception", "view")
