"""The rows of each page, fetched by SQL written by hand: the floors of `benchmarks.pages`.

The views only spare repetition: PostgreSQL puts their text in their place.
"""

from typing import Any

from surveys.models import Report

Statement = tuple[str, dict[str, Any]]

VIEWS = """
    CREATE VIEW bench_all AS
        SELECT r.* FROM projects_projectrecord r
        JOIN organizations_department d ON d.id = r.department_id
        JOIN organizations_department c ON c.id = d.root_id AND NOT c.closed_dataset;
    CREATE VIEW bench_counted AS
        SELECT r.*, d.name AS office, d.position AS office_position
        FROM projects_projectrecord r
        JOIN organizations_department d ON d.id = r.department_id
        JOIN organizations_department c ON c.id = d.root_id AND NOT c.closed_dataset
        WHERE r.status = 'approved';
    CREATE VIEW bench_published AS SELECT * FROM bench_counted WHERE is_public;
    CREATE VIEW bench_sheets AS
        SELECT p.*, r.fiscal_year, r.project_id, r.department_id, r.office
        FROM projects_partner p JOIN bench_counted r ON r.id = p.record_id;
"""

_FRONT = (
    """
    SELECT fiscal_year, count(DISTINCT project_id), count(DISTINCT department_id)
    FROM bench_counted GROUP BY 1 ORDER BY 1 DESC LIMIT 1
    """,
    """
    SELECT p.title, s.slug, s.fiscal_year FROM surveys_report p
    JOIN surveys_survey s ON s.id = p.survey_id
    WHERE p.status = 'published' ORDER BY s.fiscal_year DESC, p.id LIMIT 5
    """,
)
# A value of NULL takes its condition away before the statement is planned. The first gives the
# rows of the page, the second how many records there are and how many each choice leaves: a
# choice of a filter that is set is counted without that filter.
_YEAR = "(%(year)s::int IS NULL OR fiscal_year = %(year)s)"
_OFFICE_IS = "(%(department)s::int IS NULL OR department_id = %(department)s)"
_WORDS = """
    (%(words)s::text IS NULL OR kyodo_grams(search_text) @@
        (SELECT kyodo_query(kyodo_normalise(%(words)s))) AND
        strpos(search_text, kyodo_normalise(%(words)s)) > 0)
"""
_WHERE = f"{_YEAR} AND {_OFFICE_IS} AND {_WORDS}"
_LIST = (
    f"""
    WITH page AS (
        SELECT * FROM bench_published WHERE {_WHERE}
        ORDER BY fiscal_year DESC, id DESC LIMIT 20
    )
    SELECT r.id, r.project_id, r.name, r.fiscal_year, r.office, coalesce(o.name, p.name),
           p.group_count
    FROM page r
    LEFT JOIN projects_partner p ON p.record_id = r.id
    LEFT JOIN organizations_organization o ON o.id = p.organization_id
    ORDER BY r.fiscal_year DESC, r.id DESC, p.position
    """,  # noqa: S608
    f"""
    WITH base AS MATERIALIZED (
        SELECT continuity, width_bucket(cost, ARRAY[1, 1e5, 5e5, 1e6, 1e7]) AS band, label_key,
            count(*) AS n
        FROM bench_published WHERE {_WHERE} GROUP BY 1, 2, 3
    ), label AS MATERIALIZED (
        SELECT part, key, sum(n) AS n FROM (SELECT label_key, sum(n) AS n FROM base GROUP BY 1) AS b
        CROSS JOIN LATERAL string_to_table(label_key, '|') WITH ORDINALITY AS of (keys, part)
        CROSS JOIN LATERAL string_to_table(keys, ',') AS key WHERE key <> '' GROUP BY 1, 2
    )
    SELECT 'all', '', sum(n) FROM base
    UNION ALL SELECT 'year', fiscal_year::text, count(*) FROM bench_published
        WHERE {_OFFICE_IS} AND {_WORDS} GROUP BY 2
    UNION ALL SELECT 'office', office, count(*) FROM bench_published
        WHERE {_YEAR} AND {_WORDS} GROUP BY 2
    UNION ALL SELECT 'begun', continuity, sum(n) FROM base GROUP BY 2
    UNION ALL SELECT 'cost', band::text, sum(n) FROM base GROUP BY 2
    UNION ALL SELECT 'form', f.name, sum(n) FROM label
        JOIN projects_collaborationform f ON f.id = key::bigint AND part = 1 GROUP BY 2
    UNION ALL SELECT 'kind', k.name, sum(n) FROM label
        JOIN projects_partnerkind k ON k.id = key::bigint AND part = 2 GROUP BY 2
    UNION ALL SELECT 'field', a.short_name, sum(n) FROM label
        JOIN organizations_activityfield a ON a.id = key::bigint AND part = 3 GROUP BY 2
    """,  # noqa: S608
)
_PROJECT = (
    "SELECT * FROM bench_published WHERE project_id = %(project)s ORDER BY fiscal_year DESC",
    """
    SELECT p.id, p.record_id, coalesce(o.name, p.name), p.group_count, k.name, u.name
    FROM bench_published r JOIN projects_partner p ON p.record_id = r.id
    LEFT JOIN organizations_organization o ON o.id = p.organization_id
    LEFT JOIN projects_partnerkind k ON k.id = p.kind_id
    LEFT JOIN projects_outcome u ON u.id = p.outcome_id
    WHERE r.project_id = %(project)s ORDER BY p.record_id, p.position
    """,
    """
    WITH mine AS (
        SELECT p.id FROM bench_published r JOIN projects_partner p ON p.record_id = r.id
        WHERE r.project_id = %(project)s
    )
    SELECT 'form', t.partner_id, l.name FROM mine
    JOIN projects_partner_forms t ON t.partner_id = mine.id
    JOIN projects_collaborationform l ON l.id = t.collaborationform_id
    UNION ALL
    SELECT 'origin', t.partner_id, l.name FROM mine
    JOIN projects_partner_origins t ON t.partner_id = mine.id
    JOIN projects_origin l ON l.id = t.origin_id
    UNION ALL
    SELECT 'initiative', t.partner_id, l.name FROM mine
    JOIN projects_partner_initiatives t ON t.partner_id = mine.id
    JOIN projects_initiative l ON l.id = t.initiative_id
    """,
)
_STATISTICS = (
    "SELECT fiscal_year, count(*) FROM bench_counted GROUP BY 1 ORDER BY 1 DESC",
    """
    WITH record AS MATERIALIZED (
        SELECT id, department_id, office, guideline_id, continuity FROM bench_counted
        WHERE fiscal_year = %(year)s
    ), mine AS MATERIALIZED (
        SELECT p.id, p.kind_id, p.outcome_id, record.office
        FROM record JOIN projects_partner p ON p.record_id = record.id
    ), form AS MATERIALIZED (
        SELECT mine.id AS sheet, t.collaborationform_id AS label
        FROM mine LEFT JOIN projects_partner_forms t ON t.partner_id = mine.id
    ), initiative AS MATERIALIZED (
        SELECT mine.id AS sheet, t.initiative_id AS label
        FROM mine LEFT JOIN projects_partner_initiatives t ON t.partner_id = mine.id
    )
    SELECT 'begun', continuity, 0::bigint, count(*) FROM record GROUP BY 2
    UNION ALL SELECT 'offices', '', 0, count(DISTINCT department_id) FROM record
    UNION ALL SELECT 'sheets', '', 0, count(*) FROM mine
    UNION ALL SELECT 'office', office, 0, count(*) FROM mine GROUP BY 2
    UNION ALL SELECT 'kind', '', kind_id, count(*) FROM mine GROUP BY 3
    UNION ALL SELECT 'outcome', '', outcome_id, count(*) FROM mine GROUP BY 3
    UNION ALL SELECT 'form', '', label, count(*) FROM form GROUP BY 3
    UNION ALL SELECT 'initiative', '', label, count(*) FROM initiative GROUP BY 3
    UNION ALL SELECT 'origin', '', t.origin_id, count(*) FROM mine
        LEFT JOIN projects_partner_origins t ON t.partner_id = mine.id GROUP BY 3
    UNION ALL SELECT 'cross', form.label::text, initiative.label, count(*)
        FROM form JOIN initiative USING (sheet) GROUP BY 2, 3
    """,
    """
    SELECT 'kind', id, name FROM projects_partnerkind
    UNION ALL SELECT 'outcome', id, name FROM projects_outcome
    UNION ALL SELECT 'form', id, name FROM projects_collaborationform
    UNION ALL SELECT 'origin', id, name FROM projects_origin
    UNION ALL SELECT 'initiative', id, name FROM projects_initiative
    """,
)
_YEARLY = (
    """
    SELECT fiscal_year, count(DISTINCT project_id), count(DISTINCT department_id), sum(cost),
           count(*) FILTER (WHERE continuity = 'new'),
           count(*) FILTER (WHERE continuity = 'continued')
    FROM bench_counted WHERE fiscal_year > %(year)s - 10 AND fiscal_year <= %(year)s GROUP BY 1
    """,
    """
    SELECT fiscal_year, count(*) FROM bench_sheets
    WHERE fiscal_year > %(year)s - 10 AND fiscal_year <= %(year)s GROUP BY 1
    """,
    """
    SELECT s.fiscal_year, f.name, count(DISTINCT s.project_id) FROM bench_sheets s
    JOIN projects_partner_forms t ON t.partner_id = s.id
    JOIN projects_collaborationform f ON f.id = t.collaborationform_id
    WHERE s.fiscal_year > %(year)s - 10 AND s.fiscal_year <= %(year)s GROUP BY 1, 2
    """,
    """
    WITH mine AS MATERIALIZED (
        SELECT s.id, s.project_id, s.fiscal_year, s.office, s.kind_id, s.outcome_id, s.record_id,
               r.cost, r.continuity, (
                   SELECT count(*) FROM projects_projectrecord h
                   WHERE h.project_id = r.project_id AND h.status = 'approved'
                       AND h.fiscal_year <= r.fiscal_year) AS years
        FROM bench_sheets s JOIN bench_counted r ON r.id = s.record_id
        WHERE s.fiscal_year IN (%(year)s, %(year)s - 1)
    )
    SELECT 'office', fiscal_year, office, count(*), count(DISTINCT project_id)
    FROM mine GROUP BY 2, 3
    UNION ALL SELECT 'kind', fiscal_year, kind_id::text, count(*), count(DISTINCT project_id)
    FROM mine GROUP BY 2, 3
    UNION ALL SELECT 'outcome', fiscal_year, outcome_id::text, count(*), count(DISTINCT project_id)
    FROM mine GROUP BY 2, 3
    UNION ALL SELECT 'begun', fiscal_year, continuity, count(*), count(DISTINCT project_id)
    FROM mine GROUP BY 2, 3
    UNION ALL SELECT 'years', fiscal_year, years::text, count(*), count(DISTINCT project_id)
    FROM mine GROUP BY 2, 3
    UNION ALL SELECT 'cost', fiscal_year,
        width_bucket(cost, ARRAY[1, 100000, 500000, 1000000, 10000000]::bigint[])::text,
        count(*), count(DISTINCT project_id) FROM mine GROUP BY 2, 3
    UNION ALL SELECT 'source', fiscal_year, c.source_id::text, count(*),
        count(DISTINCT project_id)
    FROM mine LEFT JOIN projects_recordcost c ON c.record_id = mine.record_id GROUP BY 2, 3
    UNION ALL SELECT 'form', fiscal_year, t.collaborationform_id::text, count(*),
        count(DISTINCT project_id)
    FROM mine LEFT JOIN projects_partner_forms t ON t.partner_id = mine.id GROUP BY 2, 3
    UNION ALL SELECT 'origin', fiscal_year, t.origin_id::text, count(*), count(DISTINCT project_id)
    FROM mine LEFT JOIN projects_partner_origins t ON t.partner_id = mine.id GROUP BY 2, 3
    UNION ALL SELECT 'initiative', fiscal_year, t.initiative_id::text, count(*),
        count(DISTINCT project_id)
    FROM mine LEFT JOIN projects_partner_initiatives t ON t.partner_id = mine.id GROUP BY 2, 3
    """,
    """
    SELECT organization_id, name, count(*) FROM bench_sheets WHERE fiscal_year = %(year)s
    GROUP BY 1, 2 ORDER BY 3 DESC
    """,
    """
    SELECT kind_id, count(*), count(*) FILTER (WHERE id IN (
        SELECT organization_id FROM bench_sheets WHERE fiscal_year = %(year)s))
    FROM organizations_organization WHERE status = 'public' GROUP BY 1
    """,
)
_REPORT = (
    """
    SELECT s.*, p.* FROM surveys_report p JOIN surveys_survey s ON s.id = p.survey_id
    WHERE p.id = %(report)s
    """,
    "SELECT * FROM surveys_reportfigure WHERE report_id = %(report)s ORDER BY position",
    """
    SELECT q.*, c.code, c.label FROM surveys_question q
    LEFT JOIN surveys_choice c ON c.question_id = q.id
    WHERE q.questionnaire_id = %(questionnaire)s ORDER BY q.position, c.position
    """,
    """
    SELECT question_id, code, count(*) FROM surveys_answer
    WHERE question_id = ANY(%(questions)s) GROUP BY 1, 2
    """,
)
_CROSS = """
    SELECT b.code, a.code, count(*) FROM surveys_answer a
    JOIN surveys_answer b ON b.response_id = a.response_id
        AND (%(unit)s = 'response' OR b.row = a.row)
    WHERE a.question_id = %(question)s AND b.question_id = %(by)s GROUP BY 1, 2
"""
_OFFICE = (
    """
    SELECT r.*, u.name FROM projects_projectrecord r
    LEFT JOIN accounts_user u ON u.id = r.updated_by_id
    WHERE r.department_id = %(office)s
        AND (r.status <> 'approved' OR r.fiscal_year = %(year)s)
    """,
)
_GROUP = (
    """
    SELECT o.*, m.role FROM organizations_membership m
    JOIN organizations_organization o ON o.id = m.organization_id
    WHERE m.organization_id = %(group)s
    """,
    """
    SELECT m.*, u.name, u.name_kana FROM organizations_membership m
    JOIN accounts_user u ON u.id = m.user_id
    WHERE m.organization_id = %(group)s ORDER BY u.name_kana
    """,
    "SELECT * FROM organizations_invitation WHERE organization_id = %(group)s",
)
_DASHBOARD = (
    """
    SELECT status, count(*), min(submitted_at), min(reviewed_at)
    FROM bench_all WHERE status IN ('submitted', 'returned') GROUP BY 1
    """,
    """
    SELECT count(*), min(next_on) FROM consultations_consultation
    WHERE status <> 'closed' AND next_on <= current_date
    """,
    "SELECT * FROM django_admin_log ORDER BY action_time DESC LIMIT 10",
)
_SEARCH = (
    """
    SELECT id, name, kind_id FROM organizations_organization
    WHERE status IN ('public', 'renewal_due')
        AND kyodo_grams(public_text) @@ (SELECT kyodo_query(kyodo_normalise(%(word)s)))
        AND strpos(public_text, kyodo_normalise(%(word)s)) > 0 ORDER BY name_kana, id LIMIT 6
    """,
    """
    SELECT id, name, fiscal_year, office FROM bench_published
    WHERE kyodo_grams(search_text) @@ (SELECT kyodo_query(kyodo_normalise(%(word)s)))
        AND strpos(search_text, kyodo_normalise(%(word)s)) > 0
    ORDER BY fiscal_year DESC, id DESC LIMIT 6
    """,
    """
    SELECT e.id, e.title FROM projects_example e JOIN bench_published r ON r.id = e.record_id
    WHERE e.title ILIKE '%%' || %(word)s || '%%' OR e.text ILIKE '%%' || %(word)s || '%%' LIMIT 6
    """,
    """
    SELECT title FROM surveys_report WHERE status = 'published'
        AND (title ILIKE '%%' || %(word)s || '%%' OR intro ILIKE '%%' || %(word)s || '%%')
    """,
)
_ADMIN = (
    "SELECT count(*) FROM projects_projectrecord",
    """
    SELECT r.*, d.name FROM projects_projectrecord r
    JOIN organizations_department d ON d.id = r.department_id
    ORDER BY r.fiscal_year DESC, r.id LIMIT 50
    """,
    """
    SELECT status, fiscal_year, department_id, count(*)
    FROM projects_projectrecord GROUP BY GROUPING SETS ((status), (fiscal_year), (department_id))
    """,
)


