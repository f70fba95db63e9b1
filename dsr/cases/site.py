"""What the engine knows of one controller: settings as pure data, loaded by config.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dsr.cases.register import Texts


@dataclass(frozen=True)
class Address:
    """A postal address, in Posti's order when printed: name, street, postcode and town."""

    name: str
    street: str
    postcode: str
    city: str
    country: str | None = None

    def lines(self) -> tuple[str, ...]:
        """At most five lines, the town in capitals (window envelope)."""
        last = f"{self.postcode} {self.city.upper()}".strip()
        return tuple(line for line in (self.name, self.street, last, self.country or "") if line)


@dataclass(frozen=True)
class Controller:
    """The controller as letters must name it (GDPR Art. 12(1), 15(1)(a); letter element L01).

    other_addresses: further addresses in use. former_addresses: left, but still named in the
    published notice, so that people go on writing there.
    """

    name: str
    business_id: str
    street: str
    postcode: str
    city: str
    email: str
    phone: str | None
    contact_role: Texts
    other_addresses: tuple[Address, ...] = ()
    former_addresses: tuple[Address, ...] = ()


@dataclass(frozen=True)
class Authority:
    """The supervisory authority's block per language: already written lines (legal spec B.1)."""

    name: Texts
    lines: Mapping[str, tuple[str, ...]]
    verified_on: date


@dataclass(frozen=True)
class Rules:
    """What a site may choose, never below the law.

    second_person: which of refuse, limit, erase, identity_failed, extend need another person.
    second_look: a one-person office may look again on another day with a checklist instead.
    """

    second_person: frozenset[str] = frozenset({"refuse", "identity_failed", "erase", "extend"})
    second_look: bool = False
    activated_grounds: frozenset[str] = frozenset()
    ask_within_working_days: int = 5
    restriction_notice_days: int = 7
    post_by_working_days: int = 5


@dataclass(frozen=True)
class Site:
    """One controller's profile, as letters and rules need it.

    undo_days: how long what an erasure takes can be brought back; 0: it is gone at once.
    """

    controller: Controller
    register_name: Texts
    country: str
    timezone: str
    languages: tuple[str, ...]
    authority: Authority
    rules: Rules
    notice_version: str
    processors: tuple[str, ...]
    case_retention: Texts
    automated_decisions: Texts
    transfers: Texts
    self_service: str | None = None
    systems: tuple[Texts, ...] = ()
    paper_searched: Texts | None = None
    accounting_year_end: tuple[int, int] = (12, 31)  # month, day
    backup_days: int = 30
    undo_days: int = 0
    eves_are_holidays: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)
