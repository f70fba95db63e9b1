"""Machine-readable marks: QR codes on our own forms, and a case number printed as text."""

from __future__ import annotations

import re

import zxingcpp

from dsr.adapters.scan.pages import Picture

_PAYLOAD = re.compile(r"^dsr:1:(?P<case>[^:\s]{1,40}):[0-9A-Za-z]{4,64}$")
_CASE = re.compile(r"\b(?P<case>[A-Z]{2,6}-20\d{2}-\d{1,6})\b")


def qr_codes(picture: Picture) -> tuple[str, ...]:
    """The payloads of the QR codes on a page, each once, in reading order."""
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    found.sort(key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    return tuple(dict.fromkeys(code.text for code in found if code.text))


def case_number(payloads: tuple[str, ...], text: str) -> str | None:
    """Our case number: from a code of our own form first, else as printed in the letter.

    The code's check value is not proved here; whoever looks the case up must do that.
    """
    for payload in payloads:
        match = _PAYLOAD.match(payload)
        if match:
            return match.group("case")
    printed = _CASE.search(text)
    return printed.group("case") if printed else None
