"""Jurisdictions 管辖单位: the offices that are open, by their codes. With one there is nothing to choose."""

from collections.abc import Mapping

from haitang.engine import directory
from haitang.entrypoints.open311.answering import Wrong
from haitang.kernel.limits import CODE
from haitang.kernel.words import Words
from haitang.records.party import Organization

UNKNOWN = Words(zh="没有这个 jurisdiction_id", en="jurisdiction_id was not found")
MISSING = Words(
    zh="这里有几个单位，请写明 jurisdiction_id", en="Several offices are served here: jurisdiction_id was not provided"
)
NOBODY = Words(zh="这里还没有对外开放的单位", en="No office has opened here yet")


def served() -> list[Organization]:
    """The offices that have opened, in the order of their founding."""
    return list(Organization.objects.exclude(pk__in=directory.hidden()).order_by("id"))


def chosen(given: Mapping[str, str]) -> Organization:
    """The office a request is for; Wrong (404, 400) where it cannot be known."""
    code, offices = str(given.get("jurisdiction_id", "")), served()
    if not offices:
        raise Wrong(404, NOBODY)
    if not code:
        if len(offices) > 1:
            raise Wrong(400, MISSING)
        return offices[0]
    found = next((one for one in offices if one.code == code), None) if len(code) <= CODE else None
    if found is None:
        raise Wrong(404, UNKNOWN)
    return found
