"""The rows of each page, fetched by SQL written by hand: the floors of `benchmarks.pages`."""

from collections.abc import Sequence
from typing import Any

from surveys.models import Report

Statement = tuple[str, Sequence[Any]]

_PUBLISHED = """
    projects_projectrecord r
    JOIN organizations_department d ON d.id = r.department_id
    JOIN organizations_department c ON c.id = d.root_id AND NOT c.closed_dataset
    WHERE r.status = 'approved' AND r.is_public
"""
_COUNTED = _PUBLISHED.replace("AND r.is_public", "")
PER_PAGE = 20
PER_ADMIN_PAGE = 50


def front() -> list[Statement]:
    """The newest year's counts and the newest reports."""
    return [
        (
            f"""
            SELECT r.fiscal_year, count(DISTINCT r.project_id), count(DISTINCT r.department_id)
            FROM {_COUNTED} GROUP BY 1 ORDER BY 1 DESC LIMIT 1
            """,
            [],
        ),
        (
            """
            SELECT p.title, s.slug, s.fiscal_year FROM surveys_report p
            JOIN surveys_survey s ON s.id = p.survey_id
            WHERE p.status = 'published' ORDER BY s.fiscal_year DESC, p.id LIMIT 5
            """,
            [],
        ),
    ]


def record_list(
    words: str = "", year: int | None = None, department: int | None = None
) -> list[Statement]:
    """One page of records with their partners, their number, and the choices of the filters."""
    conditions, values = "", []
    if words:
        like = f"%{words}%"
        conditions = """
            AND (r.name ILIKE %s OR r.summary ILIKE %s OR EXISTS (
                SELECT 1 FROM projects_partner p
                LEFT JOIN organizations_organization o ON o.id = p.organization_id
                WHERE p.record_id = r.id AND (p.name ILIKE %s OR o.name ILIKE %s)))
        """
        values = [like] * 4
    if year is not None:
        conditions += " AND r.fiscal_year = %s AND r.department_id = %s"
        values += [year, department]
    page = f"""
        SELECT r.id, r.project_id, r.name, r.fiscal_year, d.name FROM {_PUBLISHED} {conditions}
        ORDER BY r.fiscal_year DESC, r.id DESC LIMIT {PER_PAGE}
    """
    return [
        (f"SELECT count(*) FROM {_PUBLISHED} {conditions}", values),
        (page, values),
        (
            f"""
            SELECT p.record_id, coalesce(o.name, p.name), p.group_count
            FROM (SELECT id FROM ({page}) shown) r JOIN projects_partner p ON p.record_id = r.id
            LEFT JOIN organizations_organization o ON o.id = p.organization_id
            ORDER BY p.record_id, p.position
            """,
            values,
        ),
        (f"SELECT DISTINCT r.fiscal_year FROM {_PUBLISHED} ORDER BY 1 DESC", []),
        (f"SELECT DISTINCT d.position, d.id, d.name FROM {_PUBLISHED} ORDER BY 1", []),
        (
            f"""
            SELECT f.name FROM projects_collaborationform f WHERE EXISTS (
                SELECT 1 FROM projects_partner_forms pf
                JOIN projects_partner p ON p.id = pf.partner_id
                WHERE pf.collaborationform_id = f.id
                    AND p.record_id IN (SELECT r.id FROM {_PUBLISHED}))
            ORDER BY f.position
            """,
            [],
        ),
    ]


def project(pk: int) -> list[Statement]:
    """The published years of a project with partners and their labels."""
    records = f"SELECT r.id FROM {_PUBLISHED} AND r.project_id = %s"
    labels = " UNION ALL ".join(
        f"""
        SELECT '{table}', t.partner_id, l.name FROM projects_partner_{table}s t
        JOIN projects_{label} l ON l.id = t.{label}_id
        JOIN projects_partner p ON p.id = t.partner_id WHERE p.record_id IN ({records})
        """
        for table, label in (
            ("form", "collaborationform"),
            ("origin", "origin"),
            ("initiative", "initiative"),
        )
    )
    return [
        (f"SELECT r.*, d.name FROM {_PUBLISHED} AND r.project_id = %s ORDER BY 1", [pk]),
        (
            f"""
            SELECT p.record_id, coalesce(o.name, p.name), p.group_count, k.name, u.name
            FROM projects_partner p
            LEFT JOIN organizations_organization o ON o.id = p.organization_id
            LEFT JOIN projects_partnerkind k ON k.id = p.kind_id
            LEFT JOIN projects_outcome u ON u.id = p.outcome_id
            WHERE p.record_id IN ({records}) ORDER BY p.record_id, p.position
            """,
            [pk],
        ),
        (labels, [pk] * 3),
    ]


