"""The campaign of the year: open on whatever day it is, half of the offices done; what came of it."""

import datetime

from django.utils import timezone

from koganei_kyodo.portal.demo.city import BATCH, City
from projects.models import (
    Campaign,
    CampaignReminder,
    NothingToReport,
    ProjectRecord,
)

NOTE = (
    "去年の事業を写すと、早く書けます。わからないときは、協働推進課（内線2345）に電話してください。"
)
REASONS = ["市民と直接かかわる仕事がないため", "ことしは事業をしなかったため", ""]
RESULTS = [
    "参加した人が前の年より増え、続けて来る人も出てきました。",
    "団体の知り合いを通じて、市だけでは届かなかった人に知らせが届きました。",
    "参加した人のうち、9割が「よかった」と答えました。",
]
PROBLEMS = [
    "担当の人がかわると、約束したことが伝わらないことがありました。",
    "準備の日にちが足りず、役割を決めるのがおそくなりました。",
    "手伝う人が毎年同じで、1人ずつの負担が大きくなっています。",
]


def fill(city: City) -> None:
    """Open the campaign, let some offices answer 該当なし, and fill in the newest records."""
    people = city.people
    campaign = Campaign.objects.create(
        fiscal_year=city.last_year,
        due_on=_friday_after(timezone.localdate() + datetime.timedelta(weeks=3)),
        note=NOTE,
        status=Campaign.Status.OPEN,
        opened_at=timezone.now() - datetime.timedelta(days=20),
    )
    busy = set(
        ProjectRecord.objects.filter(fiscal_year=city.last_year).values_list(
            "department_id", flat=True
        )
    )
    quiet = [office for office in city.offices.values() if office.pk not in busy]
    NothingToReport.objects.bulk_create(
        NothingToReport(
            campaign=campaign, department=office, by=people["shukan"], reason=REASONS[i % 3]
        )
        for i, office in enumerate(quiet)
        if i % 3
    )
    CampaignReminder.objects.bulk_create(
        CampaignReminder(campaign=campaign, department=office, by=people["shukan"], way="letter")
        for i, office in enumerate(quiet)
        if not i % 3
    )
    _fill_in(city)


def _friday_after(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=(4 - day.weekday()) % 7)


def _fill_in(city: City) -> None:
    """Write results, problems and planned money of the two newest years."""
    records = list(
        ProjectRecord.objects.filter(
            fiscal_year__gte=city.last_year - 1, status="approved", department__root=city.root
        ).order_by("pk")
    )
    for i, record in enumerate(records):
        record.results, record.problems = RESULTS[i % 3], PROBLEMS[i % 3] if i % 2 else ""
        record.planned_cost = record.cost
        record.problems_are_public = i % 4 == 1
        record.is_last_year = record.fiscal_year == city.last_year and i % 37 == 5
        record.end_reason = "目的を果たしたため" if record.is_last_year else ""
    ProjectRecord.objects.bulk_update(
        records,
        [
            "results",
            "problems",
            "planned_cost",
            "problems_are_public",
            "is_last_year",
            "end_reason",
        ],
        batch_size=BATCH,
    )
