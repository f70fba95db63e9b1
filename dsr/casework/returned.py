"""Files that a person returned: what they are, by their bytes, and whether they may come in.

A file goes to the person concerned as it is. So it has to be of a kind that opens without running
anything; its name says nothing, is believed in nothing and is stored nowhere.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from dsr.errors import BadInput, Fault

#: One file, and all files of one answer together. A letter of twice that still opens everywhere.
MOST_BYTES = 20 * 2**20
MOST_BYTES_TOGETHER = 50 * 2**20
MOST_FILES = 40
#: Members of an archive that are looked at; a document has some dozens.
_MOST_MEMBERS = 5_000

_BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
)
_MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script", "#!")
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
#: What makes a PDF act when it is opened.
_PDF_ACTS = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/OpenAction", b"/EmbeddedFile")
_WAY_OUT = (
    "Take PDF, PNG, JPEG, TIFF, plain text, JSON, or Word, Excel and OpenDocument files without "
    "macros; print anything else into a PDF."
)


@dataclass(frozen=True)
class Upload:
    """A file given to the program: its data group in the register, and its bytes."""

    group: str
    content: bytes


def kinds_of(uploads: Sequence[Upload]) -> tuple[str, ...]:
    """The kind of each file. Raises BadInput with every file that may not come in, by number."""
    faults = [
        Fault(f"file.{code}", f"file {number}", sentence)
        for number, upload in enumerate(uploads, start=1)
        for code, sentence in _faults(upload.content)
    ]
    if len(uploads) > MOST_FILES:
        faults.append(Fault("file.too_many", "", f"More than {MOST_FILES} files at once."))
    if sum(len(upload.content) for upload in uploads) > MOST_BYTES_TOGETHER:
        limit = MOST_BYTES_TOGETHER // 2**20
        faults.append(Fault("file.too_large", "", f"The files are over {limit} MB together."))
    if faults:
        raise BadInput("A file cannot be taken in.", _WAY_OUT, faults=faults)
    return tuple(kind_of(upload.content) or "" for upload in uploads)


def _faults(content: bytes) -> list[tuple[str, str]]:
    if not content:
        return [("empty", "The file is empty; ask for it again.")]
    if len(content) > MOST_BYTES:
        return [("too_large", f"The file is over {MOST_BYTES // 2**20} MB; divide it.")]
    kind = kind_of(content)
    if kind is None:
        return [("unknown_kind", "It is of no kind that opens without running anything.")]
    if kind == "pdf" and any(word in content for word in _PDF_ACTS):
        sentence = "This PDF acts when it is opened, or hides files; print it into a plain PDF."
        return [("acts", sentence)]
    return []


def kind_of(content: bytes) -> str | None:
    """``pdf``, ``png``, ``jpg``, ``tif``, ``txt``, ``json``, ``docx``, ``xlsx``, ``odt``, ``ods``;
    None for everything else. Its name is not asked."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _document(content)
    return _text(content)


def _document(content: bytes) -> str | None:
    """An office document without macros or programs inside; nothing is unpacked but its type."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > _MOST_MEMBERS or any(_acts(name) for name in names):
                return None
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    return _OPEN_DOCUMENTS.get(member.read(100).strip())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return None
    return next((kind for name, kind in _OFFICE.items() if name in names), None)


def _acts(name: str) -> bool:
    """Macros, embedded objects, scripts: what runs or hides a program."""
    low = name.casefold()
    return low.endswith((".bin", ".exe", ".dll", ".js", ".vbs")) or low.startswith(
        ("basic/", "scripts/", "word/embeddings/", "xl/embeddings/")
    )


def _text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if any(not (c.isprintable() or c in "\t\r\n\f\u00ad\u200b\ufeff") for c in text):
        return None
    start = text.lstrip().casefold()
    if not start or start.startswith(_MARKUP):
        return None
    if start.startswith(("{", "[")):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return "txt"
        return "json"
    return "txt"
