"""Fields 参数: the types of what is asked for in addresses and headers, each with its limit."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from haitang.kernel.limits import API_PAGE, CODE, KEY, printable

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _only_iso(value: Any) -> Any:
    """A date is written 2023-11-15 and nothing else: no timestamps, no week dates."""
    if isinstance(value, str) and not _ISO.fullmatch(value):
        raise ValueError("not a date such as 2023-11-15")
    return value


Day = Annotated[date, BeforeValidator(_only_iso)]
Place = Annotated[str, StringConstraints(max_length=CODE), AfterValidator(printable)]
Cursor = Annotated[str, StringConstraints(max_length=2 * CODE), AfterValidator(printable)]
Key = Annotated[str, StringConstraints(max_length=KEY), AfterValidator(printable)]
Limit = Annotated[int, Field(ge=1, le=API_PAGE)]
Size = Annotated[int, Field(ge=0, le=2**63 - 1)]
Entry = Annotated[int, Field(ge=1, le=2**63 - 1)]
