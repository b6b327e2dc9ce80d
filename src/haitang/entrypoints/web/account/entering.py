"""Entering 进出: sign-in by password, passkey or the office's own provider; sign-out; a password forgotten."""

from typing import Any

from allauth.account.views import LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from haitang.engine import clock
from haitang.entrypoints.web.account.forms import SignInForm
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.returning import within_site
from haitang.jobs.demonstration.founding import who_is_who
from haitang.jobs.demonstration.home import PASSWORD


class SignIn(LoginView):  # type: ignore[misc]
    """Login and password; goes to the desk, or on to the second step. In a demonstration every post is one tap away."""

    template_name = "account/sign_in.html"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the office's provider and the demonstration's logins, where there are such."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.request.POST.get("next") or self.request.GET.get("next", "")
        context["next"] = asked if asked and within_site(self.request, asked) == asked else ""
        context["provider"] = settings.OIDC_NAME
        context["provider_id"] = settings.OIDC_PROVIDER
        if clock.is_demonstration():
            tongue = language(self.request)
            context["known"] = [(login, words.say(tongue)) for login, words in who_is_who()]
            context["known_password"] = PASSWORD
        return context


class SignOut(auth.LogoutView):
    """By POST only; what is kept of the session goes with it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """End it here and in its owner's list."""
        UserSession.objects.filter(session_key=request.session.session_key or "").delete()
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """The public home."""
        return reverse("home")


def forgotten(request: HttpRequest) -> HttpResponse:
    """No e-mail, no questions: the administrator gives a new invitation."""
    return render(request, "account/forgotten.html")


def provider_cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody went back from the office's provider without signing in."""
    return render(request, "socialaccount/authentication_error.html", {"cancelled": True})
