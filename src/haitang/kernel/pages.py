"""Pages 网页地址: an address of this site that may be written down: open to everybody, and holding no secret.

Deny by default: an address whose first part is not on the list below (a matter, a receipt, a link that opens something)
is never kept, and neither is anything behind a question mark or a number sign.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_WRITTEN = re.compile(r"/[A-Za-z0-9._~/\-]{0,199}")
#: First parts of the addresses that everybody may read; the empty one is the home page.
OPEN = frozenset(
    {
        "", "p", "g", "guide", "calls", "notices", "n", "week", "find", "parked", "meetings", "projects", "answers", "f",
        "briefs", "l", "accessibility", "privacy", "verify", "report", "correct", "too-much",
    }
)  # fmt: skip


def is_open(path: str) -> bool:
    """Whether a path of this site (without the base path) leads to a page for everybody."""
    first = path.removeprefix("/").partition("/")[0]
    return bool(_WRITTEN.fullmatch(path)) and not path.startswith("//") and ".." not in path and first in OPEN


def _open(path: str) -> str:
    if not is_open(path):
        raise ValueError("not the address of a page for everybody")
    return path


#: The path of an open page: letters, digits and a few marks; no question, no fragment.
PagePath = Annotated[
    str,
    StringConstraints(pattern=r"^/[A-Za-z0-9._~/\-]{0,199}$"),
    AfterValidator(_open),
]
