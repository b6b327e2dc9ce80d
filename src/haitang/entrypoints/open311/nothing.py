"""Nothing here 没有: whatever is not an address of the specification is answered in its form of errors."""

from django.http import HttpRequest

from haitang.entrypoints.open311.answering import Answer, Wrong, operation
from haitang.kernel.words import Words

NOTHING = Words(zh="这个地址没有内容", en="There is nothing at this address")


@operation("GET")
def here(request: HttpRequest, rest: str = "") -> Answer:
    """404, XML or JSON."""
    raise Wrong(404, NOTHING)
