"""Check that every migration of ours can be taken back, and put on again.

On a database of its own, beside the one of DATABASE_URL and dropped afterwards: a copy of the one
that the tests copy, so all migrations forward; ours backward one by one, no table of ours left, all
forward again.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from scripts import template_database


@contextmanager
def scratch_database() -> Iterator[None]:
    """Let the default connection use a migrated database of its own inside the `with` block."""
    name = f"kyodo_scratch_{os.getpid()}"
    template = template_database.ensure(os.environ.get("DATABASE_URL") or settings.DATABASE_URL)
    own, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    with template_database.administrator() as server:
        template_database.create(server, name, template)
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own
            template_database.drop(server, name)


def main() -> int:
    """Reverse and repeat the migrations; return the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koganei_kyodo.settings")
    os.environ["DATABASE_POOL_SIZE"] = "0"
    django.setup()
    with scratch_database():
        return check()


def check() -> int:
    """Reverse and repeat the migrations in the current database; return the exit status."""
    configs = [each for each in apps.get_app_configs() if "site-packages" not in each.path]
    ours = {each.label for each in configs if Path(each.path).is_relative_to(settings.BASE_DIR)}
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    backward = sum(label in ours for label, _ in executor.loader.graph.nodes)
    if executor.migration_plan(leaves):
        raise ValueError("the template is not migrated to the end")
    # In one plan: it takes back one migration after the other, and renders the history once.
    with_migrations = sorted(ours & {label for label, _ in leaves})
    executor.migrate([(label, None) for label in with_migrations])
    tables = set(connection.introspection.table_names())
    own = [m for m in apps.get_models() if m._meta.app_label in ours and not m._meta.proxy]
    left = {model._meta.db_table for model in own}
    if tables & left:
        sys.stderr.write(f"tables left after reversing: {', '.join(sorted(tables & left))}\n")
        return 1
    executor = MigrationExecutor(connection)
    executor.migrate(leaves)
    sys.stdout.write(f"{backward} migrations reversed one by one and repeated\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
