"""Carrying out a reorganisation: offices end, others begin, and what hung on them goes along.

Rows of offices keep their names for ever: records of their time still read as they were. Drafts
and records stay where they are, and the successors find them (``Department.objects.answered_by``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from pghistory.models import Event

from koganei_kyodo.accounts.models import User
from koganei_kyodo.japanese import format_date, format_month_day
from organizations.actions.errors import WrongState
from organizations.actions.invitations import withdraw_invitation
from organizations.actions.reorganization import Kind, close_plan, lock_plan
from organizations.models import (
    Department,
    FieldContact,
    Invitation,
    Membership,
    Reorganization,
    ReorganizationOffice,
    ReorganizationStep,
    Transfer,
)
from organizations.named_choice import named_offices

ONE_DAY = timedelta(days=1)


@dataclass
class Change:
    """What one change does: who and what goes where. None as an office: nowhere."""

    step: ReorganizationStep
    before: list[Department]
    ending: list[Department] = field(default_factory=list)
    after: list[Department] = field(default_factory=list)
    new: set[int] = field(default_factory=set)
    people: list[tuple[Membership, Department | None]] = field(default_factory=list)
    contacts: list[tuple[FieldContact, Department | None]] = field(default_factory=list)
    invitations: list[tuple[Invitation, Department | None]] = field(default_factory=list)
    children: list[tuple[Department, Department]] = field(default_factory=list)
    staying: list[str] = field(default_factory=list)


def preview_reorganization(plan: Reorganization, *, by: User) -> list[Change]:
    """Return what ``apply_reorganization`` would do and do nothing; errors are its own."""
    with transaction.atomic():
        changes = apply_reorganization(plan, by=by)
        transaction.set_rollback(True)
    return changes


def apply_reorganization(plan: Reorganization, *, by: User) -> list[Change]:
    """Carry out every change of a plan, all or nothing.

    Args:
        plan: an open plan with at least one change.
        by: who decides.

    Returns:
        What was done, in the order of the plan.

    Raises:
        PermissionDenied: `by` is not of the coordinating office.
        WrongState: the plan is closed or empty, or a change doesn't fit the offices as they are;
            the text names the office. Nothing is done then.
    """
    try:
        with transaction.atomic():
            locked = lock_plan(plan, by, "apply")
            steps = list(locked.steps.prefetch_related("offices__department__parent"))
            if not steps:
                raise WrongState(
                    "変える課が、まだありません。先に、すること（名前を変えるなど）を加えてください"
                )
            changes = _Reorganizer(locked, steps, by).carry_out()
            close_plan(locked, Reorganization.Status.APPLIED, by)
    except IntegrityError as error:
        if "organizations_department_name" in str(error):
            raise WrongState(
                "同じ部に、同じ名前の課が2つできてしまいます。名前を確かめてください"
            ) from error
        raise
    return changes


class _Reorganizer:
    """Works through the changes of one plan."""

    def __init__(self, plan: Reorganization, steps: list[ReorganizationStep], by: User) -> None:
        self.on, self.last_day, self.by = plan.on, plan.on - ONE_DAY, by
        self.changes = [Change(step, _offices_before(step)) for step in steps]
        ids = [office.pk for change in self.changes for office in change.before]
        # Locked in one order, so that two plans at a time don't wait for one another.
        list(Department.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        offices = Department.objects.of_city().valid_on(self.on).select_related("parent")
        self.standing = named_offices(offices)
        self.city = (
            Department.objects.filter(parent=None, closed_dataset=False)
            .order_by("position", "pk")
            .first()
        )
        self.made: dict[int, Department] = {}  # id of the plan's row → office
        self.making: set[int] = set()

    def carry_out(self) -> list[Change]:
        for change in self.changes:
            self._require_fit(change)
            change.ending = list(self._ending(change))
        self.ended = {office.pk: change for change in self.changes for office in change.ending}
        for change in self.changes:
            for row in _side(change.step, True):
                office = self._office_of(row, change)
                if office not in change.after:
                    change.after.append(office)
        for change in self.changes:
            self._end(change)
            self._move_people(change)
            self._move_contacts(change)
            self._move_invitations(change)
            change.staying = list(_staying(change.ending))
        return self.changes

    def _require_fit(self, change: Change) -> None:
        """Refuse an office that isn't there on the day before, or ends by itself."""
        for office in change.before:
            if office.root_id and office.root and office.root.closed_dataset:
                raise WrongState(f"{office}は、よその市の資料です。変えられません")
            begins_late = office.valid_from is not None and office.valid_from > self.last_day
            if begins_late or (office.valid_until is not None and office.valid_until < self.on):
                raise WrongState(
                    f"{office}は、組織改正の日（{format_date(self.on)}）の前の日にはありません。"
                    "課を選び直してください"
                )

    def _ending(self, change: Change) -> Iterator[Department]:
        """Yield the offices that end: those that no office after the change is named like."""
        names = {row.name for row in _side(change.step, True)}
        for office in change.before:
            label = next((n for n, o in self.standing.items() if o == office), office.name)
            goes_on = change.step.kind in (Kind.MERGE, Kind.SPLIT) and {label, office.name} & names
            if not goes_on:
                yield office

    def _office_of(self, row: ReorganizationOffice, change: Change) -> Department:
        """Return the office that a row of the plan names; make it where it is new."""
        if row.pk in self.made:
            return self.made[row.pk]
        if row.pk in self.making:
            raise WrongState(
                f"{row.name}が、自分の下に入ってしまいます。部の名前を確かめてください"
            )
        self.making.add(row.pk)
        found = (
            None if change.step.kind in (Kind.RENAME, Kind.FOUND) else self._standing(row, change)
        )
        office = found or self._make(row, change)
        self.made[row.pk] = office
        return office

    def _standing(self, row: ReorganizationOffice, change: Change) -> Department | None:
        same = next((o for o in change.before if o.name == row.name), None)
        office = same or self.standing.get(row.name)
        return None if office is None or office.pk in self.ended else office

    def _make(self, row: ReorganizationOffice, change: Change) -> Department:
        parent = self._parent_of(row, change)
        first = change.before[0] if change.before else None
        last = Department.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
        office = Department.objects.create(
            name=row.name,
            name_kana=row.name_kana
            or (first.name_kana if first and first.name == row.name else ""),
            code=f"d{self.on:%Y%m%d}-{row.pk}",
            parent=parent,
            # A renamed office reads the same letter box; of several nobody knows which goes on.
            email=first.email if first and change.step.kind == Kind.RENAME else "",
            valid_from=self.on,
            position=first.position if first else (last or 0) + 1,
            head_rule=_head_rule(change.before),
        )
        office.refresh_from_db()
        change.new.add(office.pk)
        return office

    def _parent_of(self, row: ReorganizationOffice, change: Change) -> Department | None:
        """Return what stands above a new office: what the plan names, or as before."""
        if row.parent_name:
            return self._named_parent(row)
        above = change.before[0].parent if change.before else self.city
        if above is not None and above.pk in self.ended:
            other = self.ended[above.pk]
            first = next(iter(_side(other.step, True)), None)
            if first is None:
                raise WrongState(f"{above}がなくなります。{row.name}の部を書いてください")
            return self._office_of(first, other)
        return above

    def _named_parent(self, row: ReorganizationOffice) -> Department:
        for other in self.changes:
            for named in _side(other.step, True):
                if named.name == row.parent_name and named.pk != row.pk:
                    return self._office_of(named, other)
        above = self.standing.get(row.parent_name)
        if above is None or above.pk in self.ended:
            raise WrongState(
                f"「{row.parent_name}」という部は、その日にはありません。{row.name}の部を直してください"
            )
        return above

    def _end(self, change: Change) -> None:
        for office in change.before:
            going = [each for each in change.after if each != office]
            office.successors.add(*going) if going else None
        for office in change.ending:
            office.valid_until = self.last_day
            office.save(update_fields=["valid_until"])
            below = Department.objects.filter(parent=office).not_ended()
            for child in below.exclude(pk__in=self.ended):
                if not change.after:
                    raise WrongState(
                        f"{office}の下に、{child}が残っています。{child}も、この組織改正に加えてください"
                    )
                if child.pk in {o.pk for o in self.made.values()}:
                    continue
                child.parent = change.after[0]
                child.save(update_fields=["parent"])
                change.children.append((child, change.after[0]))

    def _move_people(self, change: Change) -> None:
        chosen = {int(pk): n for pk, n in change.step.choices_of_people.items()}
        rows = Membership.objects.filter(department__in=change.before).filter(
            Q(valid_until=None) | Q(valid_until__gte=self.on)
        )
        ordered = rows.select_related("user", "department").order_by("user__name_kana", "pk")
        for m in ordered.select_for_update(of=("self",)):
            stays = m.department not in change.ending
            to = m.department if stays else next(iter(change.after), None)
            if change.step.kind == Kind.SPLIT and chosen.get(m.pk, -1) in range(len(change.after)):
                to = change.after[chosen[m.pk]]
            change.people.append((m, to))
            if to != m.department:
                self._move(m, to)

    def _move(self, m: Membership, to: Department | None) -> None:
        """End a membership the day before and let it go on in another office."""
        until = m.valid_until
        begins = max(m.valid_from, self.on)
        if to is None and m.valid_from >= self.on:
            raise WrongState(
                f"{m.user.name}さんが、{m.department}に{format_month_day(begins)}から入ることになっています。"
                "先に、その所属を取りやめてください"
            )
        if m.valid_from >= self.on:
            m.department = to
            m.save(update_fields=["department"])
            return
        m.valid_until = self.last_day
        m.save(update_fields=["valid_until"])
        m.transfers.filter(status=Transfer.Status.WAITING, to_department=to).delete()
        if to is None or self._acts_there(m, to, begins, until):
            return
        following = Membership.objects.create(
            user=m.user, role=m.role, department=to, valid_from=begins, valid_until=until
        )
        for confirmation in m.confirmations.filter(fiscal_year__gte=self.on.year):
            confirmation.membership = following
            confirmation.save(update_fields=["membership"])

    def _acts_there(self, m: Membership, to: Department, begins: date, until: date | None) -> bool:
        rows = Membership.objects.filter(user=m.user, department=to).exclude(valid_until__lt=begins)
        return rows.filter(valid_from__lte=until).exists() if until else rows.exists()

    def _move_contacts(self, change: Change) -> None:
        """End contact offices with their office, and let what comes after answer."""
        to = next(iter(change.after), None)
        rows = FieldContact.objects.filter(department__in=change.ending).filter(
            Q(valid_until=None) | Q(valid_until__gte=self.on)
        )
        for contact in rows.select_related("field", "department"):
            change.contacts.append((contact, to))
            until = contact.valid_until
            contact.valid_until = self.last_day
            contact.save(update_fields=["valid_until"])
            answered = FieldContact.objects.filter(department=to, field=contact.field)
            if to is None or answered.valid_on(self.on).exists():
                continue
            FieldContact.objects.create(
                department=to,
                field=contact.field,
                person=contact.person,
                phone=contact.phone,
                email=contact.email,
                topics=contact.topics,
                valid_from=self.on,
                valid_until=until,
            )

    def _move_invitations(self, change: Change) -> None:
        """Let open invitations and announced moves lead to what comes after."""
        to = next(iter(change.after), None)
        rows = Invitation.objects.filter(department__in=change.ending).pending()
        for invitation in rows.select_related("department", "organization"):
            change.invitations.append((invitation, to))
            if to is None:
                withdraw_invitation(invitation, by=self.by)
            else:
                Invitation.objects.filter(pk=invitation.pk).update(department=to)
        waiting = Transfer.objects.waiting().filter(
            to_department__in=change.ending, on__gte=self.on
        )
        if to is not None:
            waiting.update(to_department=to)


