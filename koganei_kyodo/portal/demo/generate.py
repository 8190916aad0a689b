"""Fills the made-up city: deterministic for a given scale, written in bulk.

Scale 1 is one city: 53 offices, about 450 groups, ten years of 120 projects. Other scales
multiply groups and projects; the offices stay the same 53.
"""

import datetime
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.portal.demo import words
from organizations.models import Department, Organization, OrganizationKind
from projects.models import (
    CollaborationForm,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    Partner,
    PartnerKind,
    Project,
    ProjectRecord,
)

YEARS = 10
PROJECTS = 158  # some start later or end earlier: about 120 run in each year
GROUPS = 450
_BATCH = 2000


@dataclass
class City:
    """What has been made so far."""

    root: Department
    guideline: Guideline
    offices: dict[str, Department] = field(default_factory=dict)
    groups: list[Organization] = field(default_factory=list)
    labels: dict[type[models.Model], list[Any]] = field(default_factory=dict)


@transaction.atomic
def generate(*, last_year: int, reviewer: User, submitter: User, scale: int = 1) -> City:
    """Fill the database with the made-up city.

    Args:
        last_year: 年度 of the newest approved records; the ten years up to it are filled.
        reviewer: who approved the records.
        submitter: who handed them in.
        scale: how many times a city's groups and projects.

    Returns:
        The city, for what is built on it.
    """
    draw = random.Random(20261121)  # noqa: S311 - made-up data, the same on every machine
    city = _make_offices()
    _make_labels(city)
    _make_groups(city, GROUPS * scale, draw)
    plans = [_plan(city, number, draw) for number in range(PROJECTS * scale)]
    projects = Project.objects.bulk_create(
        [Project(name=plan.name, department=plan.office) for plan in plans], batch_size=_BATCH
    )
    writer = _RecordWriter(city, reviewer, submitter, draw)
    for index in range(YEARS):
        running = [
            (plan, project)
            for plan, project in zip(plans, projects, strict=True)
            if plan.first <= index <= plan.last
        ]
        writer.write(last_year - YEARS + 1 + index, index, running)
    return city


@dataclass(frozen=True)
class Plan:
    """A project over the ten years."""

    name: str
    deed: str
    place: str
    office: Department
    partners: Sequence[Organization | int]
    first: int
    last: int


def _make_offices() -> City:
    root = Department.objects.create(name=words.CITY, name_kana="かざみし", code="city", position=1)
    city = City(root, Guideline.objects.create(name=words.GUIDELINE, is_current=True))
    position = 0
    for division, sections in words.DIVISIONS:
        position += 1
        parent = Department.objects.create(
            name=division, code=f"office-{position:03}", parent=root, position=position
        )
        for section in sections:
            position += 1
            city.offices[section] = Department.objects.create(
                name=section, code=f"office-{position:03}", parent=parent, position=position
            )
    return city


def _make_labels(city: City) -> None:
    def make(model: Any, rows: Iterable[dict[str, Any]]) -> None:
        city.labels[model] = model.objects.bulk_create(
            [model(guideline=city.guideline, position=i, **row) for i, row in enumerate(rows, 1)]
        )

    make(CollaborationForm, ({"name": n, "definition": d} for n, d in words.FORMS))
    make(PartnerKind, ({"name": name} for name in words.PARTNER_KINDS))
    make(Origin, ({"name": name} for name in words.ORIGINS))
    make(Initiative, ({"name": name} for name in words.INITIATIVES))
    make(Outcome, ({"name": name} for name in words.OUTCOMES))


def _make_groups(city: City, count: int, draw: random.Random) -> None:
    kinds = OrganizationKind.objects.bulk_create(
        [
            OrganizationKind(name=name, has_npo_status=npo, position=i)
            for i, (name, npo) in enumerate(words.ORGANIZATION_KINDS, 1)
        ]
    )
    names = [
        (first + last, kana_first + kana_last)
        for last, kana_last in words.GROUP_LAST
        for first, kana_first in words.GROUP_FIRST
    ]
    draw.shuffle(names)
    groups = []
    for number in range(count):
        name, kana = names[number % len(names)]
        lap = number // len(names)
        groups.append(
            Organization(
                name=f"{name}{lap + 1}" if lap else name,
                name_kana=kana,
                kind=draw.choices(kinds, weights=[50, 22, 14, 4, 4, 6])[0],
                status=Organization.Status.PUBLIC,
                purpose="風見市（架空）で活動している団体です。",
            )
        )
    city.groups = Organization.objects.bulk_create(groups, batch_size=_BATCH)