def statistics(year: int) -> list[Statement]:
    """The counts of one year: totals, offices, each question of the sheet, one cross table."""
    sheets = f"SELECT r.* FROM {_COUNTED} AND r.fiscal_year = %s"
    partners = f"projects_partner p JOIN ({sheets}) r ON r.id = p.record_id"
    totals = f"""
        SELECT count(DISTINCT r.project_id), count(p.id), count(DISTINCT r.department_id)
        FROM {partners}
    """
    offices = f"""
        SELECT d.name, count(*) FROM {partners}
        JOIN organizations_department d ON d.id = r.department_id GROUP BY d.id ORDER BY 2 DESC
    """
    years = f"SELECT r.fiscal_year, count(DISTINCT r.project_id) FROM {_COUNTED} GROUP BY 1"
    found: list[Statement] = [(totals, [year]), (offices, [year]), (years, [])]
    for column, label in (("kind", "partnerkind"), ("outcome", "outcome")):
        found.append(
            (
                f"""
                SELECT l.name, count(*) FROM {partners}
                LEFT JOIN projects_{label} l ON l.id = p.{column}_id GROUP BY 1
                """,
                [year],
            )
        )
    for table, label in (
        ("forms", "collaborationform"),
        ("origins", "origin"),
        ("initiatives", "initiative"),
    ):
        found.append(
            (
                f"""
                SELECT l.name, count(DISTINCT p.id) FROM {partners}
                LEFT JOIN projects_partner_{table} t ON t.partner_id = p.id
                LEFT JOIN projects_{label} l ON l.id = t.{label}_id GROUP BY 1
                """,
                [year],
            )
        )
    cross = f"""
        SELECT f.collaborationform_id, i.initiative_id, count(*) FROM {partners}
        LEFT JOIN projects_partner_forms f ON f.partner_id = p.id
        LEFT JOIN projects_partner_initiatives i ON i.partner_id = p.id GROUP BY 1, 2
    """
    return [*found, (cross, [year])]


def report(slug: str) -> list[Statement]:
    """The definitions of a report's figures and the counts of their questions."""
    figures = list(
        Report.objects.get(survey__slug=slug).figures.values_list("question_id", "by_id", "unit")
    )
    questions = sorted({pk for question, by, _ in figures for pk in (question, by) if pk})
    found: list[Statement] = [
        ("SELECT * FROM surveys_survey WHERE slug = %s", [slug]),
        (
            """
            SELECT f.* FROM surveys_reportfigure f JOIN surveys_report p ON p.id = f.report_id
            JOIN surveys_survey s ON s.id = p.survey_id WHERE s.slug = %s ORDER BY f.position
            """,
            [slug],
        ),
        (
            "SELECT question_id, code, label FROM surveys_choice WHERE question_id = ANY(%s)",
            [questions],
        ),
        (
            """
            SELECT question_id, code, count(*) FROM surveys_answer WHERE question_id = ANY(%s)
            GROUP BY 1, 2
            """,
            [questions],
        ),
    ]
    for question, by, unit in figures:
        if by:
            same_row = "AND b.row = a.row" if unit == "sheet" else ""
            found.append(
                (
                    f"""
                    SELECT b.code, a.code, count(*) FROM surveys_answer a
                    JOIN surveys_answer b ON b.response_id = a.response_id {same_row}
                    WHERE a.question_id = %s AND b.question_id = %s GROUP BY 1, 2
                    """,
                    [question, by],
                )
            )
    return found


def office(department: int) -> list[Statement]:
    """The records an office has open, and those of the newest year."""
    own = "projects_projectrecord WHERE department_id = %s"
    return [
        (f"SELECT * FROM {own} AND status IN ('draft', 'returned')", [department]),
        (
            f"""
            SELECT * FROM {own} AND status IN ('submitted', 'approved')
                AND fiscal_year = (SELECT max(fiscal_year) FROM {own})
            """,
            [department, department],
        ),
    ]


def admin_records() -> list[Statement]:
    """One page of the admin's list of records, and how many there are."""
    return [
        ("SELECT count(*) FROM projects_projectrecord", []),
        (
            f"""
            SELECT r.*, d.name FROM projects_projectrecord r
            JOIN organizations_department d ON d.id = r.department_id
            ORDER BY r.fiscal_year DESC, r.id LIMIT {PER_ADMIN_PAGE}
            """,
            [],
        ),
    ]
