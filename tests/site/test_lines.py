"""Log lines: text or JSON, each with its request's id; an exception tells its type and its way, never what was written."""

import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from haitang.kernel import passage
from haitang.site.lines import Json, Text
from tests.cast import Cast

SECRET = "张三 13800001234"
GIVEN = "0123456789abcdef0123456789abcdef"


def record(error: bool = False) -> logging.LogRecord:
    found = None
    if error:
        try:
            int(SECRET)
        except ValueError:
            found = sys.exc_info()
    return logging.LogRecord("haitang.web", logging.ERROR, "", 0, "broken off at %s", ("/k/ABCD2345-SECRET",), found)


def test_a_line_of_json_is_one_line_with_time_level_and_request() -> None:
    with passage.passing(GIVEN):
        line = Json().format(record())
    said = json.loads(line)
    assert "\n" not in line and said["request"] == GIVEN and said["level"] == "ERROR"
    assert said["message"] == "broken off at /k/…"


@pytest.mark.parametrize("form", [Json(), Text()])
def test_an_exception_tells_its_type_and_its_way_but_not_its_words(form: logging.Formatter) -> None:
    said = form.format(record(error=True))
    assert "ValueError" in said and "test_lines.py" in said
    assert "13800001234" not in said and "张三" not in said


def test_a_developer_sees_all_of_it() -> None:
    assert "Traceback" in Text(full=True).format(record(error=True))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (GIVEN, True),
        ("01234567-89ab-cdef-0123-456789abcdef", True),
        ("13800001234", False),
        ("", False),
        ("x" * 10_000, False),
        (f"{GIVEN}\nforged line", False),
        (GIVEN.upper(), False),
    ],
)
def test_an_id_is_taken_over_only_where_it_is_one(given: str, kept: bool) -> None:
    with passage.passing(given) as number:
        assert (number == given) is kept and re.fullmatch(r"[0-9a-f-]{32,36}", number)
    assert passage.current() == ""


class Kept(logging.Handler):
    """Keeps the lines as the console would have them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(Json().format(record)))


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    """Every line of requests and of Django's own logger of what went wrong."""
    handler, loggers = Kept(), [logging.getLogger(name) for name in ("haitang.requests", "django.request")]
    monkeypatch.setattr(loggers[0], "level", logging.INFO)
    logging.getLogger("haitang.requests").manager._clear_cache()  # type: ignore[attr-defined]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler
    for logger in loggers:
        logger.removeHandler(handler)


def test_every_answer_names_its_request_and_leaves_lines_without_its_address(
    cast: Cast, client: Client, kept: Kept
) -> None:
    told = cast.report(words=SECRET)
    answer = client.get(f"/m/{told.number}?q={SECRET}", headers={"X-Request-ID": GIVEN})
    client.get(f"/nothing/{SECRET}")
    client.get("/healthz")
    assert answer["X-Request-ID"] == GIVEN
    requests = [line for line in kept.lines if line["logger"] == "haitang.requests"]
    assert [line["status"] for line in requests] == [answer.status_code, 404]
    assert requests[0]["request"] == GIVEN and requests[0]["route"] == "/m/<str:number>" and requests[0]["ms"] >= 0
    assert any(line["logger"] == "django.request" for line in kept.lines)
    assert told.number not in str(kept.lines) and "13800001234" not in str(kept.lines) and "张三" not in str(kept.lines)


def test_what_is_refused_before_any_view_has_an_id_too(client: Client, settings: Any) -> None:
    settings.INTRANET, settings.NETWORKS = True, "10.0.0.0/8"
    answer = client.get("/")
    assert answer.status_code == 403 and len(answer["X-Request-ID"]) == 32
