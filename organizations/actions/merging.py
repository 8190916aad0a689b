"""統合: two records of one group become one, and can be parted again exactly."""

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from organizations.actions.errors import WrongState
from organizations.actions.errors_registry import NotNow
from organizations.actions.guards import require_staff, save
from organizations.actions.registration import contact_of, tell
from organizations.following import move, references
from organizations.models import (
    Application,
    ChangeRequest,
    Contact,
    Merge,
    NotDuplicate,
    Organization,
    OrganizationField,
)
from organizations.stored_values import CONTACT_FIELDS, GROUP_FIELDS, plain

Status = Organization.Status
# With a representative goes the account of that person.
PERSONAL_FIELDS = (*CONTACT_FIELDS, "person")


def merge(
    kept: Organization,
    merged: Organization,
    *,
    by: User,
    take: Collection[str] = (),
    reason: str = "",
) -> Merge:
    """Let everything that hangs on `merged` hang on `kept`.

    Args:
        kept: the record that goes on.
        merged: the record that ends; it stays stored.
        by: of the centre's staff.
        take: names of values that `kept` takes over from `merged` (of ``GROUP_FIELDS`` and
            ``PERSONAL_FIELDS``).
        reason: in words.

    An open application of `merged` ends with it: the code to come back must not lead into `kept`.
    The staff's note of `merged` is read below that of `kept` from now on; its registration number
    goes on where `kept` has none, and else stays readable (``following.former_numbers``).

    Raises ``PermissionDenied``, and ``NotNow`` or ``WrongState`` where one of them can't be merged.
    """
    require_staff(by)
    if kept.pk == merged.pk:
        raise WrongState("同じ団体を2つ選んでいます。別の団体を選んでください")
    with transaction.atomic():
        kept, merged = _lock_both(kept, merged)
        if not merged.allows("merge"):
            raise NotNow(merged)
        if kept.status in (Status.MERGED, Status.DRAFT, Status.DECLINED):
            raise NotNow(kept)
        _require_mergeable(kept, merged)
        with acting(by, why=reason or "統合"):
            moves: dict[str, Any] = {
                "status": merged.status,
                "number": _hand_number_on(kept, merged),
                "group": _take(kept, merged, GROUP_FIELDS, take) | _join_notes(kept, merged),
                "contact": _take(contact_of(kept), contact_of(merged), PERSONAL_FIELDS, take),
                "not_main": _give_up_main(kept, merged),
                "application": _end_application(kept, merged, by),
                "rows": {},
            }
            for reference in references():
                if ids := move(reference, merged, kept):
                    moves["rows"][reference.key] = ids
            merged.merged_into = kept
            save(merged, "merge", by)
            save(kept, None, by)
            return Merge.objects.create(
                kept=kept, merged=merged, reason=reason.strip(), moves=moves, by=by
            )


def undo_merge(merge: Merge, *, by: User) -> list[str]:
    """Part two records again: every row goes back to where it was, every value to what it was.

    Returns:
        What could not go back because somebody changed it since, in words; usually nothing.

    Raises ``PermissionDenied``, and ``WrongState`` where it was undone or merged further.
    """
    require_staff(by)
    with transaction.atomic():
        locked = Merge.objects.select_for_update().get(pk=merge.pk)
        kept, merged = _lock_both(locked.kept, locked.merged)
        if locked.undone_at is not None:
            raise WrongState("この統合は、すでに元に戻してあります")
        if kept.status == Status.MERGED:
            raise WrongState(
                "残した団体が、別の団体にまとめてあります。先に、それを元に戻してください"
            )
        if not locked.moves:
            raise WrongState("個人情報を消したため、この統合は元に戻せません")
        with acting(by, why=f"統合を元に戻す（{locked}）"):
            problems = _give_back(locked.moves["group"], kept)
            contact = contact_of(kept)
            problems += _give_back(locked.moves["contact"], contact)
            if contact.pk:
                contact.save()
            problems += _move_back(locked.moves["rows"], kept, merged)
            OrganizationField.objects.filter(pk__in=locked.moves["not_main"]).update(is_main=True)
            _reopen_application(locked.moves["application"])
            merged.status, merged.merged_into = locked.moves["status"], None
            if number := locked.moves.get("number"):
                kept.registration_number, merged.registration_number = None, number
                kept.save()  # first: no two groups have one number
            save(merged, None, by)
            save(kept, None, by)
            locked.undone_by, locked.undone_at = by, timezone.now()
            locked.save()
    return problems


def not_duplicates(first: Organization, second: Organization, *, by: User, reason: str) -> None:
    """Note that two groups that seem to be one are two.

    Raises ``PermissionDenied``, and ``WrongState`` for a group and itself.
    """
    require_staff(by)
    if first.pk == second.pk:
        raise WrongState("同じ団体を2つ選んでいます。別の団体を選んでください")
    a, b = sorted((first, second), key=lambda organization: organization.pk)
    with acting(by, why=reason):
        NotDuplicate.objects.get_or_create(
            first=a, second=b, defaults={"by": by, "reason": reason.strip()}
        )


