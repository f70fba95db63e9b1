"""The vault: written once, unreadable without the key, checked when read."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsr.adapters.vault import DirectoryVault, create_key, keyed_hash, read_key
from dsr.errors import BadConfiguration, Defect, NotFound, OutsideFailed, Refused
from dsr.ports import Vault

LETTER = b"%PDF-1.7 canary-letter " * 200

FILL = """
import resource, signal, sys
from pathlib import Path
from dsr.adapters.vault import DirectoryVault
from dsr.errors import OutsideFailed
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
vault = DirectoryVault(Path(sys.argv[1]), Path(sys.argv[2]))
vault.put(b"small")
try:
    vault.put(b"canary" * 100_000)
except OutsideFailed as error:
    sys.stdout.write(str(error))
    sys.exit(error.exit_code)
"""

DIE_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from dsr.adapters.vault import DirectoryVault
os.link = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
DirectoryVault(Path(sys.argv[1]), Path(sys.argv[2])).put(b"never finished")
"""


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "keys" / "vault.key"
    create_key(file)
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path, key_file: Path) -> DirectoryVault:
    return DirectoryVault(folder, key_file)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_put_comes_back(vault):
    as_port: Vault = vault
    digest = as_port.put(LETTER)
    assert digest == hashlib.sha256(LETTER).hexdigest()
    assert as_port.has(digest)
    assert as_port.get(digest) == LETTER


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=3000))
def test_any_bytes_come_back(vault, content):
    assert vault.get(vault.put(content)) == content


def test_what_was_never_put_is_not_found(vault):
    assert not vault.has("00" * 32)
    with pytest.raises(NotFound):
        vault.get("00" * 32)


@pytest.mark.parametrize("digest", ["", "xyz", "../../etc/passwd", "AB" * 32, "00" * 33])
def test_what_is_no_digest_is_not_found(vault, digest):
    for look in (vault.get, vault.has):
        with pytest.raises(NotFound):
            look(digest)


def test_the_second_time_nothing_is_written(vault, folder):
    digest = vault.put(LETTER)
    (file,) = files(folder)
    before = (file.read_bytes(), file.stat())
    assert vault.put(LETTER) == digest
    assert (file.read_bytes(), file.stat()) == before
    assert files(folder) == [file]


def test_neither_name_nor_file_tells_what_lies_there(vault, folder):
    digest = vault.put(LETTER)
    (file,) = files(folder)
    assert b"canary-letter" in LETTER
    assert b"canary-letter" not in file.read_bytes()
    assert digest not in str(file)
    assert bytes.fromhex(digest) not in file.read_bytes()


def test_another_site_names_and_encrypts_differently(vault, folder, tmp_path):
    create_key(tmp_path / "other.key")
    other = DirectoryVault(tmp_path / "other", tmp_path / "other.key")
    digest = vault.put(LETTER)
    assert other.put(LETTER) == digest
    (ours,), (theirs,) = files(folder), files(tmp_path / "other")
    assert ours.name != theirs.name
    assert not DirectoryVault(folder, tmp_path / "other.key").has(digest)


def test_only_the_owner_may_look(vault, folder):
    vault.put(LETTER)
    (file,) = files(folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for path in (folder, file.parent):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content[:10],
        lambda content: b"",
        lambda content: b"X" + content[1:],
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
        lambda content: content + b"\0",
    ],
)
def test_damage_shows_and_the_way_out_is_told(vault, folder, damage):
    digest = vault.put(LETTER)
    (file,) = files(folder)
    file.write_bytes(damage(file.read_bytes()))
    for touch in (lambda: vault.get(digest), lambda: vault.put(LETTER)):
        with pytest.raises(Defect, match="backup"):
            touch()


def test_exchanged_files_show(vault, folder):
    first, second = vault.put(b"first"), vault.put(b"second")
    one, two = files(folder)
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)
    for digest in (first, second):
        with pytest.raises(Defect, match="exchanged"):
            vault.get(digest)


