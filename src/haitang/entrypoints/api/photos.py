"""Photos 照片: kept first, then named by digest in the command that needs them (`matters.report`, `matters.claim`)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema, UploadedFile

from haitang.engine import photos, tokens
from haitang.entrypoints.api.actors import actor_of
from haitang.entrypoints.api.answers import TOKEN_WRONG, Refused
from haitang.kernel.bearer import PHOTOS
from haitang.kernel.limits import PHOTO_BYTES

router = Router(tags=["commands"])
WRONG = {400: Refused, 413: Refused, 422: Refused, 503: Refused, **TOKEN_WRONG}


class PhotoOut(Schema):
    """A kept photo. `digest` is what commands take; it is tied to a matter within a day or forgotten."""

    digest: str
    width: int
    height: int


@router.post(
    "/photos",
    response={200: PhotoOut, **WRONG},
    summary="Keep a photo",
    operation_id="photos.keep",
)
def keep(request: HttpRequest, response: HttpResponse, photo: File[UploadedFile]) -> Any:
    """留下一张照片。Send it as the multipart field `photo`: JPEG, PNG or WebP; where and when it was taken is removed.

    A disk without room answers 503.
    """
    tokens.need(actor_of(request), PHOTOS)
    response.headers["Cache-Control"] = "no-store"
    return photos.keep(photo.read(PHOTO_BYTES + 1))
