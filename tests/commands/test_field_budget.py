"""The field budget of the loop: what people must type or tap, and no more (loop.md, “field budget”)."""

from haitang.kernel.command import Command
from haitang.kernel.registry import commands


def needed(name: str) -> set[str]:
    """The inputs nobody can leave out, without the matter a page gives along."""
    spec: Command = commands[name]
    return {field for field, info in spec.form.model_fields.items() if info.is_required()} - {spec.on}


def numbers(name: str) -> set[str]:
    fields = commands[name].form.model_json_schema()["properties"]
    return {field for field, told in fields.items() if told.get("type") == "integer" and field in needed(name)}


def test_a_resident_gives_words_and_a_place_and_may_say_how_to_be_reached() -> None:
    assert needed("matters.report") == {"words", "place"}
    assert "contact" in commands["matters.report"].form.model_fields


def test_a_recorder_types_five_things_at_most() -> None:
    assert len(needed("matters.report")) <= 5


def test_to_accept_takes_a_category_and_one_tap() -> None:
    assert needed("matters.accept") == {"category"}


def test_a_claim_is_outcome_evidence_and_one_sentence() -> None:
    assert needed("matters.claim") == {"outcome", "evidence", "note"}


def test_self_handled_is_one_tap_and_the_claim() -> None:
    assert needed("handling.take") == set()


def test_what_one_tap_does_asks_for_nothing() -> None:
    one_tap = (
        "joining.part",
        "reopening.grant",
        "reopening.appeal",
        "reopening.recur",
        "voices.withdraw",
        "matters.start",
    )
    assert {name: needed(name) for name in one_tap if needed(name)} == {}


def test_nobody_enters_a_number_that_the_system_can_count() -> None:
    loop = [spec.name for spec in commands if spec.move and spec.shape == "case"]
    chosen = {"joint.settle": {"motion"}, "voices.judge_for": {"voice"}, "voices.withdraw_for": {"voice"}}  # of a list
    assert {name: numbers(name) for name in loop if numbers(name)} == chosen
