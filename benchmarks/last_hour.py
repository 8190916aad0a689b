"""`python -m scripts.with_database -m benchmarks.last_hour`: 50 respondents and a killed server.

Fifty respondents answer through their own links at once while the server is killed again and
again. Each repeats what was not acknowledged, as a browser's user does. In the end every
acknowledged answer has to be in the database exactly once.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib import error, parse, request

import django
import environ

from koganei_kyodo import embedded_postgres

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0


@dataclass
class Outcome:
    """What the respondents were told."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    doubled: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Respondent:
    """One person with a browser: begins, writes, sends, clicks twice, and tries again."""

    def __init__(self, base: str, secret: str, number: int, outcome: Outcome) -> None:
        self.base, self.secret, self.number, self.outcome = base, secret, number, outcome
        self.browser = request.build_opener(request.HTTPCookieProcessor(CookieJar()))

    def _once(self, path: str, data: dict[str, str] | None = None) -> tuple[str, str]:
        body = parse.urlencode(data).encode() if data is not None else None
        address = f"{self.base}/answer/{self.secret}/{path}"
        asked = request.Request(address, body, {"Referer": self.base})  # noqa: S310 - our own server
        with self.browser.open(asked, timeout=10) as answer:
            return answer.geturl(), answer.read().decode()

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[str, str]:
        """Ask until the server answers; every try after a broken one repeats the same."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self._once(path, data)
            except (error.URLError, OSError, ValueError):
                with self.outcome.lock:
                    self.outcome.broken += 1
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _hidden(self, page: str, name: str) -> str:
        after = page.split(f'name="{name}"', 1)[1]
        return after.split('value="', 1)[1].split('"', 1)[0]

    def answer(self) -> None:
        """Go through the whole questionnaire; the receipt is the acknowledgement."""
        _, page = self.ask("")
        self.ask("", {"csrfmiddlewaretoken": self._hidden(page, "csrfmiddlewaretoken")})
        _, page = self.ask("page/about/")
        self.ask(
            "page/about/",
            {
                "csrfmiddlewaretoken": self._hidden(page, "csrfmiddlewaretoken"),
                "version": self._hidden(page, "version"),
                "shown": "opinion",
                "q_opinion": f"回答{self.number}",
            },
        )
        _, page = self.ask("confirm/")
        sent = {
            "csrfmiddlewaretoken": self._hidden(page, "csrfmiddlewaretoken"),
            "token": self._hidden(page, "token"),
        }
        for _ in range(2):  # the second click
            address, page = self.ask("confirm/", sent)
            if "/receipt/" in address:
                with self.outcome.lock:
                    self.outcome.acknowledged[f"回答{self.number}"] += 1


class Server:
    """gunicorn on a port of its own, killed without a warning and started again."""

    def __init__(self, database: str) -> None:
        self.environment = {**os.environ, "DATABASE_URL": database, "DATABASE_POOL_SIZE": "8"}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it answers when `wait` returns."""
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "koganei_kyodo.wsgi", "--threads", "8"),
                *("--bind", f"127.0.0.1:{self.port}", "--log-level", "error"),
            ],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Wait until it answers."""
        for _ in range(600):
            try:
                with socket.create_connection(("127.0.0.1", self.port), 0.2):
                    return
            except OSError:
                time.sleep(0.1)
        sys.exit("the server does not start")

    def kill(self) -> None:
        """Kill every process of it at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _address() -> str:
    """Return the address of the benchmark's own database."""
    from django.db import connection

    head, _, rest = os.environ["DATABASE_URL"].partition("?")
    base = head.rsplit("/", 1)[0]
    name = connection.settings_dict["NAME"]
    return f"{base}/{name}{'?' if rest else ''}{rest}"


def run(people: int, kills: int) -> int:
    """Print the counts; 1 where an acknowledged answer is missing or doubled."""
    from benchmarks.last_hour_survey import counted, make
    from benchmarks.scratch import scratch_database

    with scratch_database():
        secrets = make(people)
        server, outcome = Server(_address()), Outcome()
        server.start()
        server.wait()
        base = f"http://127.0.0.1:{server.port}"
        threads = [
            threading.Thread(target=Respondent(base, secret, number, outcome).answer, daemon=True)
            for number, secret in enumerate(secrets)
        ]
        start = time.monotonic()
        for thread in threads:
            thread.start()
        for _ in range(kills):
            time.sleep(1.5)
            server.kill()
            server.start()
            server.wait()
        for thread in threads:
            thread.join(PATIENCE)
        server.kill()
        took = time.monotonic() - start
        return report(outcome, counted(), people, kills, took)


def report(outcome: Outcome, found: Counter[str], people: int, kills: int, took: float) -> int:
    """Print what was told and what is there."""
    missing = set(outcome.acknowledged) - set(found)
    doubled = [text for text, count in found.items() if count > 1]
    sys.stdout.write(
        f"respondents {people}, server killed {kills} times, {took:.0f} s\n"
        f"tries that broke {outcome.broken}, receipts shown {sum(outcome.acknowledged.values())}\n"
        f"acknowledged {len(outcome.acknowledged)}, in the database {sum(found.values())}\n"
        f"missing {len(missing)}, doubled {len(doubled)}\n"
    )
    return 1 if missing or doubled or len(outcome.acknowledged) != people else 0


def main() -> int:
    """Read the command line, set up, run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.last_hour", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--kills", type=int, default=3)
    wanted = parser.parse_args()
    environ.Env.read_env(ROOT / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koganei_kyodo.settings")
    os.environ |= {"DATABASE_POOL_SIZE": "0", "LOG_LEVEL": "ERROR"}
    with ExitStack() as stack:
        if embedded_postgres.wanted():
            os.environ["DATABASE_URL"] = stack.enter_context(embedded_postgres.running())
        django.setup()
        return run(wanted.people, wanted.kills)


if __name__ == "__main__":
    sys.exit(main())
