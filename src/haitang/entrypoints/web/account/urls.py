"""Addresses of sign-in and account 网址: only what is used of django-allauth, under our own addresses."""

from allauth.account import views as allauth_account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import URLPattern, URLResolver, path

from haitang.entrypoints.web.account import entering, invitation, inviting, mine, views

#: The library looks addresses up by its own names; ours come first, so that they are what pages are called.
_sign_in, _sign_out = entering.SignIn.as_view(), entering.SignOut.as_view()

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", _sign_in, name="sign_in"),
    path("sign-in", _sign_in, name="account_login"),
    path("sign-out", _sign_out, name="sign_out"),
    path("sign-out", _sign_out, name="account_logout"),
    path("prefs", views.preferences, name="prefs"),
    path("sign-in/forgotten", entering.forgotten, name="forgotten"),
    path("sign-in/second", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/cancelled", entering.provider_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/with/<slug:provider_id>", oidc.login, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back", oidc.callback, name="openid_connect_callback"),
    path("invitation/<str:secret>", invitation.invitation, name="invitation"),
    path("account", mine.account, name="account"),
    path("account", mine.account, name="mfa_index"),
    path("account/sessions", mine.end_session, name="account_end_session"),
    path("account/second-step", mine.ask_second_step, name="account_second_step"),
    path("account/password", mine.ChangePassword.as_view(), name="account_change_password"),
    path("account/confirm", allauth_account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/app", totp.activate_totp, name="mfa_activate_totp"),
    path("account/app/remove", mine.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/codes", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/passkeys/add", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove", mine.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("desk/accounts", inviting.people, name="desk_accounts"),
]
