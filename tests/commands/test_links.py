"""Capability links: what they open, how they end, and that their secret is kept nowhere."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from haitang.commands import links, matters, voices
from haitang.engine import clock, gate, ledger
from haitang.engine import links as opening
from haitang.engine.proving import TooOften
from haitang.kernel import token
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid, NotNow
from haitang.records.link import CapabilityLink
from haitang.records.office import Idempotency, Refusal
from tests.cast import Cast, Told

DONE = {"outcome": "solved", "evidence": "slip", "note": "换了一段管子"}


def make(cast: Cast, told: Told, by: str = "desk", **given: Any) -> CapabilityLink:
    made = gate.do(links.make, cast.by_login[by], matter=told.number, **given)
    return CapabilityLink.objects.select_related("voice", "post").get(pk=made.values["link"])


def actor(link: CapabilityLink) -> Actor:
    return opening.actor_of(link, "zh-hans")


def claim(link: CapabilityLink, told: Told, **more: Any) -> gate.Outcome:
    return gate.do(matters.claim, actor(link), matter=told.number, **DONE, **more)


def test_the_property_company_starts_and_claims_by_link(cast: Cast) -> None:
    told = cast.assigned()
    link = make(cast, told)
    gate.do(matters.start, actor(link), matter=told.number)
    claim(link, told)
    link.refresh_from_db()
    assert (told.record().state, link.uses) == ("claimed_done", 2)
    assert ledger.actors_of(told.number, ["matters.claim"]) == {f"link:{link.pk}"}


@pytest.mark.parametrize("days", [1, 14, 90])
def test_a_link_opens_through_its_last_day(cast: Cast, clock_at: Callable[[str], datetime], days: int) -> None:
    clock_at("2023-11-01 08:00")
    told = cast.assigned()
    link = make(cast, told, lasting=days)
    last = clock.today() + timedelta(days=days)
    clock_at(f"{last} 23:59")
    assert opening.state_of(link, told.record()) == "open"
    clock_at(f"{last + timedelta(days=1)} 00:00")
    with pytest.raises(Denied, match="expired"):
        claim(link, told)


def test_a_link_that_was_taken_back_opens_nothing(cast: Cast) -> None:
    told = cast.assigned()
    link = make(cast, told)
    gate.do(links.revoke, cast.dispatcher, matter=told.number, link=link.pk)
    with pytest.raises(Denied, match="taken back"):
        claim(link, told)
    with pytest.raises(NotNow):
        gate.do(links.revoke, cast.desk, matter=told.number, link=link.pk)


def test_a_link_dies_when_the_matter_goes_to_another_office(cast: Cast) -> None:
    told = cast.answered()
    link = make(cast, told)
    gate.do(matters.reopen, cast.supervisor, matter=told.number, reason="没好")
    gate.do(matters.assign, cast.desk, matter=told.number, owner="works")
    with pytest.raises(Denied, match="somebody else"):
        claim(link, told)


def test_a_link_opens_its_own_matter_only(cast: Cast) -> None:
    link = make(cast, cast.assigned())
    with pytest.raises(Denied):
        claim(link, cast.assigned())


def test_a_one_time_link_acts_once_and_a_retry_says_what_happened(cast: Cast) -> None:
    told = cast.assigned()
    link = make(cast, told, once=True)
    assert link.moves == ["claim"]
    first = gate.do(matters.claim, actor(link), "sent-twice", matter=told.number, **DONE)
    assert gate.do(matters.claim, actor(link), "sent-twice", matter=told.number, **DONE) == first
    gate.do(matters.reject, cast.checker, matter=told.number, note="没好")
    with pytest.raises(Denied, match="once"):
        claim(link, told)


def test_a_voice_judges_by_link(cast: Cast) -> None:
    told = cast.answered()
    link = make(cast, told, role="voice")
    gate.do(voices.judge, actor(link), matter=told.number, verdict="yes")
    assert told.record().state == "closed"


@pytest.mark.parametrize("given", [{"voice": 10**9}, {"voice": 1}])
def test_a_voices_link_is_for_a_voice_of_that_matter(cast: Cast, given: dict[str, int]) -> None:
    cast.report(words="别的事")
    told = cast.report()
    with pytest.raises(Invalid) as refused:
        make(cast, told, role="voice", **{"voice": given["voice"] if given["voice"] > 1 else told.voice.voice - 1})
    assert refused.value.problems[0].field == "voice"


def test_there_is_no_owners_link_before_there_is_an_owner(cast: Cast) -> None:
    with pytest.raises(NotNow):
        make(cast, cast.accepted())


def test_whoever_hands_a_link_out_does_not_check_what_comes_through_it(cast: Cast) -> None:
    told = cast.assigned()
    claim(make(cast, told), told)
    with pytest.raises(Denied, match="Somebody else"):
        gate.do(matters.check, cast.desk, matter=told.number)
    gate.do(matters.check, cast.checker, matter=told.number)


@pytest.mark.parametrize("who", ["jinhua_desk", "property", "checker", "administrator", "other_desk", "anyone"])
def test_links_are_made_by_those_who_assign(cast: Cast, who: str) -> None:
    told = cast.assigned()
    by = cast.anyone if who == "anyone" else cast.by_login[who]
    with pytest.raises(Denied):
        gate.do(links.make, by, matter=told.number)


# The secret


def test_the_secret_stands_in_no_table_and_in_no_line(cast: Cast) -> None:
    told = cast.assigned()
    made = gate.do(links.make, cast.desk, "a-key", matter=told.number)
    link = CapabilityLink.objects.get(pk=made.values["link"])
    secret = opening.secret_of(link)
    kept = [str(vars(link)), *(str(row.outcome) for row in Idempotency.objects.all())]
    kept += [f"{vars(body)} {vars(leaf)}" for body, leaf in ledger.of_subject(told.number)]
    assert not [text for text in kept if secret in text]


def test_reference_and_secret_open_it_however_they_are_typed(cast: Cast) -> None:
    link = make(cast, cast.assigned())
    text = token.written(link.ref, opening.secret_of(link))
    for typed in (text, text.lower(), f" {text[:4]} {text[4:]} ", text.replace("0", "o").replace("1", "l")):
        assert opening.prove(typed, "link").pk == link.pk


@pytest.mark.parametrize("text", ["", "x", "0" * 23, "U" * 24, "\0" * 24, "字" * 24, "0" * 5000])
def test_what_cannot_be_a_token_is_refused_and_counts_as_no_try(cast: Cast, text: str) -> None:
    with pytest.raises(Invalid):
        opening.prove(text, "link")
    assert not Refusal.objects.filter(command="link").exists()


def test_after_ten_wrong_tries_within_an_hour_the_right_one_waits_too(
    cast: Cast, clock_at: Callable[[str], datetime]
) -> None:
    clock_at("2023-11-14 09:00")
    link = make(cast, cast.assigned())
    right = token.written(link.ref, opening.secret_of(link))
    for _ in range(10):
        with pytest.raises(Invalid):
            opening.prove(token.written(link.ref, "0" * 16), "link")
    with pytest.raises(TooOften):
        opening.prove(right, "link")
    clock_at("2023-11-14 10:01")
    assert opening.prove(right, "link").pk == link.pk
