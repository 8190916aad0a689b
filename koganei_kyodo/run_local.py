"""`make run`: the whole portal on one machine, and its end.

Starts the embedded PostgreSQL (unless DATABASE_URL names another), brings the database up to date,
loads the made-up demo data once, and keeps web server and worker running until Ctrl-C, SIGTERM,
SIGHUP or the end of the `make` that started it. A part that dies is started again, so that a
showing goes on; a part that keeps dying ends everything with a message.

One lock per checkout says whether it runs already. Web server and worker carry a mark in their
environment; whatever bears it while the lock is free was orphaned by kill -9 and is ended first.
"""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType

import django
import environ
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from koganei_kyodo import embedded_postgres
from koganei_kyodo.audit.context import acting, os_user
from koganei_kyodo.local_environment import CHECKOUT, EmbeddedPostgresError, cluster_home

SignalHandler = Callable[[int, FrameType | None], None] | signal.Handlers
MARK = "KOGANEI_KYODO_RUN_OF"
HOST = "127.0.0.1"
PATIENCE_SECONDS = 15
READY_SECONDS = 60
RESTARTS, RESTART_SECONDS = 3, 60


class CannotRun(Exception):
    """The portal cannot start or go on; the message says why and what to do, in Japanese."""


class Stop(BaseException):
    """Somebody asked the portal to end. Not an Exception, so that nothing swallows it."""


def say(*lines: str) -> None:
    """Write lines to the terminal, if it is still there."""
    with suppress(OSError):
        for line in lines:
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """Signal handler: leave through the `with` blocks, once; later signals change nothing."""
    handle_signals(signal.SIG_IGN)
    raise Stop


def handle_signals(handler: SignalHandler) -> None:
    """Let this handler answer the signals that ask for the end; `nohup` keeps its meaning."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, handler)


def chosen_port() -> int:
    """Return the port of the environment variable PORT, 8000 without it.

    Raises:
        CannotRun: it is no port number.
    """
    text = os.environ.get("PORT", "").strip() or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise CannotRun(f"PORT={text} は使えません。1 から 65535 の数で指定してください。")
    return int(text)


def take_checkout() -> int:
    """Take the lock of this checkout for as long as the process lives, and return its descriptor.

    An earlier run of the same checkout that still holds it is ended first: whoever types
    `make run` again wants the portal to run, whatever state the earlier one is in.

    Raises:
        CannotRun: the earlier run is another user's.
    """
    path = CHECKOUT / "var" / "run.lock"
    path.parent.mkdir(exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    give_up = time.monotonic() + PATIENCE_SECONDS
    told = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not told or time.monotonic() > give_up:
                end_earlier_run(path, signal.SIGKILL if told else signal.SIGTERM)
            if not told:
                told = True
                say("このフォルダで動いていたポータルを止めて、動かし直します。")
            time.sleep(0.2)
        else:
            os.ftruncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
            return descriptor


def end_earlier_run(lock: Path, number: signal.Signals) -> None:
    """Send a signal to the run of this checkout that wrote its process id into `lock`.

    Raises:
        CannotRun: it is another user's.
    """
    try:
        pid = int(lock.read_text())
        if b"koganei_kyodo.run_local" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
            os.kill(pid, number)
            os.kill(pid, signal.SIGCONT)  # it may have been stopped by Ctrl-Z
    except PermissionError as error:
        raise CannotRun(
            "このフォルダのポータルは、別の利用者が動かしています。"
            "その利用者に止めてもらってから、もう一度実行してください。"
        ) from error
    except (ValueError, OSError):
        return  # it has just ended, or has not written its id yet


def marked_processes() -> list[int]:
    """Return the web servers and workers that some run of this checkout started."""
    mark = f"{MARK}={CHECKOUT}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return found


def end_orphans() -> None:
    """End what an earlier run left behind because it was killed itself."""
    give_up = time.monotonic() + 5
    number = signal.SIGTERM
    while left := marked_processes():
        if time.monotonic() > give_up:
            number = signal.SIGKILL
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        time.sleep(0.1)


def check_port(port: int) -> None:
    """Check that nobody listens on the port.

    Raises:
        CannotRun: somebody does.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            other = port + 1 if port < 65535 else 8001
            raise CannotRun(
                f"ポート {port} を使えません（{error.strerror}）。ほかのプログラムか、"
                f"別のフォルダのポータルが使っているようです。別の番号で実行してください: "
                f"PORT={other} make run"
            ) from error


def check_age() -> None:
    """Refuse a database that a version from before the first release left half-way.

    Raises:
        CannotRun: some, but not all of the steps for which one step of today stands were taken.
    """
    taken = set(MigrationRecorder(connection).applied_migrations())
    stands_for = [set(step.replaces) for step in MigrationLoader(None).replacements.values()]
    if any(old & taken and not old <= taken for old in stands_for):
        raise CannotRun(
            "このデータベースは公開前の古い版のもので、いまの版にできません。見本データだけなら、"
            f"{cluster_home()} を消してから、もう一度 make run を実行してください。"
            "自分で用意したデータベースなら、空のものを DATABASE_URL に書いてください。"
        )


def prepare(*, load_demo: bool | None) -> None:
    """Bring the database up to date and load the demo data.

    Args:
        load_demo: whether to load it; None loads it only into a database that was empty.

    Raises:
        CannotRun: the database is of a version that this one cannot go on from.
    """
    django.setup()
    check_age()
    executor = MigrationExecutor(connection)
    was_empty = not executor.loader.applied_migrations
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("データベースを準備しています。")
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if load_demo or (load_demo is None and was_empty):
        with acting(command="load_demo", os_user=os_user()):
            call_command("load_demo")
    elif load_demo is None:
        say("DATABASE_URL のデータベースにはデータがあるので、見本データは入れません。")
    connection.close()


