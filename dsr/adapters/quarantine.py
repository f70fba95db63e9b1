"""What an erasure took, for as long as a site lets it be brought back: sealed, then shredded.

Each blob has a key of its own, made at random and kept beside it, wrapped by a key derived from the
site's. Destroying the wrapped key is what makes the blob unreadable for ever, also where a file
system or a backup keeps its bytes; the bytes are overwritten and removed all the same.

Files, mode 0600: ``NAME.key`` (nonce, wrapped key), ``NAME.blob`` (``DSRQ1``, nonce, ciphertext);
NAME is an HMAC, so that a listing tells nothing.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dsr.errors import Defect, NotFound, OutsideFailed

_MAGIC = b"DSRQ1"
_NONCE = 12
_KEY = 32


class DirectoryQuarantine:
    """Blobs in a folder of the site. Fulfils ``ports.Quarantine``."""

    def __init__(self, folder: Path, wrapping_key: bytes) -> None:
        """wrapping_key: 32 bytes, derived from the site's key for this purpose alone."""
        self._folder = folder
        self._naming = wrapping_key
        self._wrapping = AESGCM(wrapping_key)

    def put(self, name: str, content: bytes) -> None:
        """Store durably, in place of an earlier one. Raises OutsideFailed; nothing is left then."""
        key_file, blob_file = self._files(name)
        key = AESGCM.generate_key(_KEY * 8)
        bound = name.encode()
        blob = _MAGIC + _sealed(AESGCM(key), content, bound)
        with _disk():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self.shred(name)
            _write(blob_file, blob)
            # The key last: a blob without its key is as good as none.
            _write(key_file, _sealed(self._wrapping, key, bound))
            _sync(self._folder)

    def get(self, name: str) -> bytes:
        """Raises NotFound when it is shredded; raises Defect when it was changed."""
        key_file, blob_file = self._files(name)
        with _disk():
            try:
                wrapped, blob = key_file.read_bytes(), blob_file.read_bytes()
            except FileNotFoundError:
                raise NotFound(
                    "What was erased cannot be brought back any more.",
                    "Its key is destroyed; nothing holds the data.",
                ) from None
        bound = name.encode()
        try:
            key = _opened(self._wrapping, wrapped, bound)
            return _opened(AESGCM(key), blob.removeprefix(_MAGIC), bound)
        except InvalidTag:
            raise Defect(
                "A file in quarantine is damaged or was exchanged.",
                "Keep it for examination; its rows cannot be brought back.",
            ) from None

    def shred(self, name: str) -> None:
        """Destroy the key, then the blob. Idempotent."""
        with _disk():
            for file in self._files(name):
                _destroy(file)
            if self._folder.is_dir():
                _sync(self._folder)

    def _files(self, name: str) -> tuple[Path, Path]:
        hidden = hmac.new(self._naming, name.encode(), hashlib.sha256).hexdigest()
        return self._folder / f"{hidden}.key", self._folder / f"{hidden}.blob"


def _sealed(cipher: AESGCM, content: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + cipher.encrypt(nonce, content, bound)


def _opened(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)


def _write(place: Path, content: bytes) -> None:
    handle, part = tempfile.mkstemp(prefix=".part-", dir=place.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(part).replace(place)
    finally:
        Path(part).unlink(missing_ok=True)


def _destroy(file: Path) -> None:
    """Overwrite in place, then remove."""
    try:
        with file.open("r+b") as old:
            size = os.fstat(old.fileno()).st_size
            old.write(secrets.token_bytes(size))
            old.flush()
            os.fsync(old.fileno())
    except FileNotFoundError:
        return
    file.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        kind = errno.errorcode.get(error.errno or 0, "I/O error")
        raise OutsideFailed(
            f"The quarantine cannot be used ({kind}).",
            "Nothing was erased that could not be brought back. Look at the disk and try again.",
        ) from None
