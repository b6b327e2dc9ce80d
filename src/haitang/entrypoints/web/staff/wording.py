"""Wording 用语: what answers and receipts say, in both languages; changed after a preview with an example matter."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haitang.engine import clock, gate, territory, wordings
from haitang.engine.binding import bind
from haitang.entrypoints.web.acting import refused
from haitang.entrypoints.web.choices import of_shape
from haitang.entrypoints.web.forms import Field, new_key
from haitang.entrypoints.web.staff.access import Staff, for_staff
from haitang.kernel.errors import Invalid, Refusal
from haitang.kernel.kind import Kind
from haitang.kernel.limits import SENTENCE
from haitang.kernel.registry import commands, kinds
from haitang.kernel.role import Role
from haitang.kernel.words import Words
from haitang.records.matter import Matter
from haitang.records.party import Post

#: Whose posts read and preview the wording; the administrator changes it.
READING = (Role.DESK, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR)
LANGUAGES = ("zh-hans", "en")
RECEIPT = Words(zh="收据", en="Receipt")
#: What the preview is about: nobody's matter.
TITLE = Words(zh="3 幢楼下的路灯不亮", en="The lamp below building 3 is out")
SENTENCE_SHOWN = Words(zh="昨天换了灯泡，今晚起会亮。", en="The bulb was changed yesterday; it is lit from tonight.")


@dataclass(frozen=True, slots=True)
class Occasion:
    """The receipt or one outcome of a kind, with the words in force by language."""

    kind: Kind
    code: str
    words: Words
    texts: dict[str, str]
    own: frozenset[str]


@for_staff
def wording(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every occasion on which residents read words of the office."""
    post = _post(staff)
    if post is None:
        return render(request, "staff/not_yours.html", {"section": "wording"}, status=403)
    changed = wordings.every(post.organization)
    occasions = [_occasion(kind, code, changed) for kind in of_shape("case") for code in wordings.events_of(kind)]
    context = {"section": "wording", "occasions": occasions, "may_change": staff.holds(Role.ADMINISTRATOR)}
    return render(request, "staff/wording.html", context)


@for_staff
def one(request: HttpRequest, staff: Staff, name: str, code: str) -> HttpResponse:
    """One occasion: POST shows the preview, or keeps both languages through the gate."""
    post, kind = _post(staff), kinds.get(name)
    if post is None:
        return render(request, "staff/not_yours.html", {"section": "wording"}, status=403)
    if kind is None or code not in wordings.events_of(kind):
        raise Http404
    occasion = _occasion(kind, code, wordings.every(post.organization))
    texts = {tag: request.POST.get(f"text_{tag}", occasion.texts[tag]).replace("\r\n", "\n") for tag in LANGUAGES}
    wrong = _wrong(texts, code)
    if request.method == "POST" and "save" in request.POST and not wrong:
        return _save(request, staff, post, occasion, texts)
    return _page(request, staff, post, occasion, texts, wrong)


def _save(request: HttpRequest, staff: Staff, post: Post, occasion: Occasion, texts: dict[str, str]) -> HttpResponse:
    """One change for each language that differs from what holds."""
    place = territory.whole(post.organization)
    spec = commands["wordings.change"]
    try:
        for tag in LANGUAGES:
            if texts[tag].strip() != occasion.texts[tag]:
                given = {"kind": occasion.kind.name, "event": occasion.code, "language": tag, "text": texts[tag]}
                key = f"{request.POST.get('key', '')}{tag}" if request.POST.get("key") else ""
                gate.ask(spec, staff.actor, bind(spec, (), {**given, "place": place.code if place else ""}), key)
    except Invalid as error:
        return _page(request, staff, post, occasion, texts, {tag: error.problems[0].words})
    except Refusal as refusal:
        return refused(request, refusal, back=request.path)
    messages.success(request, _("From now on this wording is used. What was told before stays as it was told."))
    return redirect("desk_wording")


def _page(
    request: HttpRequest, staff: Staff, post: Post, occasion: Occasion, texts: dict[str, str], wrong: dict[str, Words]
) -> HttpResponse:
    place = territory.whole(post.organization)
    fields = [_field(tag, texts[tag], wrong.get(tag), staff.tongue) for tag in LANGUAGES]
    context = {
        "section": "wording",
        "occasion": occasion,
        "fields": fields,
        "errors": [{"name": field.name, "text": field.error} for field in fields if field.error],
        "previews": [(tag, _preview(post, occasion, tag, texts[tag])) for tag in LANGUAGES if tag not in wrong],
        "placeholders": [(f"{{{name}}}", words) for name, words in wordings.PLACEHOLDERS.items()],
        "may_change": staff.holds(Role.ADMINISTRATOR),
        "place": place.code if place else "",
        "key": new_key(),
        "resets": [(tag, new_key()) for tag in LANGUAGES if tag in occasion.own],
        "previewed": request.method == "POST",
    }
    return render(request, "staff/wording_one.html", context, status=422 if wrong else 200)


def _field(tag: str, text: str, wrong: Words | None, tongue: str) -> Field:
    label = _("In Chinese") if tag == "zh-hans" else _("In English")
    lang = "zh-Hans" if tag == "zh-hans" else "en"
    made = Field(f"text_{tag}", label, "textarea", text, required=True, maxlength=SENTENCE, lang=lang, rows=4)
    made.error = wrong.say(tongue) if wrong else ""
    return made


def _wrong(texts: dict[str, str], code: str) -> dict[str, Words]:
    """What cannot be kept, by language: unknown placeholders and everything else the command refuses."""
    found: dict[str, Words] = {}
    spec = commands["wordings.change"]
    for tag, text in texts.items():
        try:
            bind(spec, (), {"place": "-", "kind": "-", "event": code, "language": tag, "text": text})
            wordings.checked(text, code)
        except Invalid as error:
            found[tag] = error.problems[0].words
    return found


def _preview(post: Post, occasion: Occasion, tag: str, text: str) -> str:
    """What would be read, made exactly as answers are made, of a matter that is nobody's."""
    number = f"{post.organization.mark}{clock.today():%y}-00001-7"
    matter = Matter(number=number, kind=occasion.kind.name, outcome=occasion.code, title=TITLE.say(tag), screened=True)
    if occasion.code == wordings.RECEIVED:
        return wordings.filled(text, wordings.filling(matter, tag, ""))
    return wordings.answer(matter, tag, SENTENCE_SHOWN.say(tag), {tag: text})


def _occasion(kind: Kind, code: str, changed: dict[tuple[str, str, str], str]) -> Occasion:
    own = {tag: changed[kind.name, code, tag] for tag in LANGUAGES if (kind.name, code, tag) in changed}
    texts = {tag: wordings.template(kind, code, tag, own) for tag in LANGUAGES}
    return Occasion(kind, code, kind.ending(code) or RECEIPT, texts, frozenset(own))


def _post(staff: Staff) -> Post | None:
    """The first of my posts that reads the wording; an administrator's before the others."""
    reading = [post for post in staff.posts if post.role in READING]
    return min(reading, key=lambda post: post.role != Role.ADMINISTRATOR, default=None)
