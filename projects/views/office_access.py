"""How the office's pages reach a record: a stranger gets 404, who may not do a thing gets 403."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from koganei_kyodo import house_messages as say
from koganei_kyodo.accounts.models import User
from organizations.models import Department
from organizations.tree import came_from
from projects import actions, permissions
from projects.completeness import Missing, with_sheet
from projects.models import Campaign, ProjectRecord

STEPS = {
    "project": "事業のこと",
    "partners": "協働相手",
    "money": "お金と公開",
    "results": "成果と課題",
    "check": "確認",
}


@dataclass(frozen=True)
class MissingLink:
    """One line of what is missing, with the address of the place to mend it."""

    message: str
    url: str


def person(request: HttpRequest) -> User:
    """Return who is logged in; the views that ask let nobody else in."""
    return cast(User, request.user)


def office_record(request: HttpRequest, pk: int) -> ProjectRecord:
    """Return a record that the person answers for, with its whole sheet.

    Raises ``Http404`` for a record the person can't see, ``PermissionDenied`` for one of another
    office that the person may see only.
    """
    records = with_sheet(ProjectRecord.objects.visible_to(request.user))
    record = cast(ProjectRecord, get_object_or_404(records, pk=pk))
    if not permissions.may_write(request.user, record):
        raise PermissionDenied(say.no_permission(f"{record.department}の担当者"))
    return record


def posted_version(request: HttpRequest) -> int:
    """Return the version of the record that the posted form showed; 400 where there is none."""
    try:
        return int(request.POST["version"])
    except (KeyError, ValueError):
        raise BadRequest("the form has no version") from None


def next_step(step: str) -> str:
    """Return the step after `step`."""
    names = list(STEPS)
    return names[names.index(step) + 1]


def previous_step(step: str) -> str | None:
    """Return the step before `step`, None before the first."""
    names = list(STEPS)
    place = names.index(step)
    return names[place - 1] if place else None


def step_url(record: ProjectRecord, step: str) -> str:
    """Return the address of one step."""
    return reverse("projects:record_edit", args=[record.pk, step])


def missing_links(record: ProjectRecord, missing: list[Missing]) -> list[MissingLink]:
    """Return each missing answer with the address of its field."""
    links = []
    for each in missing:
        if each.partner_id:
            url = reverse("projects:partner_edit", args=[record.pk, each.partner_id])
        else:
            url = step_url(record, each.step)
        anchor = "add-partner" if each.field == "partners" else f"div_id_{each.field}"
        links.append(MissingLink(each.message, f"{url}?back=check#{anchor}"))
    return links


class OfficeMixin(LoginRequiredMixin):
    """Pages of the people who act for an office."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send anonymous people to the login, and tell others whose page this is."""
        if request.user.is_authenticated and not permissions.may_open_office(request.user):
            raise PermissionDenied(say.no_permission("市の担当課の人"))
        return super().dispatch(request, *args, **kwargs)

    @property
    def user(self) -> User:
        """Who is logged in."""
        return person(self.request)

    @cached_property
    def place(self) -> "Place":
        """For which offices the page is; ``Http404`` for an office that is none."""
        return place_of(self.request)

    @property
    def back(self) -> str:
        """Where saving leads to: ``check`` for who came from there, else empty."""
        asked = self.request.POST.get("back", self.request.GET.get("back", ""))
        return "check" if asked == "check" else ""


@dataclass(frozen=True)
class Place:
    """For which offices a page writes, and ids of all whose work they answer for.

    `chosen` is the office in whose place the staff act, None where people write for their own.
    """

    offices: list[Department]
    answered: set[int]
    chosen: Department | None = None

    @property
    def query(self) -> str:
        """What the addresses of the office's pages carry on: ``?office=12``, or nothing."""
        return f"?office={self.chosen.pk}" if self.chosen else ""

    def head_questions(self, campaign: Campaign | None) -> list[actions.HeadQuestion]:
        """Return which of the offices' 課長 confirm first, of the year that is written about."""
        entering = self.chosen is not None
        return actions.head_questions(self.offices, campaign, entering=entering)

    @cached_property
    def before(self) -> list[Department]:
        """The offices that these took over from, through all reorganisations, nearest first."""
        return came_from(self.offices)

    def home(self) -> HttpResponseRedirect:
        """Return the way back to the office's home."""
        return HttpResponseRedirect(reverse("projects:office_home") + self.query)


def place_of(request: HttpRequest) -> Place:
    """Return the person's own offices; for the staff the one that the address names (``office``).

    Raises ``Http404`` for an office that is none.
    """
    user = person(request)
    asked = request.GET.get("office", "")
    if user.is_staff and asked:
        chosen = next((each for each in offices_to_choose(user) if str(each.pk) == asked), None)
        if chosen is None:
            raise Http404
        return Place([chosen], Department.objects.answered_for([chosen.pk]), chosen)
    offices = list(Department.objects.filter(pk__in=user.office_ids).order_by("position"))
    return Place(offices, Department.objects.answered_by(user))


def offices_to_choose(user: User) -> list[Department]:
    """Return the offices in whose place the staff may act; nobody else chooses."""
    if not user.is_staff:
        return []
    return list(Department.objects.of_city().offices().not_ended().order_by("position", "pk"))


def waiting_records(user: User, place: Place) -> Any:
    """Return the records that wait for the office: the last that was touched first."""
    status = ProjectRecord.Status
    return (
        office_records(user, place)
        .filter(Q(status=status.RETURNED) | Q(status=status.DRAFT))
        .order_by("-updated_at", "-pk")
    )


def handed_in_records(user: User, place: Place) -> Any:
    """Return what the office has handed in, the newest first."""
    status = ProjectRecord.Status
    return (
        office_records(user, place)
        .filter(status__in=[status.SUBMITTED, status.APPROVED])
        .order_by(F("submitted_at").desc(nulls_last=True), "-pk")
    )


def office_records(user: User, place: Place) -> Any:
    """Return the records of one's own offices, merged ones too; for staff those they entered.

    In an office's place the staff find what was entered for it, and nothing of other offices.
    """
    records = ProjectRecord.objects.of_city().select_related("department", "updated_by")
    entered = Q(entered_by__isnull=False)
    if place.chosen:
        return records.filter(entered, department__in=place.answered)
    own = Q(department__in=place.answered)
    return records.filter(own | entered if user.is_staff else own)