def _head_rule(before: list[Department]) -> str:
    """Return the rule that all offices before the change share, else what the campaign says."""
    rules = {office.head_rule for office in before}
    return rules.pop() if len(rules) == 1 else Department.HeadRule.AS_ASKED


def _side(step: ReorganizationStep, after: bool) -> list[ReorganizationOffice]:
    return [office for office in step.offices.all() if office.comes_after == after]


def _offices_before(step: ReorganizationStep) -> list[Department]:
    return [o.department for o in _side(step, False) if o.department is not None]


_GO_ALONG = (FieldContact, Membership, Invitation, Transfer)


def _staying(offices: list[Department]) -> Iterator[str]:
    """Yield what else hangs on offices that end, by kind and status: it stays as it was."""
    for relation in Department._meta.related_objects:
        model = relation.related_model
        if not relation.one_to_many or isinstance(model, str):
            continue
        if model in _GO_ALONG or model is Department or issubclass(model, Event):
            continue
        rows = model._base_manager.filter(**{f"{relation.field.name}__in": offices})
        columns: dict[str, Any] = {column.name: column for column in model._meta.fields}
        label = str(model._meta.verbose_name_plural)
        if "status" not in columns or not columns["status"].choices:
            if count := rows.count():
                yield f"{label} {count:,}件"
            continue
        words = dict(columns["status"].flatchoices)
        counts: dict[str, int] = {}
        for status in rows.values_list("status", flat=True):
            counts[status] = counts.get(status, 0) + 1
        if counts:
            parts = "、".join(f"{words[s]}{n:,}件" for s, n in counts.items())
            yield f"{label} {sum(counts.values()):,}件（{parts}）"
