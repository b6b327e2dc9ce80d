"""Django settings 设置: one file, everything that varies comes from the environment."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from haitang.site import sign_in
from haitang.site.environment import Environment, kept_secret

ENVIRONMENT = Environment()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = ENVIRONMENT.home.resolve()
SECRET_KEY = kept_secret(HOME, "secret.key")
VAULT_KEY_FILE = HOME / "vault.key"
FILES = HOME / "files"
PUBLIC_URL = ENVIRONMENT.public_url
DELIVERIES = ENVIRONMENT.deliveries
LOCKOUT = sign_in.LOCKOUT
OIDC_PROVIDER = sign_in.OIDC
OIDC_NAME = ENVIRONMENT.oidc_name if ENVIRONMENT.oidc_url else ""
OIDC_CLAIM = ENVIRONMENT.oidc_claim
CLAMD = ENVIRONMENT.clamd
INTRANET = ENVIRONMENT.intranet
NETWORKS = ENVIRONMENT.networks
PROXIES = ENVIRONMENT.proxies
PARENT = {"name": ENVIRONMENT.parent_name, "url": ENVIRONMENT.parent_url}
WEBHOOK_ALLOW = tuple(entry.strip() for entry in ENVIRONMENT.webhook_allow.split(",") if entry.strip())
CA_FILE = ENVIRONMENT.ca_file
MAP_TILES = (
    {
        "url": ENVIRONMENT.map_tiles,
        "by": ENVIRONMENT.map_tiles_by or urlsplit(ENVIRONMENT.map_tiles).netloc,
        "system": ENVIRONMENT.map_tiles_system,
        "review": ENVIRONMENT.map_review_no,
    }
    if ENVIRONMENT.map_tiles
    else {}
)

DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ENVIRONMENT.hosts.split(",")
CSRF_FAILURE_VIEW = "haitang.entrypoints.web.failures.csrf"
CSRF_TRUSTED_ORIGINS = [origin for origin in ENVIRONMENT.origins.split(",") if origin]
FORCE_SCRIPT_NAME = ENVIRONMENT.base_path.rstrip("/") or None

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "haitang",
    *sign_in.APPS,
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "haitang.entrypoints.web.middleware.headers",
    "haitang.entrypoints.web.origin.Intranet",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "haitang.entrypoints.web.bodies.Bodies",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *sign_in.MIDDLEWARE,
    "haitang.entrypoints.web.failures.Unavailable",
    "haitang.entrypoints.web.failures.by_form_only",
    "haitang.entrypoints.web.middleware.office",
]
ROOT_URLCONF = "haitang.site.urls"
WSGI_APPLICATION = "haitang.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "entrypoints" / "web" / "templates"],
        "OPTIONS": {
            "libraries": {"haitang": "haitang.entrypoints.web.tags"},
            "builtins": ["haitang.entrypoints.web.tags", "haitang.entrypoints.web.account.forms"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "haitang.entrypoints.web.context.shell",
                "haitang.entrypoints.web.staff.context.rail",
            ],
        },
    }
]

#: How long a request waits for a row or a database that somebody else holds; then it says so (503).
LOCK_SECONDS = 20


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "ENGINE": "haitang.records.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c lock_timeout={LOCK_SECONDS}s", "connect_timeout": 5},
    }


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "haitang.records.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


DATABASES = {
    "default": _postgresql(ENVIRONMENT.database_url) if ENVIRONMENT.database_url else _sqlite(HOME / "haitang.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "haitang.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "entrypoints" / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

globals().update(sign_in.settings_of(ENVIRONMENT))
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
_smtp = urlsplit(ENVIRONMENT.smtp_url)
EMAIL_HOST = _smtp.hostname or ""
EMAIL_PORT = _smtp.port or 25
EMAIL_HOST_USER = unquote(_smtp.username or "")
EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"redacted": {"()": "haitang.site.redacting.Redacted"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["redacted"]},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # axes would log who failed, from where; its table says it, for thirty days.
        "axes": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "haitang": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # This library writes addresses with their tokens into its log.
        "apprise": {"handlers": ["nowhere"], "propagate": False},
    },
}
