"""Pages 各岗页面: every list, board, map, search and page of one matter that a role can open in the synthetic office."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass

from haitang.jobs.bench.crowd import RARE, RARE_WORD
from haitang.jobs.bench.office import CAST, TINY
from haitang.records.matter import Matter

#: Sheets behind the desk's address, with a chip or led to from the overview.
SHEETS = (
    "open", "late", "raised", "today", "new", "to_assign", "to_check", "to_answer", "answered", "waiting", "to_decide",
    "closed", "parked", "bounced", "reopened", "in_hand",
)  # fmt: skip
NARROWED = ("open", "late", "to_answer", "closed")
CATEGORY = RARE
#: Two characters, one character, what few and what none say; and a narrower search.
WORDS = ("电梯", "灯", RARE_WORD, f"{RARE_WORD} 电梯", "绝无此词", "电梯&standing=closed", f"灯&category={RARE}")


@dataclass(frozen=True, slots=True)
class Page:
    """One address, and the sort of page it is."""

    sort: str
    url: str


def public() -> list[Page]:
    """What everybody reads."""
    one = Matter.objects.filter(state="working", screened=True, private=False).order_by("pk").first()
    number = one.number if one else ""
    maps = ("", "?show=done", "?place=bench-0", "?place=bench-0&show=done", "?place=bench-0-0-c", f"?place={TINY}")
    return [
        *(Page("list", url) for url in ("/", "/parked", "/lists", "/meetings", "/projects", "/fairness", "/week", "/l/bench")),
        *(Page("list", f"/p/{code}/") for code in ("bench", "bench-0", "bench-0-0-c")),
        *(Page("map", f"/map{query}") for query in maps),
        *(Page("search", f"/find?q={query}") for query in (number, *WORDS[:5])),
        Page("one", f"/m/{number}"),
    ]  # fmt: skip


def staff(login: str) -> list[Page]:
    """What somebody at work reads; a post that may not gets the page that says so, which is measured like any other."""
    here = CAST[login][0]
    return [*_sheets(), *_others(here), *_searches(), *_one(here)]


def _sheets() -> list[Page]:
    narrowed = [f"{sheet}&category={CATEGORY}" for sheet in NARROWED]
    narrowed += [f"{sheet}&place={place}" for sheet in NARROWED for place in ("bench-0", TINY)]
    narrowed += [f"open&place=bench-0&category={CATEGORY}", f"closed&after={_middle('closed_at', closed=True)}"]
    narrowed += [f"open&after={_middle('due_at', closed=False)}"]
    return [Page("list", f"/desk/?sheet={sheet}") for sheet in (*SHEETS, *narrowed)]


def _middle(column: str, closed: bool) -> str:
    """The cursor of a page in the midst of a list."""
    rows = Matter.objects.filter(shape="case", closed_at__isnull=not closed).exclude(**{column: None})
    matter = rows.order_by(column, "pk")[rows.count() // 2]
    return urlsafe_b64encode(f"{getattr(matter, column).isoformat()}|{matter.pk}".encode()).decode().rstrip("=")


def _others(here: str) -> list[Page]:
    lists = (
        "mine", "inbox", "meetings", "projects", "mediation", "fairness", "erasures", "undelivered", "joint", "overview",
        "ledger", "office",
    )  # fmt: skip
    boards = ("", f"?category={CATEGORY}", "?place=bench-0", f"?place={TINY}")
    return [
        *(Page("list", f"/desk/{name}") for name in lists),
        *(Page("board", f"/desk/board{query}") for query in boards),
        *(Page("map", f"/desk/map{query}") for query in ("", f"?place={here}")),
    ]


def _searches() -> list[Page]:
    return [Page("search", f"/desk/find?q={word}") for word in (*WORDS, f"灯&place={TINY}", f"{_number()}")]


def _number() -> str:
    return Matter.objects.filter(state="working", shape="case").order_by("pk").values_list("number", flat=True)[0]


def _one(here: str) -> list[Page]:
    rows = Matter.objects.filter(shape="case", private=False, kind="requests.problem").order_by("pk")
    states = ("received", "working", "claimed_done", "closed")
    numbers = {state: rows.filter(state=state, place__path__contains=f"/{here}/").first() for state in states}
    return [Page("one", f"/desk/m/{one.number}") for one in numbers.values() if one is not None]
