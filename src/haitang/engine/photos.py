"""Photos 照片: typed by content, drawn anew, so that nothing but the picture is left; kept under their own digest.

Place, time, camera and comments (EXIF, XMP, IPTC, ICC) and whatever hangs behind the picture do not survive; turning
and colors (to sRGB) are applied first. Standards: ITU-T T.81 (JPEG), ISO 15948 (PNG), RFC 9649 (WebP),
ISO/IEC 23008-12 (HEIF, what phones call HEIC). Of a moving picture the first one is kept.
"""

import hashlib
import io
import os
import zipfile
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from haitang.engine import clock, scanning
from haitang.engine.gate import upkeep
from haitang.kernel.errors import Invalid
from haitang.kernel.limits import PDF_BYTES, PHOTO_BYTES, PHOTO_PIXELS
from haitang.records.file import Attachment, File

FORMATS = ("JPEG", "PNG", "WEBP")
#: What Pillow calls them: a JPEG of a phone that carries a second picture is an "MPO".
TAKEN = {*FORMATS, "HEIF", "MPO"}
LONGEST_EDGE, THUMB_EDGE, QUALITY = 2048, 480, 82
#: Other kinds of file that can hide inside a picture (polyglots). Drawing it anew would remove them; we do not even try.
#: The marks are long enough that compressed pixels hold one by chance in fewer than 1 of 50,000 photos.
HIDDEN = (b"%PDF-", b"<?php", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
HIDDEN_IN_ANY_CASE = (b"<script", b"<html>", b"<!doctype")
PDF = "application/pdf"
#: What lets a PDF act or carry other files (ISO 32000-1, 12.6 and 7.11.4), where it stands in the open.
ACTING = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
#: The brands in the first box of a HEIF file with HEVC pictures, as phones write them (ISO/IEC 23008-12, annex B).
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
#: Uploads that were never tied to anything go after this time.
ORPHAN = timedelta(days=1)

#: A file that no attachment, notice or duty shows, and that is no photo as it came.
_UNTIED: dict[str, Any] = {"attachment": None, "originals": None, "enclosures": None, "duties": None}

_one_at_a_time = Lock()


def keep(upload: bytes) -> File:
    """Keep one uploaded photo; the same bytes give the same record. Its digest ties it to a matter.

    Invalid on the field `photo` when it is too large, not a photo of ours, damaged, or more than a photo.
    OSError when the disk takes no more.
    """
    _examine(upload)
    scanning.check(upload)
    with _one_at_a_time:  # a photo of 50 million pixels takes 200 MB while it is decoded
        picture = _decoded(upload)
    return keep_drawn(picture)


def keep_drawn(picture: Image.Image) -> File:
    """Keep a picture that has nothing but pixels in it."""
    full, thumb = _encoded(picture, LONGEST_EDGE), _encoded(picture, THUMB_EDGE)
    digest = hashlib.sha256(full).hexdigest()
    _store(digest, full, thumb)
    with upkeep():
        known = {"media_type": "image/jpeg", "size": len(full), "width": picture.width, "height": picture.height}
        file, _ = File.objects.update_or_create(digest=digest, defaults={**known, "at": clock.now()})
        _store(digest, full, thumb)  # the sweep of orphans may have come between
    return file


def open(file: File, thumb: bool = False) -> Path:
    """Where the bytes of a kept photo lie, or its small picture; of a PDF there is only the whole."""
    return _path(file.digest, thumb) if file.media_type != PDF else _path(file.digest, False).with_suffix(".pdf")


def keep_pdf(upload: bytes) -> File:
    """Keep one PDF as it is; the same bytes give the same record. Invalid on `photo` when it acts or hides something.

    It is only ever handed out as a download, in a sandbox: nothing here opens it.
    """
    _examine_pdf(upload)
    scanning.check(upload)
    digest = hashlib.sha256(upload).hexdigest()
    path = _path(digest, False).with_suffix(".pdf")
    _store_at(path, upload)
    with upkeep():
        known = {"media_type": PDF, "size": len(upload), "at": clock.now()}
        file, _ = File.objects.update_or_create(digest=digest, defaults=known)
        _store_at(path, upload)
    return file


def is_pdf(upload: bytes) -> bool:
    """Whether the bytes say of themselves that they are a PDF (ISO 32000-1, 7.5.2)."""
    return upload.startswith(b"%PDF-")


def _examine_pdf(upload: bytes) -> None:
    if len(upload) > PDF_BYTES:
        limit = PDF_BYTES // 1024 // 1024
        raise _refused(f"一份 PDF 最多 {limit} MB", f"One PDF may have at most {limit} MB")
    if not is_pdf(upload) or b"%%EOF" not in upload[-2048:]:
        raise _refused("PDF 不完整，请再选一次", "The PDF is damaged; please choose it again")
    if any(mark in upload for mark in ACTING):
        raise _refused(
            "这份 PDF 带有程序或别的文件，请另存为普通 PDF", "This PDF runs or carries something; save it plain"
        )


def examined(upload: bytes) -> tuple[str, bytes]:
    """Media type and bytes of a PDF as it is, or of a photo with nothing but its pixels. Invalid as for `keep`."""
    if is_pdf(upload):
        _examine_pdf(upload)
        return PDF, upload
    _examine(upload)
    with _one_at_a_time:
        return "image/jpeg", _encoded(_decoded(upload), LONGEST_EDGE)


def sealed_path(digest: str) -> Path:
    """Where sealed bytes lie; no page serves them as they are."""
    return _path(digest, False).with_suffix(".sealed")


def store_sealed(digest: str, content: bytes) -> None:
    """Write sealed bytes, all or nothing."""
    _store_at(sealed_path(digest), content)


def _store_at(path: Path, content: bytes) -> None:
    if not path.exists():
        _write(path, content)


def let_go(files: Collection[int]) -> None:
    """Give up what nothing is tied to any more: the next sweep destroys its bytes. For commands, in their change."""
    File.objects.filter(**_UNTIED, pk__in=files).update(at=clock.now() - 2 * ORPHAN)


def forget_original(attachment: int) -> int:
    """Let go of the photo as it came, once its day is over; 1 when that was done now."""
    with upkeep():
        rows = Attachment.objects.select_for_update(of=("self",)).filter(pk=attachment, original_until__lte=clock.now())
        one = rows.exclude(original=None).first()
        if one is None or one.original_id is None:
            return 0
        Attachment.objects.filter(pk=one.pk).update(original=None, original_until=None)
        let_go({one.original_id})
    return 1


def forget_orphans() -> int:
    """Remove uploads that nobody tied to a matter within a day; how many."""
    old = File.objects.filter(**_UNTIED, at__lt=clock.now() - ORPHAN).values_list("pk", flat=True)
    return sum(_forget(pk) for pk in list(old[:1000]))


def _forget(pk: int) -> int:
    with upkeep():
        file = (
            File.objects.select_for_update(of=("self",)).filter(**_UNTIED, pk=pk, at__lt=clock.now() - ORPHAN).first()
        )
        if file is None:
            return 0
        file.delete()
        for left in _path(file.digest, False).parent.glob(f"{file.digest}*"):
            left.unlink(missing_ok=True)
    return 1


def _examine(upload: bytes) -> None:
    """Size and hidden kinds, before any decoder looks at it."""
    if not upload:
        raise _refused("照片是空的，请再选一次", "The photo is empty; please choose it again")
    if len(upload) > PHOTO_BYTES:
        limit = PHOTO_BYTES // 1024 // 1024
        raise _refused(f"一张照片最多 {limit} MB", f"One photo may have at most {limit} MB")
    if _hides_something(upload):
        raise _refused("这个文件不只是照片", "This file is more than a photo")


def _hides_something(upload: bytes) -> bool:
    lowered = upload.lower()
    return (
        any(mark in upload for mark in HIDDEN)
        or any(mark in lowered for mark in HIDDEN_IN_ANY_CASE)
        or zipfile.is_zipfile(io.BytesIO(upload))
    )


def _decoded(upload: bytes) -> Image.Image:
    """The picture itself, upright, in sRGB on white, at most `LONGEST_EDGE` long."""
    formats = _formats_for(upload)
    try:
        source = Image.open(io.BytesIO(upload), formats=formats)
        _measured(source)
        source.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
        source.load()
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise _not_a_photo(error) from None
    except Exception:  # broken or hostile bytes make decoders raise nearly anything; all of it means the same
        raise _refused("照片不完整，请再选一次", "The photo is damaged; please choose it again") from None
    return _plain(source)


def _formats_for(upload: bytes) -> tuple[str, ...]:
    """The kinds to try. HEIF only where it looks like one: its decoder is a large library that most never need."""
    if upload[4:8] != b"ftyp" or upload[8:12] not in HEIF_BRANDS:
        return FORMATS
    if "HEIF" not in Image.OPEN:
        import pillow_heif  # noqa: PLC0415 (five megabytes of decoders)

        pillow_heif.register_heif_opener(thumbnails=False)
    return ("HEIF",)


def _measured(source: Image.Image) -> None:
    if source.format not in TAKEN:
        raise UnidentifiedImageError
    if source.width * source.height > PHOTO_PIXELS:
        raise Image.DecompressionBombError


def _not_a_photo(error: Exception) -> Invalid:
    if isinstance(error, Image.DecompressionBombError):
        limit = PHOTO_PIXELS // 1_000_000
        return _refused(f"照片太大，最多 {limit} 百万像素", f"The photo is too large: at most {limit} million pixels")
    return _refused("请选 JPEG、PNG、WebP 或 HEIC 照片", "Please choose a JPEG, PNG, WebP or HEIC photo")


def _plain(source: Image.Image) -> Image.Image:
    """A new picture with nothing but pixels in it."""
    turned = _ordinary(_upright(source))
    turned.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS)
    colored = _in_srgb(turned)
    plain = Image.new("RGB", colored.size, "white")
    plain.paste(colored, mask=colored.getchannel("A") if colored.mode == "RGBA" else None)
    return plain


