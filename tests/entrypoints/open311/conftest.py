"""Fixtures for the tests of Open311."""

import json
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.cast import Cast

FORM = "application/x-www-form-urlencoded"


class System:
    """Another system that speaks GeoReport v2, in one language, with or without a token."""

    def __init__(self, language: str = "en", **headers: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"accept-language": language, **headers}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/open311/{path}", {"jurisdiction_id": "sujin", **query}, headers=self.headers)

    def rows(self, path: str, **query: Any) -> Any:
        """What a resource answers as JSON; it has to succeed."""
        found = self.get(f"v2/{path}.json", **query)
        assert found.status_code == 200, found.content.decode()
        return json.loads(found.content)

    def ids(self, **query: Any) -> set[str]:
        """The ids of the requests that are found."""
        return {row["service_request_id"] for row in self.rows("requests", **query)}

    def tree(self, path: str, **query: Any) -> ElementTree.Element:
        """The same as XML."""
        found = self.get(f"v2/{path}.xml", **query)
        assert found["Content-Type"] == "text/xml; charset=utf-8"
        assert found.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        return ElementTree.fromstring(found.content)

    def report(self, key: str = "", **given: Any) -> Any:
        """POST a request as a form."""
        data = {
            "jurisdiction_id": "sujin", "service_code": "requests.problem.drains", "description": "3幢楼下的下水道堵了",
            "address_id": "dgmy", **given,
        }  # fmt: skip
        headers = {**self.headers, **({"idempotency-key": key} if key else {})}
        body = {name: value for name, value in data.items() if value is not None}
        return self.client.post("/open311/v2/requests.json", urlencode(body), content_type=FORM, headers=headers)


@pytest.fixture
def system(cast: Cast) -> System:
    """Any system, in English, without a token."""
    return System()
