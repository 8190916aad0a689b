"""The roles a person can hold, each through a membership with dates."""

from django.db import models


class Role(models.TextChoices):
    """What a membership entitles to. Nobody has a right without a current membership."""

    REPRESENTATIVE = "representative", "団体の代表"
    EDITOR = "editor", "団体の編集者"
    OFFICER = "officer", "担当者"
    HEAD = "head", "課長"
    DESK = "desk", "支援センター職員"
    COORDINATOR = "coordinator", "協働の主管課"


ORGANIZATION_ROLES = frozenset({Role.REPRESENTATIVE, Role.EDITOR})
DEPARTMENT_ROLES = frozenset({Role.OFFICER, Role.HEAD, Role.COORDINATOR})
STAFF_ROLES = frozenset({Role.DESK, Role.COORDINATOR})
