"""Loading a filled-in sheet: what each project of it would do, and doing it.

The plan compares every project of the sheet with what is stored, so that a sheet sent twice
changes nothing the second time. Loading writes in bulk: a sheet of 500 rows takes seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from organizations.models import Department
from projects import permissions
from projects.actions.bulk import Writer
from projects.actions.errors import WRONG_STATE, WrongState
from projects.completeness import with_sheet
from projects.models import Guideline, Project, ProjectRecord, SheetUpload
from projects.workbook.comparing import differs, keep_groups, shared_names
from projects.workbook.layout import Words, fold
from projects.workbook.parsing import Problem, SheetProject, parse
from projects.workbook.reading import Table, read_table

Status = ProjectRecord.Status
ADD, CHANGE, SAME, REFUSE = "add", "change", "same", "refuse"
DEEDS = {ADD: "新しい下書きを作る", CHANGE: "直す", SAME: "変わりなし", REFUSE: "取り込めない"}


@dataclass
class Planned:
    """One project of the sheet: what would be done, with which record, and why not."""

    item: SheetProject
    deed: str
    record: ProjectRecord | None = None
    project: Project | None = None
    last: ProjectRecord | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    conflict: bool = False

    @property
    def word(self) -> str:
        """What would be done, in words."""
        return DEEDS[self.deed]

    @property
    def name(self) -> str:
        """The name the sheet gives, or the stored one."""
        stored = self.record or self.last
        return self.item.name or (stored.name if stored else "") or "名前なし"


@dataclass
class Plan:
    """What a whole file would do."""

    table: Table
    words: Words
    projects: list[Planned]

    def of(self, deed: str) -> list[Planned]:
        """Return the projects with which `deed` would be done."""
        return [each for each in self.projects if each.deed == deed]

    @property
    def problems(self) -> list[Problem]:
        """Everything that is wrong, in the order of the file."""
        found = [problem for each in self.projects for problem in each.problems]
        return sorted(found, key=lambda p: (p.row, self.table.places.get(p.key, 0)))

    @property
    def refused_rows(self) -> int:
        """How many rows of the file would not be loaded."""
        return sum(len(each.item.rows) for each in self.of(REFUSE))

    @property
    def writes(self) -> int:
        """How many projects would be written."""
        return len(self.of(ADD)) + len(self.of(CHANGE))

    def results(self) -> dict[int, str]:
        """Return what becomes of each row of the file, in words."""
        found = {row: f"読みとばしました（{why}）" for row, why in self.table.skipped.items()}
        for each in self.projects:
            for row in each.item.rows:
                found[row] = "。".join([each.word, *each.notes])
        return found


def words_for(user: User, fiscal_year: int) -> Words:
    """Return what a sheet of `user` can name: their own offices, or for the staff all of them.

    Raises:
        PermissionDenied: the person writes for no office.
        WrongState: no guideline is in use.
    """
    if not permissions.may_open_office(user):
        raise PermissionDenied(say.no_permission("市の担当課の人"))
    guideline = Guideline.objects.filter(is_current=True).first()
    if guideline is None:
        raise WrongState("選択肢の準備ができていません。センターに連絡してください")
    offices = Department.objects.of_city().offices().not_ended().order_by("position", "pk")
    if not user.is_staff:
        offices = offices.filter(pk__in=user.office_ids)
    return Words(guideline, fiscal_year, list(offices))


def plan_sheet(content: bytes, *, by: User, fiscal_year: int, overwrite: bool = False) -> Plan:
    """Read a file and say what loading it would do. Writes nothing.

    Args:
        content: the file.
        by: the person who loads it.
        fiscal_year: the 年度 of all its rows.
        overwrite: also where a colleague changed the record after the sheet was handed out.

    Raises:
        Unreadable: the file as a whole can't be read.
        PermissionDenied, WrongState: as ``words_for``.
    """
    words = words_for(by, fiscal_year)
    table = read_table(content, words.columns, fiscal_year=fiscal_year)
    items = parse(table, words)
    return Plan(table, words, _Planner(words, items, by, overwrite).planned())


def load_sheet(plan: Plan, *, by: User, all_or_nothing: bool = False) -> None:
    """Write what `plan` says: new drafts and changed ones; refused projects stay out.

    The plan has to be made in the same transaction (``load_upload``), or nobody else may write
    meanwhile.

    Raises:
        WrongState: `all_or_nothing`, and some rows are refused.
    """
    if all_or_nothing and plan.of(REFUSE):
        raise WrongState("直すところがあるので、取り込みませんでした。直してから送ってください")
    writer = Writer(plan.words, by)
    with transaction.atomic(), acting(by, why="Excelのシートから取り込み"):
        for each in plan.projects:
            if each.deed == ADD:
                writer.add(each.item, project=each.project, last=each.last)
            elif each.deed == CHANGE and each.record is not None:
                writer.change(each.record, each.item)
        writer.finish()


def load_upload(
    upload: SheetUpload, *, by: User, all_or_nothing: bool, overwrite: bool = False
) -> SheetUpload:
    """Load a file that was sent and looked at. Loading it twice is loading it once.

    Raises:
        PermissionDenied: somebody else sent it.
        WrongState: it was put aside, or has errors and `all_or_nothing` is asked for.
        Unreadable: as ``plan_sheet``.
    """
    with transaction.atomic():
        locked = SheetUpload.objects.select_for_update().get(pk=upload.pk)
        if locked.by_id != by.pk:
            raise PermissionDenied(say.no_permission("ファイルを送った人"))
        if locked.status == SheetUpload.Status.LOADED:
            return locked
        if locked.status == SheetUpload.Status.DISCARDED:
            raise WrongState("このファイルは、取り込まないことにしました。もう一度送ってください")
        lock_year(locked.fiscal_year)
        plan = plan_sheet(
            bytes(locked.content), by=by, fiscal_year=locked.fiscal_year, overwrite=overwrite
        )
        load_sheet(plan, by=by, all_or_nothing=all_or_nothing)
        locked.status, locked.loaded_at = SheetUpload.Status.LOADED, timezone.now()
        locked.added, locked.changed = len(plan.of(ADD)), len(plan.of(CHANGE))
        locked.unchanged, locked.refused = len(plan.of(SAME)), plan.refused_rows
        with acting(by):
            locked.save()
    return locked


def lock_year(fiscal_year: int) -> None:
    """Let only one sheet of a 年度 be loaded at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7_051_964, fiscal_year])


