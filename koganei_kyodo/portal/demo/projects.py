"""Ten years of the made-up city's projects: deterministic, written in bulk."""

import datetime
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from koganei_kyodo.portal.demo import words
from koganei_kyodo.portal.demo.city import BATCH, City
from organizations.models import ActivityField, Department, Organization
from projects.models import (
    CollaborationForm,
    CostSource,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    Partner,
    PartnerKind,
    Principle,
    Project,
    ProjectRecord,
    RecordField,
    Theme,
)

YEARS = 10
PROJECTS = 158  # some start later or end earlier: about 120 run in each year
# How many projects of the offices that the demo's logins act for wait to be carried over.
TO_CARRY_OVER = {"環境政策課": 3, "子育て支援課": 2}


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


def fill_labels(city: City) -> None:
    """Write the edition of the guideline and the words of the sheet."""
    city.guideline = Guideline.objects.create(name=words.GUIDELINE, is_current=True)

    def make(model: Any, rows: Iterable[dict[str, Any]]) -> None:
        city.labels[model] = model.objects.bulk_create(
            [model(guideline=city.guideline, position=i, **row) for i, row in enumerate(rows, 1)]
        )

    make(
        CollaborationForm,
        (
            {
                "name": n,
                "definition": d,
                "uses_public_money": n in words.PUBLIC_MONEY,
                **dict(zip(("lead_from", "lead_to"), words.LEADS[n], strict=True)),
            }
            for n, d in words.FORMS
        ),
    )
    make(
        Principle,
        (
            {"name": n, "text": t, "needed_with_money": n in words.MONEY_PRINCIPLES}
            for n, t in words.PRINCIPLES
        ),
    )
    make(CostSource, ({"name": name} for name in words.COST_SOURCES))
    Theme.objects.bulk_create(Theme(name=n, position=i) for i, n in enumerate(words.THEMES, 1))
    make(PartnerKind, ({"name": name} for name in words.PARTNER_KINDS))
    make(Origin, ({"name": name} for name in words.ORIGINS))
    make(Initiative, ({"name": name} for name in words.INITIATIVES))
    make(Outcome, ({"name": name} for name in words.OUTCOMES))


def fill(city: City) -> None:
    """Write the projects of one district, their approved records of ten years, their partners."""
    draw = city.draw("projects")
    city.plans = [_plan(city, draw) for _ in range(PROJECTS)]
    projects = Project.objects.bulk_create(
        [Project(name=plan.name, department=plan.office) for plan in city.plans], batch_size=BATCH
    )
    writer = _RecordWriter(city, draw)
    for index in range(YEARS):
        running = [
            (plan, project)
            for plan, project in zip(city.plans, projects, strict=True)
            if plan.first <= index <= plan.last
        ]
        if city.lap == 0 and index == YEARS - 1:
            running = _reported(running)
        writer.write(city.last_year - YEARS + 1 + index, index, running)


def _reported(running: list[tuple[Plan, Project]]) -> list[tuple[Plan, Project]]:
    """Leave out what this year's campaign still asks for; only projects that were there before."""
    waiting = dict(TO_CARRY_OVER)
    reported = []
    for plan, project in running:
        name = plan.office.name
        if waiting.get(name) and plan.first < YEARS - 1:
            waiting[name] -= 1
        else:
            reported.append((plan, project))
    return reported


def _plan(city: City, draw: random.Random) -> Plan:
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
    draw: random.Random
    now: datetime.datetime = field(default_factory=timezone.now)

    def write(self, year: int, index: int, running: Sequence[tuple[Plan, Project]]) -> None:
        """Write the records of the 年度 `year`, the `index`-th of the ten, and their partners."""
        # Districts number their records one behind the other.
        first_number = self.city.lap * PROJECTS + 1
        records = [
            self._record(plan, project, year, number, is_new=index > 0 and index == plan.first)
            for number, (plan, project) in enumerate(running, first_number)
        ]
        ProjectRecord.objects.bulk_create(records, batch_size=BATCH)
        write_fields(records)
        write_partners(
            self.city,
            [(record, plan.partners) for record, (plan, _) in zip(records, running, strict=True)],
            self.draw,
        )

    def _record(
        self, plan: Plan, project: Project, year: int, number: int, *, is_new: bool
    ) -> ProjectRecord:
        draw, kind = self.draw, ProjectRecord.Continuity
        tz = timezone.get_default_timezone()
        handed_in = datetime.datetime(year + 1, 5, draw.randint(1, 30), 10, tzinfo=tz)
        reviewed = handed_in + datetime.timedelta(days=draw.randint(1, 20))
        if reviewed > self.now:  # between April and June: the year was only just reported
            handed_in, reviewed = (self.now - datetime.timedelta(days=d) for d in (5, 2))
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
            submitted_by=self.city.people["shukan"],
            reviewed_at=reviewed,
            reviewed_by=self.city.people["desk"],
            updated_by=self.city.people["shukan"],
        )


def write_fields(records: Sequence[ProjectRecord]) -> None:
    """Give each record the field of its office; some belong to the making of the town as well."""
    fields = {f.number: f for f in ActivityField.objects.filter(fieldset__is_current=True)}
    rows = []
    for index, record in enumerate(records):
        numbers = {words.FIELD_OF_OFFICE.get(record.department.name, 3)}
        if index % 6 == 0:
            numbers.add(3)
        rows += [RecordField(record=record, field=fields[n]) for n in numbers if n in fields]
    RecordField.objects.bulk_create(rows, batch_size=BATCH)


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
    rows = Partner.objects.bulk_create(rows, batch_size=BATCH)
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
    through.objects.bulk_create(ticks, batch_size=BATCH)
