"""How long the engine keeps its own records on a case, item by item, and what is never kept.

No article fixes these periods. They follow from GDPR Art. 5(1)(c) and (e), 5(2), 11, 24, 25 and
32 and are policies: a site may shorten them; longer needs a legal hold or a decision of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from dsr.law.months import months_after


class Item(StrEnum):
    """A kind of record on a case."""

    CASE_CORE = "case_core"
    ANSWER_LETTER = "answer_letter"
    DISCLOSED_COPY = "disclosed_copy"
    REQUEST_SCAN = "request_scan"
    IDENTITY_DOCUMENT = "identity_document"
    AUTHORITY_DOCUMENT = "authority_document"
    IDENTITY_NOTE = "identity_note"
    PERSON_LINK = "person_link"
    ERASURE_LEDGER = "erasure_ledger"
    SUPPRESSION_ENTRY = "suppression_entry"
    REFUSAL_REASONS = "refusal_reasons"
    ACCESS_LOG = "access_log"
    DRAFT = "draft"


class From(StrEnum):
    """The event from which a period runs."""

    CLOSING = "closing"
    DELIVERY_CONFIRMED = "delivery_confirmed"
    IDENTITY_CHECKED = "identity_checked"
    BACKUPS_ROTATED = "backups_rotated"
    MARKETING_ENDED = "marketing_ended"
    WRITTEN = "written"


@dataclass(frozen=True)
class RecordRule:
    """counted_from, months, days: the period. remains: what stays after it. ground: why it may
    be kept until then. hold_extends: a pending complaint or claim stops the deletion."""

    counted_from: From
    months: int
    days: int
    remains: str
    ground: str
    hold_extends: bool = True

    def last_day(self, event: date) -> date:
        """The last day of keeping; ``event`` is the day of ``counted_from``."""
        return months_after(event, self.months) + timedelta(days=self.days)

    def is_over(self, event: date, today: date, *, legal_hold: bool = False) -> bool:
        """Whether the item must be deleted by now."""
        return not (legal_hold and self.hold_extends) and today > self.last_day(event)


HARD_STOP_IDENTITY_DOCUMENT_DAYS = 7
"""An identity document goes at the check; should no check take place, this long after upload."""

_THREE_YEARS = 36
_PROOF = "GDPR Art. 5(2), 6(1)(c) and (f); general limitation period, Act 728/2003"
_STATISTICS = "figures without a person"

CASE_RECORDS: Mapping[Item, RecordRule] = MappingProxyType(
    {
        Item.CASE_CORE: RecordRule(From.CLOSING, _THREE_YEARS, 0, _STATISTICS, _PROOF),
        Item.ANSWER_LETTER: RecordRule(
            From.CLOSING, _THREE_YEARS, 0, "nothing", "proof of Art. 12(3)-(4)"
        ),
        Item.DISCLOSED_COPY: RecordRule(
            From.DELIVERY_CONFIRMED,
            0,
            30,
            "the manifest: categories, record ids, hashes",
            "Art. 5(1)(c) and (e)",
        ),
        Item.REQUEST_SCAN: RecordRule(
            From.CLOSING, 6, 0, "the facts of the request", "disputes on what was asked"
        ),
        Item.IDENTITY_DOCUMENT: RecordRule(
            From.IDENTITY_CHECKED,
            0,
            0,
            "the note that it was checked",
            "EDPB 01/2022 para. 79",
            hold_extends=False,
        ),
        Item.AUTHORITY_DOCUMENT: RecordRule(
            From.CLOSING, _THREE_YEARS, 0, "note and hash", "EDPB 01/2022 para. 80"
        ),
        Item.IDENTITY_NOTE: RecordRule(
            From.CLOSING, _THREE_YEARS, 0, "nothing", "EDPB 01/2022 para. 79"
        ),
        Item.PERSON_LINK: RecordRule(
            From.CLOSING, _THREE_YEARS, 0, "nothing", "Art. 11 and 25; a keyed hash only"
        ),
        Item.ERASURE_LEDGER: RecordRule(
            From.BACKUPS_ROTATED, 3, 0, "a list of hashes", "Art. 17 and 32: erase after a restore"
        ),
        Item.SUPPRESSION_ENTRY: RecordRule(
            From.MARKETING_ENDED, 0, 0, "nothing", "Art. 21(3) and 24; reviewed every year"
        ),
        Item.REFUSAL_REASONS: RecordRule(
            From.CLOSING, _THREE_YEARS, 0, _STATISTICS, "Art. 5(2) and 12(5)"
        ),
        Item.ACCESS_LOG: RecordRule(From.WRITTEN, 24, 0, "nothing", "Art. 32"),
        Item.DRAFT: RecordRule(From.CLOSING, 0, 0, "nothing", "Art. 5(1)(e)", hold_extends=False),
    }
)
"""The rule of each item. The authority's document is kept only where it was relied on."""
