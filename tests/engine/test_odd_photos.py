"""What phones and strangers send: HEIC, moving pictures, CMYK, cut short, bombs, polyglots; on the page and by the API."""

import io
import struct
import subprocess
import sys
import zlib
from typing import Any

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from haitang.engine import photos
from haitang.kernel.errors import Invalid
from haitang.records.file import File
from tests.cast import Cast

RED, BLUE = (220, 30, 40), (20, 40, 220)


def picture(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Red above, blue below."""
    made = Image.new("RGB", size, BLUE)
    made.paste(RED, (0, 0, size[0], size[1] // 2))
    return made.convert(mode)


def encoded(made: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, form, **options)
    return out.getvalue()


def heic(made: Image.Image, **options: Any) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(made).save(out, quality=90, **options)
    return out.getvalue()


def turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CANARY"
    return heic(picture(), exif=exif.tobytes())


def bomb(width: int = 20_000, height: int = 20_000) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")


def moving(form: str) -> bytes:
    return encoded(picture(), form, save_all=True, append_images=[Image.new("RGB", (60, 40), "green")] * 3)


TAKEN = {
    "HEIC": heic(picture()),
    "HEIC held sideways": turned(),
    "moving WebP": moving("WEBP"),
    "moving PNG": moving("PNG"),
    "CMYK JPEG": encoded(picture(mode="CMYK"), "JPEG"),
}
REFUSED = {
    "moving GIF": (moving("GIF"), "请选 JPEG"),
    "bomb": (bomb(), "百万像素"),
    "polyglot": (encoded(picture(), "JPEG") + b"<script>alert(1)</script>", "不只是照片"),
    "HEIC polyglot": (heic(picture()) + b"%PDF-1.7", "不只是照片"),
    "cut short": (encoded(picture((400, 300)), "JPEG")[:-900], "不完整"),
    "HEIC cut short": (heic(picture((400, 300)))[:-200], "不完整"),
    "film in HEIF clothes": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400, "照片"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_it_is_taken_on_the_page_and_by_the_api(cast: Cast, client: Client, name: str) -> None:
    page = client.post("/report", {"words": "灯", "place": "dgmy", "photos": SimpleUploadedFile("x", TAKEN[name])})
    assert page.status_code == 302
    kept = client.post("/api/photos", {"photo": SimpleUploadedFile("x", TAKEN[name])})
    assert kept.status_code == 200
    with Image.open(photos.open(File.objects.get())) as shown:
        assert (shown.format, getattr(shown, "n_frames", 1), shown.mode) == ("JPEG", 1, "RGB")


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_words_on_the_page_and_by_the_api(cast: Cast, client: Client, name: str) -> None:
    upload, word = REFUSED[name]
    page = client.post("/report", {"words": "灯不亮", "place": "dgmy", "photos": SimpleUploadedFile("x", upload)})
    text = page.content.decode()
    assert page.status_code == 422 and word in text and "灯不亮" in text
    answer = client.post("/api/photos", {"photo": SimpleUploadedFile("x", upload)})
    assert answer.status_code == 422 and word in answer.json()["problems"][0]["message"]
    assert not File.objects.exists()


@pytest.mark.usefixtures("cast")
def test_a_heic_photo_stands_as_it_was_held_and_forgets_the_rest() -> None:
    file = photos.keep(turned())
    assert (file.width, file.height) == (40, 60)
    content = photos.open(file).read_bytes()
    assert b"CANARY" not in content and b"Exif" not in content
    with Image.open(photos.open(file)) as shown:
        red, _, blue = shown.getpixel((35, 30))  # type: ignore[misc]
    assert red > blue


@pytest.mark.usefixtures("cast")
def test_of_a_moving_picture_the_first_one_is_kept() -> None:
    for form in ("WEBP", "PNG"):
        with Image.open(photos.open(photos.keep(moving(form)))) as shown:
            red, _, blue = shown.getpixel((30, 5))  # type: ignore[misc]
            assert red > blue


def test_a_heic_bomb_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "PHOTO_PIXELS", 60 * 40 - 1)
    with pytest.raises(Invalid) as refusal:
        photos.keep(heic(picture()))
    assert "million pixels" in refusal.value.problems[0].words.en


def test_the_decoder_of_heic_is_loaded_only_when_one_comes() -> None:
    asked = "import haitang.site.wsgi, sys; print('pillow_heif' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["False"]
