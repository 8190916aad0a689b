"""Writing many records at once, for an uploaded sheet: few statements, whatever its length."""

import uuid
from typing import Any

from koganei_kyodo.accounts.models import User
from projects.actions.guards import save_edit
from projects.actions.sheet import changed_costs, write_costs
from projects.fields import fields_differ, fields_of_today
from projects.models import Partner, Project, ProjectRecord, RecordCost, RecordField
from projects.workbook.comparing import matched, partner_differs
from projects.workbook.layout import Words
from projects.workbook.parsing import SheetPartner, SheetProject

BATCH = 500
TICKS: dict[str, tuple[Any, str]] = {
    "forms": (Partner.forms.through, "collaborationform_id"),
    "origins": (Partner.origins.through, "origin_id"),
    "initiatives": (Partner.initiatives.through, "initiative_id"),
}


class Writer:
    """Gathers new rows and writes them together; changed records are written one by one."""

    def __init__(self, words: Words, by: User) -> None:
        self.words, self.by = words, by
        self.new_projects: list[Project] = []
        self.new_records: list[ProjectRecord] = []
        self.new_partners: list[Partner] = []
        self.new_costs: list[RecordCost] = []
        self.new_fields: list[RecordField] = []
        self.ticks: list[tuple[Partner, str, list[Any]]] = []

    def add(
        self, item: SheetProject, *, project: Project | None, last: ProjectRecord | None
    ) -> None:
        """Take up a new draft: of a new project, or of one that was reported before."""
        department = item.department
        if department is None:
            raise ValueError("a new record needs its office")
        values = {"name": last.name if last else "", **item.values}
        if not values["name"] and last:
            values["name"] = last.name
        if project is None:
            project = Project(name=values["name"], department=department)
            self.new_projects.append(project)
        record = ProjectRecord(
            project=project,
            fiscal_year=self.words.fiscal_year,
            department=department,
            guideline=self.words.guideline,
            updated_by=self.by,
            entered_by=None if department.pk in self.by.office_ids else self.by,
            token=uuid.uuid4(),
            **values,
        )
        self.new_records.append(record)
        self._costs(record, item)
        fields = item.fields
        if fields is None and last is not None:
            fields = fields_of_today(last.activity_fields.all())
        self.new_fields += [RecordField(record=record, field=field) for field in fields or ()]
        for position, row in enumerate(item.partners, 1):
            self._partner(Partner(record=record, position=position), row)

    def change(self, record: ProjectRecord, item: SheetProject) -> None:
        """Write over a draft what the sheet says; columns that the file lacks stay."""
        costs = changed_costs(record, item.costs)
        for key, value in item.values.items():
            if key != "name" or value:
                setattr(record, key, value)
        save_edit(record, self.by)
        write_costs(record, costs)
        if item.fields is not None and fields_differ(record, item.fields):
            record.activity_fields.set(item.fields)
        position = max((p.position for p in record.partners.all()), default=0)
        for row, partner in matched(record, item.partners):
            if partner is None:
                position += 1
                self._partner(Partner(record=record, position=position), row)
            elif partner_differs(partner, row):
                self._write_partner(record, partner, row)

    def finish(self) -> None:
        """Write what was gathered."""
        Project.objects.bulk_create(self.new_projects, batch_size=BATCH)
        ProjectRecord.objects.bulk_create(self.new_records, batch_size=BATCH)
        RecordCost.objects.bulk_create(self.new_costs, batch_size=BATCH)
        RecordField.objects.bulk_create(self.new_fields, batch_size=BATCH)
        Partner.objects.bulk_create(self.new_partners, batch_size=BATCH)
        for key, (through, column) in TICKS.items():
            rows = [
                through(partner=partner, **{column: label.pk})
                for partner, of, labels in self.ticks
                if of == key
                for label in labels
            ]
            through.objects.bulk_create(rows, batch_size=BATCH)

    def _costs(self, record: ProjectRecord, item: SheetProject) -> None:
        for source_id, amount in item.costs.items():
            if amount is not None:
                row = RecordCost(record=record, source_id=source_id, amount=amount)
                self.new_costs.append(row)

    def _partner(self, partner: Partner, row: SheetPartner) -> None:
        self._fill(partner, row)
        partner.updated_by, partner.version = self.by, partner.record.version
        self.new_partners.append(partner)
        self.ticks += [(partner, key, labels) for key, labels in row.labels.items()]

    def _write_partner(self, record: ProjectRecord, partner: Partner, row: SheetPartner) -> None:
        self._fill(partner, row)
        partner.updated_by, partner.version = self.by, record.version
        partner.save()
        for key, labels in row.labels.items():
            getattr(partner, key).set(labels)

    def _fill(self, partner: Partner, row: SheetPartner) -> None:
        if "name" in row.values:
            partner.organization = row.organization
        for key, value in row.values.items():
            setattr(partner, key, value)
