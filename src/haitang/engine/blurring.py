"""Blurring 遮挡: faces, number plates and papers in a photo are made unrecognizable for good, in a file of its own.

A marked area keeps at most `BLOCKS` averages along its longer side, blurred into each other: what was there cannot be
computed back from them. The photo as it came stays for staff until its day, then the daily work destroys it.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F
from PIL import Image, ImageFilter

from haitang.engine import clock, photos
from haitang.kernel.limits import THOUSAND, Area
from haitang.records.file import Attachment, File
from haitang.records.matter import Matter
from haitang.records.office import Setting

BLOCKS = 4
#: How long the photo as it came is kept after blurring, unless the office has set `SETTING`.
DAYS = 30
SETTING = "photos.original_days"


def blur(matter: Matter, photo: str, areas: Sequence[Area]) -> File | None:
    """Replace a matter's photo by one with `areas` (permille: left, top, width, height) blurred; None when not there."""
    shown = list(Attachment.objects.filter(matter=matter, file__digest=photo).select_related("file"))
    if not shown:
        return None
    with Image.open(photos.open(shown[0].file)) as source:
        source.load()
        made = photos.keep_drawn(blurred(source.convert("RGB"), areas))
    until = clock.now() + timedelta(days=_days(matter))
    rows = Attachment.objects.filter(pk__in=[one.pk for one in shown])
    # The first blurring keeps the photo as it came; a further one blurs what was blurred already.
    rows.filter(original=None).update(original=F("file"), original_until=until)
    rows.update(file=made, screened=True, withheld="")
    photos.let_go({shown[0].file_id})
    return made


def blurred(picture: Image.Image, areas: Sequence[Area]) -> Image.Image:
    """A copy with the areas made unrecognizable."""
    out = picture.copy()
    for area in areas:
        box = _box(area, picture.width, picture.height)
        out.paste(_unrecognizable(out.crop(box)), box)
    return out


def forget_originals() -> int:
    """Let go of the photos as they came whose day has come; how many. Their bytes go with the next sweep."""
    due = Attachment.objects.filter(original_until__lte=clock.now()).exclude(original=None)
    return sum(photos.forget_original(pk) for pk in list(due.values_list("pk", flat=True)[:1000]))


def _days(matter: Matter) -> int:
    row = Setting.objects.filter(organization=matter.organization_id, name=SETTING).first()
    return int(row.value) if row else DAYS


def _box(area: Area, width: int, height: int) -> tuple[int, int, int, int]:
    """The area in pixels, never less than one."""
    left, top, wide, high = area
    x, y = left * width // THOUSAND, top * height // THOUSAND
    right, bottom = -(-(left + wide) * width // THOUSAND), -(-(top + high) * height // THOUSAND)
    return x, y, max(x + 1, min(width, right)), max(y + 1, min(height, bottom))


def _unrecognizable(part: Image.Image) -> Image.Image:
    longer = max(part.size)
    few = (max(1, part.width * BLOCKS // longer), max(1, part.height * BLOCKS // longer))
    averages = part.resize(few, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(0.7))
    return averages.resize(part.size, Image.Resampling.BICUBIC)
