"""One line 一行台账: its exact text, its hash, its way up to the sealed root, and for entitled staff its sealed half."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haitang.engine import bundles, ledger
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.figures import halves, lines, places, steps
from haitang.entrypoints.web.figures.amounts import check_code
from haitang.entrypoints.web.figures.readers import reader_of
from haitang.entrypoints.web.figures.showing import show
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.merkle import leaf_hash
from haitang.kernel.words import Words

if TYPE_CHECKING:
    from haitang.records.entry import Leaf

SECTION = "ledger"
#: As many digits as an entry number may have.
DIGITS = 18


@dataclass(frozen=True, slots=True)
class Proven:
    """A line's proof against one head: who sealed it when, and whether it holds."""

    proof: ledger.Proof
    head: ledger.PublicHead
    holds: bool
    joins: list[steps.Join]


@require_safe
def public(request: HttpRequest, organization: str, number: int) -> HttpResponse:
    """`/l/<organization>/<entry>`: what everybody may read. Entitled staff are led to their side of the door.

    They see this page with `?as=public`.
    """
    words, head = _ledger(organization), ledger.sealed(organization)
    reader = reader_of(request)
    found = ledger.line(organization, number) if number <= head.size or reader.posts else None
    if found and request.GET.get("as") != "public" and reader.reads_half(organization, found[1].place):
        return redirect("desk_entry", organization, number)
    if found is None or number > head.size:
        return _unsealed(request, organization, words, number, head)
    return show(request, "entry", _opened(organization, words, found[0], head), SECTION)


@require_safe
@for_staff
def desk(request: HttpRequest, staff: Staff, organization: str, number: int) -> HttpResponse:
    """`/desk/l/<organization>/<entry>`: the same with the sealed half, sealed in public already or not."""
    words, reader = _ledger(organization), reader_of(request)
    found = ledger.line(organization, number)
    if found is None or not reader.reads_half(organization, found[1].place):
        raise Http404(number)
    live = ledger.head(organization)
    context = {
        **_opened(organization, words, found[0], ledger.sealed(organization)),
        "half": halves.of(found[1], reader, language(request)),
        "next": number + 1 if number < live.size else 0,
    }
    return show(request, "entry", context, SECTION, staff=True)


@require_safe
def proof(request: HttpRequest, organization: str) -> HttpResponse:
    """`/l/<organization>/proof.json?entry=N`: the public proof, for the offline verifier. It holds no sealed half."""
    _ledger(organization)
    number = request.GET.get("entry", "")
    if not number.isdecimal() or len(number) > DIGITS:
        raise Http404(number)
    try:
        made = bundles.bundle(organization, int(number), opened=False)
    except (LookupError, bundles.NotSealed) as missing:
        raise Http404(number) from missing
    response = JsonResponse(made, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="haitang-{organization}-{number}.json"'
    return response


def _opened(code: str, words: Words, leaf: "Leaf", head: ledger.PublicHead) -> dict[str, Any]:
    """The public half: the line in words, its text, its fingerprint, its proof."""
    proven, text = _prove(leaf, head), ledger.leaf_text(leaf)
    return {
        "code": code,
        "words": words,
        "line": lines.shown([leaf])[0],
        "text": text,
        "hash": leaf_hash(text).hex(),
        "head": head,
        "check": check_code(head.root),
        "proven": proven,
        "summary": _summary(leaf, proven) if proven else [],
        "path": _path(proven) if proven else [],
        "previous": leaf.entry - 1,
        "next": leaf.entry + 1 if leaf.entry < head.size else 0,
    }


def _ledger(organization: str) -> Words:
    words = places.ledgers(everyone=True).get(organization)
    if words is None:
        raise Http404(organization)
    return words


def _unsealed(
    request: HttpRequest, organization: str, words: Words, number: int, head: ledger.PublicHead
) -> HttpResponse:
    """The same answer whether the line is there or not: how far a ledger has come today is nobody's business yet."""
    context = {"code": organization, "words": words, "number": number, "head": head}
    return show(request, "entry_unsealed", context, SECTION, status=404)


def _prove(leaf: "Leaf", head: ledger.PublicHead) -> Proven | None:
    """The line's proof against the sealed head, checked here and now; None when it is not sealed."""
    if leaf.entry > head.size:
        return None
    made = ledger.prove(leaf.ledger, leaf.entry, head.size)
    fits = made.leaf_hash == leaf_hash(ledger.leaf_text(leaf)).hex()
    return Proven(made, head, fits and steps.holds(made, head.root), steps.joins(made))


def _summary(leaf: "Leaf", proven: Proven) -> list[dict[str, str]]:
    """The proof in four steps."""
    state = "done" if proven.holds else "wrong"
    last = proven.joins[-1].made if proven.joins else proven.proof.leaf_hash
    arrived = _("What comes out is the sealed root") if proven.holds else _("What comes out is not the sealed root")
    return [
        {"state": "done", "text": _("The line's exact text"), "code": ledger.leaf_text(leaf)},
        {
            "state": "done",
            "text": _("Its fingerprint (SHA-256 of a zero byte and the text)"),
            "code": proven.proof.leaf_hash,
        },
        {
            "state": state,
            "text": _("Joined with %(count)s neighboring fingerprints, level by level") % {"count": len(proven.joins)},
        },
        {"state": state, "text": arrived, "code": last},
    ]


def _path(proven: Proven) -> list[dict[str, str]]:
    """Every level, for those who want to follow with their own hands."""
    said = {"left": _("the neighbor on the left"), "right": _("the neighbor on the right")}
    return [{"state": "", "text": said[join.side], "code": join.sibling} for join in proven.joins]
