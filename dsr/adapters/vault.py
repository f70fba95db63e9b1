"""The vault: scans and letters as files that are written once, encrypted, and checked when read.

A file is named by an HMAC of its content's SHA-256, not by the SHA-256 itself: whoever sees only
the names (a backup's index, a listing) cannot test whether a document he knows lies here, nor link
a file to the digests in the event log. Two keys come out of the site's key by HKDF, one for names
and one for AES-256-GCM; the digest is bound in as associated data, so that swapped files show.

File: ``DSRV1``, 12 bytes nonce, ciphertext with 16 bytes tag. Folder: ``ab/abcd…``, mode 0700.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import hmac
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dsr.errors import BadConfiguration, Defect, NotFound, OutsideFailed, Refused

_MAGIC = b"DSRV1"
_NONCE = 12
_PART = ".part-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DIGEST = re.compile(r"[0-9a-f]{64}")


def create_key(file: Path) -> None:
    """Make the site's vault key: 32 random bytes in hexadecimal, mode 0600, stored durably.

    Raises Refused when there is one: with another key everything in the vault is unreadable.
    """
    with _disk("key file"):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _write_new(file, secrets.token_hex(32).encode() + b"\n")
        except FileExistsError:
            raise Refused("There is a vault key already.", "Keep it; back it up apart.") from None
        _sync_folder(file.parent)


def read_key(file: Path) -> bytes:
    """The site's vault key, 32 bytes.

    Raises BadConfiguration when it is missing, damaged, or readable by other users.
    """
    try:
        with file.open("rb") as source:
            mode = os.fstat(source.fileno()).st_mode
            content = source.read(100)
    except OSError as error:
        raise BadConfiguration(
            f"The vault key {file.name} cannot be read ({_name(error)}).",
            "Restore it from its backup; without it the vault's files stay unreadable.",
        ) from None
    if stat.S_IMODE(mode) & 0o077:
        raise BadConfiguration(
            f"Other users of this computer may read the vault key {file.name}.",
            f"Run: chmod 600 {file.name}. Who knows the key can read every letter.",
        )
    text = content.strip().decode("ascii", "replace")
    if not _DIGEST.fullmatch(text):
        raise BadConfiguration(
            f"The vault key {file.name} is damaged.", "Restore it from its backup."
        )
    return bytes.fromhex(text)


def keyed_hash(key: bytes, text: str) -> str:
    """HMAC-SHA256 of a normalised contact point, 64 hexadecimal digits, for suppression lists.

    The key is derived from the site's key, so that the list cannot be matched against a telephone
    book without it. The caller normalises (letter case, E.164, spaces).
    """
    return hasher(key)(text)


def hasher(key: bytes) -> Callable[[str], str]:
    """``keyed_hash`` for many texts: its key is derived once."""
    own = derived(key, "contact points")
    return lambda text: hmac.digest(own, text.encode(), "sha256").hex()


def derived(key: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose, from which neither the site's nor another follows."""
    info = f"dsr {purpose} 1".encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(key)


class DirectoryVault:
    """Files in a folder. Raises BadConfiguration when the key file is unsafe or missing."""

    def __init__(self, folder: Path, key_file: Path) -> None:
        key = read_key(key_file)
        self._folder = folder
        self._naming = derived(key, "vault names")
        self._cipher = AESGCM(derived(key, "vault content"))

    def put(self, content: bytes) -> str:
        """Store durably (fsync) and write-once, return the SHA-256 of the content.

        Raises OutsideFailed when the disk is full or fails, with nothing left behind, and Defect
        when the same content had been stored before and is damaged now.
        """
        digest = hashlib.sha256(content).hexdigest()
        place = self._place(digest)
        with _disk("vault"):
            self._make_folder(place.parent)
            if not place.exists():
                # Whoever was faster stored the same content.
                with suppress(FileExistsError):
                    _write_new(place, self._sealed(digest, content))
            elif self.get(digest) != content:
                raise _damaged(digest)
            # Also when another process wrote it a moment ago: it may not have come this far.
            _sync_folder(place.parent)
        return digest

    def get(self, digest: str) -> bytes:
        """The content. Raises NotFound, Defect when it no longer has its digest, OutsideFailed."""
        place = self._place(digest)
        with _disk("vault"):
            try:
                sealed = place.read_bytes()
            except FileNotFoundError:
                raise NotFound(
                    f"The vault has no file {digest[:12]}….",
                    "Restore it from a backup of the vault.",
                ) from None
        content = self._opened(digest, sealed)
        if content is None or hashlib.sha256(content).hexdigest() != digest:
            raise _damaged(digest)
        return content

    def has(self, digest: str) -> bool:
        """Whether it is there."""
        return self._place(digest).is_file()

    def remove_leftovers(self) -> int:
        """Remove parts of files whose writer died; returns how many. Live writers are left alone.

        They hold no more than ciphertext, but take up space.
        """
        with _disk("vault"):
            return sum(map(_remove_if_dead, list(self._folder.glob(f"??/{_PART}*"))))

    def _place(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise NotFound("That is not a digest of the vault.", "A digest has 64 hex digits.")
        name = hmac.new(self._naming, bytes.fromhex(digest), hashlib.sha256).hexdigest()
        return self._folder / name[:2] / name

    def _sealed(self, digest: str, content: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return _MAGIC + nonce + self._cipher.encrypt(nonce, content, bytes.fromhex(digest))

    def _opened(self, digest: str, sealed: bytes) -> bytes | None:
        start = len(_MAGIC) + _NONCE
        if not sealed.startswith(_MAGIC) or len(sealed) < start:
            return None
        try:
            return self._cipher.decrypt(
                sealed[len(_MAGIC) : start], sealed[start:], bytes.fromhex(digest)
            )
        except InvalidTag:
            return None

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        _sync_folder(self._folder)
        _sync_folder(self._folder.parent)


def _write_new(place: Path, content: bytes) -> None:
    """Write a file completely or not at all. Raises FileExistsError rather than overwrite."""
    handle, part = tempfile.mkstemp(prefix=_PART, dir=place.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as out:
            fcntl.flock(out, fcntl.LOCK_EX)
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
            # A link fails where a rename would overwrite.
            os.link(part, place)
    finally:
        Path(part).unlink(missing_ok=True)


@contextmanager
def _disk(what: str) -> Iterator[None]:
    """Failures of the disk as OutsideFailed. File names stay out: the cause is enough."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise OutsideFailed(
                f"There is no space left for the {what} ({_name(error)}); nothing was stored.",
                "Free some space, then try again.",
            ) from None
        raise OutsideFailed(
            f"The {what} cannot be used ({_name(error)}); nothing was stored.",
            "Look at its disk and its permissions (dsr doctor), then try again.",
        ) from None


def _name(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "I/O error")


def _damaged(digest: str) -> Defect:
    return Defect(
        f"The vault's file {digest[:12]}… is damaged or was exchanged.",
        "Keep it for examination and restore this one file from a backup of the vault.",
    )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove_if_dead(part: Path) -> bool:
    try:
        with part.open("rb") as source:
            fcntl.flock(source, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
