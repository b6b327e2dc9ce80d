"""Forms of sign-in 登录表单: django-allauth's forms, with our field names and as the controls of parts/field.html."""

from typing import Any

from allauth.account.forms import LoginForm
from django.forms import BaseForm
from django.template import Library
from django.utils.translation import gettext_lazy, pgettext_lazy

from haitang.kernel.limits import PASSWORD

register = Library()
#: Field → label, kind, what the browser may fill in.
CONTROLS = {
    "username": (gettext_lazy("Login"), "text", "username"),
    "password": (gettext_lazy("Password"), "password", "current-password"),
    "oldpassword": (gettext_lazy("Your password now"), "password", "current-password"),
    "password1": (gettext_lazy("New password"), "password", "new-password"),
    "password2": (gettext_lazy("The new password once more"), "password", "new-password"),
    "code": (pgettext_lazy("sign-in", "Code"), "text", "one-time-code"),
}


class SignInForm(LoginForm):  # type: ignore[misc]
    """Login and password. The field is called `username`, as browsers and password managers know it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"] = self.fields.pop("login")
        self.order_fields(["username", "password"])

    def clean(self) -> Any:
        """Hand the login on under the library's name for it."""
        self.cleaned_data["login"] = self.cleaned_data.get("username", "").strip()
        return super().clean()


@register.filter
def controls(form: BaseForm) -> list[dict[str, Any]]:
    """The visible fields of a form for parts/field.html. A password is never sent back."""
    return [_control(form, name) for name in form.fields if name in CONTROLS]


@register.filter
def mistakes(form: BaseForm) -> list[dict[str, str]]:
    """What parts/errors.html lists."""
    return [
        {"name": name if name in CONTROLS else "", "text": str(text)}
        for name, texts in form.errors.items()
        for text in texts
    ]


def _control(form: BaseForm, name: str) -> dict[str, Any]:
    label, kind, autocomplete = CONTROLS[name]
    return {
        "name": name,
        "label": label,
        "kind": kind,
        "autocomplete": autocomplete,
        "required": True,
        "value": form.data.get(name, "") if name == "username" else "",
        "error": " ".join(str(text) for text in form.errors.get(name, [])),
        "maxlength": PASSWORD if kind == "password" else form.fields[name].max_length,  # type: ignore[attr-defined]
        "inputmode": "numeric" if name == "code" else "",
        "short": name == "code",
    }
