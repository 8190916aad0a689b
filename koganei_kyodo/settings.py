"""Settings of the portal. Everything that differs between installations comes from the environment.

`KYODO_DEV=1` (written into `.env` by the Makefile) marks a checkout on a developer's machine: it
gets an embedded database and a throw-away secret. Without it a missing value stops the start with
an error that names it: never silently an empty database, never a known secret.
"""

from importlib.util import find_spec
from pathlib import Path

import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from koganei_kyodo.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def required(name: str, explanation: str) -> str:
    """Return the environment variable `name`, or stop with an error that says what it is for."""
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"環境変数 {name} を設定してください（{explanation}）")
    return value


DEV = env.bool("KYODO_DEV", default=False)
DEBUG = env.bool("DEBUG", default=False)

if DEV:
    from koganei_kyodo.embedded_postgres import database_url_for_development

    SECRET_KEY = env.str("SECRET_KEY", default="") or "development-only-" + "k" * 50
    ALLOWED_HOSTS = env.list(
        "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"]
    )
    DATABASE_URL = env.str("DATABASE_URL", default="") or database_url_for_development()
    EMAIL_URL = env.str("EMAIL_URL", default="consolemail://")
    DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
else:
    SECRET_KEY = required("SECRET_KEY", "50文字以上の秘密の文字列")
    ALLOWED_HOSTS = [
        host.strip()
        for host in required("ALLOWED_HOSTS", "公開するホスト名。例 kyodo.example.lg.jp").split(",")
    ]
    DATABASE_URL = required("DATABASE_URL", "例 postgres://user:password@host:5432/kyodo")
    EMAIL_URL = required("EMAIL_URL", "例 smtp+tls://user:password@mail.example.lg.jp:587")
    DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", "お知らせメールの差出人")

vars().update(env.email_url_config(EMAIL_URL))
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20

INSTALLED_APPS = [
    "koganei_kyodo.portal.apps.KyodoAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its templates, for the renderer below
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "koganei_kyodo.accounts",
    "koganei_kyodo.search",
    "koganei_kyodo.documents",
    "organizations",
    "surveys",
    "projects",
    "koganei_kyodo.portal",
]

if DEV and find_spec("django_migration_linter"):
    INSTALLED_APPS.append("django_migration_linter")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "koganei_kyodo.logs.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "koganei_kyodo.urls"
WSGI_APPLICATION = "koganei_kyodo.wsgi.application"
CSRF_FAILURE_VIEW = "koganei_kyodo.portal.views.csrf_failure"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "koganei_kyodo.portal.context_processors.portal",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- database, cache, jobs -------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A connection that the server has dropped is replaced before it is used.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})
# Threads wait for one of a few connections instead of opening one each; 0 (the tests) turns it off.
_pool_size = env.int("DATABASE_POOL_SIZE", default=8)
if _pool_size:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": _pool_size, "timeout": 20}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "koganei_kyodo_cache",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

# Triggers keep what every insert, update and delete of a tracked row left behind, raw SQL too.
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "koganei_kyodo.accounts.backends.LoginIdOrEmailBackend",
    "koganei_kyodo.portal.role_permissions.RolePermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:front"
SESSION_COOKIE_AGE = 12 * 60 * 60

# --- language and time: one installation is one Japanese city ----------------------------------
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
USE_I18N = True

# --- static files ----------------------------------------------------------------------------
STATIC_URL = "static/"
# A checkout serves the files from where they lie; only an installation collects them.
STATIC_ROOT = env.str("STATIC_ROOT", default="" if DEV else str(BASE_DIR / "var" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEV
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEV
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))

# --- safety ----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
if not DEV:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if env.bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- logs ------------------------------------------------------------------------------------
LOGGING = logging_config(
    json=env.bool("LOG_JSON", default=not DEV), level=env.str("LOG_LEVEL", default="INFO")
)
MIGRATION_LINTER_OPTIONS = {"exclude_apps": ["procrastinate", "pghistory", "auth", "sessions"]}
