"""Writing the sheet: a draft, its steps, its partners."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F, Max

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from organizations.models import ActivityField, Department, Organization
from projects import permissions
from projects.actions.errors import AlreadyReported, EditedByOther, WrongState
from projects.actions.guards import lock, refuse_closed, require, require_office, save_edit
from projects.actions.photos import delete_photos
from projects.fields import fields_differ, fields_of_today
from projects.history import changed_by_others
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

Status = ProjectRecord.Status
EDITABLE_FIELDS = frozenset(
    {
        *("name", "fiscal_year", "stage", "summary", "continuity", "is_last_year", "end_reason"),
        *("planned_cost", "cost", "scheme_used", "results", "problems"),
        *("is_public", "cost_is_public", "problems_are_public", "document_number", "decided_on"),
    }
)


@dataclass(frozen=True)
class PartnerAnswers:
    """What the sheet says about one partner; everything may be left empty in a draft."""

    organization: Organization | None = None
    name: str = ""
    group_count: int | None = None
    kind: PartnerKind | None = None
    forms: Iterable[CollaborationForm] = ()
    origins: Iterable[Origin] = ()
    initiatives: Iterable[Initiative] = ()
    outcome: Outcome | None = None
    name_is_public: bool = True


def create_record(
    by: User,
    department: Department,
    *,
    fiscal_year: int,
    token: uuid.UUID,
    project: Project | None = None,
    name: str = "",
) -> ProjectRecord:
    """Begin the record of one 年度; a project reported before brings its last year's answers.

    Args:
        by: the person who writes.
        department: the office that answers for the record.
        fiscal_year: the 年度 as an int (2025 for 2025年4月 to 2026年3月).
        token: the mark of the form; the same form sent again gives the same record.
        project: the project that goes on; without it a new one called `name` begins.
        name: of a new project, may be empty.

    Raises:
        PermissionDenied: `by` does not act for `department`, or not for the project's office.
        ClosedDataset: `department` belongs to another city's data.
        AlreadyReported: the project has a record of this 年度.
        WrongState: no guideline is in use.
    """
    if not permissions.may_create(by, department):
        raise PermissionDenied(say.no_permission(f"{department}の担当者"))
    split_off = Department.objects.split_off_from([department.pk], fiscal_year)
    ours = by.is_staff or project is None or _answers_for(by, project, split_off)
    if project is not None and not ours:
        raise PermissionDenied(say.no_permission(f"{project.department}の担当者"))
    refuse_closed(department)
    guideline = Guideline.objects.filter(is_current=True).first()
    if guideline is None:
        raise WrongState("選択肢の準備ができていません。センターに連絡してください")
    record = ProjectRecord(
        fiscal_year=fiscal_year,
        department=department,
        guideline=guideline,
        name=project.name if project else name,
        updated_by=by,
        entered_by=None if department.pk in by.office_ids else by,
        token=token,
    )
    try:
        with transaction.atomic():
            return _begin(record, project, split_off)
    except IntegrityError:  # the same form was sent twice at the same moment
        return ProjectRecord.objects.get(token=token, department=department)


def save_record(
    record: ProjectRecord,
    *,
    by: User,
    version: int,
    changes: Mapping[str, Any],
    costs: Mapping[int, int | None] | None = None,
    fields: Collection[ActivityField] | None = None,
) -> ProjectRecord:
    """Save one step of the sheet; nothing has to be complete.

    Args:
        record: the record.
        by: the person who writes.
        version: the version the person has seen.
        changes: new values by field name, of ``EDITABLE_FIELDS``; cost in yen.
        costs: amounts in yen by id of their source, None for one that is empty; None as a whole
            leaves the amounts alone.
        fields: the fields of activity; None leaves them alone.

    Raises:
        PermissionDenied: `by` does not act for the record's office.
        WrongState: it is submitted or approved, or of another city's data.
        AlreadyReported: the project has another record of the new 年度.
        EditedByOther: a colleague changed one of these fields to another value since `version`.
    """
    if unknown := set(changes) - EDITABLE_FIELDS:
        raise ValueError(f"not fields of the sheet: {unknown}")
    with transaction.atomic():
        locked = lock(record)
        require_office(by, locked)
        require("edit", locked)
        different = {f for f, value in changes.items() if getattr(locked, f) != value}
        amounts = changed_costs(locked, costs or {})
        new_fields = fields is not None and fields_differ(locked, fields)
        if not (different or amounts or new_fields):
            return locked
        if locked.version != version:
            change = changed_by_others(locked, different, since=version, by=by)
            if change is not None:
                raise EditedByOther(change.who, change.at, change.fields)
        for field in different:
            setattr(locked, field, changes[field])
        if "fiscal_year" in different:
            _refuse_second(locked.project, locked.fiscal_year)
        save_edit(locked, by)
        write_costs(locked, amounts)
        if fields is not None and new_fields:
            locked.activity_fields.set(fields)
        if "name" in different:
            _rename_project(locked)
    return locked


def add_partner(
    record: ProjectRecord, *, by: User, answers: PartnerAnswers, token: uuid.UUID
) -> Partner:
    """Add a partner at the end of the list; the same form sent again gives the same partner.

    Raises ``PermissionDenied`` and ``WrongState`` as ``save_record`` does.
    """
    with transaction.atomic():
        locked = lock(record)
        require_office(by, locked)
        require("edit", locked)
        made = locked.partners.filter(token=token).first()
        if made is not None:
            return made
        last = locked.partners.aggregate(last=Max("position"))["last"] or 0
        partner = Partner(record=locked, position=last + 1, token=token)
        _write_partner(partner, locked, by, answers)
    return partner


def change_partner(partner: Partner, *, by: User, version: int, answers: PartnerAnswers) -> Partner:
    """Change what the sheet says about one partner.

    Args:
        partner: the partner.
        by: the person who writes.
        version: the version of the record that the person has seen.
        answers: the new answers; all of them replace the old ones.

    Raises:
        EditedByOther: a colleague changed this partner since `version`.
        PermissionDenied, WrongState: as ``save_record``.
    """
    with transaction.atomic():
        locked = lock(partner.record)
        require_office(by, locked)
        require("edit", locked)
        current = locked.partners.select_related("updated_by").filter(pk=partner.pk).first()
        if current is None:
            raise WrongState(
                "この協働相手は、先に消されました。必要なときは、もう一度加えてください"
            )
        writer = current.updated_by
        if current.version > version and writer is not None and writer != by:
            raise EditedByOther(writer.name, current.updated_at)
        _write_partner(current, locked, by, answers)
    return current


def remove_partner(partner: Partner, *, by: User) -> None:
    """Remove a partner; those after it move up. Removing it twice is removing it once.

    Raises ``PermissionDenied`` and ``WrongState`` as ``save_record`` does.
    """
    with transaction.atomic():
        locked = lock(partner.record)
        require_office(by, locked)
        require("edit", locked)
        current = locked.partners.filter(pk=partner.pk).first()
        if current is None:
            return
        position = current.position
        current.delete()
        locked.partners.filter(position__gt=position).update(position=F("position") - 1)
        save_edit(locked, by)


def delete_draft(record: ProjectRecord, *, by: User) -> None:
    """Delete a draft that was never submitted, and its project where nothing else is left of it.

    Raises:
        PermissionDenied: `by` does not act for the record's office.
        WrongState: it was submitted once and has a 受付番号.
    """
    with transaction.atomic():
        locked = lock(record)
        require_office(by, locked)
        refuse_closed(locked.department)
        if locked.status != Status.DRAFT or locked.was_submitted:
            raise WrongState(
                "一度提出した事業実績は消せません。取りやめるときは、センターに連絡してください"
            )
        project = locked.project
        delete_photos(list(locked.photos.all()))
        locked.delete()
        if not project.records.exists():
            project.delete()


def _begin(
    record: ProjectRecord, project: Project | None, split_off: Collection[int]
) -> ProjectRecord:
    """Store a new record, of a new project where there is none, like last year's.

    A project of an office that the record's was split off from goes along to the new office.
    """
    if project is None:
        if made := _made_by_form(record):
            return made
        record.project = Project.objects.create(name=record.name, department=record.department)
        record.save()
        return record
    record.project = Project.objects.select_for_update().get(pk=project.pk)
    if made := _made_by_form(record):
        return made
    _refuse_second(record.project, record.fiscal_year)
    if record.project.department_id in split_off:
        record.project.department = record.department
        record.project.save(update_fields=["department"])
    earlier = project.records.filter(fiscal_year__lt=record.fiscal_year)
    last = earlier.order_by("-fiscal_year").first()
    if last is not None:
        record.name, record.summary, record.scheme_used = last.name, last.summary, last.scheme_used
        record.is_public, record.continuity = last.is_public, ProjectRecord.Continuity.CONTINUED
        record.cost_is_public = last.cost_is_public
        record.problems_are_public = last.problems_are_public
    record.save()
    if last is not None:
        record.activity_fields.set(fields_of_today(last.activity_fields.select_related("same_as")))
        _copy_partners(last, record)
    return record


def _made_by_form(record: ProjectRecord) -> ProjectRecord | None:
    rows = ProjectRecord.objects.filter(token=record.token, department=record.department)
    return rows.first()


def _copy_partners(last: ProjectRecord, record: ProjectRecord) -> None:
    """Copy the partners with their labels; what came of it this year is asked anew.

    Labels are found by name: the guideline may have changed, and a word it dropped is left out.
    """
    models = (PartnerKind, CollaborationForm, Origin, Initiative)
    of_year: dict[type, dict[str, Any]] = {
        model: {row.name: row for row in model.objects.filter(guideline=record.guideline)}
        for model in models
    }
    forms = of_year[CollaborationForm]
    of_year[CollaborationForm] = {
        name: form for name, form in forms.items() if form.is_valid_in(record.fiscal_year)
    }
    partners = last.partners.select_related("kind", "organization")
    for partner in partners.prefetch_related("forms", "origins", "initiatives"):
        copy = Partner.objects.create(
            record=record,
            position=partner.position,
            organization=partner.organization,
            name=partner.name,
            group_count=partner.group_count,
            kind=of_year[PartnerKind].get(partner.kind.name) if partner.kind else None,
            name_is_public=partner.name_is_public,
            updated_by=record.updated_by,
        )
        for field, model in (
            ("forms", CollaborationForm), ("origins", Origin), ("initiatives", Initiative),
        ):  # fmt: skip
            names = [label.name for label in getattr(partner, field).all()]
            found = [of_year[model][name] for name in names if name in of_year[model]]
            getattr(copy, field).set(found)


def _write_partner(
    partner: Partner, record: ProjectRecord, by: User, answers: PartnerAnswers
) -> None:
    """Store one partner's answers and count the record's version up."""
    single = [label for label in (answers.kind, answers.outcome) if label is not None]
    several = [*answers.forms, *answers.origins, *answers.initiatives]
    if any(label.guideline_id != record.guideline_id for label in [*single, *several]):
        raise ValueError("a label of another guideline than the record's")
    save_edit(record, by)
    partner.organization, partner.name = answers.organization, answers.name
    partner.name_is_public = answers.name_is_public
    partner.group_count = answers.group_count
    partner.kind, partner.outcome = answers.kind, answers.outcome
    partner.version, partner.updated_by = record.version, by
    partner.save()
    partner.forms.set(answers.forms)
    partner.origins.set(answers.origins)
    partner.initiatives.set(answers.initiatives)


def changed_costs(record: ProjectRecord, costs: Mapping[int, int | None]) -> dict[int, int | None]:
    """Return which of `costs` (yen by id of the source) differ from what is stored."""
    if not costs:
        return {}
    stored = dict(record.costs.values_list("source_id", "amount"))
    return {key: amount for key, amount in costs.items() if stored.get(key) != amount}


def write_costs(record: ProjectRecord, costs: Mapping[int, int | None]) -> None:
    """Store the amounts; one that is empty now goes."""
    for source_id, amount in costs.items():
        if amount is None:
            record.costs.filter(source_id=source_id).delete()
        else:
            record.costs.update_or_create(source_id=source_id, defaults={"amount": amount})


def _answers_for(by: User, project: Project, split_off: Collection[int]) -> bool:
    return project.department_id in {*Department.objects.answered_by(by), *split_off}


def _refuse_second(project: Project, fiscal_year: int) -> None:
    """Raise where the project has a record of this 年度; nobody else can begin one meanwhile."""
    Project.objects.select_for_update().get(pk=project.pk)
    other = project.records.filter(fiscal_year=fiscal_year).first()
    if other is not None:
        raise AlreadyReported(other)


def _rename_project(record: ProjectRecord) -> None:
    """Give the project the name of its only record; one of several years keeps its own."""
    if not record.project.records.exclude(pk=record.pk).exists():
        record.project.name = record.name
        record.project.save(update_fields=["name"])
