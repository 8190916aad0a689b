"""Addresses of the front page and of the pages about the portal."""

from django.urls import path
from django.views.generic import TemplateView

from koganei_kyodo.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.FrontView.as_view(), name="front"),
    path("home/", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("about/", TemplateView.as_view(template_name="portal/about.html"), name="about"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="portal/accessibility.html"),
        name="accessibility",
    ),
]
