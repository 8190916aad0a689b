"""What comes back from the addresses of the register of groups; the columns are explained in `tests.matrix`."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from koganei_kyodo.fiscal_year import current_fiscal_year
from organizations.models import Attachment, OrganizationKind
from tests.world import World
from tests.world.registry import application_of

# @writing and the like are opened by the applicant's code, @paper by its number and a login.
MATRIX = """
organizations:apply                            200 | 302
organizations:apply_blank_pdf                  200 | 405
organizations:apply_resume                     200 | 302
organizations:application_status @writing      200 | 405
organizations:application_status @waiting      200 | 405
organizations:application_status @sent_back    200 | 405
organizations:application_status @refused      200 | 405
organizations:application_status @unknown      404 | 404
organizations:application_status @paper        login 404 404 404 404 200 200 | login 404 404 404 404 405 405
organizations:apply_step @writing              200 | 302
organizations:apply_step @waiting              302 | 302
organizations:apply_step @paper                login 404 404 404 404 200 200 | login 404 404 404 404 302 302
organizations:apply_files @writing             200 | 302
organizations:apply_files @paper               login 404 404 404 404 200 200 | login 404 404 404 404 302 302
organizations:apply_check @sent_back           200 | 302
organizations:apply_check @paper               login 404 404 404 404 200 200 | login 404 404 404 404 302 302
organizations:apply_take_back @waiting         405 | 302
organizations:apply_delete @writing            200 | 302
organizations:application_file @writing        200 | 405
organizations:application_file @refused        302 | 405
organizations:application_file @paper          login 404 404 404 404 200 200 | login 404 404 404 404 405 405
organizations:application_file_remove @writing 405 | 302
organizations:application_pdf @writing         200 | 405
organizations:applications                     login 403 403 403 403 200 200 | login 403 403 403 403 405 405
organizations:paper_entry                      login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:application @waiting             login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:application @refused             login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:application @writing             login 403 403 403 403 404 404 | login 403 403 403 403 404 404
organizations:application_return @waiting      login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:application_decline @waiting     login 403 403 403 403 200 200 | login 403 403 403 403 302 302
organizations:application_approve @waiting     405 | login 403 403 403 403 302 302
organizations:application_code @waiting        405 | login 403 403 403 403 200 200
organizations:application_letter @refused      login 403 403 403 403 200 200 | 405
organizations:attachments                      login 200 404 404 404 200 200 | login 302 404 404 404 302 302
organizations:attachment                       login 200 404 404 404 200 200 | 405
organizations:attachment_remove                405 | login 302 404 404 404 302 302
organizations:registration                     login 200 404 404 404 200 200 | login 405 404 404 404 405 405
organizations:registration @over               login 404 404 404 404 200 200 | login 404 404 404 404 405 405
organizations:registration_confirm             login 200 404 404 404 200 200 | login 302 404 404 404 302 302
organizations:registration_own                 login 200 404 404 404 200 200 | login 302 404 404 404 302 302
organizations:registration_years               login 200 404 404 404 200 200 | login 302 404 404 404 302 302
organizations:registration_withdraw            login 200 404 404 404 200 200 | login 302 404 404 404 302 302
organizations:registration_strike              login 403 404 404 404 200 200 | login 403 404 404 404 302 302
organizations:registration_reenter @over       login 404 404 404 404 200 200 | login 404 404 404 404 302 302
organizations:registration_form                login 200 404 404 404 200 200 | 405
organizations:registration_form @unknown       login 404 404 404 404 404 404 | 405
organizations:change_new @late                 login 404 404 404 404 200 200 | login 404 404 404 404 302 302
organizations:change_new                       login 200 404 404 404 200 200 | login 200 404 404 404 200 200
organizations:change                           login 200 404 404 404 200 200 | login 403 404 404 404 302 302
organizations:change_decline                   405 | login 403 404 404 404 302 302
organizations:change_cancel                    405 | login 302 404 404 404 302 302
organizations:change_pdf                       login 200 404 404 404 200 200 | 405
organizations:changes                          login 403 403 403 403 200 200 | login 403 403 403 403 405 405
organizations:renewals                         login 403 403 403 403 200 200 | login 403 403 403 403 405 405
organizations:renewal_terms                    405 | login 403 403 403 403 302 302
organizations:renewal_forms                    login 403 403 403 403 200 200 | 405
organizations:application_pdf @paper           login 404 404 404 404 200 200 | login 404 404 404 404 405 405
"""


def _key(world: World, state: str) -> list[Any]:
    if state == "paper":
        return [str(application_of(world, state).pk)]
    return ["Z" * 28 if state == "unknown" else world.things[f"code_{state}"]]


def _step(world: World, state: str) -> list[Any]:
    return [*_key(world, state), "group"]


def _pk(world: World, state: str) -> list[Any]:
    return [application_of(world, state).pk]


def _own(world: World, state: str) -> list[Any]:
    return [world.things[f"{state or 'own'}_group"].pk]


def _form(world: World, state: str) -> list[Any]:
    return [world.things["own_group"].pk, "quarrel" if state == "unknown" else "change"]


def _change(world: World, state: str) -> list[Any]:
    return [world.things["change"].pk]


def _own_file(world: World, state: str) -> list[Any]:
    return [world.things["own_file"].pk]


def _file(world: World, state: str) -> list[Any]:
    organization = application_of(world, state).organization
    return [*_key(world, state), Attachment.objects.filter(organization=organization)[0].pk]


EDITOR = {"organizations:registration_withdraw": ("403", "403")}
ADMIN = """
organizations.activityfield        view            | view add change
organizations.activityfieldset     view            | view add change
organizations.application          view            | view
organizations.area                 view            | view add change
organizations.changerequest        view            | view
organizations.registrysettings     view            | view change
organizations.requirement          view add change | view add change
"""
ARGUMENTS = {
    **dict.fromkeys(
        (
            "organizations:application_status",
            "organizations:apply_files",
            "organizations:apply_check",
            "organizations:apply_take_back",
            "organizations:apply_delete",
            "organizations:application_pdf",
        ),
        _key,
    ),
    **dict.fromkeys(
        (
            "organizations:application",
            "organizations:application_return",
            "organizations:application_decline",
            "organizations:application_approve",
            "organizations:application_code",
            "organizations:application_letter",
        ),
        _pk,
    ),
    **dict.fromkeys(
        (
            "organizations:registration",
            "organizations:registration_confirm",
            "organizations:registration_own",
            "organizations:registration_years",
            "organizations:registration_withdraw",
            "organizations:registration_strike",
            "organizations:registration_reenter",
            "organizations:change_new",
        ),
        _own,
    ),
    **dict.fromkeys(
        (
            "organizations:change",
            "organizations:change_decline",
            "organizations:change_cancel",
            "organizations:change_pdf",
        ),
        _change,
    ),
    "organizations:registration_form": _form,
    "organizations:attachments": _own,
    "organizations:attachment": _own_file,
    "organizations:attachment_remove": _own_file,
    "organizations:apply_step": _step,
    "organizations:application_file": _file,
    "organizations:application_file_remove": _file,
}


def _start(world: World, state: str) -> dict[str, Any]:
    kind = OrganizationKind.objects.earliest("pk").pk
    return {"name": "あたらしい会", "kind": kind, "writer": "花田 咲", "different": "1"}


_RECEIVED = {"received_on_year": "2026", "received_on_month": "4", "received_on_day": "1"}


def _paper(world: World, state: str) -> dict[str, Any]:
    kind = OrganizationKind.objects.earliest("pk").pk
    data = {"name": "紙で出した会", "kind": kind, "paper": "様式第1号", "different": "1"}
    return data | _RECEIVED


POSTED = {
    "organizations:apply": _start,
    "organizations:apply_resume": lambda world, state: {"code": world.things["code_writing"]},
    "organizations:apply_step": lambda world, state: {
        "name": "花の会",
        "name_kana": "はなのかい",
        "kind": OrganizationKind.objects.earliest("pk").pk,
    },
    "organizations:apply_files": lambda world, state: {
        "budget": SimpleUploadedFile("予算.pdf", b"%PDF-1.7 made up")
    },
    "organizations:paper_entry": _paper,
    "organizations:registration_confirm": lambda world, state: {"why": "電話で確かめた"},
    "organizations:registration_years": lambda world, state: {
        "fiscal_year": str(current_fiscal_year() - 1),
        "income": "1000",
    },
    "organizations:registration_withdraw": lambda world, state: {"reason": "休会するため"},
    "organizations:registration_strike": lambda world, state: {"reason": "解散したため"},
    "organizations:registration_reenter": lambda world, state: {"paper": "様式第1号"} | _RECEIVED,
    "organizations:change_new": lambda world, state: {"name": "花の会", "paper": "様式第2号"},
    "organizations:change": lambda world, state: {"take": ["purpose"]},
    "organizations:change_decline": lambda world, state: {"reason": "会則とちがうため"},
    "organizations:application_return": lambda world, state: {"reason": "会則を出してください"},
    "organizations:application_decline": lambda world, state: {"reason": "市外で活動しています"},
    "organizations:attachments": lambda world, state: {
        "kind": "budget",
        "file": SimpleUploadedFile("予算.pdf", b"%PDF-1.7 made up"),
    },
    "organizations:apply_check": lambda world, state: {"agreed": "1"},
}
