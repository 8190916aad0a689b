"""Backup and restore: everything comes back, uploads too; what breaks off changes nothing."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from koganei_kyodo.backup import BackupError, Server, bring_back, save
from koganei_kyodo.portal.management.connecting import parameters_of
from scripts import template_database
from scripts.template_database import administrator

ROOT = Path(__file__).resolve().parent.parent
UPLOAD = bytes(range(256)) * 400
MakeServer = Callable[[bool], Server]


@pytest.fixture
def make_server(django_db_setup: None) -> Iterator[MakeServer]:
    """Return a function that makes a database of its own: migrated, or empty."""
    made: list[str] = []

    def make(migrated: bool) -> Server:
        name = f"backup_{os.getpid()}_{len(made)}"
        made.append(name)
        template = template_database.name() if migrated else "template0"
        with administrator() as server:
            template_database.create(server, name, template)
        return Server(parameters_of(connection) | {"dbname": name})

    yield make
    with administrator() as server:
        for name in made:
            template_database.drop(server, name)


@pytest.fixture
def full(make_server: MakeServer) -> Server:
    """A database with a word of its own, an uploaded file and a trail."""
    server = make_server(True)
    with server.connect() as opened:
        opened.execute("UPDATE portal_centre SET name = '控えのセンター'")
        opened.execute(
            "INSERT INTO organizations_storedfile (content, content_type, size, created_at)"
            " VALUES (%s, 'application/pdf', %s, now())",
            [UPLOAD, len(UPLOAD)],
        )
    return server


def holds(server: Server) -> dict[str, int]:
    """Return how many rows each table has."""
    with server.connect() as opened:
        names = opened.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (name,) in names.fetchall():
            count = opened.execute(
                sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(name))
            )
            row = count.fetchone()
            assert row is not None
            found[name] = row[0]
    return found


def one(server: Server, query: str) -> Any:
    """Return the one value of a query."""
    with server.connect() as opened:
        row = opened.execute(query).fetchone()
    assert row is not None
    return row[0]


def manage(server: Server, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command against a database, as an operator does."""
    named = server.environment()
    url = "postgresql:///" + "?" + "&".join(
        f"{key}={named[variable]}"
        for key, variable in (("host", "PGHOST"), ("port", "PGPORT"), ("user", "PGUSER"))
        if variable in named
    )  # fmt: skip
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url.replace("///", f"///{named['PGDATABASE']}"),
            "DATABASE_POOL_SIZE": "0",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_everything_comes_back(full: Server, make_server: MakeServer, tmp_path: Path) -> None:
    file = tmp_path / "kyodo.dump"
    before = holds(full)
    assert before["portal_centreevent"] >= 1
    said = manage(full, "backup", str(file))
    assert (said.returncode, "に控えました" in said.stdout) == (0, True), said.stderr
    assert file.stat().st_mode & 0o077 == 0
    empty = make_server(False)
    said = manage(empty, "restore", str(file))
    assert (said.returncode, "から戻しました" in said.stdout) == (0, True), said.stderr
    assert holds(empty) == before
    assert one(empty, "SELECT name FROM portal_centre") == "控えのセンター"
    assert bytes(one(empty, "SELECT content FROM organizations_storedfile")) == UPLOAD
    # The rules in the database are back, too: its trail can't be changed.
    with empty.connect() as opened, pytest.raises(psycopg.Error, match=r"append_only|Cannot"):
        opened.execute("UPDATE portal_centreevent SET name = ''")
    migrated = manage(empty, "migrate", "--check")
    assert migrated.returncode == 0, migrated.stderr
    # A backup of what was restored is as good as the first.
    again = tmp_path / "again.dump"
    save(empty, again)
    bring_back(empty, again)
    assert holds(empty) == before


def test_what_is_there_is_replaced_only_when_asked(
    full: Server, make_server: MakeServer, tmp_path: Path
) -> None:
    file = tmp_path / "kyodo.dump"
    save(full, file)
    with full.connect() as opened:
        opened.execute("UPDATE portal_centre SET name = 'あとの名前'")
        opened.execute("CREATE TABLE of_a_later_release (n int)")
        opened.execute("DROP TABLE organizations_requirement CASCADE")
    said = manage(full, "restore", str(file))
    assert said.returncode == 1
    assert "--replace を付けてください" in said.stderr
    assert one(full, "SELECT name FROM portal_centre") == "あとの名前"
    said = manage(full, "restore", str(file), "--replace")
    assert said.returncode == 0, said.stderr
    assert one(full, "SELECT name FROM portal_centre") == "控えのセンター"
    assert "organizations_requirement" in holds(full)
    assert "of_a_later_release" not in holds(full)


def test_a_file_that_breaks_off_changes_nothing(full: Server, tmp_path: Path) -> None:
    file, half, no_file = (tmp_path / name for name in ("kyodo.dump", "half.dump", "no.dump"))
    save(full, file)
    content = file.read_bytes()
    half.write_bytes(content[: len(content) * 2 // 3])
    no_file.write_text("控えではありません")
    before = holds(full)
    for broken in (half, no_file):
        with pytest.raises(BackupError, match="読めません"):
            bring_back(full, broken)
        assert holds(full) == before


def test_a_failure_in_the_middle_changes_nothing(
    full: Server, make_server: MakeServer, tmp_path: Path
) -> None:
    """The file is good, but the database refuses a part of it: a right of nobody who is there."""
    file = tmp_path / "kyodo.dump"
    role = sql.Identifier(f"guest_{os.getpid()}")
    with administrator() as server:
        server.execute(sql.SQL("CREATE ROLE {}").format(role))
    try:
        with full.connect() as opened:
            opened.execute(sql.SQL("GRANT SELECT ON portal_centre TO {}").format(role))
        save(full, file)
        with full.connect() as opened:
            opened.execute(sql.SQL("REVOKE ALL ON portal_centre FROM {}").format(role))
            opened.execute("UPDATE portal_centre SET name = 'あとの名前'")
    finally:
        with administrator() as server:
            server.execute(sql.SQL("DROP ROLE {}").format(role))
    before = holds(full)
    with pytest.raises(BackupError, match=r"前のままです[\s\S]*guest_"):
        bring_back(full, file)
    assert holds(full) == before
    assert one(full, "SELECT name FROM portal_centre") == "あとの名前"
    bring_back(full, file, grants=False)
    assert one(full, "SELECT name FROM portal_centre") == "控えのセンター"


def test_a_backup_of_a_later_release_is_refused(full: Server, tmp_path: Path) -> None:
    file = tmp_path / "kyodo.dump"
    with full.connect() as opened:
        opened.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('portal', '9999_of_tomorrow', now())"
        )
    save(full, file)
    said = manage(full, "restore", str(file), "--replace", "--dry-run")
    assert said.returncode == 1
    assert "portal.9999_of_tomorrow" in said.stderr


def test_a_backup_overwrites_nothing(full: Server, tmp_path: Path) -> None:
    file = tmp_path / "kyodo.dump"
    file.write_text("前の控え")
    with pytest.raises(BackupError, match="もうあります"):
        save(full, file)
    assert file.read_text() == "前の控え"
    with pytest.raises(BackupError, match="書けません"):
        save(full, tmp_path / "no-such-folder" / "kyodo.dump")
    assert list(tmp_path.iterdir()) == [file]
