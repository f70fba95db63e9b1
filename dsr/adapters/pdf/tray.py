"""One file for the printer's tray from several letters. For paper only: attachments stay behind."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from pikepdf import Pdf


def joined(pdfs: Sequence[bytes]) -> bytes:
    """The letters' pages one after another, each letter beginning on a fresh sheet (duplex)."""
    tray = Pdf.new()
    for content in pdfs:
        with Pdf.open(BytesIO(content)) as letter:
            tray.pages.extend(letter.pages)
            if len(letter.pages) % 2:
                tray.add_blank_page(page_size=(595.28, 841.89))
    target = BytesIO()
    tray.save(target, deterministic_id=True)
    return target.getvalue()
