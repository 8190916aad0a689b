"""The only doors through which a yearly record changes. Views, admin and commands call them.

Every verb opens a transaction, locks the record, asks for the right, looks at the status, saves
with a new version, and leaves the trace to the audit triggers.
"""

from projects.actions.campaign import (
    answer_nothing,
    change_campaign,
    close_campaign,
    open_campaign,
    prepare_campaign,
    remind,
    revoke_nothing,
)
from projects.actions.carrying import carry_over, last_years_records
from projects.actions.errors import (
    AlreadyReported,
    ClosedDataset,
    EditedByOther,
    HeadNeeded,
    Incomplete,
    WrongState,
)
from projects.actions.examples import ExampleAnswers, remove_example, save_example
from projects.actions.heads import (
    HeadQuestion,
    ask_head,
    confirm,
    head_questions,
    needs_head,
)
from projects.actions.importing import (
    Plan,
    discard_upload,
    keep_upload,
    load_sheet,
    load_upload,
    lock_year,
    plan_sheet,
    words_for,
)
from projects.actions.photos import add_photo, change_photo, remove_photo
from projects.actions.ready_sets import READY_SETS, load_ready_set
from projects.actions.review import (
    OWN_RECORD,
    approve,
    needs_other_eyes,
    return_record,
    submit,
    withdraw,
)
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
    "OWN_RECORD",
    "READY_SETS",
    "AlreadyReported",
    "ClosedDataset",
    "EditedByOther",
    "ExampleAnswers",
    "HeadNeeded",
    "HeadQuestion",
    "Incomplete",
    "PartnerAnswers",
    "Plan",
    "WrongState",
    "add_partner",
    "add_photo",
    "answer_nothing",
    "approve",
    "ask_head",
    "carry_over",
    "change_campaign",
    "change_partner",
    "change_photo",
    "close_campaign",
    "confirm",
    "create_record",
    "delete_draft",
    "discard_upload",
    "head_questions",
    "keep_upload",
    "last_years_records",
    "load_ready_set",
    "load_sheet",
    "load_upload",
    "lock_year",
    "needs_head",
    "needs_other_eyes",
    "open_campaign",
    "plan_sheet",
    "prepare_campaign",
    "remind",
    "remove_example",
    "remove_partner",
    "remove_photo",
    "return_record",
    "revoke_nothing",
    "save_example",
    "save_record",
    "submit",
    "withdraw",
    "words_for",
]
