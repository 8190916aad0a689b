"""One person's membership: end it, take the end back, move it; and people who are moving in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.fiscal_year import current_fiscal_year, fiscal_year_range
from koganei_kyodo.japanese import format_date
from organizations import actions
from organizations.forms import EndForm, MoveForm, last_day_default
from organizations.models import Department, Membership, Transfer
from organizations.views.access import back_to, membership_of, person


class MembershipEndView(LoginRequiredMixin, View):
    """End a membership on a day; one that hasn't begun is taken back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the day and warn where nobody is left to lead the place."""
        membership = membership_of(request, pk)
        day = membership.valid_until or last_day_default(membership.valid_from)
        return self._page(membership, EndForm(initial={"on": day}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it, or take it back."""
        membership = membership_of(request, pk)
        back = back_to(request, membership)
        name, place = membership.user.name, membership.place_name
        try:
            if not membership.has_begun:
                actions.cancel_membership(membership, by=person(request))
                messages.success(request, f"{name}さんの{place}の所属を取りやめました")
                return redirect(back)
            form = EndForm(request.POST)
            if not form.is_valid():
                return self._page(membership, form)
            day = form.cleaned_data["on"]
            ended = actions.end_membership(membership, by=person(request), on=day)
        except actions.WrongState as error:
            form = EndForm(request.POST)
            form.add_error(None, str(error))
            return self._page(membership, form)
        text = f"{name}さんの{place}の所属は、{format_date(day)}に終わります"
        tell(request, text, ended.warnings)
        return redirect(back)

    def _page(self, membership: Membership, form: EndForm) -> HttpResponse:
        today = timezone.localdate()
        context = {
            "membership": membership,
            "form": form,
            "back": back_to(self.request, membership),
            "warning": actions.vacancy_warning(membership, today),
        }
        return render(self.request, "organizations/membership_end.html", context)


@login_required
@require_POST
def membership_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an end that lies ahead."""
    membership = membership_of(request, pk)
    try:
        actions.reopen_membership(membership, by=person(request))
    except actions.WrongState as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"{membership.user.name}さんの所属の終わりを取り消しました")
    return redirect(back_to(request, membership))


class MembershipMoveView(LoginRequiredMixin, View):
    """Move a person to another office."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask where to and from when; 1 April is offered."""
        membership = self._of_an_office(request, pk)
        first_day, _ = fiscal_year_range(current_fiscal_year() + 1)
        role = Role.HEAD if membership.role == Role.HEAD else Role.OFFICER
        form = self._form(membership, initial={"on": first_day, "role": role})
        return self._page(membership, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move the person, or announce the move to the new office."""
        membership = self._of_an_office(request, pk)
        form = self._form(membership, data=request.POST)
        if not form.is_valid():
            return self._page(membership, form)
        values = form.cleaned_data
        try:
            moved = actions.move_membership(
                membership,
                by=person(request),
                to_department=values["to_department"],
                on=values["on"],
                role=Role(values["role"]),
            )
        except actions.WrongState as error:
            form.add_error(None, str(error))
            return self._page(membership, form)
        text = (
            f"{membership.user.name}さんは、{format_date(values['on'])}に"
            f"{values['to_department']}へ異動します"
        )
        if moved.transfer is not None:
            text += "。異動先の課長か協働の主管課が受け入れると、使えるようになります"
        tell(request, text, moved.warnings)
        return redirect(back_to(request, membership))

    def _of_an_office(self, request: HttpRequest, pk: int) -> Membership:
        """Return the membership; nobody moves from a group or the centre into an office."""
        membership = membership_of(request, pk)
        if membership.department_id is None:
            raise Http404
        return membership

    def _form(self, membership: Membership, **kwargs: Any) -> MoveForm:
        return MoveForm(offices=offices_to_move_to(membership.department_id), **kwargs)

    def _page(self, membership: Membership, form: MoveForm) -> HttpResponse:
        context = {
            "membership": membership,
            "form": form,
            "back": back_to(self.request, membership),
            "warning": actions.vacancy_warning(membership, timezone.localdate()),
        }
        return render(self.request, "organizations/membership_move.html", context)


def offices_to_move_to(own: int | None = None) -> Any:
    """Return the offices of today and those that begin later, without the one of id `own`."""
    offices = Department.objects.of_city().offices().not_ended().select_related("parent")
    return offices.exclude(pk=own) if own else offices


@login_required
@require_POST
def transfer_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a person in who moves here."""
    transfer = transfer_of(request, pk)
    try:
        membership = actions.accept_transfer(transfer, by=person(request))
    except actions.WrongState as error:
        messages.warning(request, str(error))
    else:
        text = (
            f"{membership.user.name}さんを受け入れました。"
            f"{format_date(membership.valid_from)}から使えます"
        )
        messages.success(request, text)
    return redirect("organizations:office_people")


@login_required
@require_POST
def transfer_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the person doesn't come here."""
    transfer = transfer_of(request, pk)
    try:
        actions.decline_transfer(transfer, by=person(request))
    except actions.WrongState as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"{transfer.membership.user.name}さんを受け入れませんでした")
    return redirect("organizations:office_people")


def transfer_of(request: HttpRequest, pk: int) -> Transfer:
    """Return a move that the person may answer; 404 for every other."""
    rows = Transfer.objects.decided_by(request.user).select_related("membership__user")
    found: Transfer = get_object_or_404(rows, pk=pk)
    return found


def tell(request: HttpRequest, text: str, warnings: tuple[str, ...]) -> None:
    """Say what was done, and what has to be done because of it."""
    messages.success(request, text)
    for warning in warnings:
        messages.warning(request, warning)
