"""What comes back from the addresses of the portal, its documents and its admin; the columns are explained in `tests.matrix`."""

from typing import Any

from koganei_kyodo.audit.events import event_models
from tests.world import World

MATRIX = """
portal:front                              200 | 405
portal:search                             200 | 405
portal:home                               login 302 302 302 302 302 302 | login 405 405 405 405 405 405
portal:healthz                            200 | 405
portal:about                              200 | 405
portal:easy                               200 | 405
portal:accessibility                      200 | 405
portal:privacy                            200 | 405
portal:cookies                            200 | 405
portal:site_policy                        200 | 405
portal:mypage                             login 200 200 200 200 200 200 | login 405 405 405 405 405 405
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
admin:portal_personaldatarequest_step @identify login login login login login 403 200 | login login login login login 403 302
admin:portal_personaldatarequest_step @extend login login login login login 403 200 | login login login login login 403 302
admin:portal_personaldatarequest_step @decide login login login login login 403 200 | login login login login login 403 302
admin:portal_personaldatarequest_step @export login login login login login 403 200 | login login login login login 403 200
admin:portal_personaldatarequest_step @stop login login login login login 403 200 | login login login login login 403 302
admin:portal_personaldatarequest_step @erase login login login login login 403 200 | login login login login login 403 302
admin:portal_personaldatarequest_step @finish login login login login login 403 200 | login login login login login 403 302
admin:portal_disposallist_step @approve login login login login login 403 200 | login login login login login 403 302
admin:portal_disposallist_step @reject login login login login login 403 200 | login login login login login 403 302
"""
ADMIN = """
documents.rendering                -         | -
portal.centre                      -         | view change
portal.disposallist                -         | view
portal.erasure                     -         | view
portal.incidentlog                 -         | view add change
portal.listexport                  -         | view
portal.personaldatarequest         -         | view add change
portal.retentionclass              -         | view add change
portal.retentionrule               -         | view change
"""


def _event(world: World, state: str) -> list[Any]:
    (model,) = [m for m in event_models() if m.pgh_tracked_model._meta.label_lower == state]
    return [state, model.objects.first().pk]


def _request_step(world: World, state: str) -> list[Any]:
    granted = {"export": "disclose", "stop": "stop", "erase": "erase", "finish": "disclose"}
    return [world.requests[granted.get(state, "received")].pk, state]


def _document(world: World, state: str) -> list[Any]:
    return [world.renderings[state].pk]


ARGUMENTS = {
    "admin:audit_entry": _event,
    "admin:portal_personaldatarequest_step": _request_step,
    "admin:portal_disposallist_step": lambda world, state: [world.disposal.pk, state],
    "admin:view_on_site": lambda world, state: [0, 0],
    "admin:app_list": lambda world, state: ["organizations"],
    **dict.fromkeys(
        (f"documents:{name}" for name in ("detail", "status", "download", "retry")), _document
    ),
}


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


POSTED = {
    "admin:portal_personaldatarequest_step": _step,
    "admin:portal_disposallist_step": _step,
}
