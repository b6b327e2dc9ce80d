"""Fixtures for the API's tests."""

import json
from typing import Any

import pytest
from django.test import Client

from haitang.records.account import Account
from tests.cast import Cast


class Caller:
    """A program that talks JSON to the API, in one language, as anybody, as staff or with a receipt."""

    def __init__(self, language: str = "en", **headers: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"accept-language": language, **headers}

    def get(self, path: str, **query: Any) -> Any:
        """GET under /api/; `from_` stands for `from`."""
        asked = {name.rstrip("_"): value for name, value in query.items()}
        return self.client.get(f"/api/{path}", asked, headers=self.headers)

    def command(self, name: str, given: Any, key: str = "", **query: Any) -> Any:
        """POST a command; `given` is a value, or text that is sent as it stands."""
        body = given if isinstance(given, str | bytes) else json.dumps(given)
        address = f"/api/commands/{name}" + "".join(f"?{each}={value}" for each, value in query.items())
        headers = {**self.headers, **({"idempotency-key": key} if key else {})}
        return self.client.post(address, body, content_type="application/json", headers=headers)

    def as_staff(self, login: str) -> "Caller":
        """The same program, signed in."""
        self.client.force_login(Account.objects.get(login=login))
        return self


@pytest.fixture
def caller(cast: Cast) -> Caller:
    """Anybody, in English."""
    return Caller()
