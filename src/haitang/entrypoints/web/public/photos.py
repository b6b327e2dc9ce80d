"""Photos 照片: served to whom they concern: the voice, the offices that may open the matter, everybody once screened."""

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from haitang.engine import photos, sheets
from haitang.entrypoints.web.actors import actor_of, voices_of
from haitang.entrypoints.web.slips import open_links
from haitang.records.file import Attachment, File
from haitang.records.notice import Enclosure

_PUBLIC = Q(screened=True, matter__screened=True, matter__private=False)
DAY = 24 * 60 * 60


@require_safe
def photo(request: HttpRequest, digest: str) -> HttpResponseBase:
    """A kept photo, or its small picture with `?small`; 404 for whom it does not concern."""
    file = File.objects.filter(digest=digest).exclude(media_type=photos.PDF).first()
    if file is None or not _may_see(request, file):
        raise Http404
    response = FileResponse(photos.open(file, thumb="small" in request.GET).open("rb"), content_type=file.media_type)
    # A photo as it came is for this look only.
    kept = Attachment.objects.filter(file=file).exists()
    response["Cache-Control"] = f"private, max-age={DAY}" if kept else "no-store"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _may_see(request: HttpRequest, file: File) -> bool:
    """Whom it concerns. A photo as it came, before parts of it were blurred, concerns only staff of its matter."""
    if Enclosure.objects.filter(file=file, notice__withdrawn_at=None).exists():
        return True
    attached = Attachment.objects.filter(file=file)
    if attached.filter(_PUBLIC).exists():
        return True
    if request.user.is_authenticated:
        actor = actor_of(request)
        known = Attachment.objects.filter(Q(file=file) | Q(original=file)).select_related("matter")
        return any(sheets.may_see(actor, one.matter) for one in known[:20])
    for link in open_links(request):
        own = Q(voice=link.voice_id) if link.voice_id is not None else Q(matter__private=False)
        if attached.filter(own, matter=link.matter_id).exists():
            return True
    voices = list(voices_of(request).values())
    own = Q(voice__in=voices, voice__withdrawn_at=None)
    done = ~Q(claim=None) & Q(matter__voices__in=voices, matter__voices__withdrawn_at=None)
    return bool(voices) and attached.filter(own | done).exists()
