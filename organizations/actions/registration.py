"""Entering the register: draft, hand in, return, decide. Staff and applicants use these doors."""

import datetime
from collections.abc import Mapping
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
from organizations.actions.forgetting import files_of, forget_events
from organizations.actions.guards import lock, require_staff, require_version, save
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
from organizations.permissions import may_let_in
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
    *,
    name: str,
    email: str = "",
    writer: str = "",
    kind: OrganizationKind | None = None,
    by: User | None = None,
    paper: Paper | None = None,
    address: str = "",
) -> tuple[Application, str]:
    """Begin a draft.

    Args:
        name: of the group, as far as known.
        email: where the code to come back goes.
        writer: the name of the person who writes the application.
        kind: the legal form, as far as known; the first of the centre's list otherwise.
        by: the member of staff who enters a paper form; nobody for an applicant.
        paper: which paper it is entered from.
        address: whole address of the pages of an application, to which the code is added; with
            it the link is mailed.

    Returns:
        The application and its code in plain, which is stored nowhere.

    Raises ``PermissionDenied`` where `by` may not enter papers.
    """
    if by is not None:
        require_staff(by)
    code = new_resume_code()
    kind = kind or OrganizationKind.objects.order_by("position", "pk").first()
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
            writer=writer.strip(),
            paper=paper.text if paper else "",
            paper_received_on=paper.received_on if paper else None,
            entered_by=by,
        )
        if address and not paper:
            tell(
                email,
                "【大切】団体の登録の申請を続けるためのリンク",
                f"{organization.name}\n{application.writer} 様\n\n"
                "団体の登録の申請を書き始めました。続きは、次のページから書けます。\n\n"
                f"{address}{code}/\n\n"
                "このリンクを知っている人は、だれでも申請を読んで直せます。"
                "団体の人のほかには教えないでください。\n",
            )
    return application, code


def find_application(code: str) -> Application | None:
    """Return the application that a code leads back to, while nothing was decided."""
    found = application_of_code(code)
    return found if found is not None and found.decided_at is None else None


def application_of_code(code: str) -> Application | None:
    """Return the application of a code, a decided one too: then only the result is shown."""
    rows = Application.objects.select_related("organization__kind")
    return rows.filter(code_hash=hash_resume_code(code)).first()


def new_code(application: Application, *, by: User, address: str = "") -> str:
    """Give an applicant who lost the code another one; the first one ends.

    Args:
        application: on the web, not decided.
        by: of the centre's staff.
        address: whole address of the pages, to which the code is added, for the mail.

    Raises ``PermissionDenied``, and ``WrongState`` for any other application.
    """
    require_staff(by)
    code = new_resume_code()
    with transaction.atomic():
        row = Application.objects.select_for_update().get(pk=application.pk)
        if row.channel != Application.Channel.WEB or row.decided_at is not None:
            raise WrongState("この申請には、再開の番号がありません")
        row.code_hash = hash_resume_code(code)
        with acting(by, why="再開の番号を作り直した"):
            row.save()
        if address:
            tell(
                row.resume_email,
                "【大切】団体の登録の申請を続けるための新しいリンク",
                f"{row.organization.name} 御中\n\n"
                f"申請の続きは、次のページから書けます。前のリンクは使えません。\n\n{address}{code}/\n",
            )
    return code


def submit(
    organization: Organization, *, by: User | None = None, version: int | None = None
) -> Application:
    """Hand an application in: all that is missing is said at once.

    Raises:
        Incomplete: something is missing.
        NotNow: it was handed in before, or decided.
        EditedByOther: it isn't the version that the person read (None: whatever it is).
    """
    with transaction.atomic():
        locked = lock(organization, "submit")
        require_version(locked, version)
        if missing := missing_answers(locked):
            raise Incomplete(missing)
        application = open_application(locked)
        application.number = application.number or next_application_number()
        application.submitted_at = timezone.now()
        if application.channel == Application.Channel.WEB:
            application.agreed_at = application.submitted_at
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
    """Note what was found for one line of the checklist; as ``check_requirements``."""
    check_requirements(application, {requirement: (result, remark)}, by=by)


