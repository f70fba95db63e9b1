"""Files that are broken, wrong or made to harm end in one clear error; the next one reads."""

from __future__ import annotations

import io
import os
import signal
import struct
import threading
import time
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from dsr.adapters.scan.faults import CODES, BadScan
from dsr.adapters.scan.reader import RapidScanReader
from dsr.errors import BadInput

SECONDS = 8.0
"""No refusal may take longer: all of these are found before a page is recognised."""


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def pdf_with(pages: int, **extras: pikepdf.Object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        for key, value in extras.items():
            pdf.Root[f"/{key}"] = pdf.make_indirect(value)
        pdf.save(buffer)
    return buffer.getvalue()


def encrypted() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer, encryption=pikepdf.Encryption(user="u", owner="o"))
    return buffer.getvalue()


def word_file() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


def png_bomb(side: int) -> bytes:
    """A PNG of side x side white pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (side // 8)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def cut_jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (800, 1000), "white").save(buffer, "JPEG")
    return buffer.getvalue()[:200]


HOSTILE = {
    "empty.pdf": (b"", "scan.empty"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", "scan.unreadable"),
    "cut.jpg": (cut_jpeg(), "scan.unreadable"),
    "cut.tif": (b"II*\0\x08\0\0\0\xff\xff", "scan.unreadable"),
    "noise.png": (b"\x89PNG\r\n\x1a\n" + b"\x13" * 500, "scan.unreadable"),
    "locked.pdf": (encrypted(), "scan.encrypted"),
    "letter.pdf": (word_file(), "scan.wrong_type"),
    "page.pdf": (b"<html><script>alert(1)</script></html>", "scan.wrong_type"),
    "thick.pdf": (pdf_with(2000), "scan.too_many_pages"),
    "bomb.png": (png_bomb(40_000), "scan.too_many_pixels"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bad_file_is_refused_with_its_own_code_in_seconds(
    name: str, reader: RapidScanReader, tmp_path: Path, sample_readings: object
) -> None:
    data, code = HOSTILE[name]
    path = written(tmp_path, name, data)
    start = time.monotonic()
    with pytest.raises(BadScan) as refused:
        reader.read([path])
    assert refused.value.code == code
    assert time.monotonic() - start < SECONDS


def test_every_code_says_the_cause_and_the_way_out_and_nothing_personal() -> None:
    for code in CODES:
        fault = BadScan(code)
        assert isinstance(fault, BadInput)
        assert fault.exit_code == 5
        assert fault.cause.endswith(".")
        assert fault.way_out.endswith(".")


def test_an_error_does_not_carry_the_files_name(reader: RapidScanReader, tmp_path: Path) -> None:
    path = written(tmp_path, "Aino_Koskinen.pdf", b"")
    with pytest.raises(BadScan) as refused:
        reader.read([path])
    assert "Koskinen" not in str(refused.value)
    with pytest.raises(BadScan) as missing:
        reader.read([tmp_path / "Aino_Koskinen_2.pdf"])
    assert missing.value.code == "scan.missing"
    assert "Koskinen" not in str(missing.value)


def test_pages_of_several_files_are_counted_together(tmp_path: Path) -> None:
    one = written(tmp_path, "one.pdf", pdf_with(3))
    two = written(tmp_path, "two.pdf", pdf_with(3))
    with RapidScanReader(max_pages=5) as strict, pytest.raises(BadScan) as refused:
        strict.read([one, two])
    assert refused.value.code == "scan.too_many_pages"


def test_a_pdf_with_javascript_and_attachments_is_only_looked_at(
    reader: RapidScanReader, tmp_path: Path
) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.launchURL('http://example.org')")
    path = written(tmp_path, "script.pdf", pdf_with(2, OpenAction=script))
    reading = reader.read([path])
    assert reading.pages == 2
    assert reading.blank_pages == (1, 2)
    assert reading.rights == ()


def test_a_reader_killed_in_the_middle_says_so_and_the_next_letter_reads(
    reader: RapidScanReader, sample_files: Path, tmp_path: Path
) -> None:
    pages = [Image.open(sample_files / "rectify-phone-fi.tif").convert("L") for _ in range(6)]
    many = tmp_path / "many.tif"
    pages[0].save(many, save_all=True, append_images=pages[1:], compression="jpeg")
    child = reader._running().process.pid
    killer = threading.Timer(1.0, os.kill, (child, signal.SIGKILL))
    killer.start()
    with pytest.raises(BadScan) as refused:
        reader.read([many])
    killer.join()
    assert refused.value.code == "scan.reader_died"
    again = reader.read([sample_files / "rectify-phone-fi.tif"])
    assert again.sender.name == "Leena Rautio"
    assert reader._running().process.pid != child


def test_a_page_that_takes_too_long_is_stopped(sample_files: Path) -> None:
    with RapidScanReader(timeout_seconds=0.01) as hasty:
        with pytest.raises(BadScan) as refused:
            hasty.read([sample_files / "access-fi.pdf"])
        assert refused.value.code == "scan.too_slow"
        assert hasty._child is None


def test_the_reading_process_holds_no_secrets_and_no_network(
    reader: RapidScanReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = reader._running().process.pid
    environment = Path(f"/proc/{child}/environ").read_bytes()
    names = {entry.partition(b"=")[0] for entry in environment.split(b"\0") if entry}
    assert names == {b"PYTHONPATH", b"LANG"}
    limits = Path(f"/proc/{child}/limits").read_text()
    assert "Max core file size        0                    0" in limits
    assert "Max file size             0                    0" in limits
    assert "unlimited" not in next(row for row in limits.splitlines() if "address space" in row)
