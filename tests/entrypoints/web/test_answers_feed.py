"""The feed of answers: what was done at a place, with its outcome and its day, and nothing of who spoke."""

from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from haitang.engine import clock, gate
from haitang.records.matter import Matter
from tests.cast import Cast

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(code: str = "dgmy", **headers: str) -> Any:
    return Client().get(f"/p/{code}/answers.atom", headers={"accept-language": "zh-Hans", **headers})


def screened(**marks: Any) -> None:
    """As a desk marks what it has read."""
    with gate.upkeep():
        Matter.objects.update(screened=True, **marks)


def test_an_answered_and_closed_matter_is_an_entry_with_its_outcome_and_its_day(cast: Cast) -> None:
    one = cast.solved()
    screened(title="下水道 <堵塞>")
    answer = feed()
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    (entry,) = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "下水道 <堵塞>"
    assert "办好了" in (entry.findtext(f"{ATOM}summary") or "")
    assert (entry.findtext(f"{ATOM}id") or "").endswith(f"/m/{one.number}")
    updated = datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "")
    assert updated.astimezone(clock.ZONE).time().isoformat() == "00:00:00"


def test_what_is_open_unscreened_private_or_elsewhere_is_no_entry(cast: Cast) -> None:
    cast.solved()
    with gate.upkeep():
        Matter.objects.update(screened=False)
    assert b"<entry>" not in feed().content
    screened(private=True)
    assert b"<entry>" not in feed().content
    screened(private=False)
    assert b"<entry>" in feed().content and b"<entry>" not in feed("jinhua").content


def test_the_words_of_who_spoke_are_not_in_it(cast: Cast) -> None:
    cast.solved(cast.working(cast.accepted(cast.report("我家在 3 幢 201，水漫出来了"))))
    assert "201" not in feed().content.decode() and b"<entry>" in feed().content


def test_a_feed_nothing_changed_in_is_not_sent_again(cast: Cast) -> None:
    cast.solved()
    screened()
    assert feed(**{"if-none-match": feed().headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("code", ["nowhere", "%00"])
def test_a_place_that_is_not_there_has_no_feed(cast: Cast, code: str) -> None:
    assert feed(code).status_code == 404
