"""The only doors through which a yearly record changes. Views, admin and commands call them.

Every verb opens a transaction, locks the record, asks for the right, looks at the status, saves
with a new version, and leaves the trace to the audit triggers.
"""

from projects.actions.errors import (
    AlreadyReported,
    ClosedDataset,
    EditedByOther,
    HeadNeeded,
    Incomplete,
    WrongState,
)
from projects.actions.examples import ExampleAnswers, remove_example, save_example
from projects.actions.heads import ask_head, confirm, needs_head
from projects.actions.ready_sets import READY_SETS, load_ready_set
from projects.actions.review import approve, return_record, submit, withdraw
from projects.actions.sheet import (
    PartnerAnswers,
    add_partner,
    change_partner,
    create_record,
    delete_draft,
    remove_partner,
    save_record,
)

__all__ = [
    "READY_SETS",
    "AlreadyReported",
    "ClosedDataset",
    "EditedByOther",
    "ExampleAnswers",
    "HeadNeeded",
    "Incomplete",
    "PartnerAnswers",
    "WrongState",
    "add_partner",
    "approve",
    "ask_head",
    "change_partner",
    "confirm",
    "create_record",
    "delete_draft",
    "load_ready_set",
    "needs_head",
    "remove_example",
    "remove_partner",
    "return_record",
    "save_example",
    "save_record",
    "submit",
    "withdraw",
]
