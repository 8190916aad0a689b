"""What earlier records say to a survey of the offices: their attributes, and sheets begun with.

Sheets are per project and partner, as the records are. Options are found by their words: a label
that the questionnaire does not have is left for the office to answer.
"""

from collections.abc import Sequence
from typing import Any

from organizations.models import Department
from projects.models import Partner, ProjectRecord
from surveys.actions import Given, SheetGiven
from surveys.fielding.drafts import register_prefill
from surveys.fielding.frame import register_attributes
from surveys.fielding.taking import questions_of
from surveys.models import Question, Questionnaire, Survey, Target
from surveys.questionnaires import Asked

BY_EXPERIENCE = "事業実績からみた協働の経験（①〜④）"
CONTINUING, ONE_YEAR, ONCE, NEVER = 1, 2, 3, 4


def experience(years: set[int], last: int) -> int:
    """Return the attribute of an office from the years of its records, `last` being the newest.

    ① before and still, ② in the last year only, ③ before but no more, ④ never.
    """
    if not years:
        return NEVER
    if last not in years:
        return ONCE
    return CONTINUING if min(years) < last else ONE_YEAR


def attributes(survey: Survey, departments: Sequence[Department]) -> dict[int, dict[str, int]]:
    """Return the attributes of offices by their id, as far as the questionnaire asks for them."""
    newest = survey.questionnaires.order_by("-version").first()
    asked = {
        each.code: each
        for each in (questions_of(newest) if newest else ())
        if each.question.kind == Question.Kind.ATTRIBUTE
    }
    last = survey.fiscal_year - 1
    rows = ProjectRecord.objects.filter(
        department__in=departments, status=ProjectRecord.Status.APPROVED, fiscal_year__lte=last
    )
    years: dict[int, set[int]] = {}
    for department, year in rows.order_by().values_list("department", "fiscal_year").distinct():
        years.setdefault(department, set()).add(year)
    found: dict[int, dict[str, int]] = {}
    for office in departments:
        own = found.setdefault(office.pk, {})
        code = experience(years.get(office.pk, set()), last)
        if "attribute" in asked and code in asked["attribute"].choices:
            own["attribute"] = code
        if "experience" in asked and len(asked["experience"].choices) == 2:
            own["experience"] = 2 if code == NEVER else 1
        if "department" in asked:
            named = _by_label(asked["department"], [office.name])
            own |= {"department": named[0]} if named else {}
    return found


def _by_label(asked: Asked, labels: Sequence[str]) -> list[int]:
    wanted = {label.strip() for label in labels}
    return sorted(c.code for c in asked.choices.values() if c.label.strip() in wanted)


def sheets(target: Target, questionnaire: Questionnaire) -> list[SheetGiven]:
    """Return a sheet for each partner of last year's records of the target's office."""
    if target.department_id is None:
        return []
    inside = {each.code: each for each in questions_of(questionnaire) if each.is_repeat}
    records = ProjectRecord.objects.filter(
        department=target.department_id, status=ProjectRecord.Status.APPROVED
    )
    newest = (
        records.filter(fiscal_year__lt=target.survey.fiscal_year)
        .order_by("-fiscal_year")
        .values_list("fiscal_year", flat=True)
        .first()
    )
    if newest is None:
        return []
    partners = (
        Partner.objects.filter(record__in=records.filter(fiscal_year=newest))
        .select_related("record", "organization", "kind")
        .prefetch_related("forms", "origins", "initiatives")
        .order_by("record__name", "record_id", "position")
    )
    return [_sheet(partner, inside) for partner in partners]


def _sheet(partner: Partner, inside: dict[str, Asked]) -> SheetGiven:
    record = partner.record
    texts = {"project_name": record.name, "partner_name": str(partner), "content": record.summary}
    labels: dict[str, list[str]] = {
        "form": [form.name for form in partner.forms.all()],
        "partner_kind": [partner.kind.name] if partner.kind else [],
        "origins": [origin.name for origin in partner.origins.all()],
        "initiatives": [initiative.name for initiative in partner.initiatives.all()],
    }
    answers: dict[str, Any] = {
        code: Given(text=text)
        for code, text in texts.items()
        if text and code in inside and not inside[code].question.is_unpublished
    }
    for code, names in labels.items():
        if code in inside:
            codes = _by_label(inside[code], names)
            single = inside[code].question.kind == Question.Kind.SINGLE
            if codes and not (single and len(codes) > 1):
                answers[code] = Given(tuple(codes))
    return SheetGiven(f"{record.name}（{partner}）"[:200], answers)


def register() -> None:
    """Let surveys of offices begin with what the records say."""
    register_attributes(BY_EXPERIENCE, attributes)
    register_prefill(sheets)
