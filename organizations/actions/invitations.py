"""Letting a person in: invite, send, accept, withdraw."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.notifications import notify
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.audit import acting
from organizations import permissions
from organizations.actions.errors import InvitationClosed, LoginIdTaken, WrongState
from organizations.actions.memberships import require_existing, store
from organizations.models import Contact, Department, Invitation, Membership, Organization
from organizations.models.invitation import hash_token, new_token

SEND_INVITATION = "organizations.send_invitation"
Delivery = Invitation.Delivery
Status = Invitation.Status


@dataclass(frozen=True)
class NewPerson:
    """What a new person says about themselves; the password in plain, not yet stored."""

    name: str
    name_kana: str
    login_id: str
    password: str


def invite(
    by: User,
    *,
    role: Role,
    addressee: str,
    department: Department | None = None,
    organization: Organization | None = None,
    email: str = "",
    address: str = "",
    site_name: str = "",
) -> Invitation:
    """Invite one person; with a mail address the mail leaves through a job of this transaction.

    Args:
        by: who invites.
        role: what the person will be allowed to do.
        addressee: the person's name, as the letter is headed.
        department: the office, for its roles.
        organization: the group, for its roles; neither is the centre.
        email: where the link goes; empty for a letter (``make_letter``).
        address: whole address of the page for links, to which the token is added.
        site_name: name of the portal in the mail.

    Raises:
        PermissionDenied: `by` may not let anybody in there in this role.
        WrongState: the office is no more.
    """
    if not permissions.may_let_in(by, role, department=department, organization=organization):
        raise PermissionDenied("この招待をする権限がありません")
    with transaction.atomic():
        require_existing(department, timezone.localdate())
        invitation = Invitation.objects.create(
            role=role,
            department=department,
            organization=organization,
            addressee=addressee.strip(),
            email=email,
            invited_by=by,
            expires_at=end_of_time(),
        )
        if email:
            _queue_mail(invitation, address, site_name)
    return invitation


def send_again(
    invitation: Invitation, *, by: User, address: str, site_name: str = ""
) -> Invitation:
    """Send a new link with a new time; the one before no longer works once the mail is made.

    Args: as ``invite``. Who sends it again answers for it from now on.

    Raises:
        PermissionDenied: `by` may not invite there.
        WrongState: it was accepted or withdrawn, or has no mail address.
    """
    with transaction.atomic():
        locked = _lock(invitation, by, "send")
        if not locked.email:
            raise WrongState("メールアドレスのない招待です。「手紙を作る」を押してください")
        locked.expires_at, locked.invited_by = end_of_time(), by
        locked.save()
        _queue_mail(locked, address, site_name)
    return locked


def make_letter(invitation: Invitation, *, by: User) -> tuple[Invitation, str]:
    """Make a new number for a printed letter, with a new time; earlier links no longer work.

    Returns:
        The invitation and the number in plain: it is stored nowhere and can't be shown again.

    Raises:
        PermissionDenied: `by` may not invite there.
        WrongState: it was accepted or withdrawn.
    """
    with transaction.atomic():
        locked = _lock(invitation, by, "send")
        locked.expires_at, locked.invited_by = end_of_time(), by
        token = issue_token(locked, Delivery.LETTER)
    return locked, token


def issue_token(invitation: Invitation, delivery: str) -> str:
    """Give the (locked) invitation a new secret, keep its hash, and return it in plain."""
    token = new_token()
    invitation.token_hash, invitation.delivery = hash_token(token), delivery
    invitation.sent_at = timezone.now()
    invitation.save()
    return token


def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Take an invitation back; its link stops at once.

    Raises ``PermissionDenied`` and ``WrongState`` as ``make_letter``.
    """
    with transaction.atomic():
        locked = _lock(invitation, by, "withdraw")
        _close(locked, "withdraw", by)
    return locked


def find_invitation(token: str) -> Invitation:
    """Return the invitation that a link or number opens.

    Args:
        token: in any usual way of typing it.

    Raises:
        InvitationClosed: unknown, expired, accepted, withdrawn, or no longer covered by the
            rights of who sent it.
    """
    rows = Invitation.objects.select_related(
        "department__root", "organization", "invited_by", "closed_by"
    )
    return _usable(rows.filter(token_hash=hash_token(token)).first())


def accept_invitation(token: str, *, user: User) -> Membership:
    """Let a person who has an account in, from today on. Of two at a time one wins.

    Raises:
        InvitationClosed: as ``find_invitation``.
        Overlap: the person acts there already.
        WrongState: the office is no more.
    """
    with transaction.atomic():
        invitation = _lock_by_token(token)
        with acting(user, why=_why(invitation)):
            return _let_in(invitation, user)


