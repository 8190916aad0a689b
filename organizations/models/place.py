"""Where a role is held: at an office, in a group, or at the centre."""

from django.db.models import Q

from koganei_kyodo.accounts.roles import DEPARTMENT_ROLES, ORGANIZATION_ROLES, Role

WRONG_PLACE = (
    "役割に合わせて、担当課か団体のどちらかを選んでください（支援センター職員はどちらも選びません）"
)
CENTRE = "支援センター"


def place_fits_role() -> Q:
    """Return the condition that a row's office or group is the kind its role is held at."""
    return (
        Q(role__in=sorted(ORGANIZATION_ROLES), organization__isnull=False, department=None)
        | Q(role__in=sorted(DEPARTMENT_ROLES), department__isnull=False, organization=None)
        | Q(role=Role.DESK, department=None, organization=None)
    )
