"""The main menu, by role. Every entry is a page that exists: an unknown URL name is an error."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from koganei_kyodo.staff_pages import is_below_staff_page

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
# Of the addresses below the list of groups, those that are there for everybody; on the others
# somebody works on a group, and came from their own page.
_GROUPS_FOR_ALL = frozenset({"list", "list_print", "areas", "detail", "growth"})


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
    if len(entries) > len(PUBLIC) and _is_own_work(request):
        here = reverse("admin:index") if entries[-1:] == [*STAFF] else links[len(PUBLIC)][1]
    return [MenuEntry(label, url, url == here) for label, url in links]


def _is_own_work(request: HttpRequest) -> bool:
    """Tell whether the page belongs to the work of a group or of the staff, whatever its address.

    Some of these addresses lie below that of a public page.
    """
    match = request.resolver_match
    if match is not None and request.path.startswith(reverse("organizations:list")):
        return match.url_name not in _GROUPS_FOR_ALL
    return is_below_staff_page(request.path)
