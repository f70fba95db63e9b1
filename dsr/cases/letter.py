"""An outgoing letter as structured content: what the gate checks and the printer prints.

Elements carry the codes of the legal matrix (L01..L30), so that a missing mandatory statement is
seen before anything is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Paragraph:
    """Plain text. Line breaks inside are kept."""

    text: str


@dataclass(frozen=True)
class BulletList:
    """Items of plain text."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class DataTable:
    """A table with a caption and header row; every row has as many cells as there are headers."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FactList:
    """Pairs of label and text, read line by line: ``("Why", "To manage your bookings")``."""

    items: tuple[tuple[str, str], ...]
    caption: str = ""


Block = Paragraph | BulletList | DataTable | FactList


@dataclass(frozen=True)
class Element:
    """One mandatory or recommended element. codes: e.g. ``("L06", "L07")``.

    boxed: set apart visibly (Art. 21(4): presented clearly and separately).
    """

    codes: tuple[str, ...]
    blocks: tuple[Block, ...]
    heading: str | None = None
    level: int = 2
    boxed: bool = False


@dataclass(frozen=True)
class Enclosure:
    """A file embedded in the PDF: the exact copy as JSON (``Data``) or CSV (``Alternative``)."""

    name: str
    description: str
    content: bytes
    relationship: str


@dataclass(frozen=True)
class LetterContent:
    """A whole letter. recipient: the lines in the envelope's window, at most five."""

    type: str
    language: str
    case: str
    on: date
    title: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]
    elements: tuple[Element, ...]
    closing: tuple[str, ...]
    footer: str
    enclosures: tuple[Enclosure, ...] = ()
    wording_version: str = ""
