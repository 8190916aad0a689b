"""A whole yearly sheet: how to read it, and what it lacks before it can be submitted."""

from dataclasses import dataclass

from django.db.models import Prefetch

from koganei_kyodo import house_messages as say
from projects.fields import fields_with_today
from projects.models import Example, Partner, ProjectRecord, RecordCost
from projects.querysets import RecordQuerySet


@dataclass(frozen=True)
class Missing:
    """One answer that is missing: what to do, on which step, at which field of the form.

    ``partner_id`` is the partner whose sheet lacks the answer, None for the record's own part.
    """

    message: str
    step: str
    field: str
    partner_id: int | None = None


def with_sheet(records: RecordQuerySet) -> RecordQuerySet:
    """Return `records` so that a whole sheet can be shown: nine queries, however many partners."""
    partners = Partner.objects.select_related("organization", "kind", "outcome")
    costs = RecordCost.objects.select_related("source").order_by("source__position", "pk")
    return records.select_related(
        "project",
        "department__root",
        "guideline",
        "submitted_by",
        "reviewed_by",
        "updated_by",
        "entered_by",
        "confirmed_by",
    ).prefetch_related(
        Prefetch("partners", partners.prefetch_related("forms", "origins", "initiatives")),
        Prefetch("costs", costs),
        Prefetch("activity_fields", fields_with_today()),
        Prefetch("examples", Example.objects.prefetch_related("themes")),
    )


def missing_answers(record: ProjectRecord) -> list[Missing]:
    """Return everything that keeps `record` from being submitted, in the order of the sheet.

    Partners and what is ticked for them are read with at most six queries, or none where they
    are prefetched.
    """
    found = []
    if not record.name.strip():
        found.append(Missing(say.empty("事業の名前"), "project", "name"))
    if not record.summary.strip():
        found.append(Missing(say.empty("事業の内容"), "project", "summary"))
    if not record.continuity:
        message = say.nothing_chosen("新規・継続", several=False)
        found.append(Missing(message, "project", "continuity"))
    if record.is_last_year and not record.end_reason.strip():
        found.append(Missing(say.empty("終わる理由"), "project", "end_reason"))
    partners = list(record.partners.all())
    if not partners:
        message = "協働相手を1つ以上書いてください"
        found.append(Missing(message, "partners", "partners"))
    for number, partner in enumerate(partners, start=1):
        found += _missing_of_partner(partner, number, record.fiscal_year)
    return found + _missing_of_money(record)


def _missing_of_money(record: ProjectRecord) -> list[Missing]:
    """Return what doesn't add up: the sum of the sources has to be what was spent or planned."""
    rows = list(record.costs.all())
    if not rows:
        return []
    total = sum(row.amount for row in rows)
    is_plan = record.stage == ProjectRecord.Stage.PLAN
    label, field = ("予算額", "planned_cost") if is_plan else ("かかったお金", "cost")
    whole = getattr(record, field)
    if whole is None:
        return [Missing(f"内訳があるときは、{say.empty(label)}", "money", field)]
    if whole != total:
        message = f"内訳の合計（{total:,}円）を、{label}（{whole:,}円）に合わせてください"
        return [Missing(message, "money", field)]
    return []


def _missing_of_partner(partner: Partner, number: int, fiscal_year: int) -> list[Missing]:
    """Return what one partner's sheet lacks; `number` is its place in the list, from 1."""
    lacks = []
    if not (partner.organization_id or partner.name.strip() or partner.group_count):
        message = "登録している団体、相手の名前、団体の数のどれかを入力してください"
        lacks.append((message, "name"))
    if partner.kind_id is None:
        lacks.append((say.nothing_chosen("相手の組織形態", several=False), "kind"))
    if not partner.forms.all():
        lacks.append((say.nothing_chosen("協働の形態"), "forms"))
    for form in partner.forms.all():
        if not form.is_valid_in(fiscal_year):
            message = f"協働の形態「{form}」は、この年度には使いません。選び直してください"
            lacks.append((message, "forms"))
    if not partner.origins.all():
        lacks.append((say.nothing_chosen("実施した経緯"), "origins"))
    if not partner.initiatives.all():
        lacks.append((say.nothing_chosen("実施体制"), "initiatives"))
    if partner.outcome_id is None:
        lacks.append((say.nothing_chosen("成果", several=False), "outcome"))
    return [
        Missing(f"協働相手{number}（{partner}）：{message}", "partners", field, partner.pk)
        for message, field in lacks
    ]
