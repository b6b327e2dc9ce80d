"""No log line carries a link's secret, whatever went wrong."""

import logging

import pytest

from haitang.site.redacting import Redacted, redacted


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Internal Server Error: /k/ABCD2345-0123456789ABCDEF", "Internal Server Error: /k/…"),
        ("Not Found: /haitang/k/ABCD2345-0123456789ABCDEF/", "Not Found: /haitang/k/…"),
        ("GET /k/at/ABCD2345 and /k/no/wrong", "GET /k/at/ABCD2345 and /k/no/wrong"),
        (
            f"POST /open311/v2/requests?api_key=haitang-{'a2' * 20}&x=1",
            "POST /open311/v2/requests?api_key=haitang-…&x=1",
        ),
        (f"Authorization: Bearer haitang-{'z7' * 20}", "Authorization: Bearer haitang-…"),
        ("Not Found: /desk/kinds", "Not Found: /desk/kinds"),
    ],
)
def test_a_secret_is_taken_out_and_all_else_stays(said: str, kept: str) -> None:
    assert redacted(said) == kept


def test_a_record_is_rewritten_with_its_parts() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Error: %s", ("/k/ABCD2345-SECRET",), None)
    assert Redacted().filter(record) and record.getMessage() == "Error: /k/…"