def _plan(city: City, number: int, draw: random.Random) -> Plan:
    name = draw.choices(list(words.ACTIVE), weights=list(words.ACTIVE.values()))[0]
    deed = draw.choice(words.DEEDS.get(name, words.DEEDS[""]))
    place = draw.choice(words.PLACES)
    # A few groups carry much of the work: squaring the draw favours the front of the list.
    partners: list[Organization | int] = [
        city.groups[int(draw.random() ** 2.5 * len(city.groups))]
        for _ in range(draw.choices([1, 2, 3], weights=[84, 12, 4])[0])
    ]
    if draw.random() < 0.03:
        partners.append(draw.randint(5, 60))
    first = 0 if draw.random() < 0.7 else draw.randint(1, YEARS - 1)
    last = YEARS - 1 if draw.random() < 0.85 else draw.randint(first, YEARS - 1)
    return Plan(
        f"{place}の{deed}",
        deed,
        place,
        city.offices[name],
        list(dict.fromkeys(partners)),
        first,
        last,
    )


@dataclass
class _RecordWriter:
    """Writes the approved records of one year after the other."""

    city: City
    reviewer: User
    submitter: User
    draw: random.Random

    def write(self, year: int, index: int, running: Sequence[tuple[Plan, Project]]) -> None:
        """Write the records of the 年度 `year`, the `index`-th of the ten, and their partners."""
        records = [
            self._record(plan, project, year, number, is_new=index > 0 and index == plan.first)
            for number, (plan, project) in enumerate(running, 1)
        ]
        ProjectRecord.objects.bulk_create(records, batch_size=_BATCH)
        write_partners(
            self.city,
            [(record, plan.partners) for record, (plan, _) in zip(records, running, strict=True)],
            self.draw,
        )

    def _record(
        self, plan: Plan, project: Project, year: int, number: int, *, is_new: bool
    ) -> ProjectRecord:
        draw, kind = self.draw, ProjectRecord.Continuity
        handed_in = datetime.datetime(
            year + 1, 5, draw.randint(1, 30), 10, tzinfo=timezone.get_default_timezone()
        )
        return ProjectRecord(
            project=project,
            fiscal_year=year,
            department=plan.office,
            guideline=self.city.guideline,
            name=plan.name,
            summary=draw.choice(words.SUMMARIES).format(place=plan.place, deed=plan.deed),
            continuity=kind.NEW if is_new else kind.CONTINUED,
            cost=draw.choice([0, 50, 80, 120, 200, 300, 500, 900, 1500, 4000]) * 1000,
            scheme_used=draw.choice(words.SCHEMES),
            status=ProjectRecord.Status.APPROVED,
            number=f"{year}-{number:04}",
            submitted_at=handed_in,
            submitted_by=self.submitter,
            reviewed_at=handed_in + datetime.timedelta(days=draw.randint(1, 20)),
            reviewed_by=self.reviewer,
            updated_by=self.submitter,
        )


def write_partners(
    city: City,
    records: Sequence[tuple[ProjectRecord, Sequence[Organization | int]]],
    draw: random.Random,
) -> None:
    """Give each record its partners: registered groups, or a bare number of groups."""
    kinds = {kind.name: kind for kind in city.labels[PartnerKind]}
    rows = []
    for record, partners in records:
        for position, who in enumerate(partners, 1):
            group = None if isinstance(who, int) else who
            kind = words.KIND_OF_PARTNER[group.kind.name] if group else "任意団体"
            outcome = draw.choices([*city.labels[Outcome], None], weights=[70, 24, 2, 4])[0]
            rows.append(
                Partner(
                    record=record,
                    position=position,
                    organization=group,
                    group_count=who if isinstance(who, int) else None,
                    kind=kinds[kind],
                    outcome=outcome,
                )
            )
    rows = Partner.objects.bulk_create(rows, batch_size=_BATCH)
    _tick(rows, Partner.forms.through, "collaborationform", city.labels[CollaborationForm],
          words.FORM_WEIGHTS, draw, second=0.1)  # fmt: skip
    _tick(rows, Partner.origins.through, "origin", city.labels[Origin],
          [50, 28, 18, 13, 12], draw, second=0.25)  # fmt: skip
    _tick(rows, Partner.initiatives.through, "initiative", city.labels[Initiative],
          [35, 38, 22, 8], draw, second=0.1)  # fmt: skip


def _tick(
    partners: Sequence[Partner],
    through: Any,
    column: str,
    labels: Sequence[Any],
    weights: Sequence[int],
    draw: random.Random,
    *,
    second: float,
) -> None:
    """Tick one label on every sheet, and with the probability `second` one more."""
    ticks = []
    for partner in partners:
        chosen = {draw.choices(labels, weights=weights)[0]}
        if draw.random() < second:
            chosen.add(draw.choices(labels, weights=weights)[0])
        ticks += [through(partner=partner, **{column: label}) for label in chosen]
    through.objects.bulk_create(ticks, batch_size=_BATCH)
