"""A real PostgreSQL server for tests: ``postgres_url`` is an empty database.

One server per test session (and per xdist worker), on a socket in its own folder, never on a
network port. It is started without fsync: tests kill our processes, not the computer. Root starts
it as another user, because PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

_INSTALL = "PostgreSQL is not installed. Run: apt-get install -y postgresql"
_READY = "database system is ready to accept connections"
_SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")
_END_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_DROP_SCHEMAS = """
SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
"""


@dataclass
class PostgresServer:
    """A running server. ``url()`` is for SQLAlchemy, ``dsn()`` for psycopg."""

    socket: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://dsr@/{database}?host={self.socket}"

    def dsn(self, database: str = "postgres") -> str:
        return f"host={self.socket} user=dsr dbname={database}"

    def create_database(self) -> str:
        """Make an empty database, return its name."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return name

    def copy_database(self, template: str) -> str:
        """A new database with all that another holds. Nobody may be connected to that one."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.dsn(template), autocommit=True) as connection:
            connection.execute(_END_OTHERS)
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return name

    def empty_database(self, name: str) -> None:
        """End every connection to it and drop all it holds."""
        with psycopg.connect(self.dsn(name), autocommit=True) as connection:
            connection.execute(_END_OTHERS)
            for (statement,) in connection.execute(_DROP_SCHEMAS).fetchall():
                connection.execute(statement.encode())
            connection.execute("CREATE SCHEMA public")

    def drop_database(self, name: str) -> None:
        """Drop it, whoever is still connected."""
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    # Not pytest's own folder: a socket's path may have no more than 107 bytes.
    home = Path(tempfile.mkdtemp(prefix="dsr-pg-"))
    try:
        _run(_programs() / "initdb", home, "-D", str(home / "data"), "-U", "dsr", *_INITDB)
        with _serving(home):
            yield PostgresServer(home)
    finally:
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def _postgres_database(postgres_server: PostgresServer) -> str:
    return postgres_server.create_database()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, _postgres_database: str) -> str:
    """The SQLAlchemy URL of an empty database.

    Emptied for each test, because making one takes half a second. A test that needs two takes
    them from ``postgres_server``.
    """
    postgres_server.empty_database(_postgres_database)
    return postgres_server.url(_postgres_database)


_INITDB = ("--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")


def _programs() -> Path:
    """The newest PostgreSQL of Debian's, else the one on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).resolve().parent
    pytest.fail(_INSTALL, pytrace=False)


def _version(program: Path) -> int:
    name = program.parts[-3]
    return int(name) if name.isdigit() else 0


def _as_server_user(home: Path) -> list[str]:
    """What comes before the command: another user for root, and an end with this process."""
    command = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        user = _server_user()
        os.chown(home, user.pw_uid, user.pw_gid)
        command += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return command


def _server_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.fail(_INSTALL, pytrace=False)


def _run(program: Path, home: Path, *arguments: str) -> None:
    done = subprocess.run(
        [*_as_server_user(home), str(program), *arguments],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{program.name} failed:\n{done.stderr}"


class _serving:  # noqa: N801 - reads as a with statement
    """The server process, from ready to stopped."""

    def __init__(self, home: Path) -> None:
        settings = [f"unix_socket_directories={home}", "listen_addresses=", *_SPEED]
        options = [word for setting in settings for word in ("-c", setting)]
        program = str(_programs() / "postgres")
        self._command = [*_as_server_user(home), program, "-D", str(home / "data"), *options]
        self._home = home
        self._ready = threading.Event()
        self._log: deque[str] = deque(maxlen=50)

    def __enter__(self) -> None:
        self._process = subprocess.Popen(
            self._command, cwd=self._home, stderr=subprocess.PIPE, text=True
        )
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        self._ready.wait(timeout=60)
        assert self._process.poll() is None, "postgres failed:\n" + "".join(self._log)

    def _read_log(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._log.append(line)
            if _READY in line:
                self._ready.set()
        self._ready.set()

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)  # fast shutdown
        self._process.wait(timeout=60)
        self._reader.join(timeout=60)
        assert self._process.stderr is not None
        self._process.stderr.close()
