"""Taking a register over: upload, columns, the check in the worker, decisions, applying."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.models import User
from organizations import permissions
from organizations.actions.errors import WrongState
from organizations.actions.import_applying import apply_rows
from organizations.actions.import_checking import check_rows
from organizations.models import ColumnMemory, ImportRow, RegisterImport, RegistrySettings
from organizations.register_file.columns import folded, guess
from organizations.register_file.reading import Unreadable, open_file

logger = structlog.get_logger(__name__)

CHECK_IMPORT, APPLY_IMPORT = "organizations.check_import", "organizations.apply_import"
STUCK_AFTER = timedelta(minutes=15)
FAILED = (
    "申し訳ありません。途中で止まりました。何も変えていません。もう一度「調べる」を押してください"
)
Status = RegisterImport.Status


def upload_register(content: bytes, filename: str, *, by: User | None) -> RegisterImport:
    """Keep a file and guess what its columns are.

    Args:
        content: the file.
        filename: as the person called it.
        by: who brings it; None for the command line.

    Raises:
        PermissionDenied: `by` may not import.
        Unreadable: it is no register that can be read; the text says what to do.
    """
    _require_right(by)
    opening = open_file(content)
    keys = [folded(name) for name in opening.header]
    memory = dict(ColumnMemory.objects.filter(header__in=keys).values_list("header", "target"))
    return RegisterImport.objects.create(
        filename=filename[:255],
        content=content,
        encoding=opening.encoding,
        header_row=opening.header_row,
        header=opening.header,
        sample=opening.sample,
        mapping=guess(opening.header, memory),
        created_by=by,
    )


def start_check(
    imported: RegisterImport, mapping: Sequence[str], *, area_code: str = "", by: User | None
) -> RegisterImport:
    """Remember what the columns are and let the worker read every row; nothing is taken over yet.

    Raises:
        PermissionDenied: `by` may not import.
        WrongState: it is in work or over.
    """
    with transaction.atomic():
        locked = _lock(imported, by, "check")
        locked.mapping, locked.area_code = list(mapping), area_code
        _remember(locked.header, mapping)
        _begin(locked, Status.CHECKING)
        app.configure_task(CHECK_IMPORT).defer(import_id=locked.pk)
    return locked


def decide_rows(imported: RegisterImport, decisions: Mapping[int, str], *, by: User) -> None:
    """Say what becomes of doubtful rows.

    Args:
        imported: a checked import.
        decisions: number of a row → a value of ``ImportRow.Decision``.
        by: who decides.

    Raises:
        PermissionDenied: `by` may not import.
        WrongState: it is in work or over.
    """
    with transaction.atomic():
        locked = _lock(imported, by, "decide")
        rows = locked.rows.filter(outcome=ImportRow.Outcome.DOUBTFUL, number__in=decisions)
        changed = []
        for row in rows:
            row.decision = decisions[row.number]
            changed.append(row)
        ImportRow.objects.bulk_update(changed, ["decision"])


def start_apply(
    imported: RegisterImport, *, leave_refused: bool, doubtful: str, by: User | None
) -> RegisterImport:
    """Let the worker take the rows over, all or nothing.

    Args:
        imported: a checked import.
        leave_refused: take over the others although some rows can't be.
        doubtful: what becomes of doubtful rows nobody has decided about, ``new`` or ``skip``.
        by: who decides.

    Raises:
        PermissionDenied: `by` may not import.
        WrongState: it is in work or over, or rows are refused and `leave_refused` isn't said.
    """
    with transaction.atomic():
        locked = _lock(imported, by, "apply")
        refused = locked.rows.filter(outcome=ImportRow.Outcome.REFUSED).count()
        if refused and not leave_refused:
            raise WrongState(
                f"取り込めない行が{refused:,}行あります。ファイルを直して入れ直すか、"
                "「取り込めない行を除いて取り込む」を選んでください"
            )
        locked.options = {"leave_refused": leave_refused, "doubtful": doubtful}
        _begin(locked, Status.APPLYING)
        app.configure_task(APPLY_IMPORT).defer(import_id=locked.pk)
    return locked


def drop_import(imported: RegisterImport, *, by: User) -> RegisterImport:
    """Give an import up and forget its file and rows.

    Raises:
        PermissionDenied: `by` may not import.
        WrongState: it is in work or over.
    """
    with transaction.atomic():
        locked = _lock(imported, by, "drop")
        locked.rows.all().delete()
        locked.status, locked.content, locked.finished_at = Status.DROPPED, None, timezone.now()
        locked.sample = []
        locked.save()
    return locked


def forget_old_imports(today: date, *, dry_run: bool = False) -> list[str]:
    """Forget files and rows of imports that are past the days of the settings, and name them.

    What a row brought stands on the group; an import nobody finished is given up.
    """
    before: Any = today - timedelta(days=RegistrySettings.current().import_days)
    old = _without_file().filter(created_at__date__lt=before)
    names = []
    for imported in old.exclude(status__in=(Status.CHECKING, Status.APPLYING)).order_by("pk"):
        kept = RegisterImport.objects.filter(pk=imported.pk, content__isnull=False)
        if not (imported.rows.exists() or kept.exists()):
            continue
        names.append(imported.filename)
        if not dry_run:
            with transaction.atomic():
                _forget(imported)
    return names


def _forget(imported: RegisterImport) -> None:
    locked = _without_file().select_for_update().get(pk=imported.pk)
    locked.rows.all().delete()
    locked.content, locked.sample = None, []
    if locked.allows("drop"):
        locked.status, locked.finished_at = Status.DROPPED, timezone.now()
    locked.save()


def run_check(import_id: int) -> RegisterImport | None:
    """Read every row: called by the worker."""
    return _run(import_id, Status.CHECKING, Status.CHECKED, check_rows)


def run_apply(import_id: int) -> RegisterImport | None:
    """Take the rows over: called by the worker."""
    return _run(import_id, Status.APPLYING, Status.DONE, apply_rows)


def _run(
    import_id: int,
    status: str,
    after: str,
    work: Callable[[RegisterImport, Callable[[int], None]], None],
) -> RegisterImport | None:
    """Do the work in one transaction; its progress is told from outside of it."""
    imported = _without_file().filter(pk=import_id, status=status).first()
    if imported is None:
        return None
    log = logger.bind(register_import=import_id, status=status)
    try:
        with transaction.atomic(), _ProgressTeller(import_id) as progress:
            work(imported, progress)
    except Unreadable as error:
        _finish(imported, Status.FAILED, str(error))
    except WrongState as error:
        _finish(imported, Status.FAILED, f"{error}。何も変えていません")
    except Exception:
        log.exception("register_import_failed")
        _finish(imported, Status.FAILED, FAILED)
    else:
        log.info("register_import_done")
        _finish(imported, after, "")
    return imported


class _ProgressTeller:
    """Writes the progress through a connection of its own: the work's transaction hides its own.

    Inside a transaction that others began (tests, the command with --dry-run) the row may not be
    seen yet; then nothing is told.
    """

    def __init__(self, import_id: int) -> None:
        self.import_id, self.told = import_id, 0

    def __enter__(self) -> "_ProgressTeller":
        self.outside = connection.copy()
        return self

    def __exit__(self, *args: object) -> None:
        self.outside.close()

    def __call__(self, percent: int) -> None:
        bounded = min(max(percent, 0), 99)
        if bounded < self.told + 2:
            return
        self.told = bounded
        with self.outside.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
            cursor.execute(
                "UPDATE organizations_registerimport SET progress = %s WHERE id = %s",
                [bounded, self.import_id],
            )


def _without_file() -> QuerySet[RegisterImport]:
    """Return imports that neither read the file nor write it anew with every step they take."""
    return RegisterImport.objects.defer("content")


def _begin(imported: RegisterImport, status: str) -> None:
    imported.status, imported.progress, imported.message = status, 0, ""
    imported.started_at, imported.finished_at = timezone.now(), None
    imported.save()


def _finish(imported: RegisterImport, status: str, message: str) -> None:
    imported.status, imported.message = status, message[:400]
    imported.finished_at = timezone.now()
    imported.progress = 100 if status in (Status.CHECKED, Status.DONE) else 0
    if status == Status.DONE:
        imported.content, imported.sample = None, []
    imported.save()


def _remember(header: Sequence[str], mapping: Sequence[str]) -> None:
    for name, target in zip(header, mapping, strict=False):
        key = folded(name)[:200]
        if key:
            ColumnMemory.objects.update_or_create(header=key, defaults={"target": target})


def _lock(imported: RegisterImport, by: User | None, verb: str) -> RegisterImport:
    _require_right(by)
    locked = _without_file().select_for_update().get(pk=imported.pk)
    stuck = (
        locked.is_working
        and locked.started_at is not None
        and locked.started_at < timezone.now() - STUCK_AFTER
    )
    if stuck:  # the worker died: the transaction is taken back, and the work can begin anew
        locked.status = Status.FAILED
    if not locked.allows(verb):
        raise WrongState("いまは、これを行えません。画面を開き直して、状態を確かめてください")
    return locked


def _require_right(by: User | None) -> None:
    if by is not None and not permissions.may_import(by):
        raise PermissionDenied("団体の取り込みは、支援センターの職員と協働の主管課が行えます")
