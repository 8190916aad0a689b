"""Why a verb of the register refuses; each text tells the person what to do instead."""

from collections.abc import Sequence

from koganei_kyodo import house_messages as say
from organizations.actions.errors import WrongState
from organizations.completeness import Missing
from organizations.models import Organization

Status = Organization.Status
# What to do instead, by the status a group has now.
NOW = {
    Status.DRAFT: "この団体の申請は、まだ下書きです。申請が出るのを待ってください",
    Status.SUBMITTED: "この団体は、いま申請中です。結果が出るのを待ってください",
    Status.RETURNED: "この団体の申請は、差し戻してあります。出し直されるのを待ってください",
    Status.DECLINED: "この団体は、登録しないと決まりました。もう一度申請できます",
    Status.PUBLIC: "この団体は、すでに登録されています",
    Status.RENEWAL_DUE: "この団体は、すでに登録されています。いまは内容の確認を待っています",
    Status.LAPSED: "この団体の登録は、期限が過ぎて終わりました。もう一度申請できます",
    Status.WITHDRAWN: "この団体は退会しました。もう一度申請できます",
    Status.STRUCK: "この団体の登録は取り消されました。もう一度申請できます",
    Status.MERGED: "この団体は、ほかの団体とまとめてあります。先に、統合を元に戻してください",
}


class NotNow(WrongState):
    """The status of the group doesn't allow it."""

    def __init__(self, organization: Organization) -> None:
        super().__init__(NOW[Status(organization.status)])


class Incomplete(WrongState):
    """Something is missing; ``missing`` names all of it."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__("まだ入力していないところがあります")
        self.missing = list(missing)


class EditedByOther(WrongState):
    """Somebody else saved first; the values typed are kept and shown beside those of now."""

    def __init__(self, organization: Organization) -> None:
        who, at = organization.updated_by, organization.updated_at
        super().__init__(
            say.edited_by_other(who.name, at=at)
            if who is not None and at is not None
            else "ほかの画面で、先に直してあります。新しい内容を見てから直してください"
        )
        self.organization = organization
