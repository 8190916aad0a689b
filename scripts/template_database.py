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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.apps import apps
from django.db import connection
from psycopg import sql

from koganei_kyodo.portal.management.connecting import parameters_of

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "kyodo_template_"
Server = psycopg.Connection[Any]


def name() -> str:
    """Return the name of the template: it changes with any migration and any package."""
    ours = (each.path for each in apps.get_app_configs() if "site-packages" not in each.path)
    made_from = [
        *sorted(file for path in ours for file in Path(path).glob("migrations/*.py")),
        *sorted((ROOT / "requirements").glob("*.txt")),
        ROOT / "koganei_kyodo" / "settings.py",
        Path(__file__),
    ]
    digest = hashlib.sha256()
    for path in made_from:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return PREFIX + digest.hexdigest()[:16]


@contextmanager
def administrator() -> Iterator[Server]:
    """A connection to the server of Django's database that makes and drops databases."""
    parameters = parameters_of(connection) | {"dbname": "postgres"}
    with psycopg.connect(**parameters, autocommit=True) as server:
        yield server


def create(server: Server, database: str, template: str) -> None:
    """Make a database as a copy of another; one of this name that is there is replaced."""
    drop(server, database)
    server.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(database), sql.Identifier(template)
        )
    )


def drop(server: Server, database: str) -> None:
    """Drop a database if it is there, whoever uses it."""
    command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    server.execute(command.format(sql.Identifier(database)))


def ensure(database_url: str) -> str:
    """Make the template on the server of `database_url` unless it is there; return its name.

    Processes that begin together wait for the one that makes it.
    """
    template = name()
    by_server = hashlib.sha256(database_url.encode()).hexdigest()[:12]
    lock = Path(tempfile.gettempdir()) / f"koganei_kyodo-template-{os.getuid()}-{by_server}.lock"
    with lock.open("w") as held, administrator() as server:
        fcntl.flock(held, fcntl.LOCK_EX)
        found = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        )
        there = {row[0] for row in found}
        if template in there:
            return template
        for old in there:
            drop(server, old)
        draft = f"draft_{template}"
        create(server, draft, "template1")
        url = urlsplit(database_url)._replace(path=f"/{draft}").geturl()
        for command in ("migrate", "createcachetable"):
            subprocess.run(
                [sys.executable, "manage.py", command, "-v", "0"],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": url, "DATABASE_POOL_SIZE": "0"},
                check=True,
            )
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        server.execute(rename.format(sql.Identifier(draft), sql.Identifier(template)))
    return template