def _lock_both(kept: Organization, merged: Organization) -> tuple[Organization, Organization]:
    """Lock two groups, always in the same order, so that two people can't wait for each other."""
    ids = sorted((kept.pk, merged.pk))
    rows = Organization.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    by_id = {row.pk: row for row in rows}
    if len(by_id) != len(ids):
        raise WrongState("この団体は、先に消されました")
    return by_id[kept.pk], by_id[merged.pk]


def _require_mergeable(kept: Organization, merged: Organization) -> None:
    """Refuse what would end a registration, or leave somebody without an answer."""
    if merged.is_listed and not kept.is_listed:
        raise WrongState(f"「{merged.name}」は登録しています。登録しているほうを残してください")
    waiting = ChangeRequest.Status.SUBMITTED
    if merged.change_requests.filter(status=waiting).exists():
        raise WrongState(
            f"「{merged.name}」の変更届が確認を待っています。先に返事をしてから、まとめてください"
        )


def _end_application(kept: Organization, merged: Organization, by: User) -> dict[str, Any]:
    """Close the open application of `merged`, tell the applicant, and return how to open it."""
    application = merged.applications.filter(decided_at=None).first()
    if application is None:
        return {}
    before = {"pk": application.pk, "code_hash": application.code_hash}
    application.decided_at, application.decided_by = timezone.now(), by
    application.decision_reason = f"登録している「{kept.name}」と同じ団体のため、1つにまとめた"
    application.code_hash = None
    application.save()
    tell(
        application.resume_email or contact_of(merged).email,
        f"【結果】団体の登録の申請（受付番号{application.number}）",
        f"{merged.name} 御中\n\n申請していただいた団体は、すでにある「{kept.name}」と同じ団体と"
        "わかりましたので、1つにまとめました。違うときは、ご連絡ください。\n",
    )
    return before


def _reopen_application(before: dict[str, Any]) -> None:
    if before:
        Application.objects.filter(pk=before["pk"]).update(
            decided_at=None, decided_by=None, decision_reason="", code_hash=before["code_hash"]
        )


def _take(
    target: Organization | Contact,
    source: Organization | Contact,
    fields: Collection[str],
    wanted: Collection[str],
) -> dict[str, Any]:
    """Take over the wanted values, and return what was there and what is there now."""
    changed = {}
    for name in fields:
        if name in wanted:
            before, after = getattr(target, name), getattr(source, name)
            if before != after:
                changed[name] = {"before": plain(target, name), "after": plain(source, name)}
                setattr(target, name, after)
    if changed:
        target.save()
    return changed


def _hand_number_on(kept: Organization, merged: Organization) -> str | None:
    """Let `kept` go on under the number of `merged` where it has none; return the number."""
    number = merged.registration_number
    if kept.registration_number or not number:
        return None
    merged.registration_number = None
    merged.save()  # first: no two groups have one number
    kept.registration_number = number
    return number


def _join_notes(kept: Organization, merged: Organization) -> dict[str, Any]:
    """Write the staff's note of `merged` below that of `kept`, and return both as ``_take`` does."""
    note = merged.staff_note.strip()
    before = kept.staff_note
    if not note or note in before:
        return {}
    number = f"、登録番号{merged.registration_number}" if merged.registration_number else ""
    head = f"［1つにまとめた「{merged.name}」{number}のメモ］"
    kept.staff_note = "\n".join(part for part in (before.rstrip(), f"{head}\n{note}") if part)
    return {"staff_note": {"before": before, "after": kept.staff_note}}


def _give_back(changed: dict[str, Any], target: Organization | Contact) -> list[str]:
    """Put the values of before back, but for those that somebody changed since."""
    problems = []
    for name, values in changed.items():
        column: Any = target._meta.get_field(name)
        if plain(target, name) != values["after"]:
            problems.append(f"{column.verbose_name}（統合のあとで直されたため、いまの内容のまま）")
        else:
            setattr(target, column.attname, column.target_field.to_python(values["before"])
                    if column.is_relation else column.to_python(values["before"]))  # fmt: skip
    return problems


def _give_up_main(kept: Organization, merged: Organization) -> list[int]:
    """Let the main field of `merged` be one of several, where `kept` has a main one."""
    if not kept.field_rows.filter(is_main=True).exists():
        return []
    rows = merged.field_rows.filter(is_main=True)
    ids = list(rows.values_list("pk", flat=True))
    rows.update(is_main=False)
    return ids


def _move_back(rows: dict[str, list[int]], kept: Organization, merged: Organization) -> list[str]:
    problems = []
    for key, ids in rows.items():
        app, model, column = key.split(".")
        table = apps.get_model(app, model)
        there = table._base_manager.filter(pk__in=ids, **{column: kept.pk})
        missing = len(ids) - there.count()
        there.update(**{column: merged.pk})
        if missing:
            problems.append(f"{table._meta.verbose_name}{missing}件（統合のあとで変わったため）")
    return problems
