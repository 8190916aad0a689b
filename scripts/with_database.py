"""Run Python with the checkout's embedded database: `python -m scripts.with_database -m module`."""

import os
import subprocess
import sys
from pathlib import Path

import environ

from koganei_kyodo import embedded_postgres

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Run this Python with `arguments` and return its exit status."""
    environ.Env.read_env(ROOT / ".env")
    command = [sys.executable, *arguments]
    if not embedded_postgres.wanted():
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    try:
        with embedded_postgres.running() as url:
            environment = {**os.environ, "DATABASE_URL": url}
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    except embedded_postgres.EmbeddedPostgresError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
