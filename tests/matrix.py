"""Who may ask for which address: role × URL × method → what comes back.

A cell is a status, `login` for a redirect to the login page, or `confirm` for one to the page that
asks anew who one is. One cell stands for all roles.
`@` after the name says what the address is about; the names are those of `tests.world`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from koganei_kyodo.audit.events import event_models
from tests.world import ROLES, World, membership_of

# roles:             anonymous member officer head other_officer desk coordinator
MATRIX = """
portal:front                              200 | 405
portal:home                               login 302 302 302 302 302 302 | login 405 405 405 405 405 405
portal:healthz                            200 | 405
portal:about                              200 | 405
portal:accessibility                      200 | 405
portal:privacy                            200 | 405
portal:cookies                            200 | 405
portal:site_policy                        200 | 405
portal:mypage                             login 200 200 200 200 200 200 | login 405 405 405 405 405 405

login                                     200 302 302 302 302 302 302 | 200 302 302 302 302 302 302
account_login                             200 302 302 302 302 302 302 | 200 302 302 302 302 302 302
mfa_login_webauthn                        login 302 302 302 302 302 302 | login 302 302 302 302 302 302
mfa_authenticate                          login 302 302 302 302 302 302 | login 302 302 302 302 302 302
logout                                    405 | 302
password_change                           login 200 200 200 200 200 200 | login 200 200 200 200 200 200
password_change_done                      login 200 200 200 200 200 200 | login 405 405 405 405 405 405
password_reset                            200 | 200
password_reset_sent                       200 | 405
password_reset_done                       200 | 405
password_reset_confirm    @reset          200 | 200
password_reset_confirm    @spent          200 | 200
letter                                    200 | 200
profile                                   login 200 200 200 200 200 200 | login 200 200 200 200 200 200
email_change                              login 200 200 200 200 200 200 | login 200 200 200 200 200 200
email_confirm             @email          200 | login 302 302 302 302 302 302
email_confirm             @spent          410 | 410
notices                                   login 200 200 200 200 200 200 | login 405 405 405 405 405 405
notices_read_all                          login 405 405 405 405 405 405 | login 302 302 302 302 302 302
notice_read               @officer        login 405 405 405 405 405 405 | login 404 302 404 404 404 404
account_reauthenticate                    login 200 200 200 200 200 200 | login 200 200 200 200 200 200
mfa_reauthenticate                        login confirm 200 confirm confirm confirm confirm | login confirm 200 confirm confirm confirm confirm
mfa_reauthenticate_webauthn               login confirm 200 confirm confirm confirm confirm | login confirm login confirm confirm confirm confirm
mfa_index                                 login 200 200 200 200 200 200 | login 405 405 405 405 405 405
mfa_activate_totp                         login confirm confirm confirm confirm confirm confirm | login confirm confirm confirm confirm confirm confirm
mfa_deactivate_totp                       login 404 confirm 404 404 404 404 | login 404 confirm 404 404 404 404
mfa_view_recovery_codes                   login 404 confirm 404 404 404 404 | login 405 405 405 405 405 405
mfa_generate_recovery_codes               login confirm confirm confirm confirm confirm confirm | login confirm confirm confirm confirm confirm confirm
mfa_code_card                             login confirm confirm confirm confirm confirm confirm | 405
mfa_add_webauthn                          login confirm confirm confirm confirm confirm confirm | login confirm confirm confirm confirm confirm confirm
mfa_remove_webauthn       @officer        login confirm confirm confirm confirm confirm confirm | login confirm confirm confirm confirm confirm confirm
mfa_list_webauthn                         302 | 302

