"""Factories of the made-up city: people by role, offices, labels, yearly records, partners."""

import datetime
from typing import Any

import factory
from django.utils import timezone

from consultations.models import Consultation, EnquirerKind
from koganei_kyodo.accounts.models import User
from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES, ORGANIZATION_ROLES, Role
from organizations.models import (
    Contact,
    Department,
    Membership,
    Organization,
    OrganizationKind,
)
from projects.models import (
    CollaborationForm,
    Guideline,
    Initiative,
    Origin,
    Outcome,
    Partner,
    PartnerKind,
    Project,
    ProjectRecord,
)

# The base has no types of its own: what a factory makes counts as its model.
ModelFactory: Any = factory.django.DjangoModelFactory

Status = ProjectRecord.Status
LABELS: dict[Any, list[str]] = {
    CollaborationForm: ["委託", "補助", "共催"],
    PartnerKind: ["NPO法人", "町会・自治会"],
    Origin: ["市から頼んだ", "団体から提案があった"],
    Initiative: ["市が中心", "団体が中心"],
    Outcome: ["よい成果があった", "成果はまだ出ていない"],
}


class CityFactory(ModelFactory):
    """The root of a city's offices; ``closed_dataset=True`` for another city's published data."""

    class Meta:
        model = Department

    name = factory.Sequence(lambda n: f"見本{n}市")
    code = factory.Sequence(lambda n: f"city-{n}")


class DepartmentFactory(ModelFactory):
    """An office, below a city of its own unless ``parent`` is given."""

    class Meta:
        model = Department
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"見本{n}課")
    code = factory.Sequence(lambda n: f"office-{n}")
    parent = factory.SubFactory(CityFactory)

    @factory.post_generation
    def read_root(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Read the root, which a trigger sets."""
        if create:
            self.refresh_from_db()


class OrganizationFactory(ModelFactory):
    """A group whose page is public."""

    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"見本{n}の会")
    kind = factory.LazyFunction(lambda: OrganizationKind.objects.get_or_create(name="任意団体")[0])
    status = Organization.Status.PUBLIC


class ContactFactory(ModelFactory):
    """How to reach a group; nothing of it is public."""

    class Meta:
        model = Contact

    organization = factory.SubFactory(OrganizationFactory)
    representative = "見本 さくら"
    representative_kana = "みほん さくら"
    postcode = "184-0004"
    address = "見本市本町1丁目1番"
    phone = factory.Sequence(lambda n: f"042-300-{n % 10000:04}")
    email = factory.Sequence(lambda n: f"group{n}@example.jp")


class UserFactory(ModelFactory):
    """A person; ``role`` gives a membership valid today, in ``place`` where the role needs one.

    A place (an office, or a group for its roles) is made where none is given.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    login_id = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"見本 {n}子")
    email = factory.LazyAttribute(lambda user: f"{user.login_id}@example.jp")

    @factory.post_generation
    def role(self, create: bool, extracted: Role | None, **kwargs: Any) -> None:
        """Make the membership; ``role__place`` is its office or group."""
        if create and extracted is not None:
            add_membership(self, extracted, kwargs.get("place"))


def add_membership(
    user: User, role: Role, place: Department | Organization | None = None
) -> Membership:
    """Give `user` a `role` valid since a year, in `place` (made where the role needs one)."""
    places: dict[str, Any] = {}
    if role in DEPARTMENT_ROLES:
        places["department"] = place or DepartmentFactory()
    elif role in ORGANIZATION_ROLES:
        places["organization"] = place or OrganizationFactory()
    since = timezone.localdate() - datetime.timedelta(days=365)
    user.__dict__.pop("current_memberships", None)
    return Membership.objects.create(user=user, role=role, valid_from=since, **places)


