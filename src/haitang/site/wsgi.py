"""WSGI application 网关: what granian serves, at the root or below a parent site's path."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haitang.site.settings")


def below(inner: Application, base: str) -> Application:
    """`inner` for requests below `base`, whether or not the proxy in front has taken the base path off already."""

    def outer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == base or path.startswith(f"{base}/"):
            environ["PATH_INFO"] = path.removeprefix(base) or "/"
        environ["SCRIPT_NAME"] = base
        return inner(environ, start_response)

    return outer


application: Application = get_wsgi_application()
if settings.FORCE_SCRIPT_NAME:
    application = below(application, settings.FORCE_SCRIPT_NAME)
