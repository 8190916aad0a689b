"""The public list of groups in a register of scale 1, 10, 100 (450 groups each), beside its floor.

The floor of a page is SQL written by hand that fetches the rows of the page and all counts beside
the filters, and the bare view. A search alone is measured too: what the database does for two
letters, with the page sorted by name and every count; its aim is 30 ms at scale 100.

Last come the pairs that may be one group twice. Their floor groups the same rows by name, 法人番号,
telephone and address in one statement; comparing names that are alike is what is left out there.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pgtrigger
from django.db import connection
from django.db.models import Model
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from benchmarks.harness import Case
from benchmarks.page_sql import Statement
from benchmarks.pages import fetch, visit
from koganei_kyodo.fiscal_year import current_fiscal_year
from koganei_kyodo.portal.demo import centre, directory, groups, offices, people
from koganei_kyodo.portal.demo.city import City
from koganei_kyodo.portal.demo.load import search_indexes_last
from organizations.duplicates import duplicate_pairs
from organizations.filters import OrganizationFilterSet
from organizations.models import ActivityField, Contact, Organization
from organizations.views.directory import PER_PAGE

NAME = "groups, list"
WORDS = "防災"
DUPLICATES = "groups, duplicates"
_HISTORIES = ("organizations.Organization:insert_insert", "organizations.Contact:insert_insert")
# A value of NULL takes its condition away before the statement is planned.
_HOLDS = """
    (%(words)s::text IS NULL OR kyodo_grams(public_text) @@
        (SELECT kyodo_query(kyodo_normalise(%(words)s)))
        AND strpos(public_text, kyodo_normalise(%(words)s)) > 0)
"""
_OK_FIELD = """
    (%(field)s::bigint IS NULL OR EXISTS (
        SELECT 1 FROM organizations_organizationfield t
        JOIN organizations_activityfield f ON f.id = t.field_id
        WHERE t.organization_id = o.id AND %(field)s IN (f.id, f.same_as_id)))
"""
_OK_WANTED = "(%(wanted)s::boolean IS NULL OR o.wants_members)"
_PAGE = f"""
    WITH page AS (
        SELECT o.* FROM organizations_organization o
        WHERE o.status IN ('public', 'renewal_due') AND {_HOLDS} AND {_OK_FIELD} AND {_OK_WANTED}
        ORDER BY CASE WHEN %(words)s::text IS NOT NULL
            AND strpos(name_text, kyodo_normalise(%(words)s)) > 0 THEN length(name_text) END,
            name_kana, id
        LIMIT 20
    )
    SELECT page.id, page.name, page.purpose, page.confirmed_on, kind.name, level.level,
        ARRAY(SELECT f.short_name FROM organizations_organizationfield t
            JOIN organizations_activityfield f ON f.id = t.field_id
            WHERE t.organization_id = page.id ORDER BY t.is_main DESC),
        ARRAY(SELECT a.name FROM organizations_organization_areas t
            JOIN organizations_area a ON a.id = t.area_id WHERE t.organization_id = page.id)
    FROM page JOIN organizations_organizationkind kind ON kind.id = page.kind_id
    LEFT JOIN organizations_disclosure level ON level.organization_id = page.id
"""  # noqa: S608
_COUNTS = f"""
    WITH base AS MATERIALIZED (
        SELECT o.id, kind_id, wants_members, wants_volunteers, wants_partners, level.level,
            left(name_kana, 1) AS kana, {_OK_FIELD} AS ok_field, {_OK_WANTED} AS ok_wanted
        FROM organizations_organization o
        LEFT JOIN organizations_disclosure level ON level.organization_id = o.id
        WHERE o.status IN ('public', 'renewal_due') AND {_HOLDS} AND ({_OK_FIELD} OR {_OK_WANTED})
    )
    SELECT 'all', '', count(*) FROM base WHERE ok_field AND ok_wanted
    UNION ALL SELECT 'kind', kind_id::text, count(*) FROM base WHERE ok_field AND ok_wanted GROUP BY 2
    UNION ALL SELECT 'level', level::text, count(*) FROM base WHERE ok_field AND ok_wanted GROUP BY 2
    UNION ALL SELECT 'kana', kana, count(*) FROM base WHERE ok_field AND ok_wanted GROUP BY 2
    UNION ALL SELECT 'members', '', count(*) FROM base WHERE ok_field AND wants_members
    UNION ALL SELECT 'volunteers', '', count(*) FROM base WHERE ok_field AND wants_volunteers
    UNION ALL SELECT 'partners', '', count(*) FROM base WHERE ok_field AND wants_partners
    UNION ALL SELECT 'field', coalesce(f.same_as_id, f.id)::text, count(DISTINCT base.id) FROM base
        JOIN organizations_organizationfield t ON t.organization_id = base.id
        JOIN organizations_activityfield f ON f.id = t.field_id WHERE ok_wanted GROUP BY 2
    UNION ALL SELECT 'area', t.area_id::text, count(*) FROM base
        JOIN organizations_organization_areas t ON t.organization_id = base.id
        WHERE ok_field AND ok_wanted GROUP BY 2
    UNION ALL SELECT 'town', a.town, count(DISTINCT base.id) FROM base
        JOIN organizations_organization_areas t ON t.organization_id = base.id
        JOIN organizations_area a ON a.id = t.area_id
        WHERE ok_field AND ok_wanted GROUP BY 2
