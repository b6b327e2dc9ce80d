"""Photos: typed by content, nothing but the picture is kept, and everything that is not a photo is refused in words."""

import hashlib
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin

from haitang.engine import photos
from haitang.kernel.errors import Invalid
from haitang.records.file import File
from tests.cast import Cast
from tests.databases import Committed

RED, BLUE = (220, 30, 40), (20, 40, 220)


def picture(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Red above, blue below."""
    made = Image.new("RGB", size, BLUE)
    made.paste(RED, (0, 0, size[0], size[1] // 2))
    return made.convert(mode)


def encoded(made: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    made.save(out, form, **options)
    return out.getvalue()


def opened(file: File, thumb: bool = False) -> Image.Image:
    return Image.open(photos.open(file, thumb))


def segments(content: bytes) -> list[int]:
    """The markers of a JPEG up to its first scan."""
    found, at = [], 2
    while content[at] == 0xFF and content[at + 1] != 0xDA:
        found.append(content[at + 1])
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return found


def refused(upload: bytes) -> str:
    with pytest.raises(Invalid) as refusal:
        photos.keep(upload)
    [problem] = refusal.value.problems
    assert problem.field == "photo"
    assert problem.words.zh
    return problem.words.en


# What is taken.


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.usefixtures("cast")
def test_a_photo_of_each_kind_is_kept_as_a_jpeg_of_its_own(form: str) -> None:
    file = photos.keep(encoded(picture(), form))
    assert (file.media_type, file.width, file.height) == ("image/jpeg", 60, 40)
    assert opened(file).format == "JPEG"
    assert file.size == photos.open(file).stat().st_size


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "CMYK", "I;16"])
@pytest.mark.usefixtures("cast")
def test_a_photo_of_any_mode_looks_as_before(mode: str) -> None:
    made = _deep_gray() if mode == "I;16" else picture(mode=mode)
    form = "JPEG" if mode == "CMYK" else "PNG"
    shown = opened(photos.keep(encoded(made, form))).convert("L")
    wanted = picture().convert("1" if mode == "1" else "L").convert("L")
    for spot in ((30, 8), (30, 32)):
        assert abs(shown.getpixel(spot) - wanted.getpixel(spot)) < 40, mode  # type: ignore[operator]


def _deep_gray() -> Image.Image:
    """The picture in 16-bit grays."""
    gray = picture(mode="L")
    return Image.frombytes("I;16", gray.size, b"".join(struct.pack("<H", value * 256) for value in gray.tobytes()))


@pytest.mark.usefixtures("cast")
def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert opened(photos.keep(encoded(clear, "PNG"))).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.usefixtures("cast")
def test_a_large_photo_is_made_smaller_and_a_small_one_is_not_blown_up() -> None:
    large = photos.keep(encoded(picture((5000, 3000))))
    assert (large.width, large.height) == (2048, 1229)
    assert opened(large, thumb=True).size == (480, 288)
    small = photos.keep(encoded(picture((30, 20))))
    assert opened(small, thumb=True).size == (30, 20)


@pytest.mark.usefixtures("cast")
def test_the_second_picture_of_a_phone_is_left_behind() -> None:
    both = encoded(picture(), "MPO", save_all=True, append_images=[picture((50, 50))])
    file = photos.keep(both)
    assert (file.width, file.height) == (60, 40)


# What does not survive.


def marked() -> bytes:
    """A JPEG that knows where and when it was taken, by what, and what somebody said about it."""
    exif = Image.Exif()
    exif[0x010F] = "Fuji CANARY"
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 20.0, 24.0), 3: "E", 4: (120.0, 36.0, 36.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = encoded(
        picture(), exif=exif, icc_profile=profile, comment=b"CANARY of somebody", xmp=b"<x:xmpmeta>CANARY</x:xmpmeta>"
    )
    return plain + b"CANARY behind the picture"


@pytest.mark.usefixtures("cast")
def test_place_camera_comment_and_whatever_hangs_behind_are_gone() -> None:
    file = photos.keep(marked())
    for thumb in (False, True):
        content = photos.open(file, thumb).read_bytes()
        assert b"CANARY" not in content
        assert content.endswith(b"\xff\xd9")
        assert not {marker for marker in segments(content) if marker in {*range(0xE1, 0xF0), 0xFE}}
        assert not opened(file, thumb).getexif()


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
@pytest.mark.usefixtures("cast")
def test_texts_in_other_kinds_are_gone_too(form: str) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", "CANARY")
    exif = Image.Exif()
    exif[0x010F] = "CANARY"
    options: dict[str, object] = {"pnginfo": texts} if form == "PNG" else {"xmp": b"CANARY"}
    upload = encoded(picture(), form, exif=exif, **options)
    assert b"CANARY" in upload
    assert b"CANARY" not in photos.open(photos.keep(upload)).read_bytes()


@pytest.mark.parametrize(("turn", "upper"), [(1, (30, 5)), (3, (30, 35)), (6, (35, 30)), (8, (5, 30))])
@pytest.mark.usefixtures("cast")
def test_a_photo_is_turned_as_the_camera_was_held(turn: int, upper: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    shown = opened(photos.keep(encoded(picture(), exif=exif)))
    assert shown.size == ((60, 40) if turn in {1, 3} else (40, 60))
    red, _, blue = shown.getpixel(upper)  # type: ignore[misc]
    assert red > blue


@pytest.mark.usefixtures("cast")
def test_unreadable_metadata_are_no_reason_to_refuse() -> None:
    assert photos.keep(encoded(picture(), exif=b"Exif\x00\x00nonsense")).width == 60


@pytest.mark.usefixtures("cast")
def test_colors_of_another_space_are_brought_to_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))  # a profile that cannot fit is left aside
    assert photos.keep(encoded(picture(), icc_profile=profile.tobytes())).width == 60
    swapped = _swapping_profile()
    red, _, blue = opened(photos.keep(encoded(picture(), icc_profile=swapped))).getpixel((30, 8))  # type: ignore[misc]
    assert blue > red


def _swapping_profile() -> bytes:
    """sRGB with the primaries of red and blue exchanged."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    spots = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, blue = spots[b"rXYZ"], spots[b"bXYZ"]
    profile[red : red + 4], profile[blue : blue + 4] = profile[blue : blue + 4], profile[red : red + 4]
    return bytes(profile)


# What is refused.


@pytest.mark.parametrize(
    "upload",
    [
        encoded(picture(), "GIF"),
        encoded(picture(), "BMP"),
        encoded(picture(), "TIFF"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"just words",
        b"\x00" * 100,
    ],
    ids=["gif", "bmp", "tiff", "svg", "words", "zeros"],
)
def test_what_is_no_photo_of_ours_is_refused(upload: bytes) -> None:
    assert refused(upload) == "Please choose a JPEG, PNG, WebP or HEIC photo"


def test_nothing_is_refused() -> None:
    assert "empty" in refused(b"")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_cut_short_is_refused(form: str) -> None:
    whole = encoded(picture((400, 300)), form)
    for kept in (len(whole) // 2, len(whole) * 4 // 5):
        assert "damaged" in refused(whole[:kept])


def _zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hidden")
    return out.getvalue()


@pytest.mark.parametrize(
    "hidden",
    [
        _zipped(),
        b"%PDF-1.7\n",
        b"<?php echo 1; ?>",
        b"<SCRIPT>alert(1)</SCRIPT>",
        b"<!DOCTYPE html>",
        b"Rar!\x1a\x07\x00",
    ],
    ids=["zip", "pdf", "php", "script", "html", "rar"],
)
def test_a_photo_that_is_something_else_as_well_is_refused(hidden: bytes) -> None:
    assert refused(encoded(picture()) + hidden) == "This file is more than a photo"
    comment = hidden[:200]
    if not hidden.startswith(b"PK"):
        assert refused(encoded(picture(), comment=comment)) == "This file is more than a photo"


def test_a_photo_of_one_byte_too_many_is_refused_and_the_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = encoded(picture())
    monkeypatch.setattr(photos, "PHOTO_BYTES", len(upload) - 1)
    assert "at most" in refused(upload)


@pytest.mark.usefixtures("cast")
def test_a_photo_of_just_the_limit_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = encoded(picture())
    monkeypatch.setattr(photos, "PHOTO_BYTES", len(upload))
    assert photos.keep(upload).width == 60


def _png_of(width: int, height: int) -> bytes:
    """A tiny PNG that claims to be that large."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(10_000, 5_001), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    said = refused(_png_of(*size))
    assert "million pixels" in said or "JPEG, PNG" in said


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    at=st.integers(0, 2_000),
    junk=st.binary(min_size=1, max_size=40),
    cut=st.integers(0, 200),
)
def test_broken_bytes_are_refused_in_words_or_kept_but_never_crash(
    cast: Cast, form: str, at: int, junk: bytes, cut: int
) -> None:
    whole = bytearray(encoded(picture(), form))
    at %= len(whole)
    whole[at : at + len(junk)] = junk
    broken = bytes(whole[: len(whole) - cut])
    try:
        assert opened(photos.keep(broken)).format == "JPEG"
    except Invalid as refusal:
        assert [problem.field for problem in refusal.problems] == ["photo"]


# How it is kept.


@pytest.mark.usefixtures("cast")
def test_the_same_photo_is_kept_once_under_the_digest_of_its_bytes() -> None:
    one, again = photos.keep(marked()), photos.keep(marked())
    assert one.pk == again.pk
    path = photos.open(one)
    assert path == Path(django_settings.FILES) / one.digest[:2] / f"{one.digest}.jpg"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == one.digest
    assert sorted(found.name for found in path.parent.glob(f"*{one.digest}*")) == [
        f"{one.digest}.jpg",
        f"{one.digest}.thumb.jpg",
    ]


@pytest.mark.usefixtures("cast")
def test_a_full_disk_leaves_no_half_file_and_no_record(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    upload = encoded(picture((61, 41)))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        photos.keep(upload)
    monkeypatch.undo()
    assert not File.objects.filter(width=61).exists()
    assert not list(Path(django_settings.FILES).rglob(".*.jpg.*"))
    assert photos.keep(upload).width == 61


@pytest.mark.usefixtures("cast")
def test_bytes_are_on_the_disk_before_their_record(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    ordinary_sync, ordinary_write = os.fsync, File.objects.update_or_create

    def sync(descriptor: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "bytes")
        ordinary_sync(descriptor)

    def write(*given: object, **more: object) -> object:
        order.append("record")
        return ordinary_write(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(File.objects, "update_or_create", write)
    photos.keep(encoded(picture((62, 42))))
    assert order == ["bytes", "folder", "bytes", "folder", "record"]


def test_the_same_photo_sent_at_once_by_several_is_kept_once(committed: Committed) -> None:
    upload = encoded(picture((63, 43)))
    assert set(committed.at_once(lambda _: photos.keep(upload).pk, threads=4)) == {File.objects.get(width=63).pk}


@pytest.mark.usefixtures("cast")
def test_an_upload_that_nobody_tied_to_anything_goes_after_a_day(clock_at: Callable[..., datetime], cast: Cast) -> None:
    clock_at("2026-03-03 09:00")
    lonely, used = photos.keep(encoded(picture((64, 44)))), photos.keep(encoded(picture((65, 45))))
    cast.report(photos=[used.digest])
    clock_at("2026-03-04 08:59")
    assert photos.forget_orphans() == 0
    clock_at("2026-03-04 09:01")
    assert photos.forget_orphans() == 1
    assert not File.objects.filter(pk=lonely.pk).exists()
    assert not photos.open(lonely).exists()
    assert not photos.open(lonely, thumb=True).exists()
    assert photos.open(used).exists()


@pytest.mark.usefixtures("cast")
def test_an_upload_sent_again_counts_from_then(clock_at: Callable[..., datetime]) -> None:
    upload = encoded(picture((66, 46)))
    clock_at("2026-03-03 09:00")
    photos.keep(upload)
    clock_at("2026-03-04 08:00")
    photos.keep(upload)
    clock_at("2026-03-04 10:00")
    assert photos.forget_orphans() == 0


def test_pillow_does_not_fill_in_what_is_missing() -> None:
    assert JpegImagePlugin.ImageFile.LOAD_TRUNCATED_IMAGES is False
