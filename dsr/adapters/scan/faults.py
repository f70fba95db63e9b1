"""Every way a scan can be unusable: one code each, with the cause and the way out.

The words name no file and no person: they are printed, logged and stored.
"""

from __future__ import annotations

from dsr.errors import BadInput

_FAULTS: dict[str, tuple[str, str]] = {
    "scan.empty": (
        "The file is empty.",
        "Scan the letter again, or copy the file again from the scanner.",
    ),
    "scan.missing": (
        "The file cannot be opened.",
        "Check that the path is right and that this user may read it.",
    ),
    "scan.unreadable": (
        "The file is damaged or cut off and cannot be read as a picture or a PDF.",
        "Scan the letter again; keep the file and record by hand what is legible.",
    ),
    "scan.encrypted": (
        "The PDF is protected with a password.",
        "Ask the sender for a copy without a password, or print it and scan the print.",
    ),
    "scan.wrong_type": (
        "The content is not a PDF, TIFF, JPEG, PNG or HEIC, whatever the file's name says.",
        "Save the letter as a PDF in the program it came from, or print it and scan the print.",
    ),
    "scan.too_many_pages": (
        "The file has more pages than a letter may have here.",
        "Split it into letters, or raise the limit on pages in the site's settings.",
    ),
    "scan.too_many_pixels": (
        "A picture in the file is larger than any scanned page.",
        "Scan the letter at 200 to 300 dots per inch and try again.",
    ),
    "scan.too_large": (
        "Reading the file takes more memory than one letter may use; it may be made to harm.",
        "Keep the file unopened, print or scan the letter anew at 200 to 300 dots per inch.",
    ),
    "scan.too_slow": (
        "Reading the file took too long and was stopped.",
        "Split the file, or scan the letter again at 200 to 300 dots per inch.",
    ),
    "scan.reader_died": (
        "The file made the reading process fail; it may be damaged or made to harm.",
        "Scan the letter again; the file itself is better not opened elsewhere.",
    ),
}

CODES = tuple(_FAULTS)


class BadScan(BadInput):
    """A scan that cannot be read. ``code`` is one of ``CODES``."""

    def __init__(self, code: str) -> None:
        cause, way_out = _FAULTS[code]
        super().__init__(cause, way_out)
        self.code = code
