"""From the pages of one letter, recognised, to what the letter says."""

from __future__ import annotations

from collections.abc import Sequence

from dsr.adapters.scan.dates import FoundDate, letter_date
from dsr.adapters.scan.handwriting import body_kind
from dsr.adapters.scan.language import language_of
from dsr.adapters.scan.lines import Line
from dsr.adapters.scan.marks import case_number
from dsr.adapters.scan.rights import Asked, rights_asked
from dsr.adapters.scan.sender import Sender, on_behalf_of, sender_of
from dsr.adapters.scan.sentences import sentences_of, without_quotes
from dsr.adapters.scan.settings import Controller
from dsr.adapters.scan.sheet import Sheet
from dsr.adapters.scan.signature import signature_of
from dsr.adapters.scan.stamp import Stamp, arrival_stamp, usual_height
from dsr.cases.reading import FieldReading, Reading, SenderReading

_SENDER_FIELDS = ("name", "street", "postcode", "city", "email", "phone")


def reading_of(sheets: Sequence[Sheet], controller: Controller) -> Reading:
    """All fields of a letter. Never raises for odd content: what is not found is None."""
    lines = [line for sheet in sheets for line in sheet.lines]
    stamp = arrival_stamp(lines)
    own = [line for line in lines if line not in stamp.lines]
    qr = tuple(dict.fromkeys(code for sheet in sheets for code in sheet.qr))
    text = "\n".join(line.text for line in lines)
    sentences = sentences_of(own)
    language = language_of(" ".join(line.text for line in own))
    asked = rights_asked(sentences, language)
    sender = sender_of(own, controller)
    dated = letter_date(own, usual_height(own))
    return Reading(
        pages=len(sheets),
        language=language,
        rights=tuple(item.right for item in asked),
        sender=SenderReading(**{part: sender.value(part) for part in _SENDER_FIELDS}),
        letter_date=dated.day if dated else None,
        arrival_stamp=stamp.date.day if stamp.date else None,
        case_number=case_number(qr, text),
        qr=qr,
        signature=signature_of([sheet.strokes for sheet in sheets]),
        text=text,
        fields=_fields(sender, dated, stamp),
        marketing=any(item.marketing for item in asked),
        marketing_channels=_channels(asked),
        evidence={item.right: item.sentence.text for item in asked},
        body=body_kind([sheet.handedness for sheet in sheets]),
        on_behalf_of=on_behalf_of(" ".join(without_quotes(s.text) for s in sentences)),
        blank_pages=tuple(sheet.number for sheet in sheets if sheet.blank),
    )


def _channels(asked: Sequence[Asked]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(channel for item in asked for channel in item.channels))


def _fields(sender: Sender, dated: FoundDate | None, stamp: Stamp) -> dict[str, FieldReading]:
    found = {part: _field(value, line) for part, (value, line) in sender.parts.items()}
    if dated:
        found["letter_date"] = _field(dated.day.isoformat(), dated.line)
    if stamp.date:
        found["arrival_stamp"] = _field(stamp.date.day.isoformat(), stamp.date.line)
    return found


def _field(value: str, line: Line) -> FieldReading:
    return FieldReading(value, line.confidence, line.page, line.box)
