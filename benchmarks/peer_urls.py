"""Where django-survey-and-report stands in the process that measures it."""

from django.urls import include, path

urlpatterns = [
    path("survey/", include("survey.urls")),
    # Its base page links to these.
    path("accounts/", include("django.contrib.auth.urls")),
]
