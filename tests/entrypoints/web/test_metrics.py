"""`/metrics`: for machines of the house only, with nothing in it about persons or matters."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from haitang.commands import matters
from haitang.engine import backlog, gate, outbox
from haitang.kernel.errors import Refusal
from tests.cast import Cast

AWAY = "203.0.113.7"


def read(client: Client, **given: Any) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample by name and labels, read with the library's own parser."""
    answer = client.get("/metrics", **given)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def value(found: dict[Any, float], name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": AWAY}, 403),
        ({"HTTP_X_FORWARDED_FOR": AWAY}, 403),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"HTTP_FORWARDED": f"for={AWAY}"}, 403),
        ({"REMOTE_ADDR": AWAY, "HTTP_AUTHORIZATION": "Bearer a-long-token"}, 200),
        ({"REMOTE_ADDR": AWAY, "HTTP_AUTHORIZATION": "Bearer another"}, 403),
        ({"REMOTE_ADDR": AWAY, "HTTP_AUTHORIZATION": "Basic a-long-token"}, 403),
        ({"REMOTE_ADDR": AWAY, "HTTP_AUTHORIZATION": "Bearer "}, 403),
    ],
)
def test_only_this_machine_and_whoever_holds_the_token_may_look(
    cast: Cast, client: Client, settings: Any, given: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = "a-long-token"
    assert client.get("/metrics", **given).status_code == status


def test_behind_a_proxy_that_is_named_the_visitors_address_counts(cast: Cast, client: Client, settings: Any) -> None:
    settings.PROXIES = "127.0.0.1"
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR=AWAY).status_code == 403
    settings.METRICS = "203.0.113.0/24"
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR=AWAY).status_code == 200


def test_an_empty_token_opens_nothing(cast: Cast, client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR=AWAY, HTTP_AUTHORIZATION="Bearer ").status_code == 403


def test_requests_are_counted_by_their_route_and_never_by_their_address(cast: Cast, client: Client) -> None:
    told = cast.report()
    before = read(client)
    client.get(f"/m/{told.number}?secret=ABCDEFGH")
    client.get("/nothing/here/13800001234")
    found = read(client)
    text = client.get("/metrics").content.decode()
    assert told.number not in text and "13800001234" not in text and "ABCDEFGH" not in text
    gone = {"route": "unmatched", "method": "GET", "status": "404"}
    name = "haitang_request_seconds_count"
    assert value(found, name, **gone) == value(before, name, **gone) + 1
    routes = {dict(labels)["route"] for sample, labels in found if sample == name}
    assert any("<" in route for route in routes)


def test_commands_are_counted_by_what_they_came_to(cast: Cast, client: Client) -> None:
    before = read(client)
    told = cast.report()
    with pytest.raises(Refusal):
        gate.do(matters.accept, cast.reader, matter=told.number, category="lighting", severity=3)
    found = read(client)
    for command, outcome in (("matters.report", "done"), ("matters.accept", "denied")):
        labels = {"command": command, "outcome": outcome}
        assert value(found, "haitang_commands_total", **labels) == value(before, "haitang_commands_total", **labels) + 1


def test_changes_made_many_at_a_time_are_counted_too(cast: Cast, client: Client) -> None:
    before = read(client)
    asked = [gate.Asked(matters.report, cast.anyone, {"words": f"{n}", "place": "dgmy"}) for n in range(3)]
    assert len(list(gate.many(asked))) == 3
    labels = {"command": "matters.report", "outcome": "done"}
    assert (
        value(read(client), "haitang_commands_total", **labels) == value(before, "haitang_commands_total", **labels) + 3
    )


def test_what_waits_is_seen_and_gone_when_it_is_delivered(cast: Cast, client: Client) -> None:
    cast.report()
    found = read(client)
    assert value(found, "haitang_ledger_lines_unread") > 0 and value(found, "haitang_database_up") == 1
    outbox.drain()
    found = read(client)
    assert value(found, "haitang_ledger_lines_unread") == value(found, "haitang_oldest_undelivered_seconds") == 0
    assert value(found, "haitang_ledger_lines", ledger="sujin") > 0
    assert {consumer.name for consumer in outbox.CONSUMERS} == {
        dict(labels)["consumer"] for name, labels in found if name == "haitang_deliveries_waiting"
    }


def test_a_database_that_is_away_is_a_number_and_no_error(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> dict[str, int]:
        raise OperationalError("away")

    monkeypatch.setattr(backlog, "waiting", away)
    assert value(read(client), "haitang_database_up") == 0