def register_and_accept(token: str, person: NewPerson) -> Membership:
    """Make an account for a new person and let them in, both or neither.

    The mail address is the invitation's where its link came by mail: only its reader has it.

    Raises:
        InvitationClosed: as ``find_invitation``.
        LoginIdTaken: somebody has this login ID.
        WrongState: the office is no more.
    """
    with transaction.atomic():
        invitation = _lock_by_token(token)
        email = invitation.email if invitation.delivery == Delivery.MAIL else ""
        try:
            with transaction.atomic(), acting(why=_why(invitation)):
                user = User.objects.create_user(
                    person.login_id,
                    person.password,
                    name=person.name,
                    name_kana=person.name_kana,
                    email=email,
                    email_confirmed_at=timezone.now() if email else None,
                )
        except IntegrityError:
            raise LoginIdTaken from None
        # Nobody is logged in yet, and the trail shall name who came in.
        with acting(user, why=_why(invitation)):
            return _let_in(invitation, user)


def end_of_time() -> datetime:
    """Return when an invitation sent now ends: the last moment of the last day."""
    last_day = timezone.localdate() + timedelta(days=settings.INVITATION_DAYS)
    return timezone.make_aware(datetime.combine(last_day, time(23, 59, 59)))


def _queue_mail(invitation: Invitation, address: str, site_name: str) -> None:
    if not address:
        raise ValueError("a mail needs the address of the page for links")
    app.configure_task(SEND_INVITATION, lock=f"invitation-{invitation.pk}").defer(
        invitation_id=invitation.pk,
        address=address,
        site_name=site_name,
        asked_at=timezone.now().isoformat(),
    )


def _lock(invitation: Invitation, by: User, verb: str) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    locked: Invitation = rows.select_related("department__root", "organization").get(
        pk=invitation.pk
    )
    if not permissions.may_let_in(
        by, locked.role, department=locked.department, organization=locked.organization
    ):
        raise PermissionDenied("この招待を変える権限がありません")
    if not locked.allows(verb):
        raise WrongState(
            f"この招待は終わっています（{locked.state}）。必要なときは、新しく招待してください"
        )
    return locked


def _lock_by_token(token: str) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related(
        "department__root", "organization", "invited_by"
    )
    return _usable(rows.filter(token_hash=hash_token(token)).first())


def _usable(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise InvitationClosed("unknown")
    if invitation.status != Status.OPEN:
        raise InvitationClosed(invitation.status, invitation)
    if invitation.is_expired:
        raise InvitationClosed("expired", invitation)
    if not permissions.may_let_in(
        invitation.invited_by,
        invitation.role,
        department=invitation.department,
        organization=invitation.organization,
    ):
        raise InvitationClosed("void", invitation)
    return invitation


def _let_in(invitation: Invitation, user: User) -> Membership:
    today = timezone.localdate()
    require_existing(invitation.department, today)
    membership = store(
        Membership(
            user=user,
            role=invitation.role,
            department=invitation.department,
            organization=invitation.organization,
            valid_from=today,
        )
    )
    invitation.membership = membership
    _close(invitation, "accept", user)
    _name_in_contact(invitation, user)
    _tell_inviter(invitation, user)
    return membership


def _why(invitation: Invitation) -> str:
    """Return the reason that the trail keeps with what an accepted invitation changes."""
    return f"招待を受けた（{invitation.place_name}）"


def _tell_inviter(invitation: Invitation, user: User) -> None:
    """Say who came in: a link may have gone to somebody else than the person it was for."""
    notify(
        invitation.invited_by,
        f"{invitation.place_name}への招待を、{user.name}さんが受けました",
        f"あて名：{invitation.addressee}さん\n"
        f"受けた人：{user.name}さん（ログインID {user.login_id}）\n"
        f"役割：{invitation.get_role_display()}\n"
        "知らない人のときは、すぐにその人の所属を終わりにしてください。",
        f"{reverse('organizations:invitation_list')}?all=1",
    )


def _name_in_contact(invitation: Invitation, user: User) -> None:
    """Tie the account to the representative's data in the register, where it is this person's.

    What is stored of an account and of a representative is then shown and erased together.
    """
    if invitation.role == Role.REPRESENTATIVE and invitation.organization is not None:
        mine = Contact.objects.filter(organization=invitation.organization, person=None)
        mine.filter(representative=invitation.addressee).exclude(representative="").update(
            person=user
        )


def _close(invitation: Invitation, verb: str, by: User) -> None:
    invitation.status = Invitation.TRANSITIONS[verb][invitation.status]
    invitation.closed_by, invitation.closed_at = by, timezone.now()
    invitation.save()
