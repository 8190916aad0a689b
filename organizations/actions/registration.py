"""Entering the register: draft, hand in, return, decide. Staff and applicants use these doors."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.audit import acting
from koganei_kyodo.fiscal_year import current_fiscal_year
from koganei_kyodo.japanese import format_month_day
from organizations.actions.errors import WrongState
from organizations.actions.errors_registry import Incomplete, NotNow
from organizations.actions.guards import lock, require_staff, save
from organizations.actions.invitations import invite
from organizations.completeness import missing_answers
from organizations.models import (
    Application,
    Contact,
    Membership,
    Organization,
    OrganizationKind,
    RegistrySettings,
    Requirement,
    RequirementCheck,
    YearlyFact,
)
from organizations.models.registration import hash_resume_code, new_resume_code
from organizations.periods import end_of_registration
from organizations.registry_numbers import next_application_number, next_registration_number

SEND_MAIL = "organizations.send_registry_mail"


@dataclass(frozen=True)
class Paper:
    """Which paper an application was entered from."""

    text: str
    received_on: datetime.date


def tell(address: str, subject: str, text: str) -> None:
    """Mail somebody without an account, through a job of this transaction; no address, no mail."""
    if address:
        app.configure_task(SEND_MAIL).defer(address=address, subject=subject, text=text)


def start_application(
    *, name: str, email: str = "", by: User | None = None, paper: Paper | None = None
) -> tuple[Application, str]:
    """Begin a draft.

    Args:
        name: of the group, as far as known.
        email: where the code to come back goes.
        by: the member of staff who enters a paper form; nobody for an applicant.
        paper: which paper it is entered from.

    Returns:
        The application and its code in plain, which is stored nowhere.

    Raises ``PermissionDenied`` where `by` may not enter papers.
    """
    if by is not None:
        require_staff(by)
    code = new_resume_code()
    kind = OrganizationKind.objects.order_by("position", "pk").first()
    if kind is None:
        raise WrongState("団体種別がまだありません。管理画面で、先に加えてください")
    with transaction.atomic(), acting(by):
        organization = Organization.objects.create(
            name=name.strip(), kind=kind, status=Organization.Status.DRAFT, updated_by=by
        )
        Contact.objects.create(organization=organization)
        application = Application.objects.create(
            organization=organization,
            channel=Application.Channel.PAPER if paper else Application.Channel.WEB,
            code_hash=None if paper else hash_resume_code(code),
            resume_email=email,
            paper=paper.text if paper else "",
            paper_received_on=paper.received_on if paper else None,
            entered_by=by,
        )
    return application, code


def find_application(code: str) -> Application | None:
    """Return the application that a code leads back to, while nothing was decided."""
    rows = Application.objects.select_related("organization")
    return rows.filter(code_hash=hash_resume_code(code), decided_at=None).first()


def submit(organization: Organization, *, by: User | None = None) -> Application:
    """Hand an application in: all that is missing is said at once.

    Raises:
        Incomplete: something is missing.
        NotNow: it was handed in before, or decided.
    """
    with transaction.atomic():
        locked = lock(organization, "submit")
        if missing := missing_answers(locked):
            raise Incomplete(missing)
        application = open_application(locked)
        application.number = application.number or next_application_number()
        application.submitted_at = timezone.now()
        application.return_reason, application.return_steps = "", []
        application.return_due = None
        with acting(by):
            application.save()
        save(locked, "submit", by)
        tell(
            application.resume_email or contact_of(locked).email,
            f"【受け付け】団体の登録の申請（受付番号{application.number}）",
            f"{locked.name} 御中\n\n"
            f"団体の登録の申請を受け付けました。受付番号は{application.number}です。\n"
            f"結果は、およそ{RegistrySettings.current().review_days}日でお知らせします。\n",
        )
    return application


def take_back(organization: Organization, *, by: User | None = None) -> None:
    """Make a draft again of what was handed in, to mend it. Raises ``NotNow``."""
    with transaction.atomic():
        save(lock(organization, "take_back"), "take_back", by)


def check_requirement(
    application: Application, requirement: Requirement, *, result: str, remark: str, by: User
) -> None:
    """Note what was found for one line of the checklist. Raises ``PermissionDenied``, ``NotNow``."""
    require_staff(by)
    with transaction.atomic(), acting(by):
        locked = Organization.objects.select_for_update().get(pk=application.organization_id)
        if locked.status not in (Organization.Status.SUBMITTED, Organization.Status.RETURNED):
            raise NotNow(locked)
        RequirementCheck.objects.update_or_create(
            application=application,
            requirement=requirement,
            defaults={"result": result, "remark": remark.strip(), "checked_by": by},
        )


def return_application(
    organization: Organization, *, by: User, reason: str, steps: list[str], link: str = ""
) -> Application:
    """差戻し: say what has to be mended and in which steps; the applicant hands it in again.

    Args:
        organization: whose application it is.
        by: of the centre's staff.
        reason: what has to be mended, in words for the applicant.
        steps: the steps of the form it is about.
        link: address of the page on which applicants go on.

    Raises ``PermissionDenied``, ``NotNow``, ``WrongState`` without a reason.
    """
    require_staff(by)
    if not reason.strip():
        raise WrongState(say.empty("直してほしいこと"))
    settings = RegistrySettings.current()
    with transaction.atomic():
        locked = lock(organization, "return")
        application = open_application(locked)
        application.return_reason, application.return_steps = reason.strip(), steps
        application.return_due = timezone.localdate() + datetime.timedelta(settings.return_days)
        with acting(by, why=reason):
            application.save()
        save(locked, "return", by, why=reason)
        tell(
            application.resume_email or contact_of(locked).email,
            f"【お願い】団体の登録の申請を直してください（受付番号{application.number}）",
            f"{locked.name} 御中\n\n直していただきたいことがあります。\n\n{reason.strip()}\n\n"
            f"{format_month_day(application.return_due)}までに、出し直してください。\n"
            f"続きを書くページ：{link}\n書き始めたときの「再開の番号」を使います。\n",
        )
    return application


def decline(organization: Organization, *, by: User, reason: str) -> Application:
    """Don't register a group, with the reason. Raises as ``return_application``."""
    require_staff(by)
    if not reason.strip():
        raise WrongState(say.empty("理由"))
    with transaction.atomic():
        locked = lock(organization, "decline")
        application = _decide(locked, by, reason)
        save(locked, "decline", by, why=reason)
        tell(
            application.resume_email or contact_of(locked).email,
            f"【結果】団体の登録の申請（受付番号{application.number}）",
            f"{locked.name} 御中\n\n{say.refused('登録', reason=reason.strip())}\n",
        )
    return application


