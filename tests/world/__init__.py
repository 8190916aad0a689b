"""A small city in which every page of the portal has something to show, in every state.

One office with records in each state, another office, a closed data set of another city, a
published and an unpublished report, documents made and not yet made, the cast by role, people on
their way in and out, and requests about personal data. The modules of this package add the rows of
one area each; what addresses need of them is found in `World.things` by its name.
"""

import datetime
import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.tokens import default_token_generator
from django.db import models
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from koganei_kyodo.accounts import actions as account_actions
from koganei_kyodo.accounts.models import EmailConfirmation, Notification, User
from koganei_kyodo.accounts.roles import Role
from koganei_kyodo.documents.models import Rendering
from koganei_kyodo.portal.privacy import requests, retention
from koganei_kyodo.portal.privacy.models import (
    DisposalList,
    Erasure,
    IncidentLog,
    ListExport,
    PersonalDataRequest,
)
from organizations import actions as people_actions
from organizations.models import (
    Department,
    Invitation,
    Membership,
    MembershipConfirmation,
    Transfer,
)
from projects.models import ProjectRecord
from surveys import actions
from surveys.models import Report, ReportFigure, Response, Survey, Target
from surveys.questionnaires import (
    ChoiceDefinition,
    QuestionDefinition,
    SectionDefinition,
    build_questionnaire,
)
from tests import factories
from tests.world import (
    consultations,
    directory,
    fielding,
    questionnaires,
    reading,
    records,
    registry,
    reports,
)

# In this order: what comes later may stand on what came before.
AREAS = (registry, directory, records, reading, questionnaires, fielding, reports, consultations)
ROLES = ("anonymous", "member", "officer", "head", "other_officer", "desk", "coordinator")
# The editor of the member's group may do what the member may, but for what `tests.matrix` names.
EVERYBODY = (*ROLES, "editor")
Status = ProjectRecord.Status


