"""`make` from outside: what it sets up, and that `make run` starts, survives and ends."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from koganei_kyodo import run_local
from koganei_kyodo.local_environment import CHECKOUT
from scripts import bootstrap, check, chromium

SOURCES = (
    "Makefile manage.py koganei_kyodo organizations surveys projects consultations templates static"
)
READY = "止めるには Ctrl-C を押してください。"


# --- scripts/bootstrap.py -------------------------------------------------------------------------
@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty checkout with two lock files, for the functions of scripts/bootstrap.py."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "var").mkdir()
    for name in ("base", "local"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(bootstrap, "INSTALLING", venv / "installing")
    return tmp_path


@pytest.fixture
def commands(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that were run: `venv` makes a Python that says all is well, pip does nothing."""
    ran: list[str] = []

    def run(command: list[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        if "venv" in words:
            ran.append("venv")
            shutil.rmtree(checkout / ".venv", ignore_errors=True)
            python = checkout / ".venv" / "bin" / "python"
            python.parent.mkdir(parents=True)
            python.write_text("#!/bin/sh\n")
            python.chmod(0o755)
        elif "pip" in words:
            assert "--require-hashes" in words
            ran.append(" ".join(Path(word).stem for word in words if word.endswith(".txt")))
        return subprocess.CompletedProcess(words, 0, stdout=bootstrap.PYTHON)

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    return ran


def test_env_is_written_once_and_only_for_its_owner(checkout: Path) -> None:
    bootstrap.write_env()
    env = checkout / ".env"
    written = env.read_text()
    assert re.search(r"^KYODO_DEV=1\nSECRET_KEY=[\w-]{60,}$", written, re.MULTILINE)
    assert env.stat().st_mode & 0o777 == 0o600
    env.write_text("KYODO_DEV=0\n")
    bootstrap.write_env()
    assert env.read_text() == "KYODO_DEV=0\n"


def test_the_second_installation_costs_nothing(commands: list[str]) -> None:
    assert bootstrap.install(["base", "local"])
    assert bootstrap.install(["base", "local"])
    assert commands == ["venv", "base local"]


def test_a_changed_lock_file_is_installed_again(checkout: Path, commands: list[str]) -> None:
    bootstrap.install(["base", "local"])
    (checkout / "requirements" / "local.txt").write_text("# newer\n")
    assert bootstrap.install(["base", "local"])
    assert commands == ["venv", "base local", "local"]


def test_an_interrupted_installation_begins_with_an_empty_environment(
    checkout: Path, commands: list[str]
) -> None:
    bootstrap.install(["base"])
    (checkout / ".venv" / "installing").touch()
    assert bootstrap.install(["base"])
    assert commands == ["venv", "base", "venv", "base"]


def test_an_environment_of_a_vanished_python_is_made_anew(
    checkout: Path, commands: list[str]
) -> None:
    bootstrap.install(["base"])
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    assert bootstrap.install(["base"])
    assert commands == ["venv", "base", "venv", "base"]


def test_a_failed_installation_says_so_and_is_tried_again(
    checkout: Path,
    commands: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    working: Callable[..., subprocess.CompletedProcess[str]] = bootstrap.subprocess.run

    def fail(command: list[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
        done = working(command, **options)
        return subprocess.CompletedProcess(command, 1 if "pip" in command else 0, done.stdout)

    with monkeypatch.context() as failing:
        failing.setattr(bootstrap.subprocess, "run", fail)
        assert not bootstrap.install(["base"])
    assert "部品を入れられませんでした" in capfdbinary.readouterr().err.decode()
    assert bootstrap.install(["base"])
    assert commands == ["venv", "base", "venv", "base"]


def test_without_the_venv_module_it_names_the_package(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(
        bootstrap.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1)
    )
    assert not bootstrap.install(["base"])
    assert "apt install python3-venv" in capfdbinary.readouterr().err.decode()


def test_every_lock_file_is_hashed_and_names_no_registry() -> None:
    for name in ("base", "local", "dev"):
        lock = (CHECKOUT / "requirements" / f"{name}.txt").read_text()
        pins = re.findall(r"^\S+==\S+.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins)
        assert "://" not in lock


# --- scripts/check.py -----------------------------------------------------------------------------
def test_failing_stages_show_their_lines_and_end_with_their_names(
    capfd: pytest.CaptureFixture[str],
) -> None:
    stages = (
        check.Stage("だめな検査", ("-c", "import sys; sys.exit('3行目がおかしい')")),
        check.Stage("よい検査", ("-c", "print('ok')")),
        check.Stage("弱い検査", ("-c", "raise SystemExit(2)")),
    )
    with pytest.raises(
        SystemExit, match=r"(?=.*「だめな検査」)(?=.*「弱い検査」).*問題が見つかり"
    ) as end:
        check.run_side_by_side(stages, dict(os.environ))
    assert "よい検査" not in str(end.value)
    said = capfd.readouterr().out
    assert "== だめな検査\n3行目がおかしい\n   だめ" in said
    assert "== よい検査\nok\n   よし" in said
    check.run_side_by_side(stages[1:2], dict(os.environ))


@pytest.mark.parametrize("ci", ["true", ""])
def test_missing_chromium_is_said_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], ci: str
) -> None:
    monkeypatch.setattr(chromium, "install", lambda: False)
    monkeypatch.setenv("CI", ci)
    if ci:
        with pytest.raises(SystemExit, match="失敗"):
            check.provide_chromium()
    else:
        check.provide_chromium()
    assert capfd.readouterr().out.splitlines() == [chromium.MISSING]


# --- make run -------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "８０００", "1.5"])
def test_a_wrong_port_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(run_local.CannotRun, match="使えません"):
        run_local.chosen_port()


def test_a_busy_port_says_how_to_choose_another() -> None:
    with socket.socket() as other:
        other.bind((run_local.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(run_local.CannotRun, match=rf"ポート {port} .*PORT=\d+ make run"):
            run_local.check_port(port)


@pytest.mark.django_db
def test_a_database_of_an_unfinished_version_is_refused() -> None:
    run_local.check_age()
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("organizations", "0013_applying")
    with pytest.raises(run_local.CannotRun, match="make run を実行してください"):
        run_local.check_age()


class Portal:
    """A copy of the checkout that is run as `make run` runs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind((run_local.HOST, 0))
            self.port = probe.getsockname()[1]
        self.environment = {**os.environ, "PORT": str(self.port)}
        for name in ("KYODO_DEV", "DATABASE_URL", "DATABASE_POOL_SIZE", "SECRET_KEY"):
            self.environment.pop(name, None)
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start it, wait until it is ready, and return what it said."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "koganei_kyodo.run_local"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if READY in line:
                return said
        raise AssertionError(said)

    def status(self) -> int | None:
        """Return the HTTP status of the health check, None where nobody answers."""
        client = http.client.HTTPConnection(run_local.HOST, self.port, timeout=10)
        try:
            client.request("GET", "/healthz")
            return client.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            client.close()

    def living(self) -> dict[int, str]:
        """Return the processes of this copy: web server, worker, database server."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                environment = (process / "environ").read_bytes()
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            marked = f"{run_local.MARK}={self.folder}".encode() in environment.split(b"\0")
            if marked or (self.database in words and "postgres" in words):
                found[int(process.name)] = words
        return found

    def ask_copy(self, expression: str) -> str:
        """Return the value of an expression about the copy's own local_environment."""
        code = f"from koganei_kyodo.local_environment import *; print({expression})"
        asked = [sys.executable, "-c", code]
        return subprocess.check_output(asked, cwd=self.folder, text=True).strip()

    @cached_property
    def database(self) -> str:
        """The folder of the database's socket, which stands in the server's command line."""
        return self.ask_copy("socket_folder(cluster_home())")

    def find(self, word: str) -> int:
        """Return the first process whose command line holds `word`: the parent of its kind."""
        return min(pid for pid, words in self.living().items() if word in words)

    def has_replaced(self, killed: int, word: str) -> bool:
        """Return whether the killed process is gone and another of its kind runs."""
        living = self.living()
        return killed not in living and any(word in words for words in living.values())

    def stop(self, number: signal.Signals = signal.SIGINT) -> str:
        """Send the signal, wait for the end, and return what was said."""
        assert self.process is not None
        self.process.send_signal(number)
        # Both parts may take their 10 s, and the database then writes what it holds to a busy disk.
        return self.process.communicate(timeout=90)[0]


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    """A copy of the checkout below `var/`, in a folder with a space and Japanese in its name."""
    folder = CHECKOUT / "var" / f"試し copy {os.getpid()}"
    folder.mkdir(parents=True)
    for name in SOURCES.split():
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder)
    (folder / ".env").write_text(f"KYODO_DEV=1\nSECRET_KEY={'s' * 60}\n")
    copy = Portal(folder)
    yield copy
    if copy.process is not None and copy.process.poll() is None:
        copy.stop(signal.SIGTERM)
    home = Path(copy.ask_copy("cluster_home()"))
    shutil.rmtree(copy.database, ignore_errors=True)
    shutil.rmtree(home.parent if home.is_relative_to("/var/lib") else folder, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def wait_for(true: Callable[[], bool], seconds: float = 30) -> bool:
    """Return whether the condition came true within the time."""
    give_up = time.monotonic() + seconds
    while not true():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.2)
    return True


@pytest.mark.timeout(400)
def test_make_run_from_the_first_start_to_the_last_process(portal: Portal) -> None:
    said = portal.start()
    assert f"http://127.0.0.1:{portal.port}/" in said
    assert portal.status() == 200
    said = portal.stop(signal.SIGINT)
    assert "協働ポータルを止めました。" in said
    assert portal.living() == {}

    said = portal.start()
    assert "データベースを準備しています" not in said

    for word in ("gunicorn", "procrastinate", "postgres"):
        killed = portal.find(word)
        os.kill(killed, signal.SIGKILL)
        assert wait_for(partial(portal.has_replaced, killed, word)), word
        assert wait_for(lambda: portal.status() == 200), word

    assert portal.process is not None
    portal.process.kill()
    portal.process.wait()
    assert portal.living()
    portal.start()
    assert portal.status() == 200

    first, portal.process = portal.process, None
    portal.start()  # a second `make run` takes over
    assert first.wait(timeout=10) == 0
    assert portal.status() == 200
    portal.stop(signal.SIGHUP)
    assert portal.living() == {}