organizations:invitation_enter            200 | 302
organizations:invitation_open @open       200 | 302
organizations:invitation_open @closed     410 | 302 410 410 410 410 410 410
organizations:invitation_open @unknown    404 | 302 404 404 404 404 404 404
organizations:invitation_register @open   200 302 302 302 302 302 302 | login 302 302 302 302 302 302
organizations:invitation_register @closed 410 302 302 302 302 302 302 | 410 302 302 302 302 302 302
organizations:invitation_register @unknown 404 302 302 302 302 302 302 | 404 302 302 302 302 302 302
organizations:invitation_list             login 200 403 200 403 200 200 | login 405 403 405 403 405 405
organizations:invitation_create           login 200 403 200 403 200 200 | login 200 403 200 403 200 200
organizations:invitation_resend @desk     login 405 405 405 405 405 405 | login 404 404 404 404 404 302
organizations:invitation_resend @officer  login 405 405 405 405 405 405 | login 404 404 302 404 404 302
organizations:invitation_withdraw @desk   login 405 405 405 405 405 405 | login 404 404 404 404 404 302
organizations:invitation_withdraw @officer login 405 405 405 405 405 405 | login 404 404 302 404 404 302
organizations:invitation_withdraw @representative login 405 405 405 405 405 405 | login 404 404 404 404 302 404
organizations:invitation_withdraw @editor login 405 405 405 405 405 405 | login 302 404 404 404 404 404
organizations:invitation_letter @officer  login 405 405 405 405 405 405 | login 404 404 200 404 404 200
organizations:invitation_letter @editor   login 405 405 405 405 405 405 | login 200 404 404 404 404 404
organizations:yearly                      login 403 403 200 403 403 200 | login 403 403 302 403 403 302
organizations:membership_end @officer     login 404 403 200 404 404 200 | login 404 403 302 404 404 302
organizations:membership_end @head        login 404 403 403 404 404 200 | login 404 403 403 404 404 302
organizations:membership_end @member      login 403 404 404 404 200 404 | login 403 404 404 404 302 404
organizations:membership_end @editor      login 200 404 404 404 404 404 | login 302 404 404 404 404 404
organizations:membership_end @desk        login 404 404 404 404 403 200 | login 404 404 404 404 403 302
organizations:membership_end @coordinator login 404 404 404 404 404 200 | login 404 404 404 404 404 302
organizations:membership_move @officer    login 404 403 200 404 404 200 | login 404 403 200 404 404 200
organizations:membership_reopen @officer  login 405 405 405 405 405 405 | login 404 403 302 404 404 302
organizations:transfer_accept @leaving    login 405 405 405 405 405 405 | login 404 404 404 404 404 302
organizations:transfer_accept @coming     login 405 405 405 405 405 405 | login 404 404 302 404 404 302
organizations:transfer_decline @leaving   login 405 405 405 405 405 405 | login 404 404 404 404 404 302
organizations:transfer_decline @coming    login 405 405 405 405 405 405 | login 404 404 302 404 404 302
organizations:office_people               login 403 200 200 200 403 200 | login 403 405 405 405 403 405

documents:detail          @public         200 | 405
documents:detail          @queued         200 | 405
documents:detail          @failed         200 | 405
documents:detail          @private        404 404 404 404 404 200 200 | 405
documents:status          @public         200 | 405
documents:status          @private        404 404 404 404 404 200 200 | 405
documents:download        @public         200 | 405
documents:download        @queued         404 | 405
documents:download        @private        404 404 404 404 404 200 200 | 405
documents:retry           @failed         405 | 302
documents:retry           @private_failed 405 | 404 404 404 404 404 302 302

surveys:report_list                       200 | 405
surveys:report            @published      200 | 405
surveys:report            @draft          404 404 404 404 404 200 200 | 405
surveys:report_json       @published      200 | 405
surveys:report_json       @draft          404 404 404 404 404 200 200 | 405
surveys:figure_csv        @published      200 | 405
surveys:figure_csv        @draft          404 404 404 404 404 200 200 | 405
surveys:report_pdf        @published      405 | 302
surveys:report_pdf        @draft          405 | 404 404 404 404 404 302 302
surveys:report_xlsx       @published      405 | 302
surveys:report_xlsx       @draft          405 | 404 404 404 404 404 302 302
surveys:report_check      @published      login 403 403 403 403 200 200 | login 405 405 405 405 405 405
surveys:report_check      @draft          login 403 403 403 403 200 200 | login 405 405 405 405 405 405
surveys:figure_check                      login 403 403 403 403 200 200 | login 403 403 403 403 200 200

