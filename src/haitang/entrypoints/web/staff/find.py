"""Find 查找: an exact number opens its matter, whatever else was chosen; words list what has them and is one's to see."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from haitang.engine import finding, scope, sheets
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.entrypoints.web.staff.categories import categories
from haitang.entrypoints.web.staff.places import place_options
from haitang.entrypoints.web.staff.rows import PAGES, lines_of
from haitang.kernel.limits import QUERY
from haitang.kernel.number import parse_number
from haitang.records.matter import Matter

STANDING = (("", _("Open and closed")), ("open", _("Open only")), ("closed", _("Closed only")))


@dataclass(frozen=True, slots=True)
class Search:
    """What the address looks for; anything unknown is read as nothing asked."""

    words: str
    place: str
    category: str
    standing: str
    after: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Search":
        """From the query string. `number` is what the box was once called."""
        get = request.GET
        typed = get.get("q", "") or get.get("number", "")
        standing = get.get("standing", "")
        return cls(
            " ".join(finding.words_of(typed)),
            get.get("place", "")[:64],
            get.get("category", "")[:64],
            standing if standing in {"open", "closed"} else "",
            get.get("after", "")[:20],
        )

    @property
    def filters(self) -> dict[str, str]:
        """As sheets take them."""
        named = {"place": self.place, "category": self.category, "standing": self.standing}
        return {name: value for name, value in named.items() if value}

    @property
    def query(self) -> str:
        """The same search as a query string."""
        return urlencode({"q": self.words, **self.filters})


@for_staff
def find(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The exact number first, else a page of what has all the words, the newest first."""
    search = Search.of(request)
    if (exact := _exact(staff, search.words)) is not None:
        return redirect(PAGES.get(exact.shape, "desk_matter"), exact.number)
    page = sheets.matching(search.words.split(), staff.posts, search.filters, search.after)
    context = {
        "section": "today",
        "search": search,
        "lines": lines_of(page, staff.tongue),
        "after": page.after,
        "query": search.query,
        "places": place_options(staff.posts, staff.tongue),
        "categories": categories(staff.tongue),
        "standings": STANDING,
        "longest": QUERY,
    }
    return render(request, "staff/find.html", context)


def _exact(staff: Staff, typed: str) -> Matter | None:
    """The matter whose number was typed, in any way of writing it, if it is theirs to see."""
    try:
        return scope.find(staff.posts, parse_number(typed.replace(" ", "")))
    except ValueError:
        return None