def approve(
    organization: Organization, *, by: User, address: str = "", site_name: str = ""
) -> Application:
    """Register a group: number, public page, and the invitation of its representative.

    Args:
        organization: whose application it is.
        by: of the centre's staff.
        address: whole address of the page for links of invitations.
        site_name: name of the portal, for mails.

    Raises:
        PermissionDenied: `by` isn't of the staff.
        NotNow: nothing was handed in.
        WrongState: a line of the checklist is open or unmet.
    """
    require_staff(by)
    today = timezone.localdate()
    with transaction.atomic():
        locked = lock(organization, "approve")
        application = open_application(locked)
        require_checked(application)
        _decide(locked, by, "")
        locked.registration_number = locked.registration_number or next_registration_number()
        locked.registered_on = locked.registered_on or today
        locked.confirmed_on = today
        locked.valid_until = end_of_registration(today, RegistrySettings.current())
        locked.ended_on, locked.end_reason = None, ""
        save(locked, "approve", by)
        note_year(locked, by)
        contact = contact_of(locked)
        leads = Membership.objects.current().filter(organization=locked, role=Role.REPRESENTATIVE)
        if not leads.exists() and contact.representative:
            invite(
                by,
                role=Role.REPRESENTATIVE,
                addressee=contact.representative,
                organization=locked,
                email=contact.email or application.resume_email,
                address=address,
                site_name=site_name,
            )
    return application


