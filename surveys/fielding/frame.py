"""The frame: who is asked, how they are reached, and what became of each."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from organizations.models import Contact as RegisteredContact
from organizations.models import Department, Membership, Organization
from surveys.actions import WrongState
from surveys.fielding import links, terms
from surveys.models import Survey, Target, TargetContact, TargetEvent

Status = Target.Status
Kind = TargetEvent.Kind
Contact = Mapping[str, str]
CONTACT_FIELDS = ("addressee", "email", "postcode", "address", "phone", "fax")

WRONG_STATE = (
    "「{name}」はいま「{status}」なので、これはできません。画面を開き直して確かめてください"
)
EVENT_OF = {
    "send": Kind.SENT,
    "undeliverable": Kind.UNDELIVERABLE,
    "refuse": Kind.REFUSED,
    "receive": Kind.RETURNED,
    "answer": Kind.VALID,
    "invalidate": Kind.INVALID,
    "exclude": Kind.EXCLUDED,
    "restore": Kind.RESTORED,
}


@dataclass(frozen=True)
class Line:
    """One line of a frame to be made.

    Args:
        name: who is asked.
        group: the kind by which rates are told apart.
        attributes: by code of the attribute's question, the number of the option.
        contact: by name of `CONTACT_FIELDS`.
        organization: of the registry, where it is one.
        department: of the city, where it is one.
    """

    name: str
    group: str = ""
    attributes: Mapping[str, int] = field(default_factory=dict, hash=False)
    contact: Contact = field(default_factory=dict, hash=False)
    organization: Organization | None = None
    department: Department | None = None


def add_targets(
    survey: Survey, lines: Sequence[Line], *, source: str, by: Any
) -> tuple[list[Target], int]:
    """Add lines to the frame; who is on it already only gets the mail address it had not.

    Args:
        survey: whose frame.
        lines: whom to add.
        source: a value of `Target.Source`.
        by: who does it; None for a command.

    Returns:
        The new targets, and how many were on the frame already.
    """
    terms.require_run(by, survey)
    with transaction.atomic():
        locked = terms.hold(survey)
        if locked.status in (Survey.Status.CLOSED, Survey.Status.PUBLISHED):
            raise WrongState("締め切った調査の名簿には加えられません")
        fresh = new_lines(survey, lines)
        _fill_contacts(survey, lines)
        last = survey.targets.aggregate(last=Max("number"))["last"] or 0
        made = Target.objects.bulk_create(
            Target(
                survey=survey,
                name=line.name,
                number=number,
                group=line.group,
                source=source,
                modes=_modes(line),
                attributes=dict(line.attributes),
                organization=line.organization,
                department=line.department,
            )
            for number, line in enumerate(fresh, start=last + 1)
        )
        TargetContact.objects.bulk_create(
            TargetContact(target=target, **{f: line.contact.get(f, "") for f in CONTACT_FIELDS})
            for target, line in zip(made, fresh, strict=True)
        )
    return made, len(lines) - len(fresh)


def _fill_contacts(survey: Survey, lines: Sequence[Line]) -> None:
    """Give groups and offices on the frame the mail address that the registry knows by now."""
    known = {
        (line.organization and line.organization.pk, line.department and line.department.pk): email
        for line in lines
        if (email := line.contact.get("email")) and (line.organization or line.department)
    }
    rows = Target.objects.filter(survey=survey, contact__email="").select_related("contact")
    filled = [t for t in rows if (t.organization_id, t.department_id) in known]
    for target in filled:
        target.contact.email = known[target.organization_id, target.department_id]
        target.modes = [*target.modes, str(Target.ContactMode.EMAIL)]
    TargetContact.objects.bulk_update([target.contact for target in filled], ["email"])
    Target.objects.bulk_update(filled, ["modes"])


def new_lines(survey: Survey, lines: Sequence[Line]) -> list[Line]:
    """Return the lines that are not on the frame yet, each once."""
    known = _Known(survey)
    return [line for line in lines if known.adds(line)]


def _modes(line: Line) -> list[str]:
    """How a target can be reached; offices of the city by mail, and by the post of the house."""
    modes = []
    if line.contact.get("address") or line.department:
        modes.append(Target.ContactMode.POST)
    if line.contact.get("email"):
        modes.append(Target.ContactMode.EMAIL)
    return [str(mode) for mode in modes]


class _Known:
    """Who is on the frame already."""

    def __init__(self, survey: Survey) -> None:
        rows = list(survey.targets.values_list("organization", "department", "name"))
        self.organizations = {row[0] for row in rows if row[0]}
        self.departments = {row[1] for row in rows if row[1]}
        # A line of a file names nothing else: 秘書課 there is the office that is on the frame.
        self.names = {row[2] for row in rows}

    def adds(self, line: Line) -> bool:
        """Tell whether a line is new, and remember it."""
        kept: set[Any] = self.names
        key: Any = line.name
        if line.organization:
            kept, key = self.organizations, line.organization.pk
        elif line.department:
            kept, key = self.departments, line.department.pk
        if key in kept:
            return False
        kept.add(key)
        return True


# --- where attributes and contacts come from -----------------------------------------------------

# An app after this one may know attributes of an office from its records: name → function that
# takes the survey and the offices and gives attributes by id of the office.
AttributeSource = Callable[[Survey, Sequence[Department]], dict[int, dict[str, int]]]
_attribute_sources: dict[str, AttributeSource] = {}


def register_attributes(name: str, source: AttributeSource) -> None:
    """Let `source` be chosen, under `name`, where a frame of departments is made."""
    _attribute_sources[name] = source


def attribute_sources() -> dict[str, AttributeSource]:
    """Return what can be chosen."""
    return dict(_attribute_sources)


def department_lines(
    survey: Survey, departments: Sequence[Department], source: str = ""
) -> list[Line]:
    """Return a line for each office, with its attributes from earlier records."""
    found = _attribute_sources[source](survey, departments) if source else {}
    return [
        Line(
            name=department.name,
            group=department.parent.name
            if department.parent and department.parent.parent_id
            else "担当課",
            attributes=found.get(department.pk, {}),
            contact={"email": department.email} if department.email else {},
            department=department,
        )
        for department in departments
    ]


def organization_lines(organizations: Iterable[Organization]) -> list[Line]:
    """Return a line for each group, with the contact that stands in the registry."""
    groups = list(organizations)
    contacts = _contacts(groups)
    return [
        Line(
            name=group.name,
            group=group.kind.name,
            contact=contacts.get(group.pk, {}),
            organization=group,
        )
        for group in groups
    ]


def _contacts(groups: Sequence[Organization]) -> dict[int, Contact]:
    """Return how groups are reached: as the register says, and by mail to who acts for them."""
    found: dict[int, dict[str, str]] = {}
    rows = Membership.objects.current().filter(organization__in=groups, user__is_active=True)
    for row in rows.select_related("user").order_by("-role", "pk"):
        if row.organization_id and row.user.email:
            found[row.organization_id] = {"addressee": row.user.name, "email": row.user.email}
    for contact in RegisteredContact.objects.filter(organization__in=groups):
        registered = {
            "addressee": contact.contact_name or contact.representative,
            "email": contact.email,
            "postcode": contact.postcode,
            "address": " ".join(part for part in (contact.address, contact.address_to) if part),
            "phone": contact.phone or contact.mobile,
            "fax": contact.fax,
        }
        known = {name: value for name, value in registered.items() if value}
        # Who is named beside an address reads what goes there; an account is only the second best.
        found[contact.organization_id] = {**found.get(contact.organization_id, {}), **known}
    return dict(found)


# --- what becomes of a target --------------------------------------------------------------------


def move(
    target: Target,
    verb: str,
    *,
    by: Any,
    on: datetime.date | None = None,
    note: str = "",
    mode: str = "",
) -> Target:
    """Do one step of `Target.TRANSITIONS` and note it with its day.

    Raises:
        PermissionDenied: `by` does not run the survey.
        WrongState: the target is in a state that does not allow it, or a reason is missing.
    """
    terms.require_run(by, target.survey)
    with transaction.atomic():
        locked = Target.objects.select_for_update().get(pk=target.pk)
        if not locked.allows(verb):
            raise WrongState(
                WRONG_STATE.format(name=locked.name, status=locked.get_status_display())
            )
        if verb in ("invalidate", "exclude", "refuse") and not note.strip():
            raise WrongState("理由を入力してください")
        locked.status = Target.TRANSITIONS[verb][locked.status]
        locked.status_note = note.strip()
        locked.save(update_fields=["status", "status_note"])
        note_event(locked, EVENT_OF[verb], by=by, on=on, note=note.strip(), mode=mode)
        if verb == "invalidate":
            _invalidate_response(locked)
    return locked


def _invalidate_response(target: Target) -> None:
    from surveys.models import Response

    Response.objects.filter(target=target).update(status=Response.Status.INVALID)


def note_event(
    target: Target,
    kind: str,
    *,
    by: Any,
    on: datetime.date | None = None,
    note: str = "",
    mode: str = "",
) -> TargetEvent:
    """Write down what happened to a target, by the day."""
    event: TargetEvent = TargetEvent.objects.create(
        target=target, kind=kind, on=on or timezone.localdate(), note=note[:300], mode=mode, by=by
    )
    return event


def change_contact(target: Target, contact: Contact, *, by: Any) -> None:
    """Mend the address of one target; the next round goes there."""
    terms.require_run(by, target.survey)
    with transaction.atomic():
        TargetContact.objects.update_or_create(
            target=target, defaults={f: contact.get(f, "") for f in CONTACT_FIELDS}
        )
        modes = [
            str(mode)
            for mode, given in (
                (Target.ContactMode.POST, contact.get("address") or target.department_id),
                (Target.ContactMode.EMAIL, contact.get("email")),
            )
            if given
        ]
        Target.objects.filter(pk=target.pk).update(modes=modes)


def let_answer(target: Target, department: Department | None, *, by: Any) -> None:
    """Let another office answer for an office, as when its work went over; None takes that back.

    Raises:
        PermissionDenied: `by` does not run the survey.
        WrongState: the target is no office, or the survey is anonymous: there only the link counts.
    """
    terms.require_run(by, target.survey)
    if target.department_id is None or target.survey.is_anonymous:
        raise WrongState("代わりに答える課を決められるのは、記名の調査の課だけです")
    if department is not None and department.pk == target.department_id:
        raise WrongState("同じ課です。代わりに答える、ほかの課を選んでください")
    with transaction.atomic():
        locked = Target.objects.select_for_update().get(pk=target.pk)
        locked.answered_by = department
        locked.save(update_fields=["answered_by"])


def renew_link(target: Target, *, by: Any) -> str:
    """Give a target a new link; the old one stops working."""
    terms.require_run(by, target.survey)
    with transaction.atomic():
        secret = links.make_links([target], anew=True)[target.pk]
        note_event(target, Kind.LINK, by=by)
    return secret
