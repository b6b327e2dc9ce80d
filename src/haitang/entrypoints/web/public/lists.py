"""Lists of the year 年度清单: what the office promised, which paper says so, where it stands and what came of it."""

from django.http import HttpRequest, HttpResponse

from haitang.engine import clock, directory, registers
from haitang.entrypoints.web.public.showing import show


def lists(request: HttpRequest) -> HttpResponse:
    """Every list of one year, on one page that prints."""
    organization = directory.site()
    known = registers.years(organization) if organization else []
    year = _year(request.GET.get("year", ""), known)
    found = registers.items(organization, year) if organization else {}
    context = {
        "year": year,
        "years": known,
        "lists": [(registers.NAMES[name], items) for name, items in found.items()],
        "any": any(found.values()),
    }
    return show(request, "lists", context, "answers", organization)


def _year(text: str, known: list[int]) -> int:
    """The year asked for if there is a list for it, else the latest one."""
    if text.isdecimal() and len(text) == 4 and int(text) in known:
        return int(text)
    return known[0] if known else clock.today().year
