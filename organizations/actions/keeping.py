"""Keeping a registration alive, and ending it: confirm, leave, strike, yearly numbers, the switches."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.audit import acting
from koganei_kyodo.fiscal_year import current_fiscal_year
from koganei_kyodo.japanese import format_date
from organizations.actions.errors import WrongState
from organizations.actions.guards import lock, require_staff, require_version, save
from organizations.actions.registration import contact_of, note_year, tell
from organizations.models import ChangeRequest, Organization, RegistrySettings, YearlyFact
from organizations.periods import end_after_confirmation, end_of_registration
from organizations.permissions import may_edit, may_keep_registry
from organizations.registry_sheet import SWITCHES, WANTED
from organizations.registry_values import put

# What a group may change at once, without anybody looking at it first.
OWN = frozenset({*SWITCHES, *WANTED, "wanted_text"})


def require_own(organization: Organization, by: User) -> None:
    """Refuse who neither acts for the group nor works at the centre."""
    if not (may_keep_registry(by) or may_edit(by, organization)):
        raise PermissionDenied(say.no_permission("団体の人と支援センターの職員"))


def confirm(
    organization: Organization,
    *,
    by: User,
    version: int | None = None,
    facts: Mapping[str, Any] | None = None,
    why: str = "",
) -> Organization:
    """Say that everything stored is still true; the registration goes on for another period.

    Args:
        organization: registered, its time up or not.
        by: of the group, or of the staff for an answer on paper or by telephone.
        version: the one that was read; None for whatever it is.
        facts: numbers of the members, and of last 年度 (``YearlyFact``), as far as told.
        why: how the answer came in, where staff write it down.

    Raises ``PermissionDenied``, ``NotNow``, ``EditedByOther``.
    """
    require_own(organization, by)
    today = timezone.localdate()
    told = dict(facts or {})
    with transaction.atomic():
        locked = lock(organization, "confirm")
        require_version(locked, version)
        for name in ("member_count", "citizen_count"):
            if told.get(name) is not None:
                setattr(locked, name, told.pop(name))
        locked.confirmed_on, locked.reminded_on = today, None
        settings = RegistrySettings.current()
        locked.valid_until = end_after_confirmation(locked.valid_until, today, settings)
        save(locked, "confirm", by, why=why)
        note_year(locked, by)
        if any(value not in (None, "") for value in told.values()):
            note_facts(locked, current_fiscal_year() - 1, told, by=by)
    return locked


def note_facts(
    organization: Organization, fiscal_year: int, values: Mapping[str, Any], *, by: User
) -> YearlyFact:
    """Keep what was told of one 年度; what is None or empty stays as it was."""
    require_own(organization, by)
    told = {name: value for name, value in values.items() if value not in (None, "")}
    with transaction.atomic(), acting(by):
        fact, _ = YearlyFact.objects.update_or_create(
            organization=organization, fiscal_year=fiscal_year, defaults=told
        )
    return fact


def set_own(
    organization: Organization, values: Mapping[str, Any], *, by: User, version: int | None
) -> Organization:
    """Change at once what a group decides by itself: what is public, and whom it looks for.

    Raises ``PermissionDenied``, ``EditedByOther``, ``NotNow`` where it isn't registered, and
    ``ValueError`` for any other value.
    """
    require_own(organization, by)
    if not OWN.issuperset(values):
        raise ValueError(f"not the group's own: {set(values) - OWN}")
    with transaction.atomic():
        locked = lock(organization, "confirm")
        require_version(locked, version)
        with acting(by):
            put(locked, values)
        save(locked, None, by)
    return locked


def withdraw(organization: Organization, *, by: User, reason: str, paper: str = "") -> Organization:
    """退会: the group leaves; its page isn't public any more.

    Args:
        organization: registered, or lapsed.
        by: its representative, or staff with a paper form.
        reason: in words, for staff.
        paper: which paper it was entered from.

    Raises ``PermissionDenied``, ``NotNow``, ``WrongState`` without a reason.
    """
    if not may_keep_registry(by) and not _represents(by, organization):
        raise PermissionDenied(say.no_permission("団体の代表と支援センターの職員"))
    why = f"{reason.strip()}（紙：{paper}）" if paper else reason.strip()
    return _end(organization, "withdraw", by, why, "退会の届けを受け付けました")


def strike(organization: Organization, *, by: User, reason: str) -> Organization:
    """抹消: the centre ends a registration, with the reason. Raises as ``withdraw``."""
    require_staff(by)
    return _end(organization, "strike", by, reason.strip(), "団体の登録を取り消しました")


def _end(
    organization: Organization, verb: str, by: User, reason: str, subject: str
) -> Organization:
    if not reason:
        raise WrongState(say.empty("理由"))
    with transaction.atomic():
        locked = lock(organization, verb)
        locked.ended_on, locked.end_reason = timezone.localdate(), reason
        save(locked, verb, by, why=reason)
        waiting = locked.change_requests.filter(status=ChangeRequest.Status.SUBMITTED)
        with acting(by, why=reason):
            for change in waiting:
                change.status = ChangeRequest.Status.CANCELLED
                change.decided_at, change.decided_by = timezone.now(), by
                change.save()
        tell(
            contact_of(locked).email,
            f"【お知らせ】{subject}（{locked.name}）",
            f"{locked.name} 御中\n\n{subject}。\n理由：{reason}\n\n"
            f"{format_date(locked.ended_on)}から、団体のページは公開されません。"
            "もう一度登録したいときは、申請できます。\n",
        )
    return locked


def give_terms(*, by: User) -> int:
    """Give registered groups without a term one, from the day they were confirmed or from today.

    Registers taken over from elsewhere often hold none. A term never begins in the past: nobody
    lapses because a list was imported. Returns how many got one; raises ``PermissionDenied``.
    """
    require_staff(by)
    today, settings = timezone.localdate(), RegistrySettings.current()
    with transaction.atomic(), acting(by, why="登録の期限を決めた"):
        rows = Organization.objects.listed().filter(valid_until=None).select_for_update()
        groups = list(rows)
        for group in groups:
            known = end_of_registration(group.confirmed_on or today, settings)
            group.valid_until = max(known, end_of_registration(today, settings))
            group.version += 1
        Organization.objects.bulk_update(groups, ["valid_until", "version"], batch_size=500)
    return len(groups)


def _represents(by: User, organization: Organization) -> bool:
    return any(
        m.organization_id == organization.pk and m.role == Role.REPRESENTATIVE
        for m in by.current_memberships
    )
