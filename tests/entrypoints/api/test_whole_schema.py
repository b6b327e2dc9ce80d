"""schemathesis reads the OpenAPI document and asks every operation, as anybody and with a token: no 5xx, and every answer
is one that the document announces, in its form."""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from haitang.engine import gate
from haitang.kernel.bearer import NEVER
from haitang.kernel.registry import commands
from tests.cast import Cast
from tests.tokens import lent, record

pytestmark = pytest.mark.once

#: For the whole of it; a machine that is slower asks fewer questions of each operation, never none.
SECONDS = 45.0
#: Questions of each sort, sound and unsound; tests/entrypoints/api/test_bad_input.py asks the commands many more.
READINGS, CHANGES = 12, 3
CHECKS: list[Any] = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def schema(cast: Cast) -> Iterator[Any]:
    """The document as the real WSGI application serves it, within the test's transaction: no request closes it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def operations(schema: Any) -> list[Any]:
    return [found.ok() for found in schema.get_all_operations()]


def everything(cast: Cast) -> str:
    """A token that may ask whatever a token may, as often as it likes."""
    rooms = sorted({spec.name.partition(".")[0] for spec in commands} - NEVER)
    scopes = [*(f"{room}.*" for room in rooms), "read.*"]
    token = lent(cast.desk, "desk", *scopes)
    with gate.upkeep():
        row = record(token)
        row.a_minute = 30_000
        row.save()
    return token


def who(token: str) -> Iterator[dict[str, str]]:
    while True:
        yield {"Authorization": f"Bearer {token}"}
        yield {}


def test_the_document_names_every_command_once_with_its_version(schema: Any) -> None:
    named = [found.definition.raw["operationId"] for found in operations(schema)]
    assert len(named) == len(set(named))
    assert {spec.name for spec in commands} <= set(named)
    raw = schema.raw_schema
    assert raw["info"]["version"] and set(raw["components"]["securitySchemes"]) == {
        "token", "session", "receipt_number", "receipt_secret",
    }  # fmt: skip
    assert all(operation["security"] for path in raw["paths"].values() for operation in path.values())


def test_every_operation_answers_as_the_document_says(cast: Cast, schema: Any) -> None:
    asked, wrong = {}, []
    every, knocking = operations(schema), who(everything(cast))
    begun = time.monotonic()
    for place, operation in enumerate(every):
        in_time = time.monotonic() < begun + SECONDS * (place + 1) / len(every)
        most = (READINGS if operation.method == "get" else CHANGES) if in_time else 1
        cases: list[Any] = []
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            _ask(operation, mode, most, knocking, cases, wrong)
        asked[operation.label] = len(cases)
    assert wrong == []
    assert min(asked.values()) >= 1 and len(asked) > len(commands), "every operation was asked"


def _ask(
    operation: Any, mode: Any, most: int, knocking: Iterator[dict[str, str]], cases: list[Any], wrong: list[str]
) -> None:
    """A few questions to one operation, the same in every run."""

    @seed(20231115)
    @settings(
        max_examples=most, deadline=None, database=None, phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        cases.append(case)
        response = case.call(headers={"Accept-Encoding": "identity", **next(knocking)})
        try:
            case.validate_response(response, checks=CHECKS)
        except BaseExceptionGroup as found:
            wrong.append(f"{operation.label}: {str(found)[:600]}")

    with suppress(Unsatisfiable):  # nothing wrong can be said to an operation that is asked nothing
        ask()