def keep_upload(content: bytes, file_name: str, *, by: User, fiscal_year: int) -> SheetUpload:
    """Keep a file that was sent, so that it can be looked at, loaded and mended."""
    if not permissions.may_open_office(by):
        raise PermissionDenied(say.no_permission("市の担当課の人"))
    with acting(by):
        return SheetUpload.objects.create(
            content=content, file_name=file_name[-200:], by=by, fiscal_year=fiscal_year
        )


def discard_upload(upload: SheetUpload, *, by: User) -> None:
    """Put a file aside without loading it.

    Raises:
        PermissionDenied: somebody else sent it.
        WrongState: it is loaded.
    """
    with transaction.atomic(), acting(by):
        locked = SheetUpload.objects.select_for_update().get(pk=upload.pk)
        if locked.by_id != by.pk:
            raise PermissionDenied(say.no_permission("ファイルを送った人"))
        if locked.status == SheetUpload.Status.LOADED:
            raise WrongState("取り込みはすんでいます。内容は庁内ページで直せます")
        locked.status = SheetUpload.Status.DISCARDED
        locked.save()


class _Planner:
    """Compares the projects of a sheet with what is stored."""

    def __init__(
        self, words: Words, items: Sequence[SheetProject], by: User, overwrite: bool
    ) -> None:
        self.words, self.items, self.by, self.overwrite = words, items, by, overwrite
        self.reach = Department.objects.answered_by(by)
        self.staff = by.is_staff
        year = words.fiscal_year
        projects = {i.project_id for i in items if i.project_id}
        records = {i.record_id for i in items if i.record_id}
        offices = [d.pk for d in words.departments] if self.staff else self.reach
        found = with_sheet(ProjectRecord.objects.of_city()).filter(
            Q(fiscal_year=year),
            Q(pk__in=records) | Q(project__in=projects) | Q(department__in=offices),
        )
        self.records = {record.pk: record for record in found}
        self.by_project = {record.project_id: record for record in found}
        self.by_name: dict[Any, list[ProjectRecord]] = {}
        for record in found:
            self.by_name.setdefault((record.department_id, fold(record.name)), []).append(record)
        rows = Project.objects.select_related("department").filter(pk__in=projects)
        self.projects = {p.pk: p for p in rows.filter(department__root__closed_dataset=False)}
        self.last = self._last_years(projects)
        self.taken: dict[int, int] = {}

    def _last_years(self, projects: set[int]) -> dict[int, ProjectRecord]:
        earlier = with_sheet(ProjectRecord.objects.of_city()).filter(
            project__in=projects, fiscal_year__lt=self.words.fiscal_year
        )
        return {record.project_id: record for record in earlier.order_by("fiscal_year")}

    def planned(self) -> list[Planned]:
        """Return what would become of each project."""
        return [self._plan(item) for item in self.items]

    def _plan(self, item: SheetProject) -> Planned:
        planned = Planned(item, ADD, problems=list(item.problems))
        self._find(planned)
        record = planned.record
        if stored := record or planned.last:
            keep_groups(stored.partners.all(), item.partners)
        for name in shared_names(self.words, item.partners):
            planned.notes.append(
                f"「{name}」は、同じ名前の登録団体があるので、画面で選んでください"
            )
        if record is not None and not planned.problems:
            self._compare(planned, record)
        if planned.problems:
            planned.deed = REFUSE
        return planned

    def _find(self, planned: Planned) -> None:
        """Find the record or the project that a row means; what may not be touched is refused."""
        item = planned.item
        if item.record_id is not None:
            planned.record = self.records.get(item.record_id)
            if planned.record is None or not self._may(planned.record.department_id):
                self._refuse(
                    planned, "row_id", "この管理番号の事業は、この年度のあなたの課にありません"
                )
                planned.record = None
        elif item.project_id is not None:
            planned.project = self.projects.get(item.project_id)
            planned.last = self.last.get(item.project_id)
            planned.record = self.by_project.get(item.project_id)
            if planned.project is None or not self._may(planned.project.department_id):
                self._refuse(planned, "row_id", "この管理番号の事業は、あなたの課にありません")
                planned.project = planned.record = None
            elif item.department is None:
                here = planned.last.department if planned.last else planned.project.department
                item.department = self.words.offices.get(fold(here.name), here)
        elif item.department is not None:
            same = self.by_name.get((item.department.pk, fold(item.name)), [])
            if len(same) > 1:
                text = "同じ名前の事業が2つ以上あります。新しく受け取ったシートに書いてください"
                self._refuse(planned, "name", text)
            planned.record = same[0] if len(same) == 1 else None
        if planned.record is not None:
            before = self.taken.setdefault(planned.record.pk, item.rows[0])
            if before != item.rows[0]:
                self._refuse(
                    planned, "name", f"{before}行目と同じ事業です。どちらかを消してください"
                )

    def _compare(self, planned: Planned, record: ProjectRecord) -> None:
        item = planned.item
        planned.deed = CHANGE if differs(record, item) else SAME
        kept = len(record.partners.all()) - len(item.partners)
        if item.partners and kept > 0:
            planned.notes.append(f"シートにない相手{kept}つは、そのまま残します")
        if planned.deed == SAME:
            return
        if not record.allows("edit"):
            self._refuse(planned, "name", WRONG_STATE["edit", record.status])
            return
        writer = record.updated_by
        newer = item.version is not None and item.version != record.version
        if newer and writer is not None and writer != self.by:
            planned.conflict = True
            if not self.overwrite:
                text = (
                    f"シートを受け取ったあとに、{writer.name}さんが画面で直しています。"
                    "画面の内容を確かめるか、「シートの内容で上書きする」を選んでください"
                )
                self._refuse(planned, "name", text)

    def _may(self, department_id: int) -> bool:
        return self.staff or department_id in self.reach

    def _refuse(self, planned: Planned, key: str, message: str) -> None:
        heading = next((c.heading for c in self.words.columns if c.key == key), "行")
        planned.problems.append(Problem(planned.item.rows[0], key, heading, message))
