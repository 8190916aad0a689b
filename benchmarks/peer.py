"""django-survey-and-report beside the portal, in the same run and on the same PostgreSQL server.

The package (AGPL) runs in a process of its own with settings of its own, `benchmarks.peer_process`,
and in a database of its own that is dropped afterwards: nothing of the portal slows it, and no
line of the portal imports it.

    with peer() as other:
        other.run("fill", 500)
        yield Case(..., peer=other.work("form"))
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, cast

from django.conf import settings
from django.db import connection

from benchmarks.harness import PeerRun

_SHARED = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


@dataclass(frozen=True)
class Peer:
    """The running process: where it is asked, and where it answers."""

    ask: IO[str]
    answers: IO[str]

    def run(self, name: str, number: int = 0) -> PeerRun:
        """Let it do one of its works once; the process itself takes the time.

        Args:
            name: a key of `benchmarks.peer_process.WORKS`.
            number: what the work is told, such as how many responses to write.

        Raises:
            RuntimeError: the work failed; the process has said why on standard error.
        """
        self.ask.write(json.dumps([name, number]) + "\n")
        self.ask.flush()
        line = self.answers.readline()
        if not line:
            raise RuntimeError(f"django-survey-and-report could not do: {name}")
        return PeerRun(*json.loads(line))

    def work(self, name: str, number: int = 0) -> Callable[[], PeerRun]:
        """Return a work as a `Case` wants it."""
        return lambda: self.run(name, number)


@contextmanager
def peer() -> Iterator[Peer]:
    """Start the process with an empty database beside the current one; end both afterwards."""
    own: dict[str, Any] = {key: connection.settings_dict[key] for key in _SHARED}
    own["OPTIONS"] = {k: v for k, v in connection.settings_dict["OPTIONS"].items() if k != "pool"}
    own["NAME"] = f"kyodo_peer_{os.getpid()}"
    quoted = connection.ops.quote_name(own["NAME"])
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted}")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.peer_settings",
        "PEER_DATABASE": json.dumps(own),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.peer_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
        env=environment,
    ) as process:
        found = Peer(cast(IO[str], process.stdin), cast(IO[str], process.stdout))
        try:
            if found.answers.readline() != "ready\n":
                raise RuntimeError("django-survey-and-report did not start")
            yield found
        finally:
            found.ask.close()  # it ends with its input
            process.wait(timeout=30)
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
