"""Ledgers 公开台账: what was sealed until when, the latest public lines, the seals, and for staff the live head beside."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix
from django.views.decorators.http import require_safe

from haitang.engine import ledger
from haitang.entrypoints.web.figures import lines, places
from haitang.entrypoints.web.figures.amounts import check_code
from haitang.entrypoints.web.figures.readers import reader_of
from haitang.entrypoints.web.figures.showing import show
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel import merkle
from haitang.kernel.words import Words

SECTION = "ledger"
#: Seals on one page, and lines on the desk's page.
SEALS, RECENT = 30, 20


@dataclass(frozen=True, slots=True)
class Book:
    """One ledger: its name and its sealed head; for staff the live one and whether it continues the sealed one."""

    code: str
    words: Words
    sealed: ledger.PublicHead
    check: str
    live: ledger.PublicHead | None = None
    continues: bool = False

    @property
    def waiting(self) -> int:
        """Lines that the next seal will bring."""
        return self.live.size - self.sealed.size if self.live else 0


@dataclass(frozen=True, slots=True)
class Sealed:
    """One seal, and where a program fetches the proof that nothing before it was altered since the seal before."""

    size: int
    check: str
    root: str
    day: date
    added: int
    consistency: str


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/l/`: every organization's ledger."""
    books = [_book(code, words) for code, words in places.ledgers().items()]
    shown = [book for book in books if book.sealed.size or book.code != "root"]
    return show(request, "ledgers", {"books": shown}, SECTION)


@require_safe
def of(request: HttpRequest, organization: str) -> HttpResponse:
    """`/l/<organization>`: one ledger as it is sealed. `?entry=N` goes to that line."""
    words = places.ledgers().get(organization)
    if words is None:
        raise Http404(organization)
    wanted = request.GET.get("entry", "").strip()
    if wanted.isdecimal() and 0 < len(wanted) < 19 and int(wanted):
        return redirect("entry", organization, int(wanted))
    book = _book(organization, words)
    after = request.GET.get("after", "")
    context = {
        "book": book,
        "page": lines.latest(organization, book.sealed.size, after),
        "first": not after,
        "seals": _seals(organization),
        "api": _api(organization),
        "wanted": wanted,
    }
    return show(request, "ledger", context, SECTION)


@require_safe
@for_staff
def desk(request: HttpRequest, staff: Staff) -> HttpResponse:
    """`/desk/ledger`: the ledgers of the reader's organizations, live beside sealed."""
    reader = reader_of(request)
    books = [
        _live_book(code, words) for code, words in places.ledgers(everyone=True).items() if reader.reads_ledger(code)
    ]
    recent = [(book, lines.latest(book.code, book.live.size, limit=RECENT).lines) for book in books if book.live]
    return show(request, "desk_ledger", {"recent": recent}, SECTION, staff=True)


def _book(code: str, words: Words) -> Book:
    head = ledger.sealed(code)
    return Book(code, words, head, check_code(head.root))


def _live_book(code: str, words: Words) -> Book:
    """The live head beside the sealed one, and whether the live ledger begins with exactly what was sealed."""
    sealed, live = ledger.sealed(code), ledger.head(code)
    path = [bytes.fromhex(step) for step in ledger.consistency(code, sealed.size, live.size)]
    roots = bytes.fromhex(sealed.root), bytes.fromhex(live.root)
    continues = merkle.verify_consistency(sealed.size, live.size, *roots, path)
    return Book(code, words, sealed, check_code(sealed.root), live, continues)


def _seals(code: str) -> list[Sealed]:
    """The latest seals, newest first."""
    found = list(ledger.every_seal(code).order_by("-size")[: SEALS + 1])
    sizes = [seal.size for seal in found[1:]] + [0]
    return [
        Sealed(
            size=seal.size,
            check=check_code(seal.root),
            root=seal.root,
            day=seal.day,
            added=seal.size - before,
            consistency=f"{_api(code)}/consistency?from={before}&to={seal.size}" if before else "",
        )
        for seal, before in zip(found[:SEALS], sizes, strict=False)
    ]


def _api(code: str) -> str:
    """Where a program reads this ledger."""
    return f"{get_script_prefix()}api/ledgers/{code}"