def _upright(source: Image.Image) -> Image.Image:
    """Turned as its metadata say; unreadable metadata are no reason to refuse a picture."""
    with suppress(Exception):
        return ImageOps.exif_transpose(source)
    return source


def _ordinary(picture: Image.Image) -> Image.Image:
    """Palettes, single bits and 16-bit grays as modes that can be made smaller and colored."""
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode in {"RGB", "RGBA", "L", "LA", "CMYK"} and "transparency" not in picture.info:
        return picture
    return picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")


def _in_srgb(picture: Image.Image) -> Image.Image:
    """RGB or RGBA in sRGB; a profile that cannot be read or does not fit is left aside, as browsers do."""
    mode = "RGBA" if picture.mode in {"RGBA", "LA"} else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode != "LA":
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            of = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, of, ImageCms.createProfile("sRGB"), outputMode=mode)
            if converted is not None:
                return converted
    return picture.convert(mode)


def _encoded(picture: Image.Image, edge: int) -> bytes:
    small = picture.copy()
    small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    small.info.clear()
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _path(digest: str, thumb: bool) -> Path:
    return Path(settings.FILES) / digest[:2] / f"{digest}{'.thumb' if thumb else ''}.jpg"


def _store(digest: str, full: bytes, thumb: bytes) -> None:
    for small, content in ((True, thumb), (False, full)):
        if not (path := _path(digest, small)).exists():
            _write(path, content)


def _write(path: Path, content: bytes) -> None:
    """All or nothing, and on the disk before anything says so: temporary file, fsync, rename, fsync of the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with waiting.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        waiting.replace(path)
    except OSError:
        waiting.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refused(zh: str, en: str) -> Invalid:
    return Invalid.of("photo", zh, en)
