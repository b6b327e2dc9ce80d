"""What a link shows 凭链所见: to the responsible office the words and photos, to a voice its own words and its answer."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from haitang.records.file import Attachment
from haitang.records.link import CapabilityLink
from haitang.records.voice import Answer, Voice

SHOWN = 20


def of(link: CapabilityLink) -> dict[str, Any]:
    """The words, photos and answer behind the matter, as far as the link reaches; never a way to reach somebody."""
    matter = link.matter
    voices = Voice.objects.filter(matter=matter, withdrawn_at=None).order_by("id")
    photos = Attachment.objects.filter(matter=matter).select_related("file").order_by("id")
    if link.voice_id is not None:
        voices, photos = voices.filter(pk=link.voice_id), photos.filter(voice=link.voice_id)
        answer = Answer.objects.filter(voice=link.voice_id).order_by("-id").first()
        return {"words": [voice.words for voice in voices], "photos": _pictures(photos[:SHOWN]), "answer": answer}
    if matter.private:
        return {"words": [], "photos": [], "answer": None}
    return {"words": [voice.words for voice in voices[:SHOWN]], "photos": _pictures(photos[:SHOWN]), "answer": None}


def _pictures(photos: Any) -> list[dict[str, str]]:
    captions = {"reported": _("as reported"), "claimed": _("with the claim")}
    return [
        {"url": f"{reverse('photo', args=[one.file.digest])}?small", "caption": captions.get(one.purpose, "")}
        for one in photos
    ]
