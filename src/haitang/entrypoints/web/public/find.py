"""Find 找一找: one box for everything anybody may read. What was asked stays nowhere: not in a table, log or cache."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from haitang.engine import directory, finding
from haitang.entrypoints.web.public.showing import show, unkept
from haitang.kernel.limits import QUERY


def find(request: HttpRequest) -> HttpResponse:
    """The box, and what was found a page at a time; whom to call when nothing was."""
    asked = request.GET.get("q", "")[:QUERY]
    words = finding.words_of(asked)
    organization = directory.site()
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 5 else 0
    found = finding.find(words, organization, start) if organization else finding.Found([], 0, False)
    query = urlencode({"q": " ".join(words)})
    context = {"asked": " ".join(words), "words": words, "found": found, "after": found.after or "", "query": query}
    return unkept(show(request, "find", context, "find", organization))
