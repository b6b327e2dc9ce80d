"""Claiming done 申报办结: outcome, evidence, one sentence, and photos if there are any. Photos are kept first."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.engine import photos
from haitang.entrypoints.web.act.views import conflicted, form, target_of
from haitang.entrypoints.web.acting import ask, refused
from haitang.entrypoints.web.actors import language
from haitang.entrypoints.web.staff.access import Staff, for_staff, matter_for
from haitang.kernel.errors import Conflict, Invalid, Problem, Refusal
from haitang.kernel.limits import PHOTOS
from haitang.kernel.registry import commands
from haitang.kernel.words import Words
from haitang.records.matter import Matter

SPEC = "matters.claim"


@for_staff
def claim(request: HttpRequest, staff: Staff, number: str) -> HttpResponse:
    """GET shows the form by itself, for a phone; POST keeps the photos, then makes the claim."""
    found = matter_for(staff, number, "case")
    spec, page = commands[SPEC], reverse("desk_matter", args=[found.number])
    if request.method != "POST":
        return form(request, spec, None, 200, _given(request, found, page), upload=True)
    kept = [digest for digest in request.POST.getlist("photos") if digest][:PHOTOS]
    try:
        kept = with_uploads(request.FILES.getlist("photos"), kept)
        ask(request, spec, {"matter": found.number, "photos": kept})
    except Invalid as error:
        return form(request, spec, error, 422, upload=True, kept=kept)
    except Conflict as conflict:
        return conflicted(request, spec, conflict, upload=True, kept=kept)
    except Refusal as refusal:
        return refused(request, refusal, back=page)
    messages.success(request, _("Recorded: %(what)s") % {"what": spec.words.say(language(request))})
    return redirect(target_of(request))


def _given(request: HttpRequest, found: Matter, page: str) -> QueryDict:
    """The form knows its matter from the address."""
    given = request.GET.copy()
    given.update({"matter": found.number, "expect": str(found.version), "next": request.GET.get("next", page)})
    return given


def with_uploads(uploads: "Iterable[UploadedFile[Any]]", kept: list[str]) -> list[str]:
    """The digests of the photos kept before and now; Invalid on the field `photos` when one cannot be taken."""
    files = [upload for upload in uploads if upload.size]
    if len(files) + len(kept) > PHOTOS:
        raise Invalid.of("photos", f"最多 {PHOTOS} 张照片", f"At most {PHOTOS} photos")
    for upload in files:
        try:
            kept = [*kept, photos.keep(upload.read()).digest]
        except Invalid as error:
            raise Invalid([Problem("photos", problem.words) for problem in error.problems]) from None
        except OSError:
            raise _no_room() from None
    return kept


def _no_room() -> Invalid:
    words = Words(
        zh="照片存不下，请联系管理员；也可以换一种证明", en="There is no room for photos; choose another evidence"
    )
    return Invalid([Problem("photos", words)])
