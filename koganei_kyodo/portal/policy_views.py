"""The pages about the site, each saying what this software really does and what was tested."""

from typing import Any

from django.conf import settings
from django.views.generic import TemplateView

from koganei_kyodo.portal.accessibility_results import RESULTS, TESTED_ON
from koganei_kyodo.portal.privacy.models import RetentionRule
from koganei_kyodo.portal.privacy.registry import ELSEWHERE, HOLDINGS


class AccessibilityView(TemplateView):
    """The aim, what was tested on which day, and what was not."""

    template_name = "portal/accessibility.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the results and their day."""
        return super().get_context_data(tested_on=TESTED_ON, results=RESULTS, **kwargs)


class PrivacyView(TemplateView):
    """What is kept about whom: the very list that the disclosure and the erasure work from."""

    template_name = "portal/privacy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the holdings and how long each kind of record is kept."""
        shown = [holding for holding in HOLDINGS if holding.fields]
        held = [(holding.title, holding.purpose, holding.until) for holding in shown]
        rules = RetentionRule.objects.select_related("retention")
        held += ELSEWHERE
        return super().get_context_data(held=held, rules=rules, **kwargs)


class CookiesView(TemplateView):
    """The two cookies, with their names and how long they last."""

    template_name = "portal/cookies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the names and times that are in force."""
        cookies = [
            (
                settings.SESSION_COOKIE_NAME,
                "ログインを続けるため。ログインしたときに使います。",
                f"{settings.SESSION_COOKIE_AGE // 3600}時間",
            ),
            (
                settings.CSRF_COOKIE_NAME,
                "送信した内容が、このサイトの画面から送られたことを確かめるため。",
                f"{settings.CSRF_COOKIE_AGE // (24 * 3600)}日",
            ),
        ]
        return super().get_context_data(cookies=cookies, **kwargs)


class SitePolicyView(TemplateView):
    """Reuse, links, what the figures are, and responsibility."""

    template_name = "portal/site_policy.html"
