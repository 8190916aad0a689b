"""The import of a register: reading, checking and taking over, beside writing the rows alone.

The floor inserts as many groups and contacts with one statement each. What the import needs above
it is reading the cells, looking for groups that are there already, and the log of every row. The
aim is 5,000 rows within a minute, in memory that doesn't grow with the rows.
"""

from collections.abc import Iterator

from django.db import connection, transaction

from benchmarks.harness import Case
from koganei_kyodo.portal.demo.messy_register import messy_register
from organizations import actions
from organizations.models import OrganizationKind, RegisterImport

NAME = "import of a register"
ROWS = 5_000
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


def cases(rows: int = ROWS) -> Iterator[Case]:
    """Yield the import; `scale` is the number of rows."""
    content = messy_register(rows)
    kind = OrganizationKind.objects.create(name="任意団体").pk

    def subject() -> None:
        with transaction.atomic():
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

    def floor() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FLOOR, [kind, rows])
            transaction.set_rollback(True)

    yield Case(NAME, rows, subject, floor)
