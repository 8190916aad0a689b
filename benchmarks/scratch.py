"""A migrated database of its own for a benchmark, beside the one the settings name."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command

from scripts import reverse_migrations


@contextmanager
def scratch_database() -> Iterator[None]:
    """Let the default connection use a new, migrated database inside the `with` block."""
    with reverse_migrations.scratch_database():
        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("createcachetable")
        yield
