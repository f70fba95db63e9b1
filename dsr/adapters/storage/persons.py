"""When two requesters may be the same person (only ever shown to the officer, never decided)."""

from __future__ import annotations

import unicodedata

from dsr.cases.case import Person


def may_be_the_same(one: Person, other: Person) -> bool:
    """Same e-mail, or same name and postcode; letter case and spaces don't count."""
    if one.email and _key(one.email) == _key(other.email):
        return True
    return bool(
        one.name
        and postcode_key(one.postcode)
        and _key(one.name) == _key(other.name)
        and postcode_key(one.postcode) == postcode_key(other.postcode)
    )


def postcode_key(postcode: str | None) -> str:
    """A postcode without spaces: ``114 55`` and ``11455`` are the same."""
    return _key(postcode).replace(" ", "")


def _key(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())
