"""Photos by the API: kept first, then named by digest in a command."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from haitang.records.account import Account
from haitang.records.file import Attachment
from tests.cast import Cast


def upload(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"photo": SimpleUploadedFile("x.jpg", content, "image/jpeg")}


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (71, 51), "red").save(out, "PNG")
    return out.getvalue()


def test_a_photo_is_kept_and_tied_by_the_command_that_names_it(cast: Cast, client: Client) -> None:
    kept = client.post("/api/photos", upload(photo())).json()
    assert (kept["width"], kept["height"]) == (71, 51)
    given = {"words": "灯不亮", "place": "dgmy", "photos": [kept["digest"]]}
    said = client.post("/api/commands/matters.report", given, content_type="application/json")
    assert said.status_code == 200
    assert Attachment.objects.get().matter.number == said.json()["number"]


def test_what_is_no_photo_is_refused_by_field_in_the_readers_language(cast: Cast, client: Client) -> None:
    answer = client.post("/api/photos", upload(b"no photo"), headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert answer.json()["problems"] == [{"field": "photo", "message": "Please choose a JPEG, PNG, WebP or HEIC photo"}]


def test_without_a_file_the_field_is_named(cast: Cast, client: Client) -> None:
    answer = client.post("/api/photos", {})
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json()["problems"]] == ["photo"]


def test_a_session_needs_its_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(login="desk"))
    assert client.post("/api/photos", upload(photo())).status_code == 403