def require_checked(application: Application) -> None:
    """Raise ``WrongState`` unless every line of the checklist in use is met or doesn't apply."""
    results = dict(application.checks.values_list("requirement_id", "result"))
    good = {RequirementCheck.Result.MET, RequirementCheck.Result.NOT_APPLICABLE}
    lines = Requirement.objects.filter(is_active=True)
    left = [line.text for line in lines if results.get(line.pk) not in good]
    if left:
        raise WrongState(
            f"要件の確認が{len(left)}つ残っています（{'、'.join(left)}）。"
            "「満たす」か「対象外」になると、登録できます"
        )


def reenter(organization: Organization, *, by: User, paper: Paper | None = None) -> Application:
    """Begin a new application of a group whose registration ended, with what is stored of it.

    Raises ``PermissionDenied`` and ``NotNow``.
    """
    if not by.has_role(Role.REPRESENTATIVE, Role.EDITOR) or organization.pk not in {
        m.organization_id for m in by.current_memberships
    }:
        require_staff(by)
    with transaction.atomic():
        locked = lock(organization, "reenter")
        with acting(by):
            application = Application.objects.create(
                organization=locked,
                kind=Application.Kind.REENTRY,
                channel=Application.Channel.PAPER if paper else Application.Channel.WEB,
                paper=paper.text if paper else "",
                paper_received_on=paper.received_on if paper else None,
                entered_by=by if paper else None,
                resume_email=contact_of(locked).email,
            )
        save(locked, "reenter", by)
    return application


def note_year(organization: Organization, by: User | None) -> None:
    """Keep this 年度's numbers of members, for the page of growth."""
    if organization.member_count is None:
        return
    with acting(by):
        YearlyFact.objects.update_or_create(
            organization=organization,
            fiscal_year=current_fiscal_year(),
            defaults={
                "member_count": organization.member_count,
                "citizen_count": organization.citizen_count,
            },
        )


def open_application(organization: Organization) -> Application:
    """Return the application that isn't decided; raise ``NotNow`` where there is none."""
    found: Application | None = organization.applications.filter(decided_at=None).first()
    if found is None:
        raise NotNow(organization)
    return found


def contact_of(organization: Organization) -> Contact:
    """Return the contact values of a group; an empty row, unsaved, where it has none."""
    found: Contact | None = Contact.objects.filter(organization=organization).first()
    return found or Contact(organization=organization)


def _decide(organization: Organization, by: User, reason: str) -> Application:
    application = open_application(organization)
    application.decided_at, application.decided_by = timezone.now(), by
    application.decision_reason = reason.strip()
    application.code_hash = None
    with acting(by, why=reason):
        application.save()
    return application


def delete_old_drafts(today: datetime.date, *, dry_run: bool = False) -> list[str]:
    """Delete drafts that nobody touched for as long as the settings say, and name them."""
    days = RegistrySettings.current().draft_days
    before: Any = today - datetime.timedelta(days=days)
    rows = Organization.objects.filter(
        status=Organization.Status.DRAFT,
        registration_number=None,
        updated_at__date__lt=before,
        applications__decided_at=None,
        applications__channel=Application.Channel.WEB,
    )
    names = []
    for organization in rows:
        names.append(organization.name)
        if not dry_run:
            with transaction.atomic():
                delete_draft(organization)
    return names


def delete_draft(organization: Organization) -> None:
    """Delete a draft with everything that was handed in for it."""
    files = [a.file for a in organization.attachments.select_related("file")]
    for photo in organization.photos.select_related("file", "thumbnail"):
        files += [file for file in (photo.file, photo.thumbnail) if file is not None]
    organization.delete()
    for file in files:
        file.delete()
