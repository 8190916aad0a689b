"""The campaign of the year: open, half of the offices done; what records say beside their partners."""

import datetime

from django.utils import timezone

from koganei_kyodo.fiscal_year import current_fiscal_year
from koganei_kyodo.portal.demo.city import BATCH, City
from projects.models import (
    Campaign,
    CampaignReminder,
    CostSource,
    Example,
    NothingToReport,
    ProjectRecord,
    RecordCost,
    Theme,
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
EXAMPLES = [
    ("good", "はじめに役割を紙に書いた", "話し合いの1回目に、市と団体の役割を1枚の紙に書きました。"
     "困ったときに、その紙にもどって話せました。", "紙は、次の担当者にも渡します。", (0, 5)),
    ("good", "団体の会報で知らせた", "市の広報のほかに、団体の会報でも知らせました。"
     "会報を見て来た人が、いちばん多くなりました。", "知らせる先を、団体といっしょに考えます。", (1,)),
    ("failed", "お金の出る時期がおくれた", "補助金の手続きがおくれ、団体が先に払うことになりました。",
     "4月のうちに申請の紙を渡します。", (2,)),
    ("failed", "担当者がかわって話が止まった", "4月に担当者がかわり、2か月のあいだ話が止まりました。",
     "3月に、団体もいっしょに引き継ぎます。", (3,)),
    ("good", "雨の日の場所を先に決めた", "雨のときに使う体育館を、先に予約しておきました。",
     "使わないときは、1週間前に取り消します。", (4,)),
    ("failed", "申し込みを電話だけにした", "電話だけで受け付けたので、昼間に働く人が申し込めませんでした。",
     "Webでも受け付けます。", (1, 3)),
]  # fmt: skip


def fill(city: City) -> None:
    """Open the campaign, let some offices answer 該当なし, and fill in the newest records."""
    people = city.people
    year = current_fiscal_year()
    campaign = Campaign.objects.create(
        fiscal_year=city.last_year,
        due_on=datetime.date(year, 5, 29),
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


def _fill_in(city: City) -> None:
    """Write results, problems, money by source and examples of the two newest years."""
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
    sources = city.labels[CostSource]
    costs = []
    for i, record in enumerate(records):
        if record.cost:
            part = record.cost // 4 if i % 3 == 0 else 0
            costs.append(RecordCost(record=record, source=sources[0], amount=record.cost - part))
            if part:
                costs.append(RecordCost(record=record, source=sources[1], amount=part))
    RecordCost.objects.bulk_create(costs, batch_size=BATCH)
    _tell_examples([record for record in records if record.is_public])


def _tell_examples(records: list[ProjectRecord]) -> None:
    themes = list(Theme.objects.order_by("position"))
    rows = Example.objects.bulk_create(
        Example(
            record=records[i * 11 % len(records)],
            kind=kind,
            title=title,
            text=text,
            lesson=lesson,
            is_public=i % 6 != 3,
        )
        for i, (kind, title, text, lesson, _) in enumerate(EXAMPLES * 2)
    )
    through = Example.themes.through
    through.objects.bulk_create(
        through(example=row, theme=themes[theme])
        for row, (*_, chosen) in zip(rows, EXAMPLES * 2, strict=True)
        for theme in chosen
        if theme < len(themes)
    )