projects:list                             200 | 405
projects:list_csv                         200 | 405
projects:list_xlsx                        200 | 405
projects:detail           @approved       200 | 405
projects:detail           @hidden         404 | 405
projects:detail           @draft          404 | 405
projects:detail           @submitted      404 | 405
projects:detail           @returned       404 | 405
projects:detail           @closed         404 | 405
projects:statistics                       200 | 405
projects:statistics_year                  200 | 405
projects:statistics_year_json             200 | 405
projects:statistics_year_csv              200 | 405
projects:statistics_year_document         405 | 302
projects:statistics_dataset               200 | 405
projects:statistics_dataset_json          200 | 405
projects:statistics_dataset_csv           200 | 405
projects:statistics_dataset_document      405 | 302

projects:office_home                      login 403 200 200 200 403 403 | login 403 405 405 405 403 403
projects:record_create                    login 403 200 200 200 403 403 | login 403 302 302 302 403 403
projects:office_record    @draft          login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:office_record    @submitted      login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:office_record    @returned       login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:office_record    @approved       login 403 200 200 403 403 403 | login 403 405 405 405 403 403
projects:office_record    @hidden         login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:office_record    @closed         login 403 404 404 404 403 403 | login 403 405 405 405 403 403
projects:record_edit      @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:record_edit      @submitted      login 403 302 302 404 403 403 | login 403 200 200 404 403 403
projects:record_edit      @returned       login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:record_edit      @approved       login 403 302 302 403 403 403 | login 403 200 200 403 403 403
projects:partner_add      @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:partner_add      @submitted      login 403 302 302 404 403 403 | login 403 200 200 404 403 403
projects:partner_edit     @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:partner_edit     @submitted      login 403 302 302 404 403 403 | login 403 200 200 404 403 403
projects:partner_delete   @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:partner_delete   @submitted      login 403 302 302 404 403 403 | login 403 302 302 404 403 403
projects:record_submit    @draft          login 405 405 405 405 405 405 | login 404 302 302 404 403 403
projects:record_submit    @returned       login 405 405 405 405 405 405 | login 404 302 302 404 403 403
projects:record_submit    @approved       login 405 405 405 405 405 405 | login 403 302 302 403 403 403
projects:record_submitted @draft          login 403 302 302 404 403 403 | login 403 405 405 405 403 403
projects:record_submitted @submitted      login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:record_withdraw  @submitted      login 405 405 405 405 405 405 | login 404 302 302 404 403 403
projects:record_withdraw  @approved       login 405 405 405 405 405 405 | login 403 302 302 403 403 403
projects:record_delete    @draft          login 403 200 200 404 403 403 | login 403 302 302 404 403 403
projects:record_delete    @submitted      login 403 302 302 404 403 403 | login 403 302 302 404 403 403
projects:record_print     @draft          login 403 200 200 404 403 403 | login 403 405 405 405 403 403
projects:record_print     @approved       login 403 200 200 403 403 403 | login 403 405 405 405 403 403

