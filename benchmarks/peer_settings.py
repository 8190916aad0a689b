"""Settings of the process in which django-survey-and-report is measured: Django's own defaults.

It has the middleware that the package needs and nothing else, so that none of the portal's weight
counts against it, and tables in a database of its own.
"""

import json
import os

SECRET_KEY = "measured on this machine and thrown away"  # noqa: S105 - it keeps no secret
DEBUG = False
ALLOWED_HOSTS = ["testserver"]
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
LANGUAGE_CODE = "ja"
ROOT_URLCONF = "benchmarks.peer_urls"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **json.loads(os.environ["PEER_DATABASE"]),
    }
}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "survey",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "/static/"
LOGGING_CONFIG = None
# What the package asks for.
CHOICES_SEPARATOR = ","
USER_DID_NOT_ANSWER = "無回答"
DEFAULT_SURVEY_PUBLISHING_DURATION = 7
