"""What is too much for one submission is refused in words and before it is read."""

import http.client
import io
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from haitang.kernel.limits import BODY_BYTES, PHOTO_BYTES
from haitang.records.matter import Matter
from tests.cast import Cast
from tests.servers import Live

MEGABYTE = 1024 * 1024


class Unread(io.RawIOBase):
    """A body that must not be read."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("it was read")


def announced(client: Client, url: str, length: int, kind: str = "multipart/form-data; boundary=x") -> Any:
    return client.generic("POST", url, b"", CONTENT_TYPE=kind, CONTENT_LENGTH=str(length), **{"wsgi.input": Unread()})


@pytest.mark.parametrize("url", ["/report", "/desk/m/SJ23-00001-7/claim", "/sign-in"])
def test_fifty_megabytes_are_refused_unread_on_pages(cast: Cast, client: Client, url: str) -> None:
    answer = announced(client, url, 50 * MEGABYTE)
    text = answer.content.decode()
    assert answer.status_code == 413
    assert "一次最多 49 MB" in text and "没有记下" in text and "照片从来不是必须的" in text


@pytest.mark.parametrize("url", ["/api/photos", "/api/commands/matters.report"])
def test_fifty_megabytes_are_refused_unread_by_the_api(cast: Cast, client: Client, url: str) -> None:
    answer = announced(client, url, 50 * MEGABYTE)
    assert (answer.status_code, set(answer.json())) == (413, {"message"})


def test_text_alone_has_a_smaller_limit(cast: Cast, client: Client) -> None:
    assert announced(client, "/report", 5 * MEGABYTE, "application/x-www-form-urlencoded").status_code == 413
    assert announced(client, "/api/commands/matters.report", 5 * MEGABYTE, "application/json").status_code == 413


def test_one_byte_too_many_is_too_much_and_the_limit_itself_is_not(cast: Cast, client: Client) -> None:
    assert announced(client, "/report", BODY_BYTES + 1).status_code == 413
    assert announced(Client(raise_request_exception=False), "/report", BODY_BYTES).status_code != 413


@pytest.mark.parametrize("length", ["", "abc", "-5", "９"])
def test_an_odd_length_is_no_trouble(cast: Cast, length: str) -> None:
    answer = Client(raise_request_exception=False).generic("POST", "/report", b"", CONTENT_LENGTH=length)
    assert answer.status_code in {200, 400, 422}


def test_a_photo_beyond_its_limit_is_refused_on_the_form_with_everything_kept(cast: Cast, client: Client) -> None:
    large = SimpleUploadedFile("x.jpg", b"\xff\xd8" + b"\0" * PHOTO_BYTES, "image/jpeg")
    answer = client.post("/report", {"words": "灯不亮", "place": "dgmy", "photos": large})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "最多 12 MB" in text and "灯不亮" in text
    assert not Matter.objects.exists()


def test_too_many_fields_are_answered_in_words(cast: Cast) -> None:
    answer = Client(raise_request_exception=False).post("/report", {f"x{number}": "1" for number in range(1500)})
    assert answer.status_code == 400
    assert "没有记下什么" in answer.content.decode() or "Nothing was recorded" in answer.content.decode()


def test_a_real_server_answers_before_the_body_has_come(live: Live) -> None:
    site = urlsplit(live.url)
    wire = http.client.HTTPConnection(site.hostname or "", site.port, timeout=20)
    wire.putrequest("POST", "/report")
    wire.putheader("Content-Type", "multipart/form-data; boundary=x")
    wire.putheader("Content-Length", str(50 * MEGABYTE))
    wire.endheaders()
    wire.send(b"--x\r\n")
    answer = wire.getresponse()
    assert answer.status == 413
    wire.close()