def _each(texts: tuple[str, ...], **values: Any) -> list[Statement]:
    return [(text, values) for text in texts]


def front() -> list[Statement]:
    """The newest year's counts and the newest reports."""
    return _each(_FRONT)


def record_list(
    words: str | None = None, year: int | None = None, department: int | None = None
) -> list[Statement]:
    """One page of records with their partners, their number, and the choices of the filters."""
    return _each(_LIST, words=words, year=year, department=department)


def project(pk: int) -> list[Statement]:
    """The published years of a project with partners and their labels."""
    return _each(_PROJECT, project=pk)


def statistics(year: int) -> list[Statement]:
    """The counts of one year: totals, offices, each question of the sheet, one cross table."""
    return _each(_STATISTICS, year=year)


def yearly_report(year: int) -> list[Statement]:
    """All divisions of a year and the one before, ten years of totals, and the groups' shares."""
    return _each(_YEARLY, year=year)


def report(slug: str) -> list[Statement]:
    """The definitions of a report's figures and the counts of their questions."""
    found = Report.objects.get(survey__slug=slug)
    figures = list(found.figures.values("question_id", "by_id", "unit"))
    questions = {f["question_id"] for f in figures} | {f["by_id"] for f in figures if f["by_id"]}
    questionnaire = found.survey.questionnaires.latest("version").pk
    crosses = [
        (_CROSS, {"question": f["question_id"], "by": f["by_id"], "unit": f["unit"]})
        for f in figures
        if f["by_id"]
    ]
    values = {"report": found.pk, "questionnaire": questionnaire, "questions": sorted(questions)}
    return [*_each(_REPORT, **values), *crosses]


def office(department: int, year: int) -> list[Statement]:
    """The records that an office has open, and those of the newest year."""
    return _each(_OFFICE, office=department, year=year)


def group(organization: int) -> list[Statement]:
    """A group, the people who act for it, and whom it has invited."""
    return _each(_GROUP, group=organization)


def dashboard() -> list[Statement]:
    """What waits for the centre, and what the person did last."""
    return _each(_DASHBOARD)


def search_everything(word: str) -> list[Statement]:
    """The first hits of each kind of thing that is public."""
    return _each(_SEARCH, word=word)


def admin_records() -> list[Statement]:
    """One page of the admin's list of records, how many there are, and the filters' counts."""
    return _each(_ADMIN)