@dataclass
class World:
    """Everything that addresses and posted data need, by name."""

    people: dict[str, User]
    records: dict[str, ProjectRecord]
    reports: dict[str, Report]
    renderings: dict[str, Rendering]
    invitations: dict[str, Invitation]
    transfers: dict[str, Transfer]
    requests: dict[str, PersonalDataRequest]
    disposal: DisposalList
    notice: Notification
    passkey: Authenticator
    # The secrets of links, by what became of them.
    links: dict[str, Any]
    rows: dict[type[models.Model], Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def row(self, model: type[models.Model]) -> models.Model | None:
        """Return some row of `model`, or None."""
        return self.rows.get(model) or model._default_manager.first()


def make_world() -> World:
    """Create the city and return what is in it."""
    city = factories.CityFactory(name="見本市")
    office = factories.DepartmentFactory(name="公園課", parent=city)
    people = make_cast(city, office)
    invitations, tokens = make_invitations(people)
    data_requests = make_requests(people)
    world = World(
        people=people,
        records=make_records(office, people["officer"], people["desk"]),
        reports={
            "published": make_report("kokai", city, Report.Status.PUBLISHED),
            "draft": make_report("junbi", city, Report.Status.DRAFT),
        },
        renderings=make_renderings(),
        invitations=invitations,
        transfers=make_transfers(people),
        requests=data_requests,
        disposal=make_disposal(people, data_requests["done"]),
        notice=make_account_rows(people),
        passkey=make_second_factors(people["officer"]),
        links={**tokens, **make_links(people["member"])},
        rows={
            Department: office,
            User: people["member"],
            Membership: membership_of(people["desk"]),
            Invitation: invitations["officer"],
        },
    )
    for area in AREAS:
        world.things |= area.make(world)
    return world


def make_cast(city: Department, office: Department) -> dict[str, User]:
    """Create one person of each role; the head is of the officer's office."""
    other = factories.DepartmentFactory(name="防災課", parent=city)
    coordinating = factories.DepartmentFactory(name="協働推進課", parent=city)
    group = factories.OrganizationFactory(name="花みずきの会")
    roles: dict[str, tuple[str, Role, Any]] = {
        "member": ("伊藤 実", Role.REPRESENTATIVE, group),
        "editor": ("井上 歩", Role.EDITOR, group),
        "officer": ("山田 花子", Role.OFFICER, office),
        "head": ("佐藤 一郎", Role.HEAD, office),
        "other_officer": ("鈴木 次郎", Role.OFFICER, other),
        "desk": ("高橋 さくら", Role.DESK, None),
        "coordinator": ("田中 健", Role.COORDINATOR, coordinating),
    }
    return {
        key: factories.UserFactory(login_id=key, name=name, role=role, role__place=place)
        for key, (name, role, place) in roles.items()
    }


def membership_of(user: User) -> Membership:
    """Return the only membership of a person."""
    return Membership.objects.get(user=user)


def make_invitations(people: dict[str, User]) -> tuple[dict[str, Invitation], dict[str, str]]:
    """Invite an officer, the desk, a representative and an editor; one invitation is withdrawn.

    Returns:
        The invitations by role, and the secret of an open and of a closed one.
    """
    office, group = (membership_of(people[role]) for role in ("officer", "member"))
    invited = {
        "officer": people_actions.invite(
            people["head"], role=Role.OFFICER, addressee="新田 光", department=office.department
        ),
        "desk": people_actions.invite(
            people["coordinator"],
            role=Role.DESK,
            addressee="森 葵",
            email="mori@example.jp",
            address="https://kyodo.example.jp/",
        ),
        "representative": people_actions.invite(
            people["desk"],
            role=Role.REPRESENTATIVE,
            addressee="林 直",
            organization=factories.OrganizationFactory(name="つばきの会"),
        ),
        "editor": people_actions.invite(
            people["member"],
            role=Role.EDITOR,
            addressee="小川 渚",
            organization=group.organization,
        ),
    }
    withdrawn = people_actions.invite(people["coordinator"], role=Role.DESK, addressee="原 道")
    made = {
        "open": people_actions.make_letter(invited["officer"], by=people["head"]),
        "closed": people_actions.make_letter(withdrawn, by=people["coordinator"]),
    }
    people_actions.withdraw_invitation(made["closed"][0], by=people["coordinator"])
    return invited, {name: token for name, (_, token) in made.items()}


def make_transfers(people: dict[str, User]) -> dict[str, Transfer]:
    """Announce somebody who leaves the office, and somebody who comes to it; confirm a third."""
    leaving, coming, staying = (
        membership_of(people[role]) for role in ("officer", "other_officer", "head")
    )
    MembershipConfirmation.objects.create(
        membership=staying, fiscal_year=2025, by=people["coordinator"]
    )
    on = timezone.localdate() + datetime.timedelta(days=30)

    def announce(m: Membership, to: Department | None, by: str) -> Transfer:
        assert to is not None
        return Transfer.objects.create(
            membership=m, to_department=to, role=Role.OFFICER, on=on, requested_by=people[by]
        )

    return {
        "leaving": announce(leaving, coming.department, "head"),
        "coming": announce(coming, leaving.department, "coordinator"),
    }


def make_requests(people: dict[str, User]) -> dict[str, PersonalDataRequest]:
    """Make requests: just received, granted of each kind, and done."""
    by, kind = people["coordinator"], PersonalDataRequest.Kind

    def received(what: str, person: User) -> PersonalDataRequest:
        row = PersonalDataRequest(kind=what, person=person, received_on=datetime.date(2026, 4, 1))
        return requests.register(row, by=by)

    def granted(what: str, person: User) -> PersonalDataRequest:
        row = requests.identify(received(what, person), by=by, how="免許証")
        return requests.decide(row, by=by, decision=PersonalDataRequest.Decision.GRANTED)

    former = factories.UserFactory(name="もとの 利用者", login_id="former")
    return {
        "received": received(kind.CORRECT, people["member"]),
        "disclose": granted(kind.DISCLOSE, people["member"]),
        "stop": granted(kind.STOP, former),
        "erase": granted(kind.ERASE, former),
        "done": requests.finish(granted(kind.CORRECT, former), by=by),
    }


def make_disposal(people: dict[str, User], ground: PersonalDataRequest) -> DisposalList:
    """Write a leak, an erasure, and a list of what is past its time, and return the list."""
    by = people["coordinator"]
    ListExport.objects.create(
        user=by, object_repr="利用者の一覧", action_flag=2, change_message="CSVで受け取り（8件）"
    )
    IncidentLog.objects.create(
        kind=IncidentLog.Kind.LOSS,
        found_at=timezone.now(),
        what_happened="紙の名簿が見つかりません。",
        data="団体の名簿",
        recorded_by=by,
        closed_on=datetime.date(2010, 4, 1),
    )
    person = factories.UserFactory(name="消去した利用者")
    Erasure.objects.create(person=person, by=by, request=ground)
    disposal = retention.make_list(datetime.date(2026, 4, 1))
    if disposal is None:
        raise ValueError("nothing is past its time")
    return disposal


def make_account_rows(people: dict[str, User]) -> Notification:
    """Make a letter for a new password, and a notice to the officer, which is returned."""
    account_actions.make_letter(people["editor"], by=people["coordinator"], identity_check="名札")
    return Notification.objects.create(
        user=people["officer"], subject="修正の依頼", body="年度を直してください", timing="none"
    )


def make_second_factors(person: User) -> Authenticator:
    """Give a person an authenticator app, a card with codes and a passkey, which is returned."""
    TOTP.activate(person, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    stored = AttestedCredentialData.create(bytes(16), b"world", key)
    data = AuthenticatorData.create(
        hashlib.sha256(b"testserver").digest(), AuthenticatorData.FLAG(0x45), 0, stored
    )
    proof = AttestationObject.create("none", data, {})
    client_data = b'{"type":"webauthn.create","challenge":"","origin":"http://testserver"}'
    credential = {
        "id": websafe_encode(b"world"),
        "rawId": websafe_encode(b"world"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client_data),
            "attestationObject": websafe_encode(proof),
        },
        "clientExtensionResults": {},
    }
    return WebAuthn.add(person, "机のパソコン", credential).instance


def make_links(person: User) -> dict[str, Any]:
    """Return the secrets of the links in mails about an account."""
    waiting = EmailConfirmation.objects.create(user=person, email="atarashii@example.jp")
    return {
        "email": account_actions.confirmation_token(waiting),
        "reset": (
            urlsafe_base64_encode(force_bytes(person.pk)),
            default_token_generator.make_token(person),
        ),
    }


def make_records(office: Department, officer: User, desk: User) -> dict[str, ProjectRecord]:
    """Create a record of the office in each state, and one of a closed data set."""

    def make(name: str, status: str, **values: Any) -> ProjectRecord:
        by = {} if status == Status.DRAFT else {"submitted_by": officer}
        if status in (Status.RETURNED, Status.APPROVED):
            by["reviewed_by"] = desk
        return factories.RecordFactory(
            name=name, department=office, status=status, partners=1, **by, **values
        )

    musashino = factories.CityFactory(
        name="となり市",
        code="tonari",
        closed_dataset=True,
        notice="一件ごとの記録は、公表された合計から復元したものです。",
    )
    return {
        "draft": make("花だんづくり", Status.DRAFT),
        "submitted": make("落ち葉ひろい", Status.SUBMITTED),
        "returned": make("どんぐり教室", Status.RETURNED),
        "approved": make("公園の手入れ", Status.APPROVED),
        "hidden": make("夜の見回り", Status.APPROVED, is_public=False),
        "closed": factories.RecordFactory(
            name="となりの事業",
            department=factories.DepartmentFactory(name="となり課", parent=musashino),
            guideline=factories.GuidelineFactory(name="となり市の指針", is_current=False),
            fiscal_year=2010,
            status=Status.APPROVED,
            is_reconstructed=True,
            partners=1,
        ),
    }


def make_report(slug: str, city: Department, status: str) -> Report:
    """Create a survey with two questions, one answer to them, and a report with two figures."""
    survey = Survey.objects.create(slug=slug, title="場所の調査", fiscal_year=2025, dataset=city)
    single = [ChoiceDefinition("足りている"), ChoiceDefinition("足りない")]
    several = [ChoiceDefinition("会議室"), ChoiceDefinition("広場"), ChoiceDefinition("倉庫")]
    kind = QuestionDefinition
    sections = [
        SectionDefinition(
            "place",
            "場所について",
            [
                kind("enough", "single", "集まる場所は足りていますか", single, number="問1"),
                kind("wanted", "multiple", "ほしい場所はどれですか", several, number="問2"),
            ],
        )
    ]
    questionnaire = build_questionnaire(survey, sections)
    actions.field_questionnaire(questionnaire, None)
    target = Target.objects.create(survey=survey, name="見本の会")
    answers = {"enough": actions.Given((2,)), "wanted": actions.Given((1, 3))}
    questionnaire.refresh_from_db()
    actions.submit_response(questionnaire, target, answers, mode=Response.Mode.WEB)
    report = Report.objects.create(survey=survey, title="場所の調査の報告", status=status)
    enough, wanted = questionnaire.questions.order_by("position")
    for number, question, by in (("1", enough, None), ("2", wanted, enough)):
        ReportFigure.objects.create(
            report=report,
            number=number,
            position=int(number),
            title=question.text,
            question=question,
            by=by,
        )
    return report


def make_renderings() -> dict[str, Rendering]:
    """Create documents: public and private ones that are there, and public ones that are not."""
    done, failed, queued = (Rendering.Status[name] for name in ("DONE", "FAILED", "QUEUED"))

    def make(title: str, status: str, *, public: bool) -> Rendering:
        return Rendering.objects.create(
            kind="projects-statistics-pdf",
            key=uuid.uuid4().hex,
            title=title,
            filename=f"{title}.pdf",
            content_type="application/pdf",
            public=public,
            status=status,
            content=b"%PDF-1.7" if status == done else None,
            finished_at=timezone.now() if status == done else None,
            message="書類を作成できませんでした。" if status == failed else "",
        )

    return {
        "public": make("みんなの統計", done, public=True),
        "private": make("職員の統計", done, public=False),
        "failed": make("できなかった統計", failed, public=True),
        "private_failed": make("できなかった職員の統計", failed, public=False),
        "queued": make("これからの統計", queued, public=True),
    }
