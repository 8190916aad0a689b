"""受付番号 and 登録番号: one after the other, also when two people ask at the same moment."""

from django.db import connection

from koganei_kyodo.fiscal_year import current_fiscal_year

NUMBER_LOCK = 20_261_126  # the first half of the key of the advisory lock of these numbers


def next_application_number() -> str:
    """Return the next 受付番号 of this 年度 for an application, for example ``D2026-0012``."""
    return _next("organizations_application", "number", f"D{current_fiscal_year()}-", 1)[0]


def next_change_number() -> str:
    """Return the next 受付番号 of this 年度 for a change, for example ``H2026-0012``."""
    return _next("organizations_changerequest", "number", f"H{current_fiscal_year()}-", 2)[0]


def next_registration_number() -> str:
    """Return the next 登録番号, for example ``0123``."""
    return next_registration_numbers(1)[0]


def next_registration_numbers(count: int) -> list[str]:
    """Return as many 登録番号 in a row, for a register that is taken over. One statement or two."""
    return _next("organizations_organization", "registration_number", "", 3, count)


def _next(table: str, column: str, prefix: str, lock: int, count: int = 1) -> list[str]:
    """Return the next numbers; others who want one wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBER_LOCK, lock])
        cursor.execute(
            f"SELECT coalesce(max(substr({column}, %s)::int), 0) + 1"  # noqa: S608 - own names
            f" FROM {table} WHERE {column} ~ %s",
            [len(prefix) + 1, f"^{prefix}[0-9]{{1,9}}$"],
        )
        (following,) = cursor.fetchone()
    return [f"{prefix}{following + place:04}" for place in range(count)]
