"""A real MariaDB server for tests: ``mariadb_server`` makes databases on it.

One server per test session (and per xdist worker), on a socket in its own folder, never on a
network port. It flushes nothing to the disk: tests kill our processes, not the computer. Root
starts it as another user. ``mariadb-server-core`` is enough: the package with the programs alone,
which starts no service on the machine.
"""

from __future__ import annotations

import itertools
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pymysql
import pytest

_INSTALL = "MariaDB is not installed. Run: apt-get install -y mariadb-server-core"
_READY = "ready for connections"
_SCRIPTS = Path("/usr/share/mysql")
_USER = "dsr"
_ROOM = 500 * 2**20
_SPEED = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-flush-method=nosync",
    "--innodb-doublewrite=0",
    "--innodb-log-file-size=32M",
    "--innodb-buffer-pool-size=64M",
    "--skip-name-resolve",
    "--innodb-file-per-table=0",
    "--sync-frm=0",
)


@dataclass
class MariadbServer:
    """A running server. ``url()`` is for SQLAlchemy; ``sql()`` sends statements as its owner."""

    socket: Path
    password: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str, user: str = _USER, password: str | None = None) -> str:
        word = self.password if password is None else password
        place = f"{user}:{word}@localhost/{database}"
        # Without TLS on a socket: reading all the machine's certificates takes 0.1 s a connection.
        return f"mysql+pymysql://{place}?unix_socket={self.socket}&ssl_disabled=true"

    def sql(self, *statements: str, database: str | None = None) -> list[tuple[Any, ...]]:
        """Send statements one after the other; the rows of the last one."""
        rows: list[tuple[Any, ...]] = []
        connection = pymysql.connect(
            unix_socket=str(self.socket),
            user=_USER,
            password=self.password,
            database=database,
            autocommit=True,
            ssl_disabled=True,
        )
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                rows = list(cursor.fetchall())
        return rows

    def create_database(self) -> str:
        """Make an empty database, return its name. Text compares as it does by default here."""
        name = f"test_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")
        return name

    def copy_database(self, template: str) -> str:
        """A new database with the tables, keys and rows of another."""
        name = self.create_database()
        tables = [row[0] for row in self.sql(f"SHOW TABLES FROM {template}")]
        statements = ["SET foreign_key_checks=0"]
        for table in tables:
            ((_, made),) = self.sql(f"SHOW CREATE TABLE {template}.{table}")
            statements += [made, f"INSERT INTO {table} SELECT * FROM {template}.{table}"]
        self.sql(*statements, database=name)
        return name

    def drop_database(self, name: str) -> None:
        """End whoever is still connected and drop it."""
        busy = f"SELECT id FROM information_schema.processlist WHERE db = '{name}'"
        for (thread,) in self.sql(busy):
            with suppress(pymysql.err.OperationalError):  # it may have ended by itself meanwhile
                self.sql(f"KILL {thread}")
        self.sql(f"DROP DATABASE {name}")


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[MariadbServer]:
    # Not pytest's own folder: a socket's path may have no more than 107 bytes.
    # In memory where there is room: each of its schema changes waits for the disk several times.
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > _ROOM
    home = Path(tempfile.mkdtemp(prefix="dsr-maria-", dir=memory if roomy else None))
    password = secrets.token_hex(16)
    try:
        (home / "data").mkdir()
        _install(home, password)
        with _serving(home):
            yield MariadbServer(home / "socket", password)
    finally:
        shutil.rmtree(home)


def _program() -> str:
    found = shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None or not (_SCRIPTS / "mysql_system_tables.sql").is_file():
        pytest.fail(_INSTALL, pytrace=False)
    return found


def _command(home: Path) -> list[str]:
    """The server as another user than root; it ends with this process."""
    command = ["setpriv", "--pdeathsig", "TERM"]
    if os.geteuid() == 0:
        user = pwd.getpwnam("nobody")
        for place in (home, home / "data"):
            os.chown(place, user.pw_uid, user.pw_gid)
        command += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return [*command, _program(), "--no-defaults", f"--datadir={home / 'data'}", *_SPEED]


def _install(home: Path, password: str) -> None:
    """What mariadb-install-db does, without the programs that only the whole package has."""
    lines = ["create database mysql;", "use mysql;"]
    for name in ("mysql_system_tables.sql", "mysql_system_tables_data.sql"):
        lines.append((_SCRIPTS / name).read_text(encoding="utf-8"))
    lines += [
        "FLUSH PRIVILEGES;",
        "DELETE FROM mysql.global_priv WHERE user = '';",
        f"CREATE USER {_USER}@localhost IDENTIFIED BY '{password}';",
        f"GRANT ALL ON *.* TO {_USER}@localhost WITH GRANT OPTION;",
    ]
    done = subprocess.run(
        [*_command(home), "--bootstrap"],
        cwd=home,
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"mariadbd --bootstrap failed:\n{done.stderr}"


class _serving:  # noqa: N801 - reads as a with statement
    """The server process, from ready to stopped."""

    def __init__(self, home: Path) -> None:
        self._command = [
            *_command(home),
            f"--socket={home / 'socket'}",
            "--skip-networking",
            "--character-set-server=utf8mb4",
        ]
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
        assert self._process.poll() is None, "mariadbd failed:\n" + "".join(self._log)

    def _read_log(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._log.append(line)
            if _READY in line:
                self._ready.set()
        self._ready.set()

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=60)
        self._reader.join(timeout=60)
        assert self._process.stderr is not None
        self._process.stderr.close()
