"""A made-up controller with one register, small but with everything a letter may have to say.

Only for looking through the wording (``lint``): every text is a placeholder, nobody is real.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from dsr.cases.case import Case, Channel, IncomingLetter, Person, ReceivedBasis, Right, Subject
from dsr.cases.register import (
    VAULT_FILE,
    ColumnMap,
    DataGroup,
    Finding,
    FoundRow,
    RegisterMap,
    TableMap,
    Texts,
)
from dsr.cases.site import Address, Authority, Controller, Rules, Site

TODAY = date(2026, 3, 19)  # Thursday
RECEIVED = date(2026, 3, 5)  # Thursday
STRICT_DUE = date(2026, 4, 7)  # Tuesday after Easter
GIVEN_BEFORE = date(2026, 1, 20)  # Tuesday


def _t(text: str) -> Texts:
    return {"fi": text, "sv": text, "en": text}


ADDRESS = Address("Malli Esimerkki", "Mallitie 1", "00100", "Helsinki")

SITE = Site(
    controller=Controller(
        "Malli Oy",
        "1234567-1",
        "Mallikatu 2",
        "00200",
        "Helsinki",
        "tietosuoja@malli.example",
        "+358 9 000 0000",
        _t("contact"),
    ),
    register_name=_t("register"),
    country="FI",
    timezone="Europe/Helsinki",
    languages=("fi", "sv", "en"),
    authority=Authority(_t("authority"), {"en": ("a line",)}, TODAY),
    rules=Rules(),
    notice_version="2026-01-01",
    processors=("Palvelu Oy",),
    case_retention=_t("three years"),
    automated_decisions=_t("None."),
    transfers=_t("None."),
    self_service="malli.example",
    paper_searched=_t("paper"),
)

_COLUMNS = (
    ColumnMap("id", "key"),
    ColumnMap("name", "text", _t("Name"), correctable=True),
    ColumnMap("street", "text", _t("Street"), contact_point=True, role="street"),
    ColumnMap("fax", "text", _t("Fax")),
    ColumnMap("news", "flag", _t("News")),
    ColumnMap("paid", "money_cents", _t("Paid")),
    ColumnMap("state", "code", _t("State"), codes={"A": _t("open")}),
    ColumnMap("note", "free_text", _t("Note")),
    ColumnMap("day", "date", _t("Day")),
)


def _group(code: str, retention: str, recipients: tuple[str, ...]) -> DataGroup:
    return DataGroup(
        code=code,
        label=_t(code),
        purpose=_t("purpose"),
        basis="6(1)(b)",
        basis_text=_t("contract"),
        source=_t("source"),
        recipients=recipients,
        retention=retention,
        retention_text=_t("six years"),
        sensitivity="S1",
    )


#: Code of a group -> its retention rule and recipients; each rule says its last day differently.
GROUPS = {
    "person": _group("person", "while_customer", ("Palvelu Oy",)),
    "vouchers": _group("vouchers", "accounting_voucher", ()),
    "log": _group("log", "log_2y", ()),
    "kin": _group("kin", "log_2y", ()),
}
REGISTER = RegisterMap(
    name="salon",
    label=_t("system"),
    identity="person",
    groups=tuple(GROUPS.values()),
    tables=tuple(
        TableMap(code, code, ("id",), (), _COLUMNS, label=_t(code) if code == "log" else None)
        for code in GROUPS
    ),
)


def _row(table: str, key: int, trait: str, day: date) -> FoundRow:
    values = {"id": key, "name": f"N{key}", "street": ADDRESS.street, "fax": None, "news": key % 2}
    note = None if table == "kin" else "a longer note"
    more = {"paid": 1250, "state": "A", "note": note, "day": day}
    return FoundRow(table, str(key), {**values, **more}, {trait: day})


def findings() -> tuple[Finding, ...]:
    """One row with one last day, rows with different ones, and a day that is over."""
    rows = {
        "person": (_row("person", 1, "relationship_ended", date(2025, 6, 2)),),  # Monday
        "vouchers": tuple(
            _row("vouchers", n, "voucher_date", date(2019 + n, 3, 2)) for n in (2, 3, 4)
        ),
        "log": (_row("log", 5, "logged_at", date(2023, 1, 2)),),  # Monday; over
        "kin": tuple(_row("kin", n, "logged_at", date(2025, n, 3)) for n in (6, 7)),
    }
    return tuple(Finding("salon", group, rows[code]) for code, group in GROUPS.items())


def with_a_file() -> tuple[Finding, ...]:
    """The same, with a row that is a file which a person returned."""
    first, *others = findings()
    row = FoundRow("person", "9", {"id": 9, "file": FILE}, {VAULT_FILE: "0" * 64})
    return (replace(first, rows=(*first.rows, row)), *others)


#: The name of that file.
FILE = "salon-person-1.pdf"


_AT = datetime(2026, 3, 6, 8, 0, tzinfo=UTC)  # Friday


def case(right: Right, language: str) -> Case:
    """A request that came by post from somebody with every contact point."""
    return Case(
        number="DSR-2026-0001",
        right=right,
        workflow=right.value,
        state="in_decision",
        version=1,
        letter=_letter(language),
        language=language,
        requester=Person(
            ADDRESS.name, ADDRESS.street, "00100", "Helsinki", "m@malli.example", "+35890"
        ),
        subjects=(Subject("salon", ("1",)),),
        initiator="data_subject",
        opened_at=_AT,
    )


def _letter(language: str) -> IncomingLetter:
    return IncomingLetter(
        id=1,
        received=RECEIVED,
        received_basis=ReceivedBasis.STAMP,
        channel=Channel.POST,
        logged_at=_AT,
        logged_by="clerk",
        language=language,
        letter_date=None,
        postmark=None,
        pages=1,
        scans=(),
    )