"""  # noqa: S608
_EXACT = """
    WITH compared AS MATERIALIZED (
        SELECT o.id, name_key, corporate_number, phone_digits, mobile_digits, address
        FROM organizations_organization o
        LEFT JOIN organizations_contact c ON c.organization_id = o.id
        WHERE o.status NOT IN ('draft', 'declined', 'merged')
    ), grounds AS (
        SELECT id, 'name' AS why, name_key AS value FROM compared
        UNION SELECT id, 'number', corporate_number FROM compared
        UNION SELECT id, 'phone', phone_digits FROM compared
        UNION SELECT id, 'phone', mobile_digits FROM compared
        UNION SELECT id, 'address', address FROM compared
    )
    SELECT why, array_agg(id) FROM grounds WHERE value <> ''
    GROUP BY why, value HAVING count(*) BETWEEN 2 AND 20
"""


def register(scale: int) -> int:
    """Fill the database with the groups of a district so many times; return a much used field."""
    city = City(scale=scale, last_year=current_fiscal_year() - 1)
    for step in (offices.fill, people.fill, centre.fill, groups.fill_kinds):
        step(city)
    pgtrigger.disable(*_HISTORIES)
    with search_indexes_last():
        groups.fill(city)
        directory.fill(city)
        multiply(scale)
    pgtrigger.enable(*_HISTORIES)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return int(ActivityField.objects.get(fieldset__is_current=True, number=7).pk)


def multiply(scale: int) -> None:
    """Copy the groups with their fields, places and contacts until there are `scale` times as many.

    The name of a copy begins with the two characters of its city; telephones are all different.
    """
    listed = ", ".join(_columns(Organization, "name", "registration_number"))
    told = ", ".join(_columns(Contact, "organization_id", "phone"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM organizations_organization")
        step = cursor.fetchone()[0]
        cursor.execute(
            f"INSERT INTO organizations_organization (id, name, {listed})"  # noqa: S608
            " OVERRIDING SYSTEM VALUE SELECT id + %s * n,"
            f" chr(20000 + n * 97 %% 5000) || chr(20000 + n * 61 %% 5000) || name, {listed}"
            " FROM organizations_organization, generate_series(1, %s) AS n",
            [step, scale - 1],
        )
        cursor.execute(
            f"INSERT INTO organizations_contact (organization_id, phone, {told})"  # noqa: S608
            f" SELECT organization_id + %(step)s * n, '08' || organization_id + %(step)s * n, {told}"
            " FROM organizations_contact, generate_series(1, %(copies)s) AS n",
            {"step": step, "copies": scale - 1},
        )
        for table, own in (
            ("organizations_organizationfield", "field_id, is_main"),
            ("organizations_organization_areas", "area_id"),
        ):
            cursor.execute(
                f"INSERT INTO {table} (organization_id, {own})"  # noqa: S608
                f" SELECT organization_id + %s * n, {own} FROM {table}, generate_series(1, %s) AS n",
                [step, scale - 1],
            )


def _columns(model: type[Model], *but: str) -> list[str]:
    """Return the columns of a table that a copy takes over."""
    return [
        str(f.column)
        for f in model._meta.concrete_fields
        if not (f.primary_key or f.generated or f.column in but)
    ]


def statements(words: str | None, field: int | None, *, wanted: bool) -> Sequence[Statement]:
    """Return the floor of one list."""
    values: dict[str, Any] = {"words": words, "field": field, "wanted": wanted or None}
    return [(_PAGE, values), (_COUNTS, values)]


def search(query: str) -> int:
    """Do what the list does in the database; return how many groups it found."""
    filters = OrganizationFilterSet(QueryDict(query), Organization.objects.listed())
    rows: Any = filters.paginator(PER_PAGE).get_page(1).object_list
    return len(list(rows)) + filters.facets.total


def cases(scale: int, is_wanted: Callable[[str], bool]) -> Iterator[Case]:
    """Yield the lists, the search alone, and the duplicates, in a register of this scale."""
    field = register(scale)
    if is_wanted(NAME):
        yield from list_cases(scale, field)
    if is_wanted(DUPLICATES):
        first, second = Contact.objects.order_by("pk")[:2]
        Contact.objects.filter(pk=second.pk).update(phone=first.phone)
        yield Case(DUPLICATES, scale, duplicate_pairs, lambda: fetch([(_EXACT, {})]))


def list_cases(scale: int, field: int) -> Iterator[Case]:
    """Yield the lists; `field` is a much used one."""
    address, bare, client = reverse("organizations:list"), reverse("portal:about"), Client()
    lists = (
        (NAME, "", statements(None, None, wanted=False)),
        (
            f"{NAME} filtered",
            f"?field={field}&wanted=members",
            statements(None, field, wanted=True),
        ),
        (f"{NAME} by two letters", f"?q={WORDS}", statements(WORDS, None, wanted=False)),
    )
    for name, query, wanted in lists:

        def floor(wanted: Sequence[Statement] = wanted) -> None:
            visit(client, bare)
            fetch(wanted)

        def subject(query: str = query) -> int:
            return visit(client, f"{address}{query}")

        yield Case(name, scale, subject, floor)
    yield Case(
        "groups, list: search alone",
        scale,
        lambda: search(f"q={WORDS}"),
        lambda: fetch(statements(WORDS, None, wanted=False)),
    )
