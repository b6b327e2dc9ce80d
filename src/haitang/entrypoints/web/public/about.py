"""About 说明: accessibility, privacy, how to verify, and what search engines may read."""

from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from haitang.engine import clock, directory, ledger, retention
from haitang.engine.retention import Term
from haitang.entrypoints.web.public.showing import show
from haitang.kernel.words import Words

VERIFIERS = {"verify.html": "text/html; charset=utf-8", "haitang_verify.py": "text/x-python; charset=utf-8"}
_OPEN = "Disallow: /m/\nDisallow: /receipt/\nDisallow: /follow\nDisallow: /find\nDisallow: /photo/\nDisallow: /desk\nDisallow: /do/\n"


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done so that everybody can use the site, and whom to tell when it fails."""
    return show(request, "accessibility", {})


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, how long, who may look, and your rights with the way to each."""
    organization = directory.site()
    context = {"terms": _together(retention.terms(organization)) if organization else []}
    return show(request, "privacy", context, organization=organization)


def _together(terms: list[Term]) -> list[tuple[Term, list[Words]]]:
    """Outcomes that are kept equally long, for the same reason, as one line."""
    lines: dict[tuple[int, str, bool], tuple[Term, list[Words]]] = {}
    for term in terms:
        line = lines.setdefault((term.years, term.source.zh, term.confirmed), (term, []))
        line[1].append(term.words)
    return list(lines.values())


def verify(request: HttpRequest) -> HttpResponse:
    """How anybody can check the ledger without trusting this site."""
    organization = directory.site()
    head = ledger.sealed(organization.code) if organization else None
    return show(request, "verify", {"organization": organization, "head": head if head and head.day else None})


@require_safe
def verifier_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of the two verifiers, to be kept and opened with the network switched off."""
    if name not in VERIFIERS:
        raise Http404
    response = HttpResponse(files("haitang.verifier").joinpath(name).read_bytes(), content_type=VERIFIERS[name])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines stay away from a demonstration, and from anybody's matters."""
    rules = "Disallow: /\n" if clock.is_demonstration() else _OPEN
    return HttpResponse(f"User-agent: *\n{rules}", content_type="text/plain; charset=utf-8")
