"""What was read from a scanned letter, each value with its confidence and its place on the page.

A reading is a suggestion to the clerk, never a decision. ``as_json`` is the shape that
``dsr read --json`` prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as fractions (0 to 1) of the upright page's width and height."""


@dataclass(frozen=True)
class FieldReading:
    """One value (dates ISO): how sure (0 to 1), on which page (from 1), and where."""

    value: str
    confidence: float
    page: int
    bbox: Box | None = None

    def as_json(self) -> dict[str, Any]:
        """``{"value", "confidence", "bbox", "page"}``."""
        return {
            "value": self.value,
            "confidence": round(self.confidence, 3),
            "bbox": _rounded(self.bbox),
            "page": self.page,
        }


@dataclass(frozen=True)
class SenderReading:
    """Who wrote, as far as the letter says; ``phone`` in E.164. None for what is not there."""

    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    email: str | None = None
    phone: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """The six values by name."""
        return {
            "name": self.name,
            "street": self.street,
            "postcode": self.postcode,
            "city": self.city,
            "email": self.email,
            "phone": self.phone,
        }


@dataclass(frozen=True)
class SignatureReading:
    """Whether a hand-written signature seems to be there. It is neither demanded nor trusted."""

    present: bool = False
    confidence: float = 0.0
    page: int | None = None
    bbox: Box | None = None

    def as_json(self) -> dict[str, Any]:
        """``{"present", "confidence", "page", "bbox"}``; confidence is that one is present."""
        return {
            "present": self.present,
            "confidence": round(self.confidence, 3),
            "page": self.page,
            "bbox": _rounded(self.bbox),
        }


@dataclass(frozen=True)
class Reading:
    """Everything read from one letter.

    rights: of access, portability, rectification, restriction, objection, erasure,
        consent_withdrawal, in the order in which they are answered; empty for ordinary mail.
    evidence: for each right the sentence that asks for it.
    marketing: the objection (or the withdrawn consent) is about direct marketing
        (GDPR Art. 21(2)-(3)); marketing_channels of email, sms, phone, post, empty when the letter
        names none.
    body: ``typed``, ``handwritten`` or ``unclear``.
    on_behalf_of: the person for whom a representative says to write.
    blank_pages: numbers of the pages without text, from 1.
    """

    pages: int
    language: str | None = None
    rights: tuple[str, ...] = ()
    sender: SenderReading = SenderReading()
    letter_date: date | None = None
    arrival_stamp: date | None = None
    case_number: str | None = None
    qr: tuple[str, ...] = ()
    signature: SignatureReading = SignatureReading()
    text: str = ""
    fields: Mapping[str, FieldReading] = field(default_factory=lambda: MappingProxyType({}))
    marketing: bool = False
    marketing_channels: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: str = "unclear"
    on_behalf_of: str | None = None
    blank_pages: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object that ``dsr read --json`` prints."""
        return {
            "pages": self.pages,
            "language": self.language,
            "rights": list(self.rights),
            "sender": self.sender.as_json(),
            "letter_date": _iso(self.letter_date),
            "arrival_stamp": _iso(self.arrival_stamp),
            "case_number": self.case_number,
            "qr": list(self.qr),
            "signature": self.signature.as_json(),
            "text": self.text,
            "fields": {name: found.as_json() for name, found in self.fields.items()},
            "marketing": self.marketing,
            "marketing_channels": list(self.marketing_channels),
            "evidence": dict(self.evidence),
            "body": self.body,
            "on_behalf_of": self.on_behalf_of,
            "blank_pages": list(self.blank_pages),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reading:
        """The reading that ``as_json`` wrote. Raises KeyError when a part is missing."""
        return cls(
            pages=data["pages"],
            language=data["language"],
            rights=tuple(data["rights"]),
            sender=SenderReading(**data["sender"]),
            letter_date=_day(data["letter_date"]),
            arrival_stamp=_day(data["arrival_stamp"]),
            case_number=data["case_number"],
            qr=tuple(data["qr"]),
            signature=SignatureReading(
                present=data["signature"]["present"],
                confidence=data["signature"]["confidence"],
                page=data["signature"]["page"],
                bbox=_box(data["signature"]["bbox"]),
            ),
            text=data["text"],
            fields={
                name: FieldReading(f["value"], f["confidence"], f["page"], _box(f["bbox"]))
                for name, f in data["fields"].items()
            },
            marketing=data["marketing"],
            marketing_channels=tuple(data["marketing_channels"]),
            evidence=dict(data["evidence"]),
            body=data["body"],
            on_behalf_of=data["on_behalf_of"],
            blank_pages=tuple(data["blank_pages"]),
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _rounded(box: Box | None) -> list[float] | None:
    return [round(edge, 4) for edge in box] if box else None


def _box(edges: list[float] | None) -> Box | None:
    return (edges[0], edges[1], edges[2], edges[3]) if edges else None
