"""決裁: where the office or the year asks for it, the 課長 confirms a sheet before it is handed in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from organizations.models import Department
from projects import permissions
from projects.actions.errors import Incomplete, WrongState
from projects.actions.guards import lock, require, require_office, require_version, save
from projects.completeness import missing_answers
from projects.models import Campaign, ProjectRecord
from projects.notifications import people_of_office, tell

Rule = Department.HeadRule


def needs_head(record: ProjectRecord) -> bool:
    """Tell whether the 課長 has to confirm: office or year ask for it, and the office has one today.

    Where nobody is 課長 just now, nothing waits for a person who isn't there. A record that the
    staff enter comes from a paper which the office has decided on already, so that the year does
    not ask again; an office that always confirms is asked for it as well.
    """
    rules = {office.head_rule for office in _answering(record.department)}
    if Rule.ALWAYS not in rules:
        if record.entered_by_id or Rule.AS_ASKED not in rules:
            return False
        if not Campaign.objects.filter(fiscal_year=record.fiscal_year, needs_head=True).exists():
            return False
    return bool(people_of_office(record.department, roles=[Role.HEAD]))


def _answering(office: Department) -> list[Department]:
    """Return which offices answer for the work of `office` today: itself, or what became of it."""
    offices = Department.objects.filter(pk__in=Department.objects.follow_on(office.pk))
    standing = {each.pk: each for each in offices.not_ended()}
    return [standing[office.pk]] if office.pk in standing else list(standing.values()) or [office]


@dataclass(frozen=True)
class HeadQuestion:
    """Whether an office's new records wait for its 課長, said before anything is written."""

    office: Department
    has_head: bool


def head_questions(
    offices: Iterable[Department], campaign: Campaign | None, *, entering: bool = False
) -> list[HeadQuestion]:
    """Return the offices whose 課長 confirms before handing in, with whether there is one today.

    Args:
        offices: offices of today.
        campaign: of the year that is written about, None where there is none.
        entering: whether the staff write in the offices' place.
    """
    asked = campaign is not None and campaign.needs_head and not entering
    rules = {Rule.ALWAYS, Rule.AS_ASKED} if asked else {Rule.ALWAYS}
    return [
        HeadQuestion(office, bool(people_of_office(office, roles=[Role.HEAD])))
        for office in offices
        if office.head_rule in rules
    ]


def ask_head(record: ProjectRecord, *, by: User, link: str = "") -> ProjectRecord:
    """Ask the 課長 to confirm a complete sheet. Asking again sends no second notice.

    Raises:
        PermissionDenied: `by` does not act for the record's office.
        WrongState: it is handed in already, or no confirmation is needed.
        Incomplete: with everything that is missing.
    """
    with transaction.atomic():
        locked = lock(record)
        require_office(by, locked)
        require("confirm", locked)
        if not needs_head(locked):
            raise WrongState("この事業実績に、課長の確認はいりません。そのまま提出できます")
        if missing := missing_answers(locked):
            raise Incomplete(missing)
        if locked.head_asked_at is None:
            locked.head_asked_at = timezone.now()
            save(locked, by)
            tell(locked, "head", link=link, roles=[Role.HEAD])
    return locked


def confirm(record: ProjectRecord, *, by: User, version: int, link: str = "") -> ProjectRecord:
    """Let the sheet be handed in, as the 課長 of its office. A later change asks again.

    Raises:
        PermissionDenied: `by` is not the 課長 of the office.
        WrongState: it is handed in already.
        EditedByOther: it changed since the `version` the person has read.
        Incomplete: with everything that is missing.
    """
    with transaction.atomic():
        locked = lock(record)
        if not permissions.may_confirm(by, locked):
            raise PermissionDenied(say.no_permission(f"{locked.department}の課長"))
        require("confirm", locked)
        require_version(locked, version, by)
        if missing := missing_answers(locked):
            raise Incomplete(missing)
        if locked.confirmed_at is None:
            locked.confirmed_at, locked.confirmed_by = timezone.now(), by
            locked.head_asked_at = None
            save(locked, by)
            tell(locked, "confirmed", link=link, roles=[Role.OFFICER])
    return locked
