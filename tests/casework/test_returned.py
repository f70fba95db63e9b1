"""What comes in as a file is known by its bytes, and what could act when opened stays out."""

from __future__ import annotations

import io
import zipfile

import pytest

from dsr.casework.returned import MOST_BYTES, MOST_FILES, Upload, kind_of, kinds_of
from dsr.errors import BadInput


def archive(*names: str, mimetype: bytes = b"") -> bytes:
    """A made-up office document with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"II*\x00", "tif"),
        ("Niska jumissa, hyvää työtä.\r\n".encode(), "txt"),
        (b'{"a": 1}', "json"),
        (b"{not json", "txt"),
        (archive("word/document.xml"), "docx"),
        (archive("xl/workbook.xml"), "xlsx"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "odt"),
        (archive("word/document.xml", "word/vbaProject.bin"), None),
        (archive("word/document.xml", "word/embeddings/a.ole"), None),
        (archive("anything.exe"), None),
        (b"PK\x03\x04 torn", None),
        (b"MZ\x90\x00", None),
        (b"\x7fELF", None),
        (b"\xd0\xcf\x11\xe0", None),
        (b"  <!DOCTYPE html>", None),
        (b"<svg onload='x'>", None),
        (b"#!/bin/sh\n", None),
        (b"text with \x1b[31m in it", None),
        (b" \n", None),
    ],
)
def test_a_kind_is_seen_in_the_bytes(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind


def test_every_fault_is_told_at_once_by_number() -> None:
    uploads = [Upload("", b""), Upload("", b"MZ\x90"), Upload("", b"%PDF-1.7 /JavaScript ")]
    with pytest.raises(BadInput) as refused:
        kinds_of([*uploads, Upload("", b"x" * (MOST_BYTES + 1))])
    assert [(f.code, f.place) for f in refused.value.faults] == [
        ("file.empty", "file 1"),
        ("file.unknown_kind", "file 2"),
        ("file.acts", "file 3"),
        ("file.too_large", "file 4"),
    ]


def test_too_many_files_are_refused() -> None:
    with pytest.raises(BadInput) as refused:
        kinds_of([Upload("", b"text")] * (MOST_FILES + 1))
    assert [f.code for f in refused.value.faults] == ["file.too_many"]
