"""A migrated database to copy: migrating takes far longer than the copy that each process needs.

The template is named by what it was made from, so that a changed migration makes a new one. It stays
in the server of the tests; the older ones are dropped.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "kyodo_template_"


def name() -> str:
    """Return the name of the template: it changes with any migration and any package."""
    made_from = [
        *sorted(p for p in ROOT.glob("**/migrations/*.py") if ".venv" not in p.parts),
        *sorted((ROOT / "requirements").glob("*.txt")),
        ROOT / "koganei_kyodo" / "settings.py",
    ]
    digest = hashlib.sha256()
    for path in made_from:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return PREFIX + digest.hexdigest()[:16]


def ensure(database_url: str) -> str:
    """Make the template on the server of `database_url` unless it is there; return its name.

    Processes that begin together wait for the one that makes it.
    """
    template = name()
    server = hashlib.sha256(database_url.encode()).hexdigest()[:12]
    lock = Path(tempfile.gettempdir()) / f"koganei_kyodo-template-{os.getuid()}-{server}.lock"
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters = {k: v for k, v in parameters.items() if k not in ("cursor_factory", "context")}
    with (
        lock.open("w") as held,
        psycopg.connect(**parameters, autocommit=True) as server_connection,
    ):
        fcntl.flock(held, fcntl.LOCK_EX)
        found = server_connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        )
        there = {row[0] for row in found}
        if template in there:
            return template
        for old in there:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            server_connection.execute(drop.format(sql.Identifier(old)))
        draft = f"draft_{template}"
        for command in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
            server_connection.execute(sql.SQL(command).format(sql.Identifier(draft)))
        url = urlsplit(database_url)._replace(path=f"/{draft}").geturl()
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v", "0"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, "DATABASE_POOL_SIZE": "0"},
            check=True,
        )
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        server_connection.execute(rename.format(sql.Identifier(draft), sql.Identifier(template)))
    return template