class Part:
    """A process that is kept running: the web server or the worker."""

    def __init__(self, title: str, command: list[str], environment: dict[str, str]) -> None:
        self.title = title
        self.command = command
        self.environment = environment
        self.deaths: deque[float] = deque(maxlen=RESTARTS)
        self.process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches only us, and we end the parts in order.
        return subprocess.Popen(
            self.command,
            cwd=CHECKOUT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def is_dead(self) -> bool:
        """Return whether the process has ended."""
        return self.process.poll() is not None

    def revive(self) -> None:
        """Start the process again.

        Raises:
            CannotRun: it died too often in a short time.
        """
        now = time.monotonic()
        self.deaths.append(now)
        if len(self.deaths) == RESTARTS and now - self.deaths[0] < RESTART_SECONDS:
            raise CannotRun(
                f"{self.title}が何度も止まるので、終わります。上に出ている英語の行が理由です。"
            )
        say(f"{self.title}が止まったので、動かし直します（終了コード {self.process.returncode}）。")
        self.end(seconds=5)
        self.process = self._started()

    def ask_to_end(self) -> None:
        """Send SIGTERM to the process and its children."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)

    def end(self, seconds: float = 10) -> None:
        """End the process and its children, by force after `seconds`."""
        self.ask_to_end()
        give_up = time.monotonic() + seconds
        while self._group_lives():
            if time.monotonic() > give_up:
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            time.sleep(0.05)

    def _group_lives(self) -> bool:
        self.process.poll()
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


def parts(port: int, environment: dict[str, str]) -> list[Part]:
    """Start web server and worker and return them."""
    web = f"-m gunicorn --bind {HOST}:{port} --worker-class gthread --workers 2 --threads 4"
    web += " --graceful-timeout 5 --no-control-socket --log-level warning"
    web += " koganei_kyodo.wsgi:application"
    worker = "manage.py procrastinate worker --shutdown-graceful-timeout 8"
    return [
        Part("ウェブサーバー", [sys.executable, *web.split()], environment),
        Part("裏方の処理（worker）", [sys.executable, *worker.split()], environment),
    ]


def wait_until_ready(port: int, web: Part) -> None:
    """Wait until the web server answers.

    Raises:
        CannotRun: it ended, or did not answer in time.
    """
    give_up = time.monotonic() + READY_SECONDS
    while time.monotonic() < give_up and not web.is_dead():
        client = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            client.request("GET", "/healthz")
            status = client.getresponse().status
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            if status < 500:
                return
            raise CannotRun(f"ウェブサーバーは動いていますが、点検の答えが {status} でした。")
        finally:
            client.close()
    raise CannotRun("ウェブサーバーが動きません。上に出ている英語の行が理由です。")


def watch(running: list[Part], lock: int, home: Path | None, parent: int | None) -> None:
    """Keep everything running until a signal.

    Args:
        running: the parts to start again when they die.
        lock: descriptor of the checkout's lock; when the file is gone, so is the checkout.
        home: the folder of the embedded server to start again when it dies, if it is ours.
        parent: process id of the caller whose end is ours, if there is one.

    Raises:
        CannotRun: a part keeps dying, or the checkout was deleted.
    """
    while parent is None or os.getppid() == parent:
        if os.fstat(lock).st_nlink == 0:
            raise CannotRun("このフォルダが消されたので、ポータルを止めます。")
        if home and embedded_postgres.status(home) is None:
            say("データベースが止まったので、動かし直します。")
            embedded_postgres.ensure_running(home)
        for part in running:
            if part.is_dead():
                part.revive()
        time.sleep(0.5)


def run(stack: ExitStack, *, parent: int | None) -> None:
    """Start everything, say where it is, and keep it running."""
    port = chosen_port()
    address = f"http://{HOST}:{port}/"
    lock = take_checkout()
    end_orphans()
    check_port(port)
    environment = {**os.environ, MARK: str(CHECKOUT), "PYTHONUNBUFFERED": "1"}
    home = cluster_home() if embedded_postgres.wanted() else None
    if home:
        environment["DATABASE_URL"] = stack.enter_context(embedded_postgres.running(home))
    os.environ["DATABASE_POOL_SIZE"] = "0"
    prepare(load_demo=True if home else None)
    running = parts(port, environment)
    for part in running:
        stack.callback(part.end)
    for part in running:
        stack.callback(part.ask_to_end)
    stack.callback(handle_signals, signal.SIG_IGN)
    wait_until_ready(port, running[0])
    say("", f"協働ポータルが動いています: {address}")
    # A browser keeps passkeys for names alone, and mails lead there too (SITE_URL).
    say(f"（メールのリンクとパスキーは http://localhost:{port}/ で使えます）", "")
    call_command("demo_logins")
    connection.close()
    say("", "止めるには Ctrl-C を押してください。")
    watch(running, lock, home, parent)


def main(arguments: list[str]) -> int:
    """Run the portal until it is stopped; return the exit status.

    Args:
        arguments: `--stop-with-parent` ends everything when the calling process ends.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koganei_kyodo.settings")
    environ.Env.read_env(CHECKOUT / ".env")
    parent = os.getppid() if "--stop-with-parent" in arguments else None
    handle_signals(ask_to_stop)
    try:
        with ExitStack() as stack, suppress(Stop):
            run(stack, parent=parent)
    except (CannotRun, EmbeddedPostgresError) as error:
        say(str(error))
        return 1
    say("", "協働ポータルを止めました。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
