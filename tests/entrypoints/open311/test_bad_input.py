"""Whatever is sent to Open311 is answered in its form of errors, clearly, and never breaks anything."""

import json
from typing import Any

import pytest

from haitang.records.matter import Matter
from tests.cast import Cast
from tests.entrypoints.open311.conftest import FORM, System

ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]><x>&b;</x>'
BOMB = b"<!DOCTYPE l [<!ENTITY l0 'l'>" + b"".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>".encode() for n in range(1, 10)
) + b"]><l>&l9;</l>"  # fmt: skip


def error(answer: Any, *codes: int) -> str:
    """The first description; the HTTP status is the code, as the specification has it."""
    assert answer.status_code in codes, answer.content.decode()
    (first, *_more) = json.loads(answer.content)
    assert first["code"] == answer.status_code and first["description"]
    return str(first["description"])


@pytest.mark.parametrize("kind", ["text/xml", "application/xml", "application/json", "text/plain", "", "x" * 500])
@pytest.mark.parametrize("body", [ENTITIES, BOMB, b"[" * 10_000, b"\x00\xff"], ids=["XXE", "bomb", "deep", "bytes"])
def test_a_body_that_is_no_form_is_refused_before_anybody_parses_it(
    cast: Cast, system: System, kind: str, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(*given: Any) -> None:
        raise AssertionError("it was parsed")

    for name in ("fromstring", "XML", "parse", "iterparse", "XMLParser", "XMLPullParser"):
        monkeypatch.setattr(f"xml.etree.ElementTree.{name}", parsed)
    address = "/open311/v2/requests.json?jurisdiction_id=sujin"
    assert "form" in error(system.client.post(address, body, content_type=kind, headers=system.headers), 415)
    assert Matter.objects.count() == 0


def test_a_document_with_entities_inside_a_form_is_just_words(cast: Cast, system: System) -> None:
    answer = system.report(description=ENTITIES.decode())
    assert answer.status_code == 200
    number = json.loads(answer.content)[0]["service_request_id"]
    assert "<!ENTITY" in Matter.objects.get(number=number).voices.get().words


@pytest.mark.parametrize("field", ["description", "address_string", "phone", "attribute[place_words]"])
@pytest.mark.parametrize(
    "text", ["a\x00b", "a\u202eb", "长" * 4001, "x" * 1_000_000], ids=["NUL", "bidi", "long", "1 MB"]
)
def test_odd_and_endless_texts_name_their_field(cast: Cast, system: System, field: str, text: str) -> None:
    said = error(system.report(**{field: text}), 400)
    assert said.split(":")[0] in {"description", "address_string", "phone", "form"}


def test_what_is_too_large_is_413(cast: Cast, system: System) -> None:
    answer = system.report(description="x" * 5_000_000)
    assert answer.status_code == 413 and b"<code>413</code>" in answer.content


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"service_code": None}, 400), ({"service_code": "nothing"}, 404), ({"service_code": "x\x00"}, 404),
        ({"jurisdiction_id": "nowhere"}, 404), ({"address_id": "nowhere"}, 400), ({"address_id": "bzxc"}, 400),
        ({"address_id": "x" * 100_000}, 400), ({"address_id": "dgmy\x00"}, 400), ({"api_key": "x"}, 403),
        ({"api_key": "haitang-\x00" + "长" * 5000}, 403), ({"attribute[]": "x"}, 400),
        ({"attribute[private][]": "maybe"}, 400), ({f"attribute[{'x' * 500}]": "x"}, 400),
    ],
    ids=lambda given: str(given)[:30],
)  # fmt: skip
def test_every_wrong_field_is_a_clear_error(cast: Cast, system: System, given: dict[str, Any], code: int) -> None:
    error(system.report(**given), code)


def test_more_fields_than_anybody_needs_are_refused(cast: Cast, system: System) -> None:
    error(system.report(**{f"x{n}": "1" for n in range(2000)}), 400)


def test_a_form_in_another_encoding_is_refused(cast: Cast, system: System) -> None:
    address = "/open311/v2/requests.json"
    answer = system.client.post(address, b"a=%FF%FE", content_type=f"{FORM}; charset=utf-16", headers=system.headers)
    error(answer, 400)
    answer = system.client.post(address, b"service_code=%FF%FE", content_type=FORM, headers=system.headers)
    error(answer, 400)


def test_a_key_that_cannot_be_one_is_refused(cast: Cast, system: System) -> None:
    error(system.report(key="k" * 201), 400)
    error(system.report(key="k\u202e"), 400)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(cast: Cast, system: System, method: str) -> None:
    for path in ("services.json", "requests.json", "requests/SJ23-00001-7.json"):
        error(getattr(system.client, method)(f"/open311/v2/{path}"), 405)
    error(system.client.post("/open311/v2/services.json"), 405)


def test_another_office_has_no_such_request(cast: Cast, system: System, clock_at: Any) -> None:
    clock_at("2023-11-06 09:30")
    told = cast.accepted()
    clock_at("2023-11-20 09:30")
    assert system.ids() == {told.number} and system.ids(jurisdiction_id="xcscjg8") == set()
    assert system.get(f"v2/requests/{told.number}.json", jurisdiction_id="xcscjg8").status_code == 404
    assert system.ids(service_request_id=told.number, jurisdiction_id="xcscjg8") == set()
