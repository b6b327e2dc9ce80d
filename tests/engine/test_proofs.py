"""What proves a claim, by category: the catalogue's answer until an office says otherwise, for itself only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from haitang.commands import matters, setup
from haitang.engine import gate, proofs
from haitang.kernel.actor import Actor
from haitang.kernel.errors import Denied, Invalid
from haitang.kernel.registry import kinds
from haitang.records.party import Organization
from tests.cast import Cast, Told

DRAINS, LIFTS = "evidence.requests.problem/drains", "evidence.requests.problem/lifts"


def say(cast: Cast, rule: str, value: str, by: Actor | None = None, place: str = "sujin") -> None:
    gate.do(setup.set_rule, by or cast.administrator, place=place, rule=rule, value=value, source="街道办法第五条")


def claim(cast: Cast, told: Told, evidence: str) -> None:
    gate.do(matters.claim, cast.property, matter=told.number, outcome="solved", evidence=evidence, note="修好了")


def line(rule: str, organization: str = "sujin") -> tuple[str, bool]:
    known = {one.rule.name: one for one in proofs.lines(Organization.objects.get(code=organization))}
    return str(known[rule].value), known[rule].confirmed


def test_every_category_has_a_line_and_the_catalogue_is_its_default_unconfirmed(cast: Cast) -> None:
    found = proofs.lines(Organization.objects.get(code="sujin"))
    kind = kinds["requests.problem"]
    assert {f"evidence.{kind.name}/{one.code}" for one in kind.categories} <= {one.rule.name for one in found}
    assert line(LIFTS) == ("second_look,slip,reading,minute", False)
    assert not any(one.confirmed for one in found) and all("法规" in one.source.zh for one in found)


def test_an_office_says_what_it_takes_and_a_claim_goes_by_it(cast: Cast) -> None:
    told = cast.working()
    say(cast, DRAINS, "slip,second_look")
    assert line(DRAINS) == ("second_look,slip", False)
    with pytest.raises(Invalid) as refused:
        claim(cast, told, "word")
    assert "第二人看过；工单、收据" in refused.value.problems[0].words.zh
    claim(cast, told, "slip")
    assert told.record().state == "claimed_done"


def test_it_is_confirmed_with_its_source(cast: Cast) -> None:
    gate.do(setup.confirm_rule, cast.administrator, place="sujin", rule=LIFTS, source="街道办法第五条")
    assert line(LIFTS) == ("second_look,slip,reading,minute", True)
    say(cast, LIFTS, "slip")
    assert line(LIFTS) == ("slip", False), "another value is unconfirmed again"


def test_a_photo_is_never_the_only_way_and_nothing_unknown_is_taken(cast: Cast) -> None:
    for wrong in ("photos", "", "rumor", "slip,rumor", ",", "photos,photos"):
        with pytest.raises(Invalid):
            say(cast, DRAINS, wrong or " ")
    assert line(DRAINS)[0] == "word,second_look,photos,slip,reading,minute"
    with pytest.raises(Invalid):
        say(cast, "evidence.requests.problem/dragons", "slip")


def test_another_office_keeps_its_own(cast: Cast) -> None:
    say(cast, DRAINS, "slip")
    assert line(DRAINS, "xcscjg8")[0] != "slip"
    with pytest.raises(Denied):
        say(cast, DRAINS, "slip", cast.other_administrator)


def test_an_accepted_project_answers_what_it_resolves_whatever_the_office_takes(cast: Cast) -> None:
    told = cast.working()
    say(cast, DRAINS, "slip")
    given_ = {"outcome": "project", "evidence": "minute", "note": "项目已验收"}
    gate.do(matters.claim, cast.system, matter=told.number, **given_)
    assert told.record().state == "claimed_done"


@settings(max_examples=50)
@given(chosen=some.sets(some.sampled_from(["word", "second_look", "photos", "slip", "reading", "minute", "rumor"])))
def test_a_value_is_some_of_the_kinds_evidence_with_more_than_a_photo(chosen: set[str]) -> None:
    rule = proofs.rules()[DRAINS]
    read = rule.read(",".join(sorted(chosen)))
    sound = bool(chosen - {"photos"}) and "rumor" not in chosen
    assert (read is not None) == sound
    assert read is None or set(str(read).split(",")) == chosen
