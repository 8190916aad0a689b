"""What comes back from the addresses of people's accounts; the columns are explained in `tests.matrix`."""

from typing import Any

from tests.world import World

MATRIX = """
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
admin:accounts_user_letter @member login login login login login 200 200 | login login login login login 200 200
admin:accounts_user_letter @officer login login login login login 404 200 | login login login login login 404 200
admin:accounts_user_letter @coordinator login login login login login 404 403 | login login login login login 404 403
admin:accounts_user_second_factor @member login login login login login 405 405 | login login login login login 302 302
admin:accounts_user_second_factor @officer login login login login login 405 405 | login login login login login 404 302
"""
ADMIN = """
accounts.passwordletter            -         | view
accounts.user                      view      | view add change
"""


def _reset(world: World, state: str) -> list[Any]:
    uid, token = world.links["reset"]
    return [uid, token if state == "reset" else "spent-token"]


def _token(world: World, state: str) -> list[Any]:
    return [world.links.get(state, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23-4567")]


def _person(world: World, state: str) -> list[Any]:
    return [world.people[state].pk]


ARGUMENTS = {
    "password_reset_confirm": _reset,
    "email_confirm": _token,
    "notice_read": lambda world, state: [world.notice.pk],
    "mfa_remove_webauthn": lambda world, state: [world.passkey.pk],
    "admin:accounts_user_letter": _person,
    "admin:accounts_user_second_factor": _person,
}
