#!/usr/bin/env python
"""Django's command line. With KYODO_DEV=1 and no DATABASE_URL the embedded PostgreSQL is joined, or
started for this one command.
"""

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path

import environ
from django.core.management import execute_from_command_line

from koganei_kyodo import embedded_postgres


def end(number: int, frame: object) -> None:
    """Leave through the `with` blocks, so that the database is stopped as well."""
    sys.exit(128 + number)


def main() -> None:
    """Run the command of the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koganei_kyodo.settings")
    environ.Env.read_env(Path(__file__).resolve().parent / ".env")
    with ExitStack() as stack:
        if embedded_postgres.wanted():
            signal.signal(signal.SIGTERM, end)
            if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # `nohup` keeps its meaning
                signal.signal(signal.SIGHUP, end)
            try:
                stack.enter_context(embedded_postgres.running())
            except embedded_postgres.EmbeddedPostgresError as error:
                sys.exit(str(error))
        # Only now: the trail needs the settings, and these the address of the database.
        from koganei_kyodo.audit import command_line

        with command_line(sys.argv):
            execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
