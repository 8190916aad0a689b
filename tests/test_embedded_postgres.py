"""The embedded PostgreSQL: started once, shared, stopped by the last, and hard to break."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import environ
import psycopg
import pytest

from koganei_kyodo import embedded_postgres as server
from koganei_kyodo import local_environment as place

HOLD = """
import sys
from pathlib import Path
from koganei_kyodo import embedded_postgres
home = Path(sys.argv[1])
with embedded_postgres.running(home, fsync=False):
    print(embedded_postgres.status(home), flush=True)
    sys.stdin.read()
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to nobody")


@pytest.fixture
def home() -> Iterator[Path]:
    """The folder of a server that this test alone uses."""
    folder = place.cluster_home(f"postgres-test-{os.getpid()}-{time.monotonic_ns()}")
    yield folder
    if folder.exists():
        server.stop(folder)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(place.socket_folder(folder), ignore_errors=True)
    for lock in folder.parent.glob(f"{folder.name}.*"):
        lock.unlink()


@pytest.fixture
def other_user() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """A function that starts another process which uses a server until its input ends."""
    processes = []

    def start(home: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(home)],
            cwd=place.CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def pid_told_by(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def write_row(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS n")


def test_runs_inside_the_block_only(home: Path) -> None:
    with server.running(home, fsync=False) as url:
        assert server.status(home) is not None
        assert ask(url, "SELECT current_database()") == server.DATABASE
        assert ask(url, "SHOW server_encoding") == "UTF8"
        assert ask(url, "SELECT datlocprovider::text FROM pg_database LIMIT 1") == "b"
        assert ask(url, "SHOW timezone") == "Asia/Tokyo"
        assert ask(url, "SHOW listen_addresses") == ""
        assert ask(url, "SHOW fsync") == "off"
    assert server.status(home) is None


def test_writes_safely_unless_told_otherwise(home: Path) -> None:
    with server.running(home) as url:
        assert ask(url, "SHOW fsync") == "on"


def test_the_address_is_known_beforehand_and_django_reads_it(home: Path) -> None:
    url = server.database_url(home)
    read = environ.Env.db_url_config(url)
    assert read["OPTIONS"] == {"host": str(place.socket_folder(home)), "port": 5432}
    assert (read["NAME"], read["USER"]) == (server.DATABASE, server.USER)
    assert server.status(home) is None


def test_the_socket_is_short_and_only_for_the_servers_user(home: Path) -> None:
    with server.running(home, fsync=False):
        folder = place.socket_folder(home)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= 107
        assert home.stat().st_mode & 0o777 == 0o700


def test_the_last_to_leave_stops_it(
    home: Path, other_user: Callable[[Path], subprocess.Popen[str]]
) -> None:
    other = other_user(home)
    pid = pid_told_by(other)
    with server.running(home, fsync=False):
        assert server.status(home) == pid
        other.communicate()
        assert server.status(home) == pid
    assert server.status(home) is None


def test_leaving_first_does_not_stop_it(
    home: Path, other_user: Callable[[Path], subprocess.Popen[str]]
) -> None:
    with server.running(home, fsync=False):
        other = other_user(home)
        pid = pid_told_by(other)
    assert server.status(home) == pid
    other.communicate()
    assert server.status(home) is None


def test_a_killed_user_does_not_keep_it_running(
    home: Path, other_user: Callable[[Path], subprocess.Popen[str]]
) -> None:
    other = other_user(home)
    pid = pid_told_by(other)
    other.kill()
    other.wait()
    assert server.status(home) == pid
    with server.running(home, fsync=False):
        assert server.status(home) == pid
    assert server.status(home) is None


def test_several_starting_at_once_share_one(
    home: Path, other_user: Callable[[Path], subprocess.Popen[str]]
) -> None:
    others = [other_user(home) for _ in range(4)]
    assert len({pid_told_by(other) for other in others}) == 1


def test_keeps_its_data_when_killed(home: Path) -> None:
    write_row(server.ensure_running(home))
    pid = server.status(home)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    url = server.ensure_running(home)
    assert server.status(home) not in (None, pid)
    assert ask(url, "SELECT n FROM kept") == 42


@pytest.mark.parametrize("content", ["", "not a number\n", "{own}\n/somewhere\n1\n5432\n"])
def test_a_wrong_pid_file_does_not_matter(home: Path, content: str) -> None:
    write_row(server.ensure_running(home, fsync=False))
    server.stop(home)
    pid_file = home / "data" / "postmaster.pid"
    pid_file.write_text(content.format(own=os.getpid()))
    os.chown(pid_file, *place.server_account(home))
    assert server.status(home) is None
    assert ask(server.ensure_running(home, fsync=False), "SELECT n FROM kept") == 42


def test_a_half_made_data_folder_is_begun_again(home: Path) -> None:
    place.make_home(home)
    draft = home / "data.draft"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    assert ask(server.ensure_running(home, fsync=False), "SELECT 1") == 1
    assert not draft.exists()


def test_data_of_another_version_is_left_alone(home: Path) -> None:
    place.make_home(home)
    (home / "data").mkdir()
    (home / "data" / "PG_VERSION").write_text("12\n")
    with pytest.raises(place.EmbeddedPostgresError, match="PostgreSQL 12 のデータ"):
        server.ensure_running(home)
    assert (home / "data" / "PG_VERSION").read_text() == "12\n"


def test_a_failure_names_the_log_and_the_reason(home: Path) -> None:
    server.ensure_running(home, fsync=False)
    server.stop(home)
    with (home / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write("no_such_setting = 1\n")
    with pytest.raises(place.EmbeddedPostgresError, match="no_such_setting") as caught:
        server.ensure_running(home)
    assert str(home / "server.log") in str(caught.value)


def test_a_socket_folder_of_somebody_else_is_refused(home: Path) -> None:
    place.socket_folder(home).mkdir(mode=0o777)
    place.socket_folder(home).chmod(0o777)
    with pytest.raises(place.EmbeddedPostgresError, match="別の利用者が作っています"):
        server.ensure_running(home)
    assert server.status(home) is None


@as_root
def test_root_hands_it_to_nobody(home: Path) -> None:
    server.ensure_running(home, fsync=False)
    owner = Path(f"/proc/{server.status(home)}").stat().st_uid
    assert owner == place.server_account(home)[0] != 0


@as_root
def test_root_copies_programs_that_nobody_cannot_reach(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "SHARED", tmp_path)
    monkeypatch.setattr(place, "open_to_all", lambda path: False)
    programs = place.server_programs(home)
    assert programs.is_relative_to(tmp_path)
    said = subprocess.run([programs / "psql", "--version"], capture_output=True, check=True)
    assert said.stdout.startswith(b"psql (PostgreSQL)")
    copied = [path for path in tmp_path.rglob("*") if not path.is_symlink()]
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in copied)
    assert place.server_programs(home) == programs


@as_root
def test_root_keeps_data_outside_a_closed_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(place, "CHECKOUT", tmp_path)
    outside = place.cluster_home()
    assert outside.is_relative_to(place.SHARED)
    assert place.cluster_home() == outside
    (tmp_path / "var" / "checkout-id").unlink()  # a new clone at the same path
    assert place.cluster_home() != outside
    assert tmp_path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("mode", "expected"), [(0o755, True), (0o750, False), (0o711, False)])
def test_open_to_all(mode: int, expected: bool) -> None:
    folder = place.SOCKETS / f"koganei_kyodo-open-{os.getpid()}"
    folder.mkdir()
    try:
        folder.chmod(mode)
        assert place.open_to_all(folder) is expected
    finally:
        folder.rmdir()


@pytest.mark.parametrize(
    ("marked", "url", "expected"),
    [
        ("1", "", True),
        ("true", "", True),
        ("1", "postgres://elsewhere/db", False),
        ("0", "", False),
        ("", "", False),
    ],
)
def test_wanted(monkeypatch: pytest.MonkeyPatch, marked: str, url: str, expected: bool) -> None:
    monkeypatch.setenv("KYODO_DEV", marked)
    monkeypatch.setenv("DATABASE_URL", url)
    assert server.wanted() is expected
