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

# Earlier keys keep what they signed and the second factors they sealed readable.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
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
    "allauth.account",
    "allauth.mfa",
    "koganei_kyodo.accounts",
    "koganei_kyodo.search",
    "koganei_kyodo.documents",
    "organizations",
    "surveys",
    "projects",
    "consultations",
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
    "allauth.account.middleware.AccountMiddleware",
    "koganei_kyodo.accounts.middleware.AddressRangeMiddleware",
    "koganei_kyodo.accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "koganei_kyodo.audit.context.AuditMiddleware",
    "koganei_kyodo.portal.middleware.OnlyByButtonMiddleware",
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
        # Rate limits live here too: rows that have ended go first when the table is full.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Triggers keep what every insert, update and delete of a tracked row left behind, raw SQL too.
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
PGHISTORY_BASE_MODEL = "koganei_kyodo.audit.events.Event"
# A finished job is of no use to anybody, and its arguments may hold an address or a whole mail.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}
PROCRASTINATE_ON_APP_READY = "koganei_kyodo.audit.jobs.install"

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "koganei_kyodo.accounts.backends.LoginIdOrEmailBackend",
    "koganei_kyodo.portal.role_permissions.RolePermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "koganei_kyodo.accounts.passwords.Unlike"},
    {
        "NAME": "koganei_kyodo.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "koganei_kyodo.accounts.passwords.Uncommon"},
    {"NAME": "koganei_kyodo.accounts.passwords.NotOnlyDigits"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:front"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Not in a cookie of its own: the page about cookies names two.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Days an invitation can be accepted, the last one whole.
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
PASSWORD_RESET_TIMEOUT = 30 * 60

# Login and second factor are django-allauth's; docs/decisions/0007-login-with-allauth.md says how.
ACCOUNT_ADAPTER = "koganei_kyodo.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_id"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "koganei_kyodo.accounts.forms.LoginForm",
    "reauthenticate": "koganei_kyodo.accounts.mfa_forms.ReauthenticateForm",
}
# A whole town hall may come from one address: limits per address are wide, those per account not.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/10m/ip,5/10m/key",
    "reauthenticate": "10/m/user",
    "password_reset": "60/10m/ip,5/60m/key",
    "password_reset_confirm": "60/10m/ip",
    "password_change": "5/10m/user",
    "letter_code": "60/10m/ip,5/10m/key",
    "email_change": "5/60m/user",
}
MFA_ADAPTER = "koganei_kyodo.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEV
MFA_FORMS = {
    "authenticate": "koganei_kyodo.accounts.mfa_forms.AuthenticateForm",
    "reauthenticate": "koganei_kyodo.accounts.mfa_forms.ReauthenticateCodeForm",
    "activate_totp": "koganei_kyodo.accounts.mfa_forms.ActivateTOTPForm",
    "generate_recovery_codes": "koganei_kyodo.accounts.mfa_forms.GenerateRecoveryCodesForm",
    "add_webauthn": "koganei_kyodo.accounts.mfa_forms.AddPasskeyForm",
}
# Roles whose people need a second factor, and roles that may come from some networks only.
MFA_REQUIRED_ROLES = env.list("MFA_REQUIRED_ROLES", default=[])
ROLE_ADDRESS_RANGES = env.json("ROLE_ADDRESS_RANGES", default={})
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# What links in mails and letters begin with.
SITE_URL = (
    env.str("SITE_URL", default="")
    or (
        f"http://localhost:{env.int('PORT', default=8000)}"
        if DEV
        else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
    )
).rstrip("/")

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
# In a checkout a file may change under a running server (`git pull`): measured at the start, its
# length would no longer be true, and the browser would stop with ERR_CONTENT_LENGTH_MISMATCH.
WHITENOISE_AUTOREFRESH = DEV or DEBUG
STORAGES = {
    # Nothing is kept here: uploads are in the database, and so in its backup.
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEV
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

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
# The page for 1 April sends three fields for every person of the city's offices.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
# More returned Excel sheets than are read at once are answered with which were left, not with an error.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
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
MIGRATION_LINTER_OPTIONS = {
    "exclude_apps": ["procrastinate", "pghistory", "auth", "sessions", "account", "mfa"]
}