def check_requirements(
    application: Application, found: Mapping[Requirement, tuple[str, str]], *, by: User
) -> None:
    """Note what was found for lines of the checklist: result and remark of each.

    A line that stays as it was keeps who checked it and when. Raises ``PermissionDenied``, and
    ``NotNow`` once it is decided.
    """
    require_staff(by)
    with transaction.atomic(), acting(by):
        locked = Organization.objects.select_for_update().get(pk=application.organization_id)
        if locked.status not in (Organization.Status.SUBMITTED, Organization.Status.RETURNED):
            raise NotNow(locked)
        known = {check.requirement_id: check for check in application.checks.all()}
        for requirement, (result, remark) in found.items():
            check = known.get(requirement.pk)
            before = (check.result, check.remark) if check else ("", "")
            if before != (result, remark.strip()):
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
    organization: Organization,
    *,
    by: User,
    version: int | None = None,
    address: str = "",
    site_name: str = "",
) -> Application:
    """Register a group: number, public page, and the invitation of its representative.

    Args:
        organization: whose application it is.
        by: of the centre's staff.
        version: the one that was read; None for whatever it is.
        address: whole address of the page for links of invitations.
        site_name: name of the portal, for mails.

    Raises:
        PermissionDenied: `by` isn't of the staff.
        NotNow: nothing was handed in.
        WrongState: a line of the checklist is open or unmet.
        EditedByOther: the applicant changed it meanwhile.
    """
    require_staff(by)
    today = timezone.localdate()
    with transaction.atomic():
        locked = lock(organization, "approve")
        require_version(locked, version)
        application = open_application(locked)
        require_checked(application)
        _decide(locked, by, "")
        locked.registration_number = locked.registration_number or next_registration_number()
        locked.registered_on = locked.registered_on or today
        locked.confirmed_on = today
        locked.valid_until = end_of_registration(today, RegistrySettings.current())
        locked.ended_on, locked.end_reason, locked.reminded_on = None, "", None
        save(locked, "approve", by)
        note_year(locked, by)
        contact = contact_of(locked)
        tell(
            application.resume_email or contact.email,
            f"【結果】団体の登録ができました（登録番号{locked.registration_number}）",
            f"{locked.name} 御中\n\n"
            f"団体の登録ができました。登録番号は{locked.registration_number}です。\n"
            f"登録の期限は{format_month_day(locked.valid_until)}（{locked.valid_until.year}年）です。"
            "期限の前に、内容の確認をお願いします。\n"
            "ポータルで内容を直すための招待を、代表者に別に送ります。\n",
        )
        _invite_representative(locked, application, by, address, site_name)
    return application


def _invite_representative(
    organization: Organization, application: Application, by: User, address: str, site_name: str
) -> None:
    """Let the named representative in, where nobody leads the group yet and `by` may do so.

    The coordinating office decides over the register, and the desk lets representatives in: what
    the office approves waits on the desk's dashboard.
    """
    contact = contact_of(organization)
    leads = Membership.objects.current().filter(organization=organization, role=Role.REPRESENTATIVE)
    may = may_let_in(by, Role.REPRESENTATIVE, organization=organization)
    if may and contact.representative and not leads.exists():
        invite(
            by,
            role=Role.REPRESENTATIVE,
            addressee=contact.representative,
            organization=organization,
            email=contact.email or application.resume_email,
            address=address,
            site_name=site_name,
        )


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


def forget_old_codes(today: datetime.date, *, dry_run: bool = False) -> int:
    """End the codes of applications decided longer ago than drafts are kept; return how many."""
    before = today - datetime.timedelta(days=RegistrySettings.current().draft_days)
    rows = Application.objects.filter(decided_at__date__lt=before).exclude(code_hash=None)
    return rows.count() if dry_run else rows.update(code_hash=None)


def delete_draft(organization: Organization) -> None:
    """Delete a draft with everything that was handed in for it, out of the audit trail too."""
    files = files_of(organization)
    contacts = list(Contact.objects.filter(organization=organization).values_list("pk", flat=True))
    applications = list(organization.applications.values_list("pk", flat=True))
    organization.delete()
    for file in files:
        file.delete()
    forget_events(contacts, applications, [])
