"""Counting 计次: django-axes counts wrong passwords; what it keeps names neither the login typed nor the browser."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpRequest


class Counter(AxesDatabaseHandler):  # type: ignore[misc]
    """The library's own counter in the database, without what tells browsers apart."""

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
    ) -> None:
        """Count a wrong password for a login and an address."""
        if request is not None:
            request.axes_user_agent = request.axes_http_accept = ""  # type: ignore[attr-defined]
        super().user_login_failed(sender, credentials, request, **more)
