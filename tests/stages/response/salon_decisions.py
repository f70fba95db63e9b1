"""Decisions on the salon's data groups, with the grounds and facts that carry them."""

from __future__ import annotations

from datetime import date

from dsr.cases.decision import Action, GroupDecision
from tests.stages.response.salon_register import (
    t,
)

VOUCHERS = t(
    "tositteet 2025-118 ja 2025-904",
    "verifikationerna 2025-118 och 2025-904",
    "vouchers 2025-118 and 2025-904",
)


def decide(group: str, action: Action, ground: str | None = None, **more: object) -> GroupDecision:
    """A decision on a group of the booking register."""
    return GroupDecision(f"booking.{group}", action, ground, **more)  # type: ignore[arg-type]


def keep_receipts(language: str) -> GroupDecision:
    """The receipts stay: accounting law."""
    return decide(
        "receipts",
        Action.KEEP,
        "ERA-17-3-B-KPL6",
        facts={
            "voucher_list": VOUCHERS[language],
            "accounting_period_end": "2025-12-31",
            "retention_end": "2031-12-31",
            "only_voucher_data": True,
            "moved_out_of_register": True,
        },
        until=date(2031, 12, 31),
    )


def withhold_note(language: str) -> GroupDecision:
    """One of two notes is left out of the copy: it speaks of somebody else."""
    say = t(
        "yksi merkintä, jossa on toisen asiakkaan tietoja",
        "en anteckning som innehåller uppgifter om en annan kund",
        "one entry that contains data of another customer",
    )
    effect = t(
        "merkinnästä kävisi ilmi toisen asiakkaan terveyteen liittyvä asia",
        "anteckningen skulle avslöja något om en annan kunds hälsa",
        "the entry would reveal something about another customer's health",
    )
    given = t("kaikki muut merkinnät", "alla andra anteckningar", "all other entries")
    return decide(
        "notes",
        Action.WITHHOLD,
        "ACC-15-4",
        rows=("2",),
        facts={
            "redacted_desc": say[language],
            "effect": effect[language],
            "whose_right": "another customer",
            "likelihood_and_severity": "certain and grave: health",
            "balancing": "only the passage about the other person is left out",
            "redaction_tried": True,
            "still_given": given[language],
        },
    )


def refuse_rectification(language: str) -> GroupDecision:
    """The booking's day is right: refused."""
    item = t("varauksen päivä", "bokningens datum", "the date of the booking")
    source = t("kassajärjestelmä, 3.2.2025", "kassasystemet, 3.2.2025", "the till, 3 February 2025")
    check = t(
        "vertasimme varausta kassan kuittiin ja tekijän työvuoroon, ja ne täsmäävät",
        "vi jämförde bokningen med kvittot och arbetsskiftet, och de stämmer överens",
        "we compared the booking with the receipt and the work shift, and they agree",
    )
    return decide(
        "bookings",
        Action.REFUSE,
        "REC-ACCURATE",
        facts={
            "disputed_item": item[language],
            "requested_value": "4.2.2025",
            "our_value": "3.2.2025",
            "our_source": source[language],
            "check": check[language],
            "check_date": "2026-03-17",
            "checked_by": "officer",
            "statement": "offered",
            "restricted_during_check": True,
        },
    )


def refuse_objection(language: str) -> GroupDecision:
    """Notes are still processed: compelling grounds."""
    grounds_text = t(
        "hoidossa on aiemmin syntynyt ihoreaktio, jonka vain merkintä estää toistumasta",
        "en hudreaktion har tidigare uppstått, och bara anteckningen hindrar att den upprepas",
        "a skin reaction occurred earlier, and only the note prevents it from happening again",
    )
    balance = t(
        "merkintä on suppea, sen näkee vain hoitaja, ja se suojaa sinua itseäsi",
        "anteckningen är kort, bara den som behandlar ser den, och den skyddar dig själv",
        "the note is short, only the practitioner sees it, and it protects you yourself",
    )
    what = t(
        "ihoreaktiota koskeva merkintä",
        "anteckningen om hudreaktionen",
        "the note on the skin reaction",
    )
    return decide(
        "notes",
        Action.REFUSE,
        "OBJ-21-1-COMPELLING",
        facts={
            "data_desc": what[language],
            "grounds": grounds_text[language],
            "balancing": balance[language],
            "situation": "feels that the note is needless",
            "balanced_by": "officer",
            "balanced_date": "2026-03-17",
            "alternative_rejected": "a note on paper would be seen by more people",
            "legal_consulted": True,
        },
    )


def refuse_erasure(language: str) -> GroupDecision:
    """Bookings stay: a claim is pending."""
    what = t(
        "varaukset ja maksut 2025",
        "bokningar och betalningar 2025",
        "bookings and payments of 2025",
    )
    claim = t(
        "vaatimus hinnan palauttamisesta, jonka teit 2.2.2026",
        "kravet på återbetalning som du gjorde 2.2.2026",
        "the claim for a refund that you made on 2 February 2026",
    )
    return decide(
        "bookings",
        Action.KEEP,
        "ERA-17-3-E",
        facts={
            "data_desc": what[language],
            "claim_desc": claim[language],
            "limitation_start": "2026-02-02",
            "retention_end": "2029-02-02",
            "access_restricted": True,
        },
        until=date(2029, 2, 2),
    )


ASKED = t(
    "kirjeellä lähetetty koodi tai takaisinsoitto",
    "koden per brev eller en återuppringning",
    "the code sent by post or a call-back",
)
MISSING = t(
    "vahvistusta ei ole tullut", "ingen bekräftelse har kommit", "no confirmation has arrived"
)


def identity_failed(language: str) -> GroupDecision:
    """The request as a whole is refused: identity not proven."""
    why = t(
        "pyyntö tuli osoitteesta, jota meillä ei ole, emmekä saaneet siihen vahvistusta",
        "begäran kom från en adress som vi inte har, och vi fick ingen bekräftelse",
        "the request came from an address that we do not have, and no confirmation arrived",
    )
    return GroupDecision(
        "*",
        Action.REFUSE,
        "ID-12-2-FAIL",
        facts={
            "asked_date": "2026-03-09",
            "asked_info": ASKED[language],
            "received_info": MISSING[language],
            "insufficient_reason": why[language],
            "no_lighter_way": True,
        },
    )
