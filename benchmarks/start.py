"""The second `make run`: from the command to the first answer, in a copy of the checkout.

The first start of the copy loads the demo data and is not measured. The floor is what no start can
do without: the database server, and a Python that has loaded Django with every app.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.harness import Case
from koganei_kyodo.local_environment import CHECKOUT, SHARED

NAME = "make run, second start"
SOURCES = (
    "manage.py", "koganei_kyodo", "organizations", "surveys", "projects", "consultations",
    "templates", "static", "scripts",
)  # fmt: skip
READY = "止めるには"
_FLOOR = "import django; django.setup(); from django.db import connection; connection.cursor()"


class Portal:
    """A copy of the checkout that is started and stopped as `make run` does it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        own = ("KYODO_DEV", "DATABASE_URL", "DATABASE_POOL_SIZE", "SECRET_KEY", "LOG_LEVEL")
        self.environment = {k: v for k, v in os.environ.items() if k not in own}
        self.environment |= {
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "koganei_kyodo.settings",
        }
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and return when it says that it is ready.

        Raises:
            RuntimeError: it ended instead; with what it said.
        """
        self.process = subprocess.Popen(
            [sys.executable, "-m", "koganei_kyodo.run_local"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = []
        for line in self.process.stdout or ():
            said.append(line)
            if READY in line:
                return
        raise RuntimeError("".join(said))

    def stop(self) -> None:
        """Stop it, if it runs, and wait for the end."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.communicate()
            self.process = None

    def start_the_least(self) -> None:
        """Start what the floor consists of, and stop it."""
        subprocess.run(
            [sys.executable, "-m", "scripts.with_database", "-c", _FLOOR],
            cwd=self.folder,
            env=self.environment,
            check=True,
        )

    def ask(self, expression: str) -> Path:
        """Return a folder that the copy's own local_environment names."""
        code = f"from koganei_kyodo.local_environment import *; print({expression})"
        said = subprocess.check_output([sys.executable, "-c", code], cwd=self.folder, text=True)
        return Path(said.strip())


@contextmanager
def copied_portal() -> Iterator[Portal]:
    """Copy the checkout into a folder below `var/`, and clear everything away afterwards."""
    folder = CHECKOUT / "var" / f"start-{os.getpid()}"
    for name in SOURCES:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder)
    (folder / ".env").write_text(f"KYODO_DEV=1\nSECRET_KEY={'s' * 60}\n")
    portal = Portal(folder)
    try:
        yield portal
    finally:
        portal.stop()
        home, sockets = portal.ask("cluster_home()"), portal.ask("socket_folder(cluster_home())")
        shutil.rmtree(sockets, ignore_errors=True)
        if home.is_relative_to(SHARED):
            shutil.rmtree(home.parent, ignore_errors=True)
        shutil.rmtree(folder)


def cases() -> Iterator[Case]:
    """Yield the one case; `scale` is that of the demo data."""
    with copied_portal() as portal:
        portal.start()
        portal.stop()
        stop: Callable[[], None] = portal.stop
        yield Case(NAME, 1, portal.start, portal.start_the_least, after=stop)
