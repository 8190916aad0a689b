"""Last year's projects as this year's drafts: chosen ones at one press."""

import uuid
from collections.abc import Collection, Iterable

from django.db import transaction

from koganei_kyodo.accounts.models import User
from organizations.models import Department
from projects.actions.errors import AlreadyReported
from projects.actions.sheet import create_record
from projects.models import Project, ProjectRecord


def last_years_records(fiscal_year: int, *, offices: Collection[int]) -> list[ProjectRecord]:
    """Return the records of the year before whose projects have none in `fiscal_year` yet.

    Args:
        fiscal_year: the new 年度.
        offices: ids of the offices whose records, with those merged into them.
    """
    reported = ProjectRecord.objects.filter(fiscal_year=fiscal_year).values("project_id")
    records = ProjectRecord.objects.of_city().filter(fiscal_year=fiscal_year - 1)
    records = records.filter(department__in=offices)
    rows = records.exclude(project__in=reported).select_related("project", "department")
    return list(rows.prefetch_related("partners__organization").order_by("name", "pk"))


def carry_over(
    projects: Iterable[Project], *, by: User, fiscal_year: int, offices: Iterable[Department]
) -> list[ProjectRecord]:
    """Begin this year's record of each project with last year's answers, as 継続.

    A project that has a record of the year already is left alone: pressing twice makes one.

    Args:
        projects: projects of these offices, of those merged into them, and of those that they
            were split off from in this 年度.
        by: the person who writes: of the offices, or of the staff in their place.
        fiscal_year: the new 年度.
        offices: the offices of today whose records they become.

    Raises ``PermissionDenied`` for a project of another office, ``WrongState`` without guideline.
    """
    made = []
    own = {office.pk: office for office in offices}
    with transaction.atomic():
        for project in projects:
            office = own.get(project.department_id) or _successor(project, own)
            try:
                made.append(
                    create_record(
                        by, office, fiscal_year=fiscal_year, token=uuid.uuid4(), project=project
                    )
                )
            except AlreadyReported:
                continue
    return made


def _successor(project: Project, own: dict[int, Department]) -> Department:
    """Return which of one's own offices took over the project's; its own where none is known."""
    newest = {project.department_id}
    seen: set[int] = set()
    while newest:
        after = Department.objects.filter(predecessors__in=newest).values_list("pk", flat=True)
        found = sorted(set(after) & set(own))
        if found:
            return own[found[0]]
        seen |= newest
        newest = set(after) - seen
    return project.department
