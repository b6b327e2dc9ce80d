"""Absolute addresses 对外网址: what QR codes, papers, mails and feeds print. The base path stands in them exactly once.

`HAITANG_PUBLIC_URL` may name the site with or without the path below which it is deployed; paths may come from
`reverse()`, which has the base path in it, or be written plainly.
"""

from urllib.parse import urlsplit

from django.conf import settings


def absolute(path: str = "/") -> str:
    """The address of a page for the outside; `path` begins with a slash."""
    root, base = str(settings.PUBLIC_URL).rstrip("/"), _base()
    if base and not urlsplit(root).path.endswith(base):
        root += base
    return root + _below(path, base)


def _base() -> str:
    return str(settings.FORCE_SCRIPT_NAME or "").rstrip("/")


def _below(path: str, base: str) -> str:
    """`path` without the base path."""
    return (
        path[len(base) :] if base and (path == base or path.startswith((f"{base}/", f"{base}?", f"{base}#"))) else path
    )
