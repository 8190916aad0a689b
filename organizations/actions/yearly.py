"""1 April: what every office says about its people, carried out all at once or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from koganei_kyodo.accounts.models import User
from koganei_kyodo.audit import acting
from koganei_kyodo.fiscal_year import fiscal_year_label, fiscal_year_range
from koganei_kyodo.japanese import format_date
from organizations.actions.errors import WrongState
from organizations.actions.memberships import (
    confirm_membership,
    end_membership,
    lock,
    move_membership,
    vacancy_warning,
)
from organizations.models import Department, Membership, Transfer

KEEP, END, MOVE = "keep", "end", "move"


@dataclass(frozen=True)
class Decision:
    """What becomes of one membership: ``keep``, ``end`` or ``move`` (to an office, from a day)."""

    membership: Membership
    choice: str
    to_department: Department | None = None
    on: date | None = None


@dataclass
class Outcome:
    """What was carried out."""

    kept: list[Membership] = field(default_factory=list)
    ended: list[Membership] = field(default_factory=list)
    moved: list[Membership] = field(default_factory=list)
    waiting: list[Transfer] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def carry_out(decisions: Sequence[Decision], *, by: User, fiscal_year: int) -> Outcome:
    """Confirm, end and move for the coming 年度; carried out twice it is carried out once.

    Args:
        decisions: one for each membership that was answered; the others stay as they are.
        by: who decides over all of them.
        fiscal_year: the 年度 that begins, as an int. Memberships end on 31 March before it, or
            the day before a move on another day.

    Raises:
        PermissionDenied: `by` doesn't decide over one of them.
        WrongState: one of them changed meanwhile so that its answer no longer fits; the text
            names the person. Nothing is carried out then.
    """
    first_day, _ = fiscal_year_range(fiscal_year)
    outcome = Outcome()
    last_days: dict[int, date] = {}
    why = f"4月1日の確認（{fiscal_year_label(fiscal_year)}）"
    with transaction.atomic(), acting(by, why=why):
        for decision in sorted(decisions, key=lambda each: each.membership.pk):
            try:
                _carry_out(decision, by, fiscal_year, first_day, outcome, last_days)
            except WrongState as error:
                name = decision.membership.user.name
                raise WrongState(f"{name}さん：{error}") from error
        leaving = Membership.objects.filter(pk__in=last_days)
        for m in leaving.select_related("department", "organization"):
            warning = vacancy_warning(m, last_days[m.pk])
            if warning and warning not in outcome.warnings:
                outcome.warnings.append(warning)
    return outcome


def preview(decisions: Sequence[Decision], *, by: User, fiscal_year: int) -> Outcome:
    """Return what ``carry_out`` would do and carry nothing out; arguments and errors are its own."""
    with transaction.atomic():
        outcome = carry_out(decisions, by=by, fiscal_year=fiscal_year)
        transaction.set_rollback(True)
    return outcome


def _carry_out(
    decision: Decision,
    by: User,
    fiscal_year: int,
    first_day: date,
    outcome: Outcome,
    last_days: dict[int, date],
) -> None:
    m = decision.membership
    if decision.choice == KEEP:
        confirm_membership(m, by=by, fiscal_year=fiscal_year)
        outcome.kept.append(m)
    elif decision.choice == END:
        last_day = first_day - timedelta(days=1)
        if m.valid_from > last_day:
            raise WrongState(
                f"{format_date(m.valid_from)}に来た人なので、{format_date(last_day)}では終われません。"
                "終わる日は、「課の人」か管理画面の「所属」で決めてください"
            )
        if lock(m, by).valid_until != last_day:
            end_membership(m, by=by, on=last_day)
        outcome.ended.append(m)
        last_days[m.pk] = last_day
    elif decision.choice == MOVE and decision.to_department is not None:
        on = decision.on or first_day
        moved = move_membership(m, by=by, to_department=decision.to_department, on=on)
        if moved.transfer is not None:
            outcome.waiting.append(moved.transfer)
        else:
            outcome.moved.append(m)
        last_days[m.pk] = on - timedelta(days=1)
    else:
        raise ValueError(f"no such choice: {decision.choice}")