def test_many_at_once_store_one_file(vault, folder):
    start, digests = threading.Barrier(8), []

    def put() -> None:
        start.wait()
        digests.append(vault.put(LETTER))

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert digests == [hashlib.sha256(LETTER).hexdigest()] * 8
    assert len(files(folder)) == 1
    assert vault.get(digests[0]) == LETTER


def run(script: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_full_disk_leaves_nothing_behind(vault, folder, key_file):
    done = run(FILL, folder, key_file)
    assert done.returncode == OutsideFailed.exit_code, done.stderr
    assert "no space left" in done.stdout
    assert "canary" not in done.stdout
    assert len(files(folder)) == 1
    assert vault.get(hashlib.sha256(b"small").hexdigest()) == b"small"
    assert not vault.has(hashlib.sha256(b"canary" * 100_000).hexdigest())
    vault.put(b"canary" * 100_000)


def test_a_folder_that_may_not_be_used_is_an_outside_failure(tmp_path, key_file):
    (tmp_path / "vault").write_text("a file where the folder should be")
    vault = DirectoryVault(tmp_path / "vault", key_file)
    with pytest.raises(OutsideFailed, match="nothing was stored"):
        vault.put(LETTER)


def test_a_writer_that_died_leaves_a_part_that_can_be_removed(vault, folder, key_file):
    assert run(DIE_WHILE_WRITING, folder, key_file).returncode == -signal.SIGKILL
    digest = hashlib.sha256(b"never finished").hexdigest()
    assert not vault.has(digest)
    (part,) = files(folder)
    assert b"never" not in part.read_bytes()
    assert vault.remove_leftovers() == 1
    assert files(folder) == []
    assert vault.put(b"never finished") == digest


def test_a_part_that_is_being_written_is_left_alone(vault, folder, monkeypatch):
    removed = []
    link = os.link

    def look_around_first(source: str, target: Path) -> None:
        removed.append(vault.remove_leftovers())
        link(source, target)

    monkeypatch.setattr(os, "link", look_around_first)
    assert vault.get(vault.put(LETTER)) == LETTER
    assert removed == [0]
    assert vault.remove_leftovers() == 0


# -- the key -----------------------------------------------------------------------------------


def test_the_key_is_made_once_for_its_owner_alone(key_file):
    key = read_key(key_file)
    assert len(key) == 32
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    with pytest.raises(Refused, match="already"):
        create_key(key_file)
    assert read_key(key_file) == key
    assert files(key_file.parent) == [key_file]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_key_that_others_may_read_is_refused(vault, folder, key_file, mode):
    key_file.chmod(mode)
    with pytest.raises(BadConfiguration, match="chmod 600"):
        DirectoryVault(folder, key_file)
    key_file.chmod(0o600)
    DirectoryVault(folder, key_file)


@pytest.mark.parametrize("content", [b"", b"short", b"zz" * 32, b"\xff" * 64, b"ab" * 33])
def test_a_damaged_key_is_refused_and_not_shown(folder, key_file, content):
    key_file.write_bytes(content)
    with pytest.raises(BadConfiguration, match=r"damaged.*backup"):
        DirectoryVault(folder, key_file)


def test_a_missing_key_is_bad_configuration(folder, key_file):
    key_file.unlink()
    with pytest.raises(BadConfiguration, match="ENOENT"):
        DirectoryVault(folder, key_file)


def test_a_keyed_hash_needs_the_key_and_is_no_key_of_the_vault(key_file):
    key = read_key(key_file)
    hashed = keyed_hash(key, "aino@example.fi")
    assert len(bytes.fromhex(hashed)) == 32
    assert hashed == keyed_hash(key, "aino@example.fi")
    assert hashed != keyed_hash(key, "väinö@example.fi")
    assert hashed != keyed_hash(bytes(32), "aino@example.fi")
    assert hashed != hashlib.sha256(b"aino@example.fi").hexdigest()
