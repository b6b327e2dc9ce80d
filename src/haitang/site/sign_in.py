"""Sign-in settings 登录设置: the libraries' own names, each with what we decided; see docs/decisions/0050."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from haitang.site.environment import Environment

ROOM = "haitang.entrypoints.web.account"
APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware", "axes.middleware.AxesMiddleware"]
#: The provider's name in our addresses and in the callback that the provider's administrator enters.
OIDC = "office"
#: How long sign-in rests after five wrong passwords.
LOCKOUT = timedelta(minutes=15)


def settings_of(environment: Environment) -> dict[str, Any]:
    """Everything django-allauth, django-axes and the session cookies are told."""
    secure = urlsplit(environment.public_url).scheme == "https"
    return {**_cookies(environment, secure), **_account(secure), **_mfa(secure), **_oidc(environment), **_axes()}


def _cookies(environment: Environment, secure: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "SESSION_COOKIE_AGE": 12 * 60 * 60,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": secure,
    }
    if secure:
        # A year; not for hosts below this one, which are somebody else's.
        found["SECURE_HSTS_SECONDS"] = 365 * 24 * 60 * 60
    if secure and environment.proxies:
        found["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    return found


def _account(secure: bool) -> dict[str, Any]:
    """Login name and password; no e-mail anywhere, no sign-up. The limits count in this process: no cache server."""
    return {
        "LOGIN_URL": "sign_in",
        "LOGIN_REDIRECT_URL": "desk",
        "LOGOUT_REDIRECT_URL": "home",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "ACCOUNT_ADAPTER": f"{ROOM}.adapters.AccountAdapter",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": "login",
        "ACCOUNT_USER_MODEL_EMAIL_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if secure else "http",
        "ACCOUNT_FORMS": {"login": f"{ROOM}.forms.SignInForm"},
        # Wrong passwords are counted by axes, in the database, for all processes together.
        "ACCOUNT_RATE_LIMITS": {"login_failed": None, "login": "120/m/ip"},
        "USERSESSIONS_TRACK_ACTIVITY": False,
    }


def _mfa(secure: bool) -> dict[str, Any]:
    return {
        "MFA_ADAPTER": f"{ROOM}.adapters.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_WEBAUTHN_USER_VERIFICATION": "required",
        # Browsers offer passkeys on https and on localhost only; the latter is for trying it out.
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not secure,
        # A telephone's clock may be half a minute off.
        "MFA_TOTP_TOLERANCE": 1,
    }


def _oidc(environment: Environment) -> dict[str, Any]:
    """One provider, from the environment; what it says of a person is read once and not kept."""
    apps = []
    if environment.oidc_url:
        apps.append(
            {
                "provider_id": OIDC,
                "name": environment.oidc_name,
                "client_id": environment.oidc_id,
                "secret": environment.oidc_secret,
                "settings": {"server_url": environment.oidc_url, "oauth_pkce_enabled": True},
            }
        )
    return {
        "SOCIALACCOUNT_ADAPTER": f"{ROOM}.adapters.ProviderAdapter",
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": apps, "SCOPE": ["openid", "profile"]}},
        # A link, not a form: the policy lets no form lead to another host, not even by a redirect.
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
    }


def _axes() -> dict[str, Any]:
    """Five wrong passwords in a row for one login from one address: fifteen minutes. No log of good sign-ins."""
    return {
        "AXES_FAILURE_LIMIT": 5,
        "AXES_COOLOFF_TIME": LOCKOUT,
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
        "AXES_DISABLE_ACCESS_LOG": True,
        "AXES_ENABLE_ACCESS_FAILURE_LOG": False,
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
        "AXES_USERNAME_FORM_FIELD": "username",
        "AXES_USERNAME_CALLABLE": f"{ROOM}.lockout.counted_as",
        "AXES_HANDLER": f"{ROOM}.counting.Counter",
        "AXES_CLIENT_IP_CALLABLE": f"{ROOM}.lockout.address_of",
        "AXES_LOCKOUT_CALLABLE": f"{ROOM}.lockout.locked",
        "AXES_SENSITIVE_PARAMETERS": ["username", "ip_address", "csrfmiddlewaretoken"],
    }