class GuidelineFactory(ModelFactory):
    """An edition in use, with two or three labels of every kind."""

    class Meta:
        model = Guideline
        skip_postgeneration_save = True
        django_get_or_create = ["name"]

    name = "見本市の指針"
    is_current = True

    @factory.post_generation
    def labels(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Make the labels, once."""
        if not create:
            return
        for model, names in LABELS.items():
            for position, name in enumerate(names, start=1):
                model.objects.get_or_create(
                    guideline=self, name=name, defaults={"position": position}
                )


class ProjectFactory(ModelFactory):
    """A project of an office."""

    class Meta:
        model = Project

    name = factory.Sequence(lambda n: f"見本の事業{n}")
    department = factory.SubFactory(DepartmentFactory)


class RecordFactory(ModelFactory):
    """A yearly record with its own part complete; ``partners=1`` adds complete partners.

    ``status`` brings what the database asks of it: 受付番号, who submitted, who reviewed.
    """

    class Meta:
        model = ProjectRecord
        skip_postgeneration_save = True

    class Params:
        handed_in = factory.LazyAttribute(
            lambda o: o.status != Status.DRAFT and not o.is_reconstructed
        )
        reviewed = factory.LazyAttribute(
            lambda o: o.handed_in and o.status in (Status.RETURNED, Status.APPROVED)
        )

    department = factory.SubFactory(DepartmentFactory)
    project = factory.SubFactory(
        ProjectFactory,
        department=factory.SelfAttribute("..department"),
        name=factory.SelfAttribute("..name"),
    )
    guideline = factory.SubFactory(GuidelineFactory)
    name = factory.Sequence(lambda n: f"見本の事業{n}")
    fiscal_year = 2025
    summary = "公園の花だんを、いっしょに手入れしました。"
    continuity = ProjectRecord.Continuity.NEW
    status = Status.DRAFT
    is_reconstructed = False
    number = factory.Sequence(lambda n: f"2025-{5000 + n}")
    return_reason = factory.LazyAttribute(
        lambda o: "相手の名前を書いてください" if o.status == Status.RETURNED else ""
    )
    submitted_at = factory.LazyAttribute(lambda o: timezone.now() if o.handed_in else None)
    submitted_by = factory.Maybe("handed_in", factory.SubFactory(UserFactory), None)
    reviewed_at = factory.LazyAttribute(lambda o: timezone.now() if o.reviewed else None)
    reviewed_by = factory.Maybe("reviewed", factory.SubFactory(UserFactory), None)

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        if kwargs["status"] == Status.DRAFT or kwargs["is_reconstructed"]:
            kwargs["number"] = ""
        return kwargs

    @factory.post_generation
    def partners(self, create: bool, extracted: int | None, **kwargs: Any) -> None:
        """Add as many complete partners."""
        for _ in range(extracted or 0):
            PartnerFactory(record=self)


class PartnerFactory(ModelFactory):
    """A complete partner with the first label of every kind; ``empty=True`` leaves it bare."""

    class Meta:
        model = Partner
        skip_postgeneration_save = True

    class Params:
        empty = factory.Trait(name="", kind=None, outcome=None)

    record = factory.SubFactory(RecordFactory)
    position = factory.LazyAttribute(lambda o: o.record.partners.count() + 1)
    name = factory.Sequence(lambda n: f"見本の団体{n}")
    kind = factory.LazyAttribute(lambda o: o.record.guideline.partnerkind_set.first())
    outcome = factory.LazyAttribute(lambda o: o.record.guideline.outcome_set.first())

    @factory.post_generation
    def choices(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        """Tick the first label of every kind; ``choices=False`` ticks none."""
        partner: Any = self
        if not create or extracted is False or partner.kind is None:
            return
        guideline = partner.record.guideline
        partner.forms.add(guideline.collaborationform_set.first())
        partner.origins.add(guideline.origin_set.first())
        partner.initiatives.add(guideline.initiative_set.first())


class ConsultationFactory(ModelFactory):
    """An entry of the desk's log, open unless ``closed=True``."""

    class Meta:
        model = Consultation

    class Params:
        closed = factory.Trait(
            status=Consultation.Status.CLOSED,
            closed_at=factory.LazyFunction(timezone.now),
            closed_by=factory.SelfAttribute("staff"),
        )

    number = factory.Sequence(lambda n: f"S2026-{n + 1:04}")
    channel = Consultation.Channel.PHONE
    staff = factory.SubFactory(UserFactory, role=Role.DESK)
    text = "会場を借りたい"
    enquirer_kind = factory.LazyFunction(
        lambda: EnquirerKind.objects.get_or_create(name="個人", defaults={"position": 1})[0]
    )