admin:index                               login login login login login 200 200 | login login login login login 200 200
admin:login                               login 403 403 403 403 302 302 | login 403 403 403 403 302 302
admin:logout                              302 302 302 302 302 405 405 | 302
admin:password_change                     302 | 302
admin:password_change_done                login login login login login 200 200 | login login login login login 405 405
admin:autocomplete                        login login login login login 403 403 | login login login login login 405 405
admin:jsi18n                              login login login login login 200 200 | login login login login login 405 405
admin:view_on_site                        login login login login login 404 404 | login login login login login 404 404
admin:app_list                            login login login login login 200 200 | login login login login login 200 200
admin:audit_list login login login login login 200 200 | login login login login login 405 405
admin:audit_entry @projects.projectrecord login login login login login 200 200 | login login login login login 405 405
admin:audit_entry @accounts.user login login login login login 403 200 | login login login login login 405 405
admin:audit_entry @organizations.membership login login login login login 403 200 | login login login login login 405 405
admin:accounts_user_letter @member login login login login login 200 200 | login login login login login 200 200
admin:accounts_user_letter @officer login login login login login 404 200 | login login login login login 404 200
admin:accounts_user_letter @coordinator login login login login login 404 403 | login login login login login 404 403
admin:accounts_user_second_factor @member login login login login login 405 405 | login login login login login 302 302
admin:accounts_user_second_factor @officer login login login login login 405 405 | login login login login login 404 302
admin:portal_personaldatarequest_step @identify login login login login login 403 200 | login login login login login 403 302
admin:portal_personaldatarequest_step @extend login login login login login 403 200 | login login login login login 403 302
admin:portal_personaldatarequest_step @decide login login login login login 403 200 | login login login login login 403 302
admin:portal_personaldatarequest_step @export login login login login login 403 200 | login login login login login 403 200
admin:portal_personaldatarequest_step @stop login login login login login 403 200 | login login login login login 403 302
admin:portal_personaldatarequest_step @erase login login login login login 403 200 | login login login login login 403 302
admin:portal_personaldatarequest_step @finish login login login login login 403 200 | login login login login login 403 302
admin:portal_disposallist_step @approve login login login login login 403 200 | login login login login login 403 302
admin:portal_disposallist_step @reject login login login login login 403 200 | login login login login login 403 302
admin:projects_projectrecord_approve @submitted login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_approve @draft     login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_approve @approved  login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_approve @closed    login login login login login 405 405 | login login login login login 302 302
admin:projects_projectrecord_return  @submitted login login login login login 200 200 | login login login login login 302 302
admin:projects_projectrecord_return  @draft     login login login login login 302 302 | login login login login login 200 200
admin:projects_projectrecord_return  @approved  login login login login login 200 200 | login login login login login 302 302
admin:projects_projectrecord_return  @closed    login login login login login 302 302 | login login login login login 302 302
"""

# What the editor of a group gets otherwise than its representative: GET, POST.
EDITOR = {
    "organizations:invitation_list": ("403", "403"),
    "organizations:invitation_create": ("403", "403"),
    "organizations:invitation_withdraw@editor": ("405", "404"),
    "organizations:invitation_letter@editor": ("405", "404"),
    "organizations:membership_end@editor": ("403", "403"),
}

# Rights in the admin's pages of a model. Nobody deletes; everybody else is sent to the login.
# model                            desk        coordinator
ADMIN = """
accounts.passwordletter            -         | view
accounts.user                      view      | view add change
documents.rendering                -         | -
organizations.department           view      | view add change
organizations.invitation           -         | view
organizations.membership           view      | view add
organizations.membershipconfirmation -       | view
organizations.organization         view      | view add change
organizations.organizationkind     view      | view add change
organizations.transfer             -         | view
portal.centre                      -         | view change
portal.disposallist                -         | view
portal.erasure                     -         | view
portal.incidentlog                 -         | view add change
portal.personaldatarequest         -         | view add change
portal.retentionclass              -         | view add change
portal.retentionrule               -         | view change
projects.collaborationform         -         | view add change
projects.guideline                 -         | view add change
projects.initiative                -         | view add change
projects.origin                    -         | view add change
projects.outcome                   -         | view add change
projects.partnerkind               -         | view add change
projects.project                   view      | view
projects.projectrecord             view      | view
surveys.report                     view      | view change
surveys.response                   view      | view
surveys.survey                     view      | view
surveys.target                     view      | view
"""
Arguments = Callable[[World, str], list[Any]]


@dataclass(frozen=True)
class Row:
    """One line of the table: expected cells by role, for GET and POST."""

    name: str
    state: str
    get: tuple[str, ...]
    post: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}@{self.state}" if self.state else self.name

    def expected(self, role: str) -> tuple[str, str]:
        """Return what comes back to `role`, for GET and POST."""
        if role == "editor":
            return EDITOR.get(str(self), self.expected("member"))
        column = ROLES.index(role)
        return self.get[column], self.post[column]

    def address(self, world: World) -> str:
        """Return the address of the row in `world`."""
        arguments = ARGUMENTS.get(self.name)
        return reverse(self.name, args=arguments(world, self.state) if arguments else [])

    def posted(self, world: World) -> dict[str, Any]:
        """Return what is posted: what an honest form would send, empty where it sends nothing."""
        data = POSTED.get(self.name)
        return data(world, self.state) if data else {}


def parse(table: str) -> list[Row]:
    """Return the rows of a table in the form of `MATRIX`."""
    rows = []
    for line in filter(str.strip, table.splitlines()):
        get, post = line.split("|")
        name, *cells = get.split()
        state = cells.pop(0).removeprefix("@") if cells[0].startswith("@") else ""
        rows.append(Row(name, state, _cells(cells), _cells(post.split())))
    return rows


def _cells(cells: list[str]) -> tuple[str, ...]:
    spread = cells * len(ROLES) if len(cells) == 1 else cells
    if len(spread) != len(ROLES):
        raise ValueError(f"one cell or {len(ROLES)} of them: {cells}")
    return tuple(spread)


def parse_admin(table: str) -> dict[str, dict[str, set[str]]]:
    """Return the rights of a table in the form of `ADMIN`: model label → role → rights."""
    rights = {}
    for line in filter(str.strip, table.splitlines()):
        desk, coordinator = line.split("|")
        model, *words = desk.split()
        rights[model] = {
            "desk": set(words) - {"-"},
            "coordinator": set(coordinator.split()) - {"-"},
        }
    return rights


def _record(world: World, state: str) -> list[Any]:
    return [world.records[state].pk]


def _partner(world: World, state: str) -> list[Any]:
    record = world.records[state]
    return [record.pk, record.partners.get().pk]


def _slug(world: World, state: str) -> list[Any]:
    return [world.reports[state].survey.slug]


def _document(world: World, state: str) -> list[Any]:
    return [world.renderings[state].pk]


def _reset(world: World, state: str) -> list[Any]:
    uid, token = world.links["reset"]
    return [uid, token if state == "reset" else "spent-token"]


def _token(world: World, state: str) -> list[Any]:
    return [world.links.get(state, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23-4567")]


def _membership(world: World, state: str) -> list[Any]:
    return [membership_of(world.people[state]).pk]


def _person(world: World, state: str) -> list[Any]:
    return [world.people[state].pk]


def _event(world: World, state: str) -> list[Any]:
    (model,) = [m for m in event_models() if m.pgh_tracked_model._meta.label_lower == state]
    return [state, model.objects.first().pk]


def _request_step(world: World, state: str) -> list[Any]:
    granted = {"export": "disclose", "stop": "stop", "erase": "erase", "finish": "disclose"}
    return [world.requests[granted.get(state, "received")].pk, state]


ARGUMENTS: dict[str, Arguments] = {
    "password_reset_confirm": _reset,
    "email_confirm": _token,
    "notice_read": lambda world, state: [world.notice.pk],
    "mfa_remove_webauthn": lambda world, state: [world.passkey.pk],
    "organizations:invitation_open": _token,
    "organizations:invitation_register": _token,
    **dict.fromkeys(
        (f"organizations:invitation_{name}" for name in ("resend", "withdraw", "letter")),
        lambda world, state: [world.invitations[state].pk],
    ),
    **dict.fromkeys(
        (f"organizations:membership_{name}" for name in ("end", "move", "reopen")), _membership
    ),
    **dict.fromkeys(
        (f"organizations:transfer_{name}" for name in ("accept", "decline")),
        lambda world, state: [world.transfers[state].pk],
    ),
    "admin:audit_entry": _event,
    "admin:accounts_user_letter": _person,
    "admin:accounts_user_second_factor": _person,
    "admin:portal_personaldatarequest_step": _request_step,
    "admin:portal_disposallist_step": lambda world, state: [world.disposal.pk, state],
    **dict.fromkeys(
        (f"documents:{name}" for name in ("detail", "status", "download", "retry")), _document
    ),
    **dict.fromkeys(
        (
            f"surveys:{name}"
            for name in ("report", "report_json", "report_pdf", "report_xlsx", "report_check")
        ),
        _slug,
    ),
    "surveys:figure_csv": lambda world, state: [*_slug(world, state), "1"],
    "projects:detail": lambda world, state: [world.records[state].project_id],
    **dict.fromkeys(
        (f"projects:statistics_year{end}" for end in ("", "_json", "_csv")), lambda w, s: [2025]
    ),
    "projects:statistics_year_document": lambda world, state: [2025, "pdf"],
    **dict.fromkeys(
        (f"projects:statistics_dataset{end}" for end in ("", "_json", "_csv")),
        lambda world, state: ["tonari", 2010],
    ),
    "projects:statistics_dataset_document": lambda world, state: ["tonari", 2010, "xlsx"],
    **dict.fromkeys(
        (
            "projects:office_record",
            *(f"projects:record_{name}" for name in ("submit", "submitted", "withdraw")),
            *(f"projects:record_{name}" for name in ("delete", "print")),
            "projects:partner_add",
            "admin:projects_projectrecord_approve",
            "admin:projects_projectrecord_return",
        ),
        _record,
    ),
    "admin:view_on_site": lambda world, state: [0, 0],
    "admin:app_list": lambda world, state: ["organizations"],
    "projects:record_edit": lambda world, state: [*_record(world, state), "project"],
    "projects:partner_edit": _partner,
    "projects:partner_delete": _partner,
}


def _version(world: World, state: str) -> dict[str, Any]:
    return {"version": world.records[state].version}


def _step(world: World, state: str) -> dict[str, Any]:
    answers: dict[str, dict[str, Any]] = {
        "identify": {"how": "免許証"},
        "extend": {"until_year": "2026-05-20", "reason": "量が多いため"},
        "decide": {"decision": "refused", "reason": "持っていません"},
        "export": {"format": "json"},
        "erase": {"confirmation": "former"},
        "reject": {"reason": "まだ使います"},
    }
    return answers.get(state, {})


POSTED: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "admin:portal_personaldatarequest_step": _step,
    "admin:portal_disposallist_step": _step,
    "organizations:invitation_enter": lambda world, state: {"code": world.links["open"]},
    "organizations:invitation_register": lambda world, state: {
        "name": "新田 光",
        "name_kana": "にった ひかる",
        "login_id": "nitta",
        "password1": "hana-to-midori-2026",
        "password2": "hana-to-midori-2026",
    },
    "organizations:membership_end": lambda world, state: {
        "on_year": (timezone.localdate() + timedelta(days=10)).isoformat()
    },
    "projects:record_create": lambda world, state: {
        "department": world.records["draft"].department_id,
        "fiscal_year": 2025,
        "name": "新しい事業",
        "token": "7d6d2f0e-6f1c-4b32-9a53-0d4f6b1f2a11",
    },
    "projects:record_edit": lambda world, state: {
        **_version(world, state),
        "name": "名前",
        "fiscal_year": 2025,
    },
    "projects:partner_add": lambda world, state: {
        "token": "f4a31b8c-07a9-4b5e-8a53-3d1d9b2c6e02",
        "name": "相手",
    },
    "projects:partner_edit": lambda world, state: {**_version(world, state), "name": "相手"},
    "projects:record_submit": _version,
    "admin:projects_projectrecord_approve": _version,
    "admin:projects_projectrecord_return": lambda world, state: {
        **_version(world, state),
        "reason": "年度を直してください",
    },
}
