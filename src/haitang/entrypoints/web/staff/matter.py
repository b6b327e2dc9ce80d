"""One matter 一件事: what was said, where it stands, what can be done now, and everything that happened."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from haitang.commands import hotline
from haitang.engine import chronicle, papers, scope, sheets, suggesting, wordings
from haitang.engine import talents as registered
from haitang.engine.categorizing import Suggestion
from haitang.engine.looking import look
from haitang.entrypoints.web.acting import refused
from haitang.entrypoints.web.choices import SEVERITIES
from haitang.entrypoints.web.labels import label_of
from haitang.entrypoints.web.staff import alike, behalf, talents
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for, name_of
from haitang.entrypoints.web.staff.acts import Act, acts_for
from haitang.entrypoints.web.staff.asked import Asked
from haitang.entrypoints.web.staff.deadlines import deadline
from haitang.entrypoints.web.staff.fair import fair_of
from haitang.entrypoints.web.staff.linked import linked_of
from haitang.entrypoints.web.staff.rows import PAGES, TAGS, called
from haitang.entrypoints.web.staff.spoken import Spoken, may_look, spoken_of
from haitang.entrypoints.web.staff.story import items_of
from haitang.entrypoints.web.staff.timing import timing_of
from haitang.entrypoints.web.staff.turns import turn_of
from haitang.entrypoints.web.staff.whose import whose_of, without_red
from haitang.entrypoints.web.tags import written
from haitang.kernel.dangers import danger
from haitang.kernel.errors import Refusal
from haitang.kernel.registry import kinds
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Post
from haitang.records.voice import Voice

#: Inputs that are needed when one of those who spoke reads English; moves that tell one voice something.
ENGLISH = ("sentence_en", "reason_en")
TELLS = ("refuse_again",)
#: Moves whose answer is the template of the outcome with a sentence.
PREVIEWED = ("answer", "taken", "reply")
#: What has a page of its own, because what one can choose there has to be read first.
OWN_PAGE = ("fairness.raise_up",)


@for_staff
def matter(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """The page of one case; the number of a session, a project or an offer of help leads to its own page."""
    found = scope.find(staff.posts, number)
    if found is None and registered.find(staff.posts, number) is not None:
        return redirect(PAGES[registered.SHAPE], number)
    if found is None:
        raise Http404
    if found.shape != "case":
        return redirect(PAGES[found.shape], found.number)
    return _page(request, staff, found, {})


@for_staff
def contact(request: HttpRequest, staff: Staff, number: str, voice: int) -> HttpResponse:
    """Open one contact with a reason: recorded first, shown once, told to its subject."""
    found = matter_for(staff, number, "case")
    page = reverse("desk_matter", args=[found.number])
    spoken = Voice.objects.filter(pk=voice, matter=found).exclude(contact=None).first()
    if request.method != "POST" or spoken is None or spoken.contact_id is None:
        return redirect(page)
    try:
        opened = look(spoken.contact_id, staff.actor, request.POST.get("reason", ""))
    except Refusal as refusal:
        return refused(request, refusal, back=page)
    return _page(request, staff, found, {spoken.pk: opened})


def _page(request: HttpRequest, staff: Staff, found: Matter, opened: dict[int, str]) -> HttpResponse:
    page, listed = reverse("desk_matter", args=[found.number]), Asked.of(request).suffix
    written = papers.of(found)
    spoken = spoken_of(staff, found, written, opened)
    without = () if "articles" in kinds[found.kind].panels else ("article",)
    suggested = _suggested(found, spoken)
    category = suggested.code if suggested else found.category
    values = {"matters.accept": {"category": category}} if category else {}
    skip = (*behalf.NAMES, *OWN_PAGE)
    made = acts_for(staff, found, f"{page}{listed}", skip=skip, without=without, values=values)
    acts = [_with_reason(_with_preview(act, found, spoken), suggested) for act in made]
    whose = whose_of(staff, found, acts)
    acts = without_red(acts, whose)
    context = {
        "section": "today",
        "whose": whose,
        "back": f"{reverse('desk')}{listed}",
        **_facts(staff, found, spoken),
        "acts": acts,
        "alike": alike.alike_of(staff, found, spoken, joins=any(act.name == alike.JOIN for act in acts)),
        "spoken": spoken,
        "for_them": behalf.offered(staff, found),
        "here": page,
        "may_look": may_look(staff, found),
        **fair_of(staff, found),
        **talents.offered_at(staff, found),
        "timing": timing_of(found, written) if kinds[found.kind].flow.voiced else None,
        "items": items_of(found, chronicle.of(found), written),
        "links": linked_of(written, staff.tongue),
        "waits": turn_of(found, staff.tongue) if not any(act.main for act in acts) and not whose.suggestion else "",
    }
    return render(request, "staff/matter.html", context)


def _suggested(found: Matter, spoken: list[Spoken]) -> Suggestion | None:
    """The category to offer for what was said first; a private matter is not read for it."""
    if found.category or found.private or not spoken:
        return None
    return suggesting.suggest(kinds[found.kind], spoken[0].voice.words)


def _with_reason(act: Act, suggested: Suggestion | None) -> Act:
    """The suggestion stands chosen in the form, and beside it what speaks for it; another tap corrects it."""
    if suggested is None or act.name != "matters.accept":
        return act
    because = "”“".join(suggested.because)
    for control in act.fields:
        if control.name == "category" and because:
            # The words are quoted from what was said, in its own language.
            hint = _("Suggested because of “%(words)s”. Tap another one if it is not right.")
            control.hint = format_html(hint.replace("%(words)s", "{}"), written(because))
    return act


def _facts(staff: Staff, found: Matter, spoken: list[Spoken]) -> dict[str, Any]:
    kind = kinds[found.kind]
    row = sheets.row_of(found)
    category = kind.option("categories", found.category)
    said = spoken[0].voice.words if spoken and not found.private else ""
    return {
        "matter": found,
        "row": row,
        "title": called(row.title, said, staff.tongue, row.titled),
        "deadline": deadline(found.state, found.received_at, found.due_at, found.closed_at, found.due_provisional),
        "tag": TAGS.get(found.state, "plain"),
        "category": category.words if category else None,
        "outcome": kind.ending(found.outcome),
        "severity": SEVERITIES[found.severity] if found.state != "received" else "",
        "owner": name_of(found.owner) if found.owner else None,
        "others": _others(found),
        "order": getattr(found, "order", None),
        "brings_orders": staff.holds(*hotline.TAKERS),
        "about": _about(found),
        "danger": danger(str(found.details.get("danger", ""))),
    }


def _others(found: Matter) -> list[Words]:
    """The offices brought in for a part of it; no query where there are none."""
    joint = found.owners - {found.owner_id}
    return [name_of(post) for post in Post.objects.filter(pk__in=joint).order_by("pk")] if joint else []


def _about(found: Matter) -> list[tuple[str, str]]:
    """What came along with a question: the page or the article it is about, who asks how often."""
    told = found.details
    named = [(label_of(name), str(told[name])) for name in ("page", "article", "asker", "quoted") if told.get(name)]
    return [*named, *([(label_of("often"), label_of(f"choice {told['often']}"))] if told.get("often") else [])]


def _with_preview(act: Act, found: Matter, spoken: list[Spoken]) -> Act:
    """The answer's form shows beforehand what everybody will read, and asks for English only if somebody reads it."""
    if act.barred or not (act.answers or act.move in TELLS):
        return act
    heard = {one.voice.language for one in spoken if one.voice.withdrawn_at is None} or {"zh-hans"}
    told = sorted(heard, reverse=True) if found.outcome and act.answers and act.move in PREVIEWED else ()
    own = wordings.own(found.organization_id, found.kind, found.outcome) if told else {}
    preview = tuple((tongue, wordings.answer(found, tongue, "", own)) for tongue in told)
    fields = [control for control in act.fields if control.name not in ENGLISH or "en" in heard]
    for control in fields:
        control.required = control.required or control.name in ENGLISH
    return replace(act, preview=preview, fields=fields)
