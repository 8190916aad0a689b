"""The rows of the tests' database: keep all of them, and put them back after committed changes.

Django empties every table after a test that commits and lets all apps write their content types and
permissions again, which takes longer than most of these tests and loses what the migrations wrote.
Most tables are as they were: only those that differ are written.
"""

from django.db import connection, transaction
from psycopg import sql

Rows = dict[str, bytes]
# An empty file is an empty table, which need not be read.
TABLES = """
    SELECT relname, pg_relation_size(oid) > 0
    FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


def read_rows() -> Rows:
    """Return the rows of every table, in the form of COPY, which leaves out derived columns."""
    rows = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for table, may_have_rows in cursor.fetchall():
            rows[table] = b""
            if may_have_rows:
                command = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
                with cursor.copy(command) as out:
                    rows[table] = b"".join(out)
    return rows


def put_back(rows: Rows) -> None:
    """Let every table have these rows, without any trigger; needs the rights of a superuser."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        now = read_rows()
        for table, content in rows.items():
            if now[table] != content:
                name = sql.Identifier(table)
                cursor.execute(sql.SQL("DELETE FROM {}").format(name))
                with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name)) as into:
                    into.write(content)
