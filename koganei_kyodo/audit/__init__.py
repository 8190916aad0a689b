"""The trail: who changed what, when, how and why. Triggers write it, so raw SQL leaves one too.

``context`` says who acts, ``events`` is what every event has, ``jobs`` lets a job act for who
caused it, ``reading`` turns events into sentences. The package knows no app.
"""

from koganei_kyodo.audit.context import acting, acting_user_id, because, command_line

__all__ = ["acting", "acting_user_id", "because", "command_line"]
