"""The import of a register: reading, checking and taking over, beside writing the rows alone.

The floor inserts as many groups and contacts with one statement each. What the import needs above
it is reading the cells, looking for groups that are there already, and the log of every row. The
aim is 5,000 rows within a minute, in memory that doesn't grow with the rows: `peak_mb` is that of a
process that does nothing else, for two sizes.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.db import connection, transaction

from benchmarks.harness import Case
from koganei_kyodo.audit import acting
from koganei_kyodo.portal.demo.messy_register import messy_register
from organizations import actions
from organizations.models import OrganizationKind, RegisterImport

NAME = "import of a register"
SIZES = (1_000, 5_000)
RUNS = 2  # each takes many seconds
_FLOOR = """
    WITH made AS (
        INSERT INTO organizations_organization (name, name_kana, kind_id, purpose, status, created_at)
        SELECT 'とりこみ' || n, '', %s, '', 'public', now() FROM generate_series(1, %s) AS n
        RETURNING id
    )
    INSERT INTO organizations_contact (
        organization_id, representative, representative_kana, representative_title,
        representative_public, contact_name, contact_name_public, postcode, address, address_to,
        postal_public, phone, phone_public, mobile, mobile_public, fax, fax_public, email,
        email_public)
    SELECT id, '', '', '', false, '', false, '', '', '', false, '', false, '', false, '', false,
        '', false FROM made
"""


def take_over(content: bytes) -> None:
    """Import a register as the worker does, and take all of it back.

    Named as a job is: a change that nobody is named for costs the log a caught error each.

    Raises:
        AssertionError: it was not imported.
    """
    with acting(job="import"), transaction.atomic():
        imported = actions.upload_register(content, "meibo.csv", by=None)
        actions.start_check(imported, imported.mapping, area_code="042", by=None)
        checked = actions.run_check(imported.pk)
        if checked is None or checked.status != RegisterImport.Status.CHECKED:
            raise AssertionError("the check failed")
        actions.start_apply(checked, leave_refused=True, doubtful="new", by=None)
        done = actions.run_apply(imported.pk)
        if done is None or done.status != RegisterImport.Status.DONE:
            raise AssertionError("the import failed")
        transaction.set_rollback(True)


def peak(rows: int) -> float:
    """Import so many rows once in a process of its own; return the most memory that took, in MB."""
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "benchmarks.register_process", database, str(rows)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=dict(os.environ), stdout=subprocess.PIPE, check=True
    )
    return float(done.stdout.split()[-1])


def cases() -> Iterator[Case]:
    """Yield the import of each size; `scale` is the number of rows."""
    kind = OrganizationKind.objects.create(name="任意団体").pk

    def floor(rows: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FLOOR, [kind, rows])
            transaction.set_rollback(True)

    for rows in SIZES:
        yield Case(
            f"{NAME}, {rows:,} rows", rows, partial(take_over, messy_register(rows)),
            partial(floor, rows), memory=partial(peak, rows), least=RUNS,
        )  # fmt: skip
