"""The main menu, by role. Every entry is a page that exists: an unknown URL name is an error."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

PUBLIC = (
    ("団体を探す", "organizations:list"),
    ("協働事業を探す", "projects:list"),
    ("協働の事例", "projects:examples"),
    ("統計", "projects:statistics"),
    ("調査の報告", "surveys:report_list"),
)
MEMBER = (("マイページ", "portal:mypage"),)
OFFICE = (("庁内ページ", "projects:office_home"), ("課の人", "organizations:office_people"))
STAFF = (("管理画面", "admin:index"),)


@dataclass(frozen=True)
class MenuEntry:
    """One link of the menu; ``current`` where the visitor is on it or below it."""

    label: str
    url: str
    current: bool


def menu_for(request: HttpRequest) -> list[MenuEntry]:
    """Return the menu of the visitor: the public's, then by role.

    Raises ``NoReverseMatch`` where a URL name does not exist.
    """
    entries = [*PUBLIC]
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        entries += MEMBER if any(m.organization_id for m in user.current_memberships) else ()
        entries += OFFICE if user.office_ids else ()
        entries += STAFF if user.is_staff else ()
    links = [(label, reverse(name)) for label, name in entries]
    here = max((url for _, url in links if request.path.startswith(url)), key=len, default=None)
    return [MenuEntry(label, url, url == here) for label, url in links]
