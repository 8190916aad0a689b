"""Addresses of the front page and of the pages about the portal."""

from django.urls import path
from django.views.generic import TemplateView

from koganei_kyodo.portal import homes, policy_views, searching, views

app_name = "portal"
urlpatterns = [
    path("", views.FrontView.as_view(), name="front"),
    path("search/", searching.everything, name="search"),
    path("home/", homes.home, name="home"),
    path("mypage/", homes.MyPageView.as_view(), name="mypage"),
    path("healthz", views.healthz, name="healthz"),
    path("about/", TemplateView.as_view(template_name="portal/about.html"), name="about"),
    path("easy/", TemplateView.as_view(template_name="portal/easy.html"), name="easy"),
    path("accessibility/", policy_views.AccessibilityView.as_view(), name="accessibility"),
    path("privacy/", policy_views.PrivacyView.as_view(), name="privacy"),
    path("cookies/", policy_views.CookiesView.as_view(), name="cookies"),
    path("site-policy/", policy_views.SitePolicyView.as_view(), name="site_policy"),
]
